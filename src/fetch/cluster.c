/* cluster.c: one watched cluster: when it is asked, for what, and how it stands with it. */
#include "config.h"

#include "fetch/cluster.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "fetch/listing.h"
#include "fetch/schedule.h"
#include "model/session_fields.h"

struct cluster {
	struct target target;
	const bool *wanted;
	struct mailbox *mailbox;
	struct courier *courier;
	struct listing sessions;
	struct gate gate;
	struct neighbourhood *neighbourhood; /* or NULL */
	struct exchange *page; /* under way, or NULL */
	struct exchange *probe;
	struct introduction *introduction;
	uint64_t probe_due_ms;
	uint64_t yields_ms; /* since when a walk that is due waits for a neighbour's to end; 0: none does */
	uint16_t number;
	bool is_count;
	bool is_hurried; /* somebody waits for the next walk */
	bool holds_walk; /* the neighbours know of the walk */
	bool has_release; /* the user said which, so the cluster is not asked */
	bool can_renew; /* it is asked with a token, and there is somebody who reads it anew */
	bool needs_token;
	bool is_insisting; /* the user wants the cluster asked once more, whatever token comes */
	bool is_renewed; /* the token was read anew, and has not proved good yet */
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
	listing_init(&cluster->sessions, setup->interval_ms, setup->is_once, now_ms);
	cluster->is_count = setup->is_count;
	cluster->is_hurried = true;
	cluster->neighbourhood = setup->neighbourhood;
	if (cluster->neighbourhood != NULL)
		listing_set_watchers(&cluster->sessions, neighbourhood_count(cluster->neighbourhood), now_ms);
	cluster->can_renew = setup->can_renew && setup->target->token != NULL;
	cluster->has_release = setup->target->release != NULL;
	cluster->sessions.status.release = xstrdup(setup->target->release);
	cluster->sessions.status.is_insecure = setup->target->is_insecure;
	cluster->sessions.status.pin = xstrdup(setup->target->pin);
	cluster->sessions.status.may_be_trusted = target_may_be_trusted(setup->target) && setup->target->pin == NULL;
	return cluster;
}

static void
publish(struct cluster *cluster)
{
	struct fetch_news news = {
	    .snapshot = snapshot_ref(cluster->sessions.shown),
	    .status = cluster_status_copy(&cluster->sessions.status),
	};

	mailbox_put_cluster(cluster->mailbox, cluster->number, &news);
}

/* Drops what is under way: page, probe, introduction. */
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
	if (cluster->introduction != NULL)
		courier_cancel_meeting(cluster->courier, cluster->introduction);
	cluster->introduction = NULL;
}

void
cluster_stop(struct cluster *cluster, const char *trouble, uint64_t now_ms)
{
	drop_requests(cluster);
	listing_stop(&cluster->sessions, trouble, now_ms);
	/* Tokens run out all the time, so one refusal is no news; a second one is as a refused password. */
	cluster->needs_token = cluster->can_renew && !cluster->is_renewed;
	cluster->probe_due_ms = now_ms;
	publish(cluster);
}

/* ------------------------------------------------------------------ who it is */

static void
forget_certificate(struct cluster *cluster)
{
	certificate_free(cluster->sessions.status.certificate);
	cluster->sessions.status.certificate = NULL;
}

static void
met(void *context, const struct certificate *certificate)
{
	struct cluster *cluster = context;

	cluster->introduction = NULL;
	/* That it cannot be looked at now says nothing of what was seen. */
	if (certificate == NULL)
		return;
	forget_certificate(cluster);
	cluster->sessions.status.certificate = certificate_copy(certificate);
	publish(cluster);
}

/*
 * After an answer. Whose certificate is not trusted was told nothing, and is asked nothing but for that certificate, so
 * that a person can look at it. Who prints and ends does not wait for that.
 */
static void
judge_trust(struct cluster *cluster, enum outcome outcome)
{
	if (outcome != ANSWER_UNTRUSTED) {
		/* Also an answer of any other kind came from the right one; no connection says nothing. */
		if (outcome != ANSWER_UNREACHABLE)
			forget_certificate(cluster);
		return;
	}
	if (cluster->sessions.is_once || cluster->introduction != NULL || !target_is_encrypted(&cluster->target))
		return;
	cluster->introduction = introduction_new(&cluster->target, false);
	courier_meet(cluster->courier, cluster->introduction, met, cluster);
}

void
cluster_trust(struct cluster *cluster, const char *pin, const char *place, const char *trouble)
{
	struct cluster_status *status = &cluster->sessions.status;

	if (!target_may_be_trusted(&cluster->target))
		return;
	/* What is under way would be judged by what was trusted before; the page of a walk is asked for again. */
	drop_requests(cluster);
	target_set_pin(&cluster->target, pin, place == NULL ? "" : place);
	xreplace(&status->pin, pin);
	xreplace(&status->pin_trouble, trouble);
	status->may_be_trusted = false;
	forget_certificate(cluster);
	publish(cluster);
}

/* ------------------------------------------------------------------ the pages of a walk */

/*
 * A cluster that cannot make anything of the narrowing, or does not allow it, is asked for everything: what it leaves
 * out is left out here as well. True when the first page is to be asked for again, which the next turn does: a refusal
 * proves nothing of the password, so that the gate has a say.
 */
static bool
asks_wider(struct cluster *cluster, const struct answer *answer)
{
	if (answer->outcome != ANSWER_REFUSED || cluster->sessions.walk.next != NULL ||
	    cluster->target.narrowing_count == 0)
		return false;
	target_drop_narrowing(&cluster->target);
	return true;
}

static void
page_done(void *context, struct exchange *exchange, const struct answer *answer)
{
	struct cluster *cluster = context;
	uint64_t now_ms = clock_monotonic_ms();

	(void)exchange;
	cluster->page = NULL;
	gate_answered(&cluster->gate, answer->outcome);
	judge_trust(cluster, answer->outcome);
	if (answer->outcome == ANSWER_OK)
		cluster->is_renewed = false;
	if (answer->outcome == ANSWER_UNAUTHORIZED) {
		walk_count_answer(&cluster->sessions.walk, answer);
		cluster_stop(cluster, answer->trouble, now_ms);
	} else if (asks_wider(cluster, answer)) {
		walk_count_answer(&cluster->sessions.walk, answer);
	} else if (listing_take_answer(&cluster->sessions, answer, now_ms)) {
		/* After trouble it may come back with another release. */
		if (cluster->sessions.failures > 0)
			cluster->probe_due_ms = now_ms;
		publish(cluster);
	}
}

static void
send_page(struct cluster *cluster)
{
	struct walk *walk = &cluster->sessions.walk;
	struct exchange_reader reader = {walk_add_record, walk};

	cluster->sessions.status.is_narrowed = cluster->target.narrowing_count > 0 && !cluster->is_count;
	if (cluster->is_count)
		reader.on_record = NULL;
	if (walk->next == NULL && cluster->is_count)
		cluster->page = exchange_new_session_count(&cluster->target);
	else if (walk->next == NULL)
		cluster->page = exchange_new_sessions(&cluster->target, cluster->wanted, reader);
	else
		cluster->page = exchange_new_next(&cluster->target, &session_kind, walk->next, reader);
	if (walk->next == NULL)
		listing_set_asked(&cluster->sessions, exchange_request_text(cluster->page));
	gate_sent(&cluster->gate);
	courier_send(cluster->courier, cluster->page, page_done, cluster);
}

static void
start_walk(struct cluster *cluster, uint64_t now_ms)
{
	struct snapshot_origin origin = {
	    .kind = &session_kind, .cluster = cluster->number, .cluster_name = cluster->target.name};

	cluster->is_hurried = false;
	cluster->yields_ms = 0;
	listing_start(&cluster->sessions, &origin, now_ms);
	publish(cluster);
	send_page(cluster);
}

/* ------------------------------------------------------------------ neighbours */

/* They are counted when a walk is due and not before, so that nobody wakes for them. */
static void
count_watchers(struct cluster *cluster, uint64_t now_ms)
{
	unsigned watchers = neighbourhood_count(cluster->neighbourhood);

	if (watchers == cluster->sessions.status.watchers)
		return;
	listing_set_watchers(&cluster->sessions, watchers, now_ms);
	publish(cluster);
}

/*
 * Puts off a walk that is due while a neighbour's is under way, so that the cluster never has both, but not for longer
 * than half an interval: a neighbour may hang. What somebody waits for is not put off.
 */
static bool
yields_to_neighbours(struct cluster *cluster, uint64_t now_ms)
{
	struct listing *sessions = &cluster->sessions;

	if (cluster->neighbourhood == NULL)
		return false;
	if (!cluster->is_hurried)
		count_watchers(cluster, now_ms);
	if (!listing_is_due(sessions, now_ms))
		return true;
	cluster->holds_walk = neighbourhood_begin_walk(cluster->neighbourhood);
	if (cluster->holds_walk || cluster->is_hurried)
		return false;
	if (cluster->yields_ms == 0)
		cluster->yields_ms = now_ms;
	if (now_ms - cluster->yields_ms >= sessions->status.interval_ms / 2)
		return false;
	listing_put_off(sessions, now_ms + schedule_yield_ms(sessions->status.interval_ms));
	return true;
}

/* Tells the neighbours when a walk has ended, whichever way. */
static void
let_neighbours_walk(struct cluster *cluster)
{
	if (!cluster->holds_walk || walk_is_going(&cluster->sessions.walk))
		return;
	neighbourhood_end_walk(cluster->neighbourhood);
	cluster->holds_walk = false;
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
		xreplace(&cluster->sessions.status.release, release);
		xreplace(&cluster->target.release, release);
		xreplace(&cluster->sessions.status.release_trouble, answer->trouble);
		publish(cluster);
		break;
	}
	free(release);
}

/* Only beside a request that showed that the password is good, so it needs no timer of its own. */
static bool
is_probe_due(const struct cluster *cluster, uint64_t now_ms)
{
	return !cluster->sessions.is_once && !cluster->has_release && cluster->probe == NULL &&
	       cluster->gate.is_admitted && cluster->probe_due_ms <= now_ms;
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
	let_neighbours_walk(cluster);
	if (!gate_may_send(&cluster->gate))
		return;
	if (cluster->page == NULL && listing_is_page_due(&cluster->sessions, now_ms))
		send_page(cluster);
	else if (listing_is_due(&cluster->sessions, now_ms) && !yields_to_neighbours(cluster, now_ms))
		start_walk(cluster, now_ms);
	if (is_probe_due(cluster, now_ms))
		send_probe(cluster);
}

uint64_t
cluster_timer(const struct cluster *cluster)
{
	if (!gate_may_send(&cluster->gate) || cluster->page != NULL)
		return 0;
	return listing_timer(&cluster->sessions);
}

void
cluster_refresh(struct cluster *cluster, uint64_t now_ms)
{
	if (cluster->sessions.is_once)
		return;
	cluster->is_hurried = true;
	if (cluster->can_renew && cluster->gate.is_stopped) {
		cluster->needs_token = true;
		cluster->is_insisting = true;
		return;
	}
	gate_reopen(&cluster->gate);
	listing_refresh(&cluster->sessions, now_ms);
}

/* ------------------------------------------------------------------ a token that was refused */

bool
cluster_needs_token(struct cluster *cluster)
{
	bool needs = cluster->needs_token;

	cluster->needs_token = false;
	return needs;
}

bool
cluster_take_token(struct cluster *cluster, struct secret_text *token, const char *trouble, uint64_t now_ms)
{
	bool is_other = token != NULL && !secret_text_equals(token, cluster->target.token);
	char *sentence;

	if (token != NULL && cluster->gate.is_stopped && (is_other || cluster->is_insisting)) {
		secret_text_replace(&cluster->target.token, secret_text_ref(token));
		cluster->is_insisting = false;
		cluster->is_renewed = true;
		gate_reopen(&cluster->gate);
		return true;
	}
	if (!cluster->gate.is_stopped)
		return false;
	cluster->is_insisting = false;
	sentence = token == NULL
		       ? xasprintf("401: token refused, r to try again; reading it anew: %s", trouble)
		       : xstrdup("401: token refused, and it is still the same where it comes from; r to try again");
	listing_stop(&cluster->sessions, sentence, now_ms);
	publish(cluster);
	free(sentence);
	return false;
}

void
cluster_hurry(struct cluster *cluster, uint64_t now_ms)
{
	if (cluster->sessions.status.state != CLUSTER_OK || cluster->sessions.status.due_ms == 0)
		return;
	cluster->is_hurried = true;
	if (cluster->sessions.status.due_ms > now_ms)
		cluster->sessions.status.due_ms = now_ms;
}

void
cluster_set_interval(struct cluster *cluster, uint32_t interval_ms, uint64_t now_ms)
{
	if (cluster->sessions.is_once)
		return;
	listing_set_interval(&cluster->sessions, interval_ms, now_ms);
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
	return &cluster->sessions.status;
}

struct snapshot *
cluster_shown(const struct cluster *cluster)
{
	return cluster->sessions.shown;
}

uint32_t
cluster_interval_ms(const struct cluster *cluster)
{
	return cluster->sessions.asked_ms;
}

void
cluster_free(struct cluster *cluster)
{
	if (cluster == NULL)
		return;
	drop_requests(cluster);
	listing_clear(&cluster->sessions);
	let_neighbours_walk(cluster);
	target_clear(&cluster->target);
	free(cluster);
}
