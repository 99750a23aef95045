/* view.h: what is on the screen, as data. */
#ifndef CIFSTOP_VIEW_VIEW_H
#define CIFSTOP_VIEW_VIEW_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/snapshot.h"
#include "model/summary.h"
#include "query/order.h"

/*
 * What one view has found out that the next one need not: ranks of texts, and the totals of snapshots that are the
 * same. Belongs to the thread that computes views.
 */
struct view_cache;

/* The caller owns it; view_cache_free(NULL) is fine. */
struct view_cache *view_cache_new(void);
void view_cache_free(struct view_cache *cache);

/* What a view is made of. The snapshots are borrowed for the call; the view takes references of its own. */
struct view_request {
	const struct kind *kind; /* of all of the snapshots */
	struct snapshot *const *snapshots; /* one a cluster; NULL for those that have no rows yet */
	size_t snapshot_count;
	const char *filter; /* for filter_compile(); NULL, blank, or one that makes no sense shows all */
	const char *scope; /* a filter that holds as well, whatever a person types; NULL: none */
	const unsigned *columns; /* that its bare words look at */
	size_t column_count;
	double patience; /* for each regular expression, in seconds of the processor; 0: REGEXP_PATIENCE */
	const atomic_bool *stop; /* once it is true the view is not wanted any more; NULL: it always is */
	struct view_cache *cache; /* NULL: none */
	struct order order;
	bool keeps_order; /* no order: the records of each cluster as they came */
	bool shows_ended; /* records that ended with the last refresh stand among the others */
};

/* Rows in order, sealed: any thread may read it. */
struct view;

/* One row of a view. */
struct view_row {
	const struct snapshot *snapshot; /* lives as long as the view */
	uint32_t row;
	bool has_ended;
};

#define POSITION_NONE SIZE_MAX

/*
 * Filters and sorts. Work over all rows: not for the UI thread. The caller owns one reference. NULL when it was not
 * wanted any more.
 */
struct view *view_compute(const struct view_request *request);

struct view *view_ref(struct view *view);
void view_unref(struct view *view); /* NULL is fine */

/* The kind of its rows, which all fields below are of. */
const struct kind *view_kind(const struct view *view);

/* Why nothing is shown, when the filter could not be asked: a sentence that lives as long as the view; NULL else. */
const char *view_trouble(const struct view *view);

/* Rows that are shown, and records that there are (ended ones not counted). */
size_t view_count(const struct view *view);
size_t view_total(const struct view *view);

/* The row at a position below view_count(). */
struct view_row view_row(const struct view *view, size_t position);

/* Where a record stands, ended or not, or POSITION_NONE. In constant time. */
size_t view_find(const struct view *view, const struct identity *identity);

/* Totals over all sessions, filtered or not; all zero in a view of another kind. */
const struct summary *view_summary(const struct view *view);

/* How wide a column wants to be: the widest value, in display columns as the screen prints it; 0 when nothing has one.
 */
uint32_t view_width(const struct view *view, unsigned field);

/*
 * The next position behind `from` (wrapping round; backwards when `is_backward`) whose row contains `text` in one of
 * the columns, `from` itself being the last one that is looked at, or POSITION_NONE.
 */
size_t view_search(const struct view *view, size_t from, bool is_backward, const char *text, const unsigned *columns,
    size_t column_count);

#endif
