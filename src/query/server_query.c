/* server_query.c: what of a filter a cluster can be asked for. */
#include "config.h"

#include "query/server_query.h"

#include <inttypes.h>
#include <stdlib.h>

/*
 * What is sent must hold for every row that passes here, whatever is not documented of ONTAP's queries. So:
 *
 * - Only what stands alone or is joined by `and` at the top: each of that holds for every row. One condition a field,
 *   since a parameter that is given twice is refused.
 * - Never `null`, nor what takes it in: whether a value that was not in the answer is unset there is not known.
 * - Counts: all comparisons. Ranges are sent one wider at both ends, since whether these are in it is not documented.
 *   Only up to 2^31 - 1, beyond which a signed number would wrap.
 * - Identifiers: equality alone, up to 2^63 - 1: the schema says that they are signed, and they are not.
 * - Times: never, since the schema has them as texts.
 * - Switches: true and false.
 * - Words of enums: the server compares them as texts, and two releases spell some of them differently. Those that have
 *   one spelling in every document are sent; for a set with others in it, that it is not one of those outside.
 * - Texts: whether the case counts is not documented, and ours does not, so every letter becomes a `*`, and with them
 *   whatever might have a meaning in a query or be an escape. `fin12$` is sent as `*12$`: that leaves out less, but
 *   never a row too much. Without a character that stands for itself nothing is sent. Orders and expressions never.
 * - Addresses: IPv4 alone, which has one spelling for each, as a list; of networks and ranges those that are small. A
 *   wildcard or an order on an address is not documented.
 * - Lists: never. Which items of a matching record would be in the answer is not documented.
 * - Denials: of a single number, a switch or a word. Of a text never: what a server takes for equal may be more.
 */
#define SENT_COUNT_MAX ((uint64_t)INT32_MAX)
#define SENT_ID_MAX ((uint64_t)INT64_MAX)

/* A URL has to be of a length that every proxy takes. */
#define VALUE_LENGTH_MAX 1000
#define ADDRESSES_MAX 16

static void
add_bar(struct buffer *out)
{
	if (out->length > 0)
		buffer_add_byte(out, '|');
}

/* False when the span bounds nothing, or cannot be sent. */
static bool
add_count_span(const struct span *span, struct buffer *out)
{
	bool has_high = span->high < SENT_COUNT_MAX;

	if (span->low > SENT_COUNT_MAX || (span->low == 0 && !has_high))
		return false;
	add_bar(out);
	if (span->low == span->high)
		return buffer_add_format(out, "%" PRIu64, span->low);
	if (!has_high)
		return buffer_add_format(out, ">=%" PRIu64, span->low);
	if (span->low == 0)
		return buffer_add_format(out, "<=%" PRIu64, span->high);
	return buffer_add_format(out, "%" PRIu64 "..%" PRIu64, span->low - 1, span->high + 1);
}

static bool
write_counts(const struct comparison *comparison, struct buffer *out)
{
	const struct span *spans = comparison->spans;

	if (comparison->is_negated) {
		return comparison->span_count == 1 && spans[0].low == spans[0].high && spans[0].low <= SENT_COUNT_MAX &&
		       buffer_add_format(out, "!%" PRIu64, spans[0].low);
	}
	for (size_t i = 0; i < comparison->span_count; i++) {
		if (!add_count_span(&spans[i], out))
			return false;
	}
	return true;
}

static bool
write_ids(const struct comparison *comparison, struct buffer *out)
{
	for (size_t i = 0; i < comparison->span_count; i++) {
		const struct span *span = &comparison->spans[i];

		if (comparison->is_negated || span->low != span->high || span->low > SENT_ID_MAX)
			return false;
		add_bar(out);
		buffer_add_format(out, "%" PRIu64, span->low);
	}
	return true;
}

static bool
write_switch(const struct comparison *comparison, struct buffer *out)
{
	bool takes_no = comparison_has_number(comparison, 0) != comparison->is_negated;
	bool takes_yes = comparison_has_number(comparison, 1) != comparison->is_negated;

	return takes_no != takes_yes && buffer_add_string(out, takes_yes ? "true" : "false");
}

/* Whether every document spells it so. */
static bool
is_certain(const struct enum_value *value)
{
	if (value->spellings[0] != NULL)
		return false;
	for (const char *at = value->name; *at != '\0'; at++) {
		if (!(*at >= 'a' && *at <= 'z') && !(*at >= '0' && *at <= '9'))
			return false;
	}
	return true;
}

static bool
takes_word(const struct comparison *comparison, size_t code)
{
	return comparison_has_number(comparison, code) != comparison->is_negated;
}

static bool
write_denied_word(const struct comparison *comparison, struct buffer *out)
{
	const struct enumeration *words = comparison->kind->fields[comparison->field].enumeration;

	for (size_t code = words->count; code-- > 0;) {
		if (!takes_word(comparison, code) && is_certain(&words->values[code])) {
			buffer_reset(out);
			return buffer_add_format(out, "!%s", words->values[code].name);
		}
	}
	return false;
}

static bool
write_words(const struct comparison *comparison, struct buffer *out)
{
	const struct enumeration *words = comparison->kind->fields[comparison->field].enumeration;
	bool takes_strangers = comparison->is_negated || comparison->test_count > 0;

	for (size_t code = 0; code < words->count && !takes_strangers; code++) {
		if (!takes_word(comparison, code))
			continue;
		if (!is_certain(&words->values[code]))
			return write_denied_word(comparison, out);
		add_bar(out);
		buffer_add_string(out, words->values[code].name);
	}
	return takes_strangers ? write_denied_word(comparison, out) : out->length > 0;
}

/* Whether the byte is the same in either case and means nothing in a query. */
static bool
stands_for_itself(char byte)
{
	return (byte >= '0' && byte <= '9') || byte == '-' || byte == '_' || byte == '$' || byte == '#' ||
	       byte == '@' || byte == '.';
}

static void
add_star(struct buffer *out)
{
	if (out->length == 0 || out->bytes[out->length - 1] != '*')
		buffer_add_byte(out, '*');
}

/* True when a byte that stands for itself is in it. Two dots would be a range. */
static bool
add_piece(struct text piece, struct buffer *out)
{
	bool any = false;

	for (size_t i = 0; i < piece.length; i++) {
		bool is_range = piece.bytes[i] == '.' && out->length > 0 && out->bytes[out->length - 1] == '.';

		if (!stands_for_itself(piece.bytes[i]) || is_range) {
			add_star(out);
			continue;
		}
		buffer_add_byte(out, piece.bytes[i]);
		any = true;
	}
	return any;
}

static bool
write_pattern(const struct pattern *pattern, struct buffer *out)
{
	bool any = false;

	add_bar(out);
	for (size_t i = 0; i < pattern->count; i++) {
		if (i > 0 || pattern->is_open_start)
			add_star(out);
		any |= add_piece(pattern->pieces[i], out);
	}
	if (pattern->is_open_end)
		add_star(out);
	return any;
}

static bool
write_texts(const struct comparison *comparison, struct buffer *out)
{
	for (size_t i = 0; i < comparison->test_count; i++) {
		const struct text_test *test = &comparison->tests[i];

		if (comparison->is_negated || test->kind != TEST_PATTERN || !write_pattern(&test->pattern, out))
			return false;
	}
	return true;
}

static uint32_t
number_of(const struct address *address)
{
	return (uint32_t)address->bytes[0] << 24 | (uint32_t)address->bytes[1] << 16 |
	       (uint32_t)address->bytes[2] << 8 | address->bytes[3];
}

static bool
write_addresses(const struct comparison *comparison, struct buffer *out)
{
	size_t left = ADDRESSES_MAX;

	for (size_t i = 0; i < comparison->test_count; i++) {
		const struct text_test *test = &comparison->tests[i];
		uint32_t low = number_of(&test->low_address), beyond;

		if (comparison->is_negated || test->kind != TEST_ADDRESS || !test->has_low || !test->has_high ||
		    test->low_address.is_ipv6)
			return false;
		beyond = number_of(&test->high_address) - low;
		if (beyond >= left)
			return false;
		left -= beyond + 1;
		for (uint32_t at = 0; at <= beyond; at++) {
			uint32_t number = low + at;

			add_bar(out);
			buffer_add_format(
			    out, "%u.%u.%u.%u", number >> 24, number >> 16 & 255, number >> 8 & 255, number & 255);
		}
	}
	return true;
}

static bool (*const writers[TYPE_COUNT_OF_TYPES])(const struct comparison *, struct buffer *) = {
    [TYPE_TEXT] = write_texts,
    [TYPE_ADDRESS] = write_addresses,
    [TYPE_ID] = write_ids,
    [TYPE_COUNT] = write_counts,
    [TYPE_ENUM] = write_words,
    [TYPE_BOOLEAN] = write_switch,
};

bool
server_query_can_hold(const struct field *field)
{
	return field->origin == ORIGIN_API && writers[field->type] != NULL;
}

/* Writes what can be sent of a comparison; false when that is nothing. */
static bool
write_comparison(const struct comparison *comparison, struct buffer *out)
{
	if (!server_query_can_hold(&comparison->kind->fields[comparison->field]) || comparison->takes_absent)
		return false;
	return writers[comparison_type(comparison)](comparison, out) && out->length > 0 && !out->overflowed;
}

static bool
has_name(const struct server_query *query, const char *name)
{
	for (size_t i = 0; i < query->count; i++) {
		if (query->conditions[i].name == name)
			return true;
	}
	return false;
}

struct server_query
server_query_make(const struct filter *filter)
{
	struct server_query query = {.count = 0};
	const struct comparison *comparison;

	for (size_t at = 0; (comparison = filter_condition(filter, at)) != NULL; at++) {
		const char *name = comparison->kind->fields[comparison->field].api_name;
		struct buffer value;

		buffer_init(&value, VALUE_LENGTH_MAX);
		if (!has_name(&query, name) && write_comparison(comparison, &value))
			query.conditions[query.count++] = (struct server_condition){name, buffer_take(&value)};
		buffer_free(&value);
	}
	return query;
}

void
server_query_clear(struct server_query *query)
{
	for (size_t i = 0; i < query->count; i++)
		free(query->conditions[i].value);
	query->count = 0;
}
