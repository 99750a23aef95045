/* request.h: what to ask a cluster for, as path and query. Private to ontap. */
#ifndef CIFSTOP_ONTAP_REQUEST_H
#define CIFSTOP_ONTAP_REQUEST_H

#include <stdbool.h>

#include "base/text.h"
#include "model/identity.h"
#include "ontap/target.h"

/* The API path of the probe, as a role names it; kinds know theirs. */
#define REQUEST_CLUSTER_PATH "/api/cluster"
/* The first release that has anything of what is asked for. */
#define REQUEST_CLUSTER_SINCE "9.8"

/* Each of these returns a path and query below the target's url, with everything encoded. The caller frees it. */

/* The release of the cluster. */
char *request_probe(void);

/* What a collection is asked for. The page size and the time are the target's. */
struct collection_request {
	const struct kind *kind;
	/* Sent as they are, but encoded; one replaces ours of the same name. */
	const struct query_parameter *parameters;
	size_t parameter_count;
	/* FIELDS_MAX of them; those that a derived one is made of are asked for as well, keys always. NULL: no fields.
	 */
	const bool *wanted;
};

/* A page of records. */
char *request_collection(const struct target *target, const struct collection_request *request);

/* One record with all its fields, or NULL when the identity lacks a part or its kind has no such request. */
char *request_record(const struct identity *identity);

/*
 * The page behind a link of an answer. On success stores it in *next, which the caller frees, and returns NULL.
 * Otherwise returns a sentence that the caller frees: a link that leads anywhere but to the API of the same scheme,
 * host and port is not followed, for the password would go along.
 */
char *request_next(const struct target *target, struct text link, char **next);

#endif
