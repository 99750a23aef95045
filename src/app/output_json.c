/* output_json.c: records as JSON, in the shape of the API's schema. */
#include "config.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "app/output_private.h"
#include "base/duration.h"
#include "base/utf8.h"
#include "view/cell.h"

/* The fields of an object in the order of the schema, where those of one inner object stand together. */
struct shape {
	unsigned fields[FIELDS_MAX];
	size_t count;
};

static struct shape
shape_of(const struct output *output)
{
	bool chosen[FIELDS_MAX] = {false};
	struct shape shape = {.count = 0};

	for (size_t i = 0; i < output->field_count; i++)
		chosen[output->fields[i]] = true;
	for (unsigned field = 0; field < output->kind->field_count; field++) {
		if (chosen[field])
			shape.fields[shape.count++] = field;
	}
	return shape;
}

/* The first part of what stands behind `skip` bytes of a field's name: that of a member, or of an object of several. */
static struct text
member_name(const struct field *field, size_t skip)
{
	const char *name = field->api_name + skip;

	return (struct text){name, strcspn(name, ".")};
}

/* How many of `count` fields of a list are in the same object as the first, itself included; 1 for who is in none. */
static size_t
inner_count(const struct field *fields, const unsigned *list, size_t count, size_t skip)
{
	struct text name = member_name(&fields[list[0]], skip);
	size_t inner = 1;

	if (name.bytes[name.length] != '.')
		return 1;
	while (inner < count &&
	       strncmp(fields[list[inner]].api_name, fields[list[0]].api_name, skip + name.length + 1) == 0)
		inner++;
	return inner;
}

/* The bytes of the character at `at` when it may stand in a string as it is, else 0. */
static size_t
plain_length(const unsigned char *at, size_t left)
{
	uint32_t point;
	size_t length;

	if (*at >= 0x20 && *at < 0x7f)
		return *at != '"' && *at != '\\';
	if (*at < 0x80)
		return 0;
	length = utf8_decode(at, left, &point);
	return length > 0 && point >= 0xa0 ? length : 0;
}

/* Appends the character at the start of `at`, which is not plain, and returns how many bytes it had. */
static size_t
add_escaped(struct buffer *out, const unsigned char *at, size_t left)
{
	uint32_t point = *at;
	size_t length = utf8_decode(at, left, &point);

	if (length == 0)
		buffer_add_string(out, "\xef\xbf\xbd");
	else if (point == '"' || point == '\\')
		buffer_add_format(out, "\\%c", (int)point);
	else
		buffer_add_format(out, "\\u%04x", (unsigned)point);
	return length == 0 ? 1 : length;
}

/*
 * Appends `text` as a JSON string. What is no UTF-8 becomes U+FFFD. Control characters beyond ASCII are escaped as
 * well, though JSON does not ask for it: they act on terminals.
 */
void
output_add_json_string(struct buffer *out, struct text text)
{
	const unsigned char *at = (const unsigned char *)text.bytes, *end = at + text.length;

	buffer_add_byte(out, '"');
	while (at < end) {
		const unsigned char *run = at;
		size_t length = 1;

		while (at < end && length > 0) {
			length = plain_length(at, (size_t)(end - at));
			at += length;
		}
		buffer_add(out, (const char *)run, (size_t)(at - run));
		if (at < end)
			at += add_escaped(out, at, (size_t)(end - at));
	}
	buffer_add_byte(out, '"');
}

static void
add_integer(struct buffer *out, uint64_t number)
{
	char digits[20];
	size_t at = sizeof digits;

	do {
		digits[--at] = (char)('0' + number % 10);
		number /= 10;
	} while (number > 0);
	buffer_add(out, digits + at, sizeof digits - at);
}

/* Appends the value of a field that is there and is no list. */
static void
add_value(struct output *output, const struct snapshot *snapshot, unsigned field, uint32_t row)
{
	struct buffer *out = &output->pending;
	uint64_t number = snapshot_number(snapshot, field, row);
	char duration[DURATION_TEXT_MAX];

	switch (output->kind->fields[field].type) {
	case TYPE_COUNT: add_integer(out, number); break;
	case TYPE_BOOLEAN: buffer_add_string(out, number != 0 ? "true" : "false"); break;
	case TYPE_ID:
		buffer_add_byte(out, '"');
		add_integer(out, number);
		buffer_add_byte(out, '"');
		break;
	case TYPE_SECONDS:
		buffer_add_byte(out, '"');
		buffer_add(out, duration, duration_format_iso((uint32_t)number, duration));
		buffer_add_byte(out, '"');
		break;
	case TYPE_SECURITY:
		buffer_reset(&output->cell);
		cell_print_exact(snapshot, field, row, &output->cell);
		output_add_json_string(out, buffer_text(&output->cell));
		break;
	default: output_add_json_string(out, snapshot_text(snapshot, field, row)); break;
	}
}

/* Appends the name of a member with what separates it from the one before. */
static void
add_name(struct buffer *out, struct text name, bool *is_first)
{
	buffer_add_string(out, *is_first ? "\"" : ",\"");
	*is_first = false;
	buffer_add(out, name.bytes, name.length);
	buffer_add_string(out, "\":");
}

/* Appends {"name":…,"uuid":…},… of the items of a list; names of members stand behind `skip` bytes of those of fields.
 */
static void
add_items(struct output *output, const struct view_row *row, const unsigned *list, size_t count, size_t skip)
{
	struct buffer *out = &output->pending;
	uint32_t item_count;
	const uint32_t *items = snapshot_list(row->snapshot, row->row, &item_count);

	for (uint32_t item = 0; item < item_count; item++) {
		bool is_first = true;

		buffer_add_string(out, item == 0 ? "{" : ",{");
		for (size_t i = 0; i < count; i++) {
			struct text text = snapshot_list_text(row->snapshot, list[i], items[item]);

			if (text_is_absent(text))
				continue;
			add_name(out, text_of(output->kind->fields[list[i]].api_name + skip), &is_first);
			output_add_json_string(out, text);
		}
		buffer_add_byte(out, '}');
	}
}

static bool
has_any(const struct view_row *row, const unsigned *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (snapshot_number(row->snapshot, list[i], row->row) != VALUE_ABSENT)
			return true;
	}
	return false;
}

/* Appends those members of an object that are there. `skip` bytes of their fields' names are what the object is. */
static void
add_members(struct output *output, const struct view_row *row, const unsigned *list, size_t count, size_t skip)
{
	const struct field *fields = output->kind->fields;
	struct buffer *out = &output->pending;
	bool is_first = true;
	size_t inner;

	for (; count > 0; list += inner, count -= inner) {
		struct text name = member_name(&fields[*list], skip);
		size_t deeper = skip + name.length + 1;

		inner = inner_count(fields, list, count, skip);
		if (!has_any(row, list, inner))
			continue;
		add_name(out, name, &is_first);
		if (name.bytes[name.length] != '.') {
			add_value(output, row->snapshot, *list, row->row);
		} else if (fields[*list].type == TYPE_LIST) {
			buffer_add_byte(out, '[');
			add_items(output, row, list, inner, deeper);
			buffer_add_byte(out, ']');
		} else {
			buffer_add_byte(out, '{');
			add_members(output, row, list, inner, deeper);
			buffer_add_byte(out, '}');
		}
	}
}

static void
add_records(struct output *output, const struct view *view, const char *separator)
{
	struct shape shape = shape_of(output);

	for (size_t i = 0; i < view_count(view) && output->error == 0; i++) {
		struct view_row row = view_row(view, i);

		if (i > 0)
			buffer_add_string(&output->pending, separator);
		buffer_add_byte(&output->pending, '{');
		add_members(output, &row, shape.fields, shape.count, 0);
		buffer_add_byte(&output->pending, '}');
		output_flush_some(output);
	}
}

void
output_print_json(struct output *output, const struct view *view)
{
	buffer_add_string(&output->pending, view_count(view) == 0 ? "[" : "[\n");
	add_records(output, view, ",\n");
	buffer_add_string(&output->pending, view_count(view) == 0 ? "]\n" : "\n]\n");
}

void
output_print_ndjson(struct output *output, const struct view *view)
{
	add_records(output, view, "\n");
	if (view_count(view) > 0)
		buffer_add_byte(&output->pending, '\n');
}
