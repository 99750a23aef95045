/* identity_order.c: the order of records that does not depend on how they arrived. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/radix.h"
#include "base/xalloc.h"
#include "model/ranking.h"
#include "model/snapshot.h"
#include "model/snapshot_private.h"

/* New rows are merged into the order of the others as long as they are at most one in so many. */
#define NEW_SHARE 8

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
	const struct column *column = &sorting->snapshot->columns[field];

	for (unsigned shift = 0; shift < 64; shift += 32) {
		/* Of numbers that are short, the upper half says at most that they are absent. */
		if (shift > 0 && column->size < sizeof(uint64_t))
			break;
		for (uint32_t i = 0; i < sorting->snapshot->count; i++) {
			uint32_t row = sorting->order[i];

			sorting->items[i] = radix_item((uint32_t)(column_get(column, row) >> shift), row);
		}
		sort_items(sorting);
	}
}

/* Collects the distinct texts of a column, ranks them by text, and sorts by that; absent ones come last. */
static void
sort_by_text(struct sorting *sorting, unsigned field)
{
	const struct snapshot *snapshot = sorting->snapshot;
	const struct column *column = &snapshot->columns[field];
	uint32_t *ranks = xcalloc((size_t)snapshot->string_count + 1, sizeof *ranks);
	struct ranked *entries = NULL;
	size_t used = 0, capacity = 0;

	for (uint32_t row = 0; row < snapshot->count; row++) {
		uint64_t number = column_get(column, row);

		if (number == VALUE_ABSENT || ranks[number] != 0)
			continue;
		ranks[number] = 1;
		if (used == capacity) {
			capacity = capacity * 2 + 16;
			entries = xreallocarray(entries, capacity, sizeof *entries);
		}
		entries[used++] = (struct ranked){
		    .text = strings_text(snapshot->strings, (uint32_t)number), .rank = &ranks[number]};
	}
	ranking_of_texts(entries, used);
	for (uint32_t i = 0; i < snapshot->count; i++) {
		uint64_t number = column_get(column, sorting->order[i]);

		sorting->items[i] = radix_item(number == VALUE_ABSENT ? UINT32_MAX : ranks[number], sorting->order[i]);
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

/* ---- from the order of the last time ---- */

static int
compare_rows(const void *a, const void *b, void *snapshot)
{
	return snapshot_compare_identities(snapshot, *(const uint32_t *)a, snapshot, *(const uint32_t *)b);
}

/* The rows that `previous` did not have, in order. Returns NULL when there are more than `limit`. */
static uint32_t *
sort_new(const struct snapshot *snapshot, const struct snapshot *previous, const uint32_t *now_at, uint32_t limit,
    uint32_t *count)
{
	bool *is_old = xcalloc((size_t)snapshot->count + 1, sizeof *is_old);
	uint32_t *rows = xreallocarray(NULL, (size_t)limit + 1, sizeof *rows);

	*count = 0;
	for (uint32_t row = 0; row < previous->count; row++) {
		if (now_at[row] != ROW_NONE)
			is_old[now_at[row]] = true;
	}
	for (uint32_t row = 0; row < snapshot->count && *count <= limit; row++) {
		if (!is_old[row] && (*count)++ < limit)
			rows[*count - 1] = row;
	}
	free(is_old);
	if (*count > limit) {
		free(rows);
		return NULL;
	}
	qsort_r(rows, *count, sizeof *rows, compare_rows, (void *)(uintptr_t)snapshot);
	return rows;
}

/* The first place from `from` on, of `count`, where `order` has a row that comes behind `row`. Mostly it is near. */
static uint32_t
find_behind(const struct snapshot *snapshot, const uint32_t *order, uint32_t from, uint32_t count, uint32_t row)
{
	uint32_t low = from, high = from;

	for (uint32_t step = 1; high < count; step *= 2) {
		if (snapshot_compare_identities(snapshot, order[high], snapshot, row) > 0)
			break;
		low = high + 1;
		high = count - low > step ? low + step : count;
	}
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (snapshot_compare_identities(snapshot, order[middle], snapshot, row) > 0)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

uint32_t *
snapshot_merge_identities(const struct snapshot *snapshot, const struct snapshot *previous, const uint32_t *now_at)
{
	uint32_t count, used = 0, at = 0, kept_count, *order, *kept, *rows;

	if (snapshot->count == 0)
		return NULL;
	rows = sort_new(snapshot, previous, now_at, snapshot->count / NEW_SHARE, &count);
	if (rows == NULL)
		return snapshot_sort_identities(snapshot);
	order = xreallocarray(NULL, snapshot->count, sizeof *order);
	/* Those that stay stand at the end until the new ones before them have gone in. */
	kept = order + count;
	kept_count = 0;
	for (uint32_t i = 0; i < previous->count; i++) {
		uint32_t row = now_at[previous->identity_order[i]];

		if (row != ROW_NONE)
			kept[kept_count++] = row;
	}
	for (uint32_t i = 0; i < count; i++) {
		uint32_t end = find_behind(snapshot, kept, at, kept_count, rows[i]);

		memmove(order + used, kept + at, (end - at) * sizeof *order);
		used += end - at;
		at = end;
		order[used++] = rows[i];
	}
	free(rows);
	return order;
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

		uint64_t left = snapshot_number(a, field, row_a), right = snapshot_number(b, field, row_b);

		if (kind->fields[field].type == TYPE_ID)
			order = compare_numbers(left, right);
		else if (a->strings != b->strings || left != right)
			order = text_compare(snapshot_text(a, field, row_a), snapshot_text(b, field, row_b));
	}
	return order;
}
