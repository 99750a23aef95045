/* row_live.c: a million sessions on a screen: keys while refreshes land, memory, sorting and filtering. */
#include "config.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "bench/bench.h"
#include "bench/live.h"
#include "bench/pages.h"
#include "bench/program.h"
#include "e2e/process.h"
#include "model/session_fields.h"

#define SIZE "200x50"
#define MILLION 1000000
#define QUICK_SESSIONS 500
#define PROCESSES 1500
#define QUICK_PROCESSES 5
#define KEYS_A_RUN 100
#define QUICK_KEYS 3
#define PAUSE_SECONDS 0.03
/* Each letter leaves fewer rows than the one before. */
#define NEEDLE "ja"

struct load {
	struct bench *bench;
	struct sim *sim;
	size_t sessions;
};

/* ---- keys ---- */

/* Presses a key again and again; adds the median of the milliseconds to the first byte, and all of them to `all`. */
static double
press_keys(struct bench *bench, struct stage *stage, const char *key, struct samples *all)
{
	struct samples run = {0};
	double median;

	for (size_t i = 0; i < bench_size(bench, KEYS_A_RUN, QUICK_KEYS); i++) {
		double taken = live_first_byte(stage, key) * 1000;

		samples_add(&run, taken);
		samples_add(all, taken);
		live_settle(stage);
		live_watch(stage, PAUSE_SECONDS);
	}
	median = samples_median(&run);
	samples_free(&run);
	return median;
}

/* Starts processes that do nothing, for htop to list. */
static void
start_sleepers(pid_t *pids, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		pids[i] = fork();
		if (pids[i] != 0)
			continue;
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (;;)
			pause();
	}
}

static void
stop_sleepers(const pid_t *pids, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (pids[i] <= 0)
			continue;
		kill(pids[i], SIGKILL);
		waitpid(pids[i], NULL, 0);
	}
}

static void
measure_htop_keys(struct bench *bench)
{
	size_t count = bench_size(bench, PROCESSES, QUICK_PROCESSES);
	pid_t *pids = scene_memory(bench->scene, count * sizeof *pids);
	struct samples all = {0};
	struct stage *stage;

	if (!bench_has_program("htop")) {
		bench_miss_peer(bench, GOAL_KEY_HTOP, "htop");
		return;
	}
	start_sleepers(pids, count);
	stage = stage_open(bench->scene, SIZE, "htop");
	stage_wait_text(stage, "PID");
	for (unsigned run = 0; run < bench->runs; run++)
		bench_add_peer(bench, GOAL_KEY_HTOP, press_keys(bench, stage, KEY_DOWN, &all));
	bench_add_peer(bench, GOAL_KEY_TAIL, samples_quantile(&all, 0.99));
	live_close(stage);
	stop_sleepers(pids, count);
	samples_free(&all);
}

/* ---- memory ---- */

/* Bytes of one row of all fields that cifstop asks for, its key in the index and its place in the order included. */
static double
row_bytes(void)
{
	static const double sizes[TYPE_COUNT_OF_TYPES] = {
	    [TYPE_TEXT] = 4,
	    [TYPE_ADDRESS] = 4,
	    [TYPE_ID] = 8,
	    [TYPE_COUNT] = 4,
	    [TYPE_SECONDS] = 4,
	    [TYPE_ENUM] = 1,
	    [TYPE_BOOLEAN] = 1,
	    [TYPE_LIST] = 4,
	};
	double bytes = 3 * 4;

	for (unsigned field = 0; field < session_kind.field_count; field++) {
		if (session_kind.fields[field].origin == ORIGIN_API)
			bytes += sizes[session_kind.fields[field].type];
	}
	return bytes;
}

/* How many pages cifstop has asked for. */
static size_t
count_pages(struct sim *sim)
{
	return sim_requests(sim, SESSIONS_PATH);
}

/* One refresh and more while keys are pressed. */
static void
measure_refresh(struct load *load, struct stage *stage, struct samples *all)
{
	struct bench *bench = load->bench;
	size_t pages = load->sessions / PAGE_RECORDS + 2, before = count_pages(load->sim);
	double peak;

	live_reset_peak(stage);
	bench_add(bench, GOAL_KEY_HTOP, press_keys(bench, stage, KEY_DOWN, all));
	while (count_pages(load->sim) < before + pages)
		press_keys(bench, stage, KEY_DOWN, all);
	peak = live_peak(stage);
	bench_add(bench, GOAL_MEMORY_LIVE, peak / 1e6);
	bench_add_peer(bench, GOAL_MEMORY_LIVE, 2 * row_bytes() * (double)load->sessions / 1e6);
	bench_add(bench, GOAL_MEMORY_ROW, peak / (double)load->sessions);
	bench_add_peer(bench, GOAL_MEMORY_ROW, row_bytes());
}

static void
measure_refreshing(struct load *load)
{
	struct bench *bench = load->bench;
	struct stage *stage = live_open(bench->scene, SIZE, load->sim, "--delay 1s", load->sessions);
	struct samples all = {0};

	for (unsigned run = 0; run < bench->runs; run++) {
		bench_say("keys and memory while refreshing, run %u of %u", run + 1, bench->runs);
		measure_refresh(load, stage, &all);
	}
	for (unsigned run = 0; run < bench->runs; run++)
		bench_add(bench, GOAL_KEY_LNAV, bench->results[GOAL_KEY_HTOP].ours.values[run]);
	bench_add(bench, GOAL_KEY_TAIL, samples_quantile(&all, 0.99));
	samples_free(&all);
	live_close(stage);
}

/* ---- sorting and filtering ---- */

static void
measure_sort_keys(struct bench *bench, struct stage *stage)
{
	for (unsigned run = 0; run < bench->runs; run++) {
		double slowest = 0;

		/* From one column to the next, and back. */
		for (int i = 0; i < 4; i++) {
			double taken = live_new_rows(stage, run % 2 == 0 ? ">" : "<");

			slowest = taken > slowest ? taken : slowest;
		}
		bench_add(bench, GOAL_SORT_SCREEN, slowest * 1000);
	}
}

static void
measure_filter_keys(struct bench *bench, struct stage *stage)
{
	for (unsigned run = 0; run < bench->runs; run++) {
		double slowest = 0;

		stage_type(stage, "/");
		for (const char *at = NEEDLE; *at != '\0'; at++) {
			double taken = live_new_rows(stage, (char[]){*at, '\0'});

			slowest = taken > slowest ? taken : slowest;
		}
		bench_add(bench, GOAL_FILTER_SCREEN, slowest * 1000);
		bench_add(bench, GOAL_FILTER_LNAV, slowest * 1000);
		bench_add(bench, GOAL_FILTER_GREP, slowest * 1000);
		stage_type(stage, KEY_ESCAPE);
		live_watch(stage, bench->is_quick ? 0.1 : 0.5);
	}
}

/* The same rows as a log file, by way of the CSV that cifstop prints. Returns its path. */
static const char *
write_log(struct load *load)
{
	struct scene *scene = load->bench->scene;
	const char *csv = scene_path(scene, "rows.csv"), *log = scene_path(scene, "rows.log");
	const char *columns = "node.name,svm.name,client_ip,user,authentication,protocol,open_files,volumes.name";
	const char *command = scene_text(
	    scene, "%s --format csv --columns %s", pages_once_command(scene, load->sim), columns);
	FILE *in, *out;
	char *line = NULL;
	size_t size = 0;

	program_time_to(scene, csv, command);
	in = fopen(csv, "re");
	out = fopen(log, "we");
	if (in == NULL || out == NULL)
		check_fail("%s cannot be written: %s", log, strerror(errno));
	while (getline(&line, &size, in) > 0)
		fprintf(out, "2026-01-01 00:00:00.000 INFO %s", line);
	free(line);
	fclose(in);
	fclose(out);
	remove(csv);
	return log;
}

static void
measure_lnav(struct bench *bench, const char *log)
{
	struct samples all = {0};
	struct stage *stage;

	/* At tiny sizes it is not to be relied on: it takes keys only once it has read on, and few rows fill no screen.
	 */
	if (bench->is_quick || !bench_has_program("lnav")) {
		bench_miss_peer(bench, GOAL_KEY_LNAV, "lnav");
		bench_miss_peer(bench, GOAL_FILTER_LNAV, "lnav");
		return;
	}
	stage = stage_open(bench->scene, SIZE, "lnav %s", log);
	bench_say("lnav");
	stage_wait_text(stage, "INFO");
	/* It goes on reading in the background. */
	live_watch(stage, 10);
	for (unsigned run = 0; run < bench->runs; run++)
		bench_add_peer(bench, GOAL_KEY_LNAV, press_keys(bench, stage, KEY_UP, &all));
	for (unsigned run = 0; run < bench->runs; run++) {
		stage_type(stage, ":filter-in " NEEDLE);
		live_watch(stage, 1);
		bench_add_peer(bench, GOAL_FILTER_LNAV, live_only_rows(stage, KEY_ENTER, NEEDLE) * 1000);
		stage_type(stage, ":delete-filter " NEEDLE KEY_ENTER);
		live_watch(stage, 1);
	}
	samples_free(&all);
	live_close(stage);
}

static void
measure_grep(struct bench *bench, const char *log)
{
	const char *command = scene_text(bench->scene, "grep -ic %s %s", NEEDLE, log);
	const char *count = scene_path(bench->scene, "count");

	/* Into a file: where nobody reads what it counts, it stops at the first line. */
	for (unsigned run = 0; run < bench->runs; run++)
		bench_add_peer(bench, GOAL_FILTER_GREP, program_time_to(bench->scene, count, command).wall * 1000);
}

void
measure_live(struct bench *bench)
{
	struct load load = {.bench = bench, .sessions = bench_size(bench, MILLION, QUICK_SESSIONS)};
	struct stage *stage;
	const char *log;

	load.sim = sim_start(bench->scene, "--frozen --sessions %zu", load.sessions);
	stage = live_open(bench->scene, SIZE, load.sim, "--delay 1h", load.sessions);
	live_settle(stage);
	measure_sort_keys(bench, stage);
	measure_filter_keys(bench, stage);
	live_close(stage);
	bench_say("writing the rows as a log");
	log = write_log(&load);
	measure_lnav(bench, log);
	measure_grep(bench, log);
	remove(log);
	measure_refreshing(&load);
	measure_htop_keys(bench);
	sim_stop(load.sim);
}
