/* simulator.h: a world, the clock that moves it, and the faults it is to show, shared by all connections. */
#ifndef ONTAP_SIM_SIMULATOR_H
#define ONTAP_SIM_SIMULATOR_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/fault.h"
#include "sim/world.h"

struct simulator;

enum { SIMULATOR_FORBIDDEN_MAX = 16 };

/* The caller owns the simulator, and the simulator its world. */
struct simulator *simulator_new(const struct world_options *options);
void simulator_free(struct simulator *sim);

/* What the world was made from; never changes. */
const struct world_options *simulator_options(const struct simulator *sim);

/*
 * The world for reading, at this moment's time: it does not move until simulator_unlock(). Many may read at once.
 */
const struct world *simulator_read(struct simulator *sim);

/* The world for changing, alone. */
struct world *simulator_write(struct simulator *sim);
void simulator_unlock(struct simulator *sim);

/* Stops the world, or lets it go on from where it stood. To be called between simulator_write() and its unlock. */
void simulator_freeze(struct simulator *sim, bool is_frozen);

/*
 * All slots of the world by (node, SVM, connection, identifier), world.order_count of them. Call it while reading;
 * valid until simulator_unlock().
 */
const uint32_t *simulator_connections(struct simulator *sim);

/*
 * Takes the right to read `path` ("/api/protocols/locks", not copied), and all that is below it, from the role. To be
 * called before the first request.
 */
void simulator_forbid(struct simulator *sim, const char *path);

/* Whether the role may not read `path`, which begins behind /api. */
bool simulator_forbids(const struct simulator *sim, const char *path);

/* The bearer token that is good from now on, beside the password; copied. NULL: none is. */
void simulator_set_token(struct simulator *sim, const char *token);

/* Whether there is a token at all, and whether it is this one. */
bool simulator_has_token(struct simulator *sim);
bool simulator_knows_token(struct simulator *sim, const char *token);

/* The faults; they have a lock of their own. */
struct faults *simulator_faults(struct simulator *sim);

#endif
