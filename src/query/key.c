/* key.c: the values of a field as numbers that order rows of several snapshots. */
#include "config.h"

#include "query/key.h"

#include <stdlib.h>

#include "base/xalloc.h"
#include "model/ranking.h"

/* Beneath the rank of a list's first text stands how many there are, which fits. */
#define LIST_COUNT_BITS 16

/* The ranks of one pool's texts by number; while they are collected, 1 for those that are used. */
struct pool {
	const struct snapshot *snapshot; /* one of those that use it, to read texts with */
	uint32_t *ranks;
	uint32_t count;
};

/* `pool_of` says by segment which pool is its own. */
struct ranker {
	struct keys *keys;
	const struct rows *rows;
	const bool *passes;
	unsigned field;
	enum field_type type;
	struct pool *pools;
	size_t pool_count;
	size_t *pool_of;
};

static uint32_t
segment_end(const struct segment *segment)
{
	return segment->base + snapshot_count(segment->snapshot);
}

/* Snapshots of one cluster share a pool; the one that uses most of it says how large it is. */
static void
find_pools(struct ranker *ranker)
{
	const struct rows *rows = ranker->rows;

	ranker->pools = xcalloc(rows->segment_count, sizeof *ranker->pools);
	ranker->pool_of = xcalloc(rows->segment_count, sizeof *ranker->pool_of);
	for (size_t i = 0; i < rows->segment_count; i++) {
		const struct snapshot *snapshot = rows->segments[i].snapshot;
		size_t at = 0;

		while (at < ranker->pool_count &&
		       snapshot_strings(ranker->pools[at].snapshot) != snapshot_strings(snapshot))
			at++;
		if (at == ranker->pool_count)
			ranker->pools[ranker->pool_count++].snapshot = snapshot;
		if (snapshot_string_count(snapshot) > ranker->pools[at].count)
			ranker->pools[at].count = snapshot_string_count(snapshot);
		ranker->pool_of[i] = at;
	}
	for (size_t i = 0; i < ranker->pool_count; i++)
		ranker->pools[i].ranks = xcalloc((size_t)ranker->pools[i].count + 1, sizeof *ranker->pools[i].ranks);
}

static void
free_pools(struct ranker *ranker)
{
	for (size_t i = 0; i < ranker->pool_count; i++)
		free(ranker->pools[i].ranks);
	free(ranker->pools);
	free(ranker->pool_of);
}

static void
mark_used(struct ranker *ranker)
{
	const uint64_t *values = ranker->keys->values;

	for (size_t i = 0; i < ranker->rows->segment_count; i++) {
		const struct segment *segment = &ranker->rows->segments[i];
		uint32_t *used = ranker->pools[ranker->pool_of[i]].ranks;

		for (uint32_t at = segment->base; at < segment_end(segment); at++) {
			if (ranker->passes[at] && values[at] != VALUE_ABSENT)
				used[values[at]] = 1;
		}
	}
}

static struct text
text_in_pool(const struct ranker *ranker, const struct pool *pool, uint32_t number)
{
	if (ranker->type == TYPE_LIST)
		return snapshot_list_text(pool->snapshot, ranker->field, number);
	return strings_text(snapshot_strings(pool->snapshot), number);
}

/* The distinct texts of all pools, each with the place of its rank; the caller frees them. */
static struct ranked *
collect_used(const struct ranker *ranker, size_t *count)
{
	struct ranked *entries = NULL;
	size_t capacity = 0;

	*count = 0;
	for (size_t i = 0; i < ranker->pool_count; i++) {
		const struct pool *pool = &ranker->pools[i];

		for (uint32_t number = 0; number < pool->count; number++) {
			if (pool->ranks[number] == 0)
				continue;
			if (*count == capacity) {
				capacity = capacity * 2 + 64;
				entries = xreallocarray(entries, capacity, sizeof *entries);
			}
			entries[(*count)++] = (struct ranked){
			    .text = text_in_pool(ranker, pool, number), .rank = &pool->ranks[number]};
		}
	}
	return entries;
}

/* Replaces text numbers by ranks. Returns how many ranks there are. */
static uint32_t
rank_values(struct ranker *ranker)
{
	uint64_t *values = ranker->keys->values;
	struct ranked *entries;
	uint32_t distinct;
	size_t used;

	find_pools(ranker);
	mark_used(ranker);
	entries = collect_used(ranker, &used);
	distinct = ranker->type == TYPE_ADDRESS ? ranking_of_addresses(entries, used) : ranking_of_texts(entries, used);
	for (size_t i = 0; i < ranker->rows->segment_count; i++) {
		const struct segment *segment = &ranker->rows->segments[i];
		const uint32_t *ranks = ranker->pools[ranker->pool_of[i]].ranks;

		for (uint32_t at = segment->base; at < segment_end(segment); at++) {
			if (values[at] != VALUE_ABSENT)
				values[at] = ranks[values[at]];
		}
	}
	free(entries);
	free_pools(ranker);
	return distinct;
}

static void
fill_texts(struct ranker *ranker)
{
	uint32_t distinct = rank_values(ranker);

	ranker->keys->largest = distinct == 0 ? 0 : distinct - 1;
}

/* The first item that has a text of the field, or VALUE_ABSENT. */
static uint64_t
first_in_list(const struct snapshot *snapshot, unsigned field, uint32_t row)
{
	uint32_t count;
	const uint32_t *items = snapshot_list(snapshot, row, &count);

	for (uint32_t i = 0; i < count; i++) {
		if (!text_is_absent(snapshot_list_text(snapshot, field, items[i])))
			return items[i];
	}
	return VALUE_ABSENT;
}

static void
fill_lists(struct ranker *ranker)
{
	uint64_t *values = ranker->keys->values;
	uint32_t distinct;

	for (size_t i = 0; i < ranker->rows->segment_count; i++) {
		const struct segment *segment = &ranker->rows->segments[i];

		for (uint32_t at = segment->base; at < segment_end(segment); at++)
			values[at] = first_in_list(segment->snapshot, ranker->field, at - segment->base);
	}
	distinct = rank_values(ranker);
	for (size_t i = 0; i < ranker->rows->segment_count; i++) {
		const struct segment *segment = &ranker->rows->segments[i];

		for (uint32_t at = segment->base; at < segment_end(segment); at++) {
			if (values[at] != VALUE_ABSENT)
				values[at] = values[at] << LIST_COUNT_BITS |
					     snapshot_number(segment->snapshot, ranker->field, at - segment->base);
		}
	}
	ranker->keys->largest = ((uint64_t)distinct << LIST_COUNT_BITS) + UINT16_MAX;
}

/* Unknown words have a number by segment; they are ranked by text behind the known words. */
static void
rank_unknown_words(struct ranker *ranker)
{
	size_t segment_count = ranker->rows->segment_count, used = 0;
	struct ranked *entries = xcalloc(segment_count * ENUM_UNKNOWN_MAX, sizeof *entries);
	uint32_t *ranks = xcalloc(segment_count * ENUM_UNKNOWN_MAX, sizeof *ranks);
	uint64_t *values = ranker->keys->values;

	for (size_t i = 0; i < segment_count; i++) {
		const struct snapshot *snapshot = ranker->rows->segments[i].snapshot;

		for (uint32_t word = 0; word < snapshot_unknown_count(snapshot); word++)
			entries[used++] = (struct ranked){
			    .text = snapshot_word(snapshot, ranker->field, ENUM_UNKNOWN_FIRST + word),
			    .rank = &ranks[i * ENUM_UNKNOWN_MAX + word]};
	}
	ranking_of_texts(entries, used);
	for (size_t i = 0; i < segment_count; i++) {
		const struct segment *segment = &ranker->rows->segments[i];

		for (uint32_t at = segment->base; at < segment_end(segment); at++) {
			if (values[at] != VALUE_ABSENT && values[at] >= ENUM_UNKNOWN_FIRST)
				values[at] = ENUM_UNKNOWN_FIRST +
					     ranks[i * ENUM_UNKNOWN_MAX + values[at] - ENUM_UNKNOWN_FIRST];
		}
	}
	free(ranks);
	free(entries);
}

static uint64_t
largest_value(const struct ranker *ranker)
{
	uint64_t largest = 0;

	for (uint32_t at = 0; at < ranker->rows->count; at++) {
		if (ranker->keys->values[at] != VALUE_ABSENT && ranker->keys->values[at] > largest)
			largest = ranker->keys->values[at];
	}
	return largest;
}

static bool
any_unknown(const struct rows *rows)
{
	for (size_t i = 0; i < rows->segment_count; i++) {
		if (snapshot_unknown_count(rows->segments[i].snapshot) > 0)
			return true;
	}
	return false;
}

void
keys_fill(struct keys *keys, const struct rows *rows, const bool *passes, unsigned field)
{
	enum field_type type = rows->kind->fields[field].type;
	struct ranker ranker = {.keys = keys, .rows = rows, .passes = passes, .field = field, .type = type};

	if (type == TYPE_LIST) {
		fill_lists(&ranker);
		return;
	}
	for (size_t i = 0; i < rows->segment_count; i++) {
		const struct segment *segment = &rows->segments[i];

		snapshot_numbers(
		    segment->snapshot, field, 0, snapshot_count(segment->snapshot), keys->values + segment->base);
	}
	if (type == TYPE_TEXT || type == TYPE_ADDRESS) {
		fill_texts(&ranker);
		return;
	}
	if (type == TYPE_ENUM && any_unknown(rows))
		rank_unknown_words(&ranker);
	keys->largest = largest_value(&ranker);
}
