/* footer.c: the two lowest lines: what narrows the view, and the keys that matter here. */
#include "config.h"

#include <string.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/duration.h"
#include "ui/parts.h"
#include "view/cell.h"

#define LINE_LIMIT 4096

static void
paint_prompt(const struct prompt *prompt, int y, int *cursor_y, int *cursor_x)
{
	const char *label = prompt_label(prompt->purpose);
	struct text head = {prompt->text, prompt->cursor}, whole = {prompt->text, prompt->length};
	int x = (int)strlen(label) + 2, room = terminal_width() - x - 1;
	int before = (int)safe_text_columns(head);

	terminal_fill(y, 0, terminal_width(), ROLE_PROMPT);
	terminal_print(y, 0, x, ROLE_PROMPT, label);
	terminal_print(y, x - 2, 2, ROLE_PROMPT, ": ");
	/*
	 * A text longer than the line scrolls by whole characters until the cursor is seen. What stands before the
	 * cursor may be used up first: on a terminal that is narrower than the label nothing fits.
	 */
	while (before > room && head.length > 0) {
		do {
			whole.bytes++;
			whole.length--;
			head.bytes++;
			head.length--;
		} while (head.length > 0 && ((unsigned char)*whole.bytes & 0xc0) == 0x80);
		before = (int)safe_text_columns(head);
	}
	terminal_paint(y, x, room, ROLE_PROMPT, CUT_END, whole);
	*cursor_y = y;
	*cursor_x = x + before;
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
	bool is_filter = screen->prompt.purpose == PROMPT_FILTER;

	if (screen->prompt.purpose == PROMPT_NONE) {
		paint_keys(screen_place(screen), y);
		return;
	}
	paint_key(y, paint_key(y, 1, "Enter", is_filter ? "keep" : "go"), "Esc", is_filter ? "show all" : "cancel");
}
