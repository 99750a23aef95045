/* monitor_drill.c: from one table to another: the files of a session, the sessions of a client, who holds a file. */
#include "config.h"

#include <stdlib.h>

#include "app/monitor_private.h"
#include "base/buffer.h"
#include "base/xalloc.h"
#include "model/file_fields.h"
#include "model/lock_fields.h"
#include "model/session_fields.h"
#include "view/cell.h"

#define TITLE_LIMIT 4096

/* Asks for what the top sheet shows, or for nothing when that is sessions. */
static void
ask(struct monitor *monitor)
{
	struct screen *screen = &monitor->screen;
	struct question *question = &monitor->questions[screen->sheet_count - 1];

	fetch_watch_query(monitor->fetch, FETCH_SLOT_TABLE, question->query.kind == NULL ? NULL : &question->query);
	monitor_attach_feed(monitor, screen->sheet, question->query.kind == NULL ? FETCH_ALL : question->query.cluster);
}

unsigned
monitor_push_sheet(struct monitor *monitor, struct sheet *sheet, struct question *question)
{
	struct screen *screen = &monitor->screen;

	monitor_close_pane(monitor);
	if (screen->sheet_count == SHEETS_MAX) {
		monitor_say(monitor, "that is deep enough: Esc goes back");
		sheet_clear(sheet);
		if (question != NULL)
			question_clear(question);
		return EFFECT_PAINT;
	}
	screen->sheets[screen->sheet_count] = *sheet;
	if (question != NULL)
		question_move(&monitor->questions[screen->sheet_count], question);
	screen->sheet = &screen->sheets[screen->sheet_count++];
	ask(monitor);
	return EFFECT_PAINT | EFFECT_VIEW | EFFECT_WANTED;
}

bool
monitor_pop_sheet(struct monitor *monitor)
{
	struct screen *screen = &monitor->screen;

	if (screen->sheet_count == 1)
		return false;
	view_worker_discard(monitor->worker, screen->sheet->view);
	screen->sheet->view = NULL;
	sheet_clear(screen->sheet);
	question_clear(&monitor->questions[--screen->sheet_count]);
	screen->sheet = &screen->sheets[screen->sheet_count - 1];
	ask(monitor);
	return true;
}

/* The text of the selected row's field of the first of these names that its kind has; the caller frees it, or NULL. */
static char *
value_of(const struct sheet *sheet, const char *name, const char *other_name)
{
	unsigned field = field_find(sheet->kind, text_of(name));
	struct view_row row;

	if (field == FIELD_NONE)
		field = field_find(sheet->kind, text_of(other_name));
	if (field == FIELD_NONE || !sheet_has_row(sheet))
		return NULL;
	row = sheet_row(sheet);
	return xstrdup_text(snapshot_text(row.snapshot, field, row.row));
}

static unsigned
say_nothing_there(struct monitor *monitor, const char *what)
{
	monitor_say(monitor, "this row has no %s", what);
	return EFFECT_PAINT;
}

/* Opens all sessions that have `value` in `field`; frees it. */
static unsigned
push_sessions(struct monitor *monitor, unsigned field, const char *what, const char *shown, char *value)
{
	struct sheet sheet;
	char *title;

	if (value == NULL)
		return say_nothing_there(monitor, what);
	title = xasprintf("%s %s", what, shown == NULL ? value : shown);
	sheet = sheet_new(&session_kind, SHEET_SESSIONS, title, monitor->screen.cluster_count > 1);
	sheet_set_scope(&sheet, field, value);
	free(title);
	free(value);
	return monitor_push_sheet(monitor, &sheet, NULL);
}

unsigned
monitor_drill_user(struct monitor *monitor)
{
	return push_sessions(
	    monitor, FIELD_USER, "user", NULL, value_of(screen_focus(&monitor->screen), "user", "user"));
}

unsigned
monitor_drill_client(struct monitor *monitor)
{
	const struct sheet *sheet = screen_focus(&monitor->screen);

	return push_sessions(monitor, FIELD_CLIENT_IP, "client", NULL, value_of(sheet, "client_ip", "client_address"));
}

/* The volume of a session's list, or ROW_NONE when it has none; in the pane's tab, the one that the cursor is on. */
static uint32_t
chosen_volume(const struct screen *screen, const struct snapshot **snapshot, uint32_t *count)
{
	const struct pane *pane = &screen->pane;
	bool is_tab = pane->state != PANE_CLOSED && pane->tab == TAB_VOLUMES && pane->shown != NULL;
	const uint32_t *volumes;
	uint32_t row;

	if (is_tab) {
		*snapshot = pane->shown;
		row = pane->row;
	} else {
		struct view_row selected = sheet_row(screen->sheet);

		*snapshot = selected.snapshot;
		row = selected.row;
	}
	volumes = snapshot_list(*snapshot, row, count);
	if (*count == 0)
		return ROW_NONE;
	if (is_tab)
		*count = 1;
	return volumes[is_tab && pane->volume < *count ? pane->volume : 0];
}

/* A session with several volumes shows them, for one to be chosen. */
static unsigned
drill_session_volume(struct monitor *monitor)
{
	struct screen *screen = &monitor->screen;
	const struct snapshot *snapshot;
	uint32_t count, volume;
	char *name, *uuid;
	unsigned effects;

	if (!sheet_has_row(screen->sheet))
		return say_nothing_there(monitor, "volume");
	volume = chosen_volume(screen, &snapshot, &count);
	if (volume == ROW_NONE)
		return say_nothing_there(monitor, "volume");
	if (count > 1) {
		monitor_open_pane(monitor, 0);
		monitor_turn_tab(monitor, TAB_VOLUMES - (int)screen->pane.tab);
		monitor_say(monitor, "which volume? Enter opens it");
		return EFFECT_PAINT;
	}
	name = xstrdup_text(snapshot_list_text(snapshot, FIELD_VOLUMES_NAME, volume));
	uuid = xstrdup_text(snapshot_list_text(snapshot, FIELD_VOLUMES_UUID, volume));
	if (uuid != NULL)
		effects = push_sessions(monitor, FIELD_VOLUMES_UUID, "volume", name, uuid);
	else
		effects = push_sessions(monitor, FIELD_VOLUMES_NAME, "volume", name, xstrdup(name));
	free(name);
	return effects;
}

unsigned
monitor_drill_volume(struct monitor *monitor)
{
	const struct sheet *sheet = screen_focus(&monitor->screen);
	char *name;
	unsigned effects;

	if (sheet->kind == &session_kind)
		return drill_session_volume(monitor);
	name = value_of(sheet, "volume.name", "volume.name");
	effects = push_sessions(
	    monitor, FIELD_VOLUMES_UUID, "volume", name, value_of(sheet, "volume.uuid", "volume.uuid"));
	free(name);
	return effects;
}

void
monitor_narrow_file_columns(struct sheet *sheet)
{
	static const unsigned columns[] = {FILE_PATH, FILE_OPEN_MODE, FILE_SHARE_MODE, FILE_RANGE_LOCKS_COUNT,
	    FILE_TYPE, FILE_CONTINUOUSLY_AVAILABLE, FILE_SHARE_NAME, FILE_VOLUME_NAME};

	sheet_set_columns(sheet, columns, sizeof columns / sizeof *columns);
}

static void
add_number(struct question *question, const char *name, const struct view_row *row, unsigned field)
{
	struct buffer number;

	buffer_init(&number, TITLE_LIMIT);
	if (cell_print_exact(row->snapshot, field, row->row, &number))
		question_add(question, name, buffer_text(&number));
	buffer_free(&number);
}

/* The files of one session. */
static unsigned
push_session_files(struct monitor *monitor, const struct view_row *row)
{
	struct question question;
	struct buffer title;
	struct sheet sheet;

	question_init(&question, &file_kind, snapshot_cluster(row->snapshot));
	question_add(&question, "node.uuid", snapshot_text(row->snapshot, FIELD_NODE_UUID, row->row));
	question_add(&question, "svm.uuid", snapshot_text(row->snapshot, FIELD_SVM_UUID, row->row));
	add_number(&question, "connection.identifier", row, FIELD_CONNECTION_ID);
	add_number(&question, "session.identifier", row, FIELD_IDENTIFIER);
	buffer_init(&title, TITLE_LIMIT);
	buffer_add_string(&title, "files of ");
	if (!cell_print_exact(row->snapshot, FIELD_USER, row->row, &title))
		buffer_add_string(&title, "a session");
	sheet = sheet_new(&file_kind, SHEET_QUERY, buffer_string(&title), false);
	monitor_narrow_file_columns(&sheet);
	buffer_free(&title);
	return monitor_push_sheet(monitor, &sheet, &question);
}

/* The files of everything that a sheet with a scope shows: of a volume, of all sessions of a client or user. */
static unsigned
push_scope_files(struct monitor *monitor, const struct sheet *scope)
{
	struct question question;
	struct sheet sheet;
	char *title = xasprintf("files of %s", scope->title);

	question_init(&question, &file_kind, FETCH_ALL);
	if (scope->scope_field == FIELD_VOLUMES_UUID)
		question_add(&question, "volume.uuid", text_of(scope->scope_value));
	else if (scope->scope_field == FIELD_VOLUMES_NAME)
		question_add(&question, "volume.name", text_of(scope->scope_value));
	else
		question_set_sessions(&question, scope->scope_field, scope->scope_value);
	sheet = sheet_new(&file_kind, SHEET_QUERY, title, monitor->screen.cluster_count > 1);
	free(title);
	return monitor_push_sheet(monitor, &sheet, &question);
}

unsigned
monitor_drill_files(struct monitor *monitor)
{
	const struct sheet *sheet = monitor->screen.sheet;
	struct view_row row;

	if (sheet->kind != &session_kind || !sheet_has_row(sheet))
		return say_nothing_there(monitor, "session");
	if (sheet->scope != NULL && monitor->screen.pane.state == PANE_CLOSED)
		return push_scope_files(monitor, sheet);
	row = sheet_row(sheet);
	return push_session_files(monitor, &row);
}

unsigned
monitor_drill_locks(struct monitor *monitor)
{
	const struct sheet *sheet = screen_focus(&monitor->screen);
	char *client = value_of(sheet, "client_ip", "client_address"), *path = value_of(sheet, "path", "path"), *title;
	struct question question;
	struct view_row row;
	struct sheet locks;

	if (client == NULL && path == NULL)
		return say_nothing_there(monitor, "client and no path");
	row = sheet_row(sheet);
	question_init(&question, &lock_kind, snapshot_cluster(row.snapshot));
	question_add(&question, "protocol", text_of("cifs"));
	if (path != NULL)
		question_set_fragment(&question, path);
	else
		question_add(&question, "client_address", text_of(client));
	title = xasprintf("locks of %s", path != NULL ? path : client);
	locks = sheet_new(&lock_kind, SHEET_QUERY, title, false);
	free(title);
	free(client);
	free(path);
	return monitor_push_sheet(monitor, &locks, &question);
}

unsigned
monitor_find_file(struct monitor *monitor, const char *fragment)
{
	char *title = xasprintf("find %s", fragment);
	struct sheet sheet = sheet_new(&file_kind, SHEET_QUERY, title, monitor->screen.cluster_count > 1);
	struct question question;

	free(title);
	question_init(&question, &file_kind, FETCH_ALL);
	question_set_fragment(&question, fragment);
	question.query.keeps_ended = true;
	return monitor_push_sheet(monitor, &sheet, &question);
}
