/* config_load.c: from a YAML file to a configuration, or to all that is wrong with it. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "config/config_private.h"
#include "config/paths.h"

/* What the keys at the top level fill in. */
struct loading {
	struct config *config;
	struct cluster_reading defaults;
	yaml_node_t *secret_node; /* the first password in the file */
};

static key_reader read_defaults, read_clusters, read_ui;

/* In the order of reading: clusters begin as copies of the defaults, wherever in the file those are. */
const struct key config_keys[] = {
    {"defaults", "keys of a cluster that hold for all of them", read_defaults, 0, 0, 0, 0},
    {"clusters", "list of what is watched", read_clusters, 0, 0, 0, 0},
    {"ui", "how the screen starts", read_ui, 0, 0, 0, 0},
    {0},
};

static void
note_secret(struct loading *loading, const struct cluster_reading *reading)
{
	if (loading->secret_node == NULL)
		loading->secret_node = reading->secret_node;
}

static void
read_defaults(struct yaml_tree *tree, const struct key *key, yaml_node_t *node, void *into)
{
	struct loading *loading = into;

	(void)key;
	/* An empty `defaults:` is what is left when all its lines are commented out. */
	if (yaml_node_is_null(node))
		return;
	cluster_clear(&loading->defaults.cluster);
	cluster_read_defaults(tree, node, &loading->defaults);
	note_secret(loading, &loading->defaults);
}

static void
refuse_same_name(struct yaml_tree *tree, const yaml_node_t *node, const struct config *config, const char *name)
{
	for (size_t i = 0; name != NULL && i < config->cluster_count; i++) {
		const char *other = config->clusters[i].target.name;

		if (other != NULL && strcmp(other, name) == 0) {
			yaml_tree_mistake(
			    tree, node, "another cluster is called '%s' already; each has its own name", name);
			return;
		}
	}
}

static void
read_one_cluster(struct yaml_tree *tree, yaml_node_t *node, struct loading *loading)
{
	struct config *config = loading->config;
	struct cluster_config *cluster;
	struct cluster_reading reading;

	cluster_read(tree, node, &loading->defaults.cluster, &reading);
	note_secret(loading, &reading);
	refuse_same_name(
	    tree, reading.values[0] == NULL ? node : reading.values[0], config, reading.cluster.target.name);
	cluster = config_add_cluster(config);
	cluster_clear(cluster);
	*cluster = reading.cluster;
}

static void
read_clusters(struct yaml_tree *tree, const struct key *key, yaml_node_t *node, void *into)
{
	yaml_node_item_t *items;
	size_t count;

	if (node->type != YAML_SEQUENCE_NODE) {
		yaml_tree_mistake(tree, node, "%s is %s; a list is due: each cluster begins with \"- name:\"",
		    key->name, yaml_node_describe(node));
		return;
	}
	items = node->data.sequence.items.start;
	count = (size_t)(node->data.sequence.items.top - items);
	if (count == 0)
		yaml_tree_mistake(tree, node, "%s is empty; each cluster begins with \"- name:\"", key->name);
	if (count > CONFIG_CLUSTERS_MAX) {
		yaml_tree_mistake(tree, node, "%s has more than %d of them", key->name, CONFIG_CLUSTERS_MAX);
		return;
	}
	for (size_t i = 0; i < count; i++)
		read_one_cluster(tree, yaml_tree_node(tree, items[i]), into);
}

static void
read_ui(struct yaml_tree *tree, const struct key *key, yaml_node_t *node, void *into)
{
	struct loading *loading = into;

	(void)key;
	if (!yaml_node_is_null(node))
		ui_read(tree, node, &loading->config->ui);
}

static void
refuse_no_clusters(struct yaml_tree *tree, const yaml_node_t *root, yaml_node_t *const *values)
{
	for (size_t i = 0; config_keys[i].name != NULL; i++) {
		if (values[i] != NULL && config_keys[i].read == read_clusters)
			return;
	}
	yaml_tree_mistake(
	    tree, root, "there are no clusters; write \"clusters:\" and below it \"- name:\" and \"url:\" of each");
}

static void
refuse_open_secret(struct yaml_tree *tree, const yaml_node_t *secret_node, const struct stat *status)
{
	char *problem;

	if (secret_node == NULL || status == NULL)
		return;
	problem = path_refuse_secret(tree->path, status);
	if (problem != NULL)
		yaml_tree_mistake(tree, secret_node, "there is a password in this file, and it %s", problem);
	free(problem);
}

struct config *
config_parse(const char *path, struct text text, const struct stat *status, struct report *report)
{
	struct loading loading = {.config = config_new(), .defaults.cluster = cluster_default()};
	struct yaml_tree tree;
	yaml_node_t *root, *values[SCHEMA_KEYS_MAX] = {NULL};
	bool is_sound;

	yaml_tree_parse(&tree, path, text);
	tree.merge_advice = "what clusters have in common stands under defaults:";
	root = yaml_tree_root(&tree);
	is_sound = tree.mistake_count == 0;
	if (root != NULL && !yaml_node_is_null(root))
		is_sound = schema_read(&tree, "the configuration", config_keys, root, &loading, values) && is_sound;
	/* What is no YAML has no keys to miss. */
	if (is_sound)
		refuse_no_clusters(&tree, root, values);
	refuse_open_secret(&tree, loading.secret_node, status);
	cluster_clear(&loading.defaults.cluster);
	if (!yaml_tree_finish(&tree, report)) {
		config_free(loading.config);
		return NULL;
	}
	return loading.config;
}

struct config *
config_load(const char *path, struct report *report)
{
	struct config *config = NULL;
	struct buffer bytes;
	struct stat status;

	if (yaml_file_read(path, &bytes, &status, report))
		config = config_parse(path, buffer_text(&bytes), &status, report);
	buffer_free(&bytes);
	return config;
}
