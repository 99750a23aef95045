/* output_csv.c: records as RFC 4180 has records. */
#include "config.h"

#include <inttypes.h>
#include <stdint.h>
#include <string.h>

#include "app/output_private.h"
#include "view/cell.h"

/* Appends a value, quoted when it has to be; an empty text is told from an absent one by its quotes. */
void
output_add_csv_cell(struct buffer *out, struct text value)
{
	const char *quote;

	if (value.length > 0 && memchr(value.bytes, '"', value.length) == NULL &&
	    memchr(value.bytes, ',', value.length) == NULL && memchr(value.bytes, '\n', value.length) == NULL &&
	    memchr(value.bytes, '\r', value.length) == NULL) {
		buffer_add(out, value.bytes, value.length);
		return;
	}
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
