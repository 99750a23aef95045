/* prompt.c: a line that is being typed. */
#include "config.h"

#include "ui/prompt.h"

#include <curses.h>
#include <stdio.h>
#include <string.h>

#define ESCAPE 27
#define DELETE 127
#define CONTROL(letter) ((letter)&31)

void
prompt_open(struct prompt *prompt, enum prompt_purpose purpose, const char *text)
{
	size_t length = text == NULL ? 0 : strlen(text);

	*prompt = (struct prompt){.purpose = purpose};
	if (length > 0 && length <= PROMPT_MAX) {
		memcpy(prompt->text, text, length);
		prompt->length = length;
	}
	prompt->cursor = prompt->length;
}

void
prompt_close(struct prompt *prompt)
{
	prompt->purpose = PROMPT_NONE;
}

static bool
is_continuation(char byte)
{
	return ((unsigned char)byte & 0xc0) == 0x80;
}

/* The start of the character before `at`, which is not 0. */
static size_t
before(const struct prompt *prompt, size_t at)
{
	for (at--; at > 0; at--) {
		if (!is_continuation(prompt->text[at]))
			break;
	}
	return at;
}

static size_t
after(const struct prompt *prompt, size_t at)
{
	do
		at++;
	while (at < prompt->length && is_continuation(prompt->text[at]));
	return at;
}

static enum prompt_result
erase_range(struct prompt *prompt, size_t from, size_t to)
{
	if (from == to)
		return PROMPT_IGNORED;
	memmove(prompt->text + from, prompt->text + to, prompt->length - to + 1);
	prompt->length -= to - from;
	prompt->cursor = from;
	return PROMPT_EDITED;
}

static enum prompt_result
insert(struct prompt *prompt, char byte)
{
	if (prompt->length == PROMPT_MAX)
		return PROMPT_IGNORED;
	memmove(prompt->text + prompt->cursor + 1, prompt->text + prompt->cursor, prompt->length - prompt->cursor + 1);
	prompt->text[prompt->cursor++] = byte;
	prompt->length++;
	return PROMPT_EDITED;
}

/* Where the word before the cursor begins. */
static size_t
word_start(const struct prompt *prompt)
{
	size_t at = prompt->cursor;

	while (at > 0 && prompt->text[at - 1] == ' ')
		at--;
	while (at > 0 && prompt->text[at - 1] != ' ')
		at--;
	return at;
}

bool
prompt_replace(struct prompt *prompt, size_t from, size_t to, const char *text)
{
	size_t length = strlen(text);

	if (prompt->length - (to - from) + length > PROMPT_MAX)
		return false;
	memmove(prompt->text + from + length, prompt->text + to, prompt->length - to + 1);
	memcpy(prompt->text + from, text, length);
	prompt->length += length - (to - from);
	prompt->cursor = from + length;
	return true;
}

void
prompt_set_trouble(struct prompt *prompt, size_t at, const char *sentence)
{
	snprintf(prompt->trouble, sizeof prompt->trouble, "%s", sentence);
	prompt->trouble_at = at;
}

void
prompt_clear_trouble(struct prompt *prompt)
{
	prompt->trouble[0] = '\0';
}

void
prompt_show_candidates(struct prompt *prompt, char *const *candidates, size_t count, size_t candidate)
{
	prompt->candidates = candidates;
	prompt->candidate_count = count;
	prompt->candidate = candidate;
}

static enum prompt_result
move_to(struct prompt *prompt, size_t cursor)
{
	prompt->cursor = cursor;
	return PROMPT_MOVED;
}

enum prompt_result
prompt_key(struct prompt *prompt, int code)
{
	switch (code) {
	case '\r':
	case '\n':
	case KEY_ENTER: return PROMPT_ACCEPTED;
	case '\t': return PROMPT_NEXT;
	case KEY_BTAB: return PROMPT_PREVIOUS;
	case KEY_UP:
	case CONTROL('P'): return PROMPT_OLDER;
	case KEY_DOWN:
	case CONTROL('N'): return PROMPT_NEWER;
	case ESCAPE:
	case CONTROL('G'): return PROMPT_CANCELLED;
	case KEY_BACKSPACE:
	case DELETE:
	case '\b':
		return prompt->cursor == 0 ? PROMPT_IGNORED
					   : erase_range(prompt, before(prompt, prompt->cursor), prompt->cursor);
	case KEY_DC:
		return prompt->cursor == prompt->length
			   ? PROMPT_IGNORED
			   : erase_range(prompt, prompt->cursor, after(prompt, prompt->cursor));
	case CONTROL('U'): return erase_range(prompt, 0, prompt->cursor);
	case CONTROL('K'): return erase_range(prompt, prompt->cursor, prompt->length);
	case CONTROL('W'): return erase_range(prompt, word_start(prompt), prompt->cursor);
	case KEY_LEFT: return prompt->cursor == 0 ? PROMPT_IGNORED : move_to(prompt, before(prompt, prompt->cursor));
	case KEY_RIGHT:
		return prompt->cursor == prompt->length ? PROMPT_IGNORED
							: move_to(prompt, after(prompt, prompt->cursor));
	case KEY_HOME:
	case CONTROL('A'): return move_to(prompt, 0);
	case KEY_END:
	case CONTROL('E'): return move_to(prompt, prompt->length);
	default: return code >= ' ' && code <= 0xff && code != DELETE ? insert(prompt, (char)code) : PROMPT_IGNORED;
	}
}

const char *
prompt_label(enum prompt_purpose purpose)
{
	static const char *const labels[] = {
	    [PROMPT_NONE] = "",
	    [PROMPT_FILTER] = "filter",
	    [PROMPT_SEARCH] = "search",
	    [PROMPT_FIND] = "find file",
	    [PROMPT_TRUST] = "trust this key (yes/no)",
	};

	return labels[purpose];
}
