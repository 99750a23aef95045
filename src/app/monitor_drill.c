/* monitor_drill.c: from one table to another: the files of a session, the sessions of a client, who holds a file. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "app/monitor_private.h"
#include "base/buffer.h"
#include "base/xalloc.h"
#include "model/file_fields.h"
#include "model/lock_fields.h"
#include "model/session_fields.h"
#include "ontap/path_search.h"
#include "view/cell.h"

#define TITLE_LIMIT 4096

/*
 * Asks what the top sheet shows. Under sessions that were opened from a table, the table goes on: who goes back finds
 * the same rows, and with them those that have gone.
 */
static void
ask(struct monitor *monitor)
{
	struct screen *screen = &monitor->screen;
	size_t at = screen->sheet_count - 1;
	const struct fetch_query *query;

	while (at > 0 && monitor->questions[at].query.kind == NULL)
		at--;
	if (screen->sheet->source == SHEET_SESSIONS)
		monitor_attach_feed(monitor, screen->sheet, FETCH_ALL);
	if (at == monitor->asked)
		return;
	monitor->asked = at;
	query = at == 0 ? NULL : &monitor->questions[at].query;
	fetch_watch_query(monitor->fetch, FETCH_SLOT_TABLE, query);
	if (query != NULL)
		monitor_attach_feed(monitor, &screen->sheets[at], query->cluster);
	else
		monitor_empty_feed(monitor, SHEET_QUERY, FETCH_ALL);
}

/* Opens a sheet on top of the others; takes `sheet` and `question` (NULL: none) over. */
static unsigned
push_sheet(struct monitor *monitor, struct sheet *sheet, struct question *question)
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

/*
 * What the keys are about: first the row of the table or tab that has the cursor, then the record of the pane, which
 * stays the same when the table goes on without it. False when there is none.
 */
enum subject { SUBJECT_ROW, SUBJECT_PANE, SUBJECT_COUNT };

static bool
take_subject(struct monitor *monitor, enum subject subject, struct view_row *row)
{
	struct screen *screen = &monitor->screen;
	const struct pane *pane = &screen->pane;
	const struct sheet *sheet = screen_focus(screen);
	bool is_open = pane->state != PANE_CLOSED;

	if (subject == SUBJECT_PANE) {
		*row = (struct view_row){pane->shown, pane->row, false};
		return is_open && pane->shown != NULL;
	}
	if ((is_open && sheet == screen->sheet) || !sheet_has_row(sheet))
		return false;
	*row = sheet_row(sheet);
	return true;
}

/* The text of a field that one of two names means. The caller frees it; NULL when the row has none. */
static char *
row_value(const struct view_row *row, const char *name, const char *other_name)
{
	const struct kind *kind = snapshot_kind(row->snapshot);
	unsigned field = field_find(kind, text_of(name));

	if (field == FIELD_NONE)
		field = field_find(kind, text_of(other_name));
	return field == FIELD_NONE ? NULL : xstrdup_text(snapshot_text(row->snapshot, field, row->row));
}

/* The same of the first subject that has one. */
static char *
value_of(struct monitor *monitor, const char *name, const char *other_name)
{
	struct view_row row;
	char *value = NULL;

	for (unsigned subject = 0; subject < SUBJECT_COUNT && value == NULL; subject++) {
		if (take_subject(monitor, (enum subject)subject, &row))
			value = row_value(&row, name, other_name);
	}
	return value;
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
	return push_sheet(monitor, &sheet, NULL);
}

unsigned
monitor_drill_user(struct monitor *monitor)
{
	char *user = value_of(monitor, "user", "user");

	/* A lock has all users of its client. */
	if (user != NULL && strstr(user, ", ") != NULL) {
		free(user);
		monitor_say(monitor, "this row has several users; i shows all sessions of its client");
		return EFFECT_PAINT;
	}
	return push_sessions(monitor, FIELD_USER, "user", NULL, user);
}

unsigned
monitor_drill_client(struct monitor *monitor)
{
	return push_sessions(
	    monitor, FIELD_CLIENT_IP, "client", NULL, value_of(monitor, "client_ip", "client_address"));
}

static unsigned
push_volume(struct monitor *monitor, char *name, char *uuid)
{
	unsigned effects;

	if (uuid != NULL)
		effects = push_sessions(monitor, FIELD_VOLUMES_UUID, "volume", name, uuid);
	else
		effects = push_sessions(monitor, FIELD_VOLUMES_NAME, "volume", name, xstrdup(name));
	free(name);
	return effects;
}

/* A session with several volumes shows them, for one to be chosen. */
static unsigned
drill_session_volume(struct monitor *monitor, const struct view_row *row)
{
	const struct pane *pane = &monitor->screen.pane;
	bool is_chosen = pane->state != PANE_CLOSED && pane->tab == TAB_VOLUMES;
	uint32_t count, volume;
	const uint32_t *volumes = snapshot_list(row->snapshot, row->row, &count);

	if (count == 0)
		return say_nothing_there(monitor, "volume");
	if (count > 1 && !is_chosen) {
		if (pane->state == PANE_CLOSED)
			monitor_open_pane(monitor, 0);
		monitor_turn_tab(monitor, TAB_VOLUMES - (int)pane->tab);
		monitor_say(monitor, "which volume? Enter opens it");
		return EFFECT_PAINT;
	}
	volume = volumes[is_chosen && pane->volume < count ? pane->volume : 0];
	return push_volume(monitor, xstrdup_text(snapshot_list_text(row->snapshot, FIELD_VOLUMES_NAME, volume)),
	    xstrdup_text(snapshot_list_text(row->snapshot, FIELD_VOLUMES_UUID, volume)));
}

unsigned
monitor_drill_volume(struct monitor *monitor)
{
	char *name = value_of(monitor, "volume.name", "volume.name");
	char *uuid = value_of(monitor, "volume.uuid", "volume.uuid");
	struct view_row row;

	if (name != NULL || uuid != NULL)
		return push_volume(monitor, name, uuid);
	if ((take_subject(monitor, SUBJECT_PANE, &row) || take_subject(monitor, SUBJECT_ROW, &row)) &&
	    snapshot_kind(row.snapshot) == &session_kind)
		return drill_session_volume(monitor, &row);
	return say_nothing_there(monitor, "volume");
}

void
monitor_narrow_file_columns(struct sheet *sheet)
{
	static const unsigned columns[] = {FILE_PATH, FILE_OPEN_MODE, FILE_SHARE_MODE, FILE_RANGE_LOCKS_COUNT,
	    FILE_TYPE, FILE_CONTINUOUSLY_AVAILABLE, FILE_SHARE_NAME, FILE_VOLUME_NAME};

	sheet_set_columns(sheet, columns, sizeof columns / sizeof *columns);
}

/* Adds what the row has in the field of that name as the parameter of that name. */
static void
add_value(struct question *question, const char *name, const struct view_row *row, const char *field_name)
{
	unsigned field = field_find(snapshot_kind(row->snapshot), text_of(field_name));
	struct buffer value;

	buffer_init(&value, TITLE_LIMIT);
	if (field != FIELD_NONE && cell_print_exact(row->snapshot, field, row->row, &value))
		question_add(question, name, buffer_text(&value));
	buffer_free(&value);
}

/* The files of one session: of the row, or of the one that has the row's file open. */
static unsigned
push_session_files(struct monitor *monitor, const struct view_row *row)
{
	bool is_session = snapshot_kind(row->snapshot) == &session_kind;
	char *user = row_value(row, "user", "user"), *title;
	struct question question;
	struct sheet sheet;

	question_init(&question, &file_kind, snapshot_cluster(row->snapshot));
	add_value(&question, "node.uuid", row, "node.uuid");
	add_value(&question, "svm.uuid", row, "svm.uuid");
	add_value(&question, "connection.identifier", row, is_session ? "connection_id" : "connection.identifier");
	add_value(&question, "session.identifier", row, is_session ? "identifier" : "session.identifier");
	title = xasprintf("files of %s", user == NULL ? "a session" : user);
	sheet = sheet_new(&file_kind, SHEET_QUERY, title, false);
	monitor_narrow_file_columns(&sheet);
	free(title);
	free(user);
	return push_sheet(monitor, &sheet, &question);
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
	return push_sheet(monitor, &sheet, &question);
}

unsigned
monitor_drill_files(struct monitor *monitor)
{
	const struct sheet *sheet = monitor->screen.sheet;
	struct view_row row;
	bool has_pane = take_subject(monitor, SUBJECT_PANE, &row);

	if (!has_pane && sheet->kind == &session_kind && sheet->scope != NULL)
		return push_scope_files(monitor, sheet);
	if (!has_pane && !take_subject(monitor, SUBJECT_ROW, &row))
		return say_nothing_there(monitor, "session");
	if (snapshot_kind(row.snapshot) != &session_kind && snapshot_kind(row.snapshot) != &file_kind) {
		monitor_say(
		    monitor, "a %s names no session; i shows those of its client", snapshot_kind(row.snapshot)->one);
		return EFFECT_PAINT;
	}
	return push_session_files(monitor, &row);
}

/* Of a client, which the title names; what tells its locks apart comes first. */
static void
narrow_lock_columns(struct sheet *sheet, bool is_of_client)
{
	static const unsigned of_client[] = {LOCK_PATH, LOCK_TYPE, LOCK_STATE, LOCK_BYTE_LOCK_OFFSET,
	    LOCK_BYTE_LOCK_LENGTH, LOCK_BYTE_LOCK_EXCLUSIVE, LOCK_SHARE_LOCK_MODE, LOCK_OPLOCK_LEVEL,
	    LOCK_SMB_CONNECT_STATE, LOCK_SVM_NAME, LOCK_VOLUME_NAME};
	static const unsigned of_path[] = {LOCK_USER, LOCK_CLIENT_ADDRESS, LOCK_TYPE, LOCK_STATE, LOCK_SHARE_LOCK_MODE,
	    LOCK_OPLOCK_LEVEL, LOCK_BYTE_LOCK_OFFSET, LOCK_BYTE_LOCK_LENGTH, LOCK_BYTE_LOCK_EXCLUSIVE,
	    LOCK_SMB_CONNECT_STATE, LOCK_IDLE_DURATION, LOCK_PATH};

	if (is_of_client)
		sheet_set_columns(sheet, of_client, sizeof of_client / sizeof *of_client);
	else
		sheet_set_columns(sheet, of_path, sizeof of_path / sizeof *of_path);
}

/* Locks have paths from the root of the SVM, so a file's path is a part of theirs; its volume tells it from others. */
static void
ask_locks(struct question *question, const struct view_row *row, const char *path, const char *client)
{
	question_init(question, &lock_kind, snapshot_cluster(row->snapshot));
	question_add(question, "protocol", text_of("cifs"));
	if (path == NULL) {
		question_add(question, "client_address", text_of(client));
		return;
	}
	add_value(question, "svm.uuid", row, "svm.uuid");
	add_value(question, "volume.uuid", row, "volume.uuid");
	question_set_fragment(question, path);
}

/* The path of the row, when it is long enough to be asked for: the root of a share is not. */
static char *
path_of(const struct view_row *row)
{
	char *path = row_value(row, "path", "path"), *problem;

	if (path == NULL)
		return NULL;
	problem = path_search_check(text_of(path));
	if (problem == NULL)
		return path;
	free(problem);
	free(path);
	return NULL;
}

unsigned
monitor_drill_locks(struct monitor *monitor)
{
	char *path, *client, *title;
	struct question question;
	struct view_row row;
	struct sheet locks;

	if (!take_subject(monitor, SUBJECT_ROW, &row) && !take_subject(monitor, SUBJECT_PANE, &row))
		return say_nothing_there(monitor, "client and no path");
	path = path_of(&row);
	client = value_of(monitor, "client_ip", "client_address");
	if (path == NULL && client == NULL)
		return say_nothing_there(monitor, "client and no path");
	ask_locks(&question, &row, path, client);
	title = xasprintf("locks of %s", path != NULL ? path : client);
	locks = sheet_new(&lock_kind, SHEET_QUERY, title, false);
	narrow_lock_columns(&locks, path == NULL);
	free(title);
	free(client);
	free(path);
	return push_sheet(monitor, &locks, &question);
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
	return push_sheet(monitor, &sheet, &question);
}
