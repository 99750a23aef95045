/* view.c: what is on the screen, as data. */
#include "config.h"

#include "view/view.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "model/session_fields.h"
#include "query/filter.h"
#include "query/rank_cache.h"
#include "query/rows.h"
#include "query/sort.h"

#define NOWHERE UINT32_MAX

/* `serials` are those of the snapshots that `summary` is of, 0 for none of a cluster and one more for others. */
struct view_cache {
	struct rank_cache *ranks;
	struct hits *hits;
	char *failed_filter; /* what failed the last time, NULL when nothing did: it is not tried again */
	char *failure;
	struct summary summary;
	uint64_t *serials;
	size_t serial_count;
};

/* How many rows a search looks at one by one before it looks at all. */
#define NEAR 512

/*
 * `order` has the numbers of the rows that are shown, `position` the other way round, NOWHERE for those that are not.
 * Of each snapshot there is a segment for its rows and, where shown, one behind it for those that ended with it:
 * has_ended[] says by segment which it is.
 */
struct view {
	atomic_uint references;
	struct snapshot **snapshots;
	size_t snapshot_count;
	struct rows rows;
	bool *has_ended;
	uint32_t *order;
	uint32_t *position;
	uint32_t count;
	size_t total;
	struct summary summary;
	char *trouble;
};

struct view *
view_ref(struct view *view)
{
	if (view != NULL)
		atomic_fetch_add_explicit(&view->references, 1, memory_order_relaxed);
	return view;
}

void
view_unref(struct view *view)
{
	if (view == NULL || atomic_fetch_sub_explicit(&view->references, 1, memory_order_acq_rel) > 1)
		return;
	for (size_t i = 0; i < view->snapshot_count; i++)
		snapshot_unref(view->snapshots[i]);
	free(view->snapshots);
	free(view->rows.segments);
	free(view->has_ended);
	free(view->order);
	free(view->position);
	free(view->trouble);
	free(view);
}

static void
add_segment(struct view *view, const struct snapshot *snapshot, bool has_ended)
{
	struct rows *rows = &view->rows;
	uint32_t count = snapshot == NULL ? 0 : snapshot_count(snapshot);

	/* Numbers are 32 bits; four thousand million records are nobody's. */
	if (count == 0 || count >= NOWHERE - rows->count)
		return;
	view->has_ended[rows->segment_count] = has_ended;
	rows->segments[rows->segment_count++] = (struct segment){snapshot, rows->count};
	rows->count += count;
}

static void
take_snapshots(struct view *view, const struct view_request *request)
{
	view->rows.kind = request->kind;
	view->snapshots = xcalloc(request->snapshot_count + 1, sizeof *view->snapshots);
	view->rows.segments = xcalloc(2 * request->snapshot_count + 1, sizeof *view->rows.segments);
	view->has_ended = xcalloc(2 * request->snapshot_count + 1, sizeof *view->has_ended);
	view->snapshot_count = request->snapshot_count;
	for (size_t i = 0; i < request->snapshot_count; i++) {
		struct snapshot *snapshot = snapshot_ref(request->snapshots[i]);

		view->snapshots[i] = snapshot;
		if (snapshot == NULL)
			continue;
		add_segment(view, snapshot, false);
		view->total += snapshot_count(snapshot);
		if (request->shows_ended)
			add_segment(view, snapshot_ended(snapshot), true);
	}
}

static void
mark_passing(const struct rows *rows, struct filter *filter, bool *passes)
{
	for (size_t i = 0; i < rows->segment_count; i++)
		filter_apply(filter, rows->segments[i].snapshot, passes + rows->segments[i].base);
}

/* Where in the order of a segment's identities we are. */
struct walk {
	const struct segment *segment;
	const uint32_t *order;
	uint32_t left;
};

static struct walk
walk_start(const struct segment *segment)
{
	return (struct walk){segment, snapshot_identity_order(segment->snapshot), snapshot_count(segment->snapshot)};
}

static void
walk_step(struct walk *walk, struct view *view, const bool *passes)
{
	uint32_t number = walk->segment->base + *walk->order++;

	walk->left--;
	if (passes[number])
		view->order[view->count++] = number;
}

/* Lists a cluster's rows and, when there are any, those that ended, as one sequence by identity. */
static void
list_merged(struct view *view, const bool *passes, struct walk rows, struct walk ended)
{
	while (rows.left > 0 && ended.left > 0) {
		int order = snapshot_compare_identities(
		    rows.segment->snapshot, *rows.order, ended.segment->snapshot, *ended.order);

		walk_step(order <= 0 ? &rows : &ended, view, passes);
	}
	while (rows.left > 0)
		walk_step(&rows, view, passes);
	while (ended.left > 0)
		walk_step(&ended, view, passes);
}

/* Lists what passes by identity, which is what breaks ties in the end. */
static void
list_by_identity(struct view *view, const bool *passes)
{
	const struct segment *segments = view->rows.segments;
	size_t i = 0;

	while (i < view->rows.segment_count) {
		bool has_pair = i + 1 < view->rows.segment_count && !view->has_ended[i] && view->has_ended[i + 1] &&
				snapshot_cluster(segments[i].snapshot) == snapshot_cluster(segments[i + 1].snapshot);

		list_merged(view, passes, walk_start(&segments[i]),
		    has_pair ? walk_start(&segments[i + 1]) : (struct walk){.left = 0});
		i += has_pair ? 2 : 1;
	}
}

/* Lists what passes as it came. */
static void
list_by_arrival(struct view *view, const bool *passes)
{
	for (uint32_t number = 0; number < view->rows.count; number++) {
		if (passes[number])
			view->order[view->count++] = number;
	}
}

static void
fill_positions(struct view *view)
{
	for (uint32_t number = 0; number < view->rows.count; number++)
		view->position[number] = NOWHERE;
	for (uint32_t at = 0; at < view->count; at++)
		view->position[view->order[at]] = at;
}

/* One that makes no sense narrows nothing: who took it from a person has said what is wrong with it. */
static struct filter *
compile(const struct view_request *request, const char *text)
{
	struct filter_error error;
	struct filter *filter = filter_compile(request->kind, text, request->columns, request->column_count, &error);

	if (filter == NULL) {
		free(error.sentence);
		return filter_new(request->kind, NULL, NULL, 0);
	}
	filter_set_stop(filter, request->stop);
	if (request->patience > 0)
		filter_set_patience(filter, request->patience);
	if (request->cache != NULL)
		filter_set_hits(filter, request->cache->hits);
	return filter;
}

static bool
is_wanted(const struct view_request *request)
{
	return request->stop == NULL || !atomic_load_explicit(request->stop, memory_order_relaxed);
}

struct view_cache *
view_cache_new(void)
{
	struct view_cache *cache = xcalloc(1, sizeof *cache);

	cache->ranks = rank_cache_new();
	cache->hits = hits_new();
	return cache;
}

void
view_cache_free(struct view_cache *cache)
{
	if (cache == NULL)
		return;
	rank_cache_free(cache->ranks);
	hits_free(cache->hits);
	free(cache->failed_filter);
	free(cache->failure);
	free(cache->serials);
	free(cache);
}

static uint64_t
serial_of(const struct snapshot *snapshot)
{
	return snapshot == NULL ? 0 : snapshot_serial(snapshot) + 1;
}

static bool
has_summary(const struct view_cache *cache, const struct view *view)
{
	if (cache->serial_count != view->snapshot_count)
		return false;
	for (size_t i = 0; i < view->snapshot_count; i++) {
		if (cache->serials[i] != serial_of(view->snapshots[i]))
			return false;
	}
	return true;
}

/* Adds up the sessions, when they are not those of the last time. */
static void
summarize(struct view *view, struct view_cache *cache)
{
	if (cache != NULL && has_summary(cache, view)) {
		view->summary = cache->summary;
		return;
	}
	view->summary = summary_compute(view->snapshots, view->snapshot_count);
	if (cache == NULL || view->snapshot_count == 0)
		return;
	cache->summary = view->summary;
	cache->serials = xreallocarray(cache->serials, view->snapshot_count, sizeof *cache->serials);
	cache->serial_count = view->snapshot_count;
	for (size_t i = 0; i < view->snapshot_count; i++)
		cache->serials[i] = serial_of(view->snapshots[i]);
}

/* Orders what passes, and adds up what there is. */
static void
complete(struct view *view, const struct view_request *request, const bool *passes)
{
	if (request->keeps_order) {
		list_by_arrival(view, passes);
	} else {
		list_by_identity(view, passes);
		sort_rows(&view->rows, passes, &request->order, request->cache == NULL ? NULL : request->cache->ranks,
		    view->order, view->count);
	}
	fill_positions(view);
	if (request->kind == &session_kind)
		summarize(view, request->cache);
}

/* Whether the filter failed the last time, which would take as long again. */
static bool
has_failed_before(const struct view_cache *cache, const char *filter)
{
	return cache != NULL && cache->failed_filter != NULL && filter != NULL &&
	       strcmp(cache->failed_filter, filter) == 0;
}

/* Remembers that a filter failed; after another one that did not (NULL) there is nothing to remember. */
static void
keep_failure(struct view_cache *cache, const char *filter, const char *sentence)
{
	if (cache == NULL || filter == NULL || *filter == '\0')
		return;
	free(cache->failed_filter);
	free(cache->failure);
	cache->failed_filter = sentence == NULL ? NULL : xstrdup(filter);
	cache->failure = xstrdup(sentence);
}

/* Asks the filter of the request. One that fails passes nothing, and view->trouble says why. */
static void
apply_filter(struct view *view, const struct view_request *request, bool *passes)
{
	struct filter *filter;

	if (has_failed_before(request->cache, request->filter)) {
		view->trouble = xstrdup(request->cache->failure);
		return;
	}
	filter = compile(request, request->filter);
	mark_passing(&view->rows, filter, passes);
	view->trouble = is_wanted(request) ? filter_explain_failure(filter) : NULL;
	if (view->trouble != NULL)
		memset(passes, false, view->rows.count);
	keep_failure(request->cache, request->filter, view->trouble);
	filter_free(filter);
}

/* Which of all rows pass the filter and are in the scope; the caller frees it. */
static bool *
compute_passing(struct view *view, const struct view_request *request)
{
	size_t size = (size_t)view->rows.count + 1;
	bool *passes = xcalloc(size, sizeof *passes), *in_scope;
	struct filter *filter;

	apply_filter(view, request, passes);
	if (request->scope == NULL)
		return passes;
	in_scope = xcalloc(size, sizeof *in_scope);
	filter = compile(request, request->scope);
	mark_passing(&view->rows, filter, in_scope);
	filter_free(filter);
	for (size_t i = 0; i < size; i++)
		passes[i] = passes[i] && in_scope[i];
	free(in_scope);
	return passes;
}

struct view *
view_compute(const struct view_request *request)
{
	struct view *view = xcalloc(1, sizeof *view);
	bool *passes;

	atomic_init(&view->references, 1);
	take_snapshots(view, request);
	view->order = xcalloc((size_t)view->rows.count + 1, sizeof *view->order);
	view->position = xcalloc((size_t)view->rows.count + 1, sizeof *view->position);
	passes = compute_passing(view, request);
	if (is_wanted(request)) {
		complete(view, request, passes);
	} else {
		view_unref(view);
		view = NULL;
	}
	free(passes);
	return view;
}

const struct kind *
view_kind(const struct view *view)
{
	return view->rows.kind;
}

const char *
view_trouble(const struct view *view)
{
	return view->trouble;
}

size_t
view_count(const struct view *view)
{
	return view->count;
}

size_t
view_total(const struct view *view)
{
	return view->total;
}

struct view_row
view_row(const struct view *view, size_t position)
{
	uint32_t number = view->order[position];
	const struct segment *segment = rows_segment(&view->rows, number);

	return (struct view_row){
	    .snapshot = segment->snapshot,
	    .row = number - segment->base,
	    .has_ended = view->has_ended[segment - view->rows.segments],
	};
}

size_t
view_find(const struct view *view, const struct identity *identity)
{
	for (size_t i = 0; i < view->rows.segment_count; i++) {
		const struct segment *segment = &view->rows.segments[i];
		uint32_t row = snapshot_find(segment->snapshot, identity), position;

		if (row == ROW_NONE)
			continue;
		position = view->position[segment->base + row];
		return position == NOWHERE ? POSITION_NONE : position;
	}
	return POSITION_NONE;
}

const struct summary *
view_summary(const struct view *view)
{
	return &view->summary;
}

uint32_t
view_width(const struct view *view, unsigned field)
{
	uint32_t widest = 0;

	for (size_t i = 0; i < view->rows.segment_count; i++) {
		uint32_t width = snapshot_width(view->rows.segments[i].snapshot, field);

		widest = width > widest ? width : widest;
	}
	return widest;
}

/* The position after `at`, or before it, round and round. */
static size_t
neighbour(const struct view *view, size_t at, bool is_backward)
{
	if (is_backward)
		return at == 0 || at > view->count ? view->count - 1 : at - 1;
	return at + 1 >= view->count ? 0 : at + 1;
}

size_t
view_search(const struct view *view, size_t from, bool is_backward, const char *text, const unsigned *columns,
    size_t column_count)
{
	struct filter *filter = filter_new(view->rows.kind, text, columns, column_count);
	bool *passes = NULL;
	size_t found = POSITION_NONE, at = from;

	for (size_t step = 1; step <= view->count && found == POSITION_NONE; step++) {
		struct view_row row;

		at = neighbour(view, at, is_backward);
		row = view_row(view, at);
		/* What is not near may be nowhere: then all rows at once are faster than one by one. */
		if (step == NEAR) {
			passes = xcalloc(view->rows.count, sizeof *passes);
			mark_passing(&view->rows, filter, passes);
		}
		if (passes != NULL ? passes[view->order[at]] : filter_passes(filter, row.snapshot, row.row))
			found = at;
	}
	free(passes);
	filter_free(filter);
	return found;
}
