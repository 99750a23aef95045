/* plan.h: how to write records of one kind with one set of fields: made once per request, followed per record. */
#ifndef ONTAP_SIM_PLAN_H
#define ONTAP_SIM_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/field.h"

struct buffer;

struct plan_options {
	uint32_t fields; /* a bit for each field of the kind's table */
	enum dialect dialect;
	bool links; /* _links on every object, as application/hal+json has them */
	bool ids_as_text; /* identifiers of sessions and connections as strings, for the dump of the world */
};

struct plan;

/* The caller owns the plan. */
struct plan *plan_new(const struct kind *kind, const struct plan_options *options);
void plan_free(struct plan *p);

/* Appends the record as one JSON object without line breaks. */
void plan_write(struct plan *p, struct record *r, struct buffer *out);

#endif
