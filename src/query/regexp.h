/* regexp.h: POSIX extended regular expressions that cannot run away. */
#ifndef CIFSTOP_QUERY_REGEXP_H
#define CIFSTOP_QUERY_REGEXP_H

#include <stdbool.h>

#include "base/text.h"

/* The longest expression, and the most single characters that it may stand for once its {n} are written out. */
#define REGEXP_LENGTH_MAX 200
#define REGEXP_SIZE_MAX 200
#define REGEXP_DEPTH_MAX 16

/*
 * How long it is asked, in seconds of the processor. A match takes a time that grows with the text and no faster, but
 * with {n} it may be some ten microseconds for a name, and there may be millions of them.
 */
#define REGEXP_PATIENCE 5.0

/* An expression that is ready to be asked; letters match in either case. One thread at a time. */
struct regexp;

/*
 * Compiles `pattern`. NULL when it is none, is larger than the limits, or refers back to a group (which can take for
 * ever); then *sentence says why, and the caller frees it.
 */
struct regexp *regexp_compile(struct text pattern, char **sentence);

/* NULL is fine. */
void regexp_free(struct regexp *regexp);

/* Whether it matches anywhere in the text. Once patience is at an end it matches nothing. */
bool regexp_matches(struct regexp *regexp, struct text text);

/* Another patience than REGEXP_PATIENCE, before it is asked for the first time. */
void regexp_set_patience(struct regexp *regexp, double seconds);

/* What to do about an expression that took too long, as a sentence that the caller frees; NULL when it did not. */
char *regexp_explain_failure(const struct regexp *regexp);

#endif
