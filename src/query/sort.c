/* sort.c: bringing rows into an order. */
#include "config.h"

#include "query/sort.h"

#include <stdlib.h>
#include <string.h>

#include "base/radix.h"
#include "base/xalloc.h"
#include "query/key.h"

#define WORD_BITS 64u
#define HALF_BITS 32u

/*
 * Keys stand in one word by number, the first of them in the highest bits, as long as they fit: to sort by one word
 * costs less than by each of its keys. `bits` of it are in use.
 */
struct sorter {
	const struct picked *picked;
	uint32_t *numbers;
	struct keys keys;
	uint64_t *words;
	unsigned bits;
	uint64_t *items;
	uint64_t *scratch;
};

/*
 * What a value sorts by: itself, or turned round within the same range, so that small keys stay small; absent behind
 * all others either way.
 */
static inline uint64_t
directed(const struct keys *keys, uint64_t value, bool is_descending)
{
	if (value == VALUE_ABSENT)
		return keys->largest + 1;
	return is_descending ? keys->largest - value : value;
}

static unsigned
bits_of(uint64_t number)
{
	return number == 0 ? 0 : WORD_BITS - (unsigned)__builtin_clzll(number);
}

/* Sorts by half of the words: the bits from `shift` on. */
static void
sort_by_half(struct sorter *sorter, unsigned shift)
{
	uint32_t count = sorter->picked->count;

	for (uint32_t i = 0; i < count; i++)
		sorter->items[i] = radix_item(
		    (uint32_t)(sorter->words[sorter->numbers[i]] >> shift), sorter->numbers[i]);
	radix_sort(sorter->items, sorter->scratch, count);
	for (uint32_t i = 0; i < count; i++)
		sorter->numbers[i] = radix_value(sorter->items[i]);
}

static void
sort_by_words(struct sorter *sorter)
{
	if (sorter->bits > 0)
		sort_by_half(sorter, 0);
	if (sorter->bits > HALF_BITS)
		sort_by_half(sorter, HALF_BITS);
	sorter->bits = 0;
}

/* Puts the keys above those that are in the words already. */
static void
put_keys(struct sorter *sorter, bool is_descending)
{
	const struct picked *picked = sorter->picked;
	const struct keys *keys = &sorter->keys;
	uint64_t *words = sorter->words;
	unsigned shift = sorter->bits;
	bool is_first = shift == 0;

	if (picked->is_few) {
		for (uint32_t i = 0; i < picked->count; i++) {
			uint32_t number = picked->numbers[i];
			uint64_t below = is_first ? 0 : words[number];

			words[number] = directed(keys, keys->values[number], is_descending) << shift | below;
		}
		return;
	}
	if (is_first) {
		for (uint32_t number = 0; number < picked->rows->count; number++)
			words[number] = directed(keys, keys->values[number], is_descending);
		return;
	}
	for (uint32_t number = 0; number < picked->rows->count; number++)
		words[number] |= directed(keys, keys->values[number], is_descending) << shift;
}

void
sort_rows(const struct rows *rows, const bool *passes, const struct order *order, struct rank_cache *cache,
    uint32_t *numbers, uint32_t count)
{
	struct picked picked = picked_make(rows, passes, numbers, count);
	struct sorter sorter = {.picked = &picked, .numbers = numbers};

	if (count < 2 || order->count == 0)
		return;
	sorter.keys.values = xreallocarray(NULL, rows->count, sizeof *sorter.keys.values);
	sorter.words = xreallocarray(NULL, rows->count, sizeof *sorter.words);
	sorter.items = xreallocarray(NULL, count, sizeof *sorter.items);
	sorter.scratch = xreallocarray(NULL, count, sizeof *sorter.scratch);
	/* From the last key to the first: each sort keeps what the one before it did. */
	for (size_t i = order->count; i-- > 0;) {
		unsigned bits;

		keys_fill(&sorter.keys, &picked, order->keys[i].field, cache);
		bits = bits_of(sorter.keys.largest + 1);
		if (sorter.bits + bits > WORD_BITS)
			sort_by_words(&sorter);
		put_keys(&sorter, order->keys[i].is_descending);
		sorter.bits += bits;
	}
	sort_by_words(&sorter);
	free(sorter.scratch);
	free(sorter.items);
	free(sorter.words);
	free(sorter.keys.values);
}
