/* detail.c: one session that is watched closer than the others. */
#include "config.h"

#include "fetch/detail.h"

#include <assert.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "fetch/random.h"
#include "fetch/schedule.h"

/* `news` is what is published; its identity is that of nothing while no session is watched. */
struct detail {
	struct mailbox *mailbox;
	struct courier *courier;
	struct cluster *cluster;
	struct detail_news news;
	struct exchange *exchange; /* under way, or NULL */
	struct snapshot_builder *builder; /* what it brings */
	uint64_t started_ms; /* the last request */
	uint64_t due_ms; /* 0: not any more */
	uint64_t seed;
	uint32_t failures;
};

struct detail *
detail_new(struct mailbox *mailbox, struct courier *courier)
{
	struct detail *detail = xcalloc(1, sizeof *detail);

	detail->mailbox = mailbox;
	detail->courier = courier;
	detail->seed = random_seed();
	return detail;
}

static void
publish(struct detail *detail)
{
	struct detail_news copy = detail->news;

	copy.identity = identity_copy(&detail->news.identity);
	copy.snapshot = snapshot_ref(detail->news.snapshot);
	copy.trouble = xstrdup(detail->news.trouble);
	mailbox_put_detail(detail->mailbox, &copy);
}

static void
set_state(struct detail *detail, enum detail_state state, const char *trouble)
{
	xreplace(&detail->news.trouble, trouble);
	if (state == DETAIL_FAILED && detail->news.state != DETAIL_FAILED)
		detail->news.since_ms = clock_monotonic_ms();
	detail->news.state = state;
	publish(detail);
}

/* A builder with a pool of its own: one row is not worth sharing the cluster's. */
static struct snapshot_builder *
new_builder(const struct detail *detail)
{
	struct strings *strings = strings_new();
	struct snapshot_origin origin = {
	    .kind = detail->news.identity.kind,
	    .cluster = detail->news.identity.cluster,
	    .cluster_name = cluster_target(detail->cluster)->name,
	    .strings = strings,
	};
	struct snapshot_builder *builder = snapshot_builder_new(&origin);

	strings_unref(strings);
	return builder;
}

/* Takes over `builder`, whose row is from here on the last one seen. */
static void
show(struct detail *detail, struct snapshot_builder *builder)
{
	snapshot_unref(detail->news.snapshot);
	detail->news.snapshot = snapshot_builder_seal(builder, NULL, 0, false);
}

/* The session as the list had it, so that there is something to see before the first answer. */
static void
show_listed(struct detail *detail)
{
	const struct snapshot *listed = cluster_shown(detail->cluster);
	struct snapshot_builder *builder;
	uint32_t row;

	row = listed == NULL ? ROW_NONE : snapshot_find(listed, &detail->news.identity);
	if (row == ROW_NONE)
		return;
	builder = new_builder(detail);
	snapshot_builder_add_row(builder, listed, row);
	show(detail, builder);
}

/* ------------------------------------------------------------------ the answer */

/* The exchange has filled in the key, and lets no other session through. */
static void
add_record(const struct record *record, void *context)
{
	const struct detail *detail = context;

	snapshot_builder_add(detail->builder, record);
}

/* As walks: from start to start, and never busy for more than half of the time. */
static void
plan_interval(struct detail *detail, uint64_t now_ms)
{
	uint32_t interval = cluster_interval_ms(detail->cluster);

	detail->due_ms = detail->started_ms + schedule_interval_ms(interval, now_ms - detail->started_ms);
}

static void
fail(struct detail *detail, const struct answer *answer, uint64_t now_ms)
{
	uint32_t interval = cluster_interval_ms(detail->cluster);

	detail->failures++;
	switch (answer->outcome) {
	case ANSWER_UNAUTHORIZED: detail->due_ms = now_ms; break; /* as soon as the gate opens again */
	case ANSWER_REFUSED:
	case ANSWER_FORBIDDEN:
	case ANSWER_NO_SUCH_API:
	case ANSWER_UNTRUSTED: detail->due_ms = now_ms + schedule_refused_ms(interval); break;
	default:
		detail->due_ms = now_ms +
				 schedule_backoff_ms(detail->failures, interval, answer->retry_after_ms, &detail->seed);
		break;
	}
	set_state(detail, DETAIL_FAILED, answer->trouble);
}

static void
take_session(struct detail *detail, struct snapshot_builder *builder, uint64_t now_ms)
{
	assert(snapshot_builder_count(builder) == 1);
	show(detail, builder);
	detail->failures = 0;
	plan_interval(detail, now_ms);
	set_state(detail, DETAIL_OPEN, NULL);
}

static void
take_end(struct detail *detail)
{
	detail->news.ended = time(NULL);
	detail->due_ms = 0;
	set_state(detail, DETAIL_ENDED, NULL);
}

static void
session_done(void *context, struct exchange *exchange, const struct answer *answer)
{
	struct detail *detail = context;
	struct snapshot_builder *builder = detail->builder;
	uint64_t now_ms = clock_monotonic_ms();

	(void)exchange;
	detail->exchange = NULL;
	detail->builder = NULL;
	gate_answered(cluster_gate(detail->cluster), answer->outcome);
	if (answer->outcome == ANSWER_OK) {
		take_session(detail, builder, now_ms);
		return;
	}
	snapshot_builder_free(builder);
	if (answer->outcome == ANSWER_GONE) {
		take_end(detail);
		return;
	}
	if (answer->outcome == ANSWER_UNAUTHORIZED)
		cluster_stop(detail->cluster, answer->trouble, now_ms);
	fail(detail, answer, now_ms);
}

/* ------------------------------------------------------------------ what the thread calls */

static void
drop_request(struct detail *detail)
{
	if (detail->exchange == NULL)
		return;
	courier_cancel(detail->courier, detail->exchange);
	gate_dropped(cluster_gate(detail->cluster));
	snapshot_builder_free(detail->builder);
	detail->exchange = NULL;
	detail->builder = NULL;
}

void
detail_watch(struct detail *detail, struct cluster *cluster, const struct identity *identity, uint64_t now_ms)
{
	drop_request(detail);
	detail_news_clear(&detail->news);
	detail->cluster = cluster;
	detail->failures = 0;
	detail->due_ms = 0;
	if (cluster == NULL)
		return;
	detail->news.identity = identity_copy(identity);
	detail->due_ms = now_ms;
	show_listed(detail);
	set_state(detail, DETAIL_ASKING, NULL);
}

static void
send_request(struct detail *detail, uint64_t now_ms)
{
	struct exchange_reader reader = {add_record, detail};

	detail->exchange = exchange_new_record(cluster_target(detail->cluster), &detail->news.identity, reader);
	if (detail->exchange == NULL) {
		detail->due_ms = 0;
		set_state(detail, DETAIL_FAILED,
		    "the cluster's list lacks a part of this session's key, so it cannot be asked for alone");
		return;
	}
	detail->builder = new_builder(detail);
	detail->started_ms = now_ms;
	gate_sent(cluster_gate(detail->cluster));
	courier_send(detail->courier, detail->exchange, session_done, detail);
}

/* The cluster is not asked any more: neither is its session, and its trouble is the cluster's. */
static void
follow_stop(struct detail *detail, uint64_t now_ms)
{
	drop_request(detail);
	detail->due_ms = now_ms;
	set_state(detail, DETAIL_FAILED, cluster_state(detail->cluster)->trouble);
}

void
detail_turn(struct detail *detail, uint64_t now_ms)
{
	const struct gate *gate;

	if (detail->cluster == NULL || detail->news.state == DETAIL_ENDED)
		return;
	gate = cluster_gate(detail->cluster);
	if (gate->is_stopped && (detail->news.state != DETAIL_FAILED || detail->exchange != NULL))
		follow_stop(detail, now_ms);
	else if (detail->exchange == NULL && detail->due_ms != 0 && detail->due_ms <= now_ms && gate_may_send(gate))
		send_request(detail, now_ms);
}

uint64_t
detail_timer(const struct detail *detail)
{
	if (detail->cluster == NULL || detail->exchange != NULL || !gate_may_send(cluster_gate(detail->cluster)))
		return 0;
	return detail->due_ms;
}

void
detail_hurry(struct detail *detail, uint64_t due_ms)
{
	if (detail->due_ms > due_ms)
		detail->due_ms = due_ms;
}

struct cluster *
detail_cluster(const struct detail *detail)
{
	return detail->cluster;
}

void
detail_free(struct detail *detail)
{
	if (detail == NULL)
		return;
	drop_request(detail);
	detail_news_clear(&detail->news);
	free(detail);
}
