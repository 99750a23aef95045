/* literal.h: numbers, times and switches as people write them in a filter. */
#ifndef CIFSTOP_QUERY_LITERAL_H
#define CIFSTOP_QUERY_LITERAL_H

#include <stdbool.h>
#include <stdint.h>

#include "query/syntax.h"

/* Digits, with or without a comma between each three: 31870, 31,870. Below VALUE_ABSENT. */
bool literal_number(struct text text, uint64_t *number);

/* yes, no, true, false, on, off, 1, 0. */
bool literal_switch(struct text text, uint64_t *number);

/* 30m, 2d4h, 90 (seconds), 1500ms, PT30M: milliseconds. */
bool literal_duration(struct text text, uint64_t *ms);

/* Whether the word is null, without quotes. */
bool literal_is_null(const struct word *word);

/*
 * Whether `..` stands in the word outside of quotes. Then *low and *high are what stands before the first one and
 * behind it, in the memory of the arena.
 */
bool literal_split_range(const struct word *word, struct arena *arena, struct word *low, struct word *high);

#endif
