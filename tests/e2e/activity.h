/* activity.h: what a program uses, from the kernel's own counts. */
#ifndef CIFSTOP_E2E_ACTIVITY_H
#define CIFSTOP_E2E_ACTIVITY_H

#include <sys/types.h>

/* What a process has used so far: all of its threads. */
struct activity {
	double cpu; /* seconds */
	double wakes; /* times that a thread went to sleep and woke */
};
struct activity activity_of(pid_t pid);

/* The number behind `name` in a file of /proc/PID; 0 when it is not there. */
double activity_number(pid_t pid, const char *file, const char *name);

#endif
