/* purity.c: that nothing of a cluster's acts on the terminal. */
#include "config.h"

#include "e2e/purity.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Written once more and not taken from the program: what is forgotten there is not to be forgotten here. */
static bool
is_seen(uint32_t point)
{
	static const uint32_t unseen[][2] = {{0, 0x1f}, {0x7f, 0x9f}, {0xad, 0xad}, {0x34f, 0x34f}, {0x61c, 0x61c},
	    {0x115f, 0x1160}, {0x200b, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x206f}, {0x3164, 0x3164}, {0xe000, 0xf8ff},
	    {0xfe00, 0xfe0f}, {0xfeff, 0xfeff}, {0xffa0, 0xffa0}, {0xfff9, 0xfffb}, {0xe0000, 0x10ffff}};

	for (size_t i = 0; i < sizeof unseen / sizeof *unseen; i++) {
		if (point >= unseen[i][0] && point <= unseen[i][1])
			return false;
	}
	return true;
}

/* Decodes what stands at `at`; 0 when it is no UTF-8. */
static size_t
decode(const unsigned char *at, size_t left, uint32_t *point)
{
	size_t length = *at < 0x80 ? 1 : *at >= 0xf0 ? 4 : *at >= 0xe0 ? 3 : *at >= 0xc2 ? 2 : 0;

	if (length == 0 || length > left)
		return 0;
	*point = length == 1 ? *at : *at & (0x7fu >> length);
	for (size_t i = 1; i < length; i++) {
		if ((at[i] & 0xc0) != 0x80)
			return 0;
		*point = *point << 6 | (at[i] & 0x3fu);
	}
	return length;
}

/* The length of a sequence of those that ncurses draws with on an xterm, which begins with an escape; 0: another. */
static size_t
known_sequence(const char *at, size_t left)
{
	size_t length = 2;

	if (left < 2)
		return 0;
	if (at[1] == '(' || at[1] == ')')
		return left > 2 && strchr("B0", at[2]) != NULL ? 3 : 0;
	/* Keypad on and off, cursor saved and restored, one line up. */
	if (at[1] == '=' || at[1] == '>' || at[1] == '7' || at[1] == '8' || at[1] == 'M')
		return 2;
	if (at[1] != '[')
		return 0;
	/* xterm's own way to keep the title, at the start and at the end. */
	if (left >= 9 && (memcmp(at + 2, "22;0;0t", 7) == 0 || memcmp(at + 2, "23;0;0t", 7) == 0))
		return 9;
	while (length < left && strchr("0123456789;?", at[length]) != NULL)
		length++;
	/* Moving, erasing, inserting, deleting, repeating, colours, modes, scrolling. */
	return length < left && strchr("ABCDGHJKLMPSTX@bdfhlmr", at[length]) != NULL ? length + 1 : 0;
}

/* What is at most between two characters of text: moving by the old controls. */
static bool
is_moving(char byte)
{
	return byte == '\r' || byte == '\n' || byte == '\b' || byte == '\t';
}

static _Noreturn void
fail_at_byte(const char *text, size_t at, size_t length, const char *file, int line)
{
	char seen[200] = "";
	size_t used = 0;

	for (size_t i = at < 20 ? 0 : at - 20; i < length && i < at + 20 && used < sizeof seen - 8; i++)
		used += (size_t)snprintf(
		    seen + used, sizeof seen - used, i == at ? ">%02x<" : "%02x ", (unsigned)(unsigned char)text[i]);
	check_fail_at(file, line, "byte %zu of what was sent acts on the terminal: %s", at, seen);
}

static void
check_stream(const char *text, size_t length, bool is_ncurses, const char *file, int line)
{
	for (size_t at = 0; at < length;) {
		size_t step = 0;
		uint32_t point = 0;

		if (text[at] == '\x1b' && is_ncurses)
			step = known_sequence(text + at, length - at);
		else if (is_ncurses ? is_moving(text[at]) : text[at] == '\n' || text[at] == '\r')
			step = 1;
		else if ((step = decode((const unsigned char *)text + at, length - at, &point)) > 0 && !is_seen(point))
			step = 0;
		if (step == 0)
			fail_at_byte(text, at, length, file, line);
		at += step;
	}
}

/* Parts of names that a hostile cluster has, as they came: sequences that are known are among them. */
static void
check_names(const char *text, size_t length, const char *file, int line)
{
	static const char *const names[] = {"\x1b[31mred", "\x1b]0;owned", "\x1b[?1049h\x1b[2J\x1b[H", "\x1b[6n",
	    "two\nlines", "cr\r\nlf", "tab\there", "back\b\b"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (memmem(text, length, names[i], strlen(names[i])) != NULL)
			check_fail_at(file, line, "the hostile name %zu was sent as it is", i);
	}
}

static void
check_cells(struct stage *stage, const char *file, int line)
{
	const struct terminal *terminal = stage_terminal(stage);

	for (int y = 0; y < terminal_rows(terminal); y++) {
		for (int x = 0; x < terminal_columns(terminal); x++) {
			uint32_t point = terminal_character(terminal, x, y);

			if (point != 0 && !is_seen(point))
				stage_fail_at(stage, file, line, "the cell %d,%d holds U+%04X", x, y, (unsigned)point);
		}
	}
}

void
purity_check_at(struct stage *stage, const char *file, int line)
{
	struct terminal *terminal = stage_terminal(stage);
	const char *text;
	size_t length;

	(void)stage_bytes(stage);
	text = terminal_output(terminal);
	length = terminal_output_length(terminal);
	check_cells(stage, file, line);
	check_stream(text, length, true, file, line);
	check_names(text, length, file, line);
	if (*terminal_title(terminal) != '\0' || terminal_bells(terminal) > 0)
		stage_fail_at(stage, file, line, "there was a title or a bell");
}

void
purity_check_text_at(const char *text, size_t length, const char *file, int line)
{
	check_stream(text, length, false, file, line);
	check_names(text, length, file, line);
}
