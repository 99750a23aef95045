/* terminfo.h: what the system knows of terminals. */
#ifndef CIFSTOP_UI_TERMINFO_H
#define CIFSTOP_UI_TERMINFO_H

#include <stdbool.h>
#include <stddef.h>

#define TERMINFO_FAREWELL_SIZE 256

/* Whether a terminal of that name is known; to be asked before newterm(), which leaks when it is not. */
bool terminfo_is_known(const char *name);

/*
 * Stores what ends mouse reports, colours, the keypad's mode and the alternate screen of curses' terminal, and shows
 * the cursor. Returns its length; it is not terminated.
 */
size_t terminfo_farewell(char bytes[static TERMINFO_FAREWELL_SIZE]);

#endif
