/* output_json.c: records as JSON, in the shape of the API's schema. */
#include "config.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "app/output_private.h"
#include "base/duration.h"
#include "base/utf8.h"
#include "view/cell.h"

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

/*
 * What is printed of a record, in the order of the schema, where the fields of one inner object stand together: a
 * member of an object, behind which stand the `inner` members of its own.
 */
struct member {
	struct text name;
	enum { MEMBER_VALUE, MEMBER_OBJECT, MEMBER_LIST } kind;
	unsigned fields[LIST_PARTS_MAX]; /* of a value or a list */
	size_t field_count;
	size_t skip; /* bytes of the fields' names before those of a list's parts */
	size_t inner;
};

#define MEMBERS_MAX (2 * FIELDS_MAX)
struct shape {
	struct member members[MEMBERS_MAX];
	size_t count;
};

/* Adds the members of an object; `skip` bytes of their fields' names are what the object is. */
static void
add_to_shape(struct shape *shape, const struct field *fields, const unsigned *list, size_t count, size_t skip)
{
	size_t inner;

	for (; count > 0; list += inner, count -= inner) {
		struct member *member = &shape->members[shape->count++];
		struct text name = member_name(&fields[*list], skip);

		inner = inner_count(fields, list, count, skip);
		*member = (struct member){.name = name, .kind = MEMBER_VALUE, .fields = {*list}, .field_count = 1};
		if (name.bytes[name.length] != '.')
			continue;
		member->skip = skip + name.length + 1;
		if (fields[*list].type == TYPE_LIST) {
			member->kind = MEMBER_LIST;
			member->field_count = inner;
			memcpy(member->fields, list, inner * sizeof *list);
		} else {
			size_t before = shape->count;

			member->kind = MEMBER_OBJECT;
			add_to_shape(shape, fields, list, inner, member->skip);
			member->inner = shape->count - before;
		}
	}
}

static void
find_shape(const struct output *output, struct shape *shape)
{
	bool chosen[FIELDS_MAX] = {false};
	unsigned list[FIELDS_MAX];
	size_t count = 0;

	for (size_t i = 0; i < output->field_count; i++)
		chosen[output->fields[i]] = true;
	for (unsigned field = 0; field < output->kind->field_count; field++) {
		if (chosen[field])
			list[count++] = field;
	}
	shape->count = 0;
	add_to_shape(shape, output->kind->fields, list, count, 0);
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
			while (at < end && *at >= 0x20 && *at < 0x7f && *at != '"' && *at != '\\')
				at++;
			length = at < end ? plain_length(at, (size_t)(end - at)) : 0;
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

/* Appends the value of a field that is there and is no list; `number` is what snapshot_number() says of it. */
static void
add_value(struct output *output, const struct snapshot *snapshot, unsigned field, uint32_t row, uint64_t number)
{
	struct buffer *out = &output->pending;
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

/* Appends {"name":…,"uuid":…},… of the items of a list. */
static void
add_items(struct output *output, const struct view_row *row, const struct member *list)
{
	struct buffer *out = &output->pending;
	uint32_t item_count;
	const uint32_t *items = snapshot_list(row->snapshot, row->row, &item_count);

	for (uint32_t item = 0; item < item_count; item++) {
		bool is_first = true;

		buffer_add_string(out, item == 0 ? "{" : ",{");
		for (size_t i = 0; i < list->field_count; i++) {
			struct text text = snapshot_list_text(row->snapshot, list->fields[i], items[item]);

			if (text_is_absent(text))
				continue;
			add_name(out, text_of(output->kind->fields[list->fields[i]].api_name + list->skip), &is_first);
			output_add_json_string(out, text);
		}
		buffer_add_byte(out, '}');
	}
}

static bool
has_any(const struct view_row *row, const struct member *list)
{
	for (size_t i = 0; i < list->field_count; i++) {
		if (snapshot_number(row->snapshot, list->fields[i], row->row) != VALUE_ABSENT)
			return true;
	}
	return false;
}

static bool add_members(struct output *output, const struct view_row *row, const struct member *members, size_t count);

/* Appends a member when it is there. */
static void
add_member(struct output *output, const struct view_row *row, const struct member *member, bool *is_first)
{
	struct buffer *out = &output->pending;
	size_t before = out->length;
	bool was_first = *is_first;
	uint64_t number;

	switch (member->kind) {
	case MEMBER_VALUE:
		number = snapshot_number(row->snapshot, member->fields[0], row->row);
		if (number == VALUE_ABSENT)
			return;
		add_name(out, member->name, is_first);
		add_value(output, row->snapshot, member->fields[0], row->row, number);
		break;
	case MEMBER_LIST:
		if (!has_any(row, member))
			return;
		add_name(out, member->name, is_first);
		buffer_add_byte(out, '[');
		add_items(output, row, member);
		buffer_add_byte(out, ']');
		break;
	case MEMBER_OBJECT:
		add_name(out, member->name, is_first);
		buffer_add_byte(out, '{');
		if (add_members(output, row, member + 1, member->inner)) {
			buffer_add_byte(out, '}');
		} else {
			buffer_cut(out, before);
			*is_first = was_first;
		}
		break;
	}
}

/* Appends those members of an object that are there; false when none is. */
static bool
add_members(struct output *output, const struct view_row *row, const struct member *members, size_t count)
{
	bool is_first = true;

	for (size_t i = 0; i < count; i += 1 + members[i].inner)
		add_member(output, row, &members[i], &is_first);
	return !is_first;
}

/* Rows in order lie all over the memory; those that come soon are fetched meanwhile. */
static void
prefetch_rows(const struct view *view, size_t at)
{
	static const size_t ahead[PREFETCH_STEPS] = {12, 8, 4};

	for (unsigned step = 0; step < PREFETCH_STEPS; step++) {
		if (at + ahead[step] < view_count(view)) {
			struct view_row row = view_row(view, at + ahead[step]);

			snapshot_prefetch(row.snapshot, row.row, step);
		}
	}
}

static void
add_records(struct output *output, const struct view *view, const char *separator)
{
	struct shape shape;

	find_shape(output, &shape);
	for (size_t i = 0; i < view_count(view) && output->error == 0; i++) {
		struct view_row row = view_row(view, i);

		prefetch_rows(view, i);
		if (i > 0)
			buffer_add_string(&output->pending, separator);
		buffer_add_byte(&output->pending, '{');
		add_members(output, &row, shape.members, shape.count);
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
