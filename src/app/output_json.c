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

/* Rows that are made ready together: in order they lie all over the memory, and are waited for once. */
#define BATCH_ROWS 16

/* By the places of values in the shape, and by row: what put_row() needs of each. A kind has one list. */
struct batch {
	struct view_row rows[BATCH_ROWS];
	uint32_t count;
	uint64_t numbers[FIELDS_MAX][BATCH_ROWS];
	struct text texts[FIELDS_MAX][BATCH_ROWS]; /* of texts and addresses */
	const uint32_t *items[BATCH_ROWS];
	uint32_t item_counts[BATCH_ROWS];
};

/* `at` is the row of the batch that is being written. */
struct printing {
	struct output *output;
	const struct shape *shape;
	struct pen pen;
	struct batch batch;
	uint32_t at;
};

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

/* Writes the value of a field that is there and is no list. */
static void
put_value(struct printing *printing, const struct member *member, uint64_t number)
{
	const struct view_row *row = &printing->batch.rows[printing->at];
	struct buffer *cell = &printing->output->cell;
	struct pen *pen = &printing->pen;

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
		buffer_reset(cell);
		cell_print_exact(row->snapshot, member->field, row->row, cell);
		put_text(pen, buffer_text(cell));
		break;
	case TYPE_ENUM:
		if (number < member->word_count && member->words[number].length > 0)
			put_fragment(pen, &member->words[number]);
		else
			put_text(pen, snapshot_word(row->snapshot, member->field, number));
		break;
	default: put_text(pen, printing->batch.texts[member->value][printing->at]); break;
	}
}

/* Writes {"name":…,"uuid":…},… of the items of a list. */
static void
put_items(struct printing *printing, const struct member *list)
{
	const struct snapshot *snapshot = printing->batch.rows[printing->at].snapshot;
	const uint32_t *items = printing->batch.items[printing->at];
	struct pen *pen = &printing->pen;

	for (uint32_t item = 0; item < printing->batch.item_counts[printing->at]; item++) {
		bool is_first = true;

		pen_need(pen, MEMBER_SIZE);
		if (item > 0)
			pen_put_byte(pen, ',');
		pen_put_byte(pen, '{');
		for (size_t i = 0; i < list->part_count; i++) {
			struct text text = snapshot_list_text(snapshot, list->parts[i].field, items[item]);

			if (text_is_absent(text))
				continue;
			put_prefix(pen, &list->parts[i].prefix, &is_first);
			put_text(pen, text);
		}
		pen_put_byte(pen, '}');
	}
}

static bool put_members(struct printing *printing, const struct member *members, size_t count);

/* Writes an object that has any members. */
static void
put_object(struct printing *printing, const struct member *member, bool *is_first)
{
	bool was_first = *is_first;

	put_prefix(&printing->pen, &member->prefix, is_first);
	if (put_members(printing, member + 1, member->inner)) {
		pen_put_byte(&printing->pen, '}');
		return;
	}
	/* Nothing came behind the prefix, wherever the pen has moved to meanwhile. */
	printing->pen.at -= member->prefix.length - was_first;
	*is_first = was_first;
}

/* Writes a member when it is there. */
static void
put_member(struct printing *printing, const struct member *member, bool *is_first)
{
	struct pen *pen = &printing->pen;
	uint64_t number;

	pen_need(pen, MEMBER_SIZE);
	switch (member->kind) {
	case MEMBER_VALUE:
		number = printing->batch.numbers[member->value][printing->at];
		if (number == VALUE_ABSENT)
			return;
		put_prefix(pen, &member->prefix, is_first);
		put_value(printing, member, number);
		break;
	case MEMBER_LIST:
		if (printing->batch.item_counts[printing->at] == 0)
			return;
		put_prefix(pen, &member->prefix, is_first);
		put_items(printing, member);
		pen_put_byte(pen, ']');
		break;
	case MEMBER_OBJECT: put_object(printing, member, is_first); break;
	}
}

/* Writes those members of an object that are there; false when none is. */
static bool
put_members(struct printing *printing, const struct member *members, size_t count)
{
	bool is_first = true;

	for (size_t i = 0; i < count; i += 1 + members[i].inner)
		put_member(printing, &members[i], &is_first);
	return !is_first;
}

/* Makes ready `count` rows from `from` on, all of one snapshot. */
static void
gather(struct batch *batch, const struct shape *shape, uint32_t from, uint32_t count)
{
	const struct snapshot *snapshot = batch->rows[from].snapshot;
	uint32_t rows[BATCH_ROWS];

	for (uint32_t i = 0; i < count; i++)
		rows[i] = batch->rows[from + i].row;
	for (size_t i = 0; i < shape->count; i++) {
		const struct member *member = &shape->members[i];
		uint64_t *numbers = batch->numbers[member->value] + from;

		if (member->kind == MEMBER_LIST) {
			for (uint32_t k = 0; k < count; k++)
				batch->items[from + k] = snapshot_list(
				    snapshot, rows[k], &batch->item_counts[from + k]);
		}
		if (member->kind != MEMBER_VALUE)
			continue;
		snapshot_gather(snapshot, member->field, rows, count, numbers);
		if (member->type == TYPE_TEXT || member->type == TYPE_ADDRESS)
			snapshot_gather_texts(snapshot, numbers, count, batch->texts[member->value] + from);
	}
}

/* Lets the processor fetch what the texts and lists that were made ready point to. */
static void
fetch_texts(const struct batch *batch, const struct shape *shape)
{
	for (size_t i = 0; i < shape->count; i++) {
		const struct member *member = &shape->members[i];
		bool is_text = member->type == TYPE_TEXT || member->type == TYPE_ADDRESS;

		for (uint32_t row = 0; row < batch->count; row++) {
			if (member->kind == MEMBER_VALUE && is_text)
				__builtin_prefetch(batch->texts[member->value][row].bytes);
			else if (member->kind == MEMBER_LIST)
				__builtin_prefetch(batch->items[row]);
		}
	}
}

/* Makes ready the rows of the view from `start` on, as many as fit. */
static void
fill(struct batch *batch, const struct shape *shape, const struct view *view, size_t start)
{
	size_t left = view_count(view) - start;
	uint32_t from = 0;

	batch->count = left < BATCH_ROWS ? (uint32_t)left : BATCH_ROWS;
	for (uint32_t i = 0; i < batch->count; i++)
		batch->rows[i] = view_row(view, start + i);
	for (uint32_t i = 1; i <= batch->count; i++) {
		if (i < batch->count && batch->rows[i].snapshot == batch->rows[from].snapshot)
			continue;
		gather(batch, shape, from, i - from);
		from = i;
	}
	fetch_texts(batch, shape);
}

/* Hands on what was written when it is much. */
static void
flush_some(struct printing *printing)
{
	pen_up(&printing->pen);
	output_flush_some(printing->output);
	pen_down(&printing->pen, &printing->output->pending);
}

static void
put_batch(struct printing *printing, bool is_first, char separator)
{
	struct pen *pen = &printing->pen;

	for (printing->at = 0; printing->at < printing->batch.count; printing->at++) {
		pen_need(pen, MEMBER_SIZE);
		if (separator != '\0' && !is_first)
			pen_put_byte(pen, separator);
		if (!is_first)
			pen_put_byte(pen, '\n');
		is_first = false;
		pen_put_byte(pen, '{');
		put_members(printing, printing->shape->members, printing->shape->count);
		pen_put_byte(pen, '}');
	}
}

static void
add_records(struct output *output, const struct view *view, char separator)
{
	struct printing printing = {.output = output};
	struct shape *shape = output_shape_new(output);

	printing.shape = shape;
	pen_down(&printing.pen, &output->pending);
	for (size_t i = 0; i < view_count(view) && output->error == 0; i += printing.batch.count) {
		fill(&printing.batch, shape, view, i);
		put_batch(&printing, i == 0, separator);
		flush_some(&printing);
	}
	pen_up(&printing.pen);
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
