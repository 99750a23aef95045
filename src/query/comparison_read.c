/* comparison_read.c: makes a comparison of what was written, by the type of the field. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "query/comparison.h"
#include "query/literal.h"

#define NUMBER_MAX (VALUE_ABSENT - 1)

/* A term on its way to a comparison. */
struct reader {
	const struct syntax *term;
	const struct field *field;
	struct arena *arena;
	struct comparison *into;
	struct filter_error *error;
};

/* A number as a whole one from below and from above: they differ for 1500ms, which is no whole second. */
struct quantity {
	uint64_t below;
	uint64_t above;
};

static bool
refuse(const struct reader *reader, const struct word *word, const char *sentence)
{
	return filter_fail(reader->error, word->position, word->extent, "%s", sentence);
}

static bool
is_order(enum relation relation)
{
	return relation >= RELATION_LESS && relation <= RELATION_AT_LEAST;
}

static void
add_span(struct reader *reader, uint64_t low, uint64_t high)
{
	if (low <= high)
		reader->into->spans[reader->into->span_count++] = (struct span){low, high};
}

static void
add_test(struct reader *reader, struct text_test test)
{
	reader->into->tests[reader->into->test_count++] = test;
}

static void
add_pattern(struct reader *reader, const struct word *word)
{
	add_test(reader, (struct text_test){.kind = TEST_PATTERN, .pattern = pattern_of_word(word, reader->arena)});
}

/* Bounds by the relation; what they bound is the caller's to fill in. */
static struct text_test
bounds_of(enum text_test_kind kind, enum relation relation)
{
	struct text_test test = {.kind = kind};

	test.has_low = relation == RELATION_MORE || relation == RELATION_AT_LEAST;
	test.has_high = relation == RELATION_LESS || relation == RELATION_AT_MOST;
	test.is_low_open = relation == RELATION_MORE;
	test.is_high_open = relation == RELATION_LESS;
	return test;
}

/* Whether the word is a range that has both ends; *is_range says whether it is one at all. */
static bool
split(const struct reader *reader, const struct word *word, struct word *low, struct word *high, bool *is_range)
{
	*is_range = literal_split_range(word, reader->arena, low, high);
	if (*is_range && (low->length == 0 || high->length == 0))
		return refuse(reader, word,
		    "a range has two ends, as in 1..5; write >= or <= for one, and quote a text that has '..' in it");
	return true;
}

static bool
refuse_backward(const struct reader *reader, const struct word *word)
{
	return filter_fail(reader->error, word->position, word->extent,
	    "the range '%s' ends before it begins, so nothing is in it", word->bytes);
}

/* ---- numbers, times, switches, words of enums ---- */

static bool
refuse_number(const struct reader *reader, const struct word *word, const char *what, const char *due)
{
	return filter_fail(reader->error, word->position, word->extent, "'%s' is no %s; %s takes one such as %s",
	    word->bytes, what, reader->field->api_name, due);
}

static bool
read_duration(const struct reader *reader, const struct word *word, struct quantity *quantity)
{
	uint64_t ms;

	if (!literal_duration(word_text(word), &ms))
		return refuse_number(reader, word, "time", "90 (seconds), 30m, 2d4h or 1h..2h");
	*quantity = (struct quantity){ms / 1000, (ms + 999) / 1000};
	return true;
}

/* "smb1 smb2 smb2_1 smb3 smb3_1" */
static char *
list_words(const struct enumeration *enumeration)
{
	struct buffer words;

	buffer_init(&words, FILTER_LENGTH_MAX);
	for (size_t i = 0; i < enumeration->count; i++)
		buffer_add_format(&words, "%s%s", i > 0 ? " " : "", enumeration->values[i].name);
	return buffer_take(&words);
}

static bool
refuse_word(const struct reader *reader, const struct word *word)
{
	char *words = list_words(reader->field->enumeration);

	filter_fail(reader->error, word->position, word->extent, "'%s' is none of the words of %s: %s", word->bytes,
	    reader->field->api_name, words);
	free(words);
	return false;
}

static bool
read_word(const struct reader *reader, const struct word *word, struct quantity *quantity)
{
	uint64_t code = enumeration_find(reader->field->enumeration, word_text(word));

	*quantity = (struct quantity){code, code};
	return code != VALUE_ABSENT || refuse_word(reader, word);
}

static bool
read_quantity(const struct reader *reader, const struct word *word, struct quantity *quantity)
{
	uint64_t number;

	if (pattern_is_wild(word) && reader->field->type != TYPE_ENUM)
		return filter_fail(reader->error, word->position, word->extent,
		    "%s has no text for '*' to stand in; for any value write != null", reader->field->api_name);
	switch (reader->field->type) {
	case TYPE_SECONDS: return read_duration(reader, word, quantity);
	case TYPE_ENUM: return read_word(reader, word, quantity);
	case TYPE_BOOLEAN:
		if (!literal_switch(word_text(word), &number))
			return filter_fail(reader->error, word->position, word->extent,
			    "'%s' is neither yes nor no, which is all that %s can be", word->bytes,
			    reader->field->api_name);
		break;
	default:
		if (!literal_number(word_text(word), &number))
			return refuse_number(reader, word, "number", "10, 1,000, 5..10 or 1|2");
		break;
	}
	*quantity = (struct quantity){number, number};
	return true;
}

/* The highest number that has a rank: of an enum, its last word. */
static uint64_t
highest(const struct reader *reader)
{
	return reader->field->type == TYPE_ENUM ? reader->field->enumeration->count - 1 : NUMBER_MAX;
}

static bool
read_number_bound(struct reader *reader, const struct word *word)
{
	struct quantity bound;

	if (!read_quantity(reader, word, &bound))
		return false;
	switch (reader->term->relation) {
	case RELATION_LESS:
		if (bound.above > 0)
			add_span(reader, 0, bound.above - 1);
		break;
	case RELATION_AT_MOST: add_span(reader, 0, bound.below); break;
	case RELATION_MORE: add_span(reader, bound.below + 1, highest(reader)); break;
	default: add_span(reader, bound.above, highest(reader)); break;
	}
	return true;
}

static bool
read_number(struct reader *reader, const struct word *word)
{
	struct quantity from = {0}, to = {0};
	struct word low, high;
	bool is_range;

	if (!split(reader, word, &low, &high, &is_range))
		return false;
	if (!is_range) {
		low = high = *word;
	} else if (reader->field->type == TYPE_BOOLEAN) {
		return refuse(reader, word, "between yes and no there is nothing, so there is no range");
	}
	if (!read_quantity(reader, &low, &from) || !read_quantity(reader, &high, &to))
		return false;
	if (is_range && from.above > to.below)
		return refuse_backward(reader, word);
	add_span(reader, from.above, to.below);
	return true;
}

/* Every spelling of a word counts, `.`, `_` and `-` being one. */
static bool
is_word_like(const struct enum_value *value, const struct pattern *pattern)
{
	if (pattern_matches(pattern, text_of(value->name)))
		return true;
	for (size_t i = 0; i < sizeof value->spellings / sizeof *value->spellings; i++) {
		if (pattern_matches(pattern, text_of(value->spellings[i])))
			return true;
	}
	return false;
}

/* smb3.* means smb3_1 as well. */
static void
normalise(struct word *word)
{
	for (size_t i = 0; i < word->length; i++) {
		if (word->bytes[i] == '.' || word->bytes[i] == '-')
			word->bytes[i] = '_';
	}
}

/* Words that no document knows are looked for as texts: by a pattern, or in quotes. */
static bool
read_enum(struct reader *reader, const struct word *word)
{
	const struct enumeration *words = reader->field->enumeration;
	struct word normal = *word;
	struct pattern pattern;

	if (!pattern_is_wild(word)) {
		if (!word->is_quoted || enumeration_find(words, word_text(word)) != VALUE_ABSENT)
			return read_number(reader, word);
		add_pattern(reader, word);
		return true;
	}
	add_pattern(reader, word);
	normal.bytes = arena_allocate(reader->arena, word->length + 1);
	memcpy(normal.bytes, word->bytes, word->length + 1);
	normalise(&normal);
	pattern = pattern_of_word(&normal, reader->arena);
	for (size_t code = 0; code < words->count; code++) {
		if (is_word_like(&words->values[code], &pattern))
			add_span(reader, code, code);
	}
	return true;
}

/* ---- texts, addresses ---- */

static bool
read_text(struct reader *reader, const struct word *word)
{
	struct text_test test = bounds_of(TEST_BETWEEN, RELATION_EQUAL);
	struct word low, high;
	bool is_range;

	if (!split(reader, word, &low, &high, &is_range))
		return false;
	if (!is_range) {
		add_pattern(reader, word);
		return true;
	}
	if (pattern_is_wild(word))
		return refuse(reader, word, "a range has no '*' in its ends; quote a text that has '..' in it");
	test.has_low = test.has_high = true;
	test.low = word_text(&low);
	test.high = word_text(&high);
	if (text_compare(test.low, test.high) > 0 && !text_equals_nocase(test.low, test.high))
		return refuse_backward(reader, word);
	add_test(reader, test);
	return true;
}

static bool
read_text_bound(struct reader *reader, const struct word *word)
{
	struct text_test test = bounds_of(TEST_BETWEEN, reader->term->relation);

	if (pattern_is_wild(word))
		return filter_fail(reader->error, word->position, word->extent,
		    "'*' has no place in an order; it goes with = and != alone");
	test.low = test.high = word_text(word);
	add_test(reader, test);
	return true;
}

static bool
read_address(const struct reader *reader, const struct word *word, struct address *address)
{
	if (address_parse(word_text(word), address))
		return true;
	return filter_fail(reader->error, word->position, word->extent,
	    "'%s' is no address; %s takes 10.20.30.40, a network such as 10.20.0.0/16, a range or 10.20.*", word->bytes,
	    reader->field->api_name);
}

static bool
read_address_bound(struct reader *reader, const struct word *word)
{
	struct text_test test = bounds_of(TEST_ADDRESS, reader->term->relation);

	if (!read_address(reader, word, &test.low_address))
		return false;
	test.high_address = test.low_address;
	add_test(reader, test);
	return true;
}

static bool
read_address_range(struct reader *reader, const struct word *word, const struct word *low, const struct word *high)
{
	struct text_test test = {.kind = TEST_ADDRESS, .has_low = true, .has_high = true};

	if (!read_address(reader, low, &test.low_address) || !read_address(reader, high, &test.high_address))
		return false;
	if (test.low_address.is_ipv6 != test.high_address.is_ipv6)
		return refuse(reader, word, "a range goes from IPv4 to IPv4 or from IPv6 to IPv6");
	if (address_compare(&test.low_address, &test.high_address) > 0)
		return refuse_backward(reader, word);
	add_test(reader, test);
	return true;
}

/* A pattern, and what stands in quotes, is compared as text. */
static bool
read_addresses(struct reader *reader, const struct word *word)
{
	struct text_test test = {.kind = TEST_ADDRESS, .has_low = true, .has_high = true};
	struct word low, high;
	bool is_range;

	if (pattern_is_wild(word) || (word->is_quoted && !address_parse(word_text(word), &test.low_address))) {
		add_pattern(reader, word);
		return true;
	}
	if (!split(reader, word, &low, &high, &is_range))
		return false;
	if (is_range)
		return read_address_range(reader, word, &low, &high);
	if (memchr(word->bytes, '/', word->length) != NULL) {
		if (!address_parse_network(word_text(word), &test.low_address, &test.high_address))
			return filter_fail(reader->error, word->position, word->extent,
			    "'%s' is no network; one is such as 10.20.0.0/16 (up to 32) or fd20::/64 (up to 128)",
			    word->bytes);
	} else {
		if (!read_address(reader, word, &test.low_address))
			return false;
		test.high_address = test.low_address;
	}
	add_test(reader, test);
	return true;
}

/* ---- regular expressions ---- */

static bool
read_regex(struct reader *reader, const struct word *word)
{
	struct text_test test = {.kind = TEST_REGEX};
	const struct enumeration *words = reader->field->enumeration;
	char *sentence;

	test.regexp = regexp_compile(word_text(word), &sentence);
	if (test.regexp == NULL) {
		refuse(reader, word, sentence);
		free(sentence);
		return false;
	}
	add_test(reader, test);
	for (size_t code = 0; reader->field->type == TYPE_ENUM && code < words->count; code++) {
		if (regexp_matches(test.regexp, text_of(words->values[code].name)))
			add_span(reader, code, code);
	}
	return true;
}

/* ---- all of it ---- */

#define RELATION_BIT(relation) (1u << (relation))
#define EQUALITIES (RELATION_BIT(RELATION_EQUAL) | RELATION_BIT(RELATION_UNEQUAL))
#define ORDERS \
	(RELATION_BIT(RELATION_LESS) | RELATION_BIT(RELATION_AT_MOST) | RELATION_BIT(RELATION_MORE) | \
	    RELATION_BIT(RELATION_AT_LEAST))
#define EXPRESSIONS (RELATION_BIT(RELATION_MATCHES) | RELATION_BIT(RELATION_MATCHES_NOT))

typedef bool value_reader(struct reader *reader, const struct word *word);

/* What each type is compared with, and how the values are read behind = and !=, and behind the others. */
static const struct {
	unsigned relations;
	value_reader *read_value;
	value_reader *read_bound;
} types[TYPE_COUNT_OF_TYPES] = {
    [TYPE_TEXT] = {EQUALITIES | ORDERS | EXPRESSIONS, read_text, read_text_bound},
    [TYPE_ADDRESS] = {EQUALITIES | ORDERS | EXPRESSIONS, read_addresses, read_address_bound},
    [TYPE_ID] = {EQUALITIES | ORDERS, read_number, read_number_bound},
    [TYPE_COUNT] = {EQUALITIES | ORDERS, read_number, read_number_bound},
    [TYPE_SECONDS] = {EQUALITIES | ORDERS, read_number, read_number_bound},
    [TYPE_ENUM] = {EQUALITIES | ORDERS | EXPRESSIONS, read_enum, read_number_bound},
    [TYPE_BOOLEAN] = {EQUALITIES, read_number, NULL},
    [TYPE_LIST] = {EQUALITIES | ORDERS | EXPRESSIONS, read_text, read_text_bound},
    [TYPE_SECURITY] = {EQUALITIES | EXPRESSIONS, read_text, NULL},
};

bool
comparison_is_possible(const struct field *field, enum relation relation)
{
	unsigned relations = types[field->type].relations;

	/* Numbers that are kept as texts have no order among these. */
	if (field->type == TYPE_LIST && field->items == TYPE_ID)
		relations &= ~ORDERS;
	return (relations & RELATION_BIT(relation)) != 0;
}

static bool
refuse_relation(const struct reader *reader)
{
	const char *name = relation_name(reader->term->relation);
	struct buffer possible;

	buffer_init(&possible, FILTER_LENGTH_MAX);
	for (unsigned relation = 0; relation < RELATION_COUNT; relation++) {
		if (comparison_is_possible(reader->field, (enum relation)relation))
			buffer_add_format(&possible, " %s", relation_name((enum relation)relation));
	}
	filter_fail(reader->error, reader->term->relation_position, strlen(name),
	    "%s does not go with '%s'; it takes%s", reader->field->api_name, name, buffer_string(&possible));
	buffer_free(&possible);
	return false;
}

static bool
read_values(struct reader *reader)
{
	const struct syntax *term = reader->term;

	if (is_order(term->relation) && term->value_count > 1)
		return refuse(reader, &term->values[1], "a list goes with = and != alone");
	for (size_t i = 0; i < term->value_count; i++) {
		const struct word *word = &term->values[i];
		bool is_regex = term->relation >= RELATION_MATCHES, is_read;

		if (is_regex)
			is_read = read_regex(reader, word);
		else if (!literal_is_null(word))
			is_read = is_order(term->relation) ? types[reader->field->type].read_bound(reader, word)
							   : types[reader->field->type].read_value(reader, word);
		else if (is_order(term->relation))
			is_read = refuse(reader, word, "null, which is no value, goes with = and != alone");
		else
			is_read = reader->into->takes_absent = true;
		if (!is_read)
			return false;
	}
	return true;
}

static size_t
room_for_spans(const struct reader *reader)
{
	size_t most = reader->field->enumeration == NULL ? 1 : reader->field->enumeration->count;

	return reader->term->value_count * most;
}

bool
comparison_read(const struct kind *kind, const struct syntax *term, struct arena *arena, struct comparison *comparison,
    struct filter_error *error)
{
	struct text name = word_text(&term->word);
	struct reader reader = {.term = term, .arena = arena, .into = comparison, .error = error};

	*comparison = (struct comparison){.kind = kind, .field = field_find(kind, name), .relation = term->relation};
	if (comparison->field == FIELD_NONE) {
		*error = (struct filter_error){
		    term->word.position, term->word.extent, field_explain_unknown(kind, name)};
		return false;
	}
	reader.field = &kind->fields[comparison->field];
	if (!comparison_is_possible(reader.field, term->relation))
		return refuse_relation(&reader);
	comparison->spans = arena_allocate(arena, room_for_spans(&reader) * sizeof *comparison->spans);
	comparison->tests = arena_allocate(arena, term->value_count * sizeof *comparison->tests);
	if (!read_values(&reader)) {
		comparison_clear(comparison);
		return false;
	}
	comparison->is_negated = term->relation == RELATION_UNEQUAL || term->relation == RELATION_MATCHES_NOT;
	/* What is absent is neither equal nor unequal to a value. */
	if (comparison->is_negated)
		comparison->takes_absent = false;
	return true;
}
