/* test_history.c: the filters that were typed, over runs. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "app/history.h"
#include "base/xalloc.h"
#include "scratch.h"

static void
what_was_added_is_there_in_the_next_run_newest_first(void **state)
{
	char *path = xasprintf("%s/new/folder/history", (const char *)*state);
	struct history *history = history_load(path);
	struct stat status;

	assert_null(history_entry(history, 0));
	history_add(history, "files > 1");
	history_add(history, "idle > 5");
	history_add(history, "files > 1");
	history_add(history, "  ");
	history_add(history, "two\nlines");
	assert_null(history_save(history));
	history_free(history);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
	history = history_load(path);
	assert_string_equal(history_entry(history, 0), "files > 1");
	assert_string_equal(history_entry(history, 1), "idle > 5");
	assert_null(history_entry(history, 2));
	history_free(history);
	free(path);
}

static void
two_runs_at_once_keep_what_both_added(void **state)
{
	char *path = xasprintf("%s/history", (const char *)*state);
	struct history *one = history_load(path), *two = history_load(path);

	history_add(one, "a");
	history_add(one, "b");
	history_add(two, "c");
	history_add(two, "a");
	assert_null(history_save(one));
	assert_null(history_save(two));
	history_free(one);
	history_free(two);
	one = history_load(path);
	assert_string_equal(history_entry(one, 0), "a");
	assert_string_equal(history_entry(one, 1), "c");
	assert_string_equal(history_entry(one, 2), "b");
	assert_null(history_entry(one, 3));
	history_free(one);
	free(path);
}

static void
the_oldest_go_when_there_are_too_many(void **state)
{
	char *path = xasprintf("%s/history", (const char *)*state), text[32];
	struct history *history = history_load(path);

	for (unsigned i = 0; i < HISTORY_MAX + 10; i++) {
		snprintf(text, sizeof text, "files > %u", i);
		history_add(history, text);
	}
	assert_string_equal(history_entry(history, HISTORY_MAX - 1), "files > 10");
	assert_null(history_entry(history, HISTORY_MAX));
	assert_null(history_save(history));
	history_free(history);
	history = history_load(path);
	assert_string_equal(history_entry(history, HISTORY_MAX - 1), "files > 10");
	history_free(history);
	free(path);
}

static void
a_file_that_cannot_be_written_is_told_and_one_that_is_not_there_is_none(void **state)
{
	struct history *history = history_load("/dev/null/history");
	char *sentence;

	(void)state;
	assert_null(history_save(history));
	history_add(history, "a");
	sentence = history_save(history);
	assert_non_null(sentence);
	free(sentence);
	history_free(history);
	history = history_load(NULL);
	history_add(history, "a");
	sentence = history_save(history);
	assert_non_null(strstr(sentence, "no home directory"));
	free(sentence);
	history_free(history);
	history_free(NULL);
}

static void
a_file_that_cannot_be_read_is_left_alone(void **state)
{
	char *path = xasprintf("%s/history", (const char *)*state), *sentence;
	struct history *history;
	struct stat status;

	/* Leads to itself: nobody can read it, also not root. */
	assert_int_equal(symlink("history", path), 0);
	history = history_load(path);
	history_add(history, "a");
	sentence = history_save(history);
	assert_non_null(sentence);
	assert_int_equal(lstat(path, &status), 0);
	assert_true(S_ISLNK(status.st_mode));
	free(sentence);
	history_free(history);
	free(path);
}

#define WRITERS 6
#define ROUNDS 6
/* A disk that is busy may keep the lock for longer than a program waits: that is said, and lost is nothing. */
#define TRIES 100

static bool
save_at_last(const struct history *history)
{
	for (unsigned try = 0; try < TRIES; try++) {
		char *sentence = history_save(history);
		bool is_saved = sentence == NULL;
		bool is_locked = !is_saved && strstr(sentence, "is locked by another") != NULL;

		free(sentence);
		if (!is_locked)
			return is_saved;
	}
	return false;
}

/* One of several processes that write at once. Keeps clear of cmocka, which it shares with the test. */
static int
write_often(const char *path, unsigned writer)
{
	for (unsigned round = 0; round < ROUNDS; round++) {
		struct history *history = history_load(path);
		char text[32];

		snprintf(text, sizeof text, "files > %u%02u", writer + 1, round);
		history_add(history, text);
		if (!save_at_last(history))
			return 1;
		history_free(history);
	}
	return 0;
}

static bool
holds(const struct history *history, const char *text)
{
	const char *entry;

	for (size_t age = 0; (entry = history_entry(history, age)) != NULL; age++) {
		if (strcmp(entry, text) == 0)
			return true;
	}
	return false;
}

static void
processes_that_write_at_once_lose_nothing_and_are_never_read_in_part(void **state)
{
	char *path = xasprintf("%s/history", (const char *)*state), text[32];
	pid_t writers[WRITERS];
	struct history *history;
	const char *entry;

	for (unsigned i = 0; i < WRITERS; i++) {
		writers[i] = fork();
		if (writers[i] == 0)
			_exit(write_often(path, i));
		assert_true(writers[i] > 0);
	}
	for (unsigned i = 0; i < WRITERS; i++) {
		int status;

		history = history_load(path);
		for (size_t age = 0; (entry = history_entry(history, age)) != NULL; age++)
			assert_int_equal(strlen(entry), strlen("files > 100"));
		history_free(history);
		assert_int_equal(waitpid(writers[i], &status, 0), writers[i]);
		assert_int_equal(status, 0);
	}
	history = history_load(path);
	for (unsigned i = 0; i < WRITERS * ROUNDS; i++) {
		snprintf(text, sizeof text, "files > %u%02u", i / ROUNDS + 1, i % ROUNDS);
		assert_true(holds(history, text));
	}
	history_free(history);
	free(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		what_was_added_is_there_in_the_next_run_newest_first, scratch_open, scratch_close),
	    cmocka_unit_test_setup_teardown(two_runs_at_once_keep_what_both_added, scratch_open, scratch_close),
	    cmocka_unit_test_setup_teardown(the_oldest_go_when_there_are_too_many, scratch_open, scratch_close),
	    cmocka_unit_test(a_file_that_cannot_be_written_is_told_and_one_that_is_not_there_is_none),
	    cmocka_unit_test_setup_teardown(a_file_that_cannot_be_read_is_left_alone, scratch_open, scratch_close),
	    cmocka_unit_test_setup_teardown(
		processes_that_write_at_once_lose_nothing_and_are_never_read_in_part, scratch_open, scratch_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
