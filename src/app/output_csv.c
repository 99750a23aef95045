/* output_csv.c: records as RFC 4180 has records. */
#include "config.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "app/output_private.h"
#include "base/safe_text.h"
#include "view/cell.h"

/*
 * A cell that begins so, behind blanks, is taken for a formula by one spreadsheet or another, and may run programs. A
 * tab or a return does that as well, but none is left in a cell.
 */
static bool
is_formula(struct text value)
{
	/* The last four are those of full width. */
	static const char *const starts[] = {
	    "=", "+", "-", "@", "\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0"};

	while (value.length > 0 && *value.bytes == ' ') {
		value.bytes++;
		value.length--;
	}
	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
		size_t length = strlen(starts[i]);

		if (value.length >= length && memcmp(value.bytes, starts[i], length) == 0)
			return true;
	}
	return false;
}

/* Whether the value is a cell as it is: printable ASCII without quotes and commas, and not empty. */
static bool
is_plain(struct text value)
{
	for (size_t i = 0; i < value.length; i++) {
		if (value.bytes[i] < ' ' || value.bytes[i] > '~' || value.bytes[i] == '"' || value.bytes[i] == ',')
			return false;
	}
	return value.length > 0;
}

static void
add_quoted(struct buffer *out, struct text value)
{
	const char *quote;

	buffer_add_byte(out, '"');
	while (value.length > 0 && (quote = memchr(value.bytes, '"', value.length)) != NULL) {
		size_t through = (size_t)(quote - value.bytes) + 1;

		buffer_add(out, value.bytes, through);
		buffer_add_byte(out, '"');
		value.bytes += through;
		value.length -= through;
	}
	buffer_add(out, value.bytes, value.length);
	buffer_add_byte(out, '"');
}

/*
 * Appends a value, quoted when it has to be; an empty text is told from an absent one by its quotes. People open CSV in
 * spreadsheets and look at it in terminals, so it is made safe for both: who needs each byte has JSON.
 */
void
output_add_csv_cell(struct buffer *out, struct text value)
{
	struct buffer cell;
	bool is_needing_quotes;

	if (is_plain(value) && !is_formula(value)) {
		buffer_add(out, value.bytes, value.length);
		return;
	}
	buffer_init(&cell, SIZE_MAX / 2);
	if (is_formula(value))
		buffer_add_byte(&cell, '\'');
	safe_text_clean(value, &cell);
	is_needing_quotes = cell.length == 0 || strpbrk(buffer_string(&cell), "\",") != NULL;
	if (is_needing_quotes)
		add_quoted(out, buffer_text(&cell));
	else
		buffer_add(out, cell.bytes, cell.length);
	buffer_free(&cell);
}

/* Fills `cell` with the texts of a list and semicolons between them: names and uuids keep their places. */
static void
print_list(const struct snapshot *snapshot, unsigned field, uint32_t row, struct buffer *cell)
{
	uint32_t count;
	const uint32_t *items = snapshot_list(snapshot, row, &count);

	for (uint32_t i = 0; i < count; i++) {
		struct text text = snapshot_list_text(snapshot, field, items[i]);

		if (i > 0)
			buffer_add_byte(cell, ';');
		if (!text_is_absent(text))
			buffer_add(cell, text.bytes, text.length);
	}
}

static void
add_cell(struct output *output, const struct snapshot *snapshot, unsigned field, uint32_t row)
{
	struct buffer *out = &output->pending;
	uint64_t number = snapshot_number(snapshot, field, row);
	enum field_type type = output->kind->fields[field].type;

	if (number == VALUE_ABSENT || (type == TYPE_LIST && number == 0))
		return;
	if (type == TYPE_SECONDS) {
		buffer_add_format(out, "%" PRIu64, number);
	} else if (type == TYPE_TEXT || type == TYPE_ADDRESS || type == TYPE_ENUM) {
		output_add_csv_cell(out, snapshot_text(snapshot, field, row));
	} else {
		buffer_reset(&output->cell);
		if (type == TYPE_LIST)
			print_list(snapshot, field, row, &output->cell);
		else
			cell_print_exact(snapshot, field, row, &output->cell);
		output_add_csv_cell(out, buffer_text(&output->cell));
	}
}

void
output_print_csv(struct output *output, const struct view *view)
{
	struct buffer *out = &output->pending;

	for (size_t i = 0; i < output->field_count && !output->is_started; i++)
		buffer_add_format(out, "%s%s", i == 0 ? "" : ",", field_name(output->kind, output->fields[i]));
	if (!output->is_started)
		buffer_add_byte(out, '\n');
	for (size_t i = 0; i < view_count(view) && output->error == 0; i++) {
		struct view_row row = view_row(view, i);

		for (size_t column = 0; column < output->field_count; column++) {
			if (column > 0)
				buffer_add_byte(out, ',');
			add_cell(output, row.snapshot, output->fields[column], row.row);
		}
		buffer_add_byte(out, '\n');
		output_flush_some(output);
	}
}
