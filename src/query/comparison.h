/* comparison.h: what a filter asks of one field, ready to be asked. */
#ifndef CIFSTOP_QUERY_COMPARISON_H
#define CIFSTOP_QUERY_COMPARISON_H

#include <stdint.h>

#include "model/kind.h"
#include "query/address.h"
#include "query/pattern.h"
#include "query/regexp.h"

/* Numbers from `low` to `high`, both of them in it. */
struct span {
	uint64_t low;
	uint64_t high;
};

enum text_test_kind { TEST_PATTERN, TEST_BETWEEN, TEST_ADDRESS, TEST_REGEX };

/* One thing that a text may be. Bounds that are not there (has_low, has_high) bound nothing; open ones exclude. */
struct text_test {
	enum text_test_kind kind;
	bool has_low, has_high;
	bool is_low_open, is_high_open;
	struct pattern pattern;
	struct text low, high; /* of TEST_BETWEEN: in the order of text_compare(), case ignored */
	struct address low_address, high_address; /* of TEST_ADDRESS; both bounds are of one family */
	struct regexp *regexp;
};

/*
 * A value that is there passes when it is in one of the spans (numbers, seconds, booleans, known words of enums) or
 * holds in one of the tests (texts, addresses, the items of lists, the security column, unknown words of enums); with
 * `is_negated` when neither. A list passes when any of its items does; negated, when none does. What is absent passes
 * by `takes_absent` alone.
 */
struct comparison {
	const struct kind *kind;
	unsigned field;
	enum relation relation; /* as it was written */
	bool takes_absent;
	bool is_negated;
	struct span *spans;
	size_t span_count;
	struct text_test *tests;
	size_t test_count;
};

/*
 * Makes a comparison of a term of a filter over records of that kind: looks up the field, and reads the values by its
 * type. What it needs lives in the arena, but for regular expressions, which comparison_clear() frees. False, with
 * nothing to clear, when the term makes no sense, and *error says why.
 */
bool comparison_read(const struct kind *kind, const struct syntax *term, struct arena *arena,
    struct comparison *comparison, struct filter_error *error);

/* The type of its field. */
enum field_type comparison_type(const struct comparison *comparison);

/* Whether a field of that type can be compared so. */
bool comparison_is_possible(const struct field *field, enum relation relation);

/* Frees what is not in the arena. */
void comparison_clear(struct comparison *comparison);

/* Whether a number is in one of the spans, negation aside. */
bool comparison_has_number(const struct comparison *comparison, uint64_t number);

/* Whether a text holds in one of the tests, negation aside. */
bool comparison_has_text(const struct comparison *comparison, struct text text);

#endif
