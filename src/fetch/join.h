/* join.h: what records of other kinds get from the sessions that they belong to. */
#ifndef CIFSTOP_FETCH_JOIN_H
#define CIFSTOP_FETCH_JOIN_H

#include <stdbool.h>

#include "model/record.h"
#include "model/snapshot.h"

/*
 * Fills in the fields of ORIGIN_JOINED, each from the field of sessions that is called alike. Which session a record
 * belongs to, its kind says: one of open files names its session and connection, of which the first alone will do,
 * since sessions over several connections may be listed once; a connection carries sessions; a lock is of a client and
 * an SVM, so that it has the users of all live sessions between the two.
 */
struct join;

/* For records of that kind, with no sessions yet. The caller owns it. */
struct join *join_new(const struct kind *kind);

/* NULL is fine. */
void join_free(struct join *join);

/* From here on sessions are looked for in `sessions`, of which it takes a reference; NULL: there are none. */
void join_set_sessions(struct join *join, struct snapshot *sessions);

/* Those that were set last. */
const struct snapshot *join_sessions(const struct join *join);

/* Fills in the record. The texts that it gets live as long as the sessions, and until the next call. */
void join_fill(struct join *join, struct record *record);

/* Whether a record since join_set_sessions() had no session there. */
bool join_has_missed(const struct join *join);

/* Whether the record belongs to a session of which the text field is `value`, whatever the case. */
bool join_is_of(struct join *join, const struct record *record, unsigned session_field, struct text value);

/* How often it went from one session to the next that is tied to the same record, for tests of what that costs. */
uint64_t join_steps(const struct join *join);

/*
 * A copy of `snapshot`, complete or partial as it is, with everything joined anew from the sessions that are set. The
 * caller owns one reference.
 */
struct snapshot *join_again(struct join *join, const struct snapshot *snapshot, struct strings *strings);

/* Adds to `wanted` the fields of sessions that records of that kind get. */
void join_want(const struct kind *kind, bool wanted[static FIELDS_MAX]);

/* The fields of a kind that hold ids of sessions, ids of connections, or client addresses; FIELD_NONE without one. */
struct join_keys {
	unsigned field; /* of the kind: asked for as a list of values */
	unsigned session_field; /* which of the sessions holds them */
};
struct join_keys join_keys(const struct kind *kind);

#endif
