/* output_table.c: records as on the screen, but whole. */
#include "config.h"

#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include "app/output_private.h"
#include "base/clock.h"
#include "base/safe_text.h"
#include "base/xalloc.h"
#include "view/cell.h"

#define GAP 2
#define TIME_SIZE 32

/* Fills output->cell with a value as the screen shows it, `-` when it is absent. */
static struct text
cell_of(struct output *output, const struct view_row *row, unsigned field)
{
	buffer_reset(&output->cell);
	if (!cell_print_screen(row->snapshot, field, row->row, &output->cell))
		buffer_add_byte(&output->cell, '-');
	return buffer_text(&output->cell);
}

/* The display columns that each column needs for its title and all its values. */
static void
measure(struct output *output, const struct view *view, size_t widths[static FIELDS_MAX])
{
	for (size_t column = 0; column < output->field_count; column++)
		widths[column] = safe_text_columns(text_of(output->kind->fields[output->fields[column]].title));
	for (size_t i = 0; i < view_count(view); i++) {
		struct view_row row = view_row(view, i);

		for (size_t column = 0; column < output->field_count; column++) {
			size_t width = safe_text_columns(cell_of(output, &row, output->fields[column]));

			if (width > widths[column])
				widths[column] = width;
		}
	}
}

static void
add_spaces(struct buffer *out, size_t count)
{
	while (count-- > 0)
		buffer_add_byte(out, ' ');
}

void
output_add_safe(struct buffer *out, struct text text, size_t columns)
{
	char small[SAFE_TEXT_SIZE(64)], *safe = small;
	size_t size = SAFE_TEXT_SIZE(columns);

	if (size > sizeof small)
		safe = xmalloc(size);
	safe_text_fit(text, columns, CUT_END, safe, size);
	buffer_add_string(out, safe);
	if (safe != small)
		free(safe);
}

/* Appends a cell in its column; nothing but the line's end stands behind the last. */
static void
add_cell(struct output *output, size_t column, struct text text, size_t width)
{
	struct buffer *out = &output->pending;
	size_t columns = safe_text_columns(text), space = width - columns;
	bool is_right = output->kind->fields[output->fields[column]].align == ALIGN_RIGHT;

	if (is_right)
		add_spaces(out, space);
	output_add_safe(out, text, columns);
	if (column + 1 == output->field_count)
		buffer_add_byte(out, '\n');
	else
		add_spaces(out, GAP + (is_right ? 0 : space));
}

/* One table is told from the next by an empty line and the time. */
static void
add_time(struct output *output)
{
	char time_of_day[TIME_SIZE];

	clock_format_time(time(NULL), time_of_day, sizeof time_of_day);
	buffer_add_format(&output->pending, "%s%s\n", output->is_started ? "\n" : "", time_of_day);
}

void
output_print_table(struct output *output, const struct view *view)
{
	size_t widths[FIELDS_MAX] = {0};

	measure(output, view, widths);
	if (output->has_time)
		add_time(output);
	for (size_t column = 0; column < output->field_count; column++)
		add_cell(output, column, text_of(output->kind->fields[output->fields[column]].title), widths[column]);
	for (size_t i = 0; i < view_count(view) && output->error == 0; i++) {
		struct view_row row = view_row(view, i);

		for (size_t column = 0; column < output->field_count; column++) {
			struct text cell = cell_of(output, &row, output->fields[column]);

			add_cell(output, column, cell, widths[column]);
		}
		output_flush_some(output);
	}
}
