/* filter.h: which rows are shown. */
#ifndef CIFSTOP_QUERY_FILTER_H
#define CIFSTOP_QUERY_FILTER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/snapshot.h"
#include "query/comparison.h"
#include "query/hits.h"

/* A filter that is ready to be asked about rows. One thread at a time. */
struct filter;

/*
 * Reads a filter over records of that kind, in the language of cifstop(1), FILTERS. Words that are compared with
 * nothing are looked for in `columns`, which are copied; one that is blank passes everything. NULL when it makes no
 * sense, and *error says what is wrong where. Takes microseconds: any thread may check what a person types. The caller
 * frees the filter.
 */
struct filter *filter_compile(const struct kind *kind, const char *text, const unsigned *columns, size_t column_count,
    struct filter_error *error);

/*
 * Whether it would be compiled: NULL, or a sentence with the filter below it and a mark at the place. The caller frees.
 */
char *filter_check(const struct kind *kind, const char *text);

/*
 * Plain text: a row of that kind passes when any of the columns, as it is printed for the screen, contains `text` in
 * either case. Copies both. NULL and an empty text pass everything. The caller frees it.
 */
struct filter *filter_new(const struct kind *kind, const char *text, const unsigned *columns, size_t column_count);

/*
 * Once *stop is true, which another thread may make it, the filter comes to an end at once, and what it says means
 * nothing: a regular expression may take milliseconds for each text. Borrowed.
 */
void filter_set_stop(struct filter *filter, const atomic_bool *stop);

/* Lets it use, and add to, what earlier filters found out about words. Borrowed. */
void filter_set_hits(struct filter *filter, struct hits *hits);

/* How many seconds of the processor each regular expression in it may take, REGEXP_PATIENCE if this is not said. */
void filter_set_patience(struct filter *filter, double seconds);

/*
 * After it was asked: why its answers mean nothing, as a sentence that the caller frees; NULL when they do. A regular
 * expression may have taken too long.
 */
char *filter_explain_failure(const struct filter *filter);

/* NULL is fine. */
void filter_free(struct filter *filter);

/*
 * Sets passes[row] for each row of `snapshot`. Each distinct text is looked at once, over all snapshots of a pool that
 * the filter is asked about: these live until the filter is freed.
 */
void filter_apply(struct filter *filter, const struct snapshot *snapshot, bool *passes);

/* Whether one row passes. */
bool filter_passes(struct filter *filter, const struct snapshot *snapshot, uint32_t row);

/* Marks the fields that it looks at, which have to be asked for. */
void filter_mark_fields(const struct filter *filter, bool marked[static FIELDS_MAX]);

/*
 * The comparisons that every row meets that passes: those that stand alone or are joined by `and` at the top. NULL when
 * there are not as many as `at`. Lives as long as the filter.
 */
const struct comparison *filter_condition(const struct filter *filter, size_t at);

#endif
