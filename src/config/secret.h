/* secret.h: where passwords and tokens come from. */
#ifndef CIFSTOP_CONFIG_SECRET_H
#define CIFSTOP_CONFIG_SECRET_H

#include "config/config.h"

/*
 * Fills in cluster->target.password, or .token, from its source: runs the command for at most 10 s, reads the file or
 * the variable, looks into netrc ($NETRC, else ~/.netrc; the username comes from there as well when it is NULL), or
 * asks on /dev/tty without echo. Without a username nobody is asked, and the password stays NULL. A secret from an
 * earlier call is dropped and found anew. Returns NULL, or a sentence that the caller frees: which cluster, what
 * failed, what to do. Never prints the secret.
 */
char *secret_resolve(struct cluster_config *cluster);

/* Gets such a sentence, and frees it. */
typedef void secret_complaint(char *sentence);

/*
 * Resolves all clusters, in two steps, and complains of each that failed: first the passwords that come from variables,
 * which are then taken out of the environment, so that no child has them; then the others. Whether all went well.
 */
bool secret_take_variables(struct config *config, secret_complaint *complain);
bool secret_take_others(struct config *config, secret_complaint *complain);

/* Wipes a variable and takes it out of the environment. */
void secret_forget_variable(const char *name);

#endif
