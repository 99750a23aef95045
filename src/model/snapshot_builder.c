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
#define VOLUMES_PER_SESSION_MAX UINT16_MAX

/* `snapshot` has room for `capacity` rows and `volumes_capacity` volumes; `scratch` is where a volume's text is joined.
 */
struct snapshot_builder {
	struct snapshot *snapshot;
	uint32_t capacity;
	uint32_t volumes_capacity;
	struct buffer scratch;
};

static struct snapshot *
snapshot_new(struct strings *strings, uint32_t cluster_name, uint16_t cluster)
{
	struct snapshot *snapshot = xcalloc(1, sizeof *snapshot);

	atomic_init(&snapshot->references, 1);
	snapshot->strings = strings_ref(strings);
	snapshot->cluster_name = cluster_name;
	snapshot->cluster = cluster;
	return snapshot;
}

/* Gives every column room for `rows`, which is not 0. */
static void
resize_rows(struct snapshot *snapshot, uint32_t rows)
{
	for (unsigned field = 0; field < FIELD_COUNT; field++) {
		size_t size = snapshot_value_size((enum field_id)field);

		if (size > 0)
			snapshot->columns[field] = xreallocarray(snapshot->columns[field], rows, size);
	}
	snapshot->volume_start = xreallocarray(snapshot->volume_start, rows, sizeof *snapshot->volume_start);
	snapshot->volume_count = xreallocarray(snapshot->volume_count, rows, sizeof *snapshot->volume_count);
	snapshot->first_seen = xreallocarray(snapshot->first_seen, rows, sizeof *snapshot->first_seen);
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

	builder->snapshot = snapshot_new(origin->strings, name, origin->cluster);
	builder->snapshot->widths[FIELD_CLUSTER] = strings_columns(origin->strings, name);
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

uint32_t
snapshot_builder_count(const struct snapshot_builder *builder)
{
	return builder->snapshot->count;
}

static void
widen(struct snapshot *snapshot, enum field_id field, uint32_t columns)
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
store_text(struct snapshot *snapshot, enum field_id field, uint32_t row, struct text text)
{
	uint32_t number = ABSENT_32;

	if (!text_is_absent(text)) {
		number = strings_intern(snapshot->strings, text);
		widen(snapshot, field, strings_columns(snapshot->strings, number));
	}
	((uint32_t *)snapshot->columns[field])[row] = number;
}

static void
store_code(struct snapshot *snapshot, enum field_id field, uint32_t row, const struct session *session)
{
	uint64_t code = session->number[field];
	struct text word = session->text[field];
	uint8_t stored = ABSENT_8;

	if (code != VALUE_ABSENT)
		stored = (uint8_t)code;
	else if (!text_is_absent(word))
		stored = unknown_code(snapshot, word);
	if (stored != ABSENT_8 && fields[field].type == TYPE_ENUM)
		widen(snapshot, field, (uint32_t)safe_text_columns(snapshot_word(snapshot, field, stored)));
	else if (stored != ABSENT_8)
		widen(snapshot, field, (uint32_t)strlen(stored != 0 ? "yes" : "no"));
	((uint8_t *)snapshot->columns[field])[row] = stored;
}

static void
store_number(struct snapshot *snapshot, enum field_id field, uint32_t row, uint64_t number)
{
	enum field_type type = fields[field].type;
	bool is_wide = snapshot_value_size(field) == sizeof(uint64_t);

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
store_value(struct snapshot *snapshot, enum field_id field, uint32_t row, const struct session *session)
{
	switch (fields[field].type) {
	case TYPE_TEXT:
	case TYPE_ADDRESS: store_text(snapshot, field, row, session->text[field]); break;
	case TYPE_ENUM:
	case TYPE_BOOLEAN: store_code(snapshot, field, row, session); break;
	default: store_number(snapshot, field, row, session->number[field]); break;
	}
}

static uint32_t
intern_volume(struct snapshot_builder *builder, const struct volume *volume)
{
	buffer_reset(&builder->scratch);
	if (volume->uuid.length > 0)
		buffer_add(&builder->scratch, volume->uuid.bytes, strnlen(volume->uuid.bytes, volume->uuid.length));
	buffer_add_byte(&builder->scratch, '\0');
	if (volume->name.length > 0)
		buffer_add(&builder->scratch, volume->name.bytes, volume->name.length);
	return strings_intern(builder->snapshot->strings, buffer_text(&builder->scratch));
}

static void
store_volumes(struct snapshot_builder *builder, uint32_t row, const struct session *session)
{
	struct snapshot *snapshot = builder->snapshot;
	uint32_t count = session->volume_count > VOLUMES_PER_SESSION_MAX ? VOLUMES_PER_SESSION_MAX
									 : (uint32_t)session->volume_count;
	uint32_t names = 0, uuids = 0;

	if (snapshot->volumes_used + count > builder->volumes_capacity) {
		builder->volumes_capacity = (snapshot->volumes_used + count) / 2 * 3 + FIRST_ROWS;
		snapshot->volumes = xreallocarray(
		    snapshot->volumes, builder->volumes_capacity, sizeof *snapshot->volumes);
	}
	snapshot->volume_start[row] = snapshot->volumes_used;
	snapshot->volume_count[row] = (uint16_t)count;
	for (uint32_t i = 0; i < count; i++) {
		snapshot->volumes[snapshot->volumes_used++] = intern_volume(builder, &session->volumes[i]);
		names += (uint32_t)session->volumes[i].name.length + 1;
		uuids += (uint32_t)session->volumes[i].uuid.length + 1;
	}
	if (count > 0) {
		widen(snapshot, FIELD_VOLUMES_NAME, names - 1);
		widen(snapshot, FIELD_VOLUMES_UUID, uuids - 1);
	}
}

static void
store_row(struct snapshot_builder *builder, uint32_t row, const struct session *session)
{
	for (unsigned field = 0; field < FIELD_COUNT; field++) {
		if (snapshot_value_size((enum field_id)field) > 0)
			store_value(builder->snapshot, (enum field_id)field, row, session);
	}
	store_volumes(builder, row, session);
	builder->snapshot->first_seen[row] = 0;
}

bool
snapshot_builder_add(struct snapshot_builder *builder, const struct session *session)
{
	struct snapshot *snapshot = builder->snapshot;
	uint32_t row = snapshot->count, twin;

	assert(session->number[FIELD_IDENTIFIER] != VALUE_ABSENT);
	if (row + 1 >= builder->capacity) {
		builder->capacity += builder->capacity / 2;
		resize_rows(snapshot, builder->capacity);
	}
	if (snapshot->index_size / 2 <= snapshot->count)
		index_grow(snapshot);
	/* The row is stored behind the last one first, so that one comparison serves two rows as well as two snapshots.
	 */
	store_row(builder, row, session);
	twin = snapshot_counterpart(snapshot, snapshot, row);
	if (twin != ROW_NONE) {
		store_row(builder, twin, session);
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
	struct snapshot *copy = snapshot_new(from->strings, from->cluster_name, from->cluster);

	copy->string_count = strings_count(from->strings);
	copy->count = from->count;
	for (unsigned field = 0; field < FIELD_COUNT; field++) {
		size_t size = snapshot_value_size((enum field_id)field);

		if (size > 0)
			copy->columns[field] = copy_array(from->columns[field], from->count, size);
	}
	copy->volume_start = copy_array(from->volume_start, from->count, sizeof *from->volume_start);
	copy->volume_count = copy_array(from->volume_count, from->count, sizeof *from->volume_count);
	copy->volumes = copy_array(from->volumes, from->volumes_used, sizeof *from->volumes);
	copy->volumes_used = from->volumes_used;
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

/* Reads a row back as a session whose texts belong to `snapshot`; `volumes` has room for its volumes. */
static struct session
read_session(const struct snapshot *snapshot, uint32_t row, struct volume *volumes)
{
	struct session session;
	const uint32_t *numbers;
	uint32_t count;

	session_clear(&session);
	for (unsigned field = 0; field < FIELD_COUNT; field++) {
		enum field_id id = (enum field_id)field;

		if (snapshot_value_size(id) == 0)
			continue;
		session.number[field] = snapshot_number(snapshot, id, row);
		session.text[field] = snapshot_text(snapshot, id, row);
		if (fields[field].type == TYPE_ENUM && session.number[field] >= ENUM_UNKNOWN_FIRST)
			session.number[field] = VALUE_ABSENT;
	}
	numbers = snapshot_volumes(snapshot, row, &count);
	for (uint32_t i = 0; i < count; i++)
		volumes[i] = (struct volume){
		    snapshot_volume_name(snapshot, numbers[i]), snapshot_volume_uuid(snapshot, numbers[i])};
	session.volumes = volumes;
	session.volume_count = count;
	return session;
}

bool
snapshot_builder_add_row(struct snapshot_builder *builder, const struct snapshot *from, uint32_t row)
{
	struct volume *volumes = xcalloc((size_t)from->volume_count[row] + 1, sizeof *volumes);
	struct session session = read_session(from, row, volumes);
	bool is_new = snapshot_builder_add(builder, &session);

	free(volumes);
	return is_new;
}

/* The sessions of `previous` that are not in `snapshot`, or NULL when there are none. */
static struct snapshot *
collect_ended(const struct snapshot *snapshot, const struct snapshot *previous)
{
	struct text name = strings_text(snapshot->strings, snapshot->cluster_name);
	struct snapshot_origin origin = {snapshot->cluster, name.bytes, snapshot->strings};
	struct snapshot_builder *builder = NULL;

	for (uint32_t row = 0; row < previous->count; row++) {
		if (snapshot_counterpart(snapshot, previous, row) != ROW_NONE)
			continue;
		if (builder == NULL)
			builder = snapshot_builder_new(&origin);
		snapshot_builder_add_row(builder, previous, row);
	}
	return builder == NULL ? NULL : snapshot_builder_seal(builder, NULL, 0, false);
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
	if (snapshot->volumes_used > 0)
		snapshot->volumes = xreallocarray(snapshot->volumes, snapshot->volumes_used, sizeof *snapshot->volumes);
	if (previous != NULL && previous->cluster == snapshot->cluster) {
		mark_new(snapshot, previous, now);
		snapshot->ended = collect_ended(snapshot, previous);
	}
	snapshot->string_count = strings_count(snapshot->strings);
	snapshot->identity_order = snapshot_sort_identities(snapshot);
	snapshot->is_partial = is_partial;
	snapshot->time = time(NULL);
	buffer_free(&builder->scratch);
	free(builder);
	return snapshot;
}
