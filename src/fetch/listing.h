/* listing.h: one collection of one cluster that is walked again and again: when it is due, and what came of it. */
#ifndef CIFSTOP_FETCH_LISTING_H
#define CIFSTOP_FETCH_LISTING_H

#include <stdbool.h>
#include <stdint.h>

#include "fetch/walk.h"
#include "model/cluster_status.h"
#include "model/snapshot.h"
#include "ontap/exchange.h"

/*
 * Knows nothing of the network: its owner sends the page that listing_is_page_due() tells of and hands the answer to
 * listing_take_answer(). Lives where the owner puts it; only the functions write to it. `status` is what is published,
 * and its due_ms is when the next walk starts (0: not by itself). `shown` is the last complete snapshot, or a partial
 * one as long as there never was a complete one.
 */
struct listing {
	struct cluster_status status;
	struct snapshot *shown; /* or NULL */
	struct strings *strings; /* shared by the snapshots */
	struct walk walk;
	uint64_t started_ms; /* the last walk */
	uint64_t page_due_ms; /* the page that a busy cluster did not give is asked for again */
	uint64_t earliest_ms; /* the cluster asked not to be asked before */
	uint64_t complete_ms; /* how long the last walk took that reached its end */
	uint64_t seed;
	uint32_t asked_ms; /* the interval that the user wants */
	uint32_t failures; /* walks in a row */
	bool is_once;
	bool keeps_ended; /* as snapshot_builder_keep_ended() */
};

/* Due at once. */
void listing_init(struct listing *listing, uint32_t interval_ms, bool is_once, uint64_t now_ms);

/* Frees everything. All zero is fine. */
void listing_clear(struct listing *listing);

/* Starts a walk. `origin` needs no strings. */
void listing_start(struct listing *listing, const struct snapshot_origin *origin, uint64_t now_ms);

/* Records what the first page of the walk asks for: `request`, copied. */
void listing_set_asked(struct listing *listing, const char *request);

/* Whether a walk goes on and its next page is to be sent; the owner knows whether one is under way. */
bool listing_is_page_due(const struct listing *listing, uint64_t now_ms);

/* Whether a walk is to be started. */
bool listing_is_due(const struct listing *listing, uint64_t now_ms);

/* When one of the two becomes true by itself; 0: never. */
uint64_t listing_timer(const struct listing *listing);

/*
 * Goes on with the walk after a page that ended in any way but ANSWER_UNAUTHORIZED, for which there is listing_stop().
 * Returns whether there is something to publish.
 */
bool listing_take_answer(struct listing *listing, const struct answer *answer, uint64_t now_ms);

/* As if a walk had ended with `outcome`; `trouble`, copied, says why. */
void listing_fail(struct listing *listing, enum outcome outcome, const char *trouble, uint64_t now_ms);

/* Starts the next walk at `due_ms` when it would start later. */
void listing_advance(struct listing *listing, uint64_t due_ms);

/* Ends the walk, if one goes on, and starts none by itself any more: `trouble`, copied, says why. */
void listing_stop(struct listing *listing, const char *trouble, uint64_t now_ms);

/* Takes over `snapshot` in place of what is shown, which is as old. */
void listing_replace(struct listing *listing, struct snapshot *snapshot);

/* The user asks for it now. */
void listing_refresh(struct listing *listing, uint64_t now_ms);

void listing_set_interval(struct listing *listing, uint32_t interval_ms, uint64_t now_ms);

/* So many programs watch the cluster and share the interval. */
void listing_set_watchers(struct listing *listing, uint32_t watchers, uint64_t now_ms);

/* Starts the walk that is due at `due_ms` instead. */
void listing_put_off(struct listing *listing, uint64_t due_ms);

#endif
