/* terminal_rescue.h: how the terminal was, to be put back so even from a signal handler. */
#ifndef CIFSTOP_UI_TERMINAL_RESCUE_H
#define CIFSTOP_UI_TERMINAL_RESCUE_H

/* Notes the settings of the terminal of standard output; to be called before they are changed. */
void terminal_rescue_note(void);

/* From here on rescue_run() puts the terminal back; to be called once curses has it. */
void terminal_rescue_arm(void);

/* Curses has given the terminal back: there is nothing to rescue any more. */
void terminal_rescue_disarm(void);

#endif
