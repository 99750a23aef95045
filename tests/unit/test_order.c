/* test_order.c: by what rows are ordered. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "model/session_fields.h"
#include "query/order.h"

static void
expect_key(const struct order *order, size_t at, unsigned field, bool is_descending)
{
	assert_true(at < order->count);
	assert_int_equal(order->keys[at].field, field);
	assert_int_equal(order->keys[at].is_descending, is_descending);
}

static void
expect_refused(const char *written, const char *wanted)
{
	struct order order = {.keys = {{FIELD_USER, false}}, .count = 1};
	char *problem = order_parse(&session_kind, written, &order);

	assert_non_null(problem);
	assert_string_equal(problem, wanted);
	assert_int_equal(order.count, 1);
	free(problem);
}

static void
fields_take_their_natural_direction_or_the_one_that_is_written(void **state)
{
	struct order order;

	(void)state;
	assert_null(order_parse(&session_kind, "idle,user, files:asc ,svm.name:DESC", &order));
	assert_int_equal(order.count, 4);
	expect_key(&order, 0, FIELD_IDLE_DURATION, true);
	expect_key(&order, 1, FIELD_USER, false);
	expect_key(&order, 2, FIELD_OPEN_FILES, false);
	expect_key(&order, 3, FIELD_SVM_NAME, true);
}

static void
mistakes_are_told_and_change_nothing(void **state)
{
	(void)state;
	expect_refused("usr", "unknown field 'usr'; did you mean 'user'?");
	expect_refused("user:down", "unknown direction 'down'; it is asc or desc");
	expect_refused("user:", "unknown direction ''; it is asc or desc");
	expect_refused("user:asc:desc", "unknown direction 'asc:desc'; it is asc or desc");
	expect_refused("", "a field name is missing in the sort order; as in idle:desc,user");
	expect_refused("user,,files", "a field name is missing in the sort order; as in idle:desc,user");
	expect_refused("files,open_files:asc", "the sort order names 'open_files' twice");
	expect_refused("user,client,svm,node,files,idle,age,vol,lif", "the sort order has more than 8 fields");
}

static void
the_default_has_most_open_files_first(void **state)
{
	struct order order = order_default(&session_kind);

	(void)state;
	assert_int_equal(order.count, 2);
	expect_key(&order, 0, FIELD_OPEN_FILES, true);
	expect_key(&order, 1, FIELD_USER, false);
}

static void
a_field_that_is_put_first_keeps_the_others_behind_it(void **state)
{
	struct order order;

	(void)state;
	assert_null(order_parse(&session_kind, "files,user,idle", &order));
	order_put_first(&order, FIELD_IDLE_DURATION, false);
	assert_int_equal(order.count, 3);
	expect_key(&order, 0, FIELD_IDLE_DURATION, false);
	expect_key(&order, 1, FIELD_OPEN_FILES, true);
	expect_key(&order, 2, FIELD_USER, false);
	order_put_first(&order, FIELD_SVM_NAME, false);
	assert_int_equal(order.count, 4);
	expect_key(&order, 0, FIELD_SVM_NAME, false);
	expect_key(&order, 3, FIELD_USER, false);
	order_put_first(&order, FIELD_SVM_NAME, true);
	assert_int_equal(order.count, 4);
	expect_key(&order, 0, FIELD_SVM_NAME, true);
}

static void
a_full_order_loses_its_last_key(void **state)
{
	struct order order;

	(void)state;
	assert_null(order_parse(&session_kind, "user,client,svm,node,files,idle,age,vol", &order));
	order_put_first(&order, FIELD_SERVER_IP, false);
	assert_int_equal(order.count, ORDER_KEYS_MAX);
	expect_key(&order, 0, FIELD_SERVER_IP, false);
	expect_key(&order, ORDER_KEYS_MAX - 1, FIELD_CONNECTED_DURATION, true);
}

static void
an_empty_order_takes_its_first_key(void **state)
{
	struct order order = {.count = 0};

	(void)state;
	order_put_first(&order, FIELD_USER, true);
	assert_int_equal(order.count, 1);
	expect_key(&order, 0, FIELD_USER, true);
}

static void
only_counts_and_times_are_most_useful_from_the_top(void **state)
{
	(void)state;
	assert_true(order_is_naturally_descending(&session_kind, FIELD_OPEN_FILES));
	assert_true(order_is_naturally_descending(&session_kind, FIELD_IDLE_DURATION));
	assert_false(order_is_naturally_descending(&session_kind, FIELD_USER));
	assert_false(order_is_naturally_descending(&session_kind, FIELD_IDENTIFIER));
	/* The worst first. */
	assert_false(order_is_naturally_descending(&session_kind, FIELD_SECURITY));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(fields_take_their_natural_direction_or_the_one_that_is_written),
	    cmocka_unit_test(mistakes_are_told_and_change_nothing),
	    cmocka_unit_test(the_default_has_most_open_files_first),
	    cmocka_unit_test(a_field_that_is_put_first_keeps_the_others_behind_it),
	    cmocka_unit_test(a_full_order_loses_its_last_key),
	    cmocka_unit_test(an_empty_order_takes_its_first_key),
	    cmocka_unit_test(only_counts_and_times_are_most_useful_from_the_top),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
