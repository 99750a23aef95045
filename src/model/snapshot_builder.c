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
#define CODES_MAX 256u
#define ITEMS_PER_RECORD_MAX UINT16_MAX
/* Of those that are kept over refreshes, so that a busy cluster that is watched for days does not fill the memory. */
#define ENDED_KEPT_MAX 100000u

/* Of a field: what is remembered of the rows before, since most repeat. */
struct writer {
	struct column_writer column;
	struct text text; /* the last one, in the pool */
	uint32_t number;
	bool is_known[CODES_MAX]; /* codes that were seen */
};

/* `snapshot` has room for `capacity` rows and `items_capacity` items of lists; `scratch` is where an item's text is
 * joined. */
struct snapshot_builder {
	struct snapshot *snapshot;
	uint32_t capacity;
	uint32_t items_capacity;
	struct buffer scratch;
	struct row_hasher hasher;
	struct column_writer first_seen;
	struct field_list rest; /* what is stored beside the key */
	bool keeps_ended;
	struct writer writers[FIELDS_MAX];
};

static bool
is_text(const struct field *field)
{
	return field->type == TYPE_TEXT || field->type == TYPE_ADDRESS;
}

static bool
is_key(const struct kind *kind, unsigned field)
{
	size_t i = 0;

	while (i < kind->key_count && kind->keys[i] != field)
		i++;
	return i < kind->key_count;
}

static bool
is_stored(const struct field *field)
{
	return (field->origin == ORIGIN_API || field->origin == ORIGIN_JOINED) && field->type != TYPE_LIST &&
	       field->type != TYPE_SECURITY;
}

static struct snapshot *
snapshot_new(const struct kind *kind, struct strings *strings, uint32_t cluster_name, uint16_t cluster)
{
	static atomic_ullong snapshots;
	struct snapshot *snapshot = xcalloc(1, sizeof *snapshot);

	atomic_init(&snapshot->references, 1);
	snapshot->serial = atomic_fetch_add_explicit(&snapshots, 1, memory_order_relaxed);
	snapshot->kind = kind;
	for (unsigned field = 0; field < kind->field_count; field++) {
		if (!is_stored(&kind->fields[field]))
			continue;
		snapshot->stored.fields[snapshot->stored.count++] = (uint8_t)field;
		if (is_text(&kind->fields[field]))
			snapshot->texts.fields[snapshot->texts.count++] = (uint8_t)field;
	}
	snapshot->strings = strings_ref(strings);
	snapshot->cluster_name = cluster_name;
	snapshot->cluster = cluster;
	return snapshot;
}

/* Gives the arrays of a list room for `rows`, which is not 0. */
static void
resize_lists(struct snapshot *snapshot, uint32_t rows)
{
	if (snapshot->kind->list_part_count == 0)
		return;
	snapshot->item_start = xreallocarray(snapshot->item_start, rows, sizeof *snapshot->item_start);
	snapshot->item_count = xreallocarray(snapshot->item_count, rows, sizeof *snapshot->item_count);
}

/* Gives every column room for `rows`, which is not 0. */
static void
resize_rows(struct snapshot *snapshot, uint32_t rows)
{
	for (unsigned i = 0; i < snapshot->stored.count; i++)
		column_resize(&snapshot->columns[snapshot->stored.fields[i]], rows);
	column_resize(&snapshot->first_seen, rows);
	resize_lists(snapshot, rows);
}

static void
init_rows(struct snapshot *snapshot, uint32_t rows)
{
	for (unsigned i = 0; i < snapshot->stored.count; i++) {
		unsigned field = snapshot->stored.fields[i];

		column_init(&snapshot->columns[field], is_text(&snapshot->kind->fields[field]), rows);
	}
	column_init(&snapshot->first_seen, true, rows);
	resize_lists(snapshot, rows);
}

static void
index_grow(struct snapshot *snapshot)
{
	struct row_hasher hasher = row_hasher_of(snapshot);

	slots_grow(&snapshot->index, FIRST_INDEX);
	for (uint32_t row = 0; row < snapshot->count; row++)
		slots_put(&snapshot->index, row_hasher_hash(&hasher, row), row);
}

struct snapshot_builder *
snapshot_builder_new(const struct snapshot_origin *origin)
{
	struct snapshot_builder *builder = xcalloc(1, sizeof *builder);
	uint32_t name;

	strings_rewind(origin->strings);
	name = strings_intern(origin->strings, text_of(origin->cluster_name));
	builder->snapshot = snapshot_new(origin->kind, origin->strings, name, origin->cluster);
	builder->snapshot->widths[origin->kind->cluster] = strings_columns(origin->strings, name);
	builder->capacity = FIRST_ROWS;
	init_rows(builder->snapshot, builder->capacity);
	index_grow(builder->snapshot);
	builder->hasher = row_hasher_of(builder->snapshot);
	for (unsigned i = 0; i < builder->snapshot->stored.count; i++) {
		uint8_t field = builder->snapshot->stored.fields[i];

		if (!is_key(origin->kind, field))
			builder->rest.fields[builder->rest.count++] = field;
	}
	buffer_init(&builder->scratch, SIZE_MAX / 2);
	return builder;
}

/* Frees all but the snapshot. */
static void
builder_end(struct snapshot_builder *builder)
{
	for (unsigned field = 0; field < FIELDS_MAX; field++)
		column_writer_free(&builder->writers[field].column);
	column_writer_free(&builder->first_seen);
	buffer_free(&builder->scratch);
	free(builder);
}

void
snapshot_builder_free(struct snapshot_builder *builder)
{
	if (builder == NULL)
		return;
	snapshot_unref(builder->snapshot);
	builder_end(builder);
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

/* The code of a word that no document knows, absent when there are more of them than any honest cluster has. */
static uint64_t
unknown_code(struct snapshot *snapshot, struct text word)
{
	uint32_t number = strings_intern(snapshot->strings, word), i;

	for (i = 0; i < snapshot->unknown_count && snapshot->unknown_words[i] != number; i++)
		continue;
	if (i == ENUM_UNKNOWN_MAX)
		return VALUE_ABSENT;
	if (i == snapshot->unknown_count)
		snapshot->unknown_words[snapshot->unknown_count++] = number;
	return ENUM_UNKNOWN_FIRST + i;
}

static void
store_number(struct snapshot_builder *builder, unsigned field, uint32_t row, uint64_t number)
{
	struct snapshot *snapshot = builder->snapshot;
	enum field_type type = snapshot->kind->fields[field].type;

	if (type != TYPE_ID && number > COUNT_MAX)
		number = VALUE_ABSENT;
	if (number != VALUE_ABSENT) {
		widen(snapshot, field, type == TYPE_SECONDS ? (uint32_t)duration_short_length((uint32_t)number) : 1);
		if (number > snapshot->largest[field])
			snapshot->largest[field] = number;
	}
	column_put(&snapshot->columns[field], row, number, snapshot->count, builder->capacity);
}

static void
store_text(struct snapshot_builder *builder, unsigned field, uint32_t row, struct text text)
{
	struct snapshot *snapshot = builder->snapshot;
	struct writer *writer = &builder->writers[field];

	if (text_is_absent(text)) {
		column_put(&snapshot->columns[field], row, VALUE_ABSENT, snapshot->count, builder->capacity);
		return;
	}
	if (!text_equals(text, writer->text)) {
		writer->number = strings_intern(snapshot->strings, text);
		writer->text = strings_text(snapshot->strings, writer->number);
		widen(snapshot, field, strings_columns(snapshot->strings, writer->number));
	}
	column_put_text(
	    &snapshot->columns[field], &writer->column, row, writer->number, snapshot->count, builder->capacity);
}

/* How many columns a code's word takes. */
static uint32_t
code_columns(const struct snapshot *snapshot, unsigned field, uint64_t code)
{
	if (snapshot->kind->fields[field].type == TYPE_ENUM)
		return (uint32_t)safe_text_columns(snapshot_word(snapshot, field, code));
	return (uint32_t)strlen(code != 0 ? "yes" : "no");
}

static void
store_code(struct snapshot_builder *builder, unsigned field, uint32_t row, const struct record *record)
{
	struct snapshot *snapshot = builder->snapshot;
	struct writer *writer = &builder->writers[field];
	uint64_t code = record->number[field];

	if (code == VALUE_ABSENT && !text_is_absent(record->text[field]))
		code = unknown_code(snapshot, record->text[field]);
	if (code < CODES_MAX && !writer->is_known[code]) {
		writer->is_known[code] = true;
		widen(snapshot, field, code_columns(snapshot, field, code));
	}
	column_put(&snapshot->columns[field], row, code, snapshot->count, builder->capacity);
}

static void
store_value(struct snapshot_builder *builder, unsigned field, uint32_t row, const struct record *record)
{
	switch (builder->snapshot->kind->fields[field].type) {
	case TYPE_TEXT:
	case TYPE_ADDRESS: store_text(builder, field, row, record->text[field]); break;
	case TYPE_ENUM:
	case TYPE_BOOLEAN: store_code(builder, field, row, record); break;
	default: store_number(builder, field, row, record->number[field]); break;
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

/* Stores the key alone, and returns its hash. */
static uint64_t
store_key(struct snapshot_builder *builder, uint32_t row, const struct record *record)
{
	const struct kind *kind = builder->snapshot->kind;

	for (size_t i = 0; i < kind->key_count; i++)
		store_value(builder, kind->keys[i], row, record);
	return row_hasher_hash(&builder->hasher, row);
}

/* Lets the processor fetch what it will take to find the texts that are not those of the last record. */
static void
expect_texts(const struct snapshot_builder *builder, const struct record *record)
{
	const struct field_list *texts = &builder->snapshot->texts;

	for (unsigned i = 0; i < texts->count; i++) {
		struct text text = record->text[texts->fields[i]];

		if (!text_is_absent(text) && !text_equals(text, builder->writers[texts->fields[i]].text))
			strings_expect(builder->snapshot->strings, text);
	}
}

/* Stores all but the key. */
static void
store_row(struct snapshot_builder *builder, uint32_t row, const struct record *record)
{
	struct snapshot *snapshot = builder->snapshot;

	for (unsigned i = 0; i < builder->rest.count; i++)
		store_value(builder, builder->rest.fields[i], row, record);
	if (snapshot->kind->list_part_count > 0)
		store_list(builder, row, record);
	column_put_text(&snapshot->first_seen, &builder->first_seen, row, 0, snapshot->count, builder->capacity);
}

/* The row of the same identity, or ROW_NONE: all are of one pool, so numbers say whether texts are equal. */
static uint32_t
find_twin(const struct snapshot *snapshot, uint32_t row, uint64_t hash)
{
	struct slots_probe probe = slots_start(&snapshot->index, hash);
	uint32_t twin;

	while ((twin = slots_next(&snapshot->index, &probe)) != SLOTS_NONE) {
		if (snapshot_has_same_numbers(snapshot, row, snapshot, twin))
			return twin;
	}
	return ROW_NONE;
}

bool
snapshot_builder_add(struct snapshot_builder *builder, const struct record *record)
{
	struct snapshot *snapshot = builder->snapshot;
	uint32_t row = snapshot->count, twin;
	uint64_t hash;

	assert(record_has(record, snapshot->kind->required));
	if (row + 1 >= builder->capacity) {
		builder->capacity += builder->capacity / 2;
		resize_rows(snapshot, builder->capacity);
	}
	if (slots_is_full(&snapshot->index, row))
		index_grow(snapshot);
	/* The row is stored behind the last one first, so that its key can be compared as it is stored. */
	expect_texts(builder, record);
	hash = store_key(builder, row, record);
	slots_prefetch(&snapshot->index, hash);
	store_row(builder, row, record);
	twin = find_twin(snapshot, row, hash);
	if (twin != ROW_NONE) {
		store_row(builder, twin, record);
		return false;
	}
	snapshot->count++;
	slots_put(&snapshot->index, hash, row);
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
	for (unsigned i = 0; i < from->stored.count; i++) {
		unsigned field = from->stored.fields[i];

		copy->columns[field] = column_copy(&from->columns[field], from->count);
	}
	if (from->kind->list_part_count > 0) {
		copy->item_start = copy_array(from->item_start, from->count, sizeof *from->item_start);
		copy->item_count = copy_array(from->item_count, from->count, sizeof *from->item_count);
		copy->items = copy_array(from->items, from->items_used, sizeof *from->items);
		copy->items_used = from->items_used;
	}
	copy->index.places = copy_array(from->index.places, from->index.size, sizeof *from->index.places);
	copy->index.size = from->index.size;
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
	for (unsigned i = 0; i < snapshot->stored.count; i++) {
		unsigned field = snapshot->stored.fields[i];

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

/* Adds to `ended` a row of another snapshot, gone since `since`. */
static void
add_ended(struct snapshot_builder *ended, const struct snapshot *from, uint32_t row, uint32_t since)
{
	if (snapshot_builder_add_row(ended, from, row))
		column_put_text(&ended->snapshot->first_seen, &ended->first_seen, ended->snapshot->count - 1, since,
		    ended->snapshot->count, ended->capacity);
}

/* Those that had ended before and did not come back. */
static void
keep_ended(struct snapshot_builder *ended, const struct snapshot *snapshot, const struct snapshot *before)
{
	struct row_hasher hasher = row_hasher_of(before);

	for (uint32_t row = 0; row < before->count && ended->snapshot->count < ENDED_KEPT_MAX; row++) {
		if (snapshot_counterpart(snapshot, &hasher, row, ROW_NONE) == ROW_NONE)
			add_ended(ended, before, row, snapshot_first_seen(before, row));
	}
}

/* The records of `previous` that are not in `snapshot`, which `now_at` says, or NULL when there are none. */
static struct snapshot *
collect_ended(const struct snapshot *snapshot, const struct snapshot *previous, const uint32_t *now_at, uint32_t now,
    bool keeps_ended)
{
	struct text name = strings_text(snapshot->strings, snapshot->cluster_name);
	struct snapshot_origin origin = {snapshot->kind, snapshot->cluster, name.bytes, snapshot->strings};
	struct snapshot_builder *builder = snapshot_builder_new(&origin);

	for (uint32_t row = 0; row < previous->count; row++) {
		if (now_at[row] == ROW_NONE)
			add_ended(builder, previous, row, now);
	}
	if (keeps_ended && previous->ended != NULL)
		keep_ended(builder, snapshot, previous->ended);
	if (snapshot_builder_count(builder) > 0)
		return snapshot_builder_seal(builder, NULL, 0, false);
	snapshot_builder_free(builder);
	return NULL;
}

/*
 * Notes since when each record is there, and where those of `previous` are now, ROW_NONE for those that are not.
 * Records mostly come in the order of the last time.
 */
static void
mark_new(struct snapshot_builder *builder, const struct snapshot *previous, uint32_t now, uint32_t *now_at)
{
	struct snapshot *snapshot = builder->snapshot;
	struct row_hasher hasher = row_hasher_of(snapshot);
	uint32_t guess = 0;

	for (uint32_t row = 0; row < previous->count; row++)
		now_at[row] = ROW_NONE;
	for (uint32_t row = 0; row < snapshot->count; row++) {
		uint32_t before = snapshot_counterpart(previous, &hasher, row, guess), since = now;

		if (before != ROW_NONE && now_at[before] == ROW_NONE) {
			since = snapshot_first_seen(previous, before);
			now_at[before] = row;
			guess = before + 1;
		}
		if (since != 0)
			column_put_text(
			    &snapshot->first_seen, &builder->first_seen, row, since, snapshot->count, snapshot->count);
	}
}

/* Compares with the previous snapshot: what is new, what has ended, and the order of identities. */
static void
compare(struct snapshot_builder *builder, const struct snapshot *previous, uint32_t now)
{
	struct snapshot *snapshot = builder->snapshot;
	uint32_t *now_at = xreallocarray(NULL, (size_t)previous->count + 1, sizeof *now_at);

	mark_new(builder, previous, now, now_at);
	snapshot->ended = collect_ended(snapshot, previous, now_at, now, builder->keeps_ended);
	snapshot->identity_order = snapshot_merge_identities(snapshot, previous, now_at);
	free(now_at);
}

struct snapshot *
snapshot_builder_seal(struct snapshot_builder *builder, const struct snapshot *previous, uint32_t now, bool is_partial)
{
	struct snapshot *snapshot = builder->snapshot;

	if (snapshot->count > 0)
		resize_rows(snapshot, snapshot->count);
	if (snapshot->items_used > 0)
		snapshot->items = xreallocarray(snapshot->items, snapshot->items_used, sizeof *snapshot->items);
	snapshot->string_count = strings_count(snapshot->strings);
	if (previous != NULL && previous->cluster == snapshot->cluster && previous->kind == snapshot->kind)
		compare(builder, previous, now);
	else
		snapshot->identity_order = snapshot_sort_identities(snapshot);
	snapshot->is_partial = is_partial;
	snapshot->time = time(NULL);
	builder_end(builder);
	return snapshot;
}
