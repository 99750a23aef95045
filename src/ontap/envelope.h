/* envelope.h: what an answer says beside its records. Private to ontap. */
#ifndef CIFSTOP_ONTAP_ENVELOPE_H
#define CIFSTOP_ONTAP_ENVELOPE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/* Owns its texts; envelope_clear() frees them. */
struct envelope {
	char *next; /* the link to the next page as it came, NULL at the end or when it is no text */
	char *errors; /* the first of what the cluster could not read, when the records are not all; else NULL */
	uint64_t count; /* of records in this page, as the cluster counts */
	bool has_count;
	bool is_error; /* an error came in place of an answer */
};

/* Reads the body of a collection, without its records. False, and nothing to clear, when it is no JSON object. */
bool envelope_read(struct text body, struct envelope *envelope);

void envelope_clear(struct envelope *envelope);

/* The release as 9.14.1 out of the answer of GET /cluster, which the caller frees, or NULL. */
char *envelope_read_release(struct text body);

#endif
