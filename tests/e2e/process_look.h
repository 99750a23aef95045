/* process_look.h: what the system says of a program that runs. */
#ifndef CIFSTOP_E2E_PROCESS_LOOK_H
#define CIFSTOP_E2E_PROCESS_LOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* A moment of it. All 0 when it is not there. */
struct process_look {
	char state; /* as ps(1) shows it: R, S, D, T, Z */
	uint64_t cpu_ms; /* that it has used so far, all threads */
	uint64_t resident_kib;
	unsigned threads;
	unsigned descriptors;
};

struct process_look process_look(pid_t pid);

/* Whether it is gone, or only waits to be buried. */
bool process_is_gone(pid_t pid);

#define PROCESS_THREADS_MAX 64

/* The numbers of its threads, the main one first; returns how many. */
size_t process_threads(pid_t pid, pid_t threads[static PROCESS_THREADS_MAX]);

#endif
