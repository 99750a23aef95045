/* strings.c: each distinct text of a cluster once, by number. */
#include "config.h"

#include "model/strings.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/safe_text.h"
#include "base/slots.h"
#include "base/xalloc.h"

/*
 * Places stand in chunks that double in size and never move, so that a reader of old numbers and the writer of new ones
 * never touch the same memory: chunk k has room for FIRST << k. So do the texts' bytes, in units of two; a text stands
 * in one chunk. Before the bytes of a text there is its length, or, where that or what it takes on the screen is out of
 * the ordinary, a mark and both; behind them is a NUL.
 */
#define PLACE_BITS 10
#define BYTE_BITS 15
#define CHUNKS_MAX 22
#define FIRST_SLOTS 4096u
#define UNIT ((size_t)2)
#define PLAIN_MAX 254u
#define MARK 255u

struct unplain {
	uint32_t length;
	uint16_t columns;
};

#define UNPLAIN_SIZE (1 + sizeof(uint32_t) + sizeof(uint16_t))

/*
 * `places` says by number in which unit a text begins, `unit` where the next one does. `slots` and what is below it are
 * the writer's own. `guess` is the number that the next text has when those of a refresh come as those of the one
 * before.
 */
struct strings {
	atomic_uint references;
	uint64_t serial;
	uint32_t *places[CHUNKS_MAX];
	char *texts[CHUNKS_MAX];
	uint32_t count;
	uint32_t unit;
	struct slots slots;
	uint32_t guess;
	bool was_guessed;
	uint64_t bytes;
};

struct strings *
strings_new(void)
{
	static atomic_ullong pools;
	struct strings *strings = xcalloc(1, sizeof *strings);

	atomic_init(&strings->references, 1);
	strings->serial = atomic_fetch_add_explicit(&pools, 1, memory_order_relaxed);
	slots_grow(&strings->slots, FIRST_SLOTS);
	return strings;
}

struct strings *
strings_ref(struct strings *strings)
{
	atomic_fetch_add_explicit(&strings->references, 1, memory_order_relaxed);
	return strings;
}

void
strings_unref(struct strings *strings)
{
	if (strings == NULL || atomic_fetch_sub_explicit(&strings->references, 1, memory_order_acq_rel) > 1)
		return;
	for (size_t i = 0; i < CHUNKS_MAX; i++) {
		free(strings->places[i]);
		free(strings->texts[i]);
	}
	slots_free(&strings->slots);
	free(strings);
}

/* The chunk and the index in it of what has that number, where the first chunk has room for 1 << `bits`. */
static inline unsigned
locate(uint32_t number, unsigned bits, uint32_t *index)
{
	unsigned chunk = 31u - (unsigned)__builtin_clz((number >> bits) + 1);

	*index = number - (((UINT32_C(1) << chunk) - 1) << bits);
	return chunk;
}

static inline uint32_t *
place_of(const struct strings *strings, uint32_t number)
{
	uint32_t index;
	unsigned chunk = locate(number, PLACE_BITS, &index);

	return &strings->places[chunk][index];
}

/* What stands before a text, and the text. */
static inline const char *
start_of(const struct strings *strings, uint32_t number)
{
	uint32_t index;
	unsigned chunk = locate(*place_of(strings, number), BYTE_BITS, &index);

	return strings->texts[chunk] + index * UNIT;
}

static struct unplain
read_unplain(const char *start)
{
	struct unplain about;

	memcpy(&about.length, start + 1, sizeof about.length);
	memcpy(&about.columns, start + 1 + sizeof about.length, sizeof about.columns);
	return about;
}

static inline struct text
text_at(const char *start)
{
	unsigned char length = (unsigned char)*start;

	if (length != MARK)
		return (struct text){start + 1, length};
	return (struct text){start + UNPLAIN_SIZE, read_unplain(start).length};
}

static void
grow_slots(struct strings *strings)
{
	slots_grow(&strings->slots, FIRST_SLOTS);
	for (uint32_t number = 0; number < strings->count; number++)
		slots_put(&strings->slots, strings_hash(strings, number), number);
}

/* Room for `size` bytes of a text, which are in one chunk; *place says where. */
static char *
allocate(struct strings *strings, size_t size, uint32_t *place)
{
	size_t units = (size + UNIT - 1) / UNIT;
	uint32_t index;
	unsigned chunk = locate(strings->unit, BYTE_BITS, &index);

	/* Where it does not fit there is the next chunk; what is left over is not touched, and takes no memory. */
	while (units > ((size_t)1 << (chunk + BYTE_BITS)) - index) {
		chunk++;
		index = 0;
	}
	if (chunk + BYTE_BITS >= 32)
		xalloc_fail();
	if (strings->texts[chunk] == NULL)
		strings->texts[chunk] = xmalloc(UNIT << (chunk + BYTE_BITS));
	*place = (((UINT32_C(1) << chunk) - 1) << BYTE_BITS) + index;
	strings->unit = *place + (uint32_t)units;
	/* A byte that is left over is read with the texts around it where all of them are looked at in one go. */
	strings->texts[chunk][(index + units) * UNIT - 1] = '\0';
	return strings->texts[chunk] + index * UNIT;
}

static uint32_t
append(struct strings *strings, struct text text, uint64_t hash)
{
	uint32_t number = strings->count, index;
	unsigned chunk = locate(number, PLACE_BITS, &index);
	size_t columns = safe_text_columns(text), head;
	struct unplain about = {(uint32_t)text.length, columns > UINT16_MAX ? UINT16_MAX : (uint16_t)columns};
	bool is_plain = text.length <= PLAIN_MAX && columns == text.length;
	char *bytes;

	if (strings->places[chunk] == NULL)
		strings->places[chunk] = xmalloc(sizeof(uint32_t) << (chunk + PLACE_BITS));
	head = is_plain ? 1 : UNPLAIN_SIZE;
	bytes = allocate(strings, head + text.length + 1, &strings->places[chunk][index]);
	*bytes = (char)(is_plain ? text.length : MARK);
	if (!is_plain) {
		memcpy(bytes + 1, &about.length, sizeof about.length);
		memcpy(bytes + 1 + sizeof about.length, &about.columns, sizeof about.columns);
	}
	memcpy(bytes + head, text.bytes, text.length);
	bytes[head + text.length] = '\0';
	slots_put(&strings->slots, hash, number);
	strings->count++;
	strings->bytes += text.length;
	return number;
}

void
strings_rewind(struct strings *strings)
{
	strings->guess = 0;
}

void
strings_expect(const struct strings *strings, struct text text)
{
	if (!strings->was_guessed)
		slots_prefetch(&strings->slots, hash_text(text));
}

static bool
is_same(struct text a, struct text b)
{
	return a.length == b.length && memcmp(a.bytes, b.bytes, a.length) == 0;
}

uint32_t
strings_intern(struct strings *strings, struct text text)
{
	struct slots_probe probe;
	uint32_t number;
	uint64_t hash;

	assert(text.bytes != NULL && text.length < UINT32_MAX);
	if (strings->guess < strings->count && is_same(strings_text(strings, strings->guess), text)) {
		strings->was_guessed = true;
		return strings->guess++;
	}
	strings->was_guessed = false;
	if (slots_is_full(&strings->slots, strings->count))
		grow_slots(strings);
	hash = hash_text(text);
	probe = slots_start(&strings->slots, hash);
	while ((number = slots_next(&strings->slots, &probe)) != SLOTS_NONE) {
		if (!is_same(strings_text(strings, number), text))
			continue;
		/* One that was guessed too early has gone. */
		if (number > strings->guess)
			strings->guess = number + 1;
		return number;
	}
	number = append(strings, text, hash);
	return number;
}

struct text
strings_text(const struct strings *strings, uint32_t number)
{
	return text_at(start_of(strings, number));
}

static unsigned
chunk_of(const struct strings *strings, uint32_t number)
{
	uint32_t index;

	return locate(*place_of(strings, number), BYTE_BITS, &index);
}

/* Texts stand in the order of their numbers, so those of one chunk do. */
struct text
strings_stretch(const struct strings *strings, uint32_t first, uint32_t limit, uint32_t *end)
{
	unsigned chunk = chunk_of(strings, first);
	struct text all = strings_text(strings, first), last;
	uint32_t high = limit;

	for (*end = first + 1; *end < high;) {
		uint32_t middle = *end + (high - *end) / 2;

		if (chunk_of(strings, middle) == chunk)
			*end = middle + 1;
		else
			high = middle;
	}
	last = strings_text(strings, *end - 1);
	all.length = (size_t)(last.bytes - all.bytes) + last.length;
	return all;
}

uint64_t
strings_serial(const struct strings *strings)
{
	return strings->serial;
}

uint64_t
strings_hash(const struct strings *strings, uint32_t number)
{
	return hash_text(strings_text(strings, number));
}

uint16_t
strings_columns(const struct strings *strings, uint32_t number)
{
	const char *start = start_of(strings, number);

	return (unsigned char)*start == MARK ? read_unplain(start).columns : (unsigned char)*start;
}

uint32_t
strings_count(const struct strings *strings)
{
	return strings->count;
}

uint64_t
strings_bytes(const struct strings *strings)
{
	return strings->bytes;
}
