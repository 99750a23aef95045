/* join.h: which session stands behind a record of another kind. */
#ifndef CIFSTOP_MODEL_JOIN_H
#define CIFSTOP_MODEL_JOIN_H

#include <stdbool.h>
#include <stdint.h>

#include "model/snapshot.h"

/*
 * The row in `sessions` of the session that has an open file, which is a row of `files`: on the connection over which
 * it was opened, or else, since a session of several connections may be listed with one of them, on any. ROW_NONE when
 * it is not there, or the file does not say whose it is. Both are of the same cluster.
 */
uint32_t join_session_of_file(const struct snapshot *files, uint32_t row, const struct snapshot *sessions);

/*
 * Fills the joined fields of an open file on its way into a snapshot: user, client, idle time. Returns false, leaving
 * them absent, when its session is not in `sessions`. Texts belong to `sessions`.
 */
bool join_file(struct record *file, const struct snapshot *sessions);

#endif
