/* request.h: what to ask a cluster for, as path and query. Private to ontap. */
#ifndef CIFSTOP_ONTAP_REQUEST_H
#define CIFSTOP_ONTAP_REQUEST_H

#include <stdbool.h>

#include "base/text.h"
#include "model/session.h"
#include "ontap/target.h"

/* The API paths, as a role names them. */
#define REQUEST_CLUSTER_PATH "/api/cluster"
#define REQUEST_SESSIONS_PATH "/api/protocols/cifs/sessions"

/* Each of these returns a path and query below the target's url, with everything encoded. The caller frees it. */

/* The release of the cluster. */
char *request_probe(void);

/*
 * A page of sessions. `wanted` names the fields; those that a derived field is made of are asked for as well, and the
 * keys always. A parameter that the user wrote into the target replaces ours of the same name.
 */
char *request_sessions(const struct target *target, const bool wanted[static FIELD_COUNT]);

/* One session with all its fields, or NULL when the identity lacks a part. */
char *request_session(const struct identity *identity);

/*
 * The page behind a link of an answer. On success stores it in *next, which the caller frees, and returns NULL.
 * Otherwise returns a sentence that the caller frees: a link that leads anywhere but to the API of the same scheme,
 * host and port is not followed, for the password would go along.
 */
char *request_next(const struct target *target, struct text link, char **next);

#endif
