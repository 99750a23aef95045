/* config_private.h: how the configuration is read; for this folder, its tests and its fuzzers. */
#ifndef CIFSTOP_CONFIG_CONFIG_PRIVATE_H
#define CIFSTOP_CONFIG_CONFIG_PRIVATE_H

#include <sys/stat.h>

#include "config/config.h"
#include "config/schema.h"

/* More clusters than anyone has, fewer than make checks among them slow. */
#define CONFIG_CLUSTERS_MAX 1000

/* All keys there are, by the map that they stand in. The manual has each of them. */
extern const struct key config_keys[], cluster_keys[], tls_keys[], ui_keys[];

/*
 * As config_load(), of a text that was read from `path`. `status` is that file's, for whether it may hold a password;
 * NULL when there is no file.
 */
struct config *config_parse(const char *path, struct text text, const struct stat *status, struct report *report);

/* A cluster, or `defaults:`, while it is read. */
struct cluster_reading {
	struct cluster_config cluster;
	yaml_node_t *values[SCHEMA_KEYS_MAX]; /* what was written, by the places in cluster_keys */
	yaml_node_t *secret_node; /* a password that stands in the file; NULL when there is none */
};

/* All defaults, and no name or address. */
struct cluster_config cluster_default(void);

/* Readers of the keys that say what a cluster is asked; of a struct target. */
key_reader request_read_query, request_read_fields, request_read_order_by, request_read_release;

/* Reads `tls:`, of a struct target, in place of what `defaults:` said of it. */
key_reader tls_read;

/* Readers of the keys that say where the password or token is; of the whole struct cluster_reading. */
key_reader secret_read_password, secret_read_command, secret_read_file_key, secret_read_variable;

/* Forgets password, token and where they are, and sets where they come from. */
void secret_set_source(struct cluster_config *cluster, enum secret_source source);

/* In the parameter of a key, beside the source: it is about a token. */
#define SECRET_IS_TOKEN 0x100u

/* Reads a text as a path, which starts where the file is; into a char * that is freed. */
key_reader config_read_path;

/* Takes one item of a list. */
typedef void item_reader(struct yaml_tree *tree, const yaml_node_t *node, const char *item, void *into);

/* Reads a list of fields, or a text with commas, which is a list as well: that is how the command line has it. */
void config_read_items(struct yaml_tree *tree, const struct key *key, yaml_node_t *node, item_reader *read, void *into);

/* Reads `defaults:`, any key of a cluster. The caller clears reading->cluster. */
void cluster_read_defaults(struct yaml_tree *tree, yaml_node_t *node, struct cluster_reading *reading);

/* Reads a cluster over a copy of `defaults`. The caller clears reading->cluster. */
void cluster_read(
    struct yaml_tree *tree, yaml_node_t *node, const struct cluster_config *defaults, struct cluster_reading *reading);

/* Readers of the keys in `ui:`, of struct ui_config. */
void ui_read(struct yaml_tree *tree, yaml_node_t *node, struct ui_config *ui);

#endif
