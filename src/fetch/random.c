/* random.c: a seed for what is left to chance. */
#include "config.h"

#include "fetch/random.h"

#include <sys/random.h>

#include "base/clock.h"

uint64_t
random_seed(void)
{
	uint64_t seed = 0;

	/* Early at boot there is none, and waiting for it is worse than a poor one. */
	if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) != sizeof seed)
		seed = clock_monotonic_ms();
	return seed | 1;
}
