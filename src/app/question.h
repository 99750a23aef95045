/* question.h: a query for the clusters that outlives whoever made it. */
#ifndef CIFSTOP_APP_QUESTION_H
#define CIFSTOP_APP_QUESTION_H

#include "fetch/fetch.h"

#define QUESTION_PARAMETERS_MAX 8

/* `query` points into the rest. Lives where its owner puts it, and does not move: question_init() first. */
struct question {
	struct fetch_query query;
	struct query_parameter parameters[QUESTION_PARAMETERS_MAX];
	char *fragment;
	char *sessions_value;
};

/* An empty question for records of that kind, of one cluster or FETCH_ALL. */
void question_init(struct question *question, const struct kind *kind, size_t cluster);

/* Adds a parameter, with a value that is meant literally. Copies both; absent values are left out. */
void question_add(struct question *question, const char *name, struct text value);

/* Only records whose path holds `fragment`. Copied. */
void question_set_fragment(struct question *question, const char *fragment);

/* Only records of sessions that have `value` in `field`. Copied. */
void question_set_sessions(struct question *question, unsigned field, const char *value);

/* Moves a question to where it is kept; the one it came from is empty. */
void question_move(struct question *to, struct question *from);

/* Frees the texts; the question is empty. */
void question_clear(struct question *question);

#endif
