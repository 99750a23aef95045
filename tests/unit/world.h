/* world.h: snapshots made of a few words, for tests. */
#ifndef CIFSTOP_TESTS_UNIT_WORLD_H
#define CIFSTOP_TESTS_UNIT_WORLD_H

#include "model/session_fields.h"
#include "model/snapshot.h"

/* One cluster over several refreshes. */
struct world;

struct world *world_new(uint16_t cluster, const char *name);

/* The same of records of another kind. */
struct world *world_new_kind(const struct kind *kind, uint16_t cluster, const char *name);

/* Frees it and its reference to the last snapshot. */
void world_free(struct world *world);

/*
 * Adds a record to the next snapshot, such as a session: "id=7 user=CORP\alice client=10.0.0.9 files=3 idle=41s
 * protocol=smb3_1 signed=yes volumes=fin12,hr1". Any name of a field; `-` is absent. A volume fin12 has the uuid
 * u-fin12. What is not said is absent, but for node.uuid=node-1, svm.uuid=svm-1, other keys =1 and an id that is one
 * more than the last. An item of a list with one part is that part.
 */
void world_add(struct world *world, const char *written);

/* Seals what was added since the last time, with that as its predecessor. The world owns it until the one after next.
 */
struct snapshot *world_seal(struct world *world);

/* The same as if `now` seconds had passed. */
struct snapshot *world_seal_at(struct world *world, uint32_t now);

/* The text of a field as it is printed for the screen, `-` for absent. Good until the next call but three. */
const char *world_shown(const struct snapshot *snapshot, unsigned field, uint32_t row);

#endif
