/* test_columns.c: which columns fit, and how wide each is. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "view/columns.h"
#include "world.h"

/* A day in an office: names as long as they are there. */
static const char *const office[] = {
    "user=CORP\\svc_backup client=10.20.30.41 svm=files01 node=node-a-01 server=10.255.0.11 volumes=fin12,hr1,a,b "
    "auth=kerberos protocol=smb3_1 signed=yes encryption=encrypted unix=pcuser shares=1 other=0 files=118 idle=4d2h "
    "age=12d",
    "user=CORP\\alice.example client=10.20.130.140 svm=files02 node=node-a-02 server=10.255.0.12 "
    "volumes=engineering_home auth=kerberos protocol=smb3_1 signed=yes unix=alice shares=2 other=3 files=31870 "
    "idle=41s age=3h",
};

static struct view *
view_of(struct world *world, const char *const *rows, size_t count)
{
	struct view_request request = {
	    .kind = &session_kind, .snapshot_count = 1, .order = order_default(&session_kind)};
	struct snapshot *snapshot;

	for (size_t i = 0; i < count; i++)
		world_add(world, rows[i]);
	snapshot = world_seal(world);
	request.snapshots = &snapshot;
	return view_compute(&request);
}

/* The titles from left to right; good until the next call. */
static const char *
titles(const struct layout *layout)
{
	static char text[512];
	struct buffer out;

	buffer_init(&out, sizeof text - 1);
	for (size_t i = 0; i < layout->count; i++) {
		if (i > 0)
			buffer_add_byte(&out, ' ');
		buffer_add_string(&out, session_kind.fields[layout->columns[i].field].title);
	}
	memcpy(text, buffer_string(&out), out.length + 1);
	buffer_free(&out);
	return text;
}

static uint16_t
width_of(const struct layout *layout, unsigned field)
{
	for (size_t i = 0; i < layout->count; i++) {
		if (layout->columns[i].field == field)
			return layout->columns[i].width;
	}
	return 0;
}

static struct layout
default_layout(const struct view *view, bool has_cluster, uint16_t width)
{
	unsigned wanted[FIELDS_MAX];
	size_t count = layout_default_columns(&session_kind, wanted, has_cluster);
	struct layout layout;

	layout_fit(&layout, &session_kind, view, wanted, count, width, FIELD_OPEN_FILES);
	return layout;
}

static void
expect_default(const struct view *view, uint16_t width, const char *wanted)
{
	struct layout layout = default_layout(view, false, width);

	assert_string_equal(titles(&layout), wanted);
}

static void
a_terminal_of_80_columns_shows_what_matters(void **state)
{
	struct world *world = world_new(0, "prod-east");
	struct view *view = view_of(world, office, 2);

	(void)state;
	expect_default(view, 80, "USER CLIENT SVM VOLUMES SEC FILES IDLE AGE");
	view_unref(view);
	world_free(world);
}

static void
narrow_terminals_show_four_columns_and_then_three(void **state)
{
	struct world *world = world_new(0, "prod-east");
	struct view *view = view_of(world, office, 2);

	(void)state;
	expect_default(view, 59, "USER CLIENT FILES IDLE");
	expect_default(view, 45, "USER CLIENT FILES IDLE");
	expect_default(view, 44, "USER FILES IDLE");
	expect_default(view, 40, "USER FILES IDLE");
	view_unref(view);
	world_free(world);
}

static void
wide_terminals_show_all_that_is_wanted_in_full(void **state)
{
	struct world *world = world_new(0, "prod-east");
	struct view *view = view_of(world, office, 2);
	struct layout layout = default_layout(view, true, 200);

	(void)state;
	assert_string_equal(
	    titles(&layout), "CLUSTER USER CLIENT SVM NODE LIF VOLUMES SEC UNIX SHARES OTHER FILES IDLE AGE");
	for (size_t i = 0; i < layout.count; i++)
		assert_true(layout.columns[i].width >= view_width(view, layout.columns[i].field));
	view_unref(view);
	world_free(world);
}

static void
columns_never_overlap_nor_leave_the_screen_at_any_width(void **state)
{
	struct world *world = world_new(0, "prod-east");
	struct view *view = view_of(world, office, 2);

	(void)state;
	for (uint16_t width = 1; width <= 300; width++) {
		struct layout layout = default_layout(view, true, width);
		unsigned end = 0;

		assert_true(layout.count >= 1);
		for (size_t i = 0; i < layout.count; i++) {
			assert_int_equal(layout.columns[i].x, i == 0 ? 0 : end + 1);
			assert_true(layout.columns[i].width >= 1);
			end = layout.columns[i].x + layout.columns[i].width;
		}
		assert_true(end <= width);
	}
	view_unref(view);
	world_free(world);
}

static void
a_wider_terminal_never_shows_fewer_columns(void **state)
{
	struct world *world = world_new(0, "prod-east");
	struct view *view = view_of(world, office, 2);
	size_t before = 0;

	(void)state;
	for (uint16_t width = 1; width <= 300; width++) {
		struct layout layout = default_layout(view, true, width);

		assert_true(layout.count >= before);
		before = layout.count;
	}
	view_unref(view);
	world_free(world);
}

static void
what_is_left_over_goes_to_those_that_are_cut_and_then_nowhere(void **state)
{
	static const char *const rows[] = {"user=CORP\\a.very.long.name.of.somebody.with.42 files=1 client=10.0.0.1"};
	static const unsigned wanted[] = {FIELD_USER, FIELD_CLIENT_IP, FIELD_OPEN_FILES};
	struct world *world = world_new(0, "east");
	struct view *view = view_of(world, rows, 1);
	struct layout layout;

	(void)state;
	layout_fit(&layout, &session_kind, view, wanted, 3, 50, FIELD_NONE);
	assert_int_equal(width_of(&layout, FIELD_USER), 50 - 2 - strlen("10.0.0.1") - 5);
	layout_fit(&layout, &session_kind, view, wanted, 3, 200, FIELD_NONE);
	assert_int_equal(width_of(&layout, FIELD_USER), strlen("CORP\\a.very.long.name.of.somebody.with.42"));
	assert_int_equal(width_of(&layout, FIELD_CLIENT_IP), strlen("10.0.0.1"));
	view_unref(view);
	world_free(world);
}

static void
the_widest_for_its_weight_is_squeezed_first(void **state)
{
	static const unsigned wanted[] = {FIELD_USER, FIELD_CLIENT_IP, FIELD_OPEN_FILES};
	static const char *const rows[] = {"user=CORP\\alice.example.com client=10.120.130.140 files=1"};
	struct world *world = world_new(0, "east");
	struct view *view = view_of(world, rows, 1);
	struct layout layout;

	(void)state;
	/* 22 and 14 of their own, 5 for files: one column less than that comes from the user. */
	layout_fit(&layout, &session_kind, view, wanted, 3, 42, FIELD_NONE);
	assert_int_equal(width_of(&layout, FIELD_USER), 21);
	assert_int_equal(width_of(&layout, FIELD_CLIENT_IP), 14);
	view_unref(view);
	world_free(world);
}

static void
the_arrow_has_room_beside_its_title(void **state)
{
	static const unsigned wanted[] = {FIELD_USER, FIELD_OPEN_FILES};
	struct layout layout;

	(void)state;
	layout_fit(&layout, &session_kind, NULL, wanted, 2, 80, FIELD_NONE);
	assert_int_equal(width_of(&layout, FIELD_OPEN_FILES), 5);
	layout_fit(&layout, &session_kind, NULL, wanted, 2, 80, FIELD_OPEN_FILES);
	assert_int_equal(width_of(&layout, FIELD_OPEN_FILES), 6);
}

static void
columns_stay_in_the_order_that_was_asked_for(void **state)
{
	static const unsigned wanted[] = {FIELD_IDLE_DURATION, FIELD_NODE_UUID, FIELD_USER};
	struct layout layout;

	(void)state;
	layout_fit(&layout, &session_kind, NULL, wanted, 3, 80, FIELD_NONE);
	assert_string_equal(titles(&layout), "IDLE NODE UUID USER");
	layout_fit(&layout, &session_kind, NULL, wanted, 3, 18, FIELD_NONE);
	assert_string_equal(titles(&layout), "IDLE USER");
	layout_fit(&layout, &session_kind, NULL, wanted, 3, 4, FIELD_NONE);
	assert_string_equal(titles(&layout), "USER");
	assert_int_equal(layout.columns[0].width, 4);
}

static void
nothing_wanted_or_no_room_gives_no_columns(void **state)
{
	static const unsigned wanted[] = {FIELD_USER};
	struct layout layout;

	(void)state;
	layout_fit(&layout, &session_kind, NULL, wanted, 0, 80, FIELD_USER);
	assert_int_equal(layout.count, 0);
	layout_fit(&layout, &session_kind, NULL, wanted, 1, 0, FIELD_USER);
	assert_int_equal(layout.count, 0);
}

static void
one_cluster_needs_no_column_to_be_told_by(void **state)
{
	unsigned columns[FIELDS_MAX];
	size_t count;

	(void)state;
	count = layout_default_columns(&session_kind, columns, true);
	assert_int_equal(columns[0], FIELD_CLUSTER);
	assert_int_equal(layout_default_columns(&session_kind, columns, false), count - 1);
	assert_int_equal(columns[0], FIELD_USER);
}

static void
written_columns_are_read_by_any_name(void **state)
{
	unsigned columns[FIELDS_MAX];
	size_t count = 0;

	(void)state;
	assert_null(layout_parse_columns(&session_kind, "cluster, vol,open_files,sec", columns, &count));
	assert_int_equal(count, 4);
	assert_int_equal(columns[0], FIELD_CLUSTER);
	assert_int_equal(columns[1], FIELD_VOLUMES_NAME);
	assert_int_equal(columns[2], FIELD_OPEN_FILES);
	assert_int_equal(columns[3], FIELD_SECURITY);
}

static void
mistakes_in_columns_are_told_and_change_nothing(void **state)
{
	static const struct {
		const char *written;
		const char *problem;
	} wrong[] = {
	    {"user,cleint", "unknown field 'cleint'; did you mean 'client'?"},
	    {"", "a field name is missing in the columns; as in user,client,files"},
	    {"user,", "a field name is missing in the columns; as in user,client,files"},
	    {"files,user,open_files", "the columns name 'open_files' twice"},
	};
	unsigned columns[FIELDS_MAX] = {FIELD_IDENTIFIER};
	size_t count = 1;

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		char *problem = layout_parse_columns(&session_kind, wrong[i].written, columns, &count);

		assert_non_null(problem);
		assert_string_equal(problem, wrong[i].problem);
		assert_int_equal(count, 1);
		assert_int_equal(columns[0], FIELD_IDENTIFIER);
		free(problem);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_terminal_of_80_columns_shows_what_matters),
	    cmocka_unit_test(narrow_terminals_show_four_columns_and_then_three),
	    cmocka_unit_test(wide_terminals_show_all_that_is_wanted_in_full),
	    cmocka_unit_test(columns_never_overlap_nor_leave_the_screen_at_any_width),
	    cmocka_unit_test(a_wider_terminal_never_shows_fewer_columns),
	    cmocka_unit_test(what_is_left_over_goes_to_those_that_are_cut_and_then_nowhere),
	    cmocka_unit_test(the_widest_for_its_weight_is_squeezed_first),
	    cmocka_unit_test(the_arrow_has_room_beside_its_title),
	    cmocka_unit_test(columns_stay_in_the_order_that_was_asked_for),
	    cmocka_unit_test(nothing_wanted_or_no_room_gives_no_columns),
	    cmocka_unit_test(one_cluster_needs_no_column_to_be_told_by),
	    cmocka_unit_test(written_columns_are_read_by_any_name),
	    cmocka_unit_test(mistakes_in_columns_are_told_and_change_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
