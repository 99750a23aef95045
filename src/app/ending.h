/* ending.h: signals that ask the program to end. */
#ifndef CIFSTOP_APP_ENDING_H
#define CIFSTOP_APP_ENDING_H

/*
 * From here on SIGINT, SIGTERM and SIGHUP are noted instead of obeyed, and SIGPIPE and SIGXFSZ are errors of
 * write(2). They are blocked until ending_listen(): threads that are started in between never get them, so they
 * interrupt this one.
 *
 * Who asks is not kept waiting: a second signal, or a program that has not ended a second and a half after the first
 * (its terminal takes nothing, its disk hangs), gives the terminal back and ends the process at once.
 */
void ending_catch(void);
void ending_listen(void);

/* Readable for poll(2) once there was a signal. */
int ending_descriptor(void);

/* The signal that came, 0 when none did. */
int ending_signal(void);

/* The signal has been obeyed: the program ends as if it had been asked in another way. It is still not kept waiting. */
void ending_accept(void);

/* After everything is tidy: ends the process by the signal that came, so that a shell sees it; returns when none did.
 */
void ending_obey(void);

#endif
