/* terminfo.h: what the system knows of terminals. */
#ifndef CIFSTOP_UI_TERMINFO_H
#define CIFSTOP_UI_TERMINFO_H

#include <stdbool.h>

/* Whether a terminal of that name is known; to be asked before newterm(), which leaks when it is not. */
bool terminfo_is_known(const char *name);

#endif
