/* key.c: the values of a field as numbers that order rows of several snapshots. */
#include "config.h"

#include "query/key.h"

#include <stdlib.h>

#include "base/xalloc.h"
#include "model/ranking.h"

/* Beneath the rank of a list's first text stands how many there are, which fits. */
#define LIST_COUNT_BITS 16

/* When less than one of so many rows is picked, the others are not looked at. */
#define FEW_SHARE 6

/* Of so many rows at least one in so many passes when all of them are ranked for the next time. */
#define WHOLE_SHARE 4

/* The ranks of one pool's texts by number, UNRANKED for those that are not used. */
struct pool {
	const struct snapshot *snapshot; /* one of those that use it, to read texts with */
	uint32_t *ranks;
	uint32_t count;
};

/* `pool_of` says by segment which pool is its own. */
struct ranker {
	struct keys *keys;
	const struct picked *picked;
	struct rank_cache *cache;
	unsigned field;
	enum field_type type;
	bool is_whole; /* rows that do not pass are ranked as well */
	struct pool *pools;
	size_t pool_count;
	size_t *pool_of;
};

struct picked
picked_make(const struct rows *rows, const bool *passes, const uint32_t *numbers, uint32_t count)
{
	return (struct picked){rows, passes, numbers, count, count < rows->count / FEW_SHARE};
}

/* Rows of one segment: all of them, or one where few are picked. Its index says which run it is. */
struct run {
	const struct segment *segment;
	uint32_t from, end;
	size_t index;
};

/* The next run; before the first one *run is all zero. False when there is none. */
static inline bool
next_run(const struct picked *picked, struct run *run)
{
	size_t index = run->segment == NULL ? 0 : run->index + 1;

	if (index == (picked->is_few ? picked->count : picked->rows->segment_count))
		return false;
	run->index = index;
	if (picked->is_few) {
		run->from = picked->numbers[index];
		run->end = run->from + 1;
		run->segment = rows_segment(picked->rows, run->from);
		return true;
	}
	run->segment = &picked->rows->segments[index];
	run->from = run->segment->base;
	run->end = run->from + snapshot_count(run->segment->snapshot);
	return true;
}

static size_t
segment_number(const struct ranker *ranker, const struct run *run)
{
	return (size_t)(run->segment - ranker->picked->rows->segments);
}

/* Snapshots of one cluster share a pool; the one that uses most of it says how large it is. */
static void
find_pools(struct ranker *ranker)
{
	const struct rows *rows = ranker->picked->rows;

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
}

static void
free_pools(struct ranker *ranker)
{
	for (size_t i = 0; i < ranker->pool_count; i++)
		free(ranker->pools[i].ranks);
	free(ranker->pools);
	free(ranker->pool_of);
	ranker->pools = NULL;
	ranker->pool_of = NULL;
	ranker->pool_count = 0;
}

/* Gives the texts that are used a rank, which is still to be found. */
static void
mark_used(struct ranker *ranker)
{
	const uint64_t *values = ranker->keys->values;

	for (size_t i = 0; i < ranker->pool_count; i++) {
		struct pool *pool = &ranker->pools[i];

		pool->ranks = xreallocarray(NULL, (size_t)pool->count + 1, sizeof *pool->ranks);
		for (uint32_t number = 0; number < pool->count; number++)
			pool->ranks[number] = UNRANKED;
	}
	for (struct run run = {0}; next_run(ranker->picked, &run);) {
		uint32_t *used = ranker->pools[ranker->pool_of[segment_number(ranker, &run)]].ranks;

		for (uint32_t at = run.from; at < run.end; at++) {
			if ((ranker->is_whole || ranker->picked->passes[at]) && values[at] != VALUE_ABSENT)
				used[values[at]] = 0;
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

static size_t
count_used(const struct ranker *ranker)
{
	size_t used = 0;

	for (size_t i = 0; i < ranker->pool_count; i++) {
		for (uint32_t number = 0; number < ranker->pools[i].count; number++)
			used += ranker->pools[i].ranks[number] != UNRANKED;
	}
	return used;
}

/* The distinct texts of all pools, each with the place of its rank; the caller frees them. */
static struct ranked *
collect_used(const struct ranker *ranker, size_t *count)
{
	struct ranked *entries = xcalloc(count_used(ranker) + 1, sizeof *entries);

	*count = 0;
	for (size_t i = 0; i < ranker->pool_count; i++) {
		const struct pool *pool = &ranker->pools[i];

		for (uint32_t number = 0; number < pool->count; number++) {
			if (pool->ranks[number] != UNRANKED)
				entries[(*count)++] = (struct ranked){
				    .text = text_in_pool(ranker, pool, number), .rank = &pool->ranks[number]};
		}
	}
	return entries;
}

static void keep_ranks(struct ranker *ranker, uint32_t distinct);

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
	for (struct run run = {0}; next_run(ranker->picked, &run);) {
		const uint32_t *ranks = ranker->pools[ranker->pool_of[segment_number(ranker, &run)]].ranks;

		for (uint32_t at = run.from; at < run.end; at++) {
			if (values[at] != VALUE_ABSENT)
				values[at] = ranks[values[at]];
		}
	}
	free(entries);
	if (ranker->is_whole)
		keep_ranks(ranker, distinct);
	free_pools(ranker);
	return distinct;
}

/* ---- ranks that are kept ---- */

static const struct ranked_pool *
kept_pool(const struct rank_set *set, const struct snapshot *snapshot)
{
	uint64_t serial = strings_serial(snapshot_strings(snapshot));

	for (size_t i = 0; i < set->pool_count; i++) {
		if (set->pools[i].serial == serial)
			return &set->pools[i];
	}
	return NULL;
}

/* Replaces the text numbers of a run by ranks that were kept. False when one that is needed is not among them. */
static bool
rank_run(struct ranker *ranker, const struct run *run, const struct ranked_pool *kept)
{
	uint64_t *values = ranker->keys->values;

	for (uint32_t at = run->from; at < run->end; at++) {
		uint32_t rank;

		if (values[at] == VALUE_ABSENT)
			continue;
		rank = values[at] < kept->count ? kept->ranks[values[at]] : UNRANKED;
		if (rank == UNRANKED && ranker->picked->passes[at])
			return false;
		values[at] = rank;
	}
	return true;
}

static void
read_numbers(struct ranker *ranker)
{
	uint64_t *values = ranker->keys->values;

	for (struct run run = {0}; next_run(ranker->picked, &run);) {
		const struct snapshot *snapshot = run.segment->snapshot;
		uint32_t row = run.from - run.segment->base;

		if (ranker->picked->is_few)
			values[run.from] = snapshot_number(snapshot, ranker->field, row);
		else
			snapshot_numbers(snapshot, ranker->field, row, run.end - run.from, values + run.from);
	}
}

/* Ranks by what was kept. False, with the text numbers as they were, when that is not enough. */
static bool
rank_by_cache(struct ranker *ranker, uint32_t *distinct)
{
	const struct rows *rows = ranker->picked->rows;
	const struct rank_set *set = rank_cache_find(ranker->cache, rows->kind, ranker->field);
	const struct ranked_pool **kept = xcalloc(rows->segment_count, sizeof(const struct ranked_pool *));
	bool is_enough = set != NULL;

	for (size_t i = 0; is_enough && i < rows->segment_count; i++) {
		kept[i] = kept_pool(set, rows->segments[i].snapshot);
		is_enough = kept[i] != NULL;
	}
	if (is_enough) {
		for (struct run run = {0}; is_enough && next_run(ranker->picked, &run);)
			is_enough = rank_run(ranker, &run, kept[segment_number(ranker, &run)]);
		if (is_enough)
			*distinct = set->distinct;
		else
			read_numbers(ranker);
	}
	free(kept);
	return is_enough;
}

/* Takes the ranks out of the pools for the next time. */
static void
keep_ranks(struct ranker *ranker, uint32_t distinct)
{
	struct rank_set set = {ranker->picked->rows->kind, ranker->field, NULL, ranker->pool_count, distinct};

	set.pools = xcalloc(ranker->pool_count + 1, sizeof *set.pools);
	for (size_t i = 0; i < ranker->pool_count; i++) {
		struct pool *pool = &ranker->pools[i];

		set.pools[i] = (struct ranked_pool){
		    strings_serial(snapshot_strings(pool->snapshot)), pool->ranks, pool->count};
		pool->ranks = NULL;
	}
	rank_cache_put(ranker->cache, set);
}

/* Whether enough rows pass for it to be worth while to rank all for the next time. */
static bool
is_worth_keeping(const struct ranker *ranker)
{
	return ranker->cache != NULL && ranker->picked->count >= ranker->picked->rows->count / WHOLE_SHARE;
}

static void
fill_texts(struct ranker *ranker)
{
	uint32_t distinct;

	read_numbers(ranker);
	if (ranker->cache == NULL || !rank_by_cache(ranker, &distinct)) {
		ranker->is_whole = is_worth_keeping(ranker);
		distinct = rank_values(ranker);
	}
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

	for (struct run run = {0}; next_run(ranker->picked, &run);) {
		for (uint32_t at = run.from; at < run.end; at++)
			values[at] = first_in_list(run.segment->snapshot, ranker->field, at - run.segment->base);
	}
	distinct = rank_values(ranker);
	for (struct run run = {0}; next_run(ranker->picked, &run);) {
		const struct snapshot *snapshot = run.segment->snapshot;

		for (uint32_t at = run.from; at < run.end; at++) {
			if (values[at] != VALUE_ABSENT)
				values[at] = values[at] << LIST_COUNT_BITS |
					     snapshot_number(snapshot, ranker->field, at - run.segment->base);
		}
	}
	ranker->keys->largest = ((uint64_t)distinct << LIST_COUNT_BITS) + UINT16_MAX;
}

/* Unknown words have a number by segment; they are ranked by text behind the known words. */
static void
rank_unknown_words(struct ranker *ranker)
{
	const struct rows *rows = ranker->picked->rows;
	size_t segment_count = rows->segment_count, used = 0;
	struct ranked *entries = xcalloc(segment_count * ENUM_UNKNOWN_MAX, sizeof *entries);
	uint32_t *ranks = xcalloc(segment_count * ENUM_UNKNOWN_MAX, sizeof *ranks);
	uint64_t *values = ranker->keys->values;

	for (size_t i = 0; i < segment_count; i++) {
		const struct snapshot *snapshot = rows->segments[i].snapshot;

		for (uint32_t word = 0; word < snapshot_unknown_count(snapshot); word++)
			entries[used++] = (struct ranked){
			    .text = snapshot_word(snapshot, ranker->field, ENUM_UNKNOWN_FIRST + word),
			    .rank = &ranks[i * ENUM_UNKNOWN_MAX + word]};
	}
	ranking_of_texts(entries, used);
	for (struct run run = {0}; next_run(ranker->picked, &run);) {
		const uint32_t *own = ranks + segment_number(ranker, &run) * ENUM_UNKNOWN_MAX;

		for (uint32_t at = run.from; at < run.end; at++) {
			if (values[at] != VALUE_ABSENT && values[at] >= ENUM_UNKNOWN_FIRST)
				values[at] = ENUM_UNKNOWN_FIRST + own[values[at] - ENUM_UNKNOWN_FIRST];
		}
	}
	free(ranks);
	free(entries);
}

static uint64_t
largest_value(const struct ranker *ranker)
{
	const uint64_t *values = ranker->keys->values;
	uint64_t largest = 0;

	for (struct run run = {0}; next_run(ranker->picked, &run);) {
		for (uint32_t at = run.from; at < run.end; at++) {
			if (values[at] != VALUE_ABSENT && values[at] > largest)
				largest = values[at];
		}
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
keys_fill(struct keys *keys, const struct picked *picked, unsigned field, struct rank_cache *cache)
{
	enum field_type type = picked->rows->kind->fields[field].type;
	struct ranker ranker = {.keys = keys, .picked = picked, .cache = cache, .field = field, .type = type};

	if (type == TYPE_LIST) {
		fill_lists(&ranker);
		return;
	}
	if (type == TYPE_TEXT || type == TYPE_ADDRESS) {
		fill_texts(&ranker);
		return;
	}
	read_numbers(&ranker);
	if (type == TYPE_ENUM && any_unknown(picked->rows))
		rank_unknown_words(&ranker);
	keys->largest = largest_value(&ranker);
}
