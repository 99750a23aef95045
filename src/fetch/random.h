/* random.h: a seed for what is left to chance. */
#ifndef CIFSTOP_FETCH_RANDOM_H
#define CIFSTOP_FETCH_RANDOM_H

#include <stdint.h>

/* Differs from run to run and from call to call; never 0. Not for secrets. */
uint64_t random_seed(void);

#endif
