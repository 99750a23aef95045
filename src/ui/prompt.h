/* prompt.h: a line that is being typed. */
#ifndef CIFSTOP_UI_PROMPT_H
#define CIFSTOP_UI_PROMPT_H

#include <stdbool.h>
#include <stddef.h>

/* As long as a filter can be. */
#define PROMPT_MAX 4096

enum prompt_purpose { PROMPT_NONE, PROMPT_FILTER, PROMPT_SEARCH, PROMPT_FIND, PROMPT_TRUST };

/*
 * While it is open it owns every key. The text is UTF-8, terminated; `cursor` is a byte offset at a character's start.
 * Below it stands what is wrong with it, or else what may stand at the cursor.
 */
struct prompt {
	enum prompt_purpose purpose;
	char text[PROMPT_MAX + 1];
	size_t length;
	size_t cursor;
	char trouble[512]; /* a sentence; "" when nothing is wrong */
	size_t trouble_at; /* the byte that it is about */
	char *const *candidates; /* not owned */
	size_t candidate_count;
	size_t candidate; /* the one that stands in the text */
};

/* What a key did to it, or asks its owner to do. */
enum prompt_result {
	PROMPT_IGNORED,
	PROMPT_EDITED,
	PROMPT_MOVED,
	PROMPT_ACCEPTED,
	PROMPT_CANCELLED,
	PROMPT_NEXT, /* candidate */
	PROMPT_PREVIOUS,
	PROMPT_OLDER, /* text */
	PROMPT_NEWER,
};

/* Opens it with a text to go on from; what does not fit is left out. */
void prompt_open(struct prompt *prompt, enum prompt_purpose purpose, const char *text);

/* One key, as getch() gives it (a byte of a UTF-8 character comes as itself). */
enum prompt_result prompt_key(struct prompt *prompt, int code);

void prompt_close(struct prompt *prompt);

/* Puts `text` in place of the bytes from `from` up to `to`, the cursor behind it. False when that would be too long. */
bool prompt_replace(struct prompt *prompt, size_t from, size_t to, const char *text);

/* Says below the text what is wrong with its byte `at`. Copied. */
void prompt_set_trouble(struct prompt *prompt, size_t at, const char *sentence);
void prompt_clear_trouble(struct prompt *prompt);

/* Lists below the text what may stand there; `candidate` of them does. Borrowed until the next call. */
void prompt_show_candidates(struct prompt *prompt, char *const *candidates, size_t count, size_t candidate);

/* What stands before the text: "filter", "search". */
const char *prompt_label(enum prompt_purpose purpose);

#endif
