/* fetch.c: the thread that asks the clusters. */
#include "config.h"

#include "fetch/fetch.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/priority.h"
#include "base/thread.h"
#include "base/xalloc.h"
#include "fetch/cluster.h"
#include "fetch/courier.h"
#include "fetch/detail.h"
#include "fetch/mailbox.h"
#include "fetch/neighbours.h"
#include "fetch/query.h"
#include "fetch/schedule.h"
#include "ontap/curl_memory.h"

/* Kept open for later: pages of the sessions and of a query, and a probe or a detail, which are rare. */
#define CONNECTIONS_PER_CLUSTER 3
#define CONNECTIONS_SPARE 4

/*
 * After fetch_start() everything but `mailbox`, `thread` and `cluster_count` belongs to the thread. `asked` is what it
 * starts with.
 */
struct fetch {
	struct mailbox *mailbox;
	pthread_t thread;
	size_t cluster_count;
	struct fetch_cluster *asked;
	struct cluster **clusters;
	struct courier *courier;
	struct neighbours *neighbours; /* or NULL */
	struct detail *detail;
	struct query *queries[FETCH_SLOT_COUNT];
	fetch_remember_fn *remember;
	void *remember_context;
	bool asked_wanted[FIELDS_MAX]; /* as the program said */
	bool wanted[FIELDS_MAX]; /* with what the queries need */
	bool is_once;
	bool is_count;
	struct fetch_renewal renewal;
};

/* ------------------------------------------------------------------ the thread */

static void
refresh(struct fetch *fetch, size_t cluster, uint64_t now_ms)
{
	cluster_refresh(fetch->clusters[cluster], now_ms);
	for (size_t slot = 0; slot < FETCH_SLOT_COUNT; slot++)
		query_refresh(fetch->queries[slot], cluster, now_ms);
	if (detail_cluster(fetch->detail) == fetch->clusters[cluster])
		detail_hurry(fetch->detail, now_ms);
}

static void
apply_refresh(struct fetch *fetch, const struct orders *orders, uint64_t now_ms)
{
	for (size_t i = 0; i < fetch->cluster_count; i++) {
		if (orders->is_refresh_all || (orders->refresh != NULL && orders->refresh[i]))
			refresh(fetch, i, now_ms);
	}
}

/* Written down first: a key that a person said yes to is used all the same when that fails. */
static void
apply_trust(struct fetch *fetch, const struct orders *orders, uint64_t now_ms)
{
	for (size_t i = 0; i < orders->trusted_count; i++) {
		const char *pin = orders->trusted[i], *url = cluster_target(fetch->clusters[i])->url;
		char *place = NULL, *trouble = NULL;

		if (pin == NULL)
			continue;
		if (fetch->remember != NULL)
			trouble = fetch->remember(fetch->remember_context, url, pin, &place);
		cluster_trust(fetch->clusters[i], pin, place, trouble);
		refresh(fetch, i, now_ms);
		free(place);
		free(trouble);
	}
}

/* Tokens that were read anew. */
static void
take_tokens(struct fetch *fetch, uint64_t now_ms)
{
	struct fetch_token token;

	while (fetch->renewal.take != NULL && fetch->renewal.take(fetch->renewal.context, &token)) {
		if (token.cluster < fetch->cluster_count &&
		    cluster_take_token(fetch->clusters[token.cluster], token.token, token.trouble, now_ms))
			refresh(fetch, token.cluster, now_ms);
		secret_text_unref(token.token);
		free(token.trouble);
	}
}

static void
ask_tokens(struct fetch *fetch)
{
	for (size_t i = 0; i < fetch->cluster_count; i++) {
		if (cluster_needs_token(fetch->clusters[i]))
			fetch->renewal.ask(fetch->renewal.context, i);
	}
}

static void
apply_watch(struct fetch *fetch, const struct identity *identity, uint64_t now_ms)
{
	struct cluster *cluster = NULL;

	if (identity_is_set(identity) && identity->cluster < fetch->cluster_count)
		cluster = fetch->clusters[identity->cluster];
	detail_watch(fetch->detail, cluster, identity, now_ms);
}

static void
apply_interval(struct fetch *fetch, uint32_t interval_ms, uint64_t now_ms)
{
	for (size_t i = 0; i < fetch->cluster_count; i++)
		cluster_set_interval(fetch->clusters[i], interval_ms, now_ms);
	for (size_t slot = 0; slot < FETCH_SLOT_COUNT; slot++)
		query_set_interval(fetch->queries[slot], interval_ms, now_ms);
	detail_hurry(fetch->detail, now_ms + interval_ms);
}

/* What the queries need is asked for as well, and soon, since what they list waits to be joined with it. */
static void
apply_wanted(struct fetch *fetch, uint64_t now_ms)
{
	bool wanted[FIELDS_MAX], needs_more = false;

	memcpy(wanted, fetch->asked_wanted, sizeof wanted);
	for (size_t slot = 0; slot < FETCH_SLOT_COUNT; slot++)
		query_want(fetch->queries[slot], wanted);
	for (unsigned field = 0; field < FIELDS_MAX; field++)
		needs_more = needs_more || (wanted[field] && !fetch->wanted[field] && !fetch->asked_wanted[field]);
	memcpy(fetch->wanted, wanted, sizeof wanted);
	for (size_t i = 0; needs_more && i < fetch->cluster_count; i++)
		cluster_hurry(fetch->clusters[i], now_ms);
}

static void
apply_queries(struct fetch *fetch, struct orders *orders, uint64_t now_ms)
{
	for (size_t slot = 0; slot < FETCH_SLOT_COUNT; slot++) {
		if (!orders->has_query[slot])
			continue;
		query_watch(fetch->queries[slot], orders->queries[slot], now_ms);
		orders->queries[slot] = NULL;
	}
}

/* False when the thread is to end. */
static bool
apply_orders(struct fetch *fetch, uint64_t now_ms)
{
	struct orders orders;
	bool goes_on;

	mailbox_take_orders(fetch->mailbox, &orders);
	goes_on = !orders.is_stop;
	if (goes_on) {
		if (orders.has_wanted)
			memcpy(fetch->asked_wanted, orders.wanted, sizeof fetch->asked_wanted);
		if (orders.has_interval)
			apply_interval(fetch, orders.interval_ms, now_ms);
		if (orders.has_watch)
			apply_watch(fetch, &orders.watch, now_ms);
		apply_queries(fetch, &orders, now_ms);
		apply_wanted(fetch, now_ms);
		apply_trust(fetch, &orders, now_ms);
		apply_refresh(fetch, &orders, now_ms);
	}
	orders_clear(&orders);
	return goes_on;
}

/* Sends what is due; returns when something will be, or 0. */
static uint64_t
turn_all(struct fetch *fetch, uint64_t now_ms)
{
	uint64_t timer;

	/* Sessions last: where only one request may go out, somebody looks at the others. */
	detail_turn(fetch->detail, now_ms);
	for (size_t slot = 0; slot < FETCH_SLOT_COUNT; slot++)
		query_turn(fetch->queries[slot], now_ms);
	for (size_t i = 0; i < fetch->cluster_count; i++)
		cluster_turn(fetch->clusters[i], now_ms);
	timer = detail_timer(fetch->detail);
	for (size_t slot = 0; slot < FETCH_SLOT_COUNT; slot++)
		timer = schedule_earlier(timer, query_timer(fetch->queries[slot]));
	for (size_t i = 0; i < fetch->cluster_count; i++)
		timer = schedule_earlier(timer, cluster_timer(fetch->clusters[i]));
	return timer;
}

static void
run(struct fetch *fetch)
{
	int descriptors[COURIER_DESCRIPTORS] = {mailbox_orders_descriptor(fetch->mailbox), -1};
	uint64_t timer;

	while (apply_orders(fetch, clock_monotonic_ms())) {
		take_tokens(fetch, clock_monotonic_ms());
		timer = turn_all(fetch, clock_monotonic_ms());
		ask_tokens(fetch);
		if (fetch->renewal.descriptor != NULL)
			descriptors[1] = fetch->renewal.descriptor(fetch->renewal.context);
		courier_wait(fetch->courier, descriptors, schedule_timeout_ms(timer, clock_monotonic_ms()));
	}
}

static void
open_clusters(struct fetch *fetch)
{
	uint64_t now_ms = clock_monotonic_ms();

	for (size_t i = 0; i < fetch->cluster_count; i++) {
		struct cluster_setup setup = {
		    .number = i,
		    .target = &fetch->asked[i].target,
		    .interval_ms = fetch->asked[i].interval_ms,
		    .is_once = fetch->is_once,
		    .is_count = fetch->is_count,
		    .can_renew = fetch->renewal.ask != NULL && !fetch->is_once,
		    .wanted = fetch->wanted,
		    .mailbox = fetch->mailbox,
		    .courier = fetch->courier,
		    .neighbourhood = neighbours_join(fetch->neighbours, fetch->asked[i].target.url),
		};

		fetch->clusters[i] = cluster_new(&setup, now_ms);
	}
	fetch->detail = detail_new(fetch->mailbox, fetch->courier);
	for (size_t slot = 0; slot < FETCH_SLOT_COUNT; slot++) {
		struct query_setup setup = {
		    .slot = (enum fetch_slot)slot,
		    .clusters = fetch->clusters,
		    .cluster_count = fetch->cluster_count,
		    .is_once = fetch->is_once,
		    .mailbox = fetch->mailbox,
		    .courier = fetch->courier,
		};

		fetch->queries[slot] = query_new(&setup);
	}
}

static void
close_clusters(struct fetch *fetch)
{
	detail_free(fetch->detail);
	for (size_t slot = 0; slot < FETCH_SLOT_COUNT; slot++)
		query_free(fetch->queries[slot]);
	for (size_t i = 0; i < fetch->cluster_count; i++)
		cluster_free(fetch->clusters[i]);
}

/* As if everything that the cluster was asked for had failed. */
static struct fetch_news
news_without_network(void)
{
	struct fetch_news news = {.status = {.state = CLUSTER_FAILED, .walks = 1}};

	news.status.trouble = xstrdup("libcurl cannot start; see whether memory or descriptors ran out");
	return news;
}

static void
refuse_query(struct fetch *fetch, enum fetch_slot slot, const struct scope *scope)
{
	for (size_t i = 0; scope != NULL && i < fetch->cluster_count; i++) {
		struct fetch_news news = news_without_network();

		if (scope_has_cluster(scope, i))
			mailbox_put_query(fetch->mailbox, slot, i, &news);
		fetch_news_clear(&news);
	}
}

/* libcurl does not start: tells so for every cluster and waits for the end. */
static void
run_without_network(struct fetch *fetch)
{
	struct pollfd wait = {.fd = mailbox_orders_descriptor(fetch->mailbox), .events = POLLIN};
	struct orders orders = {0};
	bool is_stop = false;

	for (size_t i = 0; i < fetch->cluster_count; i++) {
		struct fetch_news news = news_without_network();

		mailbox_put_cluster(fetch->mailbox, i, &news);
	}
	while (!is_stop) {
		poll(&wait, 1, -1);
		mailbox_take_orders(fetch->mailbox, &orders);
		is_stop = orders.is_stop;
		for (size_t slot = 0; slot < FETCH_SLOT_COUNT; slot++)
			refuse_query(fetch, (enum fetch_slot)slot, orders.queries[slot]);
		orders_clear(&orders);
	}
}

static void *
thread_main(void *context)
{
	struct fetch *fetch = context;

	if (!fetch->is_once)
		priority_set_patient();
	/* Here and not in fetch_start(), because reading OpenSSL's tables takes longer than the first paint may. */
	if (curl_memory_init() != CURLE_OK) {
		run_without_network(fetch);
		return NULL;
	}
	fetch->courier = courier_new(fetch->cluster_count * CONNECTIONS_PER_CLUSTER + CONNECTIONS_SPARE);
	if (fetch->courier == NULL) {
		run_without_network(fetch);
	} else {
		open_clusters(fetch);
		run(fetch);
		close_clusters(fetch);
	}
	courier_free(fetch->courier);
	curl_global_cleanup();
	return NULL;
}

/* ------------------------------------------------------------------ what others call */

static void
free_fetch(struct fetch *fetch)
{
	for (size_t i = 0; i < fetch->cluster_count; i++)
		target_clear(&fetch->asked[i].target);
	mailbox_free(fetch->mailbox);
	neighbours_free(fetch->neighbours);
	free(fetch->asked);
	free(fetch->clusters);
	free(fetch);
}

char *
fetch_start(const struct fetch_settings *settings, struct fetch **fetch)
{
	size_t count = settings->cluster_count;
	struct fetch *started = xcalloc(1, sizeof *started);
	int error;

	started->cluster_count = count;
	started->is_once = settings->is_once;
	started->is_count = settings->is_count;
	started->remember = settings->remember;
	started->remember_context = settings->remember_context;
	started->renewal = settings->renewal;
	memcpy(started->asked_wanted, settings->wanted, sizeof started->asked_wanted);
	started->asked = xcalloc(count + 1, sizeof *started->asked);
	started->clusters = xcalloc(count + 1, sizeof(struct cluster *));
	for (size_t i = 0; i < count; i++) {
		started->asked[i].target = target_copy(&settings->clusters[i].target);
		started->asked[i].interval_ms = settings->clusters[i].interval_ms;
	}
	if (!settings->is_once)
		started->neighbours = neighbours_new(settings->neighbours_folder);
	started->mailbox = mailbox_new(count);
	if (started->mailbox != NULL && settings->query != NULL)
		mailbox_order_query(started->mailbox, FETCH_SLOT_TABLE, scope_new(settings->query));
	error = started->mailbox == NULL ? errno : thread_start(&started->thread, thread_main, started);
	if (error != 0) {
		free_fetch(started);
		return xasprintf("the thread that asks the clusters cannot start: %s", strerror(error));
	}
	*fetch = started;
	return NULL;
}

void
fetch_stop(struct fetch *fetch)
{
	if (fetch == NULL)
		return;
	mailbox_order_stop(fetch->mailbox);
	pthread_join(fetch->thread, NULL);
	free_fetch(fetch);
}

int
fetch_descriptor(const struct fetch *fetch)
{
	return mailbox_news_descriptor(fetch->mailbox);
}

void
fetch_acknowledge(struct fetch *fetch)
{
	mailbox_acknowledge(fetch->mailbox);
}

bool
fetch_take_cluster(struct fetch *fetch, size_t cluster, struct fetch_news *news)
{
	return mailbox_take_cluster(fetch->mailbox, cluster, news);
}

bool
fetch_take_detail(struct fetch *fetch, struct detail_news *news)
{
	return mailbox_take_detail(fetch->mailbox, news);
}

void
fetch_watch_query(struct fetch *fetch, enum fetch_slot slot, const struct fetch_query *query)
{
	mailbox_order_query(fetch->mailbox, slot, query == NULL ? NULL : scope_new(query));
}

bool
fetch_take_query(struct fetch *fetch, enum fetch_slot slot, size_t cluster, struct fetch_news *news)
{
	return mailbox_take_query(fetch->mailbox, slot, cluster, news);
}

void
fetch_watch_session(struct fetch *fetch, const struct identity *identity)
{
	mailbox_order_watch(fetch->mailbox, identity);
}

void
fetch_refresh(struct fetch *fetch, size_t cluster)
{
	mailbox_order_refresh(fetch->mailbox, cluster);
}

void
fetch_trust(struct fetch *fetch, size_t cluster, const char *pin)
{
	mailbox_order_trust(fetch->mailbox, cluster, pin);
}

void
fetch_set_interval(struct fetch *fetch, uint32_t interval_ms)
{
	mailbox_order_interval(fetch->mailbox, interval_ms);
}

void
fetch_set_wanted(struct fetch *fetch, const bool wanted[static FIELDS_MAX])
{
	mailbox_order_wanted(fetch->mailbox, wanted);
}
