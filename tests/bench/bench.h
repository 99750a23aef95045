/* bench.h: one run of the benchmarks. */
#ifndef CIFSTOP_BENCH_BENCH_H
#define CIFSTOP_BENCH_BENCH_H

#include <stdbool.h>
#include <stddef.h>

#include "bench/goals.h"
#include "bench/samples.h"
#include "e2e/scene.h"

/* What came of a goal. */
struct result {
	struct samples ours;
	struct samples peer;
	const char *missing; /* why there is no peer, though there should be one; NULL: it is there */
	bool is_measured;
};

/* `runs` is how often each figure is taken. `is_quick`: all sizes are tiny, and only whether it works counts. */
struct bench {
	struct scene *scene;
	bool is_quick;
	unsigned runs;
	struct result results[GOAL_COUNT];
};

/* The size for a whole run, or the one for --quick. */
size_t bench_size(const struct bench *bench, size_t whole, size_t quick);

/* Takes one more measurement of a goal; that of its peer likewise. */
void bench_add(struct bench *bench, enum goal_id goal, double ours);
void bench_add_peer(struct bench *bench, enum goal_id goal, double peer);

/* Says that the peer of a goal cannot be measured, as because its Debian package `package` is not installed. */
void bench_miss_peer(struct bench *bench, enum goal_id goal, const char *package);

/* Whether a program is on the PATH. */
bool bench_has_program(const char *name);

/* Says on standard error what is going on; slow parts should. */
void bench_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Seconds of a clock that only goes on, and of the processor in this thread. */
double bench_now(void);
double bench_cpu(void);

/* The groups of rows: each measures what its name says, and stores it by bench_add(). */
void measure_growth(struct bench *bench);
void measure_once(struct bench *bench);
void measure_live(struct bench *bench);
void measure_bytes(struct bench *bench);
void measure_rest(struct bench *bench);
void measure_start(struct bench *bench);
void measure_fleet(struct bench *bench);
void measure_cost(struct bench *bench);
void measure_two(struct bench *bench);
void measure_decode(struct bench *bench);
void measure_view(struct bench *bench);

#endif
