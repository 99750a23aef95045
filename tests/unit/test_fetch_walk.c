/* test_fetch_walk.c: the way through the pages. */
#include "config.h"

/* cmocka.h wants these, in this order. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fetch/walk.h"
#include "model/session_fields.h"

/* A walk that has been started, and the links that a cluster makes up for it. */
struct path {
	struct walk walk;
	char link[32];
	char *trouble;
};

static int
setup(void **state)
{
	struct path *path = calloc(1, sizeof *path);
	struct strings *strings = strings_new();
	struct snapshot_origin origin = {
	    .kind = &session_kind, .cluster = 0, .cluster_name = "one", .strings = strings};

	if (path == NULL)
		return -1;
	walk_start(&path->walk, &origin, 1000);
	strings_unref(strings);
	*state = path;
	return 0;
}

static int
teardown(void **state)
{
	struct path *path = *state;

	walk_clear(&path->walk);
	free(path->trouble);
	free(path);
	return 0;
}

static void
add_session(struct path *path, uint64_t identifier)
{
	struct record session;

	record_clear(&session, &session_kind);
	session.number[FIELD_IDENTIFIER] = identifier;
	session.number[FIELD_CONNECTION_ID] = 1;
	walk_add_record(&session, &path->walk);
}

/* A page of `records` with a link to page `next`, or to nothing when that is 0. */
static enum walk_step
turn(struct path *path, uint32_t records, unsigned next)
{
	struct answer answer = {.records = records, .next = next == 0 ? NULL : path->link};

	snprintf(path->link, sizeof path->link, "/api/x?start=%u", next);
	walk_count_answer(&path->walk, &answer);
	free(path->trouble);
	path->trouble = NULL;
	return walk_turn_page(&path->walk, &answer, &path->trouble);
}

static void
page_without_a_link_is_the_end(void **state)
{
	assert_int_equal(turn(*state, 1000, 0), WALK_END);
}

static void
link_is_followed_behind_short_and_empty_pages(void **state)
{
	struct path *path = *state;

	assert_int_equal(turn(path, 1000, 1), WALK_ON);
	assert_string_equal(path->walk.next, "/api/x?start=1");
	assert_int_equal(turn(path, 3, 2), WALK_ON);
	assert_int_equal(turn(path, 0, 3), WALK_ON);
	assert_string_equal(path->walk.next, "/api/x?start=3");
	assert_int_equal(turn(path, 0, 0), WALK_END);
	assert_int_equal(path->walk.pages, 4);
	assert_int_equal(path->walk.records, 1003);
}

static void
link_that_was_followed_before_loses_the_walk(void **state)
{
	struct path *path = *state;

	assert_int_equal(turn(path, 10, 1), WALK_ON);
	assert_int_equal(turn(path, 10, 2), WALK_ON);
	assert_int_equal(turn(path, 10, 1), WALK_LOST);
	assert_non_null(strstr(path->trouble, "circles"));
}

static void
many_empty_pages_in_a_row_lose_the_walk(void **state)
{
	struct path *path = *state;
	unsigned page = 1;

	while (page < WALK_EMPTY_PAGES_MAX)
		assert_int_equal(turn(path, 0, page++), WALK_ON);
	assert_int_equal(turn(path, 0, page), WALK_LOST);
	assert_non_null(strstr(path->trouble, "empty pages"));
}

static void
empty_pages_count_only_in_a_row(void **state)
{
	struct path *path = *state;

	for (unsigned page = 1; page < 3 * WALK_EMPTY_PAGES_MAX; page++)
		assert_int_equal(turn(path, page % 900 == 0 ? 1 : 0, page), WALK_ON);
}

static void
walk_without_end_is_lost(void **state)
{
	struct path *path = *state;

	for (unsigned page = 1; page < WALK_PAGES_MAX; page++)
		assert_int_equal(turn(path, 1, page), WALK_ON);
	assert_int_equal(turn(path, 1, WALK_PAGES_MAX), WALK_LOST);
	assert_non_null(strstr(path->trouble, "does not end"));
}

/* The list that goes A, B, A and so on: the first page has no link, so A is known by its own. */
static void
pages_that_take_turns_lose_the_walk(void **state)
{
	struct path *path = *state;

	assert_int_equal(turn(path, 10, 1), WALK_ON);
	assert_int_equal(turn(path, 10, 2), WALK_ON);
	assert_int_equal(turn(path, 10, 3), WALK_ON);
	assert_int_equal(turn(path, 10, 2), WALK_LOST);
	assert_non_null(strstr(path->trouble, "goes in circles: page 4 links to a page that was read before"));
}

/* A page of which `answer` says how much there was, with a link to another. */
static void
expect_limit(struct path *path, struct answer answer, const char *part)
{
	answer.next = path->link;
	snprintf(path->link, sizeof path->link, "/api/x?start=2");
	walk_count_answer(&path->walk, &answer);
	assert_int_equal(walk_turn_page(&path->walk, &answer, &path->trouble), WALK_LOST);
	if (strstr(path->trouble, part) == NULL)
		fail_msg("\"%s\" has no \"%s\"", path->trouble, part);
}

static void
walk_with_too_many_records_is_lost(void **state)
{
	expect_limit(
	    *state, (struct answer){.records = (uint32_t)WALK_RECORDS_MAX}, "does not end after 10000000 records");
}

static void
walk_with_too_many_bytes_is_lost(void **state)
{
	expect_limit(*state, (struct answer){.records = 1, .unpacked = WALK_BYTES_MAX}, "does not end after 8 GiB");
}

static void
walk_with_too_many_names_is_lost(void **state)
{
	struct path *path = *state;
	uint64_t before = path->walk.texts_before;

	add_session(path, 7);
	/* As if all the others had been new in this walk, which takes a gigabyte to try. */
	path->walk.texts_before = before - WALK_TEXT_BYTES_MAX;
	expect_limit(path, (struct answer){.records = 1}, "more than 1 GiB of names");
}

static void
names_that_were_known_before_a_walk_do_not_count(void **state)
{
	struct path *path = *state;
	static const struct text known = {"CORP\\alice", 10};

	strings_intern(path->walk.texts, known);
	path->walk.texts_before = strings_bytes(path->walk.texts);
	for (uint64_t i = 1; i < 100; i++) {
		struct record session;

		record_clear(&session, &session_kind);
		session.number[FIELD_IDENTIFIER] = i;
		session.text[FIELD_USER] = known;
		walk_add_record(&session, &path->walk);
	}
	assert_int_equal(strings_bytes(path->walk.texts), path->walk.texts_before);
}

static void
walk_with_too_many_items_is_lost(void **state)
{
	struct path *path = *state;
	struct list_item items[2] = {{.part = {{"a", 1}}}, {.part = {{"b", 1}}}};
	struct record session;

	record_clear(&session, &session_kind);
	session.number[FIELD_IDENTIFIER] = 1;
	session.items = items;
	session.item_count = 2;
	walk_add_record(&session, &path->walk);
	assert_int_equal(path->walk.items, 2);
	path->walk.items = WALK_ITEMS_MAX;
	expect_limit(path, (struct answer){.records = 1}, "refers to more than 100000000 things");
}

static void
walk_that_ends_at_a_limit_is_whole(void **state)
{
	struct path *path = *state;

	path->walk.items = WALK_ITEMS_MAX;
	assert_int_equal(turn(path, 1, 0), WALK_END);
}

static void
session_on_two_pages_is_one_row(void **state)
{
	struct path *path = *state;

	add_session(path, 7);
	add_session(path, 8);
	turn(path, 2, 1);
	add_session(path, 8);
	add_session(path, 9);
	turn(path, 2, 0);
	assert_int_equal(path->walk.records, 4);
	assert_int_equal(snapshot_builder_count(path->walk.builder), 3);
}

static void
first_oddity_stays_and_unreadable_records_add_up(void **state)
{
	struct path *path = *state;
	char first[] = "first", second[] = "second";

	walk_count_answer(&path->walk, &(struct answer){.unreadable = 1, .oddity = first, .bytes = 10});
	walk_count_answer(&path->walk, &(struct answer){.unreadable = 2, .oddity = second, .bytes = 20});
	assert_string_equal(path->walk.oddity, "first");
	assert_int_equal(path->walk.unreadable, 3);
	assert_int_equal(path->walk.bytes, 30);
}

static void
busy_page_in_the_middle_is_asked_for_again_three_times(void **state)
{
	struct path *path = *state;
	const struct answer busy = {.outcome = ANSWER_BUSY, .retry_after_ms = 2000};

	turn(path, 1, 1);
	for (int i = 0; i < 3; i++)
		assert_int_equal(walk_retry_ms(&path->walk, &busy, false), 2000);
	assert_int_equal(walk_retry_ms(&path->walk, &busy, false), 0);
}

static void
page_that_came_gives_new_tries_to_the_next(void **state)
{
	struct path *path = *state;
	const struct answer busy = {.outcome = ANSWER_BUSY};

	turn(path, 1, 1);
	for (int i = 0; i < 3; i++)
		assert_int_equal(walk_retry_ms(&path->walk, &busy, false), WALK_RETRY_MS);
	turn(path, 1, 2);
	assert_int_equal(walk_retry_ms(&path->walk, &busy, false), WALK_RETRY_MS);
}

static void
busy_first_page_is_asked_for_again_only_by_the_patient(void **state)
{
	struct path *path = *state;
	const struct answer busy = {.outcome = ANSWER_BUSY};

	assert_int_equal(walk_retry_ms(&path->walk, &busy, false), 0);
	assert_int_equal(walk_retry_ms(&path->walk, &busy, true), WALK_RETRY_MS);
}

static void
nobody_waits_longer_than_ten_seconds_for_a_page(void **state)
{
	struct path *path = *state;

	assert_int_equal(
	    walk_retry_ms(&path->walk, &(struct answer){.outcome = ANSWER_BUSY, .retry_after_ms = 11000}, true), 0);
	assert_int_equal(
	    walk_retry_ms(&path->walk, &(struct answer){.outcome = ANSWER_BUSY, .retry_after_ms = 10000}, true), 10000);
}

static void
first_rows_are_shown_at_once(void **state)
{
	struct path *path = *state;

	assert_false(walk_is_worth_showing(&path->walk, 0, 1000));
	add_session(path, 1);
	assert_true(walk_is_worth_showing(&path->walk, 0, 1000));
	assert_false(walk_is_worth_showing(&path->walk, 1, 9000));
}

static void
slow_pages_are_shown_by_time(void **state)
{
	struct path *path = *state;
	uint64_t identifier = 0;

	while (identifier < 1000)
		add_session(path, identifier++);
	assert_true(walk_is_worth_showing(&path->walk, 0, 1000));
	while (identifier < 1100)
		add_session(path, identifier++);
	assert_false(walk_is_worth_showing(&path->walk, 1000, 1499));
	assert_true(walk_is_worth_showing(&path->walk, 1000, 1500));
}

static void
fewer_rows_never_replace_more(void **state)
{
	struct path *path = *state;

	for (uint64_t i = 0; i < 100; i++)
		add_session(path, i);
	assert_false(walk_is_worth_showing(&path->walk, 100, 9000));
	assert_true(walk_is_worth_showing(&path->walk, 99, 9000));
}

static void
all_copies_together_cost_no_more_than_some_walks(void **state)
{
	struct path *path = *state;
	uint64_t copied = 0, now_ms = 1000, rows = 0;
	uint32_t shown = 0;

	/* The worst case: a page takes so long that time alone would always allow a copy. */
	for (int page = 0; page < 500; page++, now_ms += 600) {
		for (int i = 0; i < 100; i++)
			add_session(path, rows++);
		if (walk_is_worth_showing(&path->walk, shown, now_ms)) {
			shown = (uint32_t)rows;
			copied += rows;
		}
	}
	assert_true(copied < 20 * rows);
	assert_true(shown > rows - rows / 8);
}

int
main(void)
{
#define WALK_TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)
	const struct CMUnitTest tests[] = {
	    WALK_TEST(page_without_a_link_is_the_end),
	    WALK_TEST(link_is_followed_behind_short_and_empty_pages),
	    WALK_TEST(link_that_was_followed_before_loses_the_walk),
	    WALK_TEST(many_empty_pages_in_a_row_lose_the_walk),
	    WALK_TEST(empty_pages_count_only_in_a_row),
	    WALK_TEST(walk_without_end_is_lost),
	    WALK_TEST(pages_that_take_turns_lose_the_walk),
	    WALK_TEST(walk_with_too_many_records_is_lost),
	    WALK_TEST(walk_with_too_many_bytes_is_lost),
	    WALK_TEST(walk_with_too_many_names_is_lost),
	    WALK_TEST(names_that_were_known_before_a_walk_do_not_count),
	    WALK_TEST(walk_with_too_many_items_is_lost),
	    WALK_TEST(walk_that_ends_at_a_limit_is_whole),
	    WALK_TEST(session_on_two_pages_is_one_row),
	    WALK_TEST(first_oddity_stays_and_unreadable_records_add_up),
	    WALK_TEST(busy_page_in_the_middle_is_asked_for_again_three_times),
	    WALK_TEST(page_that_came_gives_new_tries_to_the_next),
	    WALK_TEST(busy_first_page_is_asked_for_again_only_by_the_patient),
	    WALK_TEST(nobody_waits_longer_than_ten_seconds_for_a_page),
	    WALK_TEST(first_rows_are_shown_at_once),
	    WALK_TEST(slow_pages_are_shown_by_time),
	    WALK_TEST(fewer_rows_never_replace_more),
	    WALK_TEST(all_copies_together_cost_no_more_than_some_walks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
