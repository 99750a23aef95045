/* trust.h: which keys of clusters are trusted, and how a person says so without the screen. */
#ifndef CIFSTOP_APP_TRUST_H
#define CIFSTOP_APP_TRUST_H

#include "app/exit_code.h"
#include "config/config.h"

/*
 * Gives the clusters of which the configuration does not say otherwise the keys that a person has said yes to, from
 * known_clusters. What is wrong with that file is said on standard error, and changes nothing else.
 */
void trust_recall(struct config *config);

/* A fetch_remember_fn: writes a key into known_clusters. */
char *trust_remember(void *context, const char *url, const char *pin, char **place);

/* The cluster of that name, or at that address however it is spelled; NULL when there is none. */
struct cluster_config *trust_find(const struct config *config, const char *cluster);

/*
 * --trust: shows the certificate of the cluster on standard output and asks on the terminal whether its key is to be
 * trusted. EXIT_COMPLETE when it is trusted in the end, also because it verifies or was known; EXIT_NOTHING when the
 * answer was no or there is no certificate; EXIT_USAGE when nobody can be asked, or there is nothing to ask.
 */
enum exit_code trust_run(const struct config *config, const char *cluster);

#endif
