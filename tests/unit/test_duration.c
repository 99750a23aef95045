/* test_duration.c: spans of time, as ONTAP writes them and as people do. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/duration.h"

static void
expect_parsed(const char *written, uint32_t wanted)
{
	uint32_t seconds = 4711;

	if (!duration_parse(text_of(written), &seconds))
		fail_msg("%s was refused", written);
	assert_int_equal(seconds, wanted);
}

static void
expect_refused(const char *written)
{
	uint32_t seconds = 4711;

	if (duration_parse(text_of(written), &seconds))
		fail_msg("%s was read as %u", written, seconds);
	assert_int_equal(seconds, 4711);
}

static void
durations_of_the_documents_are_read(void **state)
{
	(void)state;
	expect_parsed("PT48M", 48 * 60);
	expect_parsed("PT16H54M47S", 16 * 3600 + 54 * 60 + 47);
	expect_parsed("PT3S", 3);
	expect_parsed("P428DT22H45M19S", 428 * 86400 + 22 * 3600 + 45 * 60 + 19);
	expect_parsed("P4DT84H30M5S", 4 * 86400 + 84 * 3600 + 30 * 60 + 5);
	expect_parsed("P2D", 2 * 86400);
	expect_parsed("P1W", 7 * 86400);
	expect_parsed("PT0S", 0);
}

static void
a_fraction_of_a_second_is_cut_off(void **state)
{
	(void)state;
	expect_parsed("PT1.999S", 1);
	expect_parsed("PT1,5S", 1);
	expect_parsed("PT2M0.5S", 120);
	expect_refused("PT1.5M");
	expect_refused("PT1.S");
}

static void
what_is_no_duration_is_refused(void **state)
{
	static const char *const wrong[] = {"", "P", "PT", "P1DT", "T1S", "1S", "PT1", "PTS", "PT1S ", " PT1S", "pt1s",
	    "PT1M1H", "P1Y", "P1M", "PT1S1S", "P-1D", "PT1X", "P1D2", "P1S"};

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		expect_refused(wrong[i]);
	assert_false(duration_parse(TEXT_ABSENT, &(uint32_t){0}));
}

static void
what_does_not_fit_is_refused(void **state)
{
	(void)state;
	expect_parsed("PT4294967294S", UINT32_MAX - 1);
	expect_refused("PT4294967295S");
	expect_refused("PT18446744073709551617S");
	expect_refused("P49711D");
	expect_refused("PT99999999H99999999M");
}

static void
what_is_written_as_iso_is_read_back(void **state)
{
	static const uint32_t samples[] = {
	    0, 1, 59, 60, 61, 3599, 3600, 3601, 86399, 86400, 86401, 90000, 864000, UINT32_MAX - 1};
	char text[DURATION_TEXT_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
		size_t length = duration_format_iso(samples[i], text);

		assert_int_equal(length, strlen(text));
		expect_parsed(text, samples[i]);
	}
	duration_format_iso(2 * 86400, text);
	assert_string_equal(text, "P2D");
	duration_format_iso(86400 + 5, text);
	assert_string_equal(text, "P1DT5S");
	duration_format_iso(0, text);
	assert_string_equal(text, "PT0S");
}

static void
expect_short(uint32_t seconds, const char *wanted)
{
	char text[DURATION_TEXT_MAX];

	assert_int_equal(duration_format_short(seconds, text), strlen(wanted));
	assert_string_equal(text, wanted);
	assert_int_equal(duration_short_length(seconds), strlen(wanted));
}

static void
short_times_have_two_units_at_most_and_their_length_is_known(void **state)
{
	(void)state;
	expect_short(0, "0s");
	expect_short(41, "41s");
	expect_short(59, "59s");
	expect_short(60, "1m");
	expect_short(3599, "59m");
	expect_short(3600, "1h");
	expect_short(86399, "23h");
	expect_short(86400, "1d");
	expect_short(86400 + 3599, "1d");
	expect_short(4 * 86400 + 2 * 3600, "4d2h");
	expect_short(9 * 86400 + 23 * 3600, "9d23h");
	expect_short(10 * 86400, "10d");
	expect_short(12 * 86400 + 5 * 3600, "12d");
	expect_short(UINT32_MAX - 1, "49710d");
}

/* Goes from one text to the next as a timer would. */
static void
ages_are_told_coarser_as_they_grow_and_say_when_they_change(void **state)
{
	static const char *const texts[] = {"<10s", "10s", "20s", "30s", "40s", "50s", "1m", "2m"};
	char text[DURATION_TEXT_MAX], before[DURATION_TEXT_MAX];
	uint32_t age = 0, next;

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		assert_int_equal(duration_format_age(age, text, &next), strlen(texts[i]));
		assert_string_equal(text, texts[i]);
		age = next;
	}
	for (age = 0; age < 12 * 86400; age = next) {
		duration_format_age(age, before, &next);
		assert_true(next > age);
		duration_format_age(next - 1, text, &(uint32_t){0});
		assert_string_equal(text, before);
		duration_format_age(next, text, &(uint32_t){0});
		assert_string_not_equal(text, before);
	}
	duration_format_age(UINT32_MAX, text, &next);
	assert_string_equal(text, "49710d");
}

static void
long_times_say_every_unit_that_there_is(void **state)
{
	char text[DURATION_TEXT_MAX];

	(void)state;
	assert_int_equal(duration_format_long(4 * 86400 + 2 * 3600 + 5, text), strlen("4 d 2 h 5 s"));
	assert_string_equal(text, "4 d 2 h 5 s");
	duration_format_long(0, text);
	assert_string_equal(text, "0 s");
	duration_format_long(60, text);
	assert_string_equal(text, "1 m");
	duration_format_long(UINT32_MAX, text);
	assert_string_equal(text, "49710 d 6 h 28 m 15 s");
}

static void
people_write_times_with_units_or_as_bare_seconds(void **state)
{
	static const struct {
		const char *written;
		uint64_t ms;
	} right[] = {{"500ms", 500}, {"5s", 5000}, {"5", 5000}, {"2m", 120000}, {"1h", 3600000}, {"2d4h", 187200000},
	    {"1m30s", 90000}, {"0", 0}};
	static const char *const wrong[] = {"", "s", "5x", "5 s", "5s3", "-5", "1.5s", "99999999999d", "1y"};
	uint64_t ms;

	(void)state;
	for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
		assert_true(duration_parse_human(text_of(right[i].written), &ms));
		assert_int_equal(ms, right[i].ms);
	}
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		if (duration_parse_human(text_of(wrong[i]), &ms))
			fail_msg("'%s' was read", wrong[i]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(durations_of_the_documents_are_read),
	    cmocka_unit_test(a_fraction_of_a_second_is_cut_off),
	    cmocka_unit_test(what_is_no_duration_is_refused),
	    cmocka_unit_test(what_does_not_fit_is_refused),
	    cmocka_unit_test(what_is_written_as_iso_is_read_back),
	    cmocka_unit_test(short_times_have_two_units_at_most_and_their_length_is_known),
	    cmocka_unit_test(ages_are_told_coarser_as_they_grow_and_say_when_they_change),
	    cmocka_unit_test(long_times_say_every_unit_that_there_is),
	    cmocka_unit_test(people_write_times_with_units_or_as_bare_seconds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
