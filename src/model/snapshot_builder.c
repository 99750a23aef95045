/* snapshot_builder.c: filling a snapshot and sealing it. */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/duration.h"
#include "base/safe_text.h"
#include "base/xalloc.h"
#include "model/snapshot.h"
#include "model/snapshot_private.h"

#define FIRST_ROWS 256u
#define FIRST_INDEX 1024u
#define ITEMS_PER_RECORD_MAX UINT16_MAX
/* Of those that are kept over refreshes, so that a busy cluster that is watched for days does not fill the memory. */
#define ENDED_KEPT_MAX 100000u

/* `snapshot` has room for `capacity` rows and `items_capacity` items of lists; `scratch` is where an item's text is
 * joined. */
struct snapshot_builder {
	struct snapshot *snapshot;
	uint32_t capacity;
	uint32_t items_capacity;
	struct buffer scratch;
	bool keeps_ended;
};

/* Bytes of one value in the field's column; 0 for fields that have none. */
static uint8_t
value_size(const struct field *field)
{
	static const uint8_t sizes[TYPE_COUNT_OF_TYPES] = {
	    [TYPE_TEXT] = sizeof(uint32_t),
	    [TYPE_ADDRESS] = sizeof(uint32_t),
	    [TYPE_ID] = sizeof(uint64_t),
	    [TYPE_COUNT] = sizeof(uint32_t),
	    [TYPE_SECONDS] = sizeof(uint32_t),
	    [TYPE_ENUM] = sizeof(uint8_t),
	    [TYPE_BOOLEAN] = sizeof(uint8_t),
	};
	bool is_stored = field->origin == ORIGIN_API || field->origin == ORIGIN_JOINED;

	return is_stored ? sizes[field->type] : 0;
}

static struct snapshot *
snapshot_new(const struct kind *kind, struct strings *strings, uint32_t cluster_name, uint16_t cluster)
{
	static atomic_ullong snapshots;
	struct snapshot *snapshot = xcalloc(1, sizeof *snapshot);

	atomic_init(&snapshot->references, 1);
	snapshot->serial = atomic_fetch_add_explicit(&snapshots, 1, memory_order_relaxed);
	snapshot->kind = kind;
	for (unsigned field = 0; field < kind->field_count; field++)
		snapshot->value_size[field] = value_size(&kind->fields[field]);
	snapshot->strings = strings_ref(strings);
	snapshot->cluster_name = cluster_name;
	snapshot->cluster = cluster;
	return snapshot;
}

/* Gives every column room for `rows`, which is not 0. */
static void
resize_rows(struct snapshot *snapshot, uint32_t rows)
{
	for (unsigned field = 0; field < snapshot->kind->field_count; field++) {
		size_t size = snapshot->value_size[field];

		if (size > 0)
			snapshot->columns[field] = xreallocarray(snapshot->columns[field], rows, size);
	}
	snapshot->first_seen = xreallocarray(snapshot->first_seen, rows, sizeof *snapshot->first_seen);
	if (snapshot->kind->list_part_count == 0)
		return;
	snapshot->item_start = xreallocarray(snapshot->item_start, rows, sizeof *snapshot->item_start);
	snapshot->item_count = xreallocarray(snapshot->item_count, rows, sizeof *snapshot->item_count);
}

static void
index_insert(struct snapshot *snapshot, uint32_t row)
{
	uint32_t slot = (uint32_t)snapshot_row_hash(snapshot, row) & (snapshot->index_size - 1);

	while (snapshot->index[slot] != 0)
		slot = (slot + 1) & (snapshot->index_size - 1);
	snapshot->index[slot] = row + 1;
}

static void
index_grow(struct snapshot *snapshot)
{
	free(snapshot->index);
	snapshot->index_size = snapshot->index_size == 0 ? FIRST_INDEX : snapshot->index_size * 2;
	snapshot->index = xcalloc(snapshot->index_size, sizeof *snapshot->index);
	for (uint32_t row = 0; row < snapshot->count; row++)
		index_insert(snapshot, row);
}

struct snapshot_builder *
snapshot_builder_new(const struct snapshot_origin *origin)
{
	struct snapshot_builder *builder = xcalloc(1, sizeof *builder);
	uint32_t name = strings_intern(origin->strings, text_of(origin->cluster_name));

	builder->snapshot = snapshot_new(origin->kind, origin->strings, name, origin->cluster);
	builder->snapshot->widths[origin->kind->cluster] = strings_columns(origin->strings, name);
	builder->capacity = FIRST_ROWS;
	resize_rows(builder->snapshot, builder->capacity);
	index_grow(builder->snapshot);
	buffer_init(&builder->scratch, SIZE_MAX / 2);
	return builder;
}

void
snapshot_builder_free(struct snapshot_builder *builder)
{
	if (builder == NULL)
		return;
	snapshot_unref(builder->snapshot);
	buffer_free(&builder->scratch);
	free(builder);
}

const struct kind *
snapshot_builder_kind(const struct snapshot_builder *builder)
{
	return builder->snapshot->kind;
}

uint32_t
snapshot_builder_count(const struct snapshot_builder *builder)
{
	return builder->snapshot->count;
}

static void
widen(struct snapshot *snapshot, unsigned field, uint32_t columns)
{
	if (columns > snapshot->widths[field])
		snapshot->widths[field] = columns;
}

/* The code of a word that no document knows, or ABSENT_8 when there are more of them than any honest cluster has. */
static uint8_t
unknown_code(struct snapshot *snapshot, struct text word)
{
	uint32_t number = strings_intern(snapshot->strings, word), i;

	for (i = 0; i < snapshot->unknown_count && snapshot->unknown_words[i] != number; i++)
		continue;
	if (i == ENUM_UNKNOWN_MAX)
		return ABSENT_8;
	if (i == snapshot->unknown_count)
		snapshot->unknown_words[snapshot->unknown_count++] = number;
	return (uint8_t)(ENUM_UNKNOWN_FIRST + i);
}

static void
store_text(struct snapshot *snapshot, unsigned field, uint32_t row, struct text text)
{
	uint32_t number = ABSENT_32;

	if (!text_is_absent(text)) {
		number = strings_intern(snapshot->strings, text);
		widen(snapshot, field, strings_columns(snapshot->strings, number));
	}
	((uint32_t *)snapshot->columns[field])[row] = number;
}

static void
store_code(struct snapshot *snapshot, unsigned field, uint32_t row, const struct record *record)
{
	uint64_t code = record->number[field];
	struct text word = record->text[field];
	uint8_t stored = ABSENT_8;

	if (code != VALUE_ABSENT)
		stored = (uint8_t)code;
	else if (!text_is_absent(word))
		stored = unknown_code(snapshot, word);
	if (stored != ABSENT_8 && snapshot->kind->fields[field].type == TYPE_ENUM)
		widen(snapshot, field, (uint32_t)safe_text_columns(snapshot_word(snapshot, field, stored)));
	else if (stored != ABSENT_8)
		widen(snapshot, field, (uint32_t)strlen(stored != 0 ? "yes" : "no"));
	((uint8_t *)snapshot->columns[field])[row] = stored;
}

static void
store_number(struct snapshot *snapshot, unsigned field, uint32_t row, uint64_t number)
{
	enum field_type type = snapshot->kind->fields[field].type;
	bool is_wide = snapshot->value_size[field] == sizeof(uint64_t);

	if (!is_wide && number > COUNT_MAX)
		number = VALUE_ABSENT;
	if (number != VALUE_ABSENT) {
		widen(snapshot, field, type == TYPE_SECONDS ? (uint32_t)duration_short_length((uint32_t)number) : 1);
		if (number > snapshot->largest[field])
			snapshot->largest[field] = number;
	}
	if (is_wide)
		((uint64_t *)snapshot->columns[field])[row] = number;
	else
		((uint32_t *)snapshot->columns[field])[row] = number == VALUE_ABSENT ? ABSENT_32 : (uint32_t)number;
}

static void
store_value(struct snapshot *snapshot, unsigned field, uint32_t row, const struct record *record)
{
	switch (snapshot->kind->fields[field].type) {
	case TYPE_TEXT:
	case TYPE_ADDRESS: store_text(snapshot, field, row, record->text[field]); break;
	case TYPE_ENUM:
	case TYPE_BOOLEAN: store_code(snapshot, field, row, record); break;
	default: store_number(snapshot, field, row, record->number[field]); break;
	}
}

static uint32_t
intern_item(struct snapshot_builder *builder, const struct list_item *item)
{
	size_t last = builder->snapshot->kind->list_part_count - 1;

	buffer_reset(&builder->scratch);
	for (size_t i = 0; i < last; i++) {
		if (item->part[i].length > 0)
			buffer_add(
			    &builder->scratch, item->part[i].bytes, strnlen(item->part[i].bytes, item->part[i].length));
		buffer_add_byte(&builder->scratch, '\0');
	}
	if (item->part[last].length > 0)
		buffer_add(&builder->scratch, item->part[last].bytes, item->part[last].length);
	return strings_intern(builder->snapshot->strings, buffer_text(&builder->scratch));
}

static void
store_list(struct snapshot_builder *builder, uint32_t row, const struct record *record)
{
	struct snapshot *snapshot = builder->snapshot;
	const struct kind *kind = snapshot->kind;
	uint32_t count = record->item_count > ITEMS_PER_RECORD_MAX ? ITEMS_PER_RECORD_MAX
								   : (uint32_t)record->item_count;
	uint32_t columns[LIST_PARTS_MAX] = {0};

	if (snapshot->items_used + count > builder->items_capacity) {
		builder->items_capacity = (snapshot->items_used + count) / 2 * 3 + FIRST_ROWS;
		snapshot->items = xreallocarray(snapshot->items, builder->items_capacity, sizeof *snapshot->items);
	}
	snapshot->item_start[row] = snapshot->items_used;
	snapshot->item_count[row] = (uint16_t)count;
	for (uint32_t i = 0; i < count; i++) {
		snapshot->items[snapshot->items_used++] = intern_item(builder, &record->items[i]);
		for (size_t part = 0; part < kind->list_part_count; part++)
			columns[part] += (uint32_t)record->items[i].part[part].length + 1;
	}
	for (size_t part = 0; part < kind->list_part_count && count > 0; part++)
		widen(snapshot, kind->list[part], columns[part] - 1);
}

static void
store_row(struct snapshot_builder *builder, uint32_t row, const struct record *record)
{
	const struct kind *kind = builder->snapshot->kind;

	for (unsigned field = 0; field < kind->field_count; field++) {
		if (builder->snapshot->value_size[field] > 0)
			store_value(builder->snapshot, field, row, record);
	}
	if (kind->list_part_count > 0)
		store_list(builder, row, record);
	builder->snapshot->first_seen[row] = 0;
}

bool
snapshot_builder_add(struct snapshot_builder *builder, const struct record *record)
{
	struct snapshot *snapshot = builder->snapshot;
	uint32_t row = snapshot->count, twin;

	assert(record_has(record, snapshot->kind->required));
	if (row + 1 >= builder->capacity) {
		builder->capacity += builder->capacity / 2;
		resize_rows(snapshot, builder->capacity);
	}
	if (snapshot->index_size / 2 <= snapshot->count)
		index_grow(snapshot);
	/* The row is stored behind the last one first, so that one comparison serves two rows as well as two snapshots.
	 */
	store_row(builder, row, record);
	twin = snapshot_counterpart(snapshot, snapshot, row);
	if (twin != ROW_NONE) {
		store_row(builder, twin, record);
		return false;
	}
	snapshot->count++;
	index_insert(snapshot, row);
	return true;
}

static void *
copy_array(const void *array, size_t count, size_t size)
{
	void *copy;

	if (count == 0)
		return NULL;
	copy = xreallocarray(NULL, count, size);
	memcpy(copy, array, count * size);
	return copy;
}

struct snapshot *
snapshot_builder_peek(const struct snapshot_builder *builder)
{
	const struct snapshot *from = builder->snapshot;
	struct snapshot *copy = snapshot_new(from->kind, from->strings, from->cluster_name, from->cluster);

	copy->string_count = strings_count(from->strings);
	copy->count = from->count;
	for (unsigned field = 0; field < from->kind->field_count; field++) {
		size_t size = from->value_size[field];

		if (size > 0)
			copy->columns[field] = copy_array(from->columns[field], from->count, size);
	}
	if (from->kind->list_part_count > 0) {
		copy->item_start = copy_array(from->item_start, from->count, sizeof *from->item_start);
		copy->item_count = copy_array(from->item_count, from->count, sizeof *from->item_count);
		copy->items = copy_array(from->items, from->items_used, sizeof *from->items);
		copy->items_used = from->items_used;
	}
	copy->index = copy_array(from->index, from->index_size, sizeof *from->index);
	copy->index_size = from->index_size;
	memcpy(copy->unknown_words, from->unknown_words, sizeof copy->unknown_words);
	copy->unknown_count = from->unknown_count;
	memcpy(copy->widths, from->widths, sizeof copy->widths);
	memcpy(copy->largest, from->largest, sizeof copy->largest);
	copy->identity_order = snapshot_sort_identities(copy);
	copy->time = time(NULL);
	copy->is_partial = true;
	return copy;
}

/* Reads a row back as a record whose texts belong to `snapshot`; `items` has room for those of its list. */
static struct record
read_row(const struct snapshot *snapshot, uint32_t row, struct list_item *items)
{
	const struct kind *kind = snapshot->kind;
	struct record record;
	const uint32_t *numbers;
	uint32_t count;

	record_clear(&record, kind);
	for (unsigned field = 0; field < kind->field_count; field++) {
		if (snapshot->value_size[field] == 0)
			continue;
		record.number[field] = snapshot_number(snapshot, field, row);
		record.text[field] = snapshot_text(snapshot, field, row);
		if (kind->fields[field].type == TYPE_ENUM && record.number[field] >= ENUM_UNKNOWN_FIRST)
			record.number[field] = VALUE_ABSENT;
	}
	numbers = snapshot_list(snapshot, row, &count);
	for (uint32_t i = 0; i < count; i++) {
		for (size_t part = 0; part < kind->list_part_count; part++)
			items[i].part[part] = snapshot_list_text(snapshot, kind->list[part], numbers[i]);
	}
	record.items = items;
	record.item_count = count;
	return record;
}

bool
snapshot_builder_add_changed_row(struct snapshot_builder *builder, const struct snapshot *from, uint32_t row,
    snapshot_change_fn *change, void *context)
{
	struct list_item *items;
	struct record record;
	uint32_t count;
	bool is_new;

	assert(builder->snapshot->kind == from->kind);
	snapshot_list(from, row, &count);
	items = xcalloc((size_t)count + 1, sizeof *items);
	record = read_row(from, row, items);
	if (change != NULL)
		change(&record, context);
	is_new = snapshot_builder_add(builder, &record);
	free(items);
	return is_new;
}

bool
snapshot_builder_add_row(struct snapshot_builder *builder, const struct snapshot *from, uint32_t row)
{
	return snapshot_builder_add_changed_row(builder, from, row, NULL, NULL);
}

void
snapshot_builder_keep_ended(struct snapshot_builder *builder)
{
	builder->keeps_ended = true;
}

/* Adds to `ended` a row that is not in `snapshot`, gone since `since`. */
static void
add_ended(struct snapshot_builder *ended, const struct snapshot *snapshot, const struct snapshot *from, uint32_t row,
    uint32_t since)
{
	if (snapshot_counterpart(snapshot, from, row) != ROW_NONE)
		return;
	if (snapshot_builder_add_row(ended, from, row))
		ended->snapshot->first_seen[ended->snapshot->count - 1] = since;
}

/* The records of `previous` that are not in `snapshot`, or NULL when there are none. */
static struct snapshot *
collect_ended(const struct snapshot *snapshot, const struct snapshot *previous, uint32_t now, bool keeps_ended)
{
	struct text name = strings_text(snapshot->strings, snapshot->cluster_name);
	struct snapshot_origin origin = {snapshot->kind, snapshot->cluster, name.bytes, snapshot->strings};
	struct snapshot_builder *builder = snapshot_builder_new(&origin);
	const struct snapshot *before = keeps_ended ? previous->ended : NULL;

	for (uint32_t row = 0; row < previous->count; row++)
		add_ended(builder, snapshot, previous, row, now);
	for (uint32_t row = 0; before != NULL && row < before->count && builder->snapshot->count < ENDED_KEPT_MAX;
	     row++)
		add_ended(builder, snapshot, before, row, before->first_seen[row]);
	if (snapshot_builder_count(builder) > 0)
		return snapshot_builder_seal(builder, NULL, 0, false);
	snapshot_builder_free(builder);
	return NULL;
}

static void
mark_new(struct snapshot *snapshot, const struct snapshot *previous, uint32_t now)
{
	for (uint32_t row = 0; row < snapshot->count; row++) {
		uint32_t before = snapshot_counterpart(previous, snapshot, row);

		snapshot->first_seen[row] = before == ROW_NONE ? now : previous->first_seen[before];
	}
}

struct snapshot *
snapshot_builder_seal(struct snapshot_builder *builder, const struct snapshot *previous, uint32_t now, bool is_partial)
{
	struct snapshot *snapshot = builder->snapshot;

	if (snapshot->count > 0)
		resize_rows(snapshot, snapshot->count);
	if (snapshot->items_used > 0)
		snapshot->items = xreallocarray(snapshot->items, snapshot->items_used, sizeof *snapshot->items);
	if (previous != NULL && previous->cluster == snapshot->cluster && previous->kind == snapshot->kind) {
		mark_new(snapshot, previous, now);
		snapshot->ended = collect_ended(snapshot, previous, now, builder->keeps_ended);
	}
	snapshot->string_count = strings_count(snapshot->strings);
	snapshot->identity_order = snapshot_sort_identities(snapshot);
	snapshot->is_partial = is_partial;
	snapshot->time = time(NULL);
	buffer_free(&builder->scratch);
	free(builder);
	return snapshot;
}
