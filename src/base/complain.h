/* complain.h: what is wrong, for who started the program. */
#ifndef CIFSTOP_BASE_COMPLAIN_H
#define CIFSTOP_BASE_COMPLAIN_H

#include <stdio.h>

/*
 * Prints `cifstop: ` and a sentence, which may be of several lines. It may quote what came from outside: nothing in it
 * acts on the terminal.
 */
void complain(FILE *out, const char *sentence);

#endif
