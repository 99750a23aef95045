/* tidy.h: lays a fresh world out in memory in the order in which it is read. */
#ifndef ONTAP_SIM_TIDY_H
#define ONTAP_SIM_TIDY_H

struct world;

/*
 * Moves sessions, and what they refer to, into the order of the collection; for use once, before anyone has a slot
 * number. Nothing changes but places in memory: a walk over a million sessions then takes half the time.
 */
void tidy_world(struct world *w);

#endif
