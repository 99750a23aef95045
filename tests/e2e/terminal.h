/* terminal.h: a terminal emulator with a program in it. What it shows is data; it decides nothing. */
#ifndef CIFSTOP_E2E_TERMINAL_H
#define CIFSTOP_E2E_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "e2e/process.h"
#include "e2e/scene.h"

/* How a place of the screen looks. Colours are 0xRRGGBB, or COLOUR_DEFAULT when the program asked for none. */
#define COLOUR_DEFAULT (-1)
struct look {
	int32_t foreground;
	int32_t background;
	bool bold;
	bool underline;
	bool reverse;
};

struct terminal;

/* Starts a program in a terminal of this size. It is stopped with the scene. */
struct terminal *terminal_open(struct scene *scene, int columns, int rows, char *const *words);

/* Reads what the program sends, once, waiting up to `timeout_ms`. False when nothing came, or it has ended. */
bool terminal_read(struct terminal *terminal, int timeout_ms);

/* Waits up to `timeout_ms` for something to read, without reading it. False when nothing came. */
bool terminal_wait(struct terminal *terminal, int timeout_ms);

/* Sends bytes as they are, as if a key had made them. */
void terminal_send(struct terminal *terminal, const char *bytes, size_t length);

/* Presses a key (an enum VTermKey) as the modes that the program has set want it sent. */
void terminal_press(struct terminal *terminal, int key);

/*
 * Presses or releases a button at a place, or turns the wheel (buttons 4 and 5, which are only pressed); sends nothing
 * while mouse reports are off.
 */
void terminal_button(struct terminal *terminal, int column, int row, int button, bool is_pressed);

/* Puts bytes on the screen that the program knows nothing of, as a message of another program would. */
void terminal_scribble(struct terminal *terminal, const char *bytes);

/* Gives it the line settings of before the start, as a shell does that takes over from a program it has stopped. */
void terminal_meddle(struct terminal *terminal);

/* Takes the terminal away, as when a connection breaks. Nothing can be read or sent from here on. */
void terminal_hang_up(struct terminal *terminal);

void terminal_resize(struct terminal *terminal, int columns, int rows);

int terminal_columns(const struct terminal *terminal);
int terminal_rows(const struct terminal *terminal);

/* The character at a place: ' ' where nothing is, 0 in the right half of a wide one. Combining ones are left out. */
uint32_t terminal_character(const struct terminal *terminal, int column, int row);

struct look terminal_look(const struct terminal *terminal, int column, int row);

/* All bytes that the program has sent, terminated. */
const char *terminal_output(const struct terminal *terminal);
size_t terminal_output_length(const struct terminal *terminal);

/* Forgets them, where hours of them would be too many. What the program has asked of the terminal is no longer known.
 */
void terminal_forget_output(struct terminal *terminal);

/* What the program has asked of the terminal. */
bool terminal_is_alternate(const struct terminal *terminal);
bool terminal_has_cursor(const struct terminal *terminal);
bool terminal_reports_mouse(const struct terminal *terminal);
const char *terminal_title(const struct terminal *terminal); /* "" when it set none */
unsigned terminal_bells(const struct terminal *terminal);

/* Whether the line settings (echo, canonical input, signals, …) are those of before the start. */
bool terminal_is_restored(const struct terminal *terminal);

struct process *terminal_process(struct terminal *terminal);

#endif
