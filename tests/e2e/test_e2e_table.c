/* test_e2e_table.c: rows, order, columns, scrolling and the cursor. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "e2e/watch.h"

static int
compare_lines(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static const char *
value_or_dash(const struct listed_record *record, const char *name)
{
	const char *value = record_value(record, name);

	return value == NULL ? "-" : value;
}

/* Every session of the world, sorted, as user|client|svm|node. */
static const char **
lines_of_world(struct scene *scene, const struct records *world)
{
	const char **lines = scene_memory(scene, (world->count + 1) * sizeof(*lines));

	for (size_t i = 0; i < world->count; i++) {
		const struct listed_record *record = &world->list[i];

		lines[i] = scene_text(scene, "%s|%s|%s|%s", value_or_dash(record, "user"),
		    value_or_dash(record, "client_ip"), value_or_dash(record, "svm.name"),
		    value_or_dash(record, "open_files"));
	}
	qsort(lines, world->count, sizeof(*lines), compare_lines);
	return lines;
}

static const char **
lines_of_screen(struct stage *stage, size_t count)
{
	const char *const *users = table_column(stage, "USER"), *const *clients = table_column(stage, "CLIENT");
	const char *const *svms = table_column(stage, "SVM"), *const *files = table_column(stage, "FILES");
	const char **lines = scene_memory(stage_scene(stage), (count + 1) * sizeof(*lines));

	for (size_t i = 0; i < count; i++)
		lines[i] = scene_text(stage_scene(stage), "%s|%s|%s|%s", users[i], clients[i], svms[i], files[i]);
	qsort(lines, count, sizeof(*lines), compare_lines);
	return lines;
}

static void
all_sessions_of_the_cluster_are_rows(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 60 --seed 2 --frozen");
	struct records world = sim_world(sim);
	struct stage *stage = watch_rows(*state, "240x90", sim, "");
	const char **expected = lines_of_world(*state, &world), **seen;

	table_wait_rows(stage, world.count);
	seen = lines_of_screen(stage, world.count);
	for (size_t i = 0; i < world.count; i++)
		assert_string_equal(seen[i], expected[i]);
}

/* Files are open on a session, so the records of its further connections do not count again. */
static bool
is_further_connection(const struct records *world, size_t index)
{
	static const char *const keys[] = {"node.uuid", "svm.uuid", "identifier"};

	for (size_t i = 0; i < index; i++) {
		size_t same = 0;

		for (size_t key = 0; key < 3; key++)
			same += strcmp(record_value(&world->list[i], keys[key]),
				    record_value(&world->list[index], keys[key])) == 0;
		if (same == 3)
			return true;
	}
	return false;
}

static void
the_header_counts_what_there_is(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 60 --seed 2 --frozen --release 9.12");
	struct records world = sim_world(sim);
	struct stage *stage = watch_rows(*state, "120x24", sim, "");
	unsigned long files = 0, signed_ones = 0;

	for (size_t i = 0; i < world.count; i++) {
		if (!is_further_connection(&world, i))
			files += strtoul(record_value(&world.list[i], "open_files"), NULL, 10);
		signed_ones += strcmp(record_value(&world.list[i], "smb_signing"), "true") == 0;
	}
	stage_wait_on_line(stage, 0, scene_text(*state, " %zu sessions ", world.count));
	stage_wait_on_line(stage, 1, "9.12.1");
	stage_wait_on_line(
	    stage, 2, scene_text(*state, "signed %lu%%", (signed_ones * 100 + world.count / 2) / world.count));
	if (files < 1000)
		stage_wait_on_line(stage, 0, scene_text(*state, " %lu files", files));
}

static void
the_first_order_is_by_open_files(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 100 --seed 3 --frozen");
	struct stage *stage = watch_rows(*state, "100x40", sim, "");

	table_wait_sorted(stage, "FILES", compare_counts_down);
	stage_wait_text(stage, "FILES▼");
}

static void
s_sorts_by_the_field_that_is_chosen(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 100 --seed 3 --frozen");
	struct stage *stage = watch_rows(*state, "120x40", sim, "--columns user,files,idle");

	watch_choose(stage, "s", "user");
	stage_type(stage, KEY_ENTER);
	stage_wait_text(stage, "USER▲");
	table_wait_sorted(stage, "USER", compare_texts);
	watch_choose(stage, KEY_F6, "idle_duration");
	stage_type(stage, KEY_ENTER);
	stage_wait_text(stage, "IDLE▼");
	table_wait_sorted(stage, "IDLE", compare_times_down);
}

static void
i_inverts_the_order(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 100 --seed 3 --frozen");
	struct stage *stage = watch_rows(*state, "120x40", sim, "--columns user,files --sort user");

	table_wait_sorted(stage, "USER", compare_texts);
	stage_type(stage, "I");
	stage_wait_text(stage, "USER▼");
	table_wait_sorted(stage, "USER", compare_texts_down);
	stage_type(stage, "I");
	table_wait_sorted(stage, "USER", compare_texts);
}

static void
less_and_greater_move_the_order_to_the_column_beside(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 100 --seed 3 --frozen");
	struct stage *stage = watch_rows(*state, "120x40", sim, "--columns user,files,idle --sort files");

	stage_wait_text(stage, "FILES▼");
	stage_type(stage, ">");
	stage_wait_text(stage, "IDLE▼");
	table_wait_sorted(stage, "IDLE", compare_times_down);
	stage_type(stage, "<");
	stage_wait_text(stage, "FILES▼");
	stage_type(stage, "<");
	stage_wait_text(stage, "USER▲");
	table_wait_sorted(stage, "USER", compare_texts);
}

static void
a_second_key_orders_equal_values(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 100 --seed 3 --frozen");
	struct stage *stage = watch_rows(*state, "120x40", sim, "--columns protocol,user,files --sort protocol,user");
	const char *const *dialects, *const *users;

	table_wait_sorted(stage, "DIALECT", compare_texts);
	dialects = table_column(stage, "DIALECT");
	users = table_column(stage, "USER");
	for (size_t i = 1; users[i] != NULL; i++)
		assert_true(strcmp(dialects[i - 1], dialects[i]) != 0 || compare_texts(users[i - 1], users[i]) <= 0);
}

/* The user of the session with the smallest connection id. */
static const char *
first_user(const struct records *world)
{
	const struct listed_record *first = &world->list[0];

	for (size_t i = 1; i < world->count; i++) {
		if (strtoul(record_value(&world->list[i], "connection_id"), NULL, 10) <
		    strtoul(record_value(first, "connection_id"), NULL, 10))
			first = &world->list[i];
	}
	return value_or_dash(first, "user");
}

static void
a_field_that_is_not_shown_can_be_sorted_by(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 100 --seed 3 --frozen --nodes 1");
	struct records world = sim_world(sim);
	struct stage *stage = watch_rows(*state, "120x40", sim, "--columns user,files");

	watch_choose(stage, "s", "connection_id");
	stage_type(stage, KEY_ENTER);
	table_wait_value(stage, "USER", 0, first_user(&world));
	table_wait_no_title(stage, "CONN ID");
}

static void
c_shows_and_hides_columns(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 30 --seed 3 --frozen");
	struct records world = sim_world(sim);
	struct stage *stage = watch_rows(*state, "160x40", sim, "--columns user,svm,files --sort user");

	watch_choose(stage, "c", "svm.name");
	stage_type(stage, " ");
	stage_wait_text(stage, "[ ] svm.name");
	watch_choose(stage, "", "connection_id");
	stage_type(stage, " ");
	stage_wait_text(stage, "[x] connection_id");
	stage_type(stage, KEY_ENTER);
	table_wait_title(stage, "CONN ID");
	table_wait_no_title(stage, "SVM");
	table_wait_title(stage, "USER");
	/* The values of the new column come with a walk of their own. */
	table_wait_value(stage, "CONN ID", (size_t)table_find(stage, "USER", watch_lone_user(&world, 0)),
	    record_value(records_find(&world, "user", watch_lone_user(&world, 0)), "connection_id"));
}

static void
columns_can_be_moved(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 30 --seed 3 --frozen");
	struct stage *stage = watch_rows(*state, "160x40", sim, "--columns user,svm,files --sort user");
	const char *const *titles;

	watch_choose(stage, "c", "open_files");
	stage_type(stage, "<<");
	stage_type(stage, KEY_ENTER);
	stage_wait_no_text(stage, "Columns, left to right");
	table_wait_title(stage, "FILES");
	titles = table_titles(stage);
	assert_string_equal(titles[0], "FILES");
	assert_string_equal(titles[1], "USER▲");
	assert_string_equal(titles[2], "SVM");
}

static void
escape_leaves_the_columns_as_they_were(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 30 --seed 3 --frozen");
	struct stage *stage = watch_rows(*state, "160x40", sim, "--columns user,svm,files");

	watch_choose(stage, "c", "svm.name");
	stage_type(stage, " ");
	stage_wait_text(stage, "[ ] svm.name");
	stage_type(stage, KEY_ESCAPE);
	table_wait_title(stage, "SVM");
}

static void
arrows_and_letters_move_the_cursor(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 200 --seed 3 --frozen");
	struct stage *stage = watch_rows(*state, "80x24", sim, "");

	table_wait_cursor(stage, 0);
	stage_type(stage, KEY_DOWN KEY_DOWN "j");
	table_wait_cursor(stage, 3);
	stage_wait_on_line(stage, -2, "4/");
	stage_type(stage, KEY_UP "k");
	table_wait_cursor(stage, 1);
	stage_type(stage, "kkkk");
	table_wait_cursor(stage, 0);
}

static void
pages_and_ends_are_reached(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 200 --seed 3 --frozen");
	size_t count = sim_world(sim).count;
	struct stage *stage = watch_rows(*state, "80x24", sim, "");
	size_t page = table_rows(stage);
	const char *last = scene_text(*state, " %zu/%zu", count, count);

	stage_type(stage, KEY_PAGE_DOWN);
	stage_wait_on_line(stage, -2, scene_text(*state, " %zu/%zu", page + 1, count));
	stage_type(stage, KEY_PAGE_UP);
	stage_wait_on_line(stage, -2, scene_text(*state, " 1/%zu", count));
	stage_type(stage, KEY_END);
	stage_wait_on_line(stage, -2, last);
	table_wait_cursor(stage, (int)page - 1);
	stage_type(stage, KEY_HOME);
	stage_wait_on_line(stage, -2, scene_text(*state, " 1/%zu", count));
	table_wait_cursor(stage, 0);
	stage_type(stage, "G");
	stage_wait_on_line(stage, -2, last);
	stage_type(stage, "g");
	stage_wait_on_line(stage, -2, scene_text(*state, " 1/%zu", count));
}

static void
the_wheel_moves_the_cursor(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 200 --seed 3 --frozen");
	struct stage *stage = watch_rows(*state, "80x24", sim, "");

	stage_wheel(stage, 2);
	table_wait_cursor(stage, 6);
	stage_wheel(stage, -1);
	table_wait_cursor(stage, 3);
}

static void
a_click_selects_a_row_and_sorts_by_a_title(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 200 --seed 3 --frozen");
	struct stage *stage = watch_rows(*state, "100x30", sim, "");
	int column = 0, line = 0;

	table_wait_title(stage, "CLIENT");
	stage_find(stage, "CLIENT", &column, &line);
	stage_click(stage, 20, line + 8);
	table_wait_cursor(stage, 7);
	stage_click_text(stage, "IDLE");
	stage_wait_text(stage, "IDLE▼");
	table_wait_sorted(stage, "IDLE", compare_times_down);
	stage_click_text(stage, "IDLE");
	stage_wait_text(stage, "IDLE▲");
	table_wait_sorted(stage, "IDLE", compare_times);
}

static void
the_screen_goes_on_after_a_button_that_means_nothing(void **state)
{
	static const char release[] = "\033[<0;20;12m", wheel_aside[] = "\033[<66;20;12M";
	struct sim *sim = sim_start(*state, "--sessions 20 --seed 3 --frozen");
	struct stage *stage = watch_rows(*state, "100x30", sim, "--delay 500ms --columns user,client");

	/* The terminal sends these for a button that is let go, and for a wheel that is tilted. */
	terminal_send(stage_terminal(stage), release, strlen(release));
	terminal_send(stage_terminal(stage), wheel_aside, strlen(wheel_aside));
	for (int i = 1; i <= 2; i++) {
		sim_post(
		    sim, "add?user=%s&client_ip=10.9.9.9", sim_escape(sim, scene_text(*state, "CORP\\after%d", i)));
		stage_wait_text(stage, scene_text(*state, "CORP\\after%d", i));
	}
}

/* Nothing but the button's release is sent between the row that is waited for and the refresh. */
static void
a_button_let_go_later_does_not_stop_the_screen(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 20 --seed 3 --frozen");
	struct stage *stage = watch_rows(*state, "100x40", sim, "--columns user,client,files --delay 500ms");

	for (int button = 1; button <= 3; button++) {
		const char *user = scene_text(*state, "CORP\\after%d", button);

		stage_hold(stage, 20, 5 + button, button);
		(void)stage_bytes(stage);
		stage_release(stage, 20, 5 + button, button);
		(void)stage_bytes(stage);
		sim_post(sim, "add?user=%s&client_ip=10.9.9.9", sim_escape(sim, user));
		stage_wait_text(stage, user);
	}
	table_wait_cursor(stage, 2);
}

/* Puts the cursor on the row of a user. */
static void
select_user(struct stage *stage, const char *user)
{
	int row = table_find(stage, "USER", user);

	if (row < 0)
		stage_fail(stage, "%s is not on the screen", user);
	for (int i = 0; i < row; i++)
		stage_type(stage, "j");
	table_wait_cursor_on(stage, "USER", user);
}

static void
the_cursor_stays_on_its_session_when_the_order_changes(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 40 --seed 3 --frozen");
	struct records world = sim_world(sim);
	const char *chosen = watch_lone_user(&world, 3), *other = watch_lone_user(&world, 5);
	struct stage *stage = watch_rows(*state, "120x60", sim, "--columns user,client,files");

	select_user(stage, chosen);
	sim_post(sim, "touch?user=%s&open_files=5000", sim_escape(sim, other));
	watch_refresh(stage, sim);
	table_wait_value(stage, "USER", 0, other);
	table_wait_cursor_on(stage, "USER", chosen);
	sim_post(sim, "touch?user=%s&open_files=6000", sim_escape(sim, chosen));
	watch_refresh(stage, sim);
	table_wait_value(stage, "USER", 0, chosen);
	table_wait_cursor(stage, 0);
}

static void
the_cursor_stays_on_its_session_while_others_come_and_go(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 100 --seed 12 --frozen --churn 300");
	struct records world = sim_world(sim);
	const char *chosen = watch_lone_user(&world, 4), *newcomer;
	struct stage *stage = watch_rows(*state, "120x160", sim, "--columns user,files --sort user");

	select_user(stage, chosen);
	for (unsigned round = 0; round < 5; round++) {
		sim_post(sim, "step?seconds=20");
		world = sim_world(sim);
		/* By this seed it does not end; others do. */
		assert_non_null(records_find(&world, "user", chosen));
		newcomer = scene_text(*state, "A\\new%u", round);
		sim_post(sim, "add?user=%s&client_ip=10.9.9.9", sim_escape(sim, newcomer));
		watch_refresh(stage, sim);
		stage_wait_text(stage, newcomer);
		table_wait_cursor_on(stage, "USER", chosen);
	}
}

static void
when_its_session_is_gone_the_cursor_stays_at_its_place(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 40 --seed 3 --frozen");
	struct records world = sim_world(sim);
	const char *chosen = watch_lone_user(&world, 3);
	struct stage *stage = watch_rows(*state, "120x60", sim, "--columns user,files --sort user");
	int row;

	select_user(stage, chosen);
	row = table_cursor(stage);
	sim_post(sim, "end?user=%s", sim_escape(sim, chosen));
	watch_refresh(stage, sim);
	table_wait_sign(stage, "USER", chosen, 'x');
	watch_refresh(stage, sim);
	stage_wait_no_text(stage, chosen);
	table_wait_cursor(stage, row);
}

static void
new_sessions_carry_a_plus_for_a_while(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 40 --seed 3 --frozen");
	struct stage *stage = watch_rows(*state, "120x60", sim, "--columns user,client,files");

	for (size_t row = 0; row < table_rows(stage); row++)
		assert_int_equal(table_sign(stage, row), ' ');
	sim_post(sim, "add?user=CORP%%5Cnewcomer&client_ip=10.9.9.9");
	watch_refresh(stage, sim);
	table_wait_sign(stage, "USER", "CORP\\newcomer", '+');
	table_wait_sign(stage, "USER", "CORP\\newcomer", ' ');
}

static void
ended_sessions_carry_an_x_for_one_refresh(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 40 --seed 3 --frozen");
	struct records world = sim_world(sim);
	const char *gone = watch_lone_user(&world, 2);
	struct stage *stage = watch_rows(*state, "120x60", sim, "--columns user,client,files");

	sim_post(sim, "end?user=%s", sim_escape(sim, gone));
	watch_refresh(stage, sim);
	table_wait_sign(stage, "USER", gone, 'x');
	stage_wait_on_line(stage, 0, scene_text(*state, " %zu sessions", world.count - 1));
	watch_refresh(stage, sim);
	stage_wait_no_text(stage, gone);
}

static void
absent_values_are_a_dash_and_stand_last(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 200 --seed 3 --frozen");
	struct records world = sim_world(sim);
	struct stage *stage = watch_rows(*state, "120x24", sim, "--columns user,unix,files --sort unix:desc");
	size_t absent = 0;

	for (size_t i = 0; i < world.count; i++)
		absent += record_value(&world.list[i], "mapped_unix_user") == NULL;
	assert_true(absent > 0);
	table_wait_sorted(stage, "UNIX", compare_texts_down);
	stage_type(stage, "G");
	table_wait_cursor_on(stage, "UNIX", "-");
	stage_type(stage, "I");
	stage_type(stage, "G");
	table_wait_cursor_on(stage, "UNIX", "-");
	table_wait_sorted(stage, "UNIX", compare_texts);
}

static void
rows_appear_while_the_first_walk_goes_on(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 100 --seed 3 --frozen --fault hang,path=sessions,nth=3");
	const char *config = sim_config(*state, "max_records: 20, interval: 1h", "", "slow", sim);
	struct stage *stage = stage_open_cifstop(*state, "100x60", "-c %s", config);

	table_wait_rows(stage, 40);
	stage_wait_on_line(stage, 1, "asking");
}

static void
columns_and_order_come_from_the_configuration(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 40 --seed 3 --frozen");
	const char *config = sim_config(*state, "", "columns: [client, user], sort: [client]", "one", sim);
	struct stage *stage = stage_open_cifstop(*state, "100x60", "-c %s", config);
	const char *const *titles;

	table_wait_title(stage, "CLIENT");
	titles = table_titles(stage);
	assert_string_equal(titles[0], "CLIENT▲");
	assert_string_equal(titles[1], "USER");
	assert_null(titles[2]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    SCENE_TEST(all_sessions_of_the_cluster_are_rows),
	    SCENE_TEST(the_header_counts_what_there_is),
	    SCENE_TEST(the_first_order_is_by_open_files),
	    SCENE_TEST(s_sorts_by_the_field_that_is_chosen),
	    SCENE_TEST(i_inverts_the_order),
	    SCENE_TEST(less_and_greater_move_the_order_to_the_column_beside),
	    SCENE_TEST(a_second_key_orders_equal_values),
	    SCENE_TEST(a_field_that_is_not_shown_can_be_sorted_by),
	    SCENE_TEST(c_shows_and_hides_columns),
	    SCENE_TEST(columns_can_be_moved),
	    SCENE_TEST(escape_leaves_the_columns_as_they_were),
	    SCENE_TEST(arrows_and_letters_move_the_cursor),
	    SCENE_TEST(pages_and_ends_are_reached),
	    SCENE_TEST(the_wheel_moves_the_cursor),
	    SCENE_TEST(a_click_selects_a_row_and_sorts_by_a_title),
	    SCENE_TEST(the_screen_goes_on_after_a_button_that_means_nothing),
	    SCENE_TEST(a_button_let_go_later_does_not_stop_the_screen),
	    SCENE_TEST(the_cursor_stays_on_its_session_when_the_order_changes),
	    SCENE_TEST(the_cursor_stays_on_its_session_while_others_come_and_go),
	    SCENE_TEST(when_its_session_is_gone_the_cursor_stays_at_its_place),
	    SCENE_TEST(new_sessions_carry_a_plus_for_a_while),
	    SCENE_TEST(ended_sessions_carry_an_x_for_one_refresh),
	    SCENE_TEST(absent_values_are_a_dash_and_stand_last),
	    SCENE_TEST(rows_appear_while_the_first_walk_goes_on),
	    SCENE_TEST(columns_and_order_come_from_the_configuration),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
