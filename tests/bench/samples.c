/* samples.c: what was measured several times. */
#include "config.h"

#include "bench/samples.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

void
samples_add(struct samples *samples, double value)
{
	if (samples->count == samples->capacity) {
		samples->capacity = samples->capacity * 2 + 8;
		samples->values = xreallocarray(samples->values, samples->capacity, sizeof *samples->values);
	}
	samples->values[samples->count++] = value;
}

void
samples_free(struct samples *samples)
{
	free(samples->values);
	*samples = (struct samples){0};
}

static int
compare_doubles(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;

	return (left > right) - (left < right);
}

double
samples_quantile(const struct samples *samples, double share)
{
	double *sorted, place, quantile;
	size_t below;

	if (samples->count == 0)
		return 0;
	sorted = xreallocarray(NULL, samples->count, sizeof *sorted);
	memcpy(sorted, samples->values, samples->count * sizeof *sorted);
	qsort(sorted, samples->count, sizeof *sorted, compare_doubles);
	place = share * (double)(samples->count - 1);
	below = (size_t)place;
	quantile = sorted[below];
	if (below + 1 < samples->count)
		quantile += (sorted[below + 1] - sorted[below]) * (place - (double)below);
	free(sorted);
	return quantile;
}

double
samples_median(const struct samples *samples)
{
	return samples_quantile(samples, 0.5);
}
