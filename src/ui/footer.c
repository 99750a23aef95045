/* footer.c: the two lowest lines: what narrows the view, and the keys that matter here. */
#include "config.h"

#include <string.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/duration.h"
#include "ui/parts.h"
#include "view/cell.h"

#define LINE_LIMIT 4096

/* Columns of the label, and of what may stand behind it. */
static int
label_columns(const struct prompt *prompt)
{
	return (int)strlen(prompt_label(prompt->purpose)) + 2;
}

static int
prompt_room(const struct prompt *prompt)
{
	return terminal_width() - label_columns(prompt) - 1;
}

/* Columns of the bytes of the prompt from `from` up to `to`. */
static int
columns_between(const struct prompt *prompt, size_t from, size_t to)
{
	return (int)safe_text_columns((struct text){prompt->text + from, to - from});
}

/*
 * The first byte that is seen: a text longer than the line scrolls by whole characters until the cursor is seen. What
 * stands before the cursor may be used up first: on a terminal that is narrower than the label nothing fits.
 */
static size_t
first_seen(const struct prompt *prompt)
{
	size_t first = 0;

	while (first < prompt->cursor && columns_between(prompt, first, prompt->cursor) > prompt_room(prompt)) {
		do
			first++;
		while (first < prompt->cursor && ((unsigned char)prompt->text[first] & 0xc0) == 0x80);
	}
	return first;
}

static void
paint_prompt(const struct prompt *prompt, int y, int *cursor_y, int *cursor_x)
{
	size_t first = first_seen(prompt);
	int x = label_columns(prompt);

	terminal_fill(y, 0, terminal_width(), ROLE_PROMPT);
	terminal_print(y, 0, x, ROLE_PROMPT, prompt_label(prompt->purpose));
	terminal_print(y, x - 2, 2, ROLE_PROMPT, ": ");
	terminal_paint(y, x, prompt_room(prompt), ROLE_PROMPT, CUT_END,
	    (struct text){prompt->text + first, prompt->length - first});
	*cursor_y = y;
	*cursor_x = x + columns_between(prompt, first, prompt->cursor);
}

/* Below the character that is wrong stands a mark, and beside it, where there is room, what would be right. */
static void
paint_trouble(const struct prompt *prompt, int y)
{
	size_t first = first_seen(prompt);
	struct text sentence = text_of(prompt->trouble);
	int columns = (int)safe_text_columns(sentence), width = terminal_width();
	int x = label_columns(prompt) +
		(prompt->trouble_at < first ? 0 : columns_between(prompt, first, prompt->trouble_at));

	x = x < width ? x : width - 1;
	terminal_print(y, x, 1, ROLE_ERROR, "^");
	if (x + 2 + columns <= width || x < width / 2)
		terminal_paint(y, x + 2, width - x - 2, ROLE_ERROR, CUT_END, sentence);
	else if (columns < x)
		terminal_paint(y, x - 1 - columns, columns, ROLE_ERROR, CUT_END, sentence);
	else
		terminal_paint(y, 0, x - 1, ROLE_ERROR, CUT_END, sentence);
}

/* From the one in the text on, as many as fit, each apart from the next. */
static void
paint_candidates(const struct prompt *prompt, int y)
{
	int x = 1;

	for (size_t i = 0; i < prompt->candidate_count && x < terminal_width(); i++) {
		size_t at = (prompt->candidate + i) % prompt->candidate_count;

		x += terminal_print(
		    y, x, terminal_width() - x, i == 0 ? ROLE_MATCH : ROLE_LABEL, prompt->candidates[at]);
		x += 2;
	}
}

/* Begins another part of a line, apart from what stands before it. */
static void
add_part(struct buffer *line, bool has_before)
{
	if (has_before || line->length > 0)
		buffer_add_format(line, " %s ", terminal_symbols()->dot);
}

static void
add_pause(const struct screen *screen, struct buffer *line, bool has_before)
{
	char when[16];

	if (!screen->is_paused)
		return;
	add_part(line, has_before);
	clock_format_time(screen->paused_since, when, sizeof when);
	buffer_add_format(line, "PAUSED at %s, p goes on", when);
}

static void
add_counts(const struct sheet *sheet, struct buffer *line)
{
	if (*sheet->filter == '\0' || sheet->view == NULL)
		return;
	buffer_add_string(line, "  ");
	cell_print_grouped(view_count(sheet->view), line);
	buffer_add_string(line, " of ");
	cell_print_grouped(view_total(sheet->view), line);
}

/* Which row of how many the cursor is on, at the right. */
static void
paint_position(const struct sheet *sheet, int y)
{
	struct buffer place;

	if (sheet->view == NULL || view_count(sheet->view) == 0)
		return;
	buffer_init(&place, LINE_LIMIT);
	cell_print_grouped(sheet->selection.position + 1, &place);
	buffer_add_byte(&place, '/');
	cell_print_grouped(view_count(sheet->view), &place);
	terminal_paint_right(y, 0, terminal_width() - 1, ROLE_DIM, CUT_END, buffer_text(&place));
	buffer_free(&place);
}

void
status_paint(struct screen *screen, int y, int *cursor_y, int *cursor_x)
{
	const struct sheet *sheet = screen_focus(screen);
	struct buffer line;
	int x = 1;

	if (screen->prompt.purpose != PROMPT_NONE) {
		paint_prompt(&screen->prompt, y, cursor_y, cursor_x);
		if (screen->prompt.purpose == PROMPT_FILTER)
			paint_position(sheet, y);
		return;
	}
	buffer_init(&line, LINE_LIMIT);
	paint_position(sheet, y);
	if (*sheet->filter != '\0') {
		x += terminal_print(y, x, terminal_width() - x, ROLE_LABEL, "filter: ");
		x += terminal_print(y, x, terminal_width() - x, ROLE_MATCH, sheet->filter);
		add_counts(sheet, &line);
		x += terminal_paint(y, x, terminal_width() - x, ROLE_TEXT, CUT_END, buffer_text(&line));
		buffer_reset(&line);
	}
	if (*sheet->search != '\0') {
		add_part(&line, x > 1);
		buffer_add_format(&line, "search: %s", sheet->search);
	}
	if (*screen->message != '\0') {
		add_part(&line, x > 1);
		buffer_add_string(&line, screen->message);
	}
	x += terminal_paint(y, x, terminal_width() - x, ROLE_TEXT, CUT_END, buffer_text(&line));
	buffer_reset(&line);
	add_pause(screen, &line, x > 1);
	terminal_paint(y, x, terminal_width() - x, ROLE_WARN, CUT_END, buffer_text(&line));
	buffer_free(&line);
}

static int
key_columns(const char *key, const char *label)
{
	return (int)(strlen(key) + 1 + strlen(label) + 2);
}

/* Returns where the next one goes. */
static int
paint_key(int y, int x, const char *key, const char *label)
{
	int used = terminal_print(y, x, terminal_width() - x, ROLE_KEY, key);

	terminal_print(y, x + used + 1, terminal_width() - x - used - 1, ROLE_LABEL, label);
	return x + key_columns(key, label);
}

/* The columns that the vital keys from `first` on need. */
static int
vital_columns(enum place place, size_t first)
{
	int columns = 0;

	for (size_t i = first; i < key_count; i++) {
		if (keys[i].is_vital && (keys[i].footer_places & place) != 0)
			columns += key_columns(keys[i].footer_key, keys[i].footer_label);
	}
	return columns;
}

/* The others are there as far as there is room beside the vital ones. */
static void
paint_keys(enum place place, int y)
{
	int x = 1;

	for (size_t i = 0; i < key_count; i++) {
		int needed;

		if (keys[i].footer_key == NULL || (keys[i].footer_places & place) == 0)
			continue;
		needed = key_columns(keys[i].footer_key, keys[i].footer_label) + vital_columns(place, i + 1) - 2;
		if (keys[i].is_vital || x + needed <= terminal_width())
			x = paint_key(y, x, keys[i].footer_key, keys[i].footer_label);
	}
}

void
footer_paint(const struct screen *screen, int y)
{
	const struct prompt *prompt = &screen->prompt;
	bool is_filter = prompt->purpose == PROMPT_FILTER;
	int x;

	if (prompt->purpose == PROMPT_NONE) {
		paint_keys(screen_place(screen), y);
		return;
	}
	if (prompt->candidate_count > 0) {
		paint_candidates(prompt, y);
		return;
	}
	if (*screen->message != '\0') {
		terminal_print(y, 1, terminal_width() - 1, ROLE_WARN, screen->message);
		return;
	}
	if (*prompt->trouble != '\0') {
		paint_trouble(prompt, y);
		return;
	}
	x = paint_key(y, 1, "Enter", is_filter ? "keep" : "go");
	x = paint_key(y, x, "Esc", is_filter ? "show all" : "cancel");
	if (is_filter)
		paint_key(y, paint_key(y, x, "Tab", "complete"), "Up", "older");
}
