/* test_e2e_stage.c: the harness itself, on programs whose behaviour is known. */
#include "config.h"

#include <string.h>

#include "e2e/records.h"
#include "e2e/stage.h"
#include "e2e/table.h"

static void
text_appears_where_the_program_puts_it(void **state)
{
	struct stage *stage = stage_open(*state, "40x5", "sh -c 'printf \"one\\033[3;7Hthree\"; read x'");
	int column = 0;
	int line = 0;

	stage_wait_line(stage, 0, "one");
	stage_wait_on_line(stage, 2, "three");
	assert_true(stage_find(stage, "three", &column, &line));
	assert_int_equal(column, 6);
	assert_int_equal(line, 2);
}

static void
wide_characters_take_two_columns(void **state)
{
	struct stage *stage = stage_open(*state, "40x5", "sh -c 'printf \"日本x\"; read x'");
	int column = 0;
	int line = 0;

	stage_wait_text(stage, "日本x");
	assert_true(stage_find(stage, "x", &column, &line));
	assert_int_equal(column, 4);
}

static void
colours_and_attributes_are_seen(void **state)
{
	struct stage *stage = stage_open(
	    *state, "40x5", "sh -c 'printf \"\\033[1;7mA\\033[0;38;5;196mB\\033[0mC\"; read x'");
	struct look look = stage_look(stage, "A");

	assert_true(look.bold && look.reverse);
	assert_int_equal(look.foreground, COLOUR_DEFAULT);
	look = stage_look(stage, "B");
	assert_int_equal(look.foreground, 0xff0000);
	assert_int_equal(look.background, COLOUR_DEFAULT);
	look = stage_look(stage, "C");
	assert_int_equal(look.foreground, COLOUR_DEFAULT);
	assert_false(look.bold || look.reverse || look.underline);
}

static void
keys_reach_the_program(void **state)
{
	struct stage *stage = stage_open(*state, "40x5", "sh -c 'read x; echo got $x; read y; exit 3'");

	stage_type(stage, "häl" KEY_BACKSPACE "lo" KEY_ENTER);
	stage_wait_text(stage, "got hälo");
	stage_type(stage, KEY_ENTER);
	stage_wait_end(stage, 3);
	stage_check_restored(stage);
}

static void
cursor_keys_obey_the_mode_that_the_program_set(void **state)
{
	struct stage *stage = stage_open(
	    *state, "40x5", "sh -c 'stty raw; printf \"\\033[?1hready\"; head -c 3 | od -An -c; stty sane; read x'");

	stage_wait_text(stage, "ready");
	stage_type(stage, KEY_UP);
	stage_wait_text(stage, "033   O   A");
}

static void
clicks_are_reported_once_asked_for(void **state)
{
	struct stage *stage = stage_open(*state, "40x5",
	    "sh -c 'stty raw -echo; printf \"\\033[?1000h\\033[?1006hready\"; head -c 9 | od -An -c | tr -d \" \"; "
	    "read x'");

	stage_wait_text(stage, "ready");
	stage_click(stage, 6, 2);
	stage_wait_text(stage, "033[<0;7;3M");
}

static void
a_new_size_reaches_the_program(void **state)
{
	struct stage *stage = stage_open(
	    *state, "40x5", "sh -c 'trap \"stty size\" WINCH; echo ready; while :; do read x; done'");

	stage_wait_text(stage, "ready");
	stage_resize(stage, "60x10");
	stage_wait_text(stage, "10 60");
}

static void
a_full_screen_program_leaves_the_terminal_as_it_was(void **state)
{
	struct stage *stage = stage_open(*state, "80x24",
	    "sh -c 'tput smcup; tput civis; stty raw; printf up; head -c 1;"
	    " stty sane; tput cnorm; tput rmcup'");

	stage_wait_text(stage, "up");
	assert_true(terminal_is_alternate(stage_terminal(stage)));
	assert_false(terminal_has_cursor(stage_terminal(stage)));
	assert_false(terminal_is_restored(stage_terminal(stage)));
	stage_type(stage, "q");
	stage_wait_end(stage, 0);
}

static void
titles_and_bells_are_noticed(void **state)
{
	struct stage *stage = stage_open(*state, "40x5", "sh -c 'printf \"\\033]2;mine\\007\\007done\"; read x'");

	stage_wait_text(stage, "done");
	assert_string_equal(terminal_title(stage_terminal(stage)), "mine");
	assert_int_equal(terminal_bells(stage_terminal(stage)), 1);
}

static void
programs_get_nothing_of_the_users_environment(void **state)
{
	struct outcome outcome;

	scene_set(*state, "EXTRA", "yes");
	scene_set(*state, "TZ", NULL);
	outcome = process_run(*state, "env");
	assert_int_equal(outcome.code, 0);
	check_contains(outcome.out, "EXTRA=yes\n");
	check_contains(outcome.out, "LC_ALL=C.UTF-8\n");
	check_lacks(outcome.out, "TZ=");
	check_lacks(outcome.out, "USER=");
	check_lacks(outcome.out, "PWD=");
}

static void
outcomes_keep_the_two_outputs_apart(void **state)
{
	struct outcome outcome = process_run(*state, "sh -c 'echo out; echo err >&2; exit 7'");

	assert_int_equal(outcome.code, 7);
	assert_string_equal(outcome.out, "out\n");
	assert_string_equal(outcome.err, "err\n");
}

static void
a_table_is_read_back_into_cells(void **state)
{
	static const char table[] = "cifstop · 1 cluster\n"
				    "  USER          CLIENT      FILES  IDLE▼ AGE\n"
				    " ▌CORP\\al b     10.1.1.1    1,118   4d2h 12d\n"
				    "  -             10.10.10.10     2     6m  3h\n"
				    "+ 山田          fd00::1      1204      -   -\n"
				    "\n 1/3\n";
	const char *path = scene_write(*state, "table", "%s", table);
	struct stage *stage = stage_open(*state, "46x9", "sh -c 'cat %s; printf \"\\033[9;1Hkeys\"; read x'", path);
	const char *users[] = {"CORP\\al b", "-", "山田", NULL};
	const char *clients[] = {"10.1.1.1", "10.10.10.10", "fd00::1", NULL};
	const char *files[] = {"1,118", "2", "1204", NULL};

	stage_wait_text(stage, "keys");
	table_wait_column(stage, "USER", users);
	table_wait_column(stage, "CLIENT", clients);
	table_wait_column(stage, "FILES", files);
	table_wait_sorted(stage, "IDLE", compare_times_down);
	table_wait_value(stage, "AGE", 1, "3h");
	table_wait_cursor(stage, 0);
	table_wait_sign(stage, "CLIENT", "fd00::1", '+');
	assert_string_equal(table_titles(stage)[3], "IDLE▼");
	table_wait_no_title(stage, "SVM");
	assert_int_equal(table_seconds("4d2h"), 4 * 86400 + 2 * 3600);
}

static void
records_of_json_and_csv_are_the_same(void **state)
{
	static const char json[] =
	    "[\n{\"cluster\":\"c\",\"node\":{\"uuid\":\"n1\"},\"svm\":{\"uuid\":\"s1\"},"
	    "\"identifier\":\"10878444899913433090\",\"connection_id\":7,\"user\":\"a \\\"b\\\", 1\","
	    "\"idle_duration\":\"P1DT1H1M1S\",\"smb_signing\":true,"
	    "\"volumes\":[{\"name\":\"v1\"},{\"name\":\"v2\"}]}\n]\n";
	static const char csv[] =
	    "node.uuid,svm.uuid,identifier,connection_id,user,idle_duration,smb_signing,volumes.name,"
	    "open_files\nn1,s1,10878444899913433090,7,\"a \"\"b\"\", 1\",90061,true,v1;v2,\n";
	struct records left = records_parse_json(*state, json), right = records_parse_csv(*state, csv);

	assert_int_equal(left.count, 1);
	assert_string_equal(record_value(&left.list[0], "user"), "a \"b\", 1");
	records_check_equal(*state, &left, &right, false);
	assert_null(record_value(&right.list[0], "open_files"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    SCENE_TEST(text_appears_where_the_program_puts_it),
	    SCENE_TEST(wide_characters_take_two_columns),
	    SCENE_TEST(colours_and_attributes_are_seen),
	    SCENE_TEST(keys_reach_the_program),
	    SCENE_TEST(cursor_keys_obey_the_mode_that_the_program_set),
	    SCENE_TEST(clicks_are_reported_once_asked_for),
	    SCENE_TEST(a_new_size_reaches_the_program),
	    SCENE_TEST(a_full_screen_program_leaves_the_terminal_as_it_was),
	    SCENE_TEST(titles_and_bells_are_noticed),
	    SCENE_TEST(programs_get_nothing_of_the_users_environment),
	    SCENE_TEST(a_table_is_read_back_into_cells),
	    SCENE_TEST(records_of_json_and_csv_are_the_same),
	    SCENE_TEST(outcomes_keep_the_two_outputs_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
