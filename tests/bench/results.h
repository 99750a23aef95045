/* results.h: what came of a run, for people and for programs. */
#ifndef CIFSTOP_BENCH_RESULTS_H
#define CIFSTOP_BENCH_RESULTS_H

#include <stdbool.h>

#include "bench/bench.h"

/* Prints the table. */
void results_print(const struct bench *bench);

/* Writes the same, with every measurement, as JSON. False when it cannot be written. */
bool results_write(const struct bench *bench, const char *path);

#endif
