/* test_query_list.c: a query for any of several values. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "e2e/check.h"
#include "ontap/query_list.h"

static void
values_are_exact_and_stand_once(void **state)
{
	struct query_list list;
	char *query;

	(void)state;
	query_list_init(&list, 1000);
	query_list_add_number(&list, UINT64_C(10878444899913433090));
	query_list_add_number(&list, UINT64_C(10878444899913433091));
	query_list_add_number(&list, UINT64_C(10878444899913433090));
	query_list_add_number(&list, 91);
	query_list_add_number(&list, 1);
	query = query_list_take(&list);
	assert_string_equal(query, "10878444899913433090|10878444899913433091|91|1");
	free(query);
	query_list_free(&list);
}

static void
texts_are_quoted_where_a_character_would_be_an_operator(void **state)
{
	struct query_list list;
	char *query;

	(void)state;
	query_list_init(&list, 1000);
	query_list_add_text(&list, text_of("10.0.0.9"));
	query_list_add_text(&list, text_of("fd20::a02"));
	query_list_add_text(&list, text_of("CORP\\*"));
	query_list_add_text(&list, text_of("a..b"));
	query_list_add_text(&list, text_of("null"));
	query = query_list_take(&list);
	assert_string_equal(query, "10.0.0.9|fd20::a02|\"CORP\\*\"|\"a..b\"|\"null\"");
	free(query);
	query_list_free(&list);
}

static void
what_cannot_be_quoted_makes_no_list(void **state)
{
	static const char *const values[] = {"a\"b", "a|b", ""};

	(void)state;
	for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
		struct query_list list;

		query_list_init(&list, 1000);
		query_list_add_number(&list, 7);
		query_list_add_text(&list, text_of(values[i]));
		assert_null(query_list_take(&list));
		query_list_free(&list);
	}
}

static void
list_that_would_be_too_long_to_send_is_none(void **state)
{
	struct query_list list;
	char *query;

	(void)state;
	/* 20 digits and %7C each. */
	query_list_init(&list, 230);
	for (uint64_t i = 0; i < 10; i++)
		query_list_add_number(&list, UINT64_C(10000000000000000000) + i);
	query = query_list_take(&list);
	assert_int_equal(strlen(query), 209);
	free(query);
	query_list_free(&list);
	query_list_init(&list, 230);
	for (uint64_t i = 0; i < 11; i++)
		query_list_add_number(&list, UINT64_C(10000000000000000000) + i);
	assert_null(query_list_take(&list));
	query_list_free(&list);
}

/* Neither is it a list of what is left without the value. */
static void
value_that_is_longer_than_the_list_makes_none(void **state)
{
	static const char value[] = "fd20:0:0:0:0:0:0:a02";

	(void)state;
	for (size_t limit = 3; limit < sizeof value; limit++) {
		struct query_list list;

		query_list_init(&list, limit);
		query_list_add_text(&list, text_of(value));
		assert_null(query_list_take(&list));
		query_list_free(&list);
	}
}

static void
no_value_is_no_list(void **state)
{
	struct query_list list;

	(void)state;
	query_list_init(&list, 100);
	assert_null(query_list_take(&list));
	query_list_free(&list);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(values_are_exact_and_stand_once),
	    cmocka_unit_test(texts_are_quoted_where_a_character_would_be_an_operator),
	    cmocka_unit_test(what_cannot_be_quoted_makes_no_list),
	    cmocka_unit_test(list_that_would_be_too_long_to_send_is_none),
	    cmocka_unit_test(value_that_is_longer_than_the_list_makes_none),
	    cmocka_unit_test(no_value_is_no_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
