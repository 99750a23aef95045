/* query.h: the operators behind the = of a query parameter: 3|5..9|>100, !abc*, "a*b", null. */
#ifndef ONTAP_SIM_QUERY_H
#define ONTAP_SIM_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum value_type {
	VALUE_INTEGER,
	VALUE_TEXT,
	VALUE_BOOLEAN,
	VALUE_ENUM, /* text, compared alphabetically, one of a set */
	VALUE_DURATION, /* seconds, written as ISO 8601 */
};

/*
 * Integers, booleans and durations are in `number`, the others in `text`, which is not terminated. `json` is the
 * text as JSON string where that is at hand, else NULL; `is_plain` says that JSON escapes nothing in it. Comparing
 * needs neither.
 */
struct value {
	uint64_t number;
	const char *text;
	size_t length;
	const char *json;
	size_t json_length;
	bool is_plain;
};

struct query;

/*
 * Reads `text` as a query on a field of `type`. `enums` are the values of an enum, NULL at the end; NULL for
 * other types. Returns NULL when the text is no query for that type. The caller owns the query.
 */
struct query *query_compile(const char *text, enum value_type type, const char *const *enums);
void query_free(struct query *q);

/*
 * Whether a field with these values matches: none when it is unset, several when it is in an array, of which
 * one must match (and none, where the query says !).
 */
bool query_matches(const struct query *q, const struct value *values, size_t count);

/* Orders two values of one type: below, at or above 0. */
int value_compare(enum value_type type, const struct value *a, const struct value *b);

/* Reads an ISO 8601 duration without years and months into whole seconds. */
bool value_parse_duration(const char *text, size_t length, uint64_t *seconds);

#endif
