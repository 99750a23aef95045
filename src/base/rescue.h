/* rescue.h: gives the terminal back when the program ends where nothing can be tidied up any more. */
#ifndef CIFSTOP_BASE_RESCUE_H
#define CIFSTOP_BASE_RESCUE_H

/* From here on rescue_run() calls `restore`, which may do only what a signal handler may; NULL: there is nothing to do.
 */
void rescue_set(void (*restore)(void));

/* Calls it, once. May be called by any thread and in a signal handler. */
void rescue_run(void);

/*
 * Ends the process by a signal as if nobody had caught it, for whoever waits for it, and for a core where one is
 * wanted. For a handler, after rescue_run().
 */
void rescue_end_by(int number) __attribute__((noreturn));

#endif
