/* fetch_desk.h: a test as the program that gets news from the fetch thread. */
#ifndef CIFSTOP_UNIT_FETCH_DESK_H
#define CIFSTOP_UNIT_FETCH_DESK_H

#include <stdint.h>

#include "e2e/sim.h"
#include "fetch/fetch.h"

#define DESK_CLUSTERS_MAX 2

/* Open it with designated initialisers: what is 0 or NULL is the default. */
struct desk_settings {
	struct sim *sims[DESK_CLUSTERS_MAX]; /* at least the first */
	uint32_t interval_ms; /* 100 */
	uint32_t timeout_ms; /* 30 s, which no test waits for */
	uint32_t max_records; /* 1000 */
	const char *password; /* the right one */
	const char *token; /* in place of it */
	struct fetch_renewal renewal; /* nobody */
	const char *filter; /* the clusters are asked to leave out what it does, as far as they can */
	const char *narrow_name, *narrow_value; /* one more query for that */
	const char *neighbours_folder; /* none */
	bool is_once;
	const struct fetch_query *query; /* watched from the start */
};

/* What was taken last; all zero when nothing came yet. */
struct desk {
	struct scene *scene;
	struct fetch *fetch;
	struct fetch_news news[DESK_CLUSTERS_MAX];
	struct detail_news detail;
	struct fetch_news queries[FETCH_SLOT_COUNT][DESK_CLUSTERS_MAX];
	uint64_t deadline_ms;
	size_t cluster_count;
};

/* Starts the thread; it is stopped with the scene. */
struct desk *desk_open(struct scene *scene, const struct desk_settings *settings);

/* Sleeps until news come and takes them; fails the test when they do not in time. */
void desk_turn(struct desk *desk);

/* Turns until the first cluster is in this state, or has walked so often. */
void desk_wait_state(struct desk *desk, enum cluster_state state);
void desk_wait_walks(struct desk *desk, uint32_t walks);
void desk_wait_detail(struct desk *desk, enum detail_state state);

/* Turns until the query of the slot has this state at that cluster, or has been walked so often there. */
void desk_wait_query(struct desk *desk, enum fetch_slot slot, size_t cluster, enum cluster_state state);
void desk_wait_query_walks(struct desk *desk, enum fetch_slot slot, size_t cluster, uint32_t walks);

/* Of the first cluster: how it stands, how many rows are shown, and the identity of one, which lives with the scene. */
const struct cluster_status *desk_status(const struct desk *desk);
uint32_t desk_rows(const struct desk *desk);
const struct identity *desk_identity(struct desk *desk, uint32_t row);

/* Stops the thread before the scene does. Returns how many milliseconds that took. */
uint64_t desk_stop(struct desk *desk);

#endif
