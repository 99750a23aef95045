/* refusal.h: that a cluster does not give a kind of record, remembered so that it is not asked again and again. */
#ifndef CIFSTOP_FETCH_REFUSAL_H
#define CIFSTOP_FETCH_REFUSAL_H

#include <stdbool.h>
#include <stdint.h>

#include "model/kind.h"
#include "ontap/exchange.h"

/*
 * What is watched changes with every move of the cursor, and each of these must not ask for a path that the role
 * forbids, or that the release lacks. All zero is none; lives where its owner puts it.
 */
struct refusal {
	const struct kind *kind; /* NULL: none */
	char *trouble;
	char *release; /* that the cluster had; "" when that was not known */
	enum outcome outcome; /* ANSWER_FORBIDDEN or ANSWER_NO_SUCH_API */
	uint64_t until_ms;
};

/* Frees it and makes it all zero. */
void refusal_clear(struct refusal *refusal);

/*
 * Notes that a cluster of that release (NULL: not known) lacks the kind, and says so in `trouble`: `answer`, which may
 * be NULL, is what it said itself.
 */
void refusal_note_lacking(
    struct refusal *refusal, const struct kind *kind, const char *release, const char *answer, uint64_t until_ms);

/* Notes that the role forbids it; `trouble` is copied. */
void refusal_note_forbidden(
    struct refusal *refusal, const struct kind *kind, const char *release, const char *trouble, uint64_t until_ms);

/* Whether it is about that kind and still to be respected. */
bool refusal_holds(const struct refusal *refusal, const struct kind *kind, uint64_t now_ms);

/* Whether the cluster has another release by now, or one that became known: it may have more, or say it better. */
bool refusal_is_outdated(const struct refusal *refusal, const char *release);

#endif
