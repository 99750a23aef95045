/* query.c: a collection that is asked for beside the sessions while someone looks at it. */
#include "config.h"

#include "fetch/query.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "fetch/join.h"
#include "fetch/listing.h"
#include "fetch/refusal.h"
#include "fetch/schedule.h"
#include "ontap/release.h"

/* One cluster's share; without `join` it is not asked. */
struct part {
	struct query *query;
	struct cluster *cluster;
	struct listing listing;
	struct join *join;
	struct exchange *page; /* under way, or NULL */
	struct refusal refusal; /* outlives what is watched */
	uint16_t number;
	bool has_missed; /* a record that is shown had no session */
};

struct query {
	struct query_setup setup;
	struct scope *scope; /* NULL: nothing is watched */
	struct part *parts; /* by cluster */
};

struct query *
query_new(const struct query_setup *setup)
{
	struct query *query = xcalloc(1, sizeof *query);

	query->setup = *setup;
	query->parts = xcalloc(setup->cluster_count + 1, sizeof *query->parts);
	for (size_t i = 0; i < setup->cluster_count; i++) {
		query->parts[i].query = query;
		query->parts[i].cluster = setup->clusters[i];
		query->parts[i].number = (uint16_t)i;
	}
	return query;
}

static void
publish(struct part *part)
{
	const struct query *query = part->query;
	const struct cluster_status *cluster = cluster_state(part->cluster);
	struct fetch_news news = {
	    .snapshot = snapshot_ref(part->listing.shown),
	    .status = cluster_status_copy(&part->listing.status),
	};

	news.status.release = xstrdup(cluster->release);
	news.status.is_insecure = cluster->is_insecure;
	mailbox_put_query(query->setup.mailbox, query->setup.slot, part->number, &news);
}

/* ------------------------------------------------------------------ trouble */

static void
drop_request(struct part *part)
{
	if (part->page == NULL)
		return;
	courier_cancel(part->query->setup.courier, part->page);
	gate_dropped(cluster_gate(part->cluster));
	part->page = NULL;
}

/* The cluster is not asked any more: neither is this, and its trouble is the cluster's. */
static void
follow_stop(struct part *part, uint64_t now_ms)
{
	drop_request(part);
	listing_stop(&part->listing, cluster_state(part->cluster)->trouble, now_ms);
	publish(part);
}

/* How long a refusal is respected. */
static uint64_t
refused_until(const struct part *part, uint64_t now_ms)
{
	return now_ms + schedule_refused_ms(part->listing.status.interval_ms);
}

/* The cluster does not give that kind, and is not asked for it again before the refusal is over. */
static void
fail_refused(struct part *part, uint64_t now_ms)
{
	listing_fail(&part->listing, part->refusal.outcome, part->refusal.trouble, now_ms);
	listing_advance(&part->listing, part->refusal.until_ms);
}

/* `answer` is what the cluster said, or NULL when its release says so already. */
static void
fail_lacking(struct part *part, const char *answer, uint64_t now_ms)
{
	refusal_note_lacking(&part->refusal, scope_kind(part->query->scope), cluster_state(part->cluster)->release,
	    answer, refused_until(part, now_ms));
	fail_refused(part, now_ms);
}

static void
fail_forbidden(struct part *part, const char *answer, uint64_t now_ms)
{
	refusal_note_forbidden(&part->refusal, scope_kind(part->query->scope), cluster_state(part->cluster)->release,
	    answer, refused_until(part, now_ms));
	fail_refused(part, now_ms);
}

static void
fail_without_sessions(struct part *part, uint64_t now_ms)
{
	char *trouble = xasprintf("the sessions of this cluster are not known, so neither are their %s",
	    scope_kind(part->query->scope)->name);

	listing_fail(&part->listing, ANSWER_BROKEN, trouble, now_ms);
	free(trouble);
}

/* ------------------------------------------------------------------ a walk */

static void
add_record(const struct record *record, void *context)
{
	struct part *part = context;
	struct record copy = *record;

	if (!scope_accepts(part->query->scope, part->join, record))
		return;
	join_fill(part->join, &copy);
	walk_add_record(&copy, &part->listing.walk);
}

/* What was joined was copied, and many sessions are not to be kept in memory for nothing. */
static void
let_sessions_go(struct part *part)
{
	part->has_missed = part->has_missed || join_has_missed(part->join);
	if (!part->has_missed && !walk_is_going(&part->listing.walk))
		join_set_sessions(part->join, NULL);
}

static void
take_answer(struct part *part, const struct answer *answer, uint64_t now_ms)
{
	bool has_news = true;

	switch (answer->outcome) {
	case ANSWER_UNAUTHORIZED:
		cluster_stop(part->cluster, answer->trouble, now_ms);
		listing_stop(&part->listing, answer->trouble, now_ms);
		break;
	case ANSWER_NO_SUCH_API: fail_lacking(part, answer->trouble, now_ms); break;
	case ANSWER_FORBIDDEN: fail_forbidden(part, answer->trouble, now_ms); break;
	default: has_news = listing_take_answer(&part->listing, answer, now_ms); break;
	}
	let_sessions_go(part);
	if (has_news)
		publish(part);
}

static void
page_done(void *context, struct exchange *exchange, const struct answer *answer)
{
	struct part *part = context;

	(void)exchange;
	part->page = NULL;
	gate_answered(cluster_gate(part->cluster), answer->outcome);
	take_answer(part, answer, clock_monotonic_ms());
}

/* All that there is to know of each: that costs little beside the records themselves. */
static struct exchange *
new_first_page(struct part *part, const struct scope_request *request)
{
	struct exchange_reader reader = {add_record, part};
	bool wanted[FIELDS_MAX];

	memset(wanted, true, sizeof wanted);
	return exchange_new_collection(cluster_target(part->cluster), scope_kind(part->query->scope),
	    request->parameters, request->count, wanted, reader);
}

/* Hands `page` to the courier. */
static void
send_page(struct part *part, struct exchange *page)
{
	part->page = page;
	gate_sent(cluster_gate(part->cluster));
	courier_send(part->query->setup.courier, page, page_done, part);
}

static void
send_first_page(struct part *part, const struct scope_request *request)
{
	struct exchange *page = new_first_page(part, request);

	listing_set_asked(&part->listing, exchange_request_text(page));
	send_page(part, page);
}

/* The page that is due of a walk that goes on; the first one again when a busy cluster did not give it. */
static void
send_due_page(struct part *part)
{
	const char *next = part->listing.walk.next;
	struct exchange_reader reader = {add_record, part};
	const struct kind *kind = scope_kind(part->query->scope);
	struct scope_request request;

	if (next != NULL) {
		send_page(part, exchange_new_next(cluster_target(part->cluster), kind, next, reader));
		return;
	}
	request = scope_ask(part->query->scope, join_sessions(part->join));
	send_first_page(part, &request);
	scope_request_clear(&request);
}

static void
start_walk(struct part *part, uint64_t now_ms)
{
	struct snapshot_origin origin = {.kind = scope_kind(part->query->scope),
	    .cluster = part->number,
	    .cluster_name = cluster_target(part->cluster)->name};
	struct scope_request request;

	join_set_sessions(part->join, cluster_shown(part->cluster));
	part->has_missed = false;
	request = scope_ask(part->query->scope, join_sessions(part->join));
	listing_start(&part->listing, &origin, now_ms);
	if (request.is_nothing) {
		take_answer(part, &(struct answer){.outcome = ANSWER_OK}, now_ms);
	} else {
		publish(part);
		send_first_page(part, &request);
	}
	scope_request_clear(&request);
}

/* ------------------------------------------------------------------ what is due */

/* Sessions come first where they are needed, and where everything is asked once so that it is joined at once. */
static bool
waits_for_sessions(const struct part *part)
{
	bool are_needed = part->query->setup.is_once || scope_needs_sessions(part->query->scope);

	return are_needed && cluster_state(part->cluster)->walks == 0;
}

static void
begin(struct part *part, uint64_t now_ms)
{
	const struct kind *kind = scope_kind(part->query->scope);
	const char *release = cluster_state(part->cluster)->release;

	if (refusal_is_outdated(&part->refusal, release))
		refusal_clear(&part->refusal);
	if (refusal_holds(&part->refusal, kind, now_ms))
		fail_refused(part, now_ms);
	else if (release_judge(release, kind->since) == RELEASE_LACKS)
		fail_lacking(part, NULL, now_ms);
	else if (scope_needs_sessions(part->query->scope) && cluster_shown(part->cluster) == NULL)
		fail_without_sessions(part, now_ms);
	else
		start_walk(part, now_ms);
	if (!part->listing.status.is_walking)
		publish(part);
}

/* Another release may have what this one lacked, and one that became known says more than an error did. */
static bool
is_refused_by_another_release(const struct part *part)
{
	return !part->query->setup.is_once && part->refusal.kind == scope_kind(part->query->scope) &&
	       part->listing.status.due_ms != 0 &&
	       refusal_is_outdated(&part->refusal, cluster_state(part->cluster)->release);
}

/* The first walk of the sessions may still go on when their files are here. */
static void
join_late(struct part *part)
{
	struct snapshot *sessions = cluster_shown(part->cluster), *shown = part->listing.shown;

	if (!part->has_missed || shown == NULL || walk_is_going(&part->listing.walk) || sessions == NULL ||
	    sessions == join_sessions(part->join) || snapshot_count(shown) == 0)
		return;
	join_set_sessions(part->join, sessions);
	listing_replace(&part->listing, join_again(part->join, shown, part->listing.strings));
	part->has_missed = false;
	let_sessions_go(part);
	publish(part);
}

static void
turn_part(struct part *part, uint64_t now_ms)
{
	const struct gate *gate = cluster_gate(part->cluster);

	if (gate->is_stopped && (part->listing.status.state != CLUSTER_STOPPED || part->page != NULL))
		follow_stop(part, now_ms);
	join_late(part);
	if (is_refused_by_another_release(part))
		listing_refresh(&part->listing, now_ms);
	if (!gate_may_send(gate) || part->page != NULL || waits_for_sessions(part))
		return;
	if (listing_is_page_due(&part->listing, now_ms))
		send_due_page(part);
	else if (listing_is_due(&part->listing, now_ms))
		begin(part, now_ms);
}

void
query_turn(struct query *query, uint64_t now_ms)
{
	for (size_t i = 0; i < query->setup.cluster_count; i++) {
		if (query->parts[i].join != NULL)
			turn_part(&query->parts[i], now_ms);
	}
}

static uint64_t
part_timer(const struct part *part)
{
	if (part->join == NULL || part->page != NULL || !gate_may_send(cluster_gate(part->cluster)) ||
	    waits_for_sessions(part))
		return 0;
	return listing_timer(&part->listing);
}

uint64_t
query_timer(const struct query *query)
{
	uint64_t timer = 0;

	for (size_t i = 0; i < query->setup.cluster_count; i++)
		timer = schedule_earlier(timer, part_timer(&query->parts[i]));
	return timer;
}

void
query_refresh(struct query *query, size_t cluster, uint64_t now_ms)
{
	struct part *part = &query->parts[cluster];

	if (query->setup.is_once)
		return;
	refusal_clear(&part->refusal);
	if (part->join != NULL)
		listing_refresh(&part->listing, now_ms);
}

void
query_set_interval(struct query *query, uint32_t interval_ms, uint64_t now_ms)
{
	for (size_t i = 0; i < query->setup.cluster_count && !query->setup.is_once; i++) {
		if (query->parts[i].join != NULL)
			listing_set_interval(&query->parts[i].listing, interval_ms, now_ms);
	}
}

/* ------------------------------------------------------------------ what is watched */

static void
open_part(struct part *part, uint64_t now_ms)
{
	const struct query *query = part->query;

	part->join = join_new(scope_kind(query->scope));
	listing_init(&part->listing, cluster_interval_ms(part->cluster), query->setup.is_once, now_ms);
	part->listing.keeps_ended = scope_keeps_ended(query->scope);
	part->has_missed = false;
	publish(part);
}

static void
close_part(struct part *part)
{
	if (part->join == NULL)
		return;
	drop_request(part);
	listing_clear(&part->listing);
	join_free(part->join);
	part->join = NULL;
}

void
query_watch(struct query *query, struct scope *scope, uint64_t now_ms)
{
	for (size_t i = 0; i < query->setup.cluster_count; i++)
		close_part(&query->parts[i]);
	scope_free(query->scope);
	query->scope = scope;
	for (size_t i = 0; scope != NULL && i < query->setup.cluster_count; i++) {
		if (scope_has_cluster(scope, i))
			open_part(&query->parts[i], now_ms);
	}
}

void
query_want(const struct query *query, bool wanted[static FIELDS_MAX])
{
	if (query->scope != NULL)
		scope_want(query->scope, wanted);
}

void
query_free(struct query *query)
{
	if (query == NULL)
		return;
	query_watch(query, NULL, 0);
	for (size_t i = 0; i < query->setup.cluster_count; i++)
		refusal_clear(&query->parts[i].refusal);
	free(query->parts);
	free(query);
}
