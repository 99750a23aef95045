/* The operators behind the = of a query parameter, as the simulated cluster understands them. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "sim/query.h"

static const char *const colours[] = {"blue", "green", "red", NULL};

static bool
ask(const char *text, enum value_type type, const struct value *values, size_t count)
{
	struct query *q = query_compile(text, type, type == VALUE_ENUM ? colours : NULL);
	bool matches;

	assert_non_null(q);
	matches = query_matches(q, values, count);
	query_free(q);
	return matches;
}

static bool
number_matches(const char *text, uint64_t number)
{
	struct value v = {.number = number};

	return ask(text, VALUE_INTEGER, &v, 1);
}

static bool
text_matches(const char *text, const char *value)
{
	struct value v = {.text = value, .length = strlen(value)};

	return ask(text, VALUE_TEXT, &v, 1);
}

static bool
colour_matches(const char *text, const char *value)
{
	struct value v = {.text = value, .length = strlen(value)};

	return ask(text, VALUE_ENUM, &v, 1);
}

static bool
is_refused(const char *text, enum value_type type)
{
	struct query *q = query_compile(text, type, type == VALUE_ENUM ? colours : NULL);
	bool refused = q == NULL;

	query_free(q);
	return refused;
}

static void
an_exact_number_matches_itself_only(void **state)
{
	(void)state;
	assert_true(number_matches("3", 3));
	assert_false(number_matches("3", 30));
	assert_true(number_matches("18446744073709551615", UINT64_MAX));
	assert_false(number_matches("10878444899913433090", 10878444899913433089u));
}

static void
comparisons_exclude_their_bound_unless_they_say_equal(void **state)
{
	(void)state;
	assert_true(number_matches(">10", 11));
	assert_false(number_matches(">10", 10));
	assert_true(number_matches(">=10", 10));
	assert_true(number_matches("<10", 9));
	assert_false(number_matches("<10", 10));
	assert_true(number_matches("<=10", 10));
}

static void
a_range_has_both_its_ends(void **state)
{
	(void)state;
	assert_true(number_matches("3..10", 3));
	assert_true(number_matches("3..10", 10));
	assert_false(number_matches("3..10", 2));
	assert_false(number_matches("3..10", 11));
	assert_true(text_matches("jim..joe", "jimmy"));
	assert_false(text_matches("jim..joe", "jon"));
}

static void
alternatives_match_when_one_of_them_does(void **state)
{
	(void)state;
	assert_true(number_matches("3|5..9|>100", 3));
	assert_true(number_matches("3|5..9|>100", 7));
	assert_true(number_matches("3|5..9|>100", 101));
	assert_false(number_matches("3|5..9|>100", 4));
	assert_false(number_matches("3|5..9|>100", 100));
}

static void
not_turns_round_any_of_the_others(void **state)
{
	(void)state;
	assert_false(number_matches("!3", 3));
	assert_true(number_matches("!3", 4));
	assert_false(text_matches("!abc*", "abcd"));
	assert_true(text_matches("!abc*", "xabc"));
	assert_false(text_matches("!jim..joe", "jim"));
	assert_true(text_matches("!jim..joe", "abe"));
}

static void
a_star_stands_for_anything_also_nothing(void **state)
{
	(void)state;
	assert_true(text_matches("abc*", "abc"));
	assert_true(text_matches("*xyz", "wxyz"));
	assert_true(text_matches("a*b", "ab"));
	assert_true(text_matches("a*b", "a-b-b"));
	assert_false(text_matches("a*b", "a-b-c"));
	assert_true(text_matches("*a*b*", "xxaxxbxx"));
	assert_true(text_matches("*", ""));
	assert_true(number_matches("12*", 1234));
}

static void
quotes_and_braces_make_operators_ordinary(void **state)
{
	(void)state;
	assert_true(text_matches("\"joe*\"", "joe*"));
	assert_false(text_matches("\"joe*\"", "joey"));
	assert_true(text_matches("{a|b}", "a|b"));
	assert_false(text_matches("{a|b}", "a"));
	assert_true(text_matches("\"!x\"", "!x"));
	assert_true(text_matches("\"null\"", "null"));
	assert_true(text_matches("a\"*\"*", "a*z"));
	assert_false(text_matches("a\"*\"*", "abz"));
	assert_true(text_matches("\"..\\\"x", "..\\x"));
}

static void
an_unset_field_matches_null_and_nothing_else(void **state)
{
	(void)state;
	assert_true(ask("null", VALUE_INTEGER, NULL, 0));
	assert_false(ask("!null", VALUE_INTEGER, NULL, 0));
	assert_false(ask("<10", VALUE_INTEGER, NULL, 0));
	assert_false(ask("!3", VALUE_INTEGER, NULL, 0));
	assert_false(ask("*", VALUE_TEXT, NULL, 0));
	assert_true(ask("<10|null", VALUE_INTEGER, NULL, 0));
	assert_false(number_matches("null", 0));
	assert_true(number_matches("!null", 0));
}

static void
enums_compare_by_the_alphabet(void **state)
{
	(void)state;
	assert_true(colour_matches("<green", "blue"));
	assert_false(colour_matches("<green", "red"));
	assert_true(colour_matches("blue..green", "green"));
	assert_true(colour_matches("*re*", "green"));
	assert_true(is_refused("yellow", VALUE_ENUM));
	assert_true(is_refused("<yellow", VALUE_ENUM));
}

static void
booleans_are_true_or_false(void **state)
{
	struct value yes = {.number = 1}, no = {.number = 0};

	(void)state;
	assert_true(ask("true", VALUE_BOOLEAN, &yes, 1));
	assert_false(ask("true", VALUE_BOOLEAN, &no, 1));
	assert_true(ask("!true", VALUE_BOOLEAN, &no, 1));
	assert_true(ask("true|false", VALUE_BOOLEAN, &no, 1));
	assert_true(is_refused("yes", VALUE_BOOLEAN));
	assert_true(is_refused("1", VALUE_BOOLEAN));
	assert_true(is_refused(">false", VALUE_BOOLEAN));
	assert_true(is_refused("t*", VALUE_BOOLEAN));
}

static void
durations_compare_by_length_and_match_by_their_text(void **state)
{
	struct value hour = {.number = 3600};

	(void)state;
	assert_true(ask("PT60M", VALUE_DURATION, &hour, 1));
	assert_true(ask(">PT59M59S", VALUE_DURATION, &hour, 1));
	assert_false(ask(">=P1D", VALUE_DURATION, &hour, 1));
	assert_true(ask("PT*", VALUE_DURATION, &hour, 1));
	assert_true(ask("PT1H", VALUE_DURATION, &hour, 1));
	assert_true(is_refused(">3600", VALUE_DURATION));
	assert_true(is_refused("P1Y", VALUE_DURATION));
	assert_true(is_refused("P", VALUE_DURATION));
}

static void
one_element_of_a_list_is_enough(void **state)
{
	struct value volumes[] = {{.text = "vol1", .length = 4}, {.text = "root", .length = 4}};

	(void)state;
	assert_true(ask("root", VALUE_TEXT, volumes, 2));
	assert_true(ask("vol*", VALUE_TEXT, volumes, 2));
	assert_false(ask("other", VALUE_TEXT, volumes, 2));
	assert_false(ask("!root", VALUE_TEXT, volumes, 2));
	assert_true(ask("!other", VALUE_TEXT, volumes, 2));
}

static void
what_is_no_number_is_refused(void **state)
{
	static const char *const bad[] = {"", "x", "-1", "1.5", "0x10", "18446744073709551616", ">", "<=", "3..", "..3",
	    "3|", "|3", "!", " 3", "\"3", "{3", ">x", "1..x"};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_true(is_refused(bad[i], VALUE_INTEGER));
}

static void
an_empty_text_is_a_value(void **state)
{
	(void)state;
	assert_true(text_matches("", ""));
	assert_false(text_matches("", "x"));
	assert_true(text_matches("x|", ""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_exact_number_matches_itself_only),
	    cmocka_unit_test(comparisons_exclude_their_bound_unless_they_say_equal),
	    cmocka_unit_test(a_range_has_both_its_ends),
	    cmocka_unit_test(alternatives_match_when_one_of_them_does),
	    cmocka_unit_test(not_turns_round_any_of_the_others),
	    cmocka_unit_test(a_star_stands_for_anything_also_nothing),
	    cmocka_unit_test(quotes_and_braces_make_operators_ordinary),
	    cmocka_unit_test(an_unset_field_matches_null_and_nothing_else),
	    cmocka_unit_test(enums_compare_by_the_alphabet),
	    cmocka_unit_test(booleans_are_true_or_false),
	    cmocka_unit_test(durations_compare_by_length_and_match_by_their_text),
	    cmocka_unit_test(one_element_of_a_list_is_enough),
	    cmocka_unit_test(what_is_no_number_is_refused),
	    cmocka_unit_test(an_empty_text_is_a_value),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
