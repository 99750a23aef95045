/* test_safe_text.c: the one place where text from the wire becomes text for a terminal. */
#include "config.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/complain.h"
#include "base/safe_text.h"

#define REPLACED "\xef\xbf\xbd"

/* Each test says in which character set it is. */
static void
speak(const char *locale)
{
	assert_non_null(setlocale(LC_ALL, locale));
}

static void
expect_fit_of(struct text text, size_t columns, enum safe_text_cut cut, const char *wanted, size_t wanted_columns)
{
	char out[SAFE_TEXT_SIZE(64)];
	size_t taken = safe_text_fit(text, columns, cut, out, sizeof out);

	assert_string_equal(out, wanted);
	assert_int_equal(taken, wanted_columns);
}

static void
expect_fit(const char *text, size_t columns, enum safe_text_cut cut, const char *wanted, size_t wanted_columns)
{
	expect_fit_of(text_of(text), columns, cut, wanted, wanted_columns);
}

static void
what_fits_is_shown_whole(void **state)
{
	(void)state;
	speak("C.UTF-8");
	expect_fit("CORP\\alice", 10, CUT_MIDDLE, "CORP\\alice", 10);
	expect_fit("m\xc3\xbcller", 6, CUT_END, "m\xc3\xbcller", 6);
	expect_fit("", 5, CUT_END, "", 0);
	expect_fit("", 0, CUT_MIDDLE, "", 0);
}

static void
what_is_too_long_is_cut_where_it_is_said(void **state)
{
	(void)state;
	speak("C.UTF-8");
	expect_fit("abcdefghij", 5, CUT_END, "abcd\xe2\x80\xa6", 5);
	expect_fit("abcdefghij", 5, CUT_MIDDLE, "ab\xe2\x80\xa6ij", 5);
	expect_fit("abcdefghij", 6, CUT_MIDDLE, "abc\xe2\x80\xa6ij", 6);
	expect_fit("abcdefghij", 2, CUT_MIDDLE, "a\xe2\x80\xa6", 2);
	expect_fit("abcdefghij", 1, CUT_MIDDLE, "\xe2\x80\xa6", 1);
	expect_fit("abcdefghij", 0, CUT_MIDDLE, "", 0);
}

static void
wide_characters_count_two_columns_and_are_never_halved(void **state)
{
	/* Four Japanese letters of two columns. */
	static const char wide[] = "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe5\xad\x97";

	(void)state;
	speak("C.UTF-8");
	assert_int_equal(safe_text_columns(text_of(wide)), 8);
	expect_fit(wide, 8, CUT_END, wide, 8);
	expect_fit(wide, 4, CUT_END, "\xe6\x97\xa5\xe2\x80\xa6", 3);
	expect_fit(wide, 5, CUT_MIDDLE, "\xe6\x97\xa5\xe2\x80\xa6\xe5\xad\x97", 5);
}

static void
marks_stay_with_their_letter_but_not_in_heaps(void **state)
{
	(void)state;
	speak("C.UTF-8");
	assert_int_equal(safe_text_columns(text_of("e\xcc\x81x")), 2);
	expect_fit("e\xcc\x81xyz", 2, CUT_END, "e\xcc\x81\xe2\x80\xa6", 2);
	/* The fifth mark stands alone, and so is replaced. */
	assert_int_equal(safe_text_columns(text_of("e\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81")), 2);
	expect_fit("\xcc\x81x", 9, CUT_END, REPLACED "x", 2);
}

static void
what_acts_on_a_terminal_is_replaced(void **state)
{
	(void)state;
	speak("C.UTF-8");
	expect_fit("a\x1b[2Jb", 20, CUT_END, "a" REPLACED "[2Jb", 6);
	expect_fit("a\nb\rc\td", 20, CUT_END, "a" REPLACED "b" REPLACED "c" REPLACED "d", 7);
	expect_fit("\x7f\xc2\x9b", 20, CUT_END, REPLACED REPLACED, 2);
	expect_fit_of((struct text){"a\0b", 3}, 20, CUT_END, "a" REPLACED "b", 3);
}

static void
what_reorders_or_hides_is_replaced(void **state)
{
	/* Right-to-left override, zero width space, soft hyphen, byte order mark, a tag, a private one, a selector. */
	static const char *const treacherous[] = {"\xe2\x80\xae", "\xe2\x80\x8b", "\xc2\xad", "\xef\xbb\xbf",
	    "\xf3\xa0\x81\x81", "\xee\x80\x80", "\xef\xb8\x8f", "\xe2\x81\xa6", "\xd8\x9c",
	    /* A grapheme joiner, blanks that pass for letters, and the last character that there is. */
	    "\xcd\x8f", "\xe1\x85\x9f", "\xe3\x85\xa4", "\xef\xbe\xa0", "\xf4\x8f\xbf\xbf"};

	(void)state;
	speak("C.UTF-8");
	for (size_t i = 0; i < sizeof treacherous / sizeof *treacherous; i++) {
		char text[16];

		snprintf(text, sizeof text, "a%sb", treacherous[i]);
		expect_fit(text, 20, CUT_END, "a" REPLACED "b", 3);
	}
}

static void
bytes_that_are_no_utf8_are_replaced_one_by_one(void **state)
{
	(void)state;
	speak("C.UTF-8");
	expect_fit("a\xff"
		   "b",
	    20, CUT_END, "a" REPLACED "b", 3);
	expect_fit("\xc0\xaf", 20, CUT_END, REPLACED REPLACED, 2);
	expect_fit("\xed\xa0\x80", 20, CUT_END, REPLACED REPLACED REPLACED, 3);
	expect_fit("x\xe6\x97", 20, CUT_END, "x" REPLACED REPLACED, 3);
	expect_fit("\xf4\x90\x80\x80", 20, CUT_END, REPLACED REPLACED REPLACED REPLACED, 4);
}

static void
without_utf8_everything_beyond_ascii_is_a_question_mark(void **state)
{
	(void)state;
	speak("C");
	assert_false(safe_text_is_utf8());
	expect_fit("m\xc3\xbcller", 20, CUT_END, "m?ller", 6);
	expect_fit("abcdefghij", 5, CUT_MIDDLE, "ab~ij", 5);
	speak("C.UTF-8");
	assert_true(safe_text_is_utf8());
}

static void
a_clean_text_is_whole_and_utf8_in_every_locale(void **state)
{
	static const char *const locales[] = {"C", "C.UTF-8"};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct buffer out;

		speak(locales[i]);
		buffer_init(&out, 1000);
		safe_text_clean((struct text){"m\xc3\xbcller\x1b[m\0\xe2\x80\xae\xff\n", 16}, &out);
		assert_string_equal(
		    buffer_string(&out), "m\xc3\xbcller" REPLACED "[m" REPLACED REPLACED REPLACED REPLACED);
		buffer_free(&out);
	}
	speak("C.UTF-8");
}

static void
a_complaint_keeps_its_lines_and_acts_on_no_terminal(void **state)
{
	char text[200] = "";
	FILE *file = tmpfile();

	(void)state;
	speak("C.UTF-8");
	assert_non_null(file);
	complain(file, "it says \x1b]0;x\a\n  and \xc2\x9b"
		       "31m");
	fflush(file);
	assert_true(pread(fileno(file), text, sizeof text - 1, 0) > 0);
	fclose(file);
	assert_string_equal(text, "cifstop: it says " REPLACED "]0;x" REPLACED "\n  and " REPLACED "31m\n");
}

/* Every byte string, cut to every width: terminated, within its columns, and safe, so that a second run changes
 * nothing. */
static void
whatever_comes_in_what_goes_out_is_safe_and_fits(void **state)
{
	static const char pieces[][8] = {
	    "a", "\x1b", "\xe6\x97\xa5", "e\xcc\x81", "\xff", "\xe2\x80\xae", "\xf0\x9f\x98\x80", "\n"};
	unsigned random = 5;

	(void)state;
	speak("C.UTF-8");
	for (unsigned round = 0; round < 2000; round++) {
		char text[64] = "", out[SAFE_TEXT_SIZE(20)], again[SAFE_TEXT_SIZE(20)];
		size_t length = 0, columns, taken;

		for (unsigned i = 0; i < 8; i++) {
			random = random * 1103515245u + 12345u;
			length += (size_t)snprintf(text + length, sizeof text - length, "%s", pieces[random >> 16 & 7]);
		}
		columns = random >> 20 & 15;
		taken = safe_text_fit(text_of(text), columns, round % 2 ? CUT_END : CUT_MIDDLE, out, sizeof out);
		assert_true(taken <= columns);
		assert_int_equal(safe_text_columns(text_of(out)), taken);
		safe_text_fit(text_of(out), 20, CUT_END, again, sizeof again);
		assert_string_equal(again, out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_fits_is_shown_whole),
	    cmocka_unit_test(what_is_too_long_is_cut_where_it_is_said),
	    cmocka_unit_test(wide_characters_count_two_columns_and_are_never_halved),
	    cmocka_unit_test(marks_stay_with_their_letter_but_not_in_heaps),
	    cmocka_unit_test(what_acts_on_a_terminal_is_replaced),
	    cmocka_unit_test(what_reorders_or_hides_is_replaced),
	    cmocka_unit_test(bytes_that_are_no_utf8_are_replaced_one_by_one),
	    cmocka_unit_test(without_utf8_everything_beyond_ascii_is_a_question_mark),
	    cmocka_unit_test(a_clean_text_is_whole_and_utf8_in_every_locale),
	    cmocka_unit_test(a_complaint_keeps_its_lines_and_acts_on_no_terminal),
	    cmocka_unit_test(whatever_comes_in_what_goes_out_is_safe_and_fits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
