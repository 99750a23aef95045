/* live.h: programs on a terminal, timed from a key to what comes of it. */
#ifndef CIFSTOP_BENCH_LIVE_H
#define CIFSTOP_BENCH_LIVE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "e2e/activity.h"
#include "e2e/sim.h"
#include "e2e/stage.h"

/* cifstop on a terminal, watching a cluster; returns when it shows `sessions` of them. */
struct stage *live_open(struct scene *scene, const char *size, struct sim *sim, const char *options, size_t sessions);

/* Ends a program on a terminal before its scene does. */
void live_close(struct stage *stage);

/* Takes in what comes for so long. */
void live_watch(struct stage *stage, double seconds);

/* Takes in what comes until nothing has come for a moment. */
void live_settle(struct stage *stage);

/* Types characters and keys of e2e/keys.h; returns the seconds until the first byte comes, or 1 when none does. */
double live_first_byte(struct stage *stage, const char *keys);

/* The seconds from typing until other rows stand in the table. Ends the driver when none do. */
double live_new_rows(struct stage *stage, const char *keys);

/* The seconds from typing until all rows in the table hold a text. Ends the driver when they never do. */
double live_only_rows(struct stage *stage, const char *keys, const char *text);

/* What it has used so far. */
struct activity live_activity(struct stage *stage);

/* Peak of its memory, in bytes, since the start or since live_reset_peak(), where the kernel has that. */
double live_peak(struct stage *stage);
void live_reset_peak(struct stage *stage);

#endif
