/* ask.c: asking the values of many rows what a comparison wants to know. */
#include "config.h"

#include "query/ask.h"

#include <string.h>

/* Codes of enums are below this. */
#define WORDS (ENUM_UNKNOWN_FIRST + ENUM_UNKNOWN_MAX)

static bool
ask_text(const void *asked, struct text text)
{
	return comparison_has_text(asked, text);
}

/* What a text has to contain to be what is asked for, when that is one thing. */
static void
set_word(const struct comparison *comparison, struct scanner *scanner)
{
	const struct text_test *test = &comparison->tests[0];
	struct text word;

	if (comparison->test_count != 1 || test->kind != TEST_PATTERN)
		return;
	word = pattern_longest_piece(&test->pattern);
	if (!text_is_absent(word))
		scanner_set_word(scanner, word,
		    test->pattern.count == 1 && test->pattern.is_open_start && test->pattern.is_open_end);
}

struct scanner *
ask_new_scanner(const struct comparison *comparison)
{
	bool is_equality = comparison->relation == RELATION_EQUAL || comparison->relation == RELATION_UNEQUAL;

	struct scanner *scanner;

	switch (comparison_type(comparison)) {
	case TYPE_TEXT:
	case TYPE_ADDRESS:
		scanner = scanner_new(ask_text, comparison, false, is_equality);
		set_word(comparison, scanner);
		return scanner;
	case TYPE_LIST:
	case TYPE_SECURITY: return scanner_new(ask_text, comparison, false, is_equality);
	default: return NULL;
	}
}

/* Most comparisons have one span, and a subtraction that wraps tells in one step whether a number is in it. */
static void
ask_numbers(const struct comparison *comparison, const struct block *block, bool *passes)
{
	bool is_single = comparison->span_count == 1;
	struct span span = is_single ? comparison->spans[0] : (struct span){1, 0};
	uint64_t numbers[SCAN_BLOCK];

	snapshot_numbers(block->snapshot, comparison->field, block->from, block->count, numbers);
	for (uint32_t i = 0; i < block->count; i++) {
		bool is_in = is_single ? numbers[i] - span.low <= span.high - span.low
				       : comparison_has_number(comparison, numbers[i]);

		passes[i] = numbers[i] == VALUE_ABSENT ? comparison->takes_absent : is_in != comparison->is_negated;
	}
}

/* Words that no document knows have codes of the snapshot's own, and no rank. */
static void
ask_codes(const struct comparison *comparison, const struct block *block, bool *passes)
{
	enum { UNASKED, HAS_NOT, HAS } known[WORDS] = {UNASKED};
	uint64_t numbers[SCAN_BLOCK];

	snapshot_numbers(block->snapshot, comparison->field, block->from, block->count, numbers);
	for (uint32_t i = 0; i < block->count; i++) {
		uint64_t code = numbers[i];

		if (code == VALUE_ABSENT) {
			passes[i] = comparison->takes_absent;
			continue;
		}
		if (known[code] == UNASKED) {
			bool has = code < ENUM_UNKNOWN_FIRST
				       ? comparison_has_number(comparison, code)
				       : comparison_has_text(
					     comparison, snapshot_word(block->snapshot, comparison->field, code));

			known[code] = has ? HAS : HAS_NOT;
		}
		passes[i] = (known[code] == HAS) != comparison->is_negated;
	}
}

/* A list is there when any of its items is: a volume may have a uuid and no name. */
static bool
has_item(const struct block *block, unsigned field, uint32_t row)
{
	uint32_t count;
	const uint32_t *items = snapshot_list(block->snapshot, row, &count);

	for (uint32_t i = 0; i < count; i++) {
		if (!text_is_absent(snapshot_list_text(block->snapshot, field, items[i])))
			return true;
	}
	return false;
}

static void
find_absent(const struct block *block, unsigned field, bool *is_absent)
{
	uint64_t numbers[SCAN_BLOCK];

	snapshot_numbers(block->snapshot, field, block->from, block->count, numbers);
	for (uint32_t i = 0; i < block->count; i++) {
		is_absent[i] = numbers[i] == VALUE_ABSENT;
		if (!is_absent[i] && snapshot_kind(block->snapshot)->fields[field].type == TYPE_LIST)
			is_absent[i] = !has_item(block, field, block->from + i);
	}
}

static void
ask_texts(const struct comparison *comparison, struct scanner *scanner, const struct block *block, bool *passes)
{
	bool is_absent[SCAN_BLOCK];

	memset(passes, false, block->count);
	if (comparison->test_count > 0)
		scanner_scan(scanner, block, comparison->field, passes);
	if (!comparison->is_negated && !comparison->takes_absent)
		return;
	find_absent(block, comparison->field, is_absent);
	for (uint32_t i = 0; i < block->count; i++)
		passes[i] = is_absent[i] ? comparison->takes_absent : passes[i] != comparison->is_negated;
}

void
ask_block(const struct comparison *comparison, struct scanner *scanner, const struct block *block, bool *passes)
{
	if (scanner != NULL)
		ask_texts(comparison, scanner, block, passes);
	else if (comparison_type(comparison) == TYPE_ENUM)
		ask_codes(comparison, block, passes);
	else
		ask_numbers(comparison, block, passes);
}
