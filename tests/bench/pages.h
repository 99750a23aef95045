/* pages.h: the pages that cifstop asks a simulated cluster for, for those who ask for the same. */
#ifndef CIFSTOP_BENCH_PAGES_H
#define CIFSTOP_BENCH_PAGES_H

#include <stddef.h>

#include "base/text.h"
#include "e2e/scene.h"
#include "e2e/sim.h"

/* As the goals have it. */
#define PAGE_RECORDS 10000

/* The command that prints all sessions of a cluster as NDJSON. */
const char *pages_once_command(struct scene *scene, struct sim *sim);

/*
 * The command that fetches the same pages as pages_once_command() with one curl, which knows their addresses before:
 * the least that anyone needs. They go to its standard output, or to /dev/null. The world must be frozen.
 */
const char *pages_curl_command(struct scene *scene, struct sim *sim, bool is_printing);

/* Fetches one page after another and hands each to `take`; it is gone when that returns. */
typedef void page_fn(struct text page, void *context);
void pages_each(struct scene *scene, struct sim *sim, page_fn *take, void *context);

/* Fetches the pages; they live as long as the scene. Returns how many there are. */
size_t pages_fetch(struct scene *scene, struct sim *sim, struct text **pages);

#endif
