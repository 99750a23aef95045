/* fetch_desk.c: a test as the program that gets news from the fetch thread. */
#include "config.h"

#include "fetch_desk.h"

#include <poll.h>
#include <stdlib.h>

#include "app/narrow.h"
#include "base/clock.h"
#include "e2e/check.h"
#include "model/session_fields.h"

static void
close_desk(void *subject)
{
	struct desk *desk = subject;

	fetch_stop(desk->fetch);
	for (size_t i = 0; i < DESK_CLUSTERS_MAX; i++)
		fetch_news_clear(&desk->news[i]);
	detail_news_clear(&desk->detail);
	for (size_t i = 0; i < FETCH_SLOT_COUNT * DESK_CLUSTERS_MAX; i++)
		fetch_news_clear(&desk->queries[i / DESK_CLUSTERS_MAX][i % DESK_CLUSTERS_MAX]);
}

static struct target
make_target(const struct desk_settings *settings, struct sim *sim)
{
	static char name[] = "one", user[] = SIM_USER;
	struct target target = target_default();

	target.name = name;
	target.username = user;
	target.url = (char *)(uintptr_t)sim_url(sim);
	target.password = secret_text_new(text_of(settings->password == NULL ? SIM_PASSWORD : settings->password));
	target.token = secret_text_new(text_of(settings->token));
	if (settings->timeout_ms != 0)
		target.timeout_ms = settings->timeout_ms;
	if (settings->max_records != 0)
		target.max_records = settings->max_records;
	if (settings->filter != NULL)
		narrow_target(&target, settings->filter);
	if (settings->narrow_name != NULL)
		target_narrow(&target, settings->narrow_name, settings->narrow_value);
	return target;
}

struct desk *
desk_open(struct scene *scene, const struct desk_settings *settings)
{
	struct desk *desk = scene_memory(scene, sizeof *desk);
	struct fetch_cluster clusters[DESK_CLUSTERS_MAX];
	struct fetch_settings start = {.clusters = clusters,
	    .is_once = settings->is_once,
	    .query = settings->query,
	    .renewal = settings->renewal,
	    .neighbours_folder = settings->neighbours_folder};
	char *trouble;

	for (size_t i = 0; i < DESK_CLUSTERS_MAX && settings->sims[i] != NULL; i++) {
		clusters[i].target = make_target(settings, settings->sims[i]);
		clusters[i].interval_ms = settings->interval_ms == 0 ? 100 : settings->interval_ms;
		start.cluster_count++;
	}
	for (unsigned field = 0; field < SESSION_FIELD_COUNT; field++)
		start.wanted[field] = true;
	desk->scene = scene;
	desk->cluster_count = start.cluster_count;
	desk->deadline_ms = clock_monotonic_ms() + (uint64_t)scene_patience_ms() * 2;
	trouble = fetch_start(&start, &desk->fetch);
	for (size_t i = 0; i < start.cluster_count; i++) {
		secret_text_unref(clusters[i].target.password);
		secret_text_unref(clusters[i].target.token);
		target_drop_narrowing(&clusters[i].target);
	}
	if (trouble != NULL)
		check_fail("%s", trouble);
	scene_defer(scene, close_desk, desk);
	return desk;
}

static void
take_queries(struct desk *desk, size_t cluster)
{
	for (size_t slot = 0; slot < FETCH_SLOT_COUNT; slot++) {
		struct fetch_news news;

		if (!fetch_take_query(desk->fetch, (enum fetch_slot)slot, cluster, &news))
			continue;
		fetch_news_clear(&desk->queries[slot][cluster]);
		desk->queries[slot][cluster] = news;
	}
}

void
desk_turn(struct desk *desk)
{
	struct pollfd wait = {.fd = fetch_descriptor(desk->fetch), .events = POLLIN};
	struct detail_news detail;

	if (poll(&wait, 1, scene_patience_ms()) != 1 || clock_monotonic_ms() > desk->deadline_ms)
		check_fail("no news: state %d, %u rows, %s; detail %d, %s", desk_status(desk)->state, desk_rows(desk),
		    desk_status(desk)->trouble == NULL ? "no trouble" : desk_status(desk)->trouble, desk->detail.state,
		    desk->detail.trouble == NULL ? "no trouble" : desk->detail.trouble);
	fetch_acknowledge(desk->fetch);
	for (size_t i = 0; i < desk->cluster_count; i++) {
		struct fetch_news news;

		take_queries(desk, i);
		if (!fetch_take_cluster(desk->fetch, i, &news))
			continue;
		fetch_news_clear(&desk->news[i]);
		desk->news[i] = news;
	}
	if (fetch_take_detail(desk->fetch, &detail)) {
		detail_news_clear(&desk->detail);
		desk->detail = detail;
	}
}

void
desk_wait_state(struct desk *desk, enum cluster_state state)
{
	while (desk_status(desk)->state != state)
		desk_turn(desk);
}

void
desk_wait_walks(struct desk *desk, uint32_t walks)
{
	while (desk_status(desk)->walks < walks)
		desk_turn(desk);
}

void
desk_wait_detail(struct desk *desk, enum detail_state state)
{
	while (desk->detail.state != state)
		desk_turn(desk);
}

void
desk_wait_query(struct desk *desk, enum fetch_slot slot, size_t cluster, enum cluster_state state)
{
	while (desk->queries[slot][cluster].status.state != state)
		desk_turn(desk);
}

void
desk_wait_query_walks(struct desk *desk, enum fetch_slot slot, size_t cluster, uint32_t walks)
{
	while (desk->queries[slot][cluster].status.walks < walks)
		desk_turn(desk);
}

const struct cluster_status *
desk_status(const struct desk *desk)
{
	return &desk->news[0].status;
}

uint32_t
desk_rows(const struct desk *desk)
{
	return desk->news[0].snapshot == NULL ? 0 : snapshot_count(desk->news[0].snapshot);
}

static void
clear_identity(void *identity)
{
	identity_clear(identity);
}

const struct identity *
desk_identity(struct desk *desk, uint32_t row)
{
	struct identity *identity = scene_memory(desk->scene, sizeof *identity);

	*identity = snapshot_identity(desk->news[0].snapshot, row);
	scene_defer(desk->scene, clear_identity, identity);
	return identity;
}

uint64_t
desk_stop(struct desk *desk)
{
	uint64_t start_ms = clock_monotonic_ms();

	fetch_stop(desk->fetch);
	desk->fetch = NULL;
	return clock_monotonic_ms() - start_ms;
}
