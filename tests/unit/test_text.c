/* test_text.c: a run of bytes that somebody else owns. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"

static void
absent_is_something_else_than_empty(void **state)
{
	(void)state;
	assert_true(text_is_absent(text_of(NULL)));
	assert_false(text_is_absent(text_of("")));
	assert_true(text_equals(TEXT_ABSENT, TEXT_ABSENT));
	assert_false(text_equals(TEXT_ABSENT, text_of("")));
	assert_false(text_equals_nocase(text_of(""), TEXT_ABSENT));
}

static void
texts_are_equal_byte_for_byte(void **state)
{
	(void)state;
	assert_true(text_equals(text_of("abc"), (struct text){"abcd", 3}));
	assert_false(text_equals(text_of("abc"), text_of("abC")));
	assert_true(text_equals_nocase(text_of("abc"), text_of("abC")));
	assert_false(text_equals_nocase(text_of("abc"), text_of("abcd")));
	assert_false(text_equals((struct text){"a\0b", 3}, (struct text){"a\0c", 3}));
}

static void
the_order_folds_letters_and_is_total(void **state)
{
	/* Each stands before all behind it. */
	static const struct text ordered[] = {{"", 0}, {"_", 1}, {"A", 1}, {"a", 1}, {"a\0", 2}, {"AB", 2}, {"Ab", 2},
	    {"ab", 2}, {"abc", 3}, {"B", 1}, {"\xc3\xa4", 2}, {NULL, 0}};
	size_t count = sizeof ordered / sizeof *ordered;

	(void)state;
	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < count; j++) {
			int order = text_compare(ordered[i], ordered[j]);

			assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
		}
	}
}

static void
a_part_is_found_in_either_case(void **state)
{
	(void)state;
	assert_true(text_contains_nocase(text_of("CORP\\Alice"), text_of("p\\aL")));
	assert_true(text_contains_nocase(text_of("aab"), text_of("AB")));
	assert_true(text_contains_nocase(text_of("abc"), text_of("abc")));
	assert_true(text_contains_nocase(text_of(""), text_of("")));
	assert_false(text_contains_nocase(text_of("ab"), text_of("abc")));
	assert_false(text_contains_nocase(text_of("abab"), text_of("bb")));
	assert_false(text_contains_nocase(TEXT_ABSENT, text_of("")));
	/* Folding is for letters: a bracket is no brace. */
	assert_false(text_contains_nocase(text_of("["), text_of("{")));
	assert_false(text_contains_nocase(text_of("@"), text_of("`")));
}

static void
expect_parts(const char *written, const char *const *wanted)
{
	struct text rest = text_of(written);

	for (; *wanted != NULL; wanted++) {
		assert_false(text_is_absent(rest));
		assert_true(text_equals(text_next(&rest, ','), text_of(*wanted)));
	}
	assert_true(text_is_absent(rest));
}

static void
parts_come_one_by_one_without_blanks_around_them(void **state)
{
	(void)state;
	expect_parts("a, b c ,\td", (const char *const[]){"a", "b c", "d", NULL});
	expect_parts("", (const char *const[]){"", NULL});
	expect_parts("a,", (const char *const[]){"a", "", NULL});
	expect_parts(" , ", (const char *const[]){"", "", NULL});
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(absent_is_something_else_than_empty),
	    cmocka_unit_test(texts_are_equal_byte_for_byte),
	    cmocka_unit_test(the_order_folds_letters_and_is_total),
	    cmocka_unit_test(a_part_is_found_in_either_case),
	    cmocka_unit_test(parts_come_one_by_one_without_blanks_around_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
