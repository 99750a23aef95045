/* watch.h: cifstop on a terminal, watching simulators. */
#ifndef CIFSTOP_E2E_WATCH_H
#define CIFSTOP_E2E_WATCH_H

#include "e2e/sim.h"
#include "e2e/stage.h"
#include "e2e/table.h"

/*
 * Watches one simulator by its URL. It is asked once an hour, so that rows change when the test presses r and not
 * before; an option --delay among the words wins.
 */
struct stage *watch(struct scene *scene, const char *size, struct sim *sim, const char *options);

/* The same with the table of `sessions` already there. */
struct stage *watch_rows(struct scene *scene, const char *size, struct sim *sim, const char *options);

/* Opens the list of fields with `key` and puts its cursor on a field by its API name. */
void watch_choose(struct stage *stage, const char *key, const char *field);

/* Presses r and waits until the cluster has been asked once more. */
void watch_refresh(struct stage *stage, struct sim *sim);

/* Waits until a simulator has been asked for all sessions `count` times; what is painted is read meanwhile. */
void watch_requests(struct stage *stage, struct sim *sim, size_t count);

/*
 * A user of the world who has one session, whose name fits in a narrow column, the `number`th of them. Fails the test
 * when there are not so many.
 */
const char *watch_lone_user(const struct records *world, size_t number);

#endif
