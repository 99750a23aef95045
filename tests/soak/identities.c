/* identities.c: which sessions there are, by what makes each of them itself. */
#include "config.h"

#include "soak/identities.h"

#include <stdlib.h>
#include <string.h>

#include "e2e/table.h"

#define IDENTITIES_MAX 8192

static void
add(struct scene *scene, struct identities *identities, const char *identity)
{
	if (identities->list == NULL)
		identities->list = scene_memory(scene, IDENTITIES_MAX * sizeof(*identities->list));
	if (identities->count == IDENTITIES_MAX)
		check_fail("more than %u sessions are too many for this test", IDENTITIES_MAX);
	identities->list[identities->count++] = identity;
}

static const char *
value_of(const struct listed_record *record, const char *name)
{
	const char *value = record_value(record, name);

	return value == NULL ? "-" : value;
}

static void
add_record(struct scene *scene, struct identities *identities, const char *cluster, const struct listed_record *record)
{
	add(scene, identities,
	    scene_text(scene, "%s/%s/%s/%s/%s", cluster, value_of(record, "node.uuid"), value_of(record, "svm.uuid"),
		value_of(record, "identifier"), value_of(record, "connection_id")));
}

void
identities_add_world(
    struct scene *scene, struct identities *identities, const char *cluster, const struct records *world)
{
	for (size_t i = 0; i < world->count; i++)
		add_record(scene, identities, cluster, &world->list[i]);
}

static int
compare(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

void
identities_sort(struct identities *identities)
{
	if (identities->count > 0)
		qsort(identities->list, identities->count, sizeof(*identities->list), compare);
}

struct identities
identities_of_screen(struct scene *scene, struct stage *stage)
{
	const char *const *clusters = table_column(stage, "CLUSTER"), *const *nodes = table_column(stage, "NODE UUID");
	const char *const *svms = table_column(stage, "SVM UUID"), *const *sessions = table_column(stage, "SESSION ID");
	const char *const *connections = table_column(stage, "CONN ID");
	struct identities identities = {NULL, 0};

	if (clusters == NULL || nodes == NULL || svms == NULL || sessions == NULL || connections == NULL)
		return identities;
	for (size_t i = 0; clusters[i] != NULL; i++)
		add(scene, &identities,
		    scene_text(scene, "%s/%s/%s/%s/%s", clusters[i], nodes[i], svms[i], sessions[i], connections[i]));
	identities_sort(&identities);
	return identities;
}

struct identities
identities_of_records(struct scene *scene, const struct records *records)
{
	struct identities identities = {NULL, 0};

	for (size_t i = 0; i < records->count; i++)
		add_record(scene, &identities, value_of(&records->list[i], "cluster"), &records->list[i]);
	identities_sort(&identities);
	return identities;
}

const char *
identities_compare(struct scene *scene, const struct identities *expected, const struct identities *seen)
{
	size_t i = 0, j = 0;

	while (i < expected->count || j < seen->count) {
		int order = i == expected->count ? 1 : j == seen->count ? -1 : strcmp(expected->list[i], seen->list[j]);

		if (order < 0)
			return scene_text(scene, "%s is there and not shown (%zu of %zu are)", expected->list[i],
			    seen->count, expected->count);
		if (order > 0)
			return scene_text(scene, "%s is shown and not there (%zu, where %zu are)", seen->list[j],
			    seen->count, expected->count);
		i++;
		j++;
	}
	return NULL;
}
