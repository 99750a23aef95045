/* crash.h: what is left to do when the program has a defect that it does not survive. */
#ifndef CIFSTOP_APP_CRASH_H
#define CIFSTOP_APP_CRASH_H

/*
 * From here on SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGSYS and SIGABRT give the terminal back and say where to report the
 * defect before they end the process, and SIGQUIT gives it back. With a sanitizer, which has its own report to make,
 * SIGQUIT alone.
 */
void crash_catch(void);

#endif
