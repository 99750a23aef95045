/* test_e2e_drill.c: from a session to what hangs on it, and back. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "e2e/watch.h"

/* Below 30 lines the detail has the whole screen; as wide as this nothing is cut. */
#define WIDE "220x28"
#define FILES_PATH "protocols/cifs/session/files?fields=*&max_records=10000&"

static size_t
number_of(const struct listed_record *record, const char *name)
{
	const char *value = record_value(record, name);

	return value == NULL ? 0 : (size_t)strtoull(value, NULL, 10);
}

/* The `number`th session with from 3 to 12 open files and several volumes, whose user has no other. */
static const struct listed_record *
busy_session(const struct records *world, size_t number)
{
	for (size_t i = 0; i < world->count; i++) {
		const struct listed_record *record = &world->list[i];
		const char *volumes = record_value(record, "volumes.name");
		size_t files = number_of(record, "open_files");

		if (files < 3 || files > 12 || volumes == NULL || strchr(volumes, ';') == NULL ||
		    number_of(record, "connection_count") != 1)
			continue;
		if (number-- == 0)
			return record;
	}
	check_fail("the world has no such session");
}

static struct records
files_of(struct sim *sim, struct scene *scene, const struct listed_record *session)
{
	return sim_ask(sim, scene_text(scene, FILES_PATH "session.identifier=%s&connection.identifier=%s",
				record_value(session, "identifier"), record_value(session, "connection_id")));
}

/* Watches a simulator with this session alone in the table, and the cursor on it. */
static struct stage *
watch_session(struct scene *scene, const char *size, struct sim *sim, const struct listed_record *session)
{
	struct stage *stage = watch_rows(scene, size, sim,
	    scene_text(scene, "--columns user,client,files -f 'identifier = %s and connection_id = %s'",
		record_value(session, "identifier"), record_value(session, "connection_id")));

	table_wait_rows(stage, 1);
	return stage;
}

/* Opens the detail on its tab of files, and waits until all are there. */
static void
open_files_tab(struct stage *stage, size_t count)
{
	stage_type(stage, KEY_ENTER);
	stage_wait_text(stage, "[session]");
	stage_wait_text(stage, " open ");
	stage_type(stage, KEY_TAB KEY_TAB);
	stage_wait_text(stage, "[files");
	table_wait_rows(stage, count);
}

/* Each record stands in a row of the table, by this field under this title. */
static void
check_listed(struct stage *stage, const struct records *records, const char *field, const char *title)
{
	table_wait_rows(stage, records->count);
	for (size_t i = 0; i < records->count; i++) {
		const char *value = record_value(&records->list[i], field);

		if (table_find(stage, title, value) < 0)
			stage_fail(stage, "%s is not in the table", value);
	}
}

static void
every_volume_has_a_line_in_its_tab(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 120 --seed 7 --frozen");
	struct records world = sim_world(sim);
	const struct listed_record *session = busy_session(&world, 0);
	struct stage *stage = watch_session(*state, "80x24", sim, session);
	const char *names = record_value(session, "volumes.name"), *uuids = record_value(session, "volumes.uuid");

	stage_type(stage, KEY_ENTER KEY_TAB);
	stage_wait_text(stage, "[volumes ");
	for (int line = 5; *names != '\0'; line++) {
		size_t name = strcspn(names, ";"), uuid = strcspn(uuids, ";");

		stage_wait_on_line(stage, line, scene_text(*state, "%.*s", (int)name, names));
		stage_wait_on_line(stage, line, scene_text(*state, "%.*s", (int)uuid, uuids));
		names += name + (names[name] == ';');
		uuids += uuid + (uuids[uuid] == ';');
	}
}

static void
volumes_scroll_with_their_cursor(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 120 --seed 7 --frozen");
	struct records world = sim_world(sim);
	const struct listed_record *session = busy_session(&world, 0);
	const char *uuids = record_value(session, "volumes.uuid");
	size_t first = strcspn(uuids, ";"), second = strcspn(uuids + first + 1, ";");
	/* There is room for one of them. */
	struct stage *stage = watch_session(*state, "80x6", sim, session);

	stage_type(stage, KEY_ENTER KEY_TAB);
	stage_wait_on_line(stage, 3, scene_text(*state, "%.*s", (int)first, uuids));
	stage_type(stage, KEY_DOWN);
	stage_wait_on_line(stage, 3, scene_text(*state, "%.*s", (int)second, uuids + first + 1));
	stage_type(stage, KEY_UP);
	stage_wait_on_line(stage, 3, scene_text(*state, "%.*s", (int)first, uuids));
}

static void
the_files_of_a_session_are_those_that_the_cluster_lists(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 120 --seed 7 --frozen");
	struct records world = sim_world(sim);
	const struct listed_record *session = busy_session(&world, 1);
	struct records files = files_of(sim, *state, session);
	struct stage *stage = watch_session(*state, WIDE, sim, session);

	assert_int_equal(files.count, number_of(session, "open_files"));
	open_files_tab(stage, files.count);
	check_listed(stage, &files, "path", "PATH");
	stage_wait_text(stage, scene_text(*state, "[files %zu]", files.count));
	stage_wait_no_text(stage, "listed now");
}

static void
what_changed_since_the_session_was_read_is_told(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 120 --seed 7 --frozen");
	struct records world = sim_world(sim);
	const struct listed_record *session = busy_session(&world, 1);
	struct stage *stage = watch_session(*state, WIDE, sim, session);
	size_t count = number_of(session, "open_files");

	stage_type(stage, KEY_ENTER);
	stage_wait_text(stage, " open ");
	sim_post(sim, "touch?user=%s&open_files=%zu", sim_escape(sim, record_value(session, "user")), count + 2);
	stage_type(stage, KEY_TAB KEY_TAB);
	stage_wait_text(stage, scene_text(*state, "%zu listed now, %zu when the session was read", count + 2, count));
}

static void
the_connection_has_its_port_and_its_sessions(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 120 --seed 7 --frozen");
	struct records world = sim_world(sim);
	const struct listed_record *session = busy_session(&world, 0);
	struct records connections = sim_ask(
	    sim, scene_text(*state, "protocols/cifs/connections?fields=*&identifier=%s&svm.uuid=%s",
		     record_value(session, "connection_id"), record_value(session, "svm.uuid")));
	struct stage *stage = watch_session(*state, WIDE, sim, session);

	assert_int_equal(connections.count, 1);
	stage_type(stage, KEY_ENTER);
	stage_wait_text(stage, " open ");
	stage_type(stage, "\033[Z");
	stage_wait_text(stage, "[connection]");
	table_wait_value(stage, "PORT", 0, record_value(&connections.list[0], "client_port"));
	table_wait_value(stage, "CLIENT", 0, record_value(session, "client_ip"));
	stage_wait_text(stage, record_value(session, "identifier"));
}

static void
ids_above_2_to_63_that_differ_in_the_last_digit_have_their_own_files(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 60 --seed 7 --frozen");
	struct records world = sim_world(sim);
	const struct listed_record *first = records_find(&world, "identifier", "9963890385148651041");
	const struct listed_record *second = records_find(&world, "identifier", "9963890385148651042");

	assert_non_null(first);
	assert_non_null(second);
	for (size_t i = 0; i < 2; i++) {
		const struct listed_record *session = i == 0 ? first : second;
		struct records files;
		struct stage *stage;

		sim_post(sim, "touch?user=%s&open_files=%zu", sim_escape(sim, record_value(session, "user")), 3 + i);
		files = files_of(sim, *state, session);
		assert_int_equal(files.count, 3 + i);
		stage = watch_session(*state, WIDE, sim, session);
		open_files_tab(stage, files.count);
		check_listed(stage, &files, "path", "PATH");
		stage_type(stage, "q");
		stage_wait_end(stage, 0);
	}
}

static void
the_cursor_stays_on_its_file_over_refreshes(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 120 --seed 7 --frozen");
	struct records world = sim_world(sim);
	const struct listed_record *session = busy_session(&world, 1);
	const char *user = sim_escape(sim, record_value(session, "user")), *path;
	struct stage *stage = watch_rows(*state, WIDE, sim,
	    scene_text(*state, "--delay 500ms --columns user,files -f 'identifier = %s'",
		record_value(session, "identifier")));
	size_t count = number_of(session, "open_files");

	open_files_tab(stage, count);
	stage_type(stage, KEY_DOWN KEY_DOWN);
	table_wait_cursor(stage, 2);
	path = table_column(stage, "PATH")[2];
	for (size_t i = 1; i <= 3; i++) {
		sim_post(sim, "touch?user=%s&open_files=%zu", user, count + i);
		table_wait_rows(stage, count + i);
		table_wait_cursor_on(stage, "PATH", path);
	}
}

static void
the_tab_follows_to_the_row_beside_and_to_one_that_is_clicked(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 60 --seed 7 --frozen");
	struct stage *stage = watch_rows(*state, "160x44", sim, "--columns user,client,files");
	const char *const *users;
	int column, line;

	stage_type(stage, KEY_ENTER);
	stage_wait_text(stage, " open ");
	stage_type(stage, KEY_TAB KEY_TAB);
	stage_wait_text(stage, "[files");
	users = table_column(stage, "USER");
	stage_type(stage, "]]");
	stage_wait_text(stage, scene_text(*state, "%s from ", users[2]));
	stage_wait_text(stage, "[files");
	stage_wait_text(stage, "PATH");
	stage_type(stage, "[");
	stage_wait_text(stage, scene_text(*state, "%s from ", users[1]));
	assert_true(stage_find(stage, users[3], &column, &line));
	stage_click(stage, column, line);
	stage_wait_text(stage, scene_text(*state, "%s from ", users[3]));
	stage_click_text(stage, "connection");
	stage_wait_text(stage, "[connection]");
	stage_wait_text(stage, "PORT");
}

/* A key for a session that has ended and left the table must not act on the row that took its place. */
static void
keys_are_about_the_session_of_the_detail_when_it_has_left_the_table(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 120 --seed 7 --frozen");
	struct records world = sim_world(sim);
	const struct listed_record *session = busy_session(&world, 0);
	const char *user = record_value(session, "user");
	struct stage *stage = watch_rows(*state, "120x24", sim, "--columns user,client,files --sort user");

	for (int row = table_find(stage, "USER", user); row < 0; row = table_find(stage, "USER", user)) {
		stage_type(stage, KEY_PAGE_DOWN);
		stage_bytes(stage);
	}
	stage_type(stage, KEY_HOME KEY_F3);
	stage_type(stage, user);
	stage_type(stage, KEY_ENTER);
	table_wait_cursor_on(stage, "USER", user);
	stage_type(stage, KEY_ENTER);
	stage_wait_text(stage, " open ");
	sim_post(sim, "end?user=%s", sim_escape(sim, user));
	for (int i = 0; i < 3; i++)
		watch_refresh(stage, sim);
	stage_wait_text(stage, "ended at ");
	stage_type(stage, "f");
	stage_wait_text(stage, scene_text(*state, "files of %s", user));
	stage_wait_text(stage, "has no such open files");
}

static size_t
count_with(const struct records *world, const char *field, const char *value)
{
	size_t count = 0;

	for (size_t i = 0; i < world->count; i++) {
		const char *other = record_value(&world->list[i], field);

		count += other != NULL && strstr(other, value) != NULL;
	}
	return count;
}

static void
all_sessions_of_a_user_a_client_and_a_volume_are_one_key_away(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 120 --seed 7 --frozen");
	struct records world = sim_world(sim);
	const struct listed_record *session = busy_session(&world, 0);
	const char *user = record_value(session, "user"), *client = record_value(session, "client_ip");
	const char *volumes = record_value(session, "volumes.name"), *uuids = record_value(session, "volumes.uuid");
	const char *volume = scene_text(*state, "%.*s", (int)strcspn(volumes, ";"), volumes);
	const char *uuid = scene_text(*state, "%.*s", (int)strcspn(uuids, ";"), uuids);
	struct stage *stage = watch_session(*state, "160x60", sim, session);

	stage_type(stage, "u");
	stage_wait_text(stage, scene_text(*state, "sessions > user %s", user));
	table_wait_rows(stage, count_with(&world, "user", user));
	table_wait_every(stage, "USER", user);
	stage_type(stage, KEY_ESCAPE);
	stage_wait_no_text(stage, "sessions > ");
	stage_type(stage, "i");
	stage_wait_text(stage, scene_text(*state, "sessions > client %s", client));
	table_wait_every(stage, "CLIENT", client);
	stage_type(stage, KEY_ESCAPE);
	stage_wait_no_text(stage, "sessions > ");
	stage_type(stage, "v");
	stage_wait_text(stage, "which volume?");
	stage_type(stage, KEY_ENTER);
	stage_wait_text(stage, scene_text(*state, "sessions > volume %s", volume));
	table_wait_rows(stage, count_with(&world, "volumes.uuid", uuid));
}

static void
all_files_of_a_client_and_of_a_volume_are_listed(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 60 --seed 7 --frozen --files-per-session 1");
	struct records world = sim_world(sim);
	const struct listed_record *session = busy_session(&world, 0);
	const char *uuids = record_value(session, "volumes.uuid");
	struct records on_volume = sim_ask(
	    sim, scene_text(*state, FILES_PATH "volume.uuid=%.*s", (int)strcspn(uuids, ";"), uuids));
	struct stage *stage = watch_session(*state, "220x60", sim, session);
	size_t of_client = 0;

	for (size_t i = 0; i < world.count; i++) {
		if (strcmp(record_value(&world.list[i], "client_ip"), record_value(session, "client_ip")) == 0)
			of_client += number_of(&world.list[i], "open_files");
	}
	stage_type(stage, "i");
	stage_wait_text(stage, "> client ");
	stage_type(stage, "f");
	stage_wait_text(stage, "> files of client ");
	table_wait_rows(stage, of_client);
	table_wait_every(stage, "CLIENT", record_value(session, "client_ip"));
	stage_type(stage, KEY_ESCAPE);
	stage_wait_no_text(stage, "files of");
	stage_type(stage, KEY_ESCAPE);
	stage_wait_no_text(stage, "sessions > ");
	stage_type(stage, "v" KEY_ENTER);
	stage_wait_text(stage, "> volume ");
	stage_type(stage, "f");
	stage_wait_text(stage, "> files of volume ");
	check_listed(stage, &on_volume, "path", "PATH");
}

static void
the_header_counts_all_sessions_above_those_of_one_client(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 120 --seed 7 --frozen");
	struct stage *stage = watch_rows(*state, "160x40", sim, "");
	struct records world;

	stage_wait_on_line(stage, 0, " 120 sessions");
	stage_type(stage, "i");
	stage_wait_text(stage, "sessions > client ");
	sim_post(sim, "step?seconds=3600");
	world = sim_world(sim);
	if (world.count == 120)
		check_fail("the world did not change");
	stage_type(stage, "r");
	stage_wait_on_line(stage, 0, scene_text(*state, " %zu sessions", world.count));
	stage_wait_text(stage, "sessions > client ");
}

static void
a_file_that_a_filter_hides_has_not_ended(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 60 --seed 7 --frozen");
	struct records world = sim_world(sim);
	const struct listed_record *session = busy_session(&world, 0);
	struct stage *stage = watch_session(*state, "220x60", sim, session);

	stage_type(stage, "f");
	stage_wait_text(stage, "> files of ");
	table_wait_rows(stage, number_of(session, "open_files"));
	stage_type(stage, KEY_ENTER);
	stage_wait_text(stage, "  open ");
	stage_type(stage, "/path = nowhere" KEY_ENTER);
	stage_wait_text(stage, "0 of ");
	stage_wait_text(stage, "  open ");
	if (stage_has(stage, "ended at"))
		stage_fail(stage, "a hidden file is said to have ended");
}

static void
escape_goes_up_to_the_same_row(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 60 --seed 7 --frozen");
	struct stage *stage = watch_rows(*state, "160x40", sim, "--columns user,client,files");
	const char *user, *path;

	stage_type(stage, KEY_DOWN KEY_DOWN);
	table_wait_cursor(stage, 2);
	user = table_column(stage, "USER")[2];
	stage_type(stage, "f");
	stage_wait_text(stage, "> files of ");
	table_wait_cursor(stage, 0);
	stage_type(stage, KEY_DOWN);
	table_wait_cursor(stage, 1);
	path = table_column(stage, "PATH")[1];
	stage_type(stage, "L");
	stage_wait_text(stage, "> locks of ");
	table_wait_cursor(stage, 0);
	stage_type(stage, KEY_ESCAPE);
	stage_wait_no_text(stage, "locks of ");
	table_wait_cursor_on(stage, "PATH", path);
	stage_type(stage, "u");
	stage_wait_text(stage, "> user ");
	stage_type(stage, KEY_ESCAPE);
	table_wait_cursor_on(stage, "PATH", path);
	stage_type(stage, KEY_ESCAPE);
	table_wait_cursor_on(stage, "USER", user);
	table_wait_cursor(stage, 2);
}

static void
one_goes_only_so_deep_and_back_again(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 60 --seed 7 --frozen");
	struct stage *stage = watch_rows(*state, "80x24", sim, "");

	for (int i = 0; i < 8; i++) {
		stage_type(stage, "u");
		stage_bytes(stage);
	}
	stage_wait_text(stage, "that is deep enough");
	for (int i = 0; i < 8; i++) {
		stage_type(stage, KEY_ESCAPE);
		stage_bytes(stage);
	}
	stage_wait_no_text(stage, "sessions > ");
	table_wait_cursor(stage, 0);
}

/* What the table of sessions can, a table of files can as well. */
static void
check_table_keys(struct stage *stage)
{
	const char *const *paths;
	const char *third;
	size_t rows = table_rows(stage);

	table_wait_sorted(stage, "PATH", compare_texts);
	stage_type(stage, "I");
	table_wait_sorted(stage, "PATH", compare_texts_down);
	stage_type(stage, "I");
	table_wait_sorted(stage, "PATH", compare_texts);
	paths = table_column(stage, "PATH");
	third = paths[2];
	stage_type(stage, KEY_HOME KEY_F3);
	stage_type(stage, third);
	stage_type(stage, KEY_ENTER);
	table_wait_cursor_on(stage, "PATH", third);
	watch_choose(stage, "c", "session.identifier");
	stage_type(stage, " " KEY_ENTER);
	table_wait_title(stage, "SESSION ID");
	watch_choose(stage, "s", "open_mode");
	stage_type(stage, KEY_ENTER);
	stage_wait_text(stage, "MODE▲");
	stage_type(stage, "/nothing is like this" KEY_ENTER);
	stage_wait_text(stage, "0 of ");
	stage_type(stage, KEY_ESCAPE);
	table_wait_rows(stage, rows);
	table_wait_cursor_on(stage, "PATH", third);
}

static void
files_are_sorted_filtered_searched_and_have_columns(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 120 --seed 7 --frozen");
	struct records world = sim_world(sim);
	const struct listed_record *session = busy_session(&world, 1);
	struct stage *stage = watch_session(*state, WIDE, sim, session);
	size_t count = number_of(session, "open_files");

	open_files_tab(stage, count);
	check_table_keys(stage);
	stage_wait_text(stage, "[files");
	stage_type(stage, KEY_ESCAPE);
	stage_type(stage, KEY_ESCAPE);
	stage_wait_text(stage, "USER");
	stage_type(stage, "f");
	stage_wait_text(stage, "> files of ");
	table_wait_rows(stage, count);
	check_table_keys(stage);
}

static void
a_table_that_is_opened_while_frozen_has_rows(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 120 --seed 7 --frozen");
	struct records world = sim_world(sim);
	const struct listed_record *session = busy_session(&world, 1);
	struct stage *stage = watch_session(*state, WIDE, sim, session);
	struct records files = files_of(sim, *state, session);

	stage_type(stage, "p");
	stage_wait_text(stage, "PAUSED");
	stage_type(stage, "f");
	stage_wait_text(stage, "> files of ");
	check_listed(stage, &files, "path", "PATH");
	stage_wait_text(stage, "PAUSED");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    SCENE_TEST(every_volume_has_a_line_in_its_tab),
	    SCENE_TEST(volumes_scroll_with_their_cursor),
	    SCENE_TEST(the_files_of_a_session_are_those_that_the_cluster_lists),
	    SCENE_TEST(what_changed_since_the_session_was_read_is_told),
	    SCENE_TEST(the_connection_has_its_port_and_its_sessions),
	    SCENE_TEST(ids_above_2_to_63_that_differ_in_the_last_digit_have_their_own_files),
	    SCENE_TEST(the_cursor_stays_on_its_file_over_refreshes),
	    SCENE_TEST(the_tab_follows_to_the_row_beside_and_to_one_that_is_clicked),
	    SCENE_TEST(keys_are_about_the_session_of_the_detail_when_it_has_left_the_table),
	    SCENE_TEST(all_sessions_of_a_user_a_client_and_a_volume_are_one_key_away),
	    SCENE_TEST(all_files_of_a_client_and_of_a_volume_are_listed),
	    SCENE_TEST(the_header_counts_all_sessions_above_those_of_one_client),
	    SCENE_TEST(a_file_that_a_filter_hides_has_not_ended),
	    SCENE_TEST(escape_goes_up_to_the_same_row),
	    SCENE_TEST(one_goes_only_so_deep_and_back_again),
	    SCENE_TEST(files_are_sorted_filtered_searched_and_have_columns),
	    SCENE_TEST(a_table_that_is_opened_while_frozen_has_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
