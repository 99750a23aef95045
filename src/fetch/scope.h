/* scope.h: what a cluster is asked for when a query is watched, and which of the records that come are meant. */
#ifndef CIFSTOP_FETCH_SCOPE_H
#define CIFSTOP_FETCH_SCOPE_H

#include <stdbool.h>
#include <stddef.h>

#include "fetch/fetch.h"
#include "fetch/join.h"

/* A query with everything copied; never changed, so that any thread may have it. */
struct scope;

/* The caller owns it. */
struct scope *scope_new(const struct fetch_query *query);

/* NULL is fine. */
void scope_free(struct scope *scope);

const struct kind *scope_kind(const struct scope *scope);
bool scope_has_cluster(const struct scope *scope, size_t cluster);
bool scope_keeps_ended(const struct scope *scope);

/* Whether it is about the records of certain sessions, which have to be known before it is asked. */
bool scope_needs_sessions(const struct scope *scope);

/* Adds to `wanted` the fields of sessions that it needs: those that are joined, and the one that it asks about. */
void scope_want(const struct scope *scope, bool wanted[static FIELDS_MAX]);

/* What to send. Owns everything; scope_request_clear() frees it. */
struct scope_request {
	struct query_parameter *parameters;
	size_t count;
	bool is_nothing; /* no session is meant: without asking, there are no records */
};

/*
 * What to ask a cluster for that has these sessions (NULL: none are known). It asks for what the scope means or, where
 * a query cannot say that for certain or in ONTAP's 8 KB, for more.
 */
struct scope_request scope_ask(const struct scope *scope, const struct snapshot *sessions);
void scope_request_clear(struct scope_request *request);

/* Whether a record is meant. `join` is of the same kind and knows the cluster's sessions. */
bool scope_accepts(const struct scope *scope, struct join *join, const struct record *record);

#endif
