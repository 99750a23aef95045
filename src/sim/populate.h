/* populate.h: fills a world with nodes, SVMs, volumes, people and sessions, from its seed. */
#ifndef ONTAP_SIM_POPULATE_H
#define ONTAP_SIM_POPULATE_H

#include <stdint.h>

struct world;

/* Builds everything that world.options ask for. The caller commits. */
void populate_world(struct world *w);

/*
 * Begins one session of `actor` (all its connections, when it has several) that starts now, with no files open
 * yet. Returns the slot of its first record. The caller commits.
 */
uint32_t populate_fresh_session(struct world *w, uint32_t actor);

/* A new person at a new client. */
uint32_t populate_person(struct world *w);

/* Gives the session in `slot` a number of open files, and what must go with these. */
void populate_set_files(struct world *w, uint32_t slot, uint32_t open_files);

#endif
