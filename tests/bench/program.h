/* program.h: programs that run to their end, timed. */
#ifndef CIFSTOP_BENCH_PROGRAM_H
#define CIFSTOP_BENCH_PROGRAM_H

#include "e2e/scene.h"

struct usage {
	double wall; /* seconds */
	double cpu; /* seconds, user and system */
	double peak; /* bytes of memory; that of the driver when it was larger at the start */
};

/*
 * Runs a command (words as scene_words() splits them) to its end, without input; what it prints goes nowhere. Ends the
 * driver when it fails.
 */
struct usage program_time(struct scene *scene, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same, with what it prints in a file. */
struct usage program_time_to(struct scene *scene, const char *path, const char *command);

/* The same for two commands with a pipe between them; the peak is that of the first one. */
struct usage program_time_pipe(struct scene *scene, const char *first, const char *second);

#endif
