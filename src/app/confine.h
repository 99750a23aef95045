/* confine.h: gives up, after the start, what the program does not need any more. */
#ifndef CIFSTOP_APP_CONFINE_H
#define CIFSTOP_APP_CONFINE_H

#include <stdbool.h>

#include "config/config.h"

/* No core dump is written from here on, whatever the shell allows. To be called before there are secrets. */
void confine_cores(void);

/*
 * Gives up the right to start programs, to gain rights by one, to be traced or read by other processes of the same
 * user, to listen on a TCP port, and to use files other than those it still needs: it reads what the system has for
 * everyone
 * (/usr, /etc, /run and the like: libraries, certificates, names of hosts) and what `config` names, each with the
 * folder that it is in, unless that is the home or above it; it writes in cifstop's own folders of $XDG_STATE_HOME,
 * which it makes when it `keeps_state`, and of $XDG_RUNTIME_DIR. What is open stays open.
 *
 * Holds for the thread that calls it and for those that it starts, so it is called before the first, and when the
 * terminal is open. Where the kernel has no landlock (before 5.13, or switched off), files and programs stay allowed.
 * Does nothing in a build with sanitizers, which write reports and trace the process.
 */
void confine(const struct config *config, bool keeps_state);

/*
 * The part that is about files: below `readable` files are read, below `writable` read, written, made and removed; both
 * are ended by NULL, and what does not exist is left out. Whether the kernel does that.
 */
bool confine_files(const char *const *readable, const char *const *writable);

#endif
