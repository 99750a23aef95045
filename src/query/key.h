/* key.h: the values of a field as numbers that order rows of several snapshots. */
#ifndef CIFSTOP_QUERY_KEY_H
#define CIFSTOP_QUERY_KEY_H

#include <stdbool.h>
#include <stdint.h>

#include "query/rank_cache.h"
#include "query/rows.h"

/* Rows that passed a filter: those in `numbers`, `count` of `rows`; passes[] says the same by number. */
struct picked {
	const struct rows *rows;
	const bool *passes;
	const uint32_t *numbers; /* in any order */
	uint32_t count;
	bool is_few; /* so that it is faster to go through them than through all rows */
};

/* Everything is borrowed. */
struct picked picked_make(const struct rows *rows, const bool *passes, const uint32_t *numbers, uint32_t count);

/* One value for each row: VALUE_ABSENT, or up to `largest`, which is below VALUE_ABSENT. */
struct keys {
	uint64_t *values;
	uint64_t largest;
};

/*
 * Fills `keys->values`, which has room for all rows. Texts and addresses become ranks over all snapshots, unknown words
 * of an enum rank behind the known ones, a list counts as its first text and then as its length. Values of rows that do
 * not pass mean nothing, and are not even set where few do. `cache` may be NULL.
 */
void keys_fill(struct keys *keys, const struct picked *picked, unsigned field, struct rank_cache *cache);

#endif
