/* pattern.h: texts with `*` for anything in them. */
#ifndef CIFSTOP_QUERY_PATTERN_H
#define CIFSTOP_QUERY_PATTERN_H

#include "query/syntax.h"

/* What stands between the stars, in the memory of the word; no piece is empty. */
struct pattern {
	struct text *pieces;
	size_t count;
	bool is_open_start; /* anything may stand before the first piece */
	bool is_open_end;
};

/* Of a word whose stars outside of quotes stand for anything. The pieces live in the arena. */
struct pattern pattern_of_word(const struct word *word, struct arena *arena);

/* Whether there is a star outside of quotes in it. */
bool pattern_is_wild(const struct word *word);

/* The longest of its pieces, which every text of that form contains; absent when there is none. */
struct text pattern_longest_piece(const struct pattern *pattern);

/* Whether the whole text is of that form; ASCII letters in either case. */
bool pattern_matches(const struct pattern *pattern, struct text text);

#endif
