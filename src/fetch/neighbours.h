/* neighbours.h: other cifstops of this user on this host that watch the same cluster. */
#ifndef CIFSTOP_FETCH_NEIGHBOURS_H
#define CIFSTOP_FETCH_NEIGHBOURS_H

#include <stdbool.h>

/*
 * They know of each other by a file for each address that is watched, in a folder that nobody else can enter. Each
 * program holds a lock on one byte of it, and on another while it walks. The kernel drops the locks of a program that
 * ends, whichever way, so nothing goes stale, and nothing is ever written: the file's name is a number of the address.
 * Nobody ever waits for a lock.
 */
struct neighbours;

/* All that watch one cluster, this program among them. Lives as long as its neighbours. */
struct neighbourhood;

/*
 * `folder` is made when it is not there. NULL when it is NULL or not to be trusted (no folder, another owner's, or
 * open to others), or when the kernel has no such locks: then nobody is known.
 */
struct neighbours *neighbours_new(const char *folder);

/* Leaves all of them. NULL is fine. */
void neighbours_free(struct neighbours *neighbours);

/*
 * Tells the others that this program watches the cluster at `url`. Clusters of one program with one address share the
 * result. NULL when `neighbours` is NULL or the file cannot be used.
 */
struct neighbourhood *neighbours_join(struct neighbours *neighbours, const char *url);

/* How many programs watch the cluster, this one included. */
unsigned neighbourhood_count(const struct neighbourhood *neighbourhood);

/* Begins a walk, unless another program's is under way: false. Each one that began is to be ended. */
bool neighbourhood_begin_walk(struct neighbourhood *neighbourhood);
void neighbourhood_end_walk(struct neighbourhood *neighbourhood);

#endif
