/* output_json.c: records as JSON, in the shape of the API's schema. */
#include "config.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "app/json_text.h"
#include "app/output_private.h"
#include "app/output_shape.h"
#include "base/duration.h"
#include "base/pen.h"
#include "view/cell.h"

/* What the prefix of a member, any value but a text, and the brackets behind it need. */
#define MEMBER_SIZE (4 * PEN_STEP + DURATION_TEXT_MAX)

void
output_add_json_string(struct buffer *out, struct text text)
{
	struct pen pen;

	pen_down(&pen, out);
	pen_need(&pen, JSON_TEXT_SIZE(text.length));
	json_text_put(&pen, text);
	pen_up(&pen);
}

static void
put_text(struct pen *pen, struct text text)
{
	pen_need(pen, JSON_TEXT_SIZE(text.length) + MEMBER_SIZE);
	json_text_put(pen, text);
}

static void
put_fragment(struct pen *pen, const struct fragment *fragment)
{
	pen_put(pen, fragment->bytes, fragment->length);
}

/* Writes the prefix of a member without the comma when there is none before. */
static void
put_prefix(struct pen *pen, const struct fragment *prefix, bool *is_first)
{
	size_t skip = *is_first;

	*is_first = false;
	pen_put(pen, prefix->bytes + skip, prefix->length - skip);
}

static void
put_seconds(struct pen *pen, uint64_t seconds)
{
	pen_put_byte(pen, '"');
	pen->at += duration_format_iso((uint32_t)seconds, pen->at);
	pen_put_byte(pen, '"');
}

/* Writes the value of a field that is there and is no list; `number` is what snapshot_number() says of it. */
static void
put_value(
    struct output *output, struct pen *pen, const struct member *member, const struct view_row *row, uint64_t number)
{
	switch (member->type) {
	case TYPE_COUNT: pen_put_number(pen, number); break;
	case TYPE_BOOLEAN:
		memcpy(pen->at, number != 0 ? "true" : "false", 5);
		pen->at += number != 0 ? 4 : 5;
		break;
	case TYPE_ID:
		pen_put_byte(pen, '"');
		pen_put_number(pen, number);
		pen_put_byte(pen, '"');
		break;
	case TYPE_SECONDS: put_seconds(pen, number); break;
	case TYPE_SECURITY:
		buffer_reset(&output->cell);
		cell_print_exact(row->snapshot, member->field, row->row, &output->cell);
		put_text(pen, buffer_text(&output->cell));
		break;
	case TYPE_ENUM:
		if (number < member->word_count && member->words[number].length > 0)
			put_fragment(pen, &member->words[number]);
		else
			put_text(pen, snapshot_word(row->snapshot, member->field, number));
		break;
	default: put_text(pen, snapshot_text(row->snapshot, member->field, row->row)); break;
	}
}

/* Writes {"name":…,"uuid":…},… of the items of a list. */
static void
put_items(struct pen *pen, const struct view_row *row, const struct member *list)
{
	uint32_t item_count;
	const uint32_t *items = snapshot_list(row->snapshot, row->row, &item_count);

	for (uint32_t item = 0; item < item_count; item++) {
		bool is_first = true;

		pen_need(pen, MEMBER_SIZE);
		if (item > 0)
			pen_put_byte(pen, ',');
		pen_put_byte(pen, '{');
		for (size_t i = 0; i < list->part_count; i++) {
			struct text text = snapshot_list_text(row->snapshot, list->parts[i].field, items[item]);

			if (text_is_absent(text))
				continue;
			put_prefix(pen, &list->parts[i].prefix, &is_first);
			put_text(pen, text);
		}
		pen_put_byte(pen, '}');
	}
}

static bool
has_any(const struct view_row *row, const struct member *list)
{
	for (size_t i = 0; i < list->part_count; i++) {
		if (snapshot_number(row->snapshot, list->parts[i].field, row->row) != VALUE_ABSENT)
			return true;
	}
	return false;
}

static bool put_members(
    struct output *output, struct pen *pen, const struct view_row *row, const struct member *members, size_t count);

/* Writes an object that has any members. */
static void
put_object(
    struct output *output, struct pen *pen, const struct view_row *row, const struct member *member, bool *is_first)
{
	bool was_first = *is_first;
	size_t length;

	put_prefix(pen, &member->prefix, is_first);
	/* The pen may move to other memory meanwhile. */
	length = member->prefix.length - was_first;
	if (put_members(output, pen, row, member + 1, member->inner)) {
		pen_put_byte(pen, '}');
		return;
	}
	pen->at -= length;
	*is_first = was_first;
}

/* Writes a member when it is there. */
static void
put_member(
    struct output *output, struct pen *pen, const struct view_row *row, const struct member *member, bool *is_first)
{
	uint64_t number;

	pen_need(pen, MEMBER_SIZE);
	switch (member->kind) {
	case MEMBER_VALUE:
		number = snapshot_number(row->snapshot, member->field, row->row);
		if (number == VALUE_ABSENT)
			return;
		put_prefix(pen, &member->prefix, is_first);
		put_value(output, pen, member, row, number);
		break;
	case MEMBER_LIST:
		if (!has_any(row, member))
			return;
		put_prefix(pen, &member->prefix, is_first);
		put_items(pen, row, member);
		pen_put_byte(pen, ']');
		break;
	case MEMBER_OBJECT: put_object(output, pen, row, member, is_first); break;
	}
}

/* Writes those members of an object that are there; false when none is. */
static bool
put_members(
    struct output *output, struct pen *pen, const struct view_row *row, const struct member *members, size_t count)
{
	bool is_first = true;

	for (size_t i = 0; i < count; i += 1 + members[i].inner)
		put_member(output, pen, row, &members[i], &is_first);
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

/* Hands on what was written when it is much. */
static void
flush_some(struct output *output, struct pen *pen)
{
	pen_up(pen);
	output_flush_some(output);
	if (output->pending.length == 0)
		pen_down(pen, &output->pending);
}

static void
add_records(struct output *output, const struct view *view, char separator)
{
	struct shape *shape = output_shape_new(output);
	struct pen pen;

	pen_down(&pen, &output->pending);
	for (size_t i = 0; i < view_count(view) && output->error == 0; i++) {
		struct view_row row = view_row(view, i);

		prefetch_rows(view, i);
		pen_need(&pen, MEMBER_SIZE);
		if (i > 0 && separator != '\0')
			pen_put_byte(&pen, separator);
		if (i > 0)
			pen_put_byte(&pen, '\n');
		pen_put_byte(&pen, '{');
		put_members(output, &pen, &row, shape->members, shape->count);
		pen_put_byte(&pen, '}');
		flush_some(output, &pen);
	}
	pen_up(&pen);
	output_shape_free(shape);
}

void
output_print_json(struct output *output, const struct view *view)
{
	buffer_add_string(&output->pending, view_count(view) == 0 ? "[" : "[\n");
	add_records(output, view, ',');
	buffer_add_string(&output->pending, view_count(view) == 0 ? "]\n" : "\n]\n");
}

void
output_print_ndjson(struct output *output, const struct view *view)
{
	add_records(output, view, '\0');
	if (view_count(view) > 0)
		buffer_add_byte(&output->pending, '\n');
}
