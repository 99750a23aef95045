/* cluster.c: one watched cluster: when it is asked, for what, and how it stands with it. */
#include "config.h"

#include "fetch/cluster.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "fetch/random.h"
#include "fetch/schedule.h"
#include "fetch/walk.h"
#include "model/session_fields.h"

/* A pool with this many texts for each session, and this many more, has grown beyond its use. */
#define POOL_TEXTS_PER_ROW 4u
#define POOL_TEXTS_SPARE 65536u

/*
 * `status` is what is published, and its due_ms is when the next walk starts (0: not by itself). `shown` is the last
 * complete snapshot, or a partial one as long as there never was a complete one.
 */
struct cluster {
	struct target target;
	const bool *wanted;
	struct mailbox *mailbox;
	struct courier *courier;
	struct strings *strings; /* shared by the snapshots */
	struct snapshot *shown;
	struct cluster_status status;
	struct gate gate;
	struct walk walk;
	struct exchange *page; /* under way, or NULL */
	struct exchange *probe;
	uint64_t started_ms; /* the last walk */
	uint64_t page_due_ms; /* the page that a busy cluster did not give is asked for again */
	uint64_t earliest_ms; /* the cluster asked not to be asked before */
	uint64_t probe_due_ms;
	uint64_t complete_ms; /* how long the last walk took that reached its end */
	uint64_t seed;
	uint32_t asked_ms; /* the interval that the user wants */
	uint32_t failures; /* walks in a row */
	uint16_t number;
	bool is_once;
};

struct cluster *
cluster_new(const struct cluster_setup *setup, uint64_t now_ms)
{
	struct cluster *cluster = xcalloc(1, sizeof *cluster);

	cluster->number = (uint16_t)setup->number;
	cluster->target = target_copy(setup->target);
	cluster->wanted = setup->wanted;
	cluster->mailbox = setup->mailbox;
	cluster->courier = setup->courier;
	cluster->is_once = setup->is_once;
	cluster->asked_ms = setup->interval_ms;
	cluster->strings = strings_new();
	cluster->seed = random_seed();
	cluster->status.state = CLUSTER_ASKING;
	cluster->status.due_ms = now_ms;
	cluster->status.interval_ms = setup->interval_ms;
	cluster->status.is_insecure = setup->target->is_insecure;
	return cluster;
}

static void
publish(struct cluster *cluster)
{
	struct fetch_news news = {snapshot_ref(cluster->shown), cluster_status_copy(&cluster->status)};

	mailbox_put_cluster(cluster->mailbox, cluster->number, &news);
}

/* Takes over `snapshot`. */
static void
show(struct cluster *cluster, struct snapshot *snapshot)
{
	snapshot_unref(cluster->shown);
	cluster->shown = snapshot;
	cluster->status.data_ms = clock_monotonic_ms();
}

static bool
has_complete(const struct cluster *cluster)
{
	return cluster->shown != NULL && !snapshot_is_partial(cluster->shown);
}

static void
set_text(char **slot, const char *text)
{
	char *copy = xstrdup(text);

	free(*slot);
	*slot = copy;
}

/* ------------------------------------------------------------------ how a walk ends */

static void
count_walk(struct cluster *cluster)
{
	cluster->status.pages = cluster->walk.pages;
	cluster->status.records = cluster->walk.records;
	cluster->status.unreadable = cluster->walk.unreadable;
}

/* What holds however the walk ended. Leaves the builder to the caller. */
static void
close_walk(struct cluster *cluster, uint64_t now_ms)
{
	uint64_t took = now_ms - cluster->started_ms;

	count_walk(cluster);
	cluster->status.bytes = cluster->walk.bytes;
	cluster->status.walk_ms = took > UINT32_MAX ? UINT32_MAX : (uint32_t)took;
	cluster->status.walks++;
	cluster->status.is_walking = false;
	set_text(&cluster->status.oddity, cluster->walk.oddity);
}

static void
complete_walk(struct cluster *cluster, uint64_t now_ms)
{
	const struct snapshot *previous = has_complete(cluster) ? cluster->shown : NULL;
	struct snapshot_builder *builder;

	close_walk(cluster, now_ms);
	builder = walk_take_builder(&cluster->walk);
	show(cluster, snapshot_builder_seal(builder, previous, (uint32_t)(now_ms / 1000), false));
	cluster->failures = 0;
	cluster->earliest_ms = 0;
	cluster->complete_ms = now_ms - cluster->started_ms;
	cluster->status.state = CLUSTER_OK;
	set_text(&cluster->status.trouble, NULL);
	cluster->status.interval_ms = schedule_interval_ms(cluster->asked_ms, cluster->complete_ms);
	cluster->status.due_ms = cluster->is_once ? 0 : cluster->started_ms + cluster->status.interval_ms;
	publish(cluster);
}

/* Ends a walk that did not reach its end; what it brought is shown when there is nothing better. */
static void
abandon_walk(struct cluster *cluster, uint64_t now_ms)
{
	struct snapshot_builder *builder;

	close_walk(cluster, now_ms);
	builder = walk_take_builder(&cluster->walk);
	if (!has_complete(cluster) && snapshot_builder_count(builder) > 0)
		show(cluster, snapshot_builder_seal(builder, NULL, 0, true));
	else
		snapshot_builder_free(builder);
}

static enum cluster_state
state_of_failure(const struct cluster *cluster)
{
	if (cluster->shown == NULL)
		return CLUSTER_FAILED;
	return has_complete(cluster) ? CLUSTER_STALE : CLUSTER_PARTIAL;
}

/* When to ask again after a walk that failed with `outcome`. */
static uint64_t
due_after_failure(struct cluster *cluster, enum outcome outcome, uint32_t retry_after_ms, uint64_t now_ms)
{
	uint32_t interval = cluster->status.interval_ms;
	bool may_be_over_soon = outcome == ANSWER_BUSY || outcome == ANSWER_BROKEN || outcome == ANSWER_UNREACHABLE ||
				outcome == ANSWER_OK;

	if (!may_be_over_soon)
		return now_ms + schedule_refused_ms(interval);
	cluster->earliest_ms = now_ms + (retry_after_ms > SCHEDULE_RETRY_AFTER_MAX_MS ? SCHEDULE_RETRY_AFTER_MAX_MS
										      : retry_after_ms);
	return now_ms + schedule_backoff_ms(cluster->failures, interval, retry_after_ms, &cluster->seed);
}

static void
fail_walk(struct cluster *cluster, const struct answer *answer, const char *trouble, uint64_t now_ms)
{
	abandon_walk(cluster, now_ms);
	cluster->failures++;
	cluster->probe_due_ms = now_ms; /* it may come back with another release */
	cluster->status.state = state_of_failure(cluster);
	set_text(&cluster->status.trouble, trouble == NULL ? "the cluster gave no usable answer" : trouble);
	cluster->status.due_ms = 0;
	if (!cluster->is_once)
		cluster->status.due_ms = due_after_failure(cluster, answer->outcome, answer->retry_after_ms, now_ms);
	publish(cluster);
}

/* Drops the page and the probe that are under way. */
static void
drop_requests(struct cluster *cluster)
{
	struct exchange **under_way[] = {&cluster->page, &cluster->probe};

	for (size_t i = 0; i < sizeof under_way / sizeof *under_way; i++) {
		if (*under_way[i] == NULL)
			continue;
		courier_cancel(cluster->courier, *under_way[i]);
		*under_way[i] = NULL;
		gate_dropped(&cluster->gate);
	}
}

void
cluster_stop(struct cluster *cluster, const char *trouble, uint64_t now_ms)
{
	drop_requests(cluster);
	if (walk_is_going(&cluster->walk))
		abandon_walk(cluster, now_ms);
	cluster->probe_due_ms = now_ms;
	cluster->status.state = CLUSTER_STOPPED;
	cluster->status.due_ms = 0;
	set_text(&cluster->status.trouble, trouble == NULL ? "401: the cluster does not accept the password" : trouble);
	publish(cluster);
}

/* ------------------------------------------------------------------ the pages of a walk */

/* During the first walk rows appear as they come; later ones are swapped as a whole. */
static void
show_progress(struct cluster *cluster, uint64_t now_ms)
{
	uint32_t shown = cluster->shown == NULL ? 0 : snapshot_count(cluster->shown);

	count_walk(cluster);
	if (has_complete(cluster) || cluster->is_once)
		return;
	if (walk_is_worth_showing(&cluster->walk, shown, now_ms))
		show(cluster, snapshot_builder_peek(cluster->walk.builder));
	publish(cluster);
}

static void
take_good_page(struct cluster *cluster, const struct answer *answer, uint64_t now_ms)
{
	char *trouble = NULL;

	switch (walk_turn_page(&cluster->walk, answer, &trouble)) {
	case WALK_ON: show_progress(cluster, now_ms); break;
	case WALK_END: complete_walk(cluster, now_ms); break;
	case WALK_LOST: fail_walk(cluster, answer, trouble, now_ms); break;
	}
	free(trouble);
}

/* Whether the same page will be asked for again. */
static bool
will_retry_page(struct cluster *cluster, const struct answer *answer, uint64_t now_ms)
{
	uint32_t delay = 0;

	if (answer->outcome == ANSWER_BUSY)
		delay = walk_retry_ms(&cluster->walk, answer, cluster->is_once);
	cluster->page_due_ms = delay == 0 ? 0 : now_ms + delay;
	return delay > 0;
}

static void
page_done(void *context, struct exchange *exchange, const struct answer *answer)
{
	struct cluster *cluster = context;
	uint64_t now_ms = clock_monotonic_ms();

	(void)exchange;
	cluster->page = NULL;
	gate_answered(&cluster->gate, answer->outcome);
	walk_count_answer(&cluster->walk, answer);
	if (answer->outcome == ANSWER_OK)
		take_good_page(cluster, answer, now_ms);
	else if (answer->outcome == ANSWER_UNAUTHORIZED)
		cluster_stop(cluster, answer->trouble, now_ms);
	else if (!will_retry_page(cluster, answer, now_ms))
		fail_walk(cluster, answer, answer->trouble, now_ms);
}

static void
send_page(struct cluster *cluster)
{
	struct walk *walk = &cluster->walk;
	struct exchange_reader reader = {walk_add_record, walk};

	if (walk->next == NULL)
		cluster->page = exchange_new_sessions(&cluster->target, cluster->wanted, reader);
	else
		cluster->page = exchange_new_next(&cluster->target, &session_kind, walk->next, reader);
	gate_sent(&cluster->gate);
	courier_send(cluster->courier, cluster->page, page_done, cluster);
}

/* Texts of sessions that ended long ago pile up in the pool; it is replaced, and ends with its last snapshot. */
static void
renew_pool(struct cluster *cluster)
{
	uint64_t rows = cluster->shown == NULL ? 0 : snapshot_count(cluster->shown);

	if (strings_count(cluster->strings) <= rows * POOL_TEXTS_PER_ROW + POOL_TEXTS_SPARE)
		return;
	strings_unref(cluster->strings);
	cluster->strings = strings_new();
}

static void
start_walk(struct cluster *cluster, uint64_t now_ms)
{
	struct snapshot_origin origin = {
	    .kind = &session_kind, .cluster = cluster->number, .cluster_name = cluster->target.name};

	renew_pool(cluster);
	origin.strings = cluster->strings;
	walk_start(&cluster->walk, &origin, now_ms);
	cluster->started_ms = now_ms;
	cluster->page_due_ms = 0;
	cluster->status.due_ms = 0;
	cluster->status.is_walking = true;
	count_walk(cluster);
	publish(cluster);
	send_page(cluster);
}

/* ------------------------------------------------------------------ the release */

static void
probe_done(void *context, struct exchange *exchange, const struct answer *answer)
{
	struct cluster *cluster = context;
	uint64_t now_ms = clock_monotonic_ms();
	char *release = answer->outcome == ANSWER_OK ? exchange_release(exchange) : NULL;

	cluster->probe = NULL;
	cluster->probe_due_ms = now_ms + SCHEDULE_PROBE_MS;
	gate_answered(&cluster->gate, answer->outcome);
	switch (answer->outcome) {
	case ANSWER_UNAUTHORIZED: cluster_stop(cluster, answer->trouble, now_ms); break;
	case ANSWER_BUSY:
	case ANSWER_BROKEN:
	case ANSWER_UNREACHABLE: break; /* says nothing of the release: the last one known stays */
	default:
		set_text(&cluster->status.release, release);
		publish(cluster);
		break;
	}
	free(release);
}

/* Only beside a request that showed that the password is good, so it needs no timer of its own. */
static bool
is_probe_due(const struct cluster *cluster, uint64_t now_ms)
{
	return !cluster->is_once && cluster->probe == NULL && cluster->gate.is_admitted &&
	       cluster->probe_due_ms <= now_ms;
}

static void
send_probe(struct cluster *cluster)
{
	cluster->probe = exchange_new_probe(&cluster->target);
	gate_sent(&cluster->gate);
	courier_send(cluster->courier, cluster->probe, probe_done, cluster);
}

/* ------------------------------------------------------------------ what the thread calls */

void
cluster_turn(struct cluster *cluster, uint64_t now_ms)
{
	uint64_t due_ms = cluster->status.due_ms;

	if (!gate_may_send(&cluster->gate))
		return;
	if (walk_is_going(&cluster->walk)) {
		if (cluster->page == NULL && cluster->page_due_ms <= now_ms)
			send_page(cluster);
	} else if (due_ms != 0 && due_ms <= now_ms) {
		start_walk(cluster, now_ms);
	}
	if (is_probe_due(cluster, now_ms))
		send_probe(cluster);
}

uint64_t
cluster_timer(const struct cluster *cluster)
{
	if (!gate_may_send(&cluster->gate))
		return 0;
	if (walk_is_going(&cluster->walk))
		return cluster->page == NULL ? cluster->page_due_ms : 0;
	return cluster->status.due_ms;
}

void
cluster_refresh(struct cluster *cluster, uint64_t now_ms)
{
	if (cluster->is_once)
		return;
	gate_reopen(&cluster->gate);
	cluster->failures = 0;
	cluster->earliest_ms = 0;
	cluster->page_due_ms = 0;
	if (!walk_is_going(&cluster->walk))
		cluster->status.due_ms = now_ms;
}

void
cluster_set_interval(struct cluster *cluster, uint32_t interval_ms, uint64_t now_ms)
{
	struct cluster_status *status = &cluster->status;

	if (cluster->is_once)
		return;
	cluster->asked_ms = interval_ms;
	status->interval_ms = schedule_interval_ms(interval_ms, cluster->complete_ms);
	if (status->due_ms != 0 && status->state == CLUSTER_OK) {
		status->due_ms = cluster->started_ms + status->interval_ms;
	} else if (status->due_ms != 0) {
		/* In trouble: sooner when the new interval allows, but not before the cluster said. */
		uint64_t latest = now_ms + schedule_refused_ms(status->interval_ms);

		if (status->due_ms > latest)
			status->due_ms = latest > cluster->earliest_ms ? latest : cluster->earliest_ms;
	}
	publish(cluster);
}

struct gate *
cluster_gate(struct cluster *cluster)
{
	return &cluster->gate;
}

const struct target *
cluster_target(const struct cluster *cluster)
{
	return &cluster->target;
}

const struct cluster_status *
cluster_state(const struct cluster *cluster)
{
	return &cluster->status;
}

const struct snapshot *
cluster_shown(const struct cluster *cluster)
{
	return cluster->shown;
}

uint32_t
cluster_interval_ms(const struct cluster *cluster)
{
	return cluster->asked_ms;
}

void
cluster_free(struct cluster *cluster)
{
	if (cluster == NULL)
		return;
	drop_requests(cluster);
	walk_clear(&cluster->walk);
	snapshot_unref(cluster->shown);
	strings_unref(cluster->strings);
	cluster_status_clear(&cluster->status);
	target_clear(&cluster->target);
	free(cluster);
}
