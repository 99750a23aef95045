/* api.h: the ONTAP REST API of a simulated cluster, without the HTTP around it. */
#ifndef ONTAP_SIM_API_H
#define ONTAP_SIM_API_H

#include <stdbool.h>

#include "sim/answer.h"

struct simulator;

struct api_request {
	const char *method;
	const char *uri; /* path and query as they came: "/api/cluster?fields=version" */
	const char *accept; /* header Accept, or NULL */
	const char *authorization; /* header Authorization, or NULL */
	/* What it must be, unless it is the simulator's token; NULL: anything goes when there is no token either. */
	const char *expected_authorization;
};

/* Decided by the faults and left to the HTTP server to do with the answer. */
struct api_mischief {
	unsigned late_ms;
	bool hangs;
	bool is_cut;
};

/* Answers a request below /api. The caller frees the answer, which must be zeroed before. */
void api_answer(struct simulator *sim, const struct api_request *request, struct answer *a, struct api_mischief *m);

#endif
