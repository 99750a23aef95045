/* cluster.h: one watched cluster: when it is asked, for what, and how it stands with it. */
#ifndef CIFSTOP_FETCH_CLUSTER_H
#define CIFSTOP_FETCH_CLUSTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fetch/courier.h"
#include "fetch/fetch.h"
#include "fetch/gate.h"
#include "fetch/mailbox.h"
#include "fetch/neighbours.h"

/*
 * Belongs to the fetch thread. Has at most one page and one probe under way. Publishes its news to the
 * mailbox by itself.
 */
struct cluster;

struct cluster_setup {
	size_t number; /* its place in the configuration */
	const struct target *target; /* copied */
	uint32_t interval_ms;
	bool is_once;
	bool is_count; /* sessions are counted there and not sent */
	bool can_renew; /* there is somebody who reads a token anew */
	const bool *wanted; /* FIELDS_MAX of them, read at the start of each walk; must outlive the cluster */
	struct mailbox *mailbox;
	struct courier *courier;
	struct neighbourhood *neighbourhood; /* who else watches it; NULL: nobody is known; must outlive the cluster */
};

/* Due at once. The caller owns it. */
struct cluster *cluster_new(const struct cluster_setup *setup, uint64_t now_ms);

/* Drops what is under way. NULL is fine. */
void cluster_free(struct cluster *cluster);

/* Sends what is due and may go out. To be called after everything that happens. */
void cluster_turn(struct cluster *cluster, uint64_t now_ms);

/* When cluster_turn() is to be called though nothing happens; 0: never. */
uint64_t cluster_timer(const struct cluster *cluster);

/* The user asks for it now, also when it is stopped; with a token that was refused, as soon as it was read anew. */
void cluster_refresh(struct cluster *cluster, uint64_t now_ms);

/* Asks for the sessions before their time, unless there is trouble: more of their fields are wanted. */
void cluster_hurry(struct cluster *cluster, uint64_t now_ms);

void cluster_set_interval(struct cluster *cluster, uint32_t interval_ms, uint64_t now_ms);

/* No more requests until cluster_refresh(): the answer was 401, and `trouble`, copied, says so. */
void cluster_stop(struct cluster *cluster, const char *trouble, uint64_t now_ms);

/*
 * A person said that `pin` is the key of the cluster; it is written down at `place`, or nowhere (NULL), which `trouble`
 * tells why (NULL: it is). From the next request on it is the only key that is trusted. All are copied. Does nothing
 * where the configuration says how the cluster is known.
 */
void cluster_trust(struct cluster *cluster, const char *pin, const char *place, const char *trouble);

/* Whether its token is to be read anew, once for each time. */
bool cluster_needs_token(struct cluster *cluster);

/*
 * Its token was read anew: `token`, of which a reference is taken, or why not, copied. Whether the cluster, and all who
 * ask it, are to be refreshed.
 */
bool cluster_take_token(struct cluster *cluster, struct secret_text *token, const char *trouble, uint64_t now_ms);

/* For who sends requests of its own to the same cluster. */
struct gate *cluster_gate(struct cluster *cluster);
const struct target *cluster_target(const struct cluster *cluster);
const struct cluster_status *cluster_state(const struct cluster *cluster);

/* The sessions that are shown, or NULL; who keeps them beyond the next turn takes a reference. */
struct snapshot *cluster_shown(const struct cluster *cluster);

/* The interval that the user asked for. */
uint32_t cluster_interval_ms(const struct cluster *cluster);

#endif
