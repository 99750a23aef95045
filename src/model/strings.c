/* strings.c: each distinct text of a cluster once, by number. */
#include "config.h"

#include "model/strings.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/safe_text.h"
#include "base/xalloc.h"

/*
 * Entries stand in chunks that double in size and never move, so that a reader of old numbers and the writer of new
 * ones never touch the same memory. Chunk k holds FIRST_CHUNK << k entries.
 */
#define FIRST_CHUNK 1024u
#define CHUNKS_MAX 22
#define FIRST_SLOTS 4096u
#define TEXT_BLOCK ((size_t)64 * 1024)

struct entry {
	const char *bytes;
	uint32_t length;
	uint32_t hash;
	uint16_t columns;
};

/* `slots` is the writer's own: an open table of numbers plus one, 0 for empty, of a power of two. */
struct strings {
	atomic_uint references;
	uint64_t serial;
	struct entry *chunks[CHUNKS_MAX];
	uint32_t count;
	uint32_t *slots;
	uint32_t slot_count;
	uint64_t bytes;
	struct arena *texts;
};

struct strings *
strings_new(void)
{
	static atomic_ullong pools;
	struct strings *strings = xcalloc(1, sizeof *strings);

	atomic_init(&strings->references, 1);
	strings->serial = atomic_fetch_add_explicit(&pools, 1, memory_order_relaxed);
	strings->slot_count = FIRST_SLOTS;
	strings->slots = xcalloc(FIRST_SLOTS, sizeof *strings->slots);
	strings->texts = arena_new(TEXT_BLOCK);
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
	for (size_t i = 0; i < CHUNKS_MAX; i++)
		free(strings->chunks[i]);
	free(strings->slots);
	arena_free(strings->texts);
	free(strings);
}

/* The chunk and the index in it of entry `number`. */
static unsigned
locate(uint32_t number, uint32_t *index)
{
	uint32_t shifted = number / FIRST_CHUNK + 1;
	unsigned chunk = 31u - (unsigned)__builtin_clz(shifted);

	*index = number - ((1u << chunk) - 1) * FIRST_CHUNK;
	return chunk;
}

static const struct entry *
entry_of(const struct strings *strings, uint32_t number)
{
	uint32_t index;
	unsigned chunk = locate(number, &index);

	return &strings->chunks[chunk][index];
}

uint32_t
strings_hash_text(struct text text)
{
	uint64_t hash = UINT64_C(0x9e3779b97f4a7c15) ^ text.length;
	size_t i = 0;

	for (; i + 8 <= text.length; i += 8) {
		uint64_t word;

		memcpy(&word, text.bytes + i, 8);
		hash = (hash ^ word) * UINT64_C(0xff51afd7ed558ccd);
		hash ^= hash >> 32;
	}
	for (; i < text.length; i++)
		hash = (hash ^ (unsigned char)text.bytes[i]) * UINT64_C(0x100000001b3);
	hash ^= hash >> 29;
	hash *= UINT64_C(0xc4ceb9fe1a85ec53);
	return (uint32_t)(hash >> 32);
}

static void
grow_slots(struct strings *strings)
{
	uint32_t count = strings->slot_count * 2, mask = count - 1;
	uint32_t *slots = xcalloc(count, sizeof *slots);

	for (uint32_t number = 0; number < strings->count; number++) {
		uint32_t slot = entry_of(strings, number)->hash & mask;

		while (slots[slot] != 0)
			slot = (slot + 1) & mask;
		slots[slot] = number + 1;
	}
	free(strings->slots);
	strings->slots = slots;
	strings->slot_count = count;
}

static uint32_t
append(struct strings *strings, struct text text, uint32_t hash)
{
	uint32_t number = strings->count, index;
	unsigned chunk = locate(number, &index);
	char *bytes = arena_allocate(strings->texts, text.length + 1);
	size_t columns = safe_text_columns(text);

	memcpy(bytes, text.bytes, text.length);
	bytes[text.length] = '\0';
	if (strings->chunks[chunk] == NULL)
		strings->chunks[chunk] = xcalloc((size_t)FIRST_CHUNK << chunk, sizeof(struct entry));
	strings->chunks[chunk][index] = (struct entry){
	    .bytes = bytes,
	    .length = (uint32_t)text.length,
	    .hash = hash,
	    .columns = columns > UINT16_MAX ? UINT16_MAX : (uint16_t)columns,
	};
	strings->count++;
	strings->bytes += text.length;
	return number;
}

uint32_t
strings_intern(struct strings *strings, struct text text)
{
	uint32_t hash, slot;

	assert(text.bytes != NULL && text.length < UINT32_MAX);
	if (strings->count >= strings->slot_count / 2)
		grow_slots(strings);
	hash = strings_hash_text(text);
	slot = hash & (strings->slot_count - 1);
	while (strings->slots[slot] != 0) {
		const struct entry *entry = entry_of(strings, strings->slots[slot] - 1);

		if (entry->hash == hash && entry->length == text.length &&
		    memcmp(entry->bytes, text.bytes, text.length) == 0)
			return strings->slots[slot] - 1;
		slot = (slot + 1) & (strings->slot_count - 1);
	}
	strings->slots[slot] = strings->count + 1;
	return append(strings, text, hash);
}

struct text
strings_text(const struct strings *strings, uint32_t number)
{
	const struct entry *entry = entry_of(strings, number);

	return (struct text){entry->bytes, entry->length};
}

/* Blocks of the arena have more than this between them, and what is in one of them is rounded to less. */
#define GAP_MAX 16

struct text
strings_stretch(const struct strings *strings, uint32_t first, uint32_t limit, uint32_t *end)
{
	struct text text = strings_text(strings, first), all = text;

	for (*end = first + 1; *end < limit; ++*end) {
		uintptr_t behind = (uintptr_t)(text.bytes + text.length);

		text = strings_text(strings, *end);
		if ((uintptr_t)text.bytes - behind > GAP_MAX)
			break;
		all.length = (size_t)(text.bytes - all.bytes) + text.length;
	}
	return all;
}

uint64_t
strings_serial(const struct strings *strings)
{
	return strings->serial;
}

void
strings_prefetch(const struct strings *strings, uint32_t number, bool is_text)
{
	const struct entry *entry = entry_of(strings, number);

	__builtin_prefetch(is_text ? (const void *)entry->bytes : (const void *)entry);
}

uint32_t
strings_hash(const struct strings *strings, uint32_t number)
{
	return entry_of(strings, number)->hash;
}

uint16_t
strings_columns(const struct strings *strings, uint32_t number)
{
	return entry_of(strings, number)->columns;
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
