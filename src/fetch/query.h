/* query.h: a collection that is asked for beside the sessions while someone looks at it. */
#ifndef CIFSTOP_FETCH_QUERY_H
#define CIFSTOP_FETCH_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fetch/cluster.h"
#include "fetch/courier.h"
#include "fetch/mailbox.h"
#include "fetch/scope.h"

/* One slot: of each cluster that is asked a listing of its own. Belongs to the fetch thread; publishes by itself. */
struct query;

struct query_setup {
	enum fetch_slot slot;
	struct cluster *const *clusters; /* must outlive it */
	size_t cluster_count;
	bool is_once;
	struct mailbox *mailbox;
	struct courier *courier;
};

/* Watches nothing yet. The caller owns it. */
struct query *query_new(const struct query_setup *setup);

/* Drops what is under way. NULL is fine. */
void query_free(struct query *query);

/* From here on `scope`, which it takes over, is watched; what was before is dropped. NULL ends it. */
void query_watch(struct query *query, struct scope *scope, uint64_t now_ms);

/* As the functions of clusters that are called alike; before cluster_turn(), since somebody looks at this. */
void query_turn(struct query *query, uint64_t now_ms);
uint64_t query_timer(const struct query *query);
void query_refresh(struct query *query, size_t cluster, uint64_t now_ms);
void query_set_interval(struct query *query, uint32_t interval_ms, uint64_t now_ms);

/* Adds to `wanted` what it needs of the sessions. */
void query_want(const struct query *query, bool wanted[static FIELDS_MAX]);

#endif
