/* test_ranking.c: texts as small numbers that are in the order of the texts. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/ranking.h"

#define MANY 3000

static void
check_against_comparison(struct text *texts, size_t count)
{
	struct ranked *entries = calloc(count, sizeof *entries);
	uint32_t *ranks = calloc(count, sizeof *ranks), largest = 0, distinct;

	for (size_t i = 0; i < count; i++)
		entries[i] = (struct ranked){.text = texts[i], .rank = &ranks[i]};
	distinct = ranking_of_texts(entries, count);
	for (size_t i = 0; i < count; i++) {
		size_t j = (i * 7919 + 1) % count;
		int order = text_compare(texts[i], texts[j]);

		largest = ranks[i] > largest ? ranks[i] : largest;
		assert_int_equal((ranks[i] > ranks[j]) - (ranks[i] < ranks[j]), (order > 0) - (order < 0));
	}
	assert_int_equal(distinct, largest + 1);
	free(entries);
	free(ranks);
}

static void
ranks_are_in_the_order_of_text_compare(void **state)
{
	static char bytes[MANY][24];
	static struct text texts[MANY];
	unsigned random = 3;

	(void)state;
	for (size_t i = 0; i < MANY; i++) {
		random = random * 1103515245u + 12345u;
		snprintf(
		    bytes[i], sizeof bytes[i], "%s\\user%u", random & 0x10000 ? "CORP" : "corp", (random >> 18) % 900);
		texts[i] = text_of(bytes[i]);
	}
	check_against_comparison(texts, MANY);
}

static void
texts_that_differ_only_in_nul_or_length_have_ranks_of_their_own(void **state)
{
	static char zeroes[MANY][40];
	static struct text texts[MANY];

	(void)state;
	for (size_t i = 0; i < MANY; i++) {
		if (i % 3 == 0)
			zeroes[i][i % 37] = 'x';
		texts[i] = (struct text){zeroes[i], i % 40};
	}
	check_against_comparison(texts, MANY);
}

static void
long_texts_that_begin_alike_are_told_apart(void **state)
{
	static char bytes[64][4096];
	static struct text texts[64];

	(void)state;
	for (size_t i = 0; i < 64; i++) {
		memset(bytes[i], 'a', sizeof bytes[i]);
		bytes[i][4000] = (char)('0' + i % 32);
		texts[i] = (struct text){bytes[i], sizeof bytes[i]};
	}
	check_against_comparison(texts, 64);
}

/* All bytes there are, those that have something in common with their neighbours, and what begins alike. */
static void
texts_of_any_bytes_are_in_the_order_of_text_compare(void **state)
{
	static const char *const bytes[] = {"aAbB", "zZ{[`_@?", "\x80\xc3\xff", "0/9:.", "a\xc3"};
	static const char *const starts[] = {"", "Corp\\", "corp\\administrators.of.", "\xe7\x8e\x8b"};
	static char memory[MANY][64];
	static struct text texts[MANY];
	uint64_t random = 9;

	(void)state;
	for (size_t i = 0; i < MANY; i++) {
		const char *start = starts[i % 4], *set = bytes[i / 4 % 5];
		size_t length = strlen(start), end;

		memcpy(memory[i], start, length);
		random = random * UINT64_C(6364136223846793005) + 1442695040888963407;
		for (end = length + (random >> 33) % 30; length < end; length++) {
			random = random * UINT64_C(6364136223846793005) + 1442695040888963407;
			memory[i][length] = i % 7 == 0 ? (char)(random >> 40) : set[(random >> 40) % strlen(set)];
		}
		texts[i] = (struct text){memory[i], length};
	}
	check_against_comparison(texts, MANY);
}

static void
addresses_rank_by_family_and_number(void **state)
{
	/* Equal ones by pairs: one address in two spellings is one. */
	static const struct {
		const char *text;
		uint32_t rank;
	} wanted[] = {{"10.0.0.9", 1}, {"10.0.0.10", 2}, {"9.255.0.0", 0}, {"::1", 3}, {"0:0::1", 3}, {"fd20::a", 4},
	    {"10.0.0", 5}, {"host", 6}, {"10.0.0.9", 1}};
	struct ranked entries[9];
	uint32_t ranks[9];

	(void)state;
	for (size_t i = 0; i < 9; i++)
		entries[i] = (struct ranked){.text = text_of(wanted[i].text), .rank = &ranks[i]};
	assert_int_equal(ranking_of_addresses(entries, 9), 7);
	for (size_t i = 0; i < 9; i++)
		assert_int_equal(ranks[i], wanted[i].rank);
}

static void
nothing_has_no_ranks(void **state)
{
	(void)state;
	assert_int_equal(ranking_of_texts(NULL, 0), 0);
	assert_int_equal(ranking_of_addresses(NULL, 0), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(ranks_are_in_the_order_of_text_compare),
	    cmocka_unit_test(texts_that_differ_only_in_nul_or_length_have_ranks_of_their_own),
	    cmocka_unit_test(long_texts_that_begin_alike_are_told_apart),
	    cmocka_unit_test(texts_of_any_bytes_are_in_the_order_of_text_compare),
	    cmocka_unit_test(addresses_rank_by_family_and_number),
	    cmocka_unit_test(nothing_has_no_ranks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
