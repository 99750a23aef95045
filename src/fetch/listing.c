/* listing.c: one collection of one cluster that is walked again and again: when it is due, and what came of it. */
#include "config.h"

#include "fetch/listing.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "fetch/random.h"
#include "fetch/schedule.h"

/* A pool with this many texts, or bytes of them, for each record, and this many more, has grown beyond its use. */
#define POOL_TEXTS_PER_ROW 4u
#define POOL_TEXTS_SPARE 65536u
#define POOL_BYTES_PER_ROW 4096u
#define POOL_BYTES_SPARE (UINT64_C(64) << 20)

void
listing_init(struct listing *listing, uint32_t interval_ms, bool is_once, uint64_t now_ms)
{
	*listing = (struct listing){.asked_ms = interval_ms, .is_once = is_once};
	listing->strings = strings_new();
	listing->seed = random_seed();
	listing->status.state = CLUSTER_ASKING;
	listing->status.due_ms = now_ms;
	listing->status.interval_ms = interval_ms;
}

void
listing_clear(struct listing *listing)
{
	walk_clear(&listing->walk);
	snapshot_unref(listing->shown);
	strings_unref(listing->strings);
	cluster_status_clear(&listing->status);
	*listing = (struct listing){0};
}

/* Takes over `snapshot`. */
static void
show(struct listing *listing, struct snapshot *snapshot)
{
	listing_replace(listing, snapshot);
	listing->status.data_ms = clock_monotonic_ms();
}

void
listing_replace(struct listing *listing, struct snapshot *snapshot)
{
	snapshot_unref(listing->shown);
	listing->shown = snapshot;
}

/* Whether what is shown is all there was. */
static bool
has_complete(const struct listing *listing)
{
	return listing->shown != NULL && !snapshot_is_partial(listing->shown);
}

/* ------------------------------------------------------------------ how a walk begins and ends */

/* Texts of records that ended long ago pile up in the pool; it is replaced, and ends with its last snapshot. */
static void
renew_pool(struct listing *listing)
{
	uint64_t rows = listing->shown == NULL ? 0 : snapshot_count(listing->shown);

	if (strings_count(listing->strings) <= rows * POOL_TEXTS_PER_ROW + POOL_TEXTS_SPARE &&
	    strings_bytes(listing->strings) <= rows * POOL_BYTES_PER_ROW + POOL_BYTES_SPARE)
		return;
	strings_unref(listing->strings);
	listing->strings = strings_new();
}

static void
count_walk(struct listing *listing)
{
	listing->status.pages = listing->walk.pages;
	listing->status.records = listing->walk.records;
	listing->status.unreadable = listing->walk.unreadable;
}

void
listing_start(struct listing *listing, const struct snapshot_origin *origin, uint64_t now_ms)
{
	struct snapshot_origin whole = *origin;

	renew_pool(listing);
	whole.strings = listing->strings;
	walk_start(&listing->walk, &whole, now_ms);
	if (listing->keeps_ended)
		snapshot_builder_keep_ended(listing->walk.builder);
	listing->started_ms = now_ms;
	listing->page_due_ms = 0;
	listing->status.due_ms = 0;
	listing->status.is_walking = true;
	count_walk(listing);
}

/* What holds however the walk ended. Leaves the builder to the caller. */
static void
close_walk(struct listing *listing, uint64_t now_ms)
{
	uint64_t took = now_ms - listing->started_ms;

	count_walk(listing);
	listing->status.bytes = listing->walk.bytes;
	listing->status.walk_ms = took > UINT32_MAX ? UINT32_MAX : (uint32_t)took;
	listing->status.walks++;
	listing->status.is_walking = false;
	xreplace(&listing->status.oddity, listing->walk.oddity);
}

static uint32_t
interval_to_keep(const struct listing *listing)
{
	return schedule_interval_ms(
	    schedule_shared_ms(listing->asked_ms, listing->status.watchers), listing->complete_ms);
}

/* Something went wrong, again or for the first time since all was well. */
static void
note_trouble(struct listing *listing, const char *trouble, uint64_t now_ms)
{
	if (listing->status.trouble == NULL)
		listing->status.since_ms = now_ms;
	xreplace(&listing->status.trouble, trouble);
}

static void
complete_walk(struct listing *listing, uint64_t now_ms)
{
	const struct snapshot *previous = has_complete(listing) ? listing->shown : NULL;
	struct snapshot_builder *builder;

	close_walk(listing, now_ms);
	builder = walk_take_builder(&listing->walk);
	show(listing, snapshot_builder_seal(builder, previous, (uint32_t)(now_ms / 1000), false));
	listing->failures = 0;
	listing->earliest_ms = 0;
	listing->complete_ms = now_ms - listing->started_ms;
	listing->status.state = CLUSTER_OK;
	xreplace(&listing->status.trouble, NULL);
	listing->status.since_ms = 0;
	listing->status.interval_ms = interval_to_keep(listing);
	listing->status.due_ms = listing->is_once ? 0 : listing->started_ms + listing->status.interval_ms;
}

/* Ends a walk that did not reach its end; what it brought is shown when there is nothing better. */
static void
abandon_walk(struct listing *listing, uint64_t now_ms)
{
	struct snapshot_builder *builder;

	close_walk(listing, now_ms);
	builder = walk_take_builder(&listing->walk);
	if (!has_complete(listing) && snapshot_builder_count(builder) > 0)
		show(listing, snapshot_builder_seal(builder, NULL, 0, true));
	else
		snapshot_builder_free(builder);
}

static enum cluster_state
state_of_failure(const struct listing *listing)
{
	if (listing->shown == NULL)
		return CLUSTER_FAILED;
	return has_complete(listing) ? CLUSTER_STALE : CLUSTER_PARTIAL;
}

/* When to ask again after a walk that failed with `outcome`. */
static uint64_t
due_after_failure(struct listing *listing, enum outcome outcome, uint32_t retry_after_ms, uint64_t now_ms)
{
	uint32_t interval = listing->status.interval_ms;
	bool may_be_over_soon = outcome == ANSWER_BUSY || outcome == ANSWER_BROKEN || outcome == ANSWER_UNREACHABLE ||
				outcome == ANSWER_OK;

	if (!may_be_over_soon)
		return now_ms + schedule_refused_ms(interval);
	listing->earliest_ms = now_ms + (retry_after_ms > SCHEDULE_RETRY_AFTER_MAX_MS ? SCHEDULE_RETRY_AFTER_MAX_MS
										      : retry_after_ms);
	return now_ms + schedule_backoff_ms(listing->failures, interval, retry_after_ms, &listing->seed);
}

static void
fail(struct listing *listing, enum outcome outcome, uint32_t retry_after_ms, const char *trouble, uint64_t now_ms)
{
	if (walk_is_going(&listing->walk))
		abandon_walk(listing, now_ms);
	else
		listing->status.walks++;
	listing->failures++;
	listing->status.state = state_of_failure(listing);
	note_trouble(listing, trouble == NULL ? "the cluster gave no usable answer" : trouble, now_ms);
	listing->status.due_ms = 0;
	if (!listing->is_once)
		listing->status.due_ms = due_after_failure(listing, outcome, retry_after_ms, now_ms);
}

void
listing_fail(struct listing *listing, enum outcome outcome, const char *trouble, uint64_t now_ms)
{
	fail(listing, outcome, 0, trouble, now_ms);
	listing->status.since_ms = 0;
}

void
listing_stop(struct listing *listing, const char *trouble, uint64_t now_ms)
{
	if (walk_is_going(&listing->walk))
		abandon_walk(listing, now_ms);
	else if (listing->is_once && listing->status.walks == 0)
		listing->status.walks = 1; /* that is how it ended */
	listing->status.state = CLUSTER_STOPPED;
	listing->status.due_ms = 0;
	note_trouble(listing, trouble == NULL ? "401: the cluster does not accept the password" : trouble, now_ms);
}

/* ------------------------------------------------------------------ the pages of a walk */

/* During the first walk rows appear as they come; later ones are swapped as a whole. */
static bool
show_progress(struct listing *listing, uint64_t now_ms)
{
	uint32_t shown = listing->shown == NULL ? 0 : snapshot_count(listing->shown);

	count_walk(listing);
	if (has_complete(listing) || listing->is_once)
		return false;
	if (walk_is_worth_showing(&listing->walk, shown, now_ms))
		show(listing, snapshot_builder_peek(listing->walk.builder));
	return true;
}

static bool
take_good_page(struct listing *listing, const struct answer *answer, uint64_t now_ms)
{
	bool has_news = true;
	char *trouble = NULL;

	switch (walk_turn_page(&listing->walk, answer, &trouble)) {
	case WALK_ON: has_news = show_progress(listing, now_ms); break;
	case WALK_END: complete_walk(listing, now_ms); break;
	case WALK_LOST: fail(listing, answer->outcome, 0, trouble, now_ms); break;
	}
	free(trouble);
	return has_news;
}

/* Whether the same page will be asked for again. */
static bool
will_retry_page(struct listing *listing, const struct answer *answer, uint64_t now_ms)
{
	uint32_t delay = 0;

	if (answer->outcome == ANSWER_BUSY)
		delay = walk_retry_ms(&listing->walk, answer, listing->is_once);
	listing->page_due_ms = delay == 0 ? 0 : now_ms + delay;
	return delay > 0;
}

bool
listing_take_answer(struct listing *listing, const struct answer *answer, uint64_t now_ms)
{
	walk_count_answer(&listing->walk, answer);
	if (answer->outcome == ANSWER_OK)
		return take_good_page(listing, answer, now_ms);
	if (will_retry_page(listing, answer, now_ms))
		return false;
	fail(listing, answer->outcome, answer->retry_after_ms, answer->trouble, now_ms);
	return true;
}

/* ------------------------------------------------------------------ when it is due */

void
listing_set_asked(struct listing *listing, const char *request)
{
	xreplace(&listing->status.asked, request);
}

bool
listing_is_page_due(const struct listing *listing, uint64_t now_ms)
{
	return walk_is_going(&listing->walk) && listing->page_due_ms <= now_ms;
}

bool
listing_is_due(const struct listing *listing, uint64_t now_ms)
{
	uint64_t due_ms = listing->status.due_ms;

	return !walk_is_going(&listing->walk) && due_ms != 0 && due_ms <= now_ms;
}

uint64_t
listing_timer(const struct listing *listing)
{
	return walk_is_going(&listing->walk) ? listing->page_due_ms : listing->status.due_ms;
}

void
listing_advance(struct listing *listing, uint64_t due_ms)
{
	if (listing->status.due_ms > due_ms)
		listing->status.due_ms = due_ms;
}

void
listing_refresh(struct listing *listing, uint64_t now_ms)
{
	listing->failures = 0;
	listing->earliest_ms = 0;
	listing->page_due_ms = 0;
	if (!walk_is_going(&listing->walk))
		listing->status.due_ms = now_ms;
}

void
listing_set_interval(struct listing *listing, uint32_t interval_ms, uint64_t now_ms)
{
	struct cluster_status *status = &listing->status;

	listing->asked_ms = interval_ms;
	status->interval_ms = interval_to_keep(listing);
	if (status->due_ms != 0 && status->state == CLUSTER_OK) {
		status->due_ms = listing->started_ms + status->interval_ms;
	} else if (status->due_ms != 0) {
		/* In trouble: sooner when the new interval allows, but not before the cluster said. */
		uint64_t latest = now_ms + schedule_refused_ms(status->interval_ms);

		if (status->due_ms > latest)
			status->due_ms = latest > listing->earliest_ms ? latest : listing->earliest_ms;
	}
}

void
listing_set_watchers(struct listing *listing, uint32_t watchers, uint64_t now_ms)
{
	listing->status.watchers = watchers;
	listing_set_interval(listing, listing->asked_ms, now_ms);
}

void
listing_put_off(struct listing *listing, uint64_t due_ms)
{
	listing->status.due_ms = due_ms;
}
