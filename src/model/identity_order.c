/* identity_order.c: the order of records that does not depend on how they arrived. */
#include "config.h"

#include <stdlib.h>

#include "base/radix.h"
#include "base/xalloc.h"
#include "model/ranking.h"
#include "model/snapshot.h"
#include "model/snapshot_private.h"

struct sorting {
	const struct snapshot *snapshot;
	uint32_t *order;
	uint64_t *items;
	uint64_t *scratch;
};

static void
sort_items(struct sorting *sorting)
{
	radix_sort(sorting->items, sorting->scratch, sorting->snapshot->count);
	for (uint32_t i = 0; i < sorting->snapshot->count; i++)
		sorting->order[i] = radix_value(sorting->items[i]);
}

static void
sort_by_number(struct sorting *sorting, unsigned field)
{
	const uint64_t *column = sorting->snapshot->columns[field];

	for (unsigned shift = 0; shift < 64; shift += 32) {
		for (uint32_t i = 0; i < sorting->snapshot->count; i++) {
			uint32_t row = sorting->order[i];

			sorting->items[i] = radix_item((uint32_t)(column[row] >> shift), row);
		}
		sort_items(sorting);
	}
}

/* Collects the distinct texts of a column, ranks them by text, and sorts by that; absent ones come last. */
static void
sort_by_text(struct sorting *sorting, unsigned field)
{
	const struct snapshot *snapshot = sorting->snapshot;
	const uint32_t *column = snapshot->columns[field];
	uint32_t *ranks = xcalloc((size_t)snapshot->string_count + 1, sizeof *ranks);
	struct ranked *entries = NULL;
	size_t used = 0, capacity = 0;

	for (uint32_t row = 0; row < snapshot->count; row++) {
		if (column[row] == ABSENT_32 || ranks[column[row]] != 0)
			continue;
		ranks[column[row]] = 1;
		if (used == capacity) {
			capacity = capacity * 2 + 16;
			entries = xreallocarray(entries, capacity, sizeof *entries);
		}
		entries[used++] = (struct ranked){
		    .text = strings_text(snapshot->strings, column[row]), .rank = &ranks[column[row]]};
	}
	ranking_of_texts(entries, used);
	for (uint32_t i = 0; i < snapshot->count; i++) {
		uint32_t number = column[sorting->order[i]];

		sorting->items[i] = radix_item(number == ABSENT_32 ? ABSENT_32 : ranks[number], sorting->order[i]);
	}
	sort_items(sorting);
	free(entries);
	free(ranks);
}

uint32_t *
snapshot_sort_identities(const struct snapshot *snapshot)
{
	const struct kind *kind = snapshot->kind;
	struct sorting sorting = {.snapshot = snapshot};

	if (snapshot->count == 0)
		return NULL;
	sorting.order = xcalloc(snapshot->count, sizeof *sorting.order);
	sorting.items = xcalloc(snapshot->count, sizeof *sorting.items);
	sorting.scratch = xcalloc(snapshot->count, sizeof *sorting.scratch);
	for (uint32_t row = 0; row < snapshot->count; row++)
		sorting.order[row] = row;
	/* From the last part to the first: each sort keeps what the one before it did. */
	for (size_t i = kind->key_count; i-- > 0;) {
		if (kind->fields[kind->keys[i]].type == TYPE_ID)
			sort_by_number(&sorting, kind->keys[i]);
		else
			sort_by_text(&sorting, kind->keys[i]);
	}
	free(sorting.items);
	free(sorting.scratch);
	return sorting.order;
}

const uint32_t *
snapshot_identity_order(const struct snapshot *snapshot)
{
	return snapshot->identity_order;
}

static int
compare_numbers(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

int
snapshot_compare_identities(const struct snapshot *a, uint32_t row_a, const struct snapshot *b, uint32_t row_b)
{
	const struct kind *kind = a->kind;
	int order = compare_numbers(a->cluster, b->cluster);

	for (size_t i = 0; order == 0 && i < kind->key_count; i++) {
		unsigned field = kind->keys[i];

		if (kind->fields[field].type == TYPE_ID)
			order = compare_numbers(snapshot_number(a, field, row_a), snapshot_number(b, field, row_b));
		else
			order = text_compare(snapshot_text(a, field, row_a), snapshot_text(b, field, row_b));
	}
	return order;
}
