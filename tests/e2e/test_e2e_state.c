/* test_e2e_state.c: a disk that is full, a home that takes nothing, or none: one line, and it goes on. */
#include "config.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "e2e/watch.h"

/* Types a filter, leaves, and finds one line about it that holds `reason`. */
static void
check_told(void **state, const char *before, const char *reason)
{
	struct sim *sim = sim_start(*state, "--sessions 60 --seed 4 --frozen");
	struct stage *stage;
	int column, line;

	scene_set(*state, "CIFSTOP_PASSWORD", SIM_PASSWORD);
	stage = stage_open(*state, "200x24", "sh -c '%s exec %s --url %s -u " SIM_USER " --delay 1h'", before,
	    cifstop_path, sim_url(sim));
	table_wait_rows(stage, 18);
	stage_type(stage, "/files > 1" KEY_ENTER);
	stage_wait_text(stage, "filter: files > 1");
	stage_type(stage, "jj");
	table_wait_cursor(stage, 2);
	stage_type(stage, "q");
	stage_wait_end(stage, 0);
	stage_check_restored(stage);
	stage_wait_text(stage, reason);
	assert_true(stage_find(stage, "cifstop: the filters that were typed are not remembered", &column, &line));
	assert_int_equal(column, 0);
	assert_int_equal(line, 0);
	assert_string_equal(stage_line(stage, 1), "");
}

static void
a_disk_that_is_full_is_told(void **state)
{
	if (scene_has_sanitizer())
		return; /* ThreadSanitizer writes files of its own at the start */
	check_told(state, "ulimit -f 0;", "File too large");
	/* Nothing of the try is left. */
	assert_int_equal(access(scene_path(*state, "state/cifstop/history"), F_OK), -1);
}

static void
a_home_that_takes_nothing_is_told(void **state)
{
	scene_set(*state, "XDG_STATE_HOME", NULL);
	scene_set(*state, "HOME", "/proc/self");
	check_told(state, "", "cannot be written: No such file");
}

static void
a_home_that_is_no_folder_is_told(void **state)
{
	scene_set(*state, "XDG_STATE_HOME", "/dev/null");
	check_told(state, "", "Not a directory");
}

static void
a_state_file_that_is_not_ours_to_read_is_told_and_left_alone(void **state)
{
	struct stat status;

	mkdir(scene_path(*state, "state/cifstop"), 0700);
	assert_int_equal(symlink("history", scene_path(*state, "state/cifstop/history")), 0);
	check_told(state, "", "symbolic links");
	assert_int_equal(lstat(scene_path(*state, "state/cifstop/history"), &status), 0);
	assert_true(S_ISLNK(status.st_mode));
}

static void
a_state_file_that_is_a_folder_is_told(void **state)
{
	mkdir(scene_path(*state, "state/cifstop"), 0700);
	mkdir(scene_path(*state, "state/cifstop/history"), 0700);
	check_told(state, "", "Is a directory");
}

static void
output_that_the_disk_has_no_room_for_is_told(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 60 --seed 4 --frozen");
	struct outcome outcome;

	scene_set(*state, "CIFSTOP_PASSWORD", SIM_PASSWORD);
	outcome = process_run(
	    *state, "sh -c '%s --url %s -u " SIM_USER " --once >/dev/full'", cifstop_path, sim_url(sim));
	assert_int_equal(outcome.code, 1);
	assert_string_equal(outcome.err, "cifstop: standard output cannot be written: No space left on device\n");
}

static void
output_that_is_larger_than_a_file_may_be_is_told(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 3000 --seed 4 --frozen");
	struct outcome outcome;

	scene_set(*state, "CIFSTOP_PASSWORD", SIM_PASSWORD);
	outcome = process_run(*state, "sh -c 'ulimit -f 8; %s --url %s -u " SIM_USER " --once 2>&1 >%s | cat'",
	    cifstop_path, sim_url(sim), scene_path(*state, "small"));
	assert_string_equal(outcome.out, "cifstop: standard output cannot be written: File too large\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    SCENE_TEST(a_disk_that_is_full_is_told),
	    SCENE_TEST(a_home_that_takes_nothing_is_told),
	    SCENE_TEST(a_home_that_is_no_folder_is_told),
	    SCENE_TEST(a_state_file_that_is_not_ours_to_read_is_told_and_left_alone),
	    SCENE_TEST(a_state_file_that_is_a_folder_is_told),
	    SCENE_TEST(output_that_the_disk_has_no_room_for_is_told),
	    SCENE_TEST(output_that_is_larger_than_a_file_may_be_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
