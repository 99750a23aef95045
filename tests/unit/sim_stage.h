/* sim_stage.h: a simulated cluster asked without HTTP, for the tests of ontap-sim. */
#ifndef CIFSTOP_TESTS_SIM_STAGE_H
#define CIFSTOP_TESTS_SIM_STAGE_H

#include <stdbool.h>

#include <cjson/cJSON.h>

#include "sim/api.h"
#include "sim/world.h"

#define SESSIONS "/api/protocols/cifs/sessions"
#define FILES "/api/protocols/cifs/session/files"
#define CONNECTIONS "/api/protocols/cifs/connections"
#define LOCKS "/api/protocols/locks"

/* One cluster, and its last answer. */
struct sim_stage {
	struct simulator *sim;
	struct api_mischief mischief;
	const char *accept;
	unsigned status;
	char *text;
	char *next; /* the next link, or NULL */
	cJSON *json;
};

/* 120 sessions, release 9.14.1, time frozen. */
struct world_options sim_stage_small_world(void);

void sim_stage_open(struct sim_stage *s, struct world_options options);
void sim_stage_close(struct sim_stage *s);

/* Asks, and keeps the answer in the stage in place of the one before. */
void sim_ask(struct sim_stage *s, const char *method, const char *uri);
void sim_get(struct sim_stage *s, const char *uri);

/* Asks, and fails unless that is refused with this status, code and target (NULL: without one). */
void sim_expect_error(struct sim_stage *s, const char *uri, unsigned status, const char *code, const char *target);

/* The member `name` of an object, or NULL; and its text, which must be there. */
cJSON *sim_at(cJSON *object, const char *name);
const char *sim_word(cJSON *object, const char *name);

/* num_records of the last answer, which must be right; and its records by number. */
int sim_rows(const struct sim_stage *s);
cJSON *sim_row(const struct sim_stage *s, int i);

/* Follows the next links to the end and counts records and pages. */
int sim_walk(struct sim_stage *s, const char *uri, int *pages);

/* The path of the first record's instance; the caller frees it. */
char *sim_instance_of_first(struct sim_stage *s, const char *collection);

/* Replaces all faults by this one. */
void sim_set_fault(struct sim_stage *s, const char *spec);

#endif
