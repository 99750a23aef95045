/* samples.h: what programs use of the machine, from time to time. */
#ifndef CIFSTOP_SOAK_SAMPLES_H
#define CIFSTOP_SOAK_SAMPLES_H

#include <stddef.h>
#include <stdint.h>

#include "e2e/process_look.h"

/* One moment, at which nothing was going on. */
struct sample {
	uint64_t at_ms; /* since the start */
	size_t sessions;
	struct process_look monitor;
	struct process_look batch;
	uint64_t slowest_key_ms; /* since the sample before */
};

#define SAMPLES_MAX 1024

struct samples {
	struct sample list[SAMPLES_MAX];
	size_t count;
};

/* A sample that finds no room takes the place of the last. */
void samples_add(struct samples *samples, const struct sample *sample);

/* Prints the first, those at the thirds, and the last as a table. */
void samples_print(const struct samples *samples);

/*
 * NULL when the last third used no more memory, descriptors or threads than the first two, but for what a sample
 * varies by; or what grew.
 */
const char *samples_judge(const struct samples *samples);

#endif
