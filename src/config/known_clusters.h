/* known_clusters.h: the public keys that a person has said yes to, as ssh has its known_hosts. */
#ifndef CIFSTOP_CONFIG_KNOWN_CLUSTERS_H
#define CIFSTOP_CONFIG_KNOWN_CLUSTERS_H

#include <stddef.h>

#include "base/report.h"
#include "base/text.h"

/* The name of the file in path_in_state_home(). */
#define KNOWN_CLUSTERS_NAME "known_clusters"

/*
 * A text file with one line a cluster: its origin (https://HOST or https://HOST:PORT), blanks, and the pin of its key
 * (base/pin.h). Empty lines, and those that begin with #, are the user's own.
 */
struct known_cluster {
	char *origin; /* as target_parse_url() writes it, in lower case and without the port 443 */
	char *pin;
	size_t line; /* from 1 */
};

/* Lives where its owner puts it; all zero is empty. */
struct known_clusters {
	struct known_cluster *entries;
	size_t count;
};

/*
 * Adds the lines of the file to `known`, which is empty. A file that is not there is empty, and so is a NULL path. Each
 * line that makes no sense is added to `report` as file:line:column, and the others hold. None holds when somebody else
 * than its owner may write the file, or when its owner is neither this user nor root.
 */
void known_clusters_read(const char *path, struct known_clusters *known, struct report *report);

/* The same of a text that was read from `path`. */
void known_clusters_parse(struct text text, const char *path, struct known_clusters *known, struct report *report);

/* The one for a URL as target_parse_url() writes it, or NULL. */
const struct known_cluster *known_clusters_find(const struct known_clusters *known, const char *url);

void known_clusters_free(struct known_clusters *known);

/*
 * Writes down that the cluster at `url` has the key `pin`, in place of the one that the file knows, and stores in *line
 * where. Every other line stays as it is, to the byte. The file (mode 0600) and its folder (0700) are made when they
 * are not there; it is replaced as a whole, under a lock, so that two processes lose nothing of each other. Returns
 * NULL, or a sentence that the caller frees.
 */
char *known_clusters_remember(const char *path, const char *url, const char *pin, size_t *line);

#endif
