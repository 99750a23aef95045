/* test_fetch_schedule.c: when a cluster is asked again. */
#include "config.h"

/* cmocka.h wants these, in this order. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include <limits.h>

#include "fetch/schedule.h"

static void
interval_is_what_was_asked_for_while_walks_are_short(void **state)
{
	(void)state;
	assert_int_equal(schedule_interval_ms(5000, 0), 5000);
	assert_int_equal(schedule_interval_ms(5000, 2500), 5000);
}

static void
interval_is_twice_a_walk_that_takes_longer_than_half_of_it(void **state)
{
	(void)state;
	assert_int_equal(schedule_interval_ms(5000, 2501), 5002);
	assert_int_equal(schedule_interval_ms(5000, 60000), 120000);
}

static void
interval_of_an_endless_walk_does_not_overflow(void **state)
{
	(void)state;
	assert_true(schedule_interval_ms(5000, UINT32_MAX) == UINT32_MAX);
	assert_true(schedule_interval_ms(5000, UINT64_MAX) == UINT32_MAX);
}

/* The delay is `expected`, less a quarter at most. */
static void
assert_about(uint32_t delay, uint32_t expected)
{
	assert_in_range(delay, expected - expected / 4, expected);
}

static void
backoff_doubles_from_the_interval_up_to_a_minute(void **state)
{
	static const uint32_t expected[] = {5000, 10000, 20000, 40000, 60000, 60000, 60000};
	uint64_t seed = 42;

	(void)state;
	for (uint32_t i = 0; i < sizeof expected / sizeof *expected; i++)
		assert_about(schedule_backoff_ms(i + 1, 5000, 0, &seed), expected[i]);
	assert_about(schedule_backoff_ms(UINT32_MAX, 5000, 0, &seed), 60000);
}

static void
backoff_of_a_long_interval_is_the_interval(void **state)
{
	uint64_t seed = 42;

	(void)state;
	assert_about(schedule_backoff_ms(1, 600000, 0, &seed), 600000);
	assert_about(schedule_backoff_ms(9, 600000, 0, &seed), 600000);
}

static void
backoff_of_the_longest_interval_does_not_overflow(void **state)
{
	uint64_t seed = 42;

	(void)state;
	assert_about(schedule_backoff_ms(9, UINT32_MAX, 0, &seed), UINT32_MAX);
}

static void
backoff_waits_at_least_as_long_as_the_server_says(void **state)
{
	uint64_t seed = 42;

	(void)state;
	assert_int_equal(schedule_backoff_ms(1, 5000, 90000, &seed), 90000);
	assert_about(schedule_backoff_ms(3, 5000, 1000, &seed), 20000);
}

static void
backoff_honours_no_more_than_ten_minutes(void **state)
{
	uint64_t seed = 42;

	(void)state;
	assert_int_equal(schedule_backoff_ms(1, 5000, UINT32_MAX, &seed), 600000);
}

static void
backoff_differs_between_seeds_and_repeats_for_one(void **state)
{
	uint64_t one = 1, again = 1, other = 2;
	uint32_t a = schedule_backoff_ms(8, 5000, 0, &one);

	(void)state;
	assert_int_equal(schedule_backoff_ms(8, 5000, 0, &again), a);
	assert_int_not_equal(schedule_backoff_ms(8, 5000, 0, &other), a);
	assert_int_not_equal(schedule_backoff_ms(8, 5000, 0, &one), a);
}

static void
backoff_spreads_over_a_quarter(void **state)
{
	uint32_t least = UINT32_MAX, most = 0;
	uint64_t seed = 7;

	(void)state;
	for (int i = 0; i < 1000; i++) {
		uint32_t delay = schedule_backoff_ms(5, 5000, 0, &seed);

		least = delay < least ? delay : least;
		most = delay > most ? delay : most;
	}
	assert_in_range(least, 45000, 46000);
	assert_in_range(most, 59000, 60000);
}

static void
refused_is_asked_again_each_minute_or_interval(void **state)
{
	(void)state;
	assert_int_equal(schedule_refused_ms(5000), 60000);
	assert_int_equal(schedule_refused_ms(90000), 90000);
}

static void
never_is_later_than_any_time(void **state)
{
	(void)state;
	assert_int_equal(schedule_earlier(0, 0), 0);
	assert_int_equal(schedule_earlier(0, 7), 7);
	assert_int_equal(schedule_earlier(7, 0), 7);
	assert_int_equal(schedule_earlier(8, 7), 7);
	assert_int_equal(schedule_earlier(7, 8), 7);
}

static void
programs_share_an_interval_up_to_four_times(void **state)
{
	(void)state;
	assert_int_equal(schedule_shared_ms(5000, 0), 5000);
	assert_int_equal(schedule_shared_ms(5000, 1), 5000);
	assert_int_equal(schedule_shared_ms(5000, 2), 10000);
	assert_int_equal(schedule_shared_ms(5000, 4), 20000);
	assert_int_equal(schedule_shared_ms(5000, 9), 20000);
	assert_int_equal(schedule_shared_ms(UINT32_MAX, 2), UINT32_MAX);
	assert_true(schedule_yield_ms(1) > 0);
	assert_true(schedule_yield_ms(UINT32_MAX) <= 1000);
}

static void
timeout_is_what_is_left(void **state)
{
	(void)state;
	assert_int_equal(schedule_timeout_ms(1500, 1000), 500);
	assert_int_equal(schedule_timeout_ms(1000, 1000), 0);
	assert_int_equal(schedule_timeout_ms(900, 1000), 0);
	assert_int_equal(schedule_timeout_ms(0, 1000), INT_MAX);
	assert_int_equal(schedule_timeout_ms(UINT64_MAX, 1000), INT_MAX);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(interval_is_what_was_asked_for_while_walks_are_short),
	    cmocka_unit_test(interval_is_twice_a_walk_that_takes_longer_than_half_of_it),
	    cmocka_unit_test(interval_of_an_endless_walk_does_not_overflow),
	    cmocka_unit_test(backoff_doubles_from_the_interval_up_to_a_minute),
	    cmocka_unit_test(backoff_of_a_long_interval_is_the_interval),
	    cmocka_unit_test(backoff_of_the_longest_interval_does_not_overflow),
	    cmocka_unit_test(backoff_waits_at_least_as_long_as_the_server_says),
	    cmocka_unit_test(backoff_honours_no_more_than_ten_minutes),
	    cmocka_unit_test(backoff_differs_between_seeds_and_repeats_for_one),
	    cmocka_unit_test(backoff_spreads_over_a_quarter),
	    cmocka_unit_test(refused_is_asked_again_each_minute_or_interval),
	    cmocka_unit_test(never_is_later_than_any_time),
	    cmocka_unit_test(programs_share_an_interval_up_to_four_times),
	    cmocka_unit_test(timeout_is_what_is_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
