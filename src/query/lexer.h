/* lexer.h: the words and signs of a filter, one after another. */
#ifndef CIFSTOP_QUERY_LEXER_H
#define CIFSTOP_QUERY_LEXER_H

#include "query/syntax.h"

enum token_kind {
	TOKEN_END,
	TOKEN_WORD,
	TOKEN_AND,
	TOKEN_OR,
	TOKEN_NOT, /* the word or `!` */
	TOKEN_OPEN,
	TOKEN_CLOSE,
	TOKEN_BAR,
	TOKEN_OPERATOR,
};

struct token {
	enum token_kind kind;
	size_t position;
	size_t extent; /* bytes of the filter */
	struct word word; /* of a word, and of and, or, not when written as words */
	enum relation relation;
};

/* Where a reader is. Words live in the arena. */
struct lexer {
	const char *text;
	size_t length;
	size_t at;
	struct arena *arena;
};

struct lexer lexer_start(const char *text, size_t length, struct arena *arena);

/* Reads the next token and goes behind it. False when there is none that can be read, and *error says why. */
bool lexer_next(struct lexer *lexer, struct token *token, struct filter_error *error);

/*
 * The same where a regular expression is due: it goes on to a blank or to a parenthesis that closes more than it
 * opened, or stands in quotes. At the end of the filter, and only there, the token is no word.
 */
bool lexer_next_regex(struct lexer *lexer, struct token *token, struct filter_error *error);

/* Whether the byte separates words. */
bool lexer_is_blank(char byte);

/* Whether the byte at `at` ends a word that has no quotes. */
bool lexer_ends_word(const char *text, size_t length, size_t at);

#endif
