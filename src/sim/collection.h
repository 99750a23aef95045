/* collection.h: GET on a collection and on one record of it. */
#ifndef ONTAP_SIM_COLLECTION_H
#define ONTAP_SIM_COLLECTION_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/field.h"

struct answer;
struct page_effects;
struct params;

/* What the request is about. */
struct collection_request {
	const struct kind *kind;
	struct scan scan; /* the world, and the index for connections */
	const struct params *params;
	bool links; /* application/hal+json */
	const struct page_effects *effects; /* faults of this page; NULL: none */
};

/* Answers with one page. */
void collection_get(const struct collection_request *request, struct answer *a);

/* Answers with the record whose keys are given, kind->key_count of them, or with code 4. */
void collection_get_one(const struct collection_request *request, char *const *keys, struct answer *a);

/* Reads a boolean parameter; stores `standard` when it is absent. Makes the error and returns false when it is neither.
 */
bool collection_boolean(const struct params *params, const char *name, bool standard, bool *value, struct answer *a);

#endif
