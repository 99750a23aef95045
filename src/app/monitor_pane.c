/* monitor_pane.c: the detail: one record, and what hangs on it. */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/monitor_private.h"
#include "base/clock.h"
#include "model/connection_fields.h"
#include "model/file_fields.h"
#include "model/session_fields.h"

/* Closes the table of a tab, if there is one, and what is asked for it. */
static void
close_tab_sheet(struct monitor *monitor)
{
	struct sheet *sheet = &monitor->screen.pane.sheet;

	if (sheet->kind == NULL)
		return;
	fetch_watch_query(monitor->fetch, FETCH_SLOT_PANE, NULL);
	monitor_empty_feed(monitor, SHEET_PANE, FETCH_ALL);
	view_worker_discard(monitor->worker, sheet->view);
	sheet->view = NULL;
	sheet_clear(sheet);
}

static void
clear_pane(struct monitor *monitor)
{
	struct pane *pane = &monitor->screen.pane;

	close_tab_sheet(monitor);
	identity_clear(&pane->identity);
	snapshot_unref(pane->snapshot);
	free(pane->trouble);
	*pane = (struct pane){.state = PANE_CLOSED};
	view_worker_discard(monitor->worker, monitor->pane_view);
	monitor->pane_view = NULL;
	monitor->watch_due_ms = 0;
}

/* Asks the cluster of the pane's session for what the tab's table is made of, if there is one. */
static void
ask_for_tab(struct monitor *monitor)
{
	const struct identity *identity = &monitor->screen.pane.identity;
	const struct kind *kind = monitor->screen.pane.sheet.kind;
	struct question question;
	char number[24];

	if (kind == NULL)
		return;
	question_init(&question, kind, identity->cluster);
	question_add(&question, "node.uuid", identity_text(identity, FIELD_NODE_UUID));
	question_add(&question, "svm.uuid", identity_text(identity, FIELD_SVM_UUID));
	snprintf(number, sizeof number, "%" PRIu64, identity_number(identity, FIELD_CONNECTION_ID));
	question_add(&question, kind == &file_kind ? "connection.identifier" : "identifier", text_of(number));
	if (kind == &file_kind) {
		snprintf(number, sizeof number, "%" PRIu64, identity_number(identity, FIELD_IDENTIFIER));
		question_add(&question, "session.identifier", text_of(number));
	}
	fetch_watch_query(monitor->fetch, FETCH_SLOT_PANE, &question.query);
	question_clear(&question);
}

static void
open_tab_sheet(struct monitor *monitor)
{
	struct pane *pane = &monitor->screen.pane;
	const struct kind *kind = pane->tab == TAB_FILES ? &file_kind : &connection_kind;

	close_tab_sheet(monitor);
	if (pane->tab != TAB_FILES && pane->tab != TAB_CONNECTION)
		return;
	pane->sheet = sheet_new(kind, SHEET_PANE, kind->name, false);
	if (kind == &file_kind)
		monitor_narrow_file_columns(&pane->sheet);
	monitor_attach_feed(monitor, &pane->sheet, pane->identity.cluster);
}

void
monitor_turn_tab(struct monitor *monitor, int step)
{
	struct pane *pane = &monitor->screen.pane;

	if (pane->identity.kind != &session_kind)
		return;
	pane->tab = (enum pane_tab)(((int)pane->tab + step + TAB_COUNT) % TAB_COUNT);
	pane->top = 0;
	pane->volume = 0;
	open_tab_sheet(monitor);
	if (monitor->watch_due_ms == 0)
		ask_for_tab(monitor);
}

void
monitor_open_pane(struct monitor *monitor, uint32_t delay_ms)
{
	struct screen *screen = &monitor->screen;
	struct sheet *sheet = screen->sheet;
	struct view_row row = sheet_row(sheet);
	enum pane_tab tab = screen->pane.tab;

	if (screen->pane.state != PANE_CLOSED && identity_equals(&screen->pane.identity, &sheet->selection.identity))
		return;
	clear_pane(monitor);
	screen->pane.state = row.has_ended ? PANE_ENDED : PANE_OPEN;
	screen->pane.ended = snapshot_time(row.snapshot);
	screen->pane.identity = identity_copy(&sheet->selection.identity);
	screen->pane.shown = row.snapshot;
	screen->pane.row = row.row;
	monitor->pane_view = view_ref(sheet->view);
	if (sheet->kind != &session_kind)
		return;
	screen->pane.state = PANE_ASKING;
	screen->pane.tab = tab;
	open_tab_sheet(monitor);
	monitor->watch_due_ms = clock_monotonic_ms() + delay_ms;
	monitor_watch_when_due(monitor);
}

void
monitor_close_pane(struct monitor *monitor)
{
	clear_pane(monitor);
	fetch_watch_session(monitor->fetch, NULL);
}

/* Whether the record is among the newest rows of its cluster, shown or not. */
static bool
is_there(const struct monitor *monitor, const struct sheet *sheet, const struct identity *identity)
{
	const struct snapshot *shown = monitor->feeds[sheet->source].shown[identity->cluster];

	return shown != NULL && snapshot_find(shown, identity) != ROW_NONE;
}

void
monitor_refresh_pane(struct monitor *monitor)
{
	const struct sheet *sheet = monitor->screen.sheet;
	struct pane *pane = &monitor->screen.pane;
	struct view *view = sheet->view;
	size_t position;
	struct view_row row;

	if (pane->state == PANE_CLOSED || pane->identity.kind == &session_kind ||
	    view_kind(view) != pane->identity.kind)
		return;
	position = view_find(view, &pane->identity);
	if (position == POSITION_NONE) {
		/* A filter that hides it says nothing of it. */
		if (is_there(monitor, sheet, &pane->identity))
			return;
		if (pane->state == PANE_OPEN)
			pane->ended = time(NULL);
		pane->state = PANE_ENDED;
		return;
	}
	row = view_row(view, position);
	pane->state = row.has_ended ? PANE_ENDED : PANE_OPEN;
	pane->ended = snapshot_time(row.snapshot);
	pane->shown = row.snapshot;
	pane->row = row.row;
	view_worker_discard(monitor->worker, monitor->pane_view);
	monitor->pane_view = view_ref(view);
}

void
monitor_watch_when_due(struct monitor *monitor)
{
	if (monitor->watch_due_ms == 0 || clock_monotonic_ms() < monitor->watch_due_ms)
		return;
	monitor->watch_due_ms = 0;
	fetch_watch_session(monitor->fetch, &monitor->screen.pane.identity);
	ask_for_tab(monitor);
}
