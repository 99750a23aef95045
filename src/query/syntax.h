/* syntax.h: a filter as it was written: its parts, with their places, before anything is known of fields. */
#ifndef CIFSTOP_QUERY_SYNTAX_H
#define CIFSTOP_QUERY_SYNTAX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/text.h"

/* The longest filter, in bytes. */
#define FILTER_LENGTH_MAX 4096
/* How many comparisons and words it may have, and how deep parentheses and `not` may stand in each other. */
#define FILTER_TERMS_MAX 256
#define FILTER_DEPTH_MAX 32

/* What is wrong with a filter, and where: `length` bytes from the byte `position` on; 0 bytes when something is missing
 * there. */
struct filter_error {
	size_t position;
	size_t length;
	char *sentence; /* what would be right, without the place; the caller frees it */
};

/* Fills *error, whose sentence the caller frees. Always false. */
bool filter_fail(struct filter_error *error, size_t position, size_t length, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

enum relation {
	RELATION_EQUAL,
	RELATION_UNEQUAL,
	RELATION_LESS,
	RELATION_AT_MOST,
	RELATION_MORE,
	RELATION_AT_LEAST,
	RELATION_MATCHES,
	RELATION_MATCHES_NOT,
	RELATION_COUNT
};

/* As it is written: "=", "!~". */
const char *relation_name(enum relation relation);

/*
 * One word. `bytes` are without quotes and escapes, terminated; `is_literal` says by byte which of them stood in
 * quotes, where no character has a meaning of its own.
 */
struct word {
	char *bytes;
	bool *is_literal;
	size_t length;
	size_t position; /* of its first byte in the filter */
	size_t extent; /* how many bytes of the filter it takes */
	bool is_quoted; /* some of it stood in quotes */
};

/* The bytes of a word. */
struct text word_text(const struct word *word);

enum syntax_kind {
	SYNTAX_AND, /* all children hold */
	SYNTAX_OR, /* any child holds */
	SYNTAX_NOT, /* the one child does not */
	SYNTAX_WORD, /* `word`, in any column */
	SYNTAX_TERM, /* `word` is a field; `values` follow the operator */
};

/* `children` are a list by `next`: of AND and OR two at least. */
struct syntax {
	enum syntax_kind kind;
	struct syntax *children;
	struct syntax *next;
	struct word word;
	enum relation relation;
	size_t relation_position;
	struct word *values;
	size_t value_count;
};

/*
 * Reads a filter. On success fills *syntax, NULL for one that is blank; it lives as long as `arena`. Otherwise false,
 * and *error says why.
 */
bool syntax_parse(const char *text, struct arena *arena, struct syntax **syntax, struct filter_error *error);

/* Writes it as a filter that is read the same, with as few parentheses as do. */
void syntax_print(const struct syntax *syntax, struct buffer *out);

/* Writes `text` as one word of a filter, in quotes when it needs them. */
void syntax_print_value(struct text text, struct buffer *out);

#endif
