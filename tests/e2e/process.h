/* process.h: programs that a test starts, without a terminal or with one. */
#ifndef CIFSTOP_E2E_PROCESS_H
#define CIFSTOP_E2E_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "e2e/scene.h"

struct process {
	struct scene *scene;
	const char *name;
	pid_t pid;
	int handle; /* readable when it has ended */
	bool has_ended;
	int status; /* as waitpid() tells it, once it has ended */
};

/*
 * Starts a program in the scene's environment. Its standard output goes to `out` (a descriptor, closed here) or to a
 * file of the scene, standard error to a file, standard input is empty. It has no controlling terminal.
 */
struct process process_start(
    struct scene *scene, char *const *words, int out, const char *out_path, const char *err_path);

/* Starts a program whose terminal is `slave`, which is closed here. */
struct process process_start_on(struct scene *scene, char *const *words, int slave);

/* Waits for the end; false when it did not come in time. */
bool process_wait(struct process *process, int timeout_ms);

/* Takes note of an end that has come; never waits. */
bool process_has_ended(struct process *process);

/* Asks it to end, and makes it end when it does not obey, which fails the test. */
void process_stop(struct process *process);

/* What came of a program that ran to its end. */
struct outcome {
	int code; /* exit code, or -1 for a signal */
	const char *out;
	size_t out_length;
	const char *err;
};

/*
 * Runs a command (words as scene_words() splits them) to its end. Fails the test when it takes too long. The texts
 * live as long as the scene.
 */
struct outcome process_run(struct scene *scene, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same for cifstop, which needs no name. */
struct outcome cifstop_run(struct scene *scene, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The programs under test, as they stand in the build tree. */
extern const char cifstop_path[];
extern const char ontap_sim_path[];

#endif
