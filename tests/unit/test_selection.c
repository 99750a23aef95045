/* test_selection.c: which session the cursor is on, and what part of the rows is seen. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "view/selection.h"
#include "world.h"

#define PAGE 10

/* Sessions by their identifiers, in that order; a refresh at a time. */
struct table {
	struct world *world;
	struct view *view;
	struct selection selection;
};

static struct table
table_open(void)
{
	return (struct table){.world = world_new(0, "east")};
}

static void
table_close(struct table *table)
{
	view_unref(table->view);
	selection_clear(&table->selection);
	world_free(table->world);
}

/* A refresh brings the sessions `first` to `last`, but for the one that is `missing`. */
static void
table_refresh(struct table *table, unsigned first, unsigned last, unsigned missing)
{
	struct view_request request = {
	    .kind = &session_kind, .snapshot_count = 1, .order = {.keys = {{FIELD_IDENTIFIER, false}}, .count = 1}};
	struct snapshot *snapshot;
	char written[32];

	for (unsigned id = first; id <= last; id++) {
		snprintf(written, sizeof written, "id=%u", id);
		if (id != missing)
			world_add(table->world, written);
	}
	snapshot = world_seal(table->world);
	request.snapshots = &snapshot;
	view_unref(table->view);
	table->view = view_compute(&request);
	selection_settle(&table->selection, table->view, PAGE);
}

static void
expect(const struct table *table, size_t position, size_t top, uint64_t identifier)
{
	assert_int_equal(table->selection.position, position);
	assert_int_equal(table->selection.top, top);
	assert_true(identity_is_set(&table->selection.identity));
	assert_int_equal(identity_number(&table->selection.identity, FIELD_IDENTIFIER), identifier);
}

static void
until_it_is_moved_the_cursor_stays_on_the_first_row(void **state)
{
	struct table table = table_open();

	(void)state;
	table_refresh(&table, 100, 130, 0);
	expect(&table, 0, 0, 100);
	table_refresh(&table, 90, 130, 0);
	expect(&table, 0, 0, 90);
	table_close(&table);
}

static void
the_cursor_moves_and_the_rows_scroll_when_it_leaves_the_screen(void **state)
{
	struct table table = table_open();

	(void)state;
	table_refresh(&table, 1, 30, 0);
	selection_move(&table.selection, table.view, 9 - 1, PAGE);
	expect(&table, 8, 0, 9);
	selection_move(&table.selection, table.view, 1, PAGE);
	expect(&table, 9, 0, 10);
	selection_move(&table.selection, table.view, 1, PAGE);
	expect(&table, 10, 1, 11);
	selection_move(&table.selection, table.view, -1, PAGE);
	expect(&table, 9, 1, 10);
	table_close(&table);
}

static void
moves_end_at_the_first_and_the_last_row(void **state)
{
	struct table table = table_open();

	(void)state;
	table_refresh(&table, 1, 30, 0);
	selection_move(&table.selection, table.view, -1, PAGE);
	expect(&table, 0, 0, 1);
	selection_move(&table.selection, table.view, 1000, PAGE);
	expect(&table, 29, 20, 30);
	selection_move(&table.selection, table.view, -1000, PAGE);
	expect(&table, 0, 0, 1);
	selection_go(&table.selection, table.view, SIZE_MAX, PAGE);
	expect(&table, 29, 20, 30);
	table_close(&table);
}

static void
a_page_down_turns_the_page_and_keeps_the_line(void **state)
{
	struct table table = table_open();

	(void)state;
	table_refresh(&table, 1, 35, 0);
	selection_move(&table.selection, table.view, 3, PAGE);
	selection_move(&table.selection, table.view, PAGE, PAGE);
	expect(&table, 13, 10, 14);
	selection_move(&table.selection, table.view, PAGE, PAGE);
	expect(&table, 23, 20, 24);
	/* The last page is full. */
	selection_move(&table.selection, table.view, PAGE, PAGE);
	expect(&table, 33, 25, 34);
	selection_move(&table.selection, table.view, -PAGE, PAGE);
	expect(&table, 23, 15, 24);
	table_close(&table);
}

static void
the_session_keeps_its_line_when_others_come_above_it(void **state)
{
	struct table table = table_open();

	(void)state;
	table_refresh(&table, 100, 150, 0);
	selection_go(&table.selection, table.view, 14, PAGE);
	expect(&table, 14, 5, 114);
	table_refresh(&table, 80, 150, 0);
	expect(&table, 34, 25, 114);
	table_refresh(&table, 110, 150, 0);
	/* Line 9 cannot be: it is the fifth of all. */
	expect(&table, 4, 0, 114);
	table_close(&table);
}

static void
the_last_page_stays_full_when_rows_end(void **state)
{
	struct table table = table_open();

	(void)state;
	table_refresh(&table, 1, 40, 0);
	selection_go(&table.selection, table.view, 39, PAGE);
	selection_move(&table.selection, table.view, -8, PAGE);
	expect(&table, 31, 30, 32);
	table_refresh(&table, 1, 35, 0);
	expect(&table, 31, 25, 32);
	table_close(&table);
}

static void
when_its_session_is_gone_the_cursor_stays_at_its_position(void **state)
{
	struct table table = table_open();

	(void)state;
	table_refresh(&table, 1, 30, 0);
	selection_go(&table.selection, table.view, 5, PAGE);
	table_refresh(&table, 1, 30, 6);
	expect(&table, 5, 0, 7);
	table_refresh(&table, 1, 3, 0);
	expect(&table, 2, 0, 3);
	table_close(&table);
}

static void
without_rows_it_is_on_nothing_and_takes_what_comes(void **state)
{
	struct table table = table_open();

	(void)state;
	table_refresh(&table, 1, 0, 0);
	assert_false(identity_is_set(&table.selection.identity));
	selection_move(&table.selection, table.view, 1, PAGE);
	assert_int_equal(table.selection.position, 0);
	assert_false(identity_is_set(&table.selection.identity));
	table_refresh(&table, 1, 3, 0);
	expect(&table, 0, 0, 1);
	table_close(&table);
}

static void
rows_that_all_go_and_come_back_find_it_where_it_was(void **state)
{
	struct table table = table_open();

	(void)state;
	table_refresh(&table, 1, 30, 0);
	selection_go(&table.selection, table.view, 20, PAGE);
	expect(&table, 20, 11, 21);
	table_refresh(&table, 1, 0, 0);
	table_refresh(&table, 1, 30, 0);
	expect(&table, 20, 11, 21);
	table_close(&table);
}

static void
a_lower_screen_keeps_the_cursor_visible(void **state)
{
	struct table table = table_open();

	(void)state;
	table_refresh(&table, 1, 30, 0);
	selection_go(&table.selection, table.view, 8, PAGE);
	selection_settle(&table.selection, table.view, 4);
	expect(&table, 8, 5, 9);
	selection_settle(&table.selection, table.view, 0);
	expect(&table, 8, 8, 9);
	selection_settle(&table.selection, table.view, 100);
	expect(&table, 8, 0, 9);
	table_close(&table);
}

static void
cleared_it_is_on_nothing_and_follows_nobody(void **state)
{
	struct table table = table_open();

	(void)state;
	table_refresh(&table, 1, 30, 0);
	selection_go(&table.selection, table.view, 8, PAGE);
	selection_clear(&table.selection);
	assert_false(identity_is_set(&table.selection.identity));
	assert_null(table.selection.identity.parts[0].text);
	assert_false(table.selection.follows);
	selection_settle(&table.selection, table.view, PAGE);
	expect(&table, 0, 0, 1);
	table_close(&table);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(until_it_is_moved_the_cursor_stays_on_the_first_row),
	    cmocka_unit_test(the_cursor_moves_and_the_rows_scroll_when_it_leaves_the_screen),
	    cmocka_unit_test(moves_end_at_the_first_and_the_last_row),
	    cmocka_unit_test(a_page_down_turns_the_page_and_keeps_the_line),
	    cmocka_unit_test(the_session_keeps_its_line_when_others_come_above_it),
	    cmocka_unit_test(the_last_page_stays_full_when_rows_end),
	    cmocka_unit_test(when_its_session_is_gone_the_cursor_stays_at_its_position),
	    cmocka_unit_test(without_rows_it_is_on_nothing_and_takes_what_comes),
	    cmocka_unit_test(rows_that_all_go_and_come_back_find_it_where_it_was),
	    cmocka_unit_test(a_lower_screen_keeps_the_cursor_visible),
	    cmocka_unit_test(cleared_it_is_on_nothing_and_follows_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
