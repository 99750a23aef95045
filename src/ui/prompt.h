/* prompt.h: a line that is being typed. */
#ifndef CIFSTOP_UI_PROMPT_H
#define CIFSTOP_UI_PROMPT_H

#include <stdbool.h>
#include <stddef.h>

#define PROMPT_MAX 255

enum prompt_purpose { PROMPT_NONE, PROMPT_FILTER, PROMPT_SEARCH, PROMPT_FIND };

/* While it is open it owns every key. The text is UTF-8, terminated; `cursor` is a byte offset at a character's start.
 */
struct prompt {
	enum prompt_purpose purpose;
	char text[PROMPT_MAX + 1];
	size_t length;
	size_t cursor;
};

/* What a key did to it. */
enum prompt_result { PROMPT_IGNORED, PROMPT_EDITED, PROMPT_MOVED, PROMPT_ACCEPTED, PROMPT_CANCELLED };

/* Opens it with a text to go on from; what does not fit is left out. */
void prompt_open(struct prompt *prompt, enum prompt_purpose purpose, const char *text);

/* One key, as getch() gives it (a byte of a UTF-8 character comes as itself). */
enum prompt_result prompt_key(struct prompt *prompt, int code);

void prompt_close(struct prompt *prompt);

/* The word before the text: "filter", "search" or "find file". */
const char *prompt_label(enum prompt_purpose purpose);

#endif
