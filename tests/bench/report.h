/* report.h: what came of a run, for people and for programs. */
#ifndef CIFSTOP_BENCH_REPORT_H
#define CIFSTOP_BENCH_REPORT_H

#include <stdbool.h>

#include "bench/bench.h"

/* Prints the table. */
void report_print(const struct bench *bench);

/* Writes the same, with every measurement, as JSON. False when it cannot be written. */
bool report_write(const struct bench *bench, const char *path);

#endif
