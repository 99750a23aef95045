/* server_query.h: what of a filter a cluster can be asked for. */
#ifndef CIFSTOP_QUERY_SERVER_QUERY_H
#define CIFSTOP_QUERY_SERVER_QUERY_H

#include "query/filter.h"

/* A query parameter: the API name of a field, and what is to stand behind its =, not yet encoded for a URL. */
struct server_condition {
	const char *name;
	char *value;
};

/* Conditions on different fields, all of which hold for every row that passes the filter. */
struct server_query {
	struct server_condition conditions[FIELDS_MAX];
	size_t count;
};

/* Whether there are comparisons of that field of which something can be sent. */
bool server_query_can_hold(const struct field *field);

/*
 * Makes a query of those parts of the filter that a cluster is sure to understand so that it leaves out no row that
 * passes. It may leave in others: the filter is to be applied to what comes. Nothing is conditions of none. The caller
 * clears it.
 */
struct server_query server_query_make(const struct filter *filter);

void server_query_clear(struct server_query *query);

#endif
