/* test_fetch_neighbours.c: programs on one host that watch the same cluster. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <dirent.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fetch/neighbours.h"
#include "scratch.h"

#define URL "https://cluster1.example.com"
#define OTHER_URL "https://cluster2.example.com"

/* The folder of the test's neighbours, which the caller frees. */
static char *
folder_of(void **state)
{
	return scratch_format("%s/cifstop", (const char *)*state);
}

/* The name of a file in a folder, which the caller frees; NULL when it is empty. */
static char *
name_in(const char *folder)
{
	DIR *files = opendir(folder);
	const struct dirent *entry;
	char *name = NULL;

	assert_non_null(files);
	while (name == NULL && (entry = readdir(files)) != NULL) {
		if (entry->d_name[0] != '.')
			name = scratch_format("%s/%s", folder, entry->d_name);
	}
	closedir(files);
	return name;
}

static void
programs_that_watch_one_cluster_count_each_other(void **state)
{
	char *folder = folder_of(state);
	struct neighbours *ours = neighbours_new(folder), *theirs = neighbours_new(folder);
	struct neighbourhood *here = neighbours_join(ours, URL), *there, *elsewhere;

	assert_int_equal(neighbourhood_count(here), 1);
	there = neighbours_join(theirs, "HTTPS://Cluster1.example.com");
	elsewhere = neighbours_join(theirs, OTHER_URL);
	assert_int_equal(neighbourhood_count(here), 2);
	assert_int_equal(neighbourhood_count(there), 2);
	assert_int_equal(neighbourhood_count(elsewhere), 1);
	neighbours_free(theirs);
	assert_int_equal(neighbourhood_count(here), 1);
	neighbours_free(ours);
	free(folder);
}

static void
only_one_of_them_walks_at_a_time(void **state)
{
	char *folder = folder_of(state);
	struct neighbours *ours = neighbours_new(folder), *theirs = neighbours_new(folder);
	struct neighbourhood *here = neighbours_join(ours, URL), *there = neighbours_join(theirs, URL);

	assert_true(neighbourhood_begin_walk(here));
	assert_false(neighbourhood_begin_walk(there));
	assert_int_equal(neighbourhood_count(there), 2);
	neighbourhood_end_walk(here);
	assert_true(neighbourhood_begin_walk(there));
	assert_false(neighbourhood_begin_walk(here));
	neighbours_free(theirs);
	assert_true(neighbourhood_begin_walk(here));
	neighbours_free(ours);
	free(folder);
}

static void
clusters_of_one_program_with_one_address_are_no_neighbours(void **state)
{
	char *folder = folder_of(state);
	struct neighbours *ours = neighbours_new(folder), *theirs = neighbours_new(folder);
	struct neighbourhood *here = neighbours_join(ours, URL), *there = neighbours_join(theirs, URL);

	assert_ptr_equal(neighbours_join(ours, URL), here);
	assert_int_equal(neighbourhood_count(here), 2);
	assert_true(neighbourhood_begin_walk(here));
	assert_true(neighbourhood_begin_walk(here));
	neighbourhood_end_walk(here);
	assert_false(neighbourhood_begin_walk(there));
	neighbourhood_end_walk(here);
	assert_true(neighbourhood_begin_walk(there));
	neighbours_free(theirs);
	neighbours_free(ours);
	free(folder);
}

/* Watches and walks until it is killed. */
static pid_t
start_other(const char *folder)
{
	int ready[2];
	char byte;
	pid_t pid;

	assert_int_equal(pipe(ready), 0);
	pid = fork();
	if (pid == 0) {
		if (neighbourhood_begin_walk(neighbours_join(neighbours_new(folder), URL)))
			(void)!write(ready[1], "", 1);
		for (;;)
			pause();
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	close(ready[0]);
	close(ready[1]);
	return pid;
}

static void
one_that_is_killed_is_forgotten(void **state)
{
	char *folder = folder_of(state);
	pid_t other = start_other(folder);
	struct neighbours *ours = neighbours_new(folder);
	struct neighbourhood *here = neighbours_join(ours, URL);

	assert_int_equal(neighbourhood_count(here), 2);
	assert_false(neighbourhood_begin_walk(here));
	kill(other, SIGKILL);
	assert_int_equal(waitpid(other, NULL, 0), other);
	assert_int_equal(neighbourhood_count(here), 1);
	assert_true(neighbourhood_begin_walk(here));
	neighbours_free(ours);
	free(folder);
}

static void
the_last_one_removes_the_file_whose_name_says_nothing(void **state)
{
	char *folder = folder_of(state), *name;
	struct neighbours *ours = neighbours_new(folder), *theirs = neighbours_new(folder);
	struct stat status;

	neighbours_join(ours, URL);
	neighbours_join(theirs, URL);
	neighbours_free(theirs);
	name = name_in(folder);
	assert_non_null(name);
	assert_null(strstr(name, "example"));
	assert_int_equal(stat(name, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
	assert_int_equal(status.st_size, 0);
	neighbours_free(ours);
	assert_null(name_in(folder));
	free(name);
	free(folder);
}

static void
a_folder_that_others_can_enter_is_not_used(void **state)
{
	char *folder = folder_of(state), *link = scratch_format("%s/link", (const char *)*state);

	assert_int_equal(mkdir(folder, 0700), 0);
	assert_int_equal(symlink(folder, link), 0);
	assert_null(neighbours_new(link));
	assert_int_equal(chmod(folder, 0750), 0);
	assert_null(neighbours_new(folder));
	assert_null(neighbours_new("/nowhere/at/all"));
	assert_null(neighbours_new(NULL));
	assert_null(neighbours_join(NULL, URL));
	free(link);
	free(folder);
}

static void
a_link_in_place_of_the_file_is_not_followed(void **state)
{
	char *folder = folder_of(state), *name, *target = scratch_write(*state, "target", "", 0600);
	struct neighbours *ours = neighbours_new(folder);

	neighbours_join(ours, URL);
	name = name_in(folder);
	neighbours_free(ours);
	assert_int_equal(symlink(target, name), 0);
	ours = neighbours_new(folder);
	assert_null(neighbours_join(ours, URL));
	neighbours_free(ours);
	free(name);
	free(target);
	free(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		programs_that_watch_one_cluster_count_each_other, scratch_open, scratch_close),
	    cmocka_unit_test_setup_teardown(only_one_of_them_walks_at_a_time, scratch_open, scratch_close),
	    cmocka_unit_test_setup_teardown(
		clusters_of_one_program_with_one_address_are_no_neighbours, scratch_open, scratch_close),
	    cmocka_unit_test_setup_teardown(one_that_is_killed_is_forgotten, scratch_open, scratch_close),
	    cmocka_unit_test_setup_teardown(
		the_last_one_removes_the_file_whose_name_says_nothing, scratch_open, scratch_close),
	    cmocka_unit_test_setup_teardown(a_folder_that_others_can_enter_is_not_used, scratch_open, scratch_close),
	    cmocka_unit_test_setup_teardown(a_link_in_place_of_the_file_is_not_followed, scratch_open, scratch_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
