/* answer.h: what goes back for one request. */
#ifndef ONTAP_SIM_ANSWER_H
#define ONTAP_SIM_ANSWER_H

#include "sim/buffer.h"

struct answer {
	unsigned status;
	struct buffer body;
	const char *content_type; /* a literal */
	const char *allow; /* a literal for the header Allow, or NULL */
	struct buffer next; /* the next page's path, for the header Link; empty: none */
	unsigned retry_after; /* seconds; 0: no such header */
	bool demand_authentication;
	const char *content_encoding; /* a literal for the header of that name, or NULL */
	unsigned extra_headers; /* so many headers that mean nothing */
	size_t extra_header_bytes; /* how long each of them is */
};

void answer_free(struct answer *a);

/* Replaces the answer by an error with ONTAP's body; `target` may be NULL. */
void answer_error(struct answer *a, unsigned status, const char *code, const char *target, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

#endif
