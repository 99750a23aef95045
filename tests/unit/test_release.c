/* test_release.c: releases are read as people write them, and compared as ONTAP counts them. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

/* cmocka wants those before it. */
#include <cmocka.h>

#include "ontap/release.h"

static struct release
read(const char *text)
{
	struct release release = {0};

	if (!release_parse(text_of(text), &release))
		fail_msg("%s was not read", text);
	return release;
}

static int
order(const char *a, const char *b)
{
	struct release left = read(a), right = read(b);

	return release_compare(&left, &right);
}

static void
a_release_has_up_to_four_numbers(void **state)
{
	struct release release = read("9.14.1P2");

	(void)state;
	assert_int_equal(release.generation, 9);
	assert_int_equal(release.major, 14);
	assert_int_equal(release.minor, 1);
	assert_int_equal(release.patch, 2);
	assert_int_equal(read("9.8").minor, 0);
}

static void
two_numbers_mean_the_release_that_there_was(void **state)
{
	(void)state;
	assert_int_equal(order("9.11", "9.11.1"), 0);
	assert_int_equal(order("9.9", "9.9.1"), 0);
	assert_int_equal(order("9.8", "9.8.0"), 0);
	assert_true(order("9.8", "9.8.1") < 0);
}

static void
releases_are_ordered_by_number_and_not_by_letter(void **state)
{
	static const char *const ascending[] = {"8.3.2", "9.6", "9.8", "9.8P1", "9.8P12", "9.9.1", "9.10.1", "9.11.1",
	    "9.14.1", "9.14.1P2", "9.18.1", "10.1"};

	(void)state;
	for (size_t i = 0; i < sizeof ascending / sizeof *ascending; i++) {
		for (size_t j = 0; j < sizeof ascending / sizeof *ascending; j++)
			assert_int_equal(
			    (order(ascending[i], ascending[j]) > 0) - (order(ascending[i], ascending[j]) < 0),
			    (i > j) - (i < j));
	}
}

static void
builds_before_a_release_count_as_it(void **state)
{
	(void)state;
	assert_int_equal(order("9.10.1RC1", "9.10.1"), 0);
	assert_int_equal(order("9.11.1X34", "9.11.1"), 0);
	assert_int_equal(order("9.8P3D5", "9.8P3"), 0);
}

static void
what_is_no_release_is_refused(void **state)
{
	static const char *const wrong[] = {
	    "", "9", "9.", ".8", "9.x", "9.8.", "9.8.1.2", "nine", "9.8P", "9.8 ", "9.1000", "-9.8", "9.8P1-2", "v9.8"};
	struct release release = {1, 2, 3, 4};

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		if (release_parse(text_of(wrong[i]), &release))
			fail_msg("%s was read", wrong[i]);
	}
	assert_false(release_parse(TEXT_ABSENT, &release));
	assert_int_equal(release.patch, 4);
}

static void
a_release_has_what_came_with_it_or_before(void **state)
{
	(void)state;
	assert_int_equal(release_judge("9.11.1", "9.11.1"), RELEASE_HAS);
	assert_int_equal(release_judge("9.14.1P2", "9.11.1"), RELEASE_HAS);
	assert_int_equal(release_judge("9.8", "9.11.1"), RELEASE_LACKS);
	assert_int_equal(release_judge("9.10.1P19", "9.11.1"), RELEASE_LACKS);
	assert_int_equal(release_judge("9.8", NULL), RELEASE_HAS);
}

static void
of_a_release_that_is_not_known_nothing_is_known(void **state)
{
	(void)state;
	assert_int_equal(release_judge(NULL, "9.8"), RELEASE_UNKNOWN);
	assert_int_equal(release_judge("?", "9.8"), RELEASE_UNKNOWN);
	assert_int_equal(release_judge(NULL, NULL), RELEASE_HAS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_release_has_up_to_four_numbers),
	    cmocka_unit_test(two_numbers_mean_the_release_that_there_was),
	    cmocka_unit_test(releases_are_ordered_by_number_and_not_by_letter),
	    cmocka_unit_test(builds_before_a_release_count_as_it),
	    cmocka_unit_test(what_is_no_release_is_refused),
	    cmocka_unit_test(a_release_has_what_came_with_it_or_before),
	    cmocka_unit_test(of_a_release_that_is_not_known_nothing_is_known),
	};

	return cmocka_run_group_tests_name("release", tests, NULL, NULL);
}
