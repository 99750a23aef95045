/* json_cursor.h: JSON read from front to back, where it lies. Private to ontap. */
#ifndef CIFSTOP_ONTAP_JSON_CURSOR_H
#define CIFSTOP_ONTAP_JSON_CURSOR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/*
 * Takes the same JSON as json_parse() and gives the same texts, several times as fast: for the records, of which there
 * are many. There is no tree: the text itself is written over, and what is handed out stands in it, ended by NUL. At
 * the first thing that is no JSON the cursor is broken, and there is nothing more to be had from it.
 */
struct json_cursor {
	char *at;
	char *end;
	unsigned depth;
	bool is_first; /* nothing was read of the object or array that was entered last */
	bool is_broken;
};

enum json_type { JSON_OBJECT, JSON_ARRAY, JSON_STRING, JSON_NUMBER, JSON_BOOLEAN, JSON_NULL, JSON_BROKEN };

/* Reads `length` bytes that may be written to, with one more behind them. */
struct json_cursor json_cursor_start(char *bytes, size_t length);

/* The type of the value that comes. */
enum json_type json_cursor_peek(struct json_cursor *cursor);

/* Goes into the object or array that comes. */
void json_cursor_enter(struct json_cursor *cursor);

/* Goes to the next member of an object and stores its name, or behind the object, and returns false. */
bool json_cursor_next_member(struct json_cursor *cursor, struct text *name);

/* Goes to the next element of an array, or behind the array, and returns false. */
bool json_cursor_next_element(struct json_cursor *cursor);

/*
 * Reads the value that comes: the text of a string or of a number; "true" or "false" of a boolean; absent for null, and
 * for an object or an array, which are read and left out.
 */
struct text json_cursor_text(struct json_cursor *cursor);

/* Reads the value that comes and leaves it out. */
void json_cursor_skip(struct json_cursor *cursor);

/* Whether all was JSON, with nothing behind it. */
bool json_cursor_finish(struct json_cursor *cursor);

/* Whether a \u escape with four digits stands at `at`; its code is stored. */
bool json_read_escape(const char *at, const char *end, unsigned *code);

#endif
