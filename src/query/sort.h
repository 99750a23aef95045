/* sort.h: bringing rows into an order. */
#ifndef CIFSTOP_QUERY_SORT_H
#define CIFSTOP_QUERY_SORT_H

#include <stdbool.h>
#include <stdint.h>

#include "query/order.h"
#include "query/rank_cache.h"
#include "query/rows.h"

/*
 * Sorts `numbers`, `count` of `rows`, by the keys of `order`. Absent values come last in both directions. Rows that are
 * equal in all keys keep the order in which they stand. `passes` says by number which rows are in `numbers`: the others
 * cost nothing. `cache` may be NULL.
 */
void sort_rows(const struct rows *rows, const bool *passes, const struct order *order, struct rank_cache *cache,
    uint32_t *numbers, uint32_t count);

#endif
