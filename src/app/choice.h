/* choice.h: what the command line makes of the configuration. */
#ifndef CIFSTOP_APP_CHOICE_H
#define CIFSTOP_APP_CHOICE_H

#include <stdbool.h>

#include "app/options.h"
#include "config/config.h"

/* The variable with the password of --url. */
#define CHOICE_PASSWORD_VARIABLE "CIFSTOP_PASSWORD"

/*
 * Adds a cluster at an address that was given to `option`, named by its host. Returns NULL, or a sentence that the
 * caller frees.
 */
char *choice_add_address(struct config *config, const char *option, const char *address);

/*
 * Adds the cluster of --url, named by its host. Its password comes from CIFSTOP_PASSWORD, else netrc, else it is asked.
 * Returns NULL, or a sentence that the caller frees.
 */
char *choice_add_url(struct config *config, const struct options *options);

/*
 * Keeps the clusters that the arguments name; all when they name none. Returns NULL, or a sentence that the caller
 * frees: which name is unknown, and which there are.
 */
char *choice_select(struct config *config, const struct options *options);

/* What the options say of the view, of the interval and of the requests goes before what the configuration says. */
void choice_override(struct config *config, const struct options *options);

/*
 * Whether the rows are printed as the clusters send them: these were asked to sort, and nobody said how to sort here.
 * A screen is always sorted, and starts with what the clusters were asked for.
 */
bool choice_keeps_order(const struct config *config, const struct options *options);

/* What the configuration says of the screen is about sessions: forgets it, for open files. */
void choice_show_files(struct config *config);

#endif
