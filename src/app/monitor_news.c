/* monitor_news.c: what comes from the clusters and from the worker. */
#include "config.h"

#include <stdlib.h>

#include "app/monitor_private.h"
#include "app/wanted.h"
#include "base/xalloc.h"
#include "model/session_fields.h"

static void
mark_sheet(const struct sheet *sheet, bool wanted[static FIELDS_MAX])
{
	wanted_add_fields(sheet->kind, wanted, sheet->columns, sheet->column_count);
	wanted_add_order(sheet->kind, wanted, &sheet->order);
	wanted_add_filter(sheet->kind, wanted, sheet->filter, sheet->columns, sheet->column_count);
	if (sheet->scope_field != FIELD_NONE)
		wanted_add_fields(sheet->kind, wanted, &sheet->scope_field, 1);
}

void
monitor_mark_wanted(const struct monitor *monitor, bool wanted[static FIELDS_MAX])
{
	const struct screen *screen = &monitor->screen;

	for (unsigned field = 0; field < FIELDS_MAX; field++)
		wanted[field] = false;
	wanted_add_fields(&session_kind, wanted, summary_fields, SUMMARY_FIELD_COUNT);
	for (size_t i = 0; i < screen->sheet_count; i++) {
		if (screen->sheets[i].source == SHEET_SESSIONS)
			mark_sheet(&screen->sheets[i], wanted);
	}
}

void
monitor_empty_feed(struct monitor *monitor, enum sheet_source source, size_t cluster)
{
	struct feed *feed = &monitor->feeds[source];

	for (size_t i = 0; i < monitor->screen.cluster_count; i++) {
		view_worker_discard_snapshot(monitor->worker, feed->latest[i]);
		view_worker_discard_snapshot(monitor->worker, feed->shown[i]);
		feed->latest[i] = feed->shown[i] = NULL;
		cluster_status_clear(&feed->clusters[i].status);
		feed->clusters[i].records = 0;
		feed->clusters[i].is_left_out = cluster != FETCH_ALL && cluster != i;
	}
}

void
monitor_attach_feed(struct monitor *monitor, struct sheet *sheet, size_t cluster)
{
	sheet->clusters = monitor->feeds[sheet->source].clusters;
	sheet->cluster_count = monitor->screen.cluster_count;
	if (sheet->source != SHEET_SESSIONS)
		monitor_empty_feed(monitor, sheet->source, cluster);
}

/* A table that was opened while the screen was frozen gets its rows all the same, and no news after that. */
static bool
is_whole(const struct snapshot *shown)
{
	return shown != NULL && !snapshot_is_partial(shown);
}

static void
submit(struct monitor *monitor, struct sheet *sheet, enum view_slot slot)
{
	struct feed *feed = &monitor->feeds[sheet->source];
	struct view_request request = {
	    .kind = sheet->kind,
	    .snapshots = feed->shown,
	    .snapshot_count = monitor->screen.cluster_count,
	    .filter = sheet->filter,
	    .scope = sheet->scope,
	    .columns = sheet->columns,
	    .column_count = sheet->column_count,
	    .order = sheet->order,
	    .shows_ended = true,
	};

	for (size_t i = 0; i < monitor->screen.cluster_count; i++) {
		if (monitor->screen.is_paused && (sheet->source == SHEET_SESSIONS || is_whole(feed->shown[i])))
			continue;
		view_worker_discard_snapshot(monitor->worker, feed->shown[i]);
		feed->shown[i] = snapshot_ref(feed->latest[i]);
	}
	view_worker_submit(monitor->worker, slot, sheet->serial, &request);
}

void
monitor_submit_views(struct monitor *monitor)
{
	struct screen *screen = &monitor->screen;

	submit(monitor, screen->sheet, VIEW_TABLE);
	/* The header counts all sessions, whatever is shown below it. */
	if (screen->sheet != &screen->sheets[0])
		submit(monitor, &screen->sheets[0], VIEW_TOTALS);
	if (screen->pane.sheet.kind != NULL)
		submit(monitor, &screen->pane.sheet, VIEW_PANE);
}

/* What there is of one cluster for the sheets of a source. */
static bool
take_news(struct monitor *monitor, enum sheet_source source, size_t cluster, struct fetch_news *news)
{
	switch (source) {
	case SHEET_QUERY: return fetch_take_query(monitor->fetch, FETCH_SLOT_TABLE, cluster, news);
	case SHEET_PANE: return fetch_take_query(monitor->fetch, FETCH_SLOT_PANE, cluster, news);
	default: return fetch_take_cluster(monitor->fetch, cluster, news);
	}
}

static unsigned
take_cluster(struct monitor *monitor, enum sheet_source source, size_t cluster)
{
	struct feed *feed = &monitor->feeds[source];
	struct fetch_news news;
	bool has_rows;

	if (!take_news(monitor, source, cluster, &news))
		return 0;
	if (source == SHEET_SESSIONS)
		monitor_tell_pin_trouble(monitor, &feed->clusters[cluster].status, &news.status);
	cluster_status_clear(&feed->clusters[cluster].status);
	feed->clusters[cluster].status = news.status;
	has_rows = news.snapshot != feed->latest[cluster];
	view_worker_discard_snapshot(monitor->worker, feed->latest[cluster]);
	feed->latest[cluster] = news.snapshot;
	feed->clusters[cluster].records = news.snapshot == NULL ? 0 : snapshot_count(news.snapshot);
	return EFFECT_PAINT | (has_rows ? EFFECT_VIEW : 0);
}

/* Shows what the cluster says of the pane's session, unless the pane has gone on to another. */
static unsigned
take_detail(struct monitor *monitor)
{
	static const enum pane_state states[] = {
	    [DETAIL_NONE] = PANE_ASKING,
	    [DETAIL_ASKING] = PANE_ASKING,
	    [DETAIL_OPEN] = PANE_OPEN,
	    [DETAIL_ENDED] = PANE_ENDED,
	    [DETAIL_FAILED] = PANE_FAILED,
	};
	struct pane *pane = &monitor->screen.pane;
	struct detail_news news;

	if (!fetch_take_detail(monitor->fetch, &news))
		return 0;
	if (pane->state == PANE_CLOSED || monitor->watch_due_ms != 0 ||
	    !identity_equals(&pane->identity, &news.identity)) {
		detail_news_clear(&news);
		return 0;
	}
	pane->state = states[news.state];
	pane->ended = news.ended;
	pane->since_ms = news.since_ms;
	xreplace(&pane->trouble, news.trouble);
	if (news.snapshot != NULL) {
		snapshot_unref(pane->snapshot);
		pane->snapshot = snapshot_ref(news.snapshot);
		pane->shown = pane->snapshot;
		pane->row = 0;
		view_worker_discard(monitor->worker, monitor->pane_view);
		monitor->pane_view = NULL;
	}
	detail_news_clear(&news);
	return EFFECT_PAINT;
}

unsigned
monitor_take_fetch(struct monitor *monitor)
{
	unsigned effects = 0;

	fetch_acknowledge(monitor->fetch);
	for (unsigned source = 0; source < SHEET_SOURCE_COUNT; source++) {
		for (size_t i = 0; i < monitor->screen.cluster_count; i++)
			effects |= take_cluster(monitor, (enum sheet_source)source, i);
	}
	return effects | take_detail(monitor);
}

static unsigned
take_match(struct monitor *monitor)
{
	struct sheet *sheet = screen_focus(&monitor->screen);
	struct identity found;
	size_t position;

	if (!view_worker_take_match(monitor->worker, &found))
		return 0;
	position = identity_is_set(&found) && sheet->view != NULL ? view_find(sheet->view, &found) : POSITION_NONE;
	identity_clear(&found);
	/* The search was given up meanwhile, or its table was. */
	if (*sheet->search == '\0' || sheet->view == NULL || sheet->serial != monitor->searched)
		return 0;
	if (position == POSITION_NONE) {
		monitor_say(monitor, "no match for %s", sheet->search);
		position = monitor->is_typed_search ? monitor->search_origin : sheet->selection.position;
	}
	selection_go(&sheet->selection, sheet->view, position, sheet->lines);
	return EFFECT_PAINT;
}

/* Puts a new view in place of the old one, when it is of the sheet that is there now; NULL: of none. */
static bool
take_view(struct monitor *monitor, enum view_slot slot, struct sheet *sheet)
{
	uint32_t serial;
	struct view *view = view_worker_take(monitor->worker, slot, &serial);

	if (view == NULL)
		return false;
	if (sheet == NULL || sheet->kind == NULL || serial != sheet->serial) {
		view_worker_discard(monitor->worker, view);
		return false;
	}
	view_worker_discard(monitor->worker, sheet->view);
	sheet->view = view;
	selection_settle(&sheet->selection, view, sheet->lines);
	return true;
}

unsigned
monitor_take_worker(struct monitor *monitor)
{
	struct screen *screen = &monitor->screen;
	/* The first sheet has its totals with its rows when it is the table, and those of before would take their
	 * place. */
	struct sheet *covered = screen->sheet == &screen->sheets[0] ? NULL : &screen->sheets[0];
	unsigned effects = 0;

	view_worker_acknowledge(monitor->worker);
	if (take_view(monitor, VIEW_TABLE, screen->sheet)) {
		monitor_refresh_pane(monitor);
		effects = EFFECT_PAINT;
	}
	if (take_view(monitor, VIEW_TOTALS, covered))
		effects = EFFECT_PAINT;
	if (take_view(monitor, VIEW_PANE, &screen->pane.sheet))
		effects = EFFECT_PAINT;
	return effects | take_match(monitor);
}
