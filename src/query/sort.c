/* sort.c: bringing rows into an order. */
#include "config.h"

#include "query/sort.h"

#include <stdlib.h>

#include "base/radix.h"
#include "base/xalloc.h"
#include "query/key.h"

struct sorter {
	const struct keys *keys;
	uint32_t *numbers;
	uint32_t count;
	uint64_t *items;
	uint64_t *scratch;
};

/*
 * What a value sorts by: itself, or turned round within the same range, so that small keys stay small; absent behind
 * all others either way.
 */
static uint64_t
directed(const struct keys *keys, uint32_t number, bool is_descending)
{
	uint64_t value = keys->values[number];

	if (value == VALUE_ABSENT)
		return keys->largest + 1;
	return is_descending ? keys->largest - value : value;
}

/* Sorts by half of the keys: the bits from `shift` on. */
static void
sort_by_half(struct sorter *sorter, unsigned shift, bool is_descending)
{
	for (uint32_t i = 0; i < sorter->count; i++) {
		uint64_t key = directed(sorter->keys, sorter->numbers[i], is_descending);

		sorter->items[i] = radix_item((uint32_t)(key >> shift), sorter->numbers[i]);
	}
	radix_sort(sorter->items, sorter->scratch, sorter->count);
	for (uint32_t i = 0; i < sorter->count; i++)
		sorter->numbers[i] = radix_value(sorter->items[i]);
}

void
sort_rows(const struct rows *rows, const bool *passes, const struct order *order, struct rank_cache *cache,
    uint32_t *numbers, uint32_t count)
{
	struct sorter sorter = {.numbers = numbers, .count = count};
	struct keys keys;

	if (count < 2 || order->count == 0)
		return;
	keys.values = xcalloc(rows->count, sizeof *keys.values);
	sorter.keys = &keys;
	sorter.items = xcalloc(count, sizeof *sorter.items);
	sorter.scratch = xcalloc(count, sizeof *sorter.scratch);
	/* From the last key to the first: each sort keeps what the one before it did. */
	for (size_t i = order->count; i-- > 0;) {
		keys_fill(&keys, rows, passes, order->keys[i].field, cache);
		sort_by_half(&sorter, 0, order->keys[i].is_descending);
		if (keys.largest >= UINT32_MAX)
			sort_by_half(&sorter, 32, order->keys[i].is_descending);
	}
	free(sorter.scratch);
	free(sorter.items);
	free(keys.values);
}
