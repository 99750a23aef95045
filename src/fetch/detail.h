/* detail.h: one session that is watched closer than the others. */
#ifndef CIFSTOP_FETCH_DETAIL_H
#define CIFSTOP_FETCH_DETAIL_H

#include <stdint.h>

#include "fetch/cluster.h"

/* Belongs to the fetch thread; publishes its news to the mailbox by itself. */
struct detail;

/* Watches nothing yet. The caller owns it. */
struct detail *detail_new(struct mailbox *mailbox, struct courier *courier);

/* Drops what is under way. NULL is fine. */
void detail_free(struct detail *detail);

/*
 * From here on `identity`, copied, of `cluster` is watched, which must outlive that; what was watched before is
 * dropped. NULL for `cluster` ends it.
 */
void detail_watch(struct detail *detail, struct cluster *cluster, const struct identity *identity, uint64_t now_ms);

/* As the functions of clusters that are called alike; before cluster_turn(), since somebody looks at this. */
void detail_turn(struct detail *detail, uint64_t now_ms);
uint64_t detail_timer(const struct detail *detail);

/* Asks at `due_ms` at the latest, unless the session ended. */
void detail_hurry(struct detail *detail, uint64_t due_ms);

/* The cluster whose session is watched, or NULL. */
struct cluster *detail_cluster(const struct detail *detail);

#endif
