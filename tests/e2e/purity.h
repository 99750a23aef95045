/* purity.h: that nothing of a cluster's acts on the terminal. */
#ifndef CIFSTOP_E2E_PURITY_H
#define CIFSTOP_E2E_PURITY_H

#include "e2e/stage.h"

/*
 * Fails the test unless each cell of the screen holds a character that can be seen, or a blank, and everything that the
 * program has sent since it started is UTF-8 text and the few sequences that ncurses draws with: no other sequence, no
 * answer asked of the terminal, no title, no bell, no bidi or zero-width character, and none of the names of a hostile
 * cluster (ontap-sim --hostile) as it is.
 */
#define purity_check(stage) purity_check_at(stage, __FILE__, __LINE__)
void purity_check_at(struct stage *stage, const char *file, int line);

/* The same of what was printed without ncurses: no sequence at all, and of controls only line ends. */
#define purity_check_text(text, length) purity_check_text_at(text, length, __FILE__, __LINE__)
void purity_check_text_at(const char *text, size_t length, const char *file, int line);

#endif
