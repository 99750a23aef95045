/* stage.h: a program on a terminal, as a test speaks of it. */
#ifndef CIFSTOP_E2E_STAGE_H
#define CIFSTOP_E2E_STAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

#include "e2e/check.h"
#include "e2e/keys.h"
#include "e2e/scene.h"
#include "e2e/terminal.h"

/*
 * Whatever waits, waits for the program to show something, never for time to pass, and fails the test with a picture of
 * the screen when it does not come within scene_patience_ms(). Places count from 0; negative lines count from the last
 * one, -1. Strings that come back live as long as the scene.
 */
struct stage;

/* Starts a command in a terminal of a size like "80x24". Words are split as scene_words() does. */
struct stage *stage_open(struct scene *scene, const char *size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same for cifstop, which needs no name. */
struct stage *stage_open_cifstop(struct scene *scene, const char *size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The general wait: `is_so(stage, context)` becomes true. `what` says in a failure what was waited for. */
typedef bool stage_condition(struct stage *stage, const void *context);
#define stage_wait(stage, what, is_so, context) stage_wait_at(stage, what, is_so, context, __FILE__, __LINE__)
void stage_wait_at(
    struct stage *stage, const char *what, stage_condition *is_so, const void *context, const char *file, int line);

/* A text stands somewhere on the screen, or nowhere, or on one line; a line equals a text but for trailing blanks. */
#define stage_wait_text(stage, text) stage_wait_text_at(stage, text, __FILE__, __LINE__)
#define stage_wait_no_text(stage, text) stage_wait_no_text_at(stage, text, __FILE__, __LINE__)
#define stage_wait_on_line(stage, line, text) stage_wait_on_line_at(stage, line, text, __FILE__, __LINE__)
#define stage_wait_line(stage, line, text) stage_wait_line_at(stage, line, text, __FILE__, __LINE__)
void stage_wait_text_at(struct stage *stage, const char *text, const char *file, int line);
void stage_wait_no_text_at(struct stage *stage, const char *text, const char *file, int line);
void stage_wait_on_line_at(struct stage *stage, int row, const char *text, const char *file, int line);
void stage_wait_line_at(struct stage *stage, int row, const char *text, const char *file, int line);

/* The program ends; its exit code is `code`. */
#define stage_wait_end(stage, code) stage_wait_end_at(stage, code, __FILE__, __LINE__)
void stage_wait_end_at(struct stage *stage, int code, const char *file, int line);

/* The program ends, whatever it says. */
#define stage_wait_gone(stage) stage_wait_gone_at(stage, __FILE__, __LINE__)
void stage_wait_gone_at(struct stage *stage, const char *file, int line);

/* It has ended, and the terminal is as it was: main screen, cursor, no mouse reports, line settings. */
#define stage_check_restored(stage) stage_check_restored_at(stage, __FILE__, __LINE__)
void stage_check_restored_at(struct stage *stage, const char *file, int line);

/* Fails the test with a sentence and a picture of the screen. */
#define stage_fail(stage, ...) stage_fail_at(stage, __FILE__, __LINE__, __VA_ARGS__)
void stage_fail_at(struct stage *stage, const char *file, int line, const char *format, ...)
    __attribute__((noreturn, format(printf, 4, 5)));

/* Characters, and keys by name from keys.h. */
void stage_type(struct stage *stage, const char *keys);

/* Clicks with the left button on the first place where `text` stands, or at a place. */
void stage_click_text(struct stage *stage, const char *text);
void stage_click(struct stage *stage, int column, int line);

/* The two halves of a click, with any button: 1 left, 2 middle, 3 right. */
void stage_hold(struct stage *stage, int column, int line, int button);
void stage_release(struct stage *stage, int column, int line, int button);

/* Turns the wheel over the middle of the screen: `notches` down, or up when negative. */
void stage_wheel(struct stage *stage, int notches);

void stage_resize(struct stage *stage, const char *size);

/* What is on the screen now. */
bool stage_has(struct stage *stage, const char *text);
const char *stage_line(struct stage *stage, int line);
bool stage_find(struct stage *stage, const char *text, int *column, int *line);

/* How the first character of a text looks; waits for the text. */
struct look stage_look(struct stage *stage, const char *text);

/* Takes in what has been sent until nothing comes for a moment, and returns how many bytes that made since the start.
 */
size_t stage_bytes(struct stage *stage);

/* Appends a character as UTF-8; 0, the right half of a wide one, as nothing. */
void stage_add_character(struct buffer *out, uint32_t c);

struct terminal *stage_terminal(struct stage *stage);
struct scene *stage_scene(struct stage *stage);

#endif
