/* random.h: repeatable random numbers (splitmix64), the same on every machine. */
#ifndef ONTAP_SIM_RANDOM_H
#define ONTAP_SIM_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

struct random {
	uint64_t state;
};

/* Scatters `x`: neighbours become unrelated. */
static inline uint64_t
random_mix(uint64_t x)
{
	x += 0x9e3779b97f4a7c15u;
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return x ^ (x >> 31);
}

static inline uint64_t
random_next(struct random *r)
{
	r->state += 0x9e3779b97f4a7c15u;
	return random_mix(r->state);
}

/* A number below `bound`; 0 when `bound` is 0. */
static inline uint32_t
random_below(struct random *r, uint32_t bound)
{
	return (uint32_t)(((random_next(r) >> 32) * bound) >> 32);
}

static inline bool
random_permille(struct random *r, uint32_t chance)
{
	return random_below(r, 1000) < chance;
}

/* A number of events whose mean is `mean`: the whole part, and one more by chance for the rest. */
static inline uint32_t
random_count(struct random *r, double mean)
{
	uint32_t whole = (uint32_t)mean;
	double rest = mean - (double)whole;

	return whole + ((double)(random_next(r) >> 11) * 0x1p-53 < rest ? 1 : 0);
}

#endif
