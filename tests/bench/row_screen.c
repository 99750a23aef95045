/* row_screen.c: what a screen costs: bytes, time at rest, and the start. */
#include "config.h"

#include <string.h>

#include "base/buffer.h"
#include "bench/bench.h"
#include "bench/live.h"
#include "bench/pages.h"
#include "bench/program.h"

#define SESSIONS 10000
#define QUICK_SESSIONS 200
#define KEYS 20
/* Seconds that are watched, once a run; at rest as long as from one refresh to the next. */
#define QUIET_SECONDS 2
#define REST_PARTS 5
#define REST_SECONDS 5
#define FLOOR_FETCHES 20
#define QUICK_SECONDS 0.1
#define LATENCY "0.1"

static double
seconds(const struct bench *bench, double whole)
{
	return bench->is_quick ? QUICK_SECONDS : whole;
}

/* ---- bytes ---- */

static size_t
bytes_of(struct stage *stage)
{
	return terminal_output_length(stage_terminal(stage));
}

static double
bytes_of_key(struct stage *stage, const char *key)
{
	size_t before;

	live_settle(stage);
	before = bytes_of(stage);
	for (int i = 0; i < KEYS; i++) {
		stage_type(stage, key);
		live_settle(stage);
	}
	return (double)(bytes_of(stage) - before) / KEYS;
}

/* Bytes in each second, in which there is one refresh. */
static double
bytes_of_refresh(struct bench *bench, struct stage *stage)
{
	size_t before;

	live_settle(stage);
	before = bytes_of(stage);
	live_watch(stage, seconds(bench, QUIET_SECONDS));
	return (double)(bytes_of(stage) - before) / seconds(bench, QUIET_SECONDS);
}

static void
measure_key_bytes(struct bench *bench, struct sim *sim, size_t sessions)
{
	struct stage *ours = live_open(bench->scene, "120x40", sim, "--delay 1h", sessions), *peer = NULL;

	if (bench_has_program("htop"))
		peer = stage_open(bench->scene, "120x40", "htop -d 100");
	else
		bench_miss_peer(bench, GOAL_BYTES_KEY, "htop");
	if (peer != NULL)
		stage_wait_text(peer, "PID");
	for (unsigned run = 0; run < bench->runs; run++) {
		/* Down and back, so that no list comes to its end. */
		const char *key = run % 2 == 0 ? KEY_DOWN : KEY_UP;

		bench_add(bench, GOAL_BYTES_KEY, bytes_of_key(ours, key));
		if (peer != NULL)
			bench_add_peer(bench, GOAL_BYTES_KEY, bytes_of_key(peer, key));
	}
	live_close(ours);
	if (peer != NULL)
		live_close(peer);
}

/* Two goals may be of one figure; GOAL_COUNT stands for none. */
static void
measure_quiet_bytes(
    struct bench *bench, struct sim *sim, size_t sessions, const char *size, enum goal_id goal, enum goal_id other)
{
	/* By user, so that among the idle times there are some of every length. */
	struct stage *ours = live_open(bench->scene, size, sim, "--delay 1s --sort user", sessions), *peer = NULL;
	size_t requests = sim_requests(sim, SESSIONS_PATH);

	if (bench_has_program("htop"))
		peer = stage_open(bench->scene, size, "htop -d 10");
	if (peer != NULL)
		stage_wait_text(peer, "PID");
	for (unsigned run = 0; run < bench->runs; run++) {
		double bytes = bytes_of_refresh(bench, ours), theirs = peer == NULL ? 0 : bytes_of_refresh(bench, peer);
		enum goal_id ids[] = {goal, other};

		for (size_t i = 0; i < 2 && ids[i] != GOAL_COUNT; i++) {
			bench_add(bench, ids[i], bytes);
			if (peer != NULL)
				bench_add_peer(bench, ids[i], theirs);
			else
				bench_miss_peer(bench, ids[i], "htop");
		}
	}
	if (!bench->is_quick && sim_requests(sim, SESSIONS_PATH) < requests + bench->runs)
		check_fail("there were no refreshes to count the bytes of");
	live_close(ours);
	if (peer != NULL)
		live_close(peer);
}

void
measure_bytes(struct bench *bench)
{
	size_t sessions = bench_size(bench, SESSIONS, QUICK_SESSIONS);
	/* Time passes, and nobody comes or goes. */
	struct sim *sim = sim_start(bench->scene, "--churn 0 --sessions %zu", sessions);

	measure_key_bytes(bench, sim, sessions);
	measure_quiet_bytes(bench, sim, sessions, "80x24", GOAL_BYTES_QUIET_SMALL, GOAL_BYTES_QUIET_HTOP);
	measure_quiet_bytes(bench, sim, sessions, "200x50", GOAL_BYTES_QUIET_LARGE, GOAL_COUNT);
	sim_stop(sim);
}

/* ---- at rest ---- */

/* One run: what a program uses in each second, and in the quietest one, as between refreshes. */
static void
measure_rest_run(struct bench *bench, struct stage *stage, bool is_peer)
{
	void (*add)(struct bench *, enum goal_id, double) = is_peer ? bench_add_peer : bench_add;
	struct activity start = live_activity(stage), before = start;
	double started = bench_now(), fewest = 1e9;

	for (int i = 0; i < REST_PARTS; i++) {
		struct activity after;

		live_watch(stage, seconds(bench, 1));
		after = live_activity(stage);
		fewest = after.wakes - before.wakes < fewest ? after.wakes - before.wakes : fewest;
		before = after;
	}
	add(bench, GOAL_REST_CPU, (before.cpu - start.cpu) / (bench_now() - started) * 1000);
	add(bench, GOAL_REST_WAKES, fewest);
}

static void
measure_rest_of(struct bench *bench, struct stage *stage, bool is_peer)
{
	live_watch(stage, seconds(bench, 1));
	for (unsigned run = 0; run < bench->runs; run++)
		measure_rest_run(bench, stage, is_peer);
	live_close(stage);
}

/* Path and query of the first page that cifstop asked for first. */
static const char *
first_request(struct bench *bench, struct sim *sim)
{
	const char *found = strstr(sim_log(sim), "/api" SESSIONS_PATH);

	if (found == NULL)
		check_fail("cifstop has asked for no sessions");
	return scene_text(bench->scene, "%.*s", (int)strcspn(found, " "), found);
}

/* CPU seconds of curl for fetching a page so often over one connection. */
static double
fetch_again(struct bench *bench, const char *url, int times)
{
	const char *config = scene_path(bench->scene, "fetches");
	struct buffer urls;

	buffer_init(&urls, SIZE_MAX / 2);
	buffer_add_string(&urls, "silent\nfail\ngloboff\nuser = \"" SIM_USER ":" SIM_PASSWORD "\"\n");
	for (int i = 0; i < times; i++)
		buffer_add_format(&urls, "url = \"%s\"\noutput = \"/dev/null\"\n", url);
	scene_write(bench->scene, "fetches", "%s", buffer_string(&urls));
	buffer_free(&urls);
	return program_time(bench->scene, "curl --config %s", config).cpu;
}

/* What nobody gets by with less than: the bytes of one refresh each interval, read and thrown away. */
static void
measure_rest_floor(struct bench *bench, struct sim *sim)
{
	const char *url = scene_text(bench->scene, "%s%s", sim_url(sim), first_request(bench, sim));

	for (unsigned run = 0; run < bench->runs; run++) {
		double fetch = (fetch_again(bench, url, FLOOR_FETCHES + 1) - fetch_again(bench, url, 1)) /
			       FLOOR_FETCHES;

		bench_add(bench, GOAL_REST_FLOOR, bench->results[GOAL_REST_CPU].ours.values[run]);
		bench_add_peer(bench, GOAL_REST_FLOOR, fetch / REST_SECONDS * 1000);
	}
}

void
measure_rest(struct bench *bench)
{
	size_t sessions = bench_size(bench, SESSIONS, QUICK_SESSIONS);
	struct sim *sim = sim_start(bench->scene, "--sessions %zu", sessions);

	measure_rest_of(bench, live_open(bench->scene, "120x40", sim, "--delay 5s", sessions), false);
	measure_rest_floor(bench, sim);
	sim_stop(sim);
	if (bench_has_program("htop")) {
		struct stage *htop = stage_open(bench->scene, "120x40", "htop -d 50");

		stage_wait_text(htop, "PID");
		measure_rest_of(bench, htop, true);
		return;
	}
	bench_miss_peer(bench, GOAL_REST_CPU, "htop");
	bench_miss_peer(bench, GOAL_REST_WAKES, "htop");
}

/* ---- the start ---- */

/* Milliseconds from `started` until a text stands on the screen. */
static double
until(struct stage *stage, const char *text, double started)
{
	while (!stage_has(stage, text))
		terminal_read(stage_terminal(stage), 1000);
	return (bench_now() - started) * 1000;
}

static void
measure_start_of_ours(struct bench *bench, struct sim *slow)
{
	double started = bench_now(), painted, rows;
	struct stage *stage = live_open(bench->scene, "120x40", slow, "", 0);

	painted = until(stage, "help", started);
	/* Which row of how many. */
	rows = until(stage, " 1/", started);
	live_close(stage);
	bench_add(bench, GOAL_START_PAINT, painted);
	bench_add(bench, GOAL_START_HTOP, painted);
	bench_add(bench, GOAL_START_ROWS, rows);
}

void
measure_start(struct bench *bench)
{
	struct sim *slow = sim_start(
	    bench->scene, "--frozen --sessions %d --fault late=" LATENCY ",path=sessions", QUICK_SESSIONS);
	bool has_htop = bench_has_program("htop");

	if (!has_htop)
		bench_miss_peer(bench, GOAL_START_HTOP, "htop");
	for (unsigned run = 0; run < bench->runs; run++) {
		const char *page = scene_text(bench->scene,
		    "curl -s -o /dev/null -u " SIM_USER ":" SIM_PASSWORD " %s/api" SESSIONS_PATH "max_records=1",
		    sim_url(slow));

		measure_start_of_ours(bench, slow);
		bench_add_peer(bench, GOAL_START_ROWS, program_time(bench->scene, "%s", page).wall * 1000);
		if (has_htop) {
			double started = bench_now();
			struct stage *htop = stage_open(bench->scene, "120x40", "htop");

			bench_add_peer(bench, GOAL_START_HTOP, until(htop, "PID", started));
			live_close(htop);
		}
	}
	sim_stop(slow);
}
