/* filter_case.h: random sessions, random filters, and a naive reading of both that shares no code with the program. */
#ifndef CIFSTOP_TESTS_UNIT_FILTER_CASE_H
#define CIFSTOP_TESTS_UNIT_FILTER_CASE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "model/session_fields.h"
#include "query/syntax.h"
#include "world.h"

#define CASE_ITEMS_MAX 3
#define CASE_VALUES_MAX 3
#define CASE_TERMS_MAX 64
#define CASE_TEXT_MAX 32

/* A value of a session: a number, a code with a word, or texts. */
struct case_value {
	bool is_absent;
	uint64_t number; /* of a word that nobody knows, VALUE_ABSENT */
	const char *texts[CASE_ITEMS_MAX];
	unsigned text_count;
};

struct case_session {
	struct case_value values[SESSION_FIELD_COUNT];
};

/* Characters of which some are stars that stand for anything. */
struct case_glob {
	char bytes[CASE_TEXT_MAX];
	bool is_star[CASE_TEXT_MAX];
	unsigned length;
};

/* One of the values behind an operator. */
struct case_literal {
	enum { LITERAL_NULL, LITERAL_NUMBERS, LITERAL_GLOB, LITERAL_TEXTS, LITERAL_ADDRESSES, LITERAL_REGEX } kind;
	uint64_t low, high;
	bool is_fraction; /* of LITERAL_NUMBERS: half a second more than `low` and `high` say */
	struct case_glob glob;
	const char *low_text, *high_text;
	unsigned char low_address[16], high_address[16];
	bool is_ipv6;
};

/* A filter as a tree. */
struct case_filter {
	enum syntax_kind kind;
	struct case_filter *children[3];
	unsigned child_count;
	unsigned field;
	enum relation relation;
	struct case_literal literals[CASE_VALUES_MAX];
	unsigned literal_count;
	struct case_glob word;
};

/* Where the next random number comes from, and the memory of the filter that was made last. */
struct case_random {
	uint64_t state;
	struct case_filter filters[CASE_TERMS_MAX];
	unsigned used;
	bool is_flat; /* filters are comparisons joined by and, most of them with = */
};

/* A number below `limit`. */
unsigned case_pick(struct case_random *random, unsigned limit);

/* Makes a session, and adds it to the world. */
void case_make_session(struct case_random *random, struct case_session *session, struct world *world);

/* Makes a filter and writes it, in one of the ways in which it can be written. It lives until the next one is made. */
const struct case_filter *case_make_filter(struct case_random *random, struct buffer *written);

/*
 * Whether the session, which is the row of the snapshot, passes; bare words look at `columns`, as they are printed.
 */
bool case_passes(const struct case_filter *filter, const struct case_session *session, const struct snapshot *snapshot,
    uint32_t row, const unsigned *columns, size_t column_count);

/* What nobody documented of ONTAP's queries. */
struct case_server {
	bool ignores_case;
	bool excludes_ends; /* of ranges */
	bool has_dots; /* smb3.1 and no/yes instead of smb3_1 and unavailable/available */
};

/* Whether a server lists the session when it is asked for field=query. */
bool case_server_lists(
    const struct case_server *server, const struct case_session *session, unsigned field, const char *query);

#endif
