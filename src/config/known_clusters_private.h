/* known_clusters_private.h: what reading and writing the file share; for this folder. */
#ifndef CIFSTOP_CONFIG_KNOWN_CLUSTERS_PRIVATE_H
#define CIFSTOP_CONFIG_KNOWN_CLUSTERS_PRIVATE_H

#include "base/buffer.h"
#include "base/text.h"

#define KNOWN_CLUSTERS_SIZE_MAX (1 << 20)

/* How a URL is written in the file, so that one cluster has one spelling. The caller frees. */
char *known_clusters_origin(const char *url);

/* The next line, without its end; *rest, which is not empty, goes on behind it. */
struct text known_clusters_next_line(struct text *rest);

/*
 * Adds what the file holds to `content`, nothing when it is not there. Returns NULL, or why it cannot be read or may
 * not be believed, a sentence that the caller frees.
 */
char *known_clusters_take_in(const char *path, struct buffer *content);

#endif
