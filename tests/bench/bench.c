/* bench.c: measures cifstop beside its peers, and says what came of it. */
#include "config.h"

#include "bench/bench.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "bench/results.h"

#define WHOLE_RUNS 5
#define QUICK_RUNS 2
/* Seconds to wait for something that must come; a cluster of a million sessions takes some to begin. */
#define PATIENCE "120"

struct group {
	const char *rows; /* numbers of the rows that it measures, for --rows */
	void (*measure)(struct bench *bench);
};

/* In this order: a child counts the memory of who started it as its own, so those that load pages come last. */
static const struct group groups[] = {
    {"12", measure_growth},
    {"1,2,3", measure_once},
    {"5,6,7,8,live", measure_live},
    {"9", measure_bytes},
    {"10", measure_rest},
    {"11", measure_start},
    {"13", measure_fleet},
    {"14", measure_cost},
    {"14", measure_two},
    {"4", measure_decode},
    {"7,8,view", measure_view},
};

size_t
bench_size(const struct bench *bench, size_t whole, size_t quick)
{
	return bench->is_quick ? quick : whole;
}

void
bench_add(struct bench *bench, enum goal_id goal, double ours)
{
	bench->results[goal].is_measured = true;
	samples_add(&bench->results[goal].ours, ours);
}

void
bench_add_peer(struct bench *bench, enum goal_id goal, double peer)
{
	samples_add(&bench->results[goal].peer, peer);
}

void
bench_miss_peer(struct bench *bench, enum goal_id goal, const char *package)
{
	bench->results[goal].missing = package;
}

bool
bench_has_program(const char *name)
{
	const char *path = getenv("PATH");
	bool is_there = false;

	while (path != NULL && *path != '\0' && !is_there) {
		int length = (int)strcspn(path, ":");
		char *file = xasprintf("%.*s/%s", length, path, name);

		is_there = access(file, X_OK) == 0;
		free(file);
		path += length;
		path += *path == ':';
	}
	return is_there;
}

void
bench_say(const char *format, ...)
{
	va_list arguments;

	fputs("bench: ", stderr);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
}

static double
read_clock(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

double
bench_now(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

double
bench_cpu(void)
{
	return read_clock(CLOCK_THREAD_CPUTIME_ID);
}

/* Whether a list of numbers such as "1,2,3" has one in common with another; NULL has all. */
static bool
shares_row(const char *wanted, const char *rows)
{
	if (wanted == NULL)
		return true;
	for (; *rows != '\0'; rows += strcspn(rows, ","), rows += *rows == ',') {
		size_t length = strcspn(rows, ",");

		for (const char *at = wanted; *at != '\0'; at += strcspn(at, ","), at += *at == ',') {
			if (strcspn(at, ",") == length && strncmp(at, rows, length) == 0)
				return true;
		}
	}
	return false;
}

static int
usage(void)
{
	fputs(
	    "usage: bench [--quick] [--runs N] [--rows N,...] [--json FILE]\n"
	    "Measures cifstop beside its peers: jq, htop, lnav, grep and curl, by the names of their Debian packages.\n"
	    "--quick: at tiny sizes, whether all of it works\n",
	    stderr);
	return 2;
}

/* Peers by the names of their programs and of their Debian packages, which are the same. */
static void
say_missing(void)
{
	static const char *const peers[] = {"curl", "jq", "htop", "lnav", "grep"};

	for (size_t i = 0; i < sizeof peers / sizeof *peers; i++) {
		if (!bench_has_program(peers[i]))
			bench_say("not installed, and left out: %s (Debian package of that name)", peers[i]);
	}
}

static void
measure(struct bench *bench, const char *rows)
{
	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
		double started = bench_now();
		void *scene;

		if (!shares_row(rows, groups[i].rows))
			continue;
		if (scene_setup(&scene) != 0)
			exit(1);
		bench->scene = scene;
		groups[i].measure(bench);
		if (scene_teardown(&scene) != 0)
			exit(1);
		bench_say("rows %s took %.0f s", groups[i].rows, bench_now() - started);
	}
}

int
main(int argc, char **argv)
{
	static const struct option options[] = {
	    {"quick", no_argument, NULL, 'q'},
	    {"runs", required_argument, NULL, 'n'},
	    {"rows", required_argument, NULL, 'r'},
	    {"json", required_argument, NULL, 'j'},
	    {NULL, 0, NULL, 0},
	};
	struct bench bench = {.runs = 0};
	const char *rows = NULL, *json = NULL;
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (option) {
		case 'q': bench.is_quick = true; break;
		case 'n': bench.runs = (unsigned)strtoul(optarg, NULL, 10); break;
		case 'r': rows = optarg; break;
		case 'j': json = optarg; break;
		default: return usage();
		}
	}
	if (bench.runs == 0)
		bench.runs = bench.is_quick ? QUICK_RUNS : WHOLE_RUNS;
	setenv("E2E_PATIENCE", PATIENCE, 1);
	say_missing();
	measure(&bench, rows);
	results_print(&bench);
	if (json != NULL && !results_write(&bench, json)) {
		bench_say("%s cannot be written", json);
		return 1;
	}
	for (size_t i = 0; i < GOAL_COUNT; i++) {
		samples_free(&bench.results[i].ours);
		samples_free(&bench.results[i].peer);
	}
	return 0;
}
