/* live.c: programs on a terminal, timed from a key to what comes of it. */
#include "config.h"

#include "bench/live.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "bench/bench.h"
#include "bench/pages.h"
#include "e2e/process.h"

/* What belongs together comes within this time. */
#define QUIET_MS 25
#define PATIENCE_SECONDS 30
/* Of a screen with a table: what is no row. */
#define LINES_ABOVE 8
#define LINES_BELOW 3

/* A number as cifstop groups it: 1,000,000. */
static const char *
grouped(struct scene *scene, size_t number)
{
	if (number < 1000)
		return scene_text(scene, "%zu", number);
	return scene_text(scene, "%s,%03zu", grouped(scene, number / 1000), number % 1000);
}

struct stage *
live_open(struct scene *scene, const char *size, struct sim *sim, const char *options, size_t sessions)
{
	struct stage *stage;

	scene_set(scene, "CIFSTOP_PASSWORD", SIM_PASSWORD);
	stage = stage_open_cifstop(
	    scene, size, "--url %s --user %s --max-records %d %s", sim_url(sim), SIM_USER, PAGE_RECORDS, options);
	if (sessions > 0)
		stage_wait_text(stage, scene_text(scene, "/%s", grouped(scene, sessions)));
	return stage;
}

void
live_close(struct stage *stage)
{
	process_stop(terminal_process(stage_terminal(stage)));
}

void
live_watch(struct stage *stage, double seconds)
{
	double end = bench_now() + seconds;

	for (double left = seconds; left > 0; left = end - bench_now())
		terminal_read(stage_terminal(stage), (int)(left * 1000) + 1);
}

void
live_settle(struct stage *stage)
{
	double end = bench_now() + 1;

	while (bench_now() < end && terminal_read(stage_terminal(stage), QUIET_MS))
		continue;
}

double
live_first_byte(struct stage *stage, const char *keys)
{
	double started;

	while (terminal_read(stage_terminal(stage), 0))
		continue;
	started = bench_now();
	stage_type(stage, keys);
	terminal_wait(stage_terminal(stage), 1000);
	return bench_now() - started;
}

/* Stands for all that is written on the lines of a table. */
static uint64_t
rows_hash(struct stage *stage)
{
	const struct terminal *terminal = stage_terminal(stage);
	uint64_t hash = 0;

	for (int line = LINES_ABOVE; line < terminal_rows(terminal) - LINES_BELOW; line++) {
		for (int column = 0; column < terminal_columns(terminal); column++)
			hash = (hash ^ terminal_character(terminal, column, line)) * UINT64_C(0x100000001b3);
	}
	return hash;
}

double
live_new_rows(struct stage *stage, const char *keys)
{
	uint64_t before;
	double started, now;

	live_settle(stage);
	before = rows_hash(stage);
	started = now = bench_now();
	stage_type(stage, keys);
	while (now - started < PATIENCE_SECONDS) {
		bool has_read = terminal_read(stage_terminal(stage), 100);

		now = bench_now();
		if (has_read && before != rows_hash(stage))
			break;
	}
	if (now - started >= PATIENCE_SECONDS)
		stage_fail(stage, "no other rows came after %s", keys);
	return now - started;
}

static bool
all_rows_hold(struct stage *stage, const char *text)
{
	for (int line = LINES_ABOVE; line < terminal_rows(stage_terminal(stage)) - LINES_BELOW; line++) {
		const char *row = stage_line(stage, line);

		if (*row != '\0' && strcasestr(row, text) == NULL)
			return false;
	}
	return true;
}

double
live_only_rows(struct stage *stage, const char *keys, const char *text)
{
	double started, now;

	live_settle(stage);
	started = now = bench_now();
	stage_type(stage, keys);
	while (now - started < PATIENCE_SECONDS) {
		bool has_read = terminal_read(stage_terminal(stage), 100);

		now = bench_now();
		if (has_read && all_rows_hold(stage, text))
			return now - started;
	}
	stage_fail(stage, "rows without %s stayed", text);
}

static pid_t
pid_of(struct stage *stage)
{
	return terminal_process(stage_terminal(stage))->pid;
}

struct activity
live_activity(struct stage *stage)
{
	return activity_of(pid_of(stage));
}

double
live_peak(struct stage *stage)
{
	return activity_number(pid_of(stage), "status", "VmHWM:") * 1024;
}

void
live_reset_peak(struct stage *stage)
{
	char *path = xasprintf("/proc/%d/clear_refs", (int)pid_of(stage));
	int file = open(path, O_WRONLY | O_CLOEXEC);

	free(path);
	if (file < 0)
		return;
	if (write(file, "5", 1) != 1)
		bench_say("the peak of memory cannot be reset");
	close(file);
}
