/* secret.h: where passwords come from. */
#ifndef CIFSTOP_CONFIG_SECRET_H
#define CIFSTOP_CONFIG_SECRET_H

#include "config/config.h"

/*
 * Fills in cluster->target.password (or .has_netrc) from its source: runs the command with /bin/sh, reads the file or
 * the variable, looks into netrc, or asks on /dev/tty without echo. Returns NULL, or a sentence that the caller frees:
 * which cluster, what failed, what to do. Never prints the secret.
 */
char *secret_resolve(struct cluster_config *cluster);

#endif
