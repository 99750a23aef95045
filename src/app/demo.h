/* demo.h: simulated clusters, for who has none at hand. */
#ifndef CIFSTOP_APP_DEMO_H
#define CIFSTOP_APP_DEMO_H

#include <stdint.h>

#include "config/config.h"

/* Running simulators; they end with this process, however it ends. */
struct demo;

/*
 * Starts two simulated clusters of different releases that hold `sessions` together, and adds them to `config`. Returns
 * when both listen. On success stores them in *demo and returns NULL; otherwise returns a sentence that the caller
 * frees.
 */
char *demo_start(uint32_t sessions, struct config *config, struct demo **demo);

/* Ends the simulators and frees. NULL is fine. */
void demo_stop(struct demo *demo);

#endif
