/* terminal.h: the terminal, by ncurses, and how roles look on it. */
#ifndef CIFSTOP_UI_TERMINAL_H
#define CIFSTOP_UI_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/safe_text.h"
#include "base/text.h"
#include "config/theme.h"

/* The few signs that are no letters, in the character set of the locale. */
struct symbols {
	const char *dot; /* between parts of a line */
	const char *bar; /* between cells */
	const char *up; /* ascending */
	const char *down; /* descending */
	const char *line; /* horizontal */
	const char *cursor; /* at the left of the selected row */
	const char *ellipsis; /* something goes on */
};

/*
 * Opens the screen on the terminal of standard output with the looks of `theme`. An unknown TERM falls back to a plain
 * terminal, and *note gets a sentence about it, which the caller frees; otherwise NULL. Returns NULL, or a sentence
 * that the caller frees.
 */
char *terminal_open(const struct theme *theme, char **note);

/* Gives the terminal back as it was. May be called at any time, also twice. */
void terminal_close(void);

/*
 * Gives the terminal to the shell and stops until it says to go on; returns at once where there is none that could. The
 * next frame is sent whole. SIGTSTP is blocked in all threads.
 */
void terminal_suspend(void);

/*
 * After a stop that nobody asked us about (SIGSTOP): whatever the shell has made of the terminal meanwhile, it is ours
 * again, and the next frame is sent whole.
 */
void terminal_resume(void);

/* Takes over a new window size. */
void terminal_resize(void);

uint16_t terminal_width(void);
uint16_t terminal_height(void);

const struct symbols *terminal_symbols(void);

/* What a person did. */
enum input_kind { INPUT_KEY, INPUT_CLICK, INPUT_WHEEL_UP, INPUT_WHEEL_DOWN };

struct input {
	enum input_kind kind;
	int code; /* of a key, as the key table and prompt_key() take it */
	int x; /* of a click */
	int y;
};

/* Takes the next one that is there; false when there is none. Does not wait. */
bool terminal_read(struct input *input);

/*
 * Whether terminal_read() has long had nothing from a terminal that is readable: it has ended, or refuses to be read,
 * as it does from the background of a shell that is gone.
 */
bool terminal_is_lost(void);

/* Starts a frame: everything is blank. */
void terminal_begin(void);

/* Sends to the terminal what differs from the frame before, and puts the cursor at (x, y), or hides it when y < 0. */
void terminal_end(int y, int x);

/* Forgets what the terminal shows, so that the next frame is sent whole. */
void terminal_repaint(void);

/*
 * Paints `text`, made safe, in at most `width` columns from (x, y) on. Returns the columns used. Nothing is painted
 * outside of the screen.
 */
uint16_t terminal_paint(int y, int x, int width, enum role role, enum safe_text_cut cut, struct text text);

/* The same for a string. */
uint16_t terminal_print(int y, int x, int width, enum role role, const char *string);

/* The same, at the right edge of the `width` columns from `x` on. */
uint16_t terminal_paint_right(int y, int x, int width, enum role role, enum safe_text_cut cut, struct text text);

/* Blanks `width` columns in the background of `role`. */
void terminal_fill(int y, int x, int width, enum role role);

/* Fills `width` columns with a horizontal line. */
void terminal_rule(int y, int x, int width, enum role role);

#endif
