/* test_needle.c: looking for a short text in a long one, in either case. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/needle.h"
#include "base/xalloc.h"

static uint64_t random_state = 5;

static unsigned
pick(unsigned limit)
{
	random_state = random_state * UINT64_C(6364136223846793005) + 1442695040888963407;
	return (unsigned)(random_state >> 40) % limit;
}

/* Of few letters, so that much of it looks like what is looked for; `@` and a backquote differ by the bit of the case.
 */
static void
fill(char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		bytes[i] = "abAB@`\xe4\xc4"[pick(8)];
}

/* Of the exact size, so that whatever is read behind it is noticed. The caller frees it. */
static char *
make_hay(size_t length)
{
	char *hay = xmalloc(length == 0 ? 1 : length);

	fill(hay, length);
	return hay;
}

static void
finds_what_a_search_byte_by_byte_finds(void **state)
{
	(void)state;
	for (unsigned round = 0; round < 20000; round++) {
		size_t length = pick(300), part_length = 1 + pick(6), from = pick((unsigned)length + 1), found;
		char *hay = make_hay(length), part[8];
		struct needle needle;

		fill(part, part_length);
		needle = needle_make((struct text){part, part_length});
		found = text_find_nocase((struct text){hay + from, length - from}, needle.text);
		assert_int_equal(needle_find(&needle, (struct text){hay, length}, from),
		    found == TEXT_NOWHERE ? TEXT_NOWHERE : from + found);
		free(hay);
	}
}

static void
says_whether_a_part_of_a_text_has_it(void **state)
{
	(void)state;
	for (unsigned round = 0; round < 20000; round++) {
		size_t length = pick(90), part_length = 1 + pick(6), from = pick((unsigned)length + 1);
		size_t inner = pick((unsigned)(length - from) + 1);
		char *hay = make_hay(length), part[8];
		struct needle needle;

		fill(part, part_length);
		needle = needle_make((struct text){part, part_length});
		assert_int_equal(needle_is_in(&needle, (struct text){hay, length}, from, inner),
		    text_contains_nocase((struct text){hay + from, inner}, needle.text));
		free(hay);
	}
}

static void
finds_it_at_every_place_of_a_long_text(void **state)
{
	char hay[400];
	struct needle needle = needle_make((struct text){"Needle", 6});

	(void)state;
	for (size_t at = 0; at + 6 <= sizeof hay; at++) {
		memset(hay, 'n', sizeof hay);
		memcpy(hay + at, "nEEDLe", 6);
		assert_int_equal(needle_find(&needle, (struct text){hay, sizeof hay}, 0), at);
		assert_int_equal(needle_find(&needle, (struct text){hay, sizeof hay}, at + 1), TEXT_NOWHERE);
	}
}

static void
one_that_is_longer_is_nowhere(void **state)
{
	struct needle needle = needle_make((struct text){"longer", 6});

	(void)state;
	assert_int_equal(needle_find(&needle, (struct text){"long", 4}, 0), TEXT_NOWHERE);
	assert_int_equal(needle_find(&needle, (struct text){"", 0}, 0), TEXT_NOWHERE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(finds_what_a_search_byte_by_byte_finds),
	    cmocka_unit_test(says_whether_a_part_of_a_text_has_it),
	    cmocka_unit_test(finds_it_at_every_place_of_a_long_text),
	    cmocka_unit_test(one_that_is_longer_is_nowhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
