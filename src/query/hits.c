/* hits.c: which texts of a pool have a word in them. */
#include "config.h"

#include "query/hits.h"

#include <stdlib.h>
#include <string.h>

#include "base/needle.h"
#include "base/xalloc.h"

/* As many words as are typed letter by letter and taken back, and some that stand beside them. */
#define WORDS 8
/* Filters after which what was not asked for is forgotten: those of table, pane and totals take turns. */
#define TURNS_KEPT 16
/* So many texts without the word in a row, and it is faster to look for the next one with it. */
#define MISSES_MAX 4

/* When one of so many texts or less has a shorter word, those are looked at one by one. */
#define FEW_SHARE 8

/* The texts of one pool that are below `count`. */
struct hit_pool {
	uint64_t serial; /* strings_serial() */
	uint32_t count;
	uint64_t *bits;
	uint64_t turn; /* when it was asked for the last time */
};

struct hit_word {
	char *bytes; /* NULL where there is none */
	size_t length;
	struct hit_pool *pools;
	size_t pool_count;
	uint64_t turn;
};

struct hits {
	struct hit_word words[WORDS];
	uint64_t turn;
};

struct hits *
hits_new(void)
{
	return xcalloc(1, sizeof(struct hits));
}

static void
word_clear(struct hit_word *word)
{
	for (size_t i = 0; i < word->pool_count; i++)
		free(word->pools[i].bits);
	free(word->pools);
	free(word->bytes);
	*word = (struct hit_word){.bytes = NULL};
}

void
hits_free(struct hits *hits)
{
	if (hits == NULL)
		return;
	for (size_t i = 0; i < WORDS; i++)
		word_clear(&hits->words[i]);
	free(hits);
}

void
hits_turn(struct hits *hits)
{
	hits->turn++;
	for (size_t i = 0; i < WORDS; i++) {
		struct hit_word *word = &hits->words[i];
		size_t kept = 0;

		for (size_t at = 0; at < word->pool_count; at++) {
			if (word->pools[at].turn + TURNS_KEPT < hits->turn)
				free(word->pools[at].bits);
			else
				word->pools[kept++] = word->pools[at];
		}
		word->pool_count = kept;
	}
}

static struct text
text_of_word(const struct hit_word *word)
{
	return (struct text){word->bytes, word->length};
}

/* The place of a word, which takes that of the one not used for longest when it is new. */
static struct hit_word *
find_word(struct hits *hits, struct text text)
{
	struct hit_word *oldest = &hits->words[0];

	for (size_t i = 0; i < WORDS; i++) {
		struct hit_word *word = &hits->words[i];

		if (word->bytes != NULL && text_equals_nocase(text_of_word(word), text))
			return word;
		if (word->turn < oldest->turn)
			oldest = word;
	}
	word_clear(oldest);
	oldest->bytes = xstrdup_text(text);
	oldest->length = text.length;
	return oldest;
}

static struct hit_pool *
find_pool(const struct hit_word *word, uint64_t serial)
{
	for (size_t i = 0; i < word->pool_count; i++) {
		if (word->pools[i].serial == serial)
			return &word->pools[i];
	}
	return NULL;
}

/* What is known of the same texts for a word within this one: the one that leaves least, or NULL. */
static const struct hit_pool *
find_wider(const struct hits *hits, const struct hit_word *ours, const struct hit_pool *pool, uint32_t count)
{
	const struct hit_pool *best = NULL;
	size_t longest = 0;

	for (size_t i = 0; i < WORDS; i++) {
		const struct hit_word *word = &hits->words[i];
		const struct hit_pool *found;

		if (word->bytes == NULL || word == ours || word->length <= longest ||
		    !text_contains_nocase(text_of_word(ours), text_of_word(word)))
			continue;
		found = find_pool(word, pool->serial);
		if (found == NULL || found->count < count)
			continue;
		longest = word->length;
		best = found;
	}
	return best;
}

static void
set(struct hit_pool *pool, uint32_t number)
{
	pool->bits[number / 64] |= UINT64_C(1) << number % 64;
}

/* Texts that stand one behind the other, `all` of them from number `first` to before `end`. */
struct stretch {
	const struct strings *strings;
	uint32_t first, end;
	struct text all;
};

/* The number of the text that the byte at `found` is of, or stands behind. Not before `from`, whose text it is not
 * before. */
static uint32_t
find_text(const struct stretch *stretch, uint32_t from, const char *found)
{
	uint32_t low = from, high, step = 1;

	while (low + step < stretch->end && strings_text(stretch->strings, low + step).bytes <= found) {
		low += step;
		step *= 2;
	}
	high = low + step < stretch->end ? low + step : stretch->end;
	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (strings_text(stretch->strings, middle).bytes <= found)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* Text by text, while they have it often. Returns the number of the first text that was not looked at. */
static uint32_t
sweep_dense(struct hit_pool *pool, const struct needle *needle, const struct stretch *stretch, uint32_t number)
{
	for (unsigned missed = 0; number < stretch->end && missed < MISSES_MAX; number++) {
		struct text text = strings_text(stretch->strings, number);

		missed++;
		if (needle_is_in(needle, stretch->all, (size_t)(text.bytes - stretch->all.bytes), text.length)) {
			set(pool, number);
			missed = 0;
		}
	}
	return number;
}

/* Finds the next text that has it, from `number` on. Returns the number of the first text that was not looked at. */
static uint32_t
sweep_sparse(struct hit_pool *pool, const struct needle *needle, const struct stretch *stretch, uint32_t number)
{
	size_t at = (size_t)(strings_text(stretch->strings, number).bytes - stretch->all.bytes);

	while ((at = needle_find(needle, stretch->all, at)) != TEXT_NOWHERE) {
		const char *found = stretch->all.bytes + at;
		struct text text;

		number = find_text(stretch, number, found);
		text = strings_text(stretch->strings, number);
		if (found + needle->text.length <= text.bytes + text.length) {
			set(pool, number);
			return number + 1;
		}
		/* What stands between two texts, or begins in one and ends in the next, is in none. */
		at++;
	}
	return stretch->end;
}

/* Looks at all texts from `first` on as they stand in memory. */
static void
sweep(struct hit_pool *pool, struct text word, const struct strings *strings, uint32_t first, uint32_t limit)
{
	struct needle needle = needle_make(word);

	while (first < limit) {
		struct stretch stretch = {.strings = strings, .first = first};

		stretch.all = strings_stretch(strings, first, limit, &stretch.end);
		while (first < stretch.end) {
			first = sweep_sparse(pool, &needle, &stretch, first);
			first = sweep_dense(pool, &needle, &stretch, first);
		}
	}
}

static size_t
count_bits(const uint64_t *bits, uint32_t count)
{
	size_t set = 0;

	for (uint32_t i = 0; i < (count + 63) / 64; i++)
		set += (size_t)__builtin_popcountll(bits[i]);
	return set;
}

/* Looks at those texts only that have a shorter word. */
static void
narrow(struct hit_pool *pool, struct text word, const struct strings *strings, uint32_t limit, const uint64_t *wider)
{
	for (uint32_t i = pool->count / 64; i < (limit + 63) / 64; i++) {
		for (uint64_t left = wider[i]; left != 0; left &= left - 1) {
			uint32_t number = i * 64 + (uint32_t)__builtin_ctzll(left);

			if (number < limit && text_contains_nocase(strings_text(strings, number), word))
				set(pool, number);
		}
	}
}

/* Looks at the texts from pool->count on. */
static void
extend(struct hits *hits, const struct hit_word *word, struct hit_pool *pool, const struct strings *strings,
    uint32_t count)
{
	size_t before = ((size_t)pool->count + 63) / 64, words = ((size_t)count + 63) / 64;
	const struct hit_pool *wider = find_wider(hits, word, pool, count);

	pool->bits = xreallocarray(pool->bits, words + 1, sizeof *pool->bits);
	memset(pool->bits + before, 0, (words + 1 - before) * sizeof *pool->bits);
	if (wider != NULL && count_bits(wider->bits, wider->count) < count / FEW_SHARE)
		narrow(pool, text_of_word(word), strings, count, wider->bits);
	else
		sweep(pool, text_of_word(word), strings, pool->count, count);
	pool->count = count;
}

const uint64_t *
hits_of(struct hits *hits, struct text text, const struct strings *strings, uint32_t count)
{
	struct hit_word *word = find_word(hits, text);
	struct hit_pool *pool = find_pool(word, strings_serial(strings));

	word->turn = hits->turn;
	if (pool == NULL) {
		word->pools = xreallocarray(word->pools, word->pool_count + 1, sizeof *word->pools);
		pool = &word->pools[word->pool_count++];
		*pool = (struct hit_pool){.serial = strings_serial(strings)};
	}
	pool->turn = hits->turn;
	if (pool->bits == NULL || pool->count < count)
		extend(hits, word, pool, strings, count);
	return pool->bits;
}
