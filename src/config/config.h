/* config.h: what the user wrote down. */
#ifndef CIFSTOP_CONFIG_CONFIG_H
#define CIFSTOP_CONFIG_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/report.h"
#include "model/kind.h"
#include "ontap/target.h"
#include "query/order.h"

#define CONFIG_INTERVAL_MS 5000
#define CONFIG_INTERVAL_MIN_MS 500
#define CONFIG_INTERVAL_MAX_MS (24 * 3600 * 1000)

/* Where a cluster's password or token comes from; resolved by secret_resolve() before the screen opens. */
enum secret_source {
	SECRET_NETRC_OR_ASK, /* nothing was said: netrc when it knows the host, else ask on the terminal for a user's */
	SECRET_NONE, /* no user: no authentication */
	SECRET_INLINE, /* in the file itself, which must be 0600 */
	SECRET_COMMAND, /* the first line that a command prints */
	SECRET_FILE, /* the first line of a file */
	SECRET_ENVIRONMENT, /* a variable */
};

struct cluster_config {
	struct target target; /* without password and token until they are resolved, unless inline */
	enum secret_source secret_source;
	bool is_token; /* the secret is an OAuth 2.0 token, in place of username and password; from a command or a file
			*/
	char *secret; /* absolute or relative path, or variable, by the source */
	char **command; /* of SECRET_COMMAND: the program and its arguments, ended by NULL */
	uint32_t interval_ms;
};

struct ui_config {
	char *theme; /* name of one that is there, or path; NULL: default */
	char *filter;
	struct order order;
	bool has_order; /* the user wrote it */
	unsigned columns[FIELDS_MAX];
	size_t column_count; /* 0: the default columns */
};

/* Owns everything in it; config_free() frees. */
struct config {
	struct cluster_config *clusters;
	size_t cluster_count;
	struct ui_config ui;
};

/* An empty configuration with all defaults. The caller frees it. */
struct config *config_new(void);

/*
 * Reads a YAML file, of which at least one cluster comes. Paths in it start where it is, ~/ is home. Every mistake is
 * added to `report` as file:line:column and what would be right. Returns the configuration, which the caller frees, or
 * NULL when `report` got anything.
 */
struct config *config_load(const char *path, struct report *report);

/*
 * The path of the file to read: `given` when not NULL, else $XDG_CONFIG_HOME/cifstop/config.yaml (~/.config without
 * that variable), else /etc/cifstop/config.yaml (SYSCONFDIR). NULL when none was given and none is there. The caller
 * frees.
 */
char *config_find(const char *given);

/* A minimal file, to be shown to who has none. Static. */
const char *config_example(void);

/* Adds a cluster with all defaults; it belongs to the configuration. */
struct cluster_config *config_add_cluster(struct config *config);

/* Frees what a cluster owns, and zeroes it. */
void cluster_clear(struct cluster_config *cluster);

/* NULL is fine. Wipes passwords. */
void config_free(struct config *config);

#endif
