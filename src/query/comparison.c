/* comparison.c: asking one value. */
#include "config.h"

#include "query/comparison.h"

enum field_type
comparison_type(const struct comparison *comparison)
{
	return comparison->kind->fields[comparison->field].type;
}

void
comparison_clear(struct comparison *comparison)
{
	for (size_t i = 0; i < comparison->test_count; i++)
		regexp_free(comparison->tests[i].regexp);
	comparison->test_count = 0;
}

bool
comparison_has_number(const struct comparison *comparison, uint64_t number)
{
	for (size_t i = 0; i < comparison->span_count; i++) {
		if (number >= comparison->spans[i].low && number <= comparison->spans[i].high)
			return true;
	}
	return false;
}

/* As people compare: texts that differ in case alone are equal. */
static int
compare_folded(struct text a, struct text b)
{
	return text_equals_nocase(a, b) ? 0 : text_compare(a, b);
}

/* `low` and `high` say how the value stands to the bounds. */
static bool
is_within(const struct text_test *test, int low, int high)
{
	if (test->has_low && (test->is_low_open ? low <= 0 : low < 0))
		return false;
	return !test->has_high || (test->is_high_open ? high < 0 : high <= 0);
}

static bool
is_address_within(const struct text_test *test, struct text text)
{
	const struct address *bound = test->has_low ? &test->low_address : &test->high_address;
	struct address address;

	if (!address_parse(text, &address) || address.is_ipv6 != bound->is_ipv6)
		return false;
	return is_within(
	    test, address_compare(&address, &test->low_address), address_compare(&address, &test->high_address));
}

static bool
holds(const struct text_test *test, struct text text)
{
	switch (test->kind) {
	case TEST_PATTERN: return pattern_matches(&test->pattern, text);
	case TEST_BETWEEN:
		return is_within(test, test->has_low ? compare_folded(text, test->low) : 0,
		    test->has_high ? compare_folded(text, test->high) : 0);
	case TEST_ADDRESS: return is_address_within(test, text);
	case TEST_REGEX: return regexp_matches(test->regexp, text);
	}
	return false;
}

bool
comparison_has_text(const struct comparison *comparison, struct text text)
{
	for (size_t i = 0; i < comparison->test_count; i++) {
		if (holds(&comparison->tests[i], text))
			return true;
	}
	return false;
}
