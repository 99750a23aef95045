/* test_e2e_filter.c: filter, search, and a prompt that owns every key. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "e2e/watch.h"

#define COLUMNS "--columns user,client,svm,files --sort user"

/* Sessions of the world in which one of the columns shown contains a text. */
static size_t
count_matches(const struct records *world, const char *text)
{
	static const char *const names[] = {"user", "client_ip", "svm.name", "open_files"};
	size_t count = 0;

	for (size_t i = 0; i < world->count; i++) {
		bool matches = false;

		for (size_t name = 0; name < sizeof(names) / sizeof(names[0]); name++) {
			const char *value = record_value(&world->list[i], names[name]);

			matches = matches || (value != NULL && strcasestr(value, text) != NULL);
		}
		count += matches;
	}
	return count;
}

static const char *
counts(struct scene *scene, size_t shown, size_t all)
{
	return scene_text(scene, " %zu of %zu", shown, all);
}

static void
filter_narrows_while_typing_and_escape_restores(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 90 --seed 7 --frozen");
	struct records world = sim_world(sim);
	struct stage *stage = watch_rows(*state, "100x110", sim, COLUMNS);
	const char *user = watch_lone_user(&world, 0),
		   *part = strchr(user, '\\') == NULL ? user : strchr(user, '\\') + 1;
	char typed[4] = "";

	stage_type(stage, "/");
	for (size_t i = 0; i < 3; i++) {
		typed[i] = part[i];
		stage_type(stage, scene_text(*state, "%c", part[i]));
		table_wait_rows(stage, count_matches(&world, typed));
		stage_wait_on_line(stage, -2, typed);
	}
	stage_type(stage, KEY_ESCAPE);
	table_wait_rows(stage, world.count);
	stage_wait_no_text(stage, "filter: ");
}

static void
enter_keeps_the_filter_and_it_stays_visible(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 90 --seed 7 --frozen");
	struct records world = sim_world(sim);
	struct stage *stage = watch_rows(*state, "100x30", sim, COLUMNS);
	const char *user = watch_lone_user(&world, 1);

	stage_type(stage, scene_text(*state, "/%s" KEY_ENTER, user));
	table_wait_every(stage, "USER", user);
	stage_wait_on_line(stage, -2, scene_text(*state, "filter: %s", user));
	stage_wait_on_line(stage, -2, counts(*state, 1, world.count));
	/* It holds for what comes as well, and goes on showing. */
	sim_post(sim, "add?user=CORP%%5Cother&client_ip=10.9.9.9");
	watch_refresh(stage, sim);
	stage_wait_on_line(stage, -2, counts(*state, 1, world.count + 1));
	stage_type(stage, KEY_ESCAPE);
	stage_wait_no_text(stage, "filter: ");
	stage_wait_on_line(stage, -2, scene_text(*state, "/%zu", world.count + 1));
}

static void
the_case_of_letters_does_not_matter(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 90 --seed 7 --frozen");
	struct records world = sim_world(sim);
	struct stage *stage = watch_rows(*state, "100x30", sim, COLUMNS);

	stage_type(stage, "/CoRp\\" KEY_ENTER);
	stage_wait_on_line(stage, -2, counts(*state, count_matches(&world, "corp\\"), world.count));
}

static void
an_address_is_found_as_a_user_is(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 90 --seed 7 --frozen");
	struct records world = sim_world(sim);
	struct stage *stage = watch_rows(*state, "100x30", sim, COLUMNS);
	const char *client = record_value(records_find(&world, "user", watch_lone_user(&world, 2)), "client_ip");

	stage_type(stage, scene_text(*state, "/%s" KEY_ENTER, client));
	stage_wait_on_line(stage, -2, counts(*state, count_matches(&world, client), world.count));
	table_wait_every(stage, "CLIENT", client);
}

static void
no_match_says_so_and_how_to_get_back(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 90 --seed 7 --frozen");
	struct records world = sim_world(sim);
	struct stage *stage = watch_rows(*state, "100x30", sim, COLUMNS);

	stage_type(stage, "/no such thing");
	stage_wait_text(stage, scene_text(*state, "0 of %zu match; Esc shows all", world.count));
	stage_type(stage, KEY_ENTER);
	stage_wait_on_line(stage, -2, counts(*state, 0, world.count));
	stage_type(stage, KEY_ESCAPE);
	stage_wait_on_line(stage, -2, scene_text(*state, "1/%zu", world.count));
}

static void
an_open_prompt_owns_every_key(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 90 --seed 7 --frozen");
	struct stage *stage = watch_rows(*state, "100x30", sim, COLUMNS);
	size_t before = sim_requests(sim, SESSIONS_PATH);

	stage_type(stage, "/qpr?sch<>I-+jk");
	stage_wait_on_line(stage, -2, "filter: qpr?sch<>I-+jk");
	stage_type(stage, KEY_F1 KEY_F10 KEY_UP KEY_DOWN KEY_PAGE_DOWN);
	stage_type(stage, "!");
	stage_wait_on_line(stage, -2, "filter: qpr?sch<>I-+jk!");
	stage_type(stage, KEY_ESCAPE);
	stage_wait_no_text(stage, "filter: ");
	stage_wait_text(stage, "USER▲");
	assert_int_equal(sim_requests(sim, SESSIONS_PATH), before);
}

static void
a_prompt_can_be_edited(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 30 --seed 7 --frozen");
	struct stage *stage = watch_rows(*state, "100x30", sim, COLUMNS);

	stage_type(stage, "/abcd" KEY_BACKSPACE);
	stage_wait_line(stage, -2, "filter: abc");
	stage_type(stage, KEY_LEFT "X" KEY_HOME "Y" KEY_END "Z");
	stage_wait_line(stage, -2, "filter: YabXcZ");
	stage_type(stage, KEY_HOME KEY_DELETE);
	stage_wait_line(stage, -2, "filter: abXcZ");
	stage_type(stage, "日é");
	stage_wait_line(stage, -2, "filter: 日éabXcZ");
	stage_type(stage, KEY_BACKSPACE KEY_BACKSPACE);
	stage_wait_line(stage, -2, "filter: abXcZ");
	stage_type(stage, KEY_END KEY_CTRL_U);
	stage_wait_no_text(stage, "abXcZ");
	assert_true(terminal_has_cursor(stage_terminal(stage)));
}

static void
a_filter_given_at_the_start_is_visible(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 90 --seed 7 --frozen");
	struct records world = sim_world(sim);
	const char *user = watch_lone_user(&world, 0);
	struct stage *stage = watch_rows(*state, "100x30", sim, scene_text(*state, COLUMNS " --filter '%s'", user));

	table_wait_every(stage, "USER", user);
	stage_wait_on_line(stage, -2, scene_text(*state, "filter: %s", user));
}

/* The rows whose user contains a text, in the order of the screen. */
static size_t
matching_rows(struct stage *stage, const char *text, size_t *rows, size_t room)
{
	const char *const *users = table_column(stage, "USER");
	size_t count = 0;

	for (size_t row = 0; users[row] != NULL && count < room; row++) {
		if (strcasestr(users[row], text) != NULL)
			rows[count++] = row;
	}
	return count;
}

static void
check_search(void **state, const char *key)
{
	struct sim *sim = sim_start(*state, "--sessions 90 --seed 7 --frozen");
	struct records world = sim_world(sim);
	struct stage *stage = watch_rows(*state, "100x110", sim, "--columns user,files --sort user");
	size_t rows[100], count;

	table_wait_rows(stage, world.count);
	count = matching_rows(stage, "svc_", rows, 100);
	assert_true(count >= 2);
	stage_type(stage, key);
	stage_type(stage, "svc_");
	stage_wait_on_line(stage, -2, "search: svc_");
	table_wait_cursor(stage, (int)rows[0]);
	stage_type(stage, KEY_ENTER "n");
	table_wait_cursor(stage, (int)rows[1]);
	stage_type(stage, "N");
	table_wait_cursor(stage, (int)rows[0]);
	stage_type(stage, "N");
	table_wait_cursor(stage, (int)rows[count - 1]);
	/* Nothing is hidden. */
	table_wait_rows(stage, world.count);
}

static void
f3_searches_without_hiding(void **state)
{
	check_search(state, KEY_F3);
}

static void
control_f_searches_without_hiding(void **state)
{
	check_search(state, KEY_CTRL_F);
}

static void
what_the_search_found_is_marked(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 90 --seed 7 --frozen");
	struct stage *stage = watch_rows(*state, "100x110", sim, "--columns user,files --sort user");
	size_t rows[100];
	struct look match, plain;
	int column = 0, line = 0;

	assert_true(matching_rows(stage, "svc_", rows, 100) >= 2);
	plain = stage_look(stage, "svc_");
	stage_type(stage, KEY_F3 "svc_" KEY_ENTER);
	stage_wait_on_line(stage, -2, "search: svc_");
	stage_type(stage, "n");
	table_wait_cursor(stage, (int)rows[1]);
	/* The first match is no more the cursor's row. */
	assert_true(stage_find(stage, "svc_", &column, &line));
	match = terminal_look(stage_terminal(stage), column, line);
	assert_true(match.foreground != plain.foreground || match.background != plain.background ||
		    match.reverse != plain.reverse || match.bold != plain.bold);
}

/* A beginning of the text finds something; the whole does not. */
static void
a_search_in_vain_says_so_and_goes_back(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 90 --seed 7 --frozen");
	struct stage *stage = watch_rows(*state, "100x110", sim, "--columns user,files --sort user");
	size_t rows[100];

	assert_true(matching_rows(stage, "svc_", rows, 100) >= 1);
	stage_type(stage, "j" KEY_F3 "svc_");
	table_wait_cursor(stage, (int)rows[0]);
	stage_type(stage, "nobody");
	table_wait_cursor(stage, 1);
	stage_type(stage, KEY_ENTER "n");
	stage_wait_on_line(stage, -2, "no match for svc_nobody");
	table_wait_cursor(stage, 1);
}

static void
escape_gives_a_search_up_and_goes_back(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 90 --seed 7 --frozen");
	struct stage *stage = watch_rows(*state, "100x110", sim, "--columns user,files --sort user");
	size_t rows[100];

	assert_true(matching_rows(stage, "svc_", rows, 100) >= 1);
	stage_type(stage, "j" KEY_F3 "svc_");
	table_wait_cursor(stage, (int)rows[0]);
	stage_type(stage, KEY_ESCAPE);
	stage_wait_no_text(stage, "search: ");
	table_wait_cursor(stage, 1);
}

static void
the_cursor_stays_on_its_session_when_the_filter_goes(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 90 --seed 7 --frozen");
	struct records world = sim_world(sim);
	struct stage *stage = watch_rows(*state, "100x30", sim, COLUMNS);
	const char *user = watch_lone_user(&world, 5);

	stage_type(stage, scene_text(*state, "/%s" KEY_ENTER, user));
	table_wait_every(stage, "USER", user);
	stage_type(stage, "j");
	stage_type(stage, KEY_ESCAPE);
	stage_wait_no_text(stage, "filter: ");
	table_wait_cursor_on(stage, "USER", user);
}

static size_t
count_files_above(const struct records *world, long least)
{
	size_t count = 0;

	for (size_t i = 0; i < world->count; i++) {
		const char *files = record_value(&world->list[i], "open_files");

		count += files != NULL && strtol(files, NULL, 10) > least;
	}
	return count;
}

static void
a_filter_compares_fields_that_are_not_shown(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 90 --seed 7 --frozen");
	struct records world = sim_world(sim);
	struct stage *stage = watch_rows(*state, "100x30", sim, "--columns user,svm --sort user");

	stage_type(stage, "/files > 5" KEY_ENTER);
	stage_wait_on_line(stage, -2, counts(*state, count_files_above(&world, 5), world.count));
	stage_wait_on_line(stage, -2, "filter: files > 5");
}

static void
a_filter_that_makes_no_sense_leaves_the_last_good_one_in_force(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 90 --seed 7 --frozen");
	struct records world = sim_world(sim);
	struct stage *stage = watch_rows(*state, "100x30", sim, COLUMNS);
	const char *user = watch_lone_user(&world, 0);

	stage_type(stage, scene_text(*state, "/%s", user));
	table_wait_every(stage, "USER", user);
	stage_type(stage, " and idel > 5");
	stage_wait_text(stage, "^ unknown field 'idel'; did you mean 'idle'?");
	table_wait_every(stage, "USER", user);
	/* Nor is `idel` a word that anyone looks for. */
	stage_type(stage, KEY_BACKSPACE);
	table_wait_every(stage, "USER", user);
	/* Enter keeps nothing that makes no sense. */
	stage_type(stage, KEY_ENTER "x");
	stage_wait_on_line(stage, -2, "idel > x");
	stage_type(stage, KEY_CTRL_U "files >= 0");
	stage_type(stage, KEY_ENTER);
	stage_wait_on_line(stage, -2, counts(*state, count_files_above(&world, -1), world.count));
}

static void
the_mark_stands_below_the_character_that_is_wrong(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 9 --seed 7 --frozen");
	struct stage *stage = watch_rows(*state, "100x30", sim, COLUMNS);

	stage_type(stage, "/files > 5 idle > 5x");
	stage_wait_line(stage, -2, "filter: files > 5 idle > 5x");
	stage_wait_line(stage, -1,
	    "                         ^ '5x' is no time; idle_duration takes one such as 90 (seconds), 30m, 2d4h…");
	stage_type(stage, KEY_BACKSPACE);
	stage_wait_on_line(stage, -1, "Enter keep");
}

static void
tab_goes_through_what_may_stand_there(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 90 --seed 7 --frozen");
	struct stage *stage = watch_rows(*state, "100x30", sim, COLUMNS);

	stage_type(stage, "/mapp" KEY_TAB);
	stage_wait_on_line(stage, -2, "filter: mapped_unix_user");
	stage_type(stage, KEY_CTRL_U "open_" KEY_TAB);
	stage_wait_on_line(stage, -2, "filter: open_files");
	stage_wait_on_line(stage, -1, "open_files  open_other  open_others  open_shares");
	stage_type(stage, KEY_TAB);
	stage_wait_on_line(stage, -2, "filter: open_other");
	stage_type(stage, KEY_TAB KEY_TAB KEY_TAB " > 0");
	stage_wait_on_line(stage, -2, "filter: open_files > 0 ");
	stage_type(stage, KEY_CTRL_U "protocol = smb3" KEY_TAB KEY_TAB);
	stage_wait_on_line(stage, -2, "filter: protocol = smb3_1");
	stage_type(stage, KEY_CTRL_U "protocol ~ " KEY_TAB);
	stage_wait_on_line(stage, -1, "nothing is known to stand here");
}

static void
tab_knows_the_values_that_are_there(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 90 --seed 7 --frozen");
	struct records world = sim_world(sim);
	const char *user = watch_lone_user(&world, 0);
	struct stage *stage = watch_rows(*state, "100x30", sim, COLUMNS);

	stage_type(stage, scene_text(*state, "/user = %.*s" KEY_TAB, (int)strlen(user) - 1, user));
	stage_wait_on_line(stage, -2, scene_text(*state, "filter: user = %s", user));
	table_wait_every(stage, "USER", user);
}

static void
up_brings_back_filters_of_runs_before(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 90 --seed 7 --frozen");
	struct stage *stage = watch_rows(*state, "100x30", sim, COLUMNS);

	stage_type(stage, "/" KEY_UP);
	stage_wait_on_line(stage, -1, "no filter was typed before");
	stage_type(stage, "files > 1" KEY_ENTER);
	stage_wait_on_line(stage, -2, "filter: files > 1");
	stage_type(stage, "/" KEY_CTRL_U "files > 2" KEY_ENTER);
	stage_wait_on_line(stage, -2, "filter: files > 2");
	stage_type(stage, "q");
	stage_wait_end(stage, 0);

	stage = watch_rows(*state, "100x30", sim, COLUMNS);
	stage_type(stage, "/fi" KEY_UP);
	stage_wait_on_line(stage, -2, "filter: files > 2 ");
	stage_type(stage, KEY_UP);
	stage_wait_on_line(stage, -2, "filter: files > 1 ");
	stage_type(stage, KEY_UP);
	stage_wait_on_line(stage, -1, "that is the oldest");
	stage_type(stage, KEY_DOWN KEY_DOWN);
	stage_wait_on_line(stage, -2, "filter: fi ");
}

static void
a_bad_filter_on_the_command_line_is_shown_with_its_place(void **state)
{
	struct stage *stage = stage_open_cifstop(*state, "100x30", "--demo --once -f 'files > 5 and usr = bob'");

	stage_wait_end(stage, 2);
	stage_wait_text(stage, "cifstop: --filter: unknown field 'usr'; did you mean 'user'?");
	stage_wait_text(stage, "  files > 5 and usr = bob");
	stage_wait_text(stage, "                ^~~");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    SCENE_TEST(filter_narrows_while_typing_and_escape_restores),
	    SCENE_TEST(enter_keeps_the_filter_and_it_stays_visible),
	    SCENE_TEST(the_case_of_letters_does_not_matter),
	    SCENE_TEST(an_address_is_found_as_a_user_is),
	    SCENE_TEST(no_match_says_so_and_how_to_get_back),
	    SCENE_TEST(an_open_prompt_owns_every_key),
	    SCENE_TEST(a_prompt_can_be_edited),
	    SCENE_TEST(a_filter_given_at_the_start_is_visible),
	    SCENE_TEST(f3_searches_without_hiding),
	    SCENE_TEST(control_f_searches_without_hiding),
	    SCENE_TEST(what_the_search_found_is_marked),
	    SCENE_TEST(a_search_in_vain_says_so_and_goes_back),
	    SCENE_TEST(escape_gives_a_search_up_and_goes_back),
	    SCENE_TEST(the_cursor_stays_on_its_session_when_the_filter_goes),
	    SCENE_TEST(a_filter_compares_fields_that_are_not_shown),
	    SCENE_TEST(a_filter_that_makes_no_sense_leaves_the_last_good_one_in_force),
	    SCENE_TEST(the_mark_stands_below_the_character_that_is_wrong),
	    SCENE_TEST(tab_goes_through_what_may_stand_there),
	    SCENE_TEST(tab_knows_the_values_that_are_there),
	    SCENE_TEST(up_brings_back_filters_of_runs_before),
	    SCENE_TEST(a_bad_filter_on_the_command_line_is_shown_with_its_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
