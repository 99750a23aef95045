/* monitor_news.c: what comes from the clusters and from the worker. */
#include "config.h"

#include <stdlib.h>

#include "app/monitor_private.h"
#include "app/wanted.h"
#include "base/clock.h"
#include "base/xalloc.h"
#include "model/session_fields.h"
#include "ui/terminal.h"

void
monitor_wanted(const struct monitor *monitor, bool wanted[static FIELDS_MAX])
{
	const struct screen *screen = &monitor->screen;

	for (unsigned field = 0; field < FIELDS_MAX; field++)
		wanted[field] = false;
	wanted_add_fields(screen->sheet->kind, wanted, screen->sheet->columns, screen->sheet->column_count);
	wanted_add_fields(&session_kind, wanted, summary_fields, SUMMARY_FIELD_COUNT);
	wanted_add_order(screen->sheet->kind, wanted, &screen->sheet->order);
}

static unsigned
take_cluster(struct monitor *monitor, size_t cluster)
{
	struct screen_cluster *shown = &monitor->screen.clusters[cluster];
	struct fetch_news news;
	bool has_rows;

	if (!fetch_take_cluster(monitor->fetch, cluster, &news))
		return 0;
	cluster_status_clear(&shown->status);
	shown->status = news.status;
	has_rows = news.snapshot != monitor->latest[cluster];
	view_worker_discard_snapshot(monitor->worker, monitor->latest[cluster]);
	monitor->latest[cluster] = news.snapshot;
	shown->sessions = news.snapshot == NULL ? 0 : snapshot_count(news.snapshot);
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
	free(pane->trouble);
	pane->trouble = xstrdup(news.trouble);
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
	for (size_t i = 0; i < monitor->screen.cluster_count; i++)
		effects |= take_cluster(monitor, i);
	return effects | take_detail(monitor);
}

static unsigned
take_match(struct monitor *monitor)
{
	struct screen *screen = &monitor->screen;
	struct identity found;
	size_t position;

	if (!view_worker_take_match(monitor->worker, &found))
		return 0;
	position = identity_is_set(&found) && screen->sheet->view != NULL ? view_find(screen->sheet->view, &found)
									  : POSITION_NONE;
	identity_clear(&found);
	if (position == POSITION_NONE)
		monitor_say(monitor, "no match for %s", screen->sheet->search);
	else
		selection_go(&screen->sheet->selection, screen->sheet->view, position, screen->sheet->lines);
	return EFFECT_PAINT;
}

unsigned
monitor_take_worker(struct monitor *monitor)
{
	struct screen *screen = &monitor->screen;
	struct view *view;
	unsigned effects = 0;

	view_worker_acknowledge(monitor->worker);
	view = view_worker_take(monitor->worker);
	if (view != NULL) {
		view_worker_discard(monitor->worker, screen->sheet->view);
		screen->sheet->view = view;
		selection_settle(&screen->sheet->selection, view, screen->sheet->lines);
		effects = EFFECT_PAINT;
	}
	return effects | take_match(monitor);
}

static void
clear_pane(struct monitor *monitor)
{
	struct pane *pane = &monitor->screen.pane;

	identity_clear(&pane->identity);
	snapshot_unref(pane->snapshot);
	free(pane->trouble);
	*pane = (struct pane){.state = PANE_CLOSED};
	view_worker_discard(monitor->worker, monitor->pane_view);
	monitor->pane_view = NULL;
	monitor->watch_due_ms = 0;
}

void
monitor_open_pane(struct monitor *monitor, uint32_t delay_ms)
{
	struct screen *screen = &monitor->screen;
	struct view_row row = view_row(screen->sheet->view, screen->sheet->selection.position);

	if (screen->pane.state != PANE_CLOSED &&
	    identity_equals(&screen->pane.identity, &screen->sheet->selection.identity))
		return;
	clear_pane(monitor);
	screen->pane.state = PANE_ASKING;
	screen->pane.identity = identity_copy(&screen->sheet->selection.identity);
	screen->pane.shown = row.snapshot;
	screen->pane.row = row.row;
	monitor->pane_view = view_ref(screen->sheet->view);
	monitor->watch_due_ms = clock_monotonic_ms() + delay_ms;
	monitor_watch_when_due(monitor);
}

void
monitor_close_pane(struct monitor *monitor)
{
	clear_pane(monitor);
	fetch_watch_session(monitor->fetch, NULL);
}

void
monitor_watch_when_due(struct monitor *monitor)
{
	if (monitor->watch_due_ms == 0 || clock_monotonic_ms() < monitor->watch_due_ms)
		return;
	monitor->watch_due_ms = 0;
	fetch_watch_session(monitor->fetch, &monitor->screen.pane.identity);
}
