/* test_e2e_start.c: how it starts, asks for a password, is stopped for a while, and leaves. */
#include "config.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "e2e/watch.h"

static struct sim *
small_world(void **state)
{
	return sim_start(*state, "--sessions 60 --seed 4 --frozen");
}

static void
a_password_is_asked_for_without_showing_it(void **state)
{
	struct sim *sim = small_world(state);
	struct stage *stage = stage_open_cifstop(*state, "80x24", "--url %s --user " SIM_USER, sim_url(sim));

	stage_wait_text(stage, "Password of " SIM_USER);
	stage_type(stage, SIM_PASSWORD KEY_ENTER);
	table_wait_rows(stage, 18);
	check_lacks(terminal_output(stage_terminal(stage)), SIM_PASSWORD);
	stage_type(stage, "q");
	stage_wait_end(stage, 0);
	stage_check_restored(stage);
}

static void
control_c_at_the_password_gives_the_terminal_back(void **state)
{
	struct sim *sim = small_world(state);
	struct stage *stage = stage_open_cifstop(*state, "80x24", "--url %s --user " SIM_USER, sim_url(sim));

	stage_wait_text(stage, "Password of " SIM_USER);
	stage_type(stage, "abc" KEY_CTRL_C);
	stage_wait_gone(stage);
	stage_check_restored(stage);
	assert_int_equal(sim_requests(sim, ""), 0);
}

static void
a_password_of_netrc_is_not_asked_for(void **state)
{
	struct sim *sim = small_world(state);
	struct stage *stage;

	scene_write(*state, "home/.netrc", "machine 127.0.0.1 login " SIM_USER " password " SIM_PASSWORD "\n");
	stage = stage_open_cifstop(*state, "80x24", "--url %s", sim_url(sim));
	table_wait_rows(stage, 18);
}

static void
it_is_stopped_and_goes_on_as_a_job_of_a_shell(void **state)
{
	struct sim *sim = small_world(state);
	struct stage *stage;

	scene_set(*state, "CIFSTOP_PASSWORD", SIM_PASSWORD);
	scene_set(*state, "PS1", "shell> ");
	scene_set(*state, "ENV", NULL);
	stage = stage_open(*state, "80x24", "sh -i");
	stage_wait_text(stage, "shell>");
	stage_type(stage, scene_text(*state, "%s --url %s -u " SIM_USER KEY_ENTER, cifstop_path, sim_url(sim)));
	table_wait_rows(stage, 18);
	stage_type(stage, KEY_CTRL_Z);
	stage_wait_text(stage, "topped");
	assert_false(terminal_is_alternate(stage_terminal(stage)));
	assert_true(terminal_has_cursor(stage_terminal(stage)));
	assert_false(terminal_reports_mouse(stage_terminal(stage)));
	stage_type(stage, "fg" KEY_ENTER);
	table_wait_rows(stage, 18);
	stage_type(stage, "jj");
	table_wait_cursor(stage, 2);
	assert_true(terminal_reports_mouse(stage_terminal(stage)));
	assert_false(terminal_has_cursor(stage_terminal(stage)));
	stage_type(stage, "q");
	stage_wait_no_text(stage, "Enter detail");
	stage_type(stage, "exit" KEY_ENTER);
	stage_wait_gone(stage);
}

static void
without_a_shell_nothing_stops(void **state)
{
	struct stage *stage = watch_rows(*state, "80x24", small_world(state), "");

	stage_type(stage, KEY_CTRL_Z);
	(void)stage_bytes(stage);
	stage_type(stage, "jj");
	table_wait_cursor(stage, 2);
	assert_true(terminal_is_alternate(stage_terminal(stage)));
	stage_type(stage, "q");
	stage_wait_end(stage, 0);
	stage_check_restored(stage);
}

static void
the_first_picture_waits_for_no_answer(void **state)
{
	struct sim *sim = sim_start(*state, "--fault hang");
	struct stage *stage = watch(*state, "80x24", sim, "");

	stage_wait_on_line(stage, 0, "cifstop");
	stage_wait_text(stage, "asking");
	stage_wait_on_line(stage, -1, "q quit");
	stage_type(stage, "?");
	stage_wait_text(stage, "this help");
	stage_type(stage, KEY_ESCAPE);
	stage_wait_no_text(stage, "this help");
	stage_type(stage, KEY_ENTER);
	stage_wait_text(stage, "nothing to open here");
	stage_type(stage, "q");
	stage_wait_end(stage, 0);
	stage_check_restored(stage);
}

static void
a_cluster_without_sessions_says_so(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 1 --frozen --nodes 1 --churn 0");
	struct records world = sim_world(sim);
	struct stage *stage;

	for (size_t i = 0; i < world.count; i++)
		sim_post(sim, "end?identifier=%s", record_value(&world.list[i], "identifier"));
	assert_int_equal(sim_world(sim).count, 0);
	stage = watch(*state, "80x24", sim, "");
	stage_wait_text(stage, "answers, and has no SMB sessions");
}

static void
while_it_runs_the_terminal_is_its_own(void **state)
{
	struct stage *stage = watch_rows(*state, "80x24", small_world(state), "");

	assert_true(terminal_is_alternate(stage_terminal(stage)));
	assert_false(terminal_has_cursor(stage_terminal(stage)));
	assert_true(terminal_reports_mouse(stage_terminal(stage)));
	assert_false(terminal_is_restored(stage_terminal(stage)));
}

static void
check_leave(void **state, const char *key)
{
	struct stage *stage = watch_rows(*state, "80x24", small_world(state), "");

	stage_type(stage, key);
	stage_wait_end(stage, 0);
	stage_check_restored(stage);
}

static void
q_leaves_the_terminal_as_it_was(void **state)
{
	check_leave(state, "q");
}

static void
f10_leaves_the_terminal_as_it_was(void **state)
{
	check_leave(state, KEY_F10);
}

static void
control_c_leaves_the_terminal_as_it_was(void **state)
{
	check_leave(state, KEY_CTRL_C);
}

static void
control_c_ends_an_open_prompt_too(void **state)
{
	check_leave(state, "/abc" KEY_CTRL_C);
}

static void
a_signal_to_end_leaves_the_terminal_as_it_was(void **state)
{
	struct stage *stage = watch_rows(*state, "80x24", small_world(state), "");

	kill(terminal_process(stage_terminal(stage))->pid, SIGTERM);
	stage_wait_end(stage, 0);
	stage_check_restored(stage);
}

static void
a_terminal_that_goes_away_ends_the_program(void **state)
{
	struct stage *stage = watch_rows(*state, "80x24", small_world(state), "");

	terminal_hang_up(stage_terminal(stage));
	assert_true(process_wait(terminal_process(stage_terminal(stage)), scene_patience_ms()));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    SCENE_TEST(a_password_is_asked_for_without_showing_it),
	    SCENE_TEST(control_c_at_the_password_gives_the_terminal_back),
	    SCENE_TEST(a_password_of_netrc_is_not_asked_for),
	    SCENE_TEST(it_is_stopped_and_goes_on_as_a_job_of_a_shell),
	    SCENE_TEST(without_a_shell_nothing_stops),
	    SCENE_TEST(the_first_picture_waits_for_no_answer),
	    SCENE_TEST(while_it_runs_the_terminal_is_its_own),
	    SCENE_TEST(q_leaves_the_terminal_as_it_was),
	    SCENE_TEST(f10_leaves_the_terminal_as_it_was),
	    SCENE_TEST(control_c_leaves_the_terminal_as_it_was),
	    SCENE_TEST(control_c_ends_an_open_prompt_too),
	    SCENE_TEST(a_signal_to_end_leaves_the_terminal_as_it_was),
	    SCENE_TEST(a_terminal_that_goes_away_ends_the_program),
	    SCENE_TEST(a_cluster_without_sessions_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
