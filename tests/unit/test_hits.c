/* test_hits.c: which texts of a pool have a word in them. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "query/hits.h"

#define MANY 20000u

static uint64_t random_state = 7;

static unsigned
pick(unsigned limit)
{
	random_state = random_state * UINT64_C(6364136223846793005) + 1442695040888963407;
	return (unsigned)(random_state >> 40) % limit;
}

/* Texts of few letters, some of them long or empty, until there are `count`. */
static void
grow(struct strings *strings, uint32_t count)
{
	while (strings_count(strings) < count) {
		char bytes[400];
		size_t length = pick(100) == 0 ? pick(sizeof bytes) : pick(12);

		for (size_t i = 0; i < length; i++)
			bytes[i] = "abcABC\0."[pick(8)];
		strings_intern(strings, (struct text){bytes, length});
	}
}

static void
expect_right(struct hits *hits, const char *word, const struct strings *strings, uint32_t count)
{
	const uint64_t *bits = hits_of(hits, text_of(word), strings, count);

	for (uint32_t number = 0; number < count; number++)
		assert_int_equal(
		    hits_has(bits, number), text_contains_nocase(strings_text(strings, number), text_of(word)));
}

static void
finds_every_text_with_the_word_and_no_other(void **state)
{
	static const char *const words[] = {"a", "A", "ab", "bca", "CcC", "abcabc", ".", "x", "ab.c"};
	struct strings *strings = strings_new();
	struct hits *hits = hits_new();

	(void)state;
	grow(strings, MANY);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		expect_right(hits, words[i], strings, MANY);
	hits_free(hits);
	strings_unref(strings);
}

static void
a_word_that_is_typed_and_taken_back_is_right_at_each_letter(void **state)
{
	static const char typed[] = "abcabbc";
	struct strings *strings = strings_new();
	struct hits *hits = hits_new();

	(void)state;
	grow(strings, MANY);
	for (size_t round = 1; round < 2 * sizeof typed - 1; round++) {
		char word[sizeof typed] = "";

		memcpy(word, typed, round < sizeof typed ? round : 2 * sizeof typed - 1 - round);
		hits_turn(hits);
		expect_right(hits, word, strings, MANY);
	}
	hits_free(hits);
	strings_unref(strings);
}

static void
texts_that_come_later_are_looked_at_later(void **state)
{
	struct strings *strings = strings_new();
	struct hits *hits = hits_new();

	(void)state;
	for (uint32_t count = 1; count < MANY; count += 1 + pick(700)) {
		grow(strings, count);
		hits_turn(hits);
		expect_right(hits, "ab", strings, count);
		if (pick(2) == 0)
			expect_right(hits, "abc", strings, count);
		if (pick(8) == 0)
			expect_right(hits, "abca", strings, count);
	}
	hits_free(hits);
	strings_unref(strings);
}

static void
what_stands_in_two_texts_is_in_none(void **state)
{
	struct strings *strings = strings_new();
	struct hits *hits = hits_new();

	(void)state;
	for (unsigned i = 0; i < 200; i++) {
		char text[16];

		snprintf(text, sizeof text, "b%ua", i);
		strings_intern(strings, text_of(text));
	}
	expect_right(hits, "ab", strings, 200);
	expect_right(hits, "a", strings, 200);
	hits_free(hits);
	strings_unref(strings);
}

static void
pools_are_told_apart_and_many_words_are_no_trouble(void **state)
{
	struct strings *pools[] = {strings_new(), strings_new(), strings_new()};
	struct hits *hits = hits_new();

	(void)state;
	for (size_t i = 0; i < 3; i++)
		grow(pools[i], 500 * (uint32_t)(i + 1));
	for (unsigned round = 0; round < 300; round++) {
		char word[4] = "";

		for (unsigned i = 0; i <= pick(3); i++)
			word[i] = "abc"[pick(3)];
		hits_turn(hits);
		for (size_t i = 0; i < 3; i++) {
			if (pick(3) > 0)
				expect_right(hits, word, pools[i], strings_count(pools[i]));
		}
	}
	hits_free(hits);
	for (size_t i = 0; i < 3; i++)
		strings_unref(pools[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(finds_every_text_with_the_word_and_no_other),
	    cmocka_unit_test(a_word_that_is_typed_and_taken_back_is_right_at_each_letter),
	    cmocka_unit_test(texts_that_come_later_are_looked_at_later),
	    cmocka_unit_test(what_stands_in_two_texts_is_in_none),
	    cmocka_unit_test(pools_are_told_apart_and_many_words_are_no_trouble),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
