/* test_path_search.c: asking for paths that hold a fragment, and knowing them when they come. */
#include "config.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "e2e/check.h"
#include "ontap/path_search.h"

static bool
holds(const char *path, const char *fragment)
{
	struct path_search *search = path_search_new(text_of(fragment));
	bool matches = path_search_matches(search, text_of(path));

	path_search_free(search);
	return matches;
}

static void
expect_query(const char *fragment, const char *expected)
{
	struct path_search *search = path_search_new(text_of(fragment));
	char *query = path_search_query(search);

	if (expected == NULL)
		assert_null(query);
	else
		assert_string_equal(query, expected);
	free(query);
	path_search_free(search);
}

static void
case_and_slashes_do_not_matter(void **state)
{
	(void)state;
	assert_true(holds("Finance\\Budget 2024.XLSX", "budget 2024.xlsx"));
	assert_true(holds("Finance\\Budget 2024.XLSX", "NANCE/BUDGET"));
	assert_true(holds("a/b\\c", "A\\B/C"));
	assert_true(holds("a\\\\b", "a/b"));
	assert_true(holds("a\\b", "a//b"));
	assert_true(holds("\\top", "/top"));
	assert_false(holds("atop", "/top"));
	assert_false(holds("Finance\\Budget", "budgets"));
	assert_true(holds("aab", "ab"));
}

static void
every_character_means_itself(void **state)
{
	(void)state;
	assert_true(holds("a*b|c\"{d}", "*B|C\"{D}"));
	assert_false(holds("axxb", "a*b"));
	assert_false(holds("ab", "a.b"));
}

static void
letters_beyond_ascii_are_folded_and_broken_text_is_compared_as_it_is(void **state)
{
	(void)state;
	assert_true(holds("\xc3\x84rzte\\plan", "\xc3\xa4rzte/PLAN"));
	assert_true(holds("x\xff\xfey", "\xff\xfeY"));
	assert_false(holds("x\xfey", "\xffy"));
	/* The sign for Kelvin is no k, since the query asks for k. */
	assert_false(holds("\xe2\x84\xaa"
			   "elvin",
	    "kelvin"));
}

static void
absent_path_holds_nothing(void **state)
{
	struct path_search *search = path_search_new(text_of("ab"));

	(void)state;
	assert_false(path_search_matches(search, TEXT_ABSENT));
	path_search_free(search);
}

static void
query_names_four_letters_in_all_spellings(void **state)
{
	(void)state;
	expect_query("7-zip", "*7-zip*|*7-Zip*|*7-zIp*|*7-ZIp*|*7-ziP*|*7-ZiP*|*7-zIP*|*7-ZIP*");
	expect_query("Q3", "*q3*|*Q3*");
	expect_query("2024_01", "*2024_01*");
}

static void
query_leaves_open_what_is_not_certain(void **state)
{
	(void)state;
	expect_query("1*2|345", "*345*");
	expect_query("77\\8", "*77*");
	expect_query("1..22", "*22*");
	expect_query("\"123\"", "*123*");
	expect_query("1 23", "*23*");
	expect_query("\xc3\xa4\xc3\xb6", NULL);
}

/* ONTAP's patterns, with nothing but stars and alternatives, minding the case. */
static bool
pattern_matches(const char *pattern, size_t length, const char *text)
{
	if (length == 0)
		return *text == '\0';
	if (*pattern != '*')
		return *pattern == *text && pattern_matches(pattern + 1, length - 1, text + 1);
	do {
		if (pattern_matches(pattern + 1, length - 1, text))
			return true;
	} while (*text++ != '\0');
	return false;
}

static bool
query_matches(const char *query, const char *text)
{
	for (;;) {
		size_t length = strcspn(query, "|");

		if (pattern_matches(query, length, text))
			return true;
		if (query[length] == '\0')
			return false;
		query += length + 1;
	}
}

static void
spell(char *text, unsigned dice)
{
	for (; *text != '\0'; text++, dice = dice * 1103515245u + 12345u) {
		if ((dice >> 16) % 2 == 0 && *text >= 'a' && *text <= 'z')
			*text = (char)(*text - 'a' + 'A');
		else if ((dice >> 17) % 2 == 0 && *text == '/')
			*text = '\\';
	}
}

static void
query_is_a_superset_on_a_cluster_that_minds_the_case(void **state)
{
	static const char *const fragments[] = {"report_2024_q3.xlsx", "finance/budget", "a/b/c", "x..y..z",
	    "no name (1)", "--", "averyveryverylongnamewithoutanythingbutletters",
	    "0123456789012345678901234567890123456789ab"};

	(void)state;
	for (size_t i = 0; i < sizeof fragments / sizeof *fragments; i++) {
		struct path_search *search = path_search_new(text_of(fragments[i]));
		char *query = path_search_query(search);

		for (unsigned dice = 0; dice < 300; dice++) {
			char path[128] = "Top\\";

			strncat(path, fragments[i], 100);
			strncat(path, ".bak", 20);
			spell(path, dice);
			assert_true(path_search_matches(search, text_of(path)));
			assert_true(query == NULL || query_matches(query, path));
		}
		assert_true(query == NULL || strlen(query) < 1500);
		free(query);
		path_search_free(search);
	}
}

static void
too_short_a_fragment_is_refused_with_a_sentence(void **state)
{
	static const char *const refused[] = {"", "a", "/a\\", "\xc3\xa4", "//"};

	(void)state;
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		char *trouble = path_search_check(text_of(refused[i]));

		check_contains(trouble, "at least 2 characters");
		free(trouble);
	}
	assert_null(path_search_check(text_of("ab")));
	assert_null(path_search_check(text_of("a/b")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(case_and_slashes_do_not_matter),
	    cmocka_unit_test(every_character_means_itself),
	    cmocka_unit_test(letters_beyond_ascii_are_folded_and_broken_text_is_compared_as_it_is),
	    cmocka_unit_test(absent_path_holds_nothing),
	    cmocka_unit_test(query_names_four_letters_in_all_spellings),
	    cmocka_unit_test(query_leaves_open_what_is_not_certain),
	    cmocka_unit_test(query_is_a_superset_on_a_cluster_that_minds_the_case),
	    cmocka_unit_test(too_short_a_fragment_is_refused_with_a_sentence),
	};

	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL)
		return 77;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
