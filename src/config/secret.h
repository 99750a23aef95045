/* secret.h: where passwords come from. */
#ifndef CIFSTOP_CONFIG_SECRET_H
#define CIFSTOP_CONFIG_SECRET_H

#include "config/config.h"

/*
 * Fills in cluster->target.password from its source: runs the command with /bin/sh for at most 30 s, reads the file or
 * the variable, looks into netrc ($NETRC, else ~/.netrc; the username comes from there as well when it is NULL), or
 * asks on /dev/tty without echo. Without a username nobody is asked, and the password stays NULL. A password from an
 * earlier call is wiped and found anew. Returns NULL, or a sentence that the caller frees: which cluster, what failed,
 * what to do. Never prints the secret.
 */
char *secret_resolve(struct cluster_config *cluster);

#endif
