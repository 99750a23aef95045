/* ending.h: signals that ask the program to end. */
#ifndef CIFSTOP_APP_ENDING_H
#define CIFSTOP_APP_ENDING_H

/*
 * From here on SIGINT, SIGTERM and SIGHUP are noted instead of obeyed, and SIGPIPE is an error of write(2). They are
 * blocked until ending_listen(): threads that are started in between never get them, so they interrupt this one.
 * A second signal of the same kind ends the process at once.
 */
void ending_catch(void);
void ending_listen(void);

/* Readable for poll(2) once there was a signal. */
int ending_descriptor(void);

/* The signal that came, 0 when none did. */
int ending_signal(void);

/* After everything is tidy: ends the process by the signal that came, so that a shell sees it; returns when none did.
 */
void ending_obey(void);

#endif
