/* identities.h: which sessions there are, by what makes each of them itself. */
#ifndef CIFSTOP_SOAK_IDENTITIES_H
#define CIFSTOP_SOAK_IDENTITIES_H

#include <stddef.h>

#include "e2e/records.h"
#include "e2e/scene.h"
#include "e2e/stage.h"

/* "cluster/node/svm/session/connection", sorted. They live as long as the scene, or to its next scene_release(). */
struct identities {
	const char **list;
	size_t count;
};

/* Those of a simulator's world, added to `identities`; to be sorted when all are in. */
void identities_add_world(
    struct scene *scene, struct identities *identities, const char *cluster, const struct records *world);
void identities_sort(struct identities *identities);

/* Those on the screen, which shows cluster, node.uuid, svm.uuid, identifier and connection_id of all sessions. */
struct identities identities_of_screen(struct scene *scene, struct stage *stage);

/* Those of a program that printed records. */
struct identities identities_of_records(struct scene *scene, const struct records *records);

/* NULL when both hold the same, or a sentence that names the first that is in one alone. */
const char *identities_compare(struct scene *scene, const struct identities *expected, const struct identities *seen);

#endif
