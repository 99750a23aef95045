/* thread.h: how threads are started. */
#ifndef CIFSTOP_BASE_THREAD_H
#define CIFSTOP_BASE_THREAD_H

#include <pthread.h>

/*
 * As pthread_create(3), which returns an error number. The thread, and those that it starts, get no signals, which are
 * for the one that has the screen; but those of a defect, which the kernel would otherwise end the program for without
 * asking the handler that gives the terminal back.
 */
int thread_start(pthread_t *thread, void *(*run)(void *context), void *context);

#endif
