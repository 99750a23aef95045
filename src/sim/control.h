/* control.h: /sim/...: how tests look at the world and move it; no part of the API. */
#ifndef ONTAP_SIM_CONTROL_H
#define ONTAP_SIM_CONTROL_H

#include "sim/answer.h"

struct simulator;

/* Answers a request whose `uri` begins with /sim/. The caller frees the answer, which must be zeroed before. */
void control_answer(struct simulator *sim, const char *method, const char *uri, struct answer *a);

/* The lines of --help about these requests. */
extern const char control_help[];

#endif
