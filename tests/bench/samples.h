/* samples.h: what was measured several times. */
#ifndef CIFSTOP_BENCH_SAMPLES_H
#define CIFSTOP_BENCH_SAMPLES_H

#include <stddef.h>

/* Grows as needed; samples_free() frees it. All zero is empty. */
struct samples {
	double *values;
	size_t count;
	size_t capacity;
};

void samples_add(struct samples *samples, double value);
void samples_free(struct samples *samples);

/* The value below which `share` (0 to 1) of all values lie; 0.5 is the median. 0 of nothing. */
double samples_quantile(const struct samples *samples, double share);

double samples_median(const struct samples *samples);

#endif
