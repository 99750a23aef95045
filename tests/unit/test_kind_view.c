/* test_kind_view.c: files, connections and locks are sorted, filtered, followed and shown as sessions are. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* cmocka wants those before it. */
#include <cmocka.h>

#include "model/connection_fields.h"
#include "model/file_fields.h"
#include "model/lock_fields.h"
#include "view/cell.h"
#include "view/columns.h"
#include "view/selection.h"
#include "view/view.h"
#include "world.h"

static struct view *
view_of(struct snapshot *snapshot, const char *order, const char *filter, unsigned column)
{
	const struct kind *kind = snapshot_kind(snapshot);
	struct view_request request = {.kind = kind,
	    .snapshots = &snapshot,
	    .snapshot_count = 1,
	    .filter = filter,
	    .columns = &column,
	    .column_count = 1,
	    .order = order_default(kind),
	    .shows_ended = true};

	if (order != NULL)
		assert_null(order_parse(kind, order, &request.order));
	return view_compute(&request);
}

/* The values of a field, top to bottom, with blanks between them. */
static void
expect_column(const struct view *view, unsigned field, const char *expected)
{
	char seen[512] = "";

	for (size_t i = 0; i < view_count(view); i++) {
		struct view_row row = view_row(view, i);

		if (i > 0)
			strncat(seen, " ", sizeof seen - strlen(seen) - 1);
		strncat(seen, world_shown(row.snapshot, field, row.row), sizeof seen - strlen(seen) - 1);
	}
	assert_string_equal(seen, expected);
}

static void
expect_view(struct snapshot *snapshot, const char *order, const char *filter, unsigned column, const char *expected)
{
	struct view *view = view_of(snapshot, order, filter, column);

	expect_column(view, column, expected);
	view_unref(view);
}

static void
files_stand_by_their_path_when_nobody_chose(void **state)
{
	struct world *world = world_new_kind(&file_kind, 0, "east");
	struct snapshot *files;

	(void)state;
	world_add(world, "path=b\\x user=zoe");
	world_add(world, "path=B\\a user=ann");
	world_add(world, "path=a user=ann");
	files = world_seal(world);
	expect_view(files, NULL, NULL, FILE_PATH, "a B\\a b\\x");
	expect_view(files, "user,id:desc", NULL, FILE_USER, "ann ann zoe");
	expect_view(files, "idle,path:desc", NULL, FILE_PATH, "b\\x B\\a a");
	expect_view(files, NULL, "\\X", FILE_PATH, "b\\x");
	world_free(world);
}

static void
modes_sort_by_rank_and_unknown_ones_behind(void **state)
{
	struct world *world = world_new_kind(&file_kind, 0, "east");

	(void)state;
	world_add(world, "mode=x");
	world_add(world, "mode=rw");
	world_add(world, "mode=-");
	world_add(world, "mode=r");
	expect_view(world_seal(world), "mode", NULL, FILE_OPEN_MODE, "r rw x -");
	world_free(world);
}

static void
connections_are_found_by_a_session_and_sort_by_the_first(void **state)
{
	struct world *world = world_new_kind(&connection_kind, 0, "east");
	struct snapshot *connections;
	struct buffer out;

	(void)state;
	world_add(world, "id=1 sessions=17365880163140632576,55555");
	world_add(world, "id=2 sessions=17365880163140632575");
	world_add(world, "id=3 sessions=17365880163140632576");
	world_add(world, "id=4");
	connections = world_seal(world);
	expect_view(connections, "sessions,id", "17365880163140632576", CONNECTION_SESSIONS_IDENTIFIER,
	    "17365880163140632576 17365880163140632576,55555");
	expect_view(connections, "sessions:desc", NULL, CONNECTION_IDENTIFIER, "1 3 2 4");
	buffer_init(&out, 100);
	assert_true(cell_print_list_fit(connections, CONNECTION_SESSIONS_IDENTIFIER, 0, 22, &out));
	assert_string_equal(buffer_string(&out), "17365880163140632576+1");
	assert_false(cell_print_list_fit(connections, CONNECTION_SESSIONS_IDENTIFIER, 3, 22, &out));
	buffer_free(&out);
	world_free(world);
}

static void
locks_are_told_apart_by_uuid_and_stand_in_its_order(void **state)
{
	struct world *world = world_new_kind(&lock_kind, 0, "east");
	struct snapshot *locks;
	struct view *view;

	(void)state;
	world_add(world, "uuid=c path=/v/f");
	world_add(world, "uuid=a path=/v/f");
	world_add(world, "uuid=b path=/v/f");
	world_add(world, "uuid=a path=/v/f state=waiting");
	locks = world_seal(world);
	assert_int_equal(snapshot_count(locks), 3);
	view = view_of(locks, NULL, NULL, LOCK_UUID);
	expect_column(view, LOCK_UUID, "a b c");
	expect_column(view, LOCK_STATE, "waiting - -");
	view_unref(view);
	world_free(world);
}

static void
the_cursor_stays_on_its_file_over_a_refresh(void **state)
{
	struct world *world = world_new_kind(&file_kind, 0, "east");
	struct selection selection = {.position = 0};
	struct view *view;

	(void)state;
	world_add(world, "id=24 session=17365880163140632575 path=m");
	world_add(world, "id=24 session=17365880163140632576 path=n");
	view = view_of(world_seal(world), NULL, NULL, FILE_PATH);
	selection_go(&selection, view, 1, 10);
	view_unref(view);
	world_add(world, "id=3 session=1 path=a");
	world_add(world, "id=24 session=17365880163140632576 path=z");
	view = view_of(world_seal(world), NULL, NULL, FILE_PATH);
	expect_column(view, FILE_PATH, "a m z");
	assert_true(view_row(view, 1).has_ended);
	selection_settle(&selection, view, 10);
	assert_int_equal(selection.position, 2);
	selection_clear(&selection);
	view_unref(view);
	world_free(world);
}

static void
a_session_and_a_file_with_the_same_key_are_not_the_same(void **state)
{
	struct world *files = world_new_kind(&file_kind, 0, "east"), *sessions = world_new(0, "east");
	struct identity file, session;
	struct snapshot *snapshot;

	(void)state;
	world_add(files, "id=1 session=1 connection=1");
	world_add(sessions, "id=1 connection=1");
	snapshot = world_seal(files);
	file = snapshot_identity(snapshot, 0);
	session = snapshot_identity(world_seal(sessions), 0);
	assert_false(identity_equals(&file, &session));
	assert_int_equal(snapshot_find(snapshot, &session), ROW_NONE);
	assert_int_equal(snapshot_find(snapshot, &file), 0);
	identity_clear(&file);
	identity_clear(&session);
	world_free(files);
	world_free(sessions);
}

static void
a_view_of_files_counts_no_sessions(void **state)
{
	struct world *world = world_new_kind(&file_kind, 0, "east");
	struct view *view;

	(void)state;
	world_add(world, "path=a user=zoe");
	view = view_of(world_seal(world), NULL, NULL, FILE_PATH);
	assert_ptr_equal(view_kind(view), &file_kind);
	assert_int_equal(view_total(view), 1);
	assert_int_equal(view_summary(view)->sessions, 0);
	assert_int_equal(view_summary(view)->users, 0);
	view_unref(view);
	world_free(world);
}

static bool
is_shown(const struct layout *layout, unsigned field)
{
	for (size_t i = 0; i < layout->count; i++) {
		if (layout->columns[i].field == field)
			return true;
	}
	return false;
}

static void
path_user_client_and_mode_are_there_at_80_columns(void **state)
{
	struct world *world = world_new_kind(&file_kind, 0, "east");
	unsigned columns[FIELDS_MAX];
	size_t count = layout_default_columns(&file_kind, columns, false);
	struct layout layout;
	struct view *view;

	(void)state;
	world_add(world,
	    "path=projects\\2024\\budget\\final\\Budget-2024-v7-final-reviewed.xlsx user=CORP\\firstname.last"
	    " client=192.168.100.200 svm=svm_files_east volume=vol_projects_01 share=projects$ mode=rw locks=3"
	    " idle=3h");
	view = view_of(world_seal(world), NULL, NULL, FILE_PATH);
	layout_fit(&layout, &file_kind, view, columns, count, 78, FILE_PATH);
	assert_true(is_shown(&layout, FILE_PATH));
	assert_true(is_shown(&layout, FILE_USER));
	assert_true(is_shown(&layout, FILE_CLIENT_IP));
	assert_true(is_shown(&layout, FILE_OPEN_MODE));
	assert_false(is_shown(&layout, FILE_CLUSTER));
	view_unref(view);
	world_free(world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(files_stand_by_their_path_when_nobody_chose),
	    cmocka_unit_test(modes_sort_by_rank_and_unknown_ones_behind),
	    cmocka_unit_test(connections_are_found_by_a_session_and_sort_by_the_first),
	    cmocka_unit_test(locks_are_told_apart_by_uuid_and_stand_in_its_order),
	    cmocka_unit_test(the_cursor_stays_on_its_file_over_a_refresh),
	    cmocka_unit_test(a_session_and_a_file_with_the_same_key_are_not_the_same),
	    cmocka_unit_test(a_view_of_files_counts_no_sessions),
	    cmocka_unit_test(path_user_client_and_mode_are_there_at_80_columns),
	};

	return cmocka_run_group_tests_name("kind_view", tests, NULL, NULL);
}
