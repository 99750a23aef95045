/* filter.h: which rows are shown. */
#ifndef CIFSTOP_QUERY_FILTER_H
#define CIFSTOP_QUERY_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/snapshot.h"

/* A filter that is ready to be asked about rows. One thread at a time. */
struct filter;

/*
 * Plain text: a row of that kind passes when any of the columns, as it is printed in full, contains `text` in either
 * case. Copies both. An empty text passes everything. The caller frees it.
 */
struct filter *filter_new(const struct kind *kind, const char *text, const unsigned *columns, size_t column_count);

/* NULL is fine. */
void filter_free(struct filter *filter);

/*
 * Sets passes[row] for each row of `snapshot`. Each distinct text is looked at once, over all snapshots of a pool that
 * the filter is asked about: these live until the filter is freed.
 */
void filter_apply(struct filter *filter, const struct snapshot *snapshot, bool *passes);

/* Whether one row passes. */
bool filter_passes(struct filter *filter, const struct snapshot *snapshot, uint32_t row);

#endif
