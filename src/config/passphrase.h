/* passphrase.h: what opens the key of a client certificate. */
#ifndef CIFSTOP_CONFIG_PASSPHRASE_H
#define CIFSTOP_CONFIG_PASSPHRASE_H

#include "config/config.h"

/*
 * Where a cluster is logged in to with a certificate whose key is encrypted: asks for the passphrase on the terminal,
 * up to three times, and stores the right one in cluster->target.passphrase. It is never written anywhere. Clusters
 * with the same key share the answer. Returns NULL, or a sentence that the caller frees: which cluster, what failed,
 * what to do.
 */
char *passphrase_resolve(struct config *config, size_t number);

#endif
