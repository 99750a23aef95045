/* selection.h: the parameters that name fields: fields=, order_by= and the queries on fields. */
#ifndef ONTAP_SIM_SELECTION_H
#define ONTAP_SIM_SELECTION_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/field.h"

/* The fields that an answer has without fields=: the keys. */
uint32_t selection_keys(const struct kind *kind);

/* All fields: what fields=* asks for. */
uint32_t selection_all(const struct kind *kind);

/*
 * Reads fields=. Keys are always among the result. Returns false at a name that the kind does not have, unless
 * unknown names are to be ignored.
 */
bool selection_parse(const struct kind *kind, const char *text, bool ignore_unknown, uint32_t *fields);

/* The number of the field with this name; field_count when there is none. */
unsigned selection_find(const struct kind *kind, const char *name, size_t length);

struct order_term {
	unsigned field;
	bool descending;
};

enum { ORDER_MAX = 8 };

struct order {
	struct order_term terms[ORDER_MAX];
	unsigned count;
};

enum order_problem { ORDER_FINE, ORDER_UNKNOWN, ORDER_NOT_SORTABLE };

/* Reads order_by=field [asc|desc],... */
enum order_problem order_parse(const struct kind *kind, const char *text, struct order *order);

/* The queries of a request on the fields of a kind, all of which must match. */
struct filters {
	const struct kind *kind;
	struct query *queries[FIELDS_MAX]; /* by the number of the field; NULL: none */
	uint32_t used;
};

/* Adds the query on `field`; false when it cannot be read. */
bool filters_add(struct filters *f, unsigned field, const char *text, enum dialect dialect);
bool filters_match(const struct filters *f, struct record *r);

/* Of open files: only those queries that all files of a session answer alike. */
bool filters_match_session(struct record *r, void *filters);
void filters_free(struct filters *f);

#endif
