/* row_fleet.c: many clusters, some of which hang; and what a refresh costs the cluster. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buffer.h"
#include "bench/bench.h"
#include "bench/live.h"
#include "bench/pages.h"
#include "bench/program.h"
#include "e2e/check.h"

#define CLUSTERS 64
#define HANGING 10
#define SESSIONS_A_CLUSTER 5000
#define QUICK_CLUSTERS 4
#define QUICK_HANGING 1
#define QUICK_SESSIONS 20
#define SECONDS 6
#define QUICK_SECONDS 0.6
#define TWO_SECONDS 3
#define CONFIG_LIMIT ((size_t)1 << 20)
#define SAMPLE 200
#define LINK "\"href\":\""
#define SESSION "/api/protocols/cifs/sessions/"

/* ---- clusters that hang ---- */

/* A configuration of `good` clusters that are one simulator, and `hanging` that are another. */
static const char *
write_fleet(struct bench *bench, struct sim *good_sim, size_t good, struct sim *hanging_sim, size_t hanging)
{
	struct buffer text;
	const char *path;

	buffer_init(&text, CONFIG_LIMIT);
	buffer_add_string(&text,
	    "defaults: {username: " SIM_USER ", password: " SIM_PASSWORD ", interval: 2s, max_records: 10000}\n");
	buffer_add_string(&text, "clusters:\n");
	for (size_t i = 0; i < good + hanging; i++)
		buffer_add_format(
		    &text, "  - {name: c%zu, url: '%s'}\n", i, sim_url(i < good ? good_sim : hanging_sim));
	path = scene_write(
	    bench->scene, scene_text(bench->scene, "fleet-%zu.yaml", hanging), "%s", buffer_string(&text));
	buffer_free(&text);
	return path;
}

/* Seconds from one refresh of a cluster that answers to its next. */
static double
time_refreshes(struct bench *bench, struct sim *sim, const char *config, size_t good)
{
	double watched = bench->is_quick ? QUICK_SECONDS : SECONDS, started;
	size_t before, walks;
	struct stage *stage = stage_open_cifstop(bench->scene, "120x40", "--config %s", config);

	live_watch(stage, watched / 3);
	before = sim_requests(sim, SESSIONS_PATH);
	started = bench_now();
	live_watch(stage, watched);
	/* Each is one page. */
	walks = sim_requests(sim, SESSIONS_PATH) - before;
	started = bench_now() - started;
	live_close(stage);
	return started * (double)good / (double)(walks == 0 ? 1 : walks);
}

void
measure_fleet(struct bench *bench)
{
	size_t hanging = bench_size(bench, HANGING, QUICK_HANGING);
	size_t good = bench_size(bench, CLUSTERS, QUICK_CLUSTERS) - hanging;
	struct sim *sim = sim_start(
	    bench->scene, "--frozen --sessions %zu", bench_size(bench, SESSIONS_A_CLUSTER, QUICK_SESSIONS));
	struct sim *hangs = sim_start(bench->scene, "--frozen --sessions 1 --fault hang");
	const char *with = write_fleet(bench, sim, good, hangs, hanging);
	const char *without = write_fleet(bench, sim, good, hangs, 0);

	for (unsigned run = 0; run < bench->runs; run++) {
		bench_say("clusters that hang, run %u of %u", run + 1, bench->runs);
		bench_add(bench, GOAL_FLEET, time_refreshes(bench, sim, with, good));
		bench_add_peer(bench, GOAL_FLEET, time_refreshes(bench, sim, without, good));
	}
	sim_stop(hangs);
	sim_stop(sim);
}

/* ---- two monitors on one host ---- */

static double
refreshes_a_second(struct bench *bench, struct sim *sim, struct stage *stage)
{
	size_t before = sim_requests(sim, SESSIONS_PATH);
	double started = bench_now();

	live_watch(stage, bench->is_quick ? QUICK_SECONDS : TWO_SECONDS);
	return (double)(sim_requests(sim, SESSIONS_PATH) - before) / (bench_now() - started);
}

void
measure_two(struct bench *bench)
{
	const char *folder = scene_path(bench->scene, "run");
	struct sim *sim = sim_start(bench->scene, "--frozen --sessions %d", QUICK_SESSIONS);
	struct stage *first, *second;

	mkdir(folder, S_IRWXU);
	scene_set(bench->scene, "XDG_RUNTIME_DIR", folder);
	bench_say("two monitors on one host");
	first = live_open(bench->scene, "120x40", sim, "--delay 500ms", QUICK_SESSIONS);
	for (unsigned run = 0; run < bench->runs; run++)
		bench_add_peer(bench, GOAL_LOAD_TWO, refreshes_a_second(bench, sim, first));
	second = live_open(bench->scene, "120x40", sim, "--delay 500ms", QUICK_SESSIONS);
	stage_wait_text(first, "2 watch");
	for (unsigned run = 0; run < bench->runs; run++)
		bench_add(bench, GOAL_LOAD_TWO, refreshes_a_second(bench, sim, first));
	live_close(second);
	live_close(first);
	scene_set(bench->scene, "XDG_RUNTIME_DIR", NULL);
	sim_stop(sim);
}

/* ---- what a refresh costs the cluster ---- */

struct cost {
	double requests;
	double bytes;
};

/* What the lines of a log say from `from` on, of requests whose path begins with `path`. */
static struct cost
read_cost(const char *log, size_t from, const char *path)
{
	struct cost cost = {0, 0};

	for (const char *line = log + from; *line != '\0'; line += strcspn(line, "\n"), line += *line == '\n') {
		const char *at = line + strcspn(line, " ");

		if (strncmp(at, " /api", 5) != 0 || strncmp(at + 5, path, strlen(path)) != 0)
			continue;
		at += 1 + strcspn(at + 1, " ");
		at += 1 + strcspn(at + 1, " ");
		cost.requests++;
		cost.bytes += strtod(at, NULL);
	}
	return cost;
}

/* What a script does that lists the sessions and then asks for each: the list once, and some of the sessions. */
static struct cost
cost_of_script(struct bench *bench, struct sim *sim, size_t sessions)
{
	const char *list = scene_path(bench->scene, "list"), *config = scene_path(bench->scene, "details"), *text, *at;
	size_t before = strlen(sim_log(sim)), asked = 0;
	struct cost list_cost, details;
	struct buffer urls;

	program_time_to(bench->scene, list,
	    scene_text(bench->scene, "curl -s -u " SIM_USER ":" SIM_PASSWORD " %s/api" SESSIONS_PATH "max_records=%d",
		sim_url(sim), PAGE_RECORDS));
	list_cost = read_cost(sim_log(sim), before, SESSIONS_PATH);
	text = scene_read(bench->scene, list, NULL);
	buffer_init(&urls, CONFIG_LIMIT);
	buffer_add_string(&urls, "silent\nfail\nuser = \"" SIM_USER ":" SIM_PASSWORD "\"\n");
	for (at = text; asked < SAMPLE && (at = strstr(at, LINK SESSION)) != NULL; asked++) {
		at += strlen(LINK);
		buffer_add_format(&urls, "url = \"%s%.*s?fields=*\"\noutput = \"/dev/null\"\n", sim_url(sim),
		    (int)strcspn(at, "\""), at);
	}
	scene_write(bench->scene, "details", "%s", buffer_string(&urls));
	buffer_free(&urls);
	before = strlen(sim_log(sim));
	program_time(bench->scene, "curl --config %s", config);
	details = read_cost(sim_log(sim), before, "/protocols/cifs/sessions/");
	if (details.requests < 1)
		check_fail("no session can be asked for");
	/* Pages of a list all cost the same. */
	return (struct cost){
	    .requests = (double)sessions / PAGE_RECORDS + (double)sessions,
	    .bytes = list_cost.bytes * (sessions > PAGE_RECORDS ? (double)sessions / PAGE_RECORDS : 1) +
		     details.bytes / details.requests * (double)sessions,
	};
}

void
measure_cost(struct bench *bench)
{
	size_t sessions = bench_size(bench, 100000, 300), before;
	struct sim *sim = sim_start(bench->scene, "--frozen --sessions %zu", sessions);
	struct cost script = cost_of_script(bench, sim, sessions), ours;

	for (unsigned run = 0; run < bench->runs; run++) {
		struct stage *stage;

		before = strlen(sim_log(sim));
		stage = live_open(bench->scene, "120x40", sim, "--delay 1h", sessions);
		live_settle(stage);
		live_close(stage);
		ours = read_cost(sim_log(sim), before, "/");
		bench_add(bench, GOAL_LOAD_REQUESTS, ours.requests);
		bench_add(bench, GOAL_LOAD_BYTES, ours.bytes / 1e6);
		bench_add_peer(bench, GOAL_LOAD_REQUESTS, script.requests);
		bench_add_peer(bench, GOAL_LOAD_BYTES, script.bytes / 1e6);
	}
	sim_stop(sim);
}
