/* churn.h: how a world changes with time. */
#ifndef ONTAP_SIM_CHURN_H
#define ONTAP_SIM_CHURN_H

#include <stdint.h>

struct world;

/*
 * Moves the world's time on by `seconds`, one at a time. What happens in a second follows from the seed, the
 * options and that second alone, so that stepping twice by 5 gives what stepping once by 10 gives.
 */
void churn_advance(struct world *w, uint32_t seconds);

#endif
