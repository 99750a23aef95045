/* snapshot.c: reading a sealed snapshot. */
#include "config.h"

#include "model/snapshot.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "model/security.h"
#include "model/snapshot_private.h"

size_t
snapshot_value_size(enum field_id field)
{
	static const size_t sizes[TYPE_COUNT_OF_TYPES] = {
	    [TYPE_TEXT] = sizeof(uint32_t),
	    [TYPE_ADDRESS] = sizeof(uint32_t),
	    [TYPE_ID] = sizeof(uint64_t),
	    [TYPE_COUNT] = sizeof(uint32_t),
	    [TYPE_SECONDS] = sizeof(uint32_t),
	    [TYPE_ENUM] = sizeof(uint8_t),
	    [TYPE_BOOLEAN] = sizeof(uint8_t),
	};

	return fields[field].origin == ORIGIN_API ? sizes[fields[field].type] : 0;
}

struct snapshot *
snapshot_ref(struct snapshot *snapshot)
{
	if (snapshot != NULL)
		atomic_fetch_add_explicit(&snapshot->references, 1, memory_order_relaxed);
	return snapshot;
}

void
snapshot_unref(struct snapshot *snapshot)
{
	if (snapshot == NULL || atomic_fetch_sub_explicit(&snapshot->references, 1, memory_order_acq_rel) > 1)
		return;
	snapshot_unref(snapshot->ended);
	strings_unref(snapshot->strings);
	for (unsigned field = 0; field < FIELD_COUNT; field++)
		free(snapshot->columns[field]);
	free(snapshot->volume_start);
	free(snapshot->volume_count);
	free(snapshot->volumes);
	free(snapshot->first_seen);
	free(snapshot->identity_order);
	free(snapshot->index);
	free(snapshot);
}

uint32_t
snapshot_count(const struct snapshot *snapshot)
{
	return snapshot->count;
}

uint16_t
snapshot_cluster(const struct snapshot *snapshot)
{
	return snapshot->cluster;
}

bool
snapshot_is_partial(const struct snapshot *snapshot)
{
	return snapshot->is_partial;
}

time_t
snapshot_time(const struct snapshot *snapshot)
{
	return snapshot->time;
}

const struct snapshot *
snapshot_ended(const struct snapshot *snapshot)
{
	return snapshot->ended;
}

uint32_t
snapshot_first_seen(const struct snapshot *snapshot, uint32_t row)
{
	return snapshot->first_seen == NULL ? 0 : snapshot->first_seen[row];
}

const struct strings *
snapshot_strings(const struct snapshot *snapshot)
{
	return snapshot->strings;
}

uint32_t
snapshot_string_count(const struct snapshot *snapshot)
{
	return snapshot->string_count;
}

/* Less is worse; what is not known counts as the worst of its kind but one. */
static uint64_t
security_rank(const struct snapshot *snapshot, uint32_t row)
{
	uint64_t rank = 0;
	bool any = false;

	for (size_t i = 0; i < SECURITY_MARKS; i++) {
		uint64_t code = snapshot_number(snapshot, security_fields[i], row);

		any |= code != VALUE_ABSENT;
		rank = rank << 8 | (code >= ENUM_UNKNOWN_FIRST ? 0 : code + 1);
	}
	return any ? rank : VALUE_ABSENT;
}

static uint64_t
unstored_number(const struct snapshot *snapshot, enum field_id field, uint32_t row)
{
	switch (fields[field].type) {
	case TYPE_LIST: return snapshot->volume_count[row] == 0 ? VALUE_ABSENT : snapshot->volume_count[row];
	case TYPE_SECURITY: return security_rank(snapshot, row);
	default: return field == FIELD_CLUSTER ? snapshot->cluster_name : VALUE_ABSENT;
	}
}

uint64_t
snapshot_number(const struct snapshot *snapshot, enum field_id field, uint32_t row)
{
	const void *column = snapshot->columns[field];
	uint32_t narrow;

	switch (snapshot_value_size(field)) {
	case sizeof(uint64_t): return ((const uint64_t *)column)[row];
	case sizeof(uint32_t):
		narrow = ((const uint32_t *)column)[row];
		return narrow == ABSENT_32 ? VALUE_ABSENT : narrow;
	case sizeof(uint8_t):
		narrow = ((const uint8_t *)column)[row];
		return narrow == ABSENT_8 ? VALUE_ABSENT : narrow;
	default: return unstored_number(snapshot, field, row);
	}
}

static void
read_32(const uint32_t *column, uint32_t count, uint64_t *numbers)
{
	for (uint32_t i = 0; i < count; i++)
		numbers[i] = column[i] == ABSENT_32 ? VALUE_ABSENT : column[i];
}

static void
read_8(const uint8_t *column, uint32_t count, uint64_t *numbers)
{
	for (uint32_t i = 0; i < count; i++)
		numbers[i] = column[i] == ABSENT_8 ? VALUE_ABSENT : column[i];
}

void
snapshot_numbers(const struct snapshot *snapshot, enum field_id field, uint32_t from, uint32_t count, uint64_t *numbers)
{
	const void *column = snapshot->columns[field];

	if (count == 0)
		return;
	switch (snapshot_value_size(field)) {
	case sizeof(uint64_t): memcpy(numbers, (const uint64_t *)column + from, count * sizeof *numbers); break;
	case sizeof(uint32_t): read_32((const uint32_t *)column + from, count, numbers); break;
	case sizeof(uint8_t): read_8((const uint8_t *)column + from, count, numbers); break;
	default:
		for (uint32_t i = 0; i < count; i++)
			numbers[i] = unstored_number(snapshot, field, from + i);
	}
}

struct text
snapshot_word(const struct snapshot *snapshot, enum field_id field, uint64_t code)
{
	if (code == VALUE_ABSENT)
		return TEXT_ABSENT;
	if (code >= ENUM_UNKNOWN_FIRST)
		return strings_text(snapshot->strings, snapshot->unknown_words[code - ENUM_UNKNOWN_FIRST]);
	return text_of(fields[field].enumeration->values[code].name);
}

uint32_t
snapshot_unknown_count(const struct snapshot *snapshot)
{
	return snapshot->unknown_count;
}

struct text
snapshot_text(const struct snapshot *snapshot, enum field_id field, uint32_t row)
{
	uint64_t number = snapshot_number(snapshot, field, row);

	if (number == VALUE_ABSENT)
		return TEXT_ABSENT;
	if (fields[field].type == TYPE_ENUM)
		return snapshot_word(snapshot, field, number);
	if (fields[field].type == TYPE_TEXT || fields[field].type == TYPE_ADDRESS)
		return strings_text(snapshot->strings, (uint32_t)number);
	return TEXT_ABSENT;
}

const uint32_t *
snapshot_volumes(const struct snapshot *snapshot, uint32_t row, uint32_t *count)
{
	*count = snapshot->volume_count[row];
	return *count == 0 ? NULL : snapshot->volumes + snapshot->volume_start[row];
}

/* An empty half of a volume's text stands for one that was not there. */
static struct text
half(const char *bytes, size_t length)
{
	return length == 0 ? TEXT_ABSENT : (struct text){bytes, length};
}

struct text
snapshot_volume_uuid(const struct snapshot *snapshot, uint32_t volume)
{
	struct text both = strings_text(snapshot->strings, volume);

	return half(both.bytes, strnlen(both.bytes, both.length));
}

struct text
snapshot_volume_name(const struct snapshot *snapshot, uint32_t volume)
{
	struct text both = strings_text(snapshot->strings, volume);
	size_t skip = strnlen(both.bytes, both.length) + 1;

	return skip > both.length ? TEXT_ABSENT : half(both.bytes + skip, both.length - skip);
}

struct text
snapshot_list_text(const struct snapshot *snapshot, enum field_id field, uint32_t volume)
{
	return field == FIELD_VOLUMES_UUID ? snapshot_volume_uuid(snapshot, volume)
					   : snapshot_volume_name(snapshot, volume);
}

static uint32_t
digits(uint64_t number)
{
	uint32_t count = 1;

	for (; number >= 10; number /= 10)
		count++;
	return count;
}

bool
snapshot_has(const struct snapshot *snapshot, enum field_id field)
{
	if (fields[field].type != TYPE_SECURITY)
		return snapshot->widths[field] > 0;
	for (size_t i = 0; i < SECURITY_MARKS; i++) {
		if (snapshot->widths[security_fields[i]] > 0)
			return true;
	}
	return false;
}

uint32_t
snapshot_width(const struct snapshot *snapshot, enum field_id field)
{
	uint32_t count;

	if (!snapshot_has(snapshot, field))
		return 0;
	switch (fields[field].type) {
	case TYPE_ID: return digits(snapshot->largest[field]);
	case TYPE_COUNT: count = digits(snapshot->largest[field]); return count + (count - 1) / 3;
	case TYPE_SECURITY: return SECURITY_COLUMNS;
	default: return snapshot->widths[field];
	}
}

static struct text
uuid_text(const struct snapshot *snapshot, enum field_id field, uint32_t row)
{
	return snapshot_text(snapshot, field, row);
}

struct identity
snapshot_identity(const struct snapshot *snapshot, uint32_t row)
{
	return (struct identity){
	    .node_uuid = xstrdup_text(uuid_text(snapshot, FIELD_NODE_UUID, row)),
	    .svm_uuid = xstrdup_text(uuid_text(snapshot, FIELD_SVM_UUID, row)),
	    .identifier = snapshot_number(snapshot, FIELD_IDENTIFIER, row),
	    .connection_id = snapshot_number(snapshot, FIELD_CONNECTION_ID, row),
	    .cluster = snapshot->cluster,
	    .is_set = true,
	};
}

static uint32_t
part_hash(const struct snapshot *snapshot, enum field_id field, uint32_t row)
{
	uint64_t number = snapshot_number(snapshot, field, row);

	return number == VALUE_ABSENT ? 0 : strings_hash(snapshot->strings, (uint32_t)number);
}

uint64_t
snapshot_row_hash(const struct snapshot *snapshot, uint32_t row)
{
	return identity_hash(part_hash(snapshot, FIELD_NODE_UUID, row), part_hash(snapshot, FIELD_SVM_UUID, row),
	    snapshot_number(snapshot, FIELD_IDENTIFIER, row), snapshot_number(snapshot, FIELD_CONNECTION_ID, row));
}

/* What snapshot_find() looks for, whether it comes from an identity or from another snapshot. */
struct key {
	struct text node_uuid;
	struct text svm_uuid;
	uint64_t identifier;
	uint64_t connection_id;
	uint64_t hash;
};

static bool
is_key(const struct snapshot *snapshot, uint32_t row, const struct key *key)
{
	return snapshot_number(snapshot, FIELD_IDENTIFIER, row) == key->identifier &&
	       snapshot_number(snapshot, FIELD_CONNECTION_ID, row) == key->connection_id &&
	       text_equals(uuid_text(snapshot, FIELD_NODE_UUID, row), key->node_uuid) &&
	       text_equals(uuid_text(snapshot, FIELD_SVM_UUID, row), key->svm_uuid);
}

static uint32_t
find_key(const struct snapshot *snapshot, const struct key *key)
{
	uint32_t slot;

	if (snapshot->index_size == 0)
		return ROW_NONE;
	slot = (uint32_t)key->hash & (snapshot->index_size - 1);
	while (snapshot->index[slot] != 0) {
		if (is_key(snapshot, snapshot->index[slot] - 1, key))
			return snapshot->index[slot] - 1;
		slot = (slot + 1) & (snapshot->index_size - 1);
	}
	return ROW_NONE;
}

static uint32_t
hash_of(struct text text)
{
	return text_is_absent(text) ? 0 : strings_hash_text(text);
}

uint32_t
snapshot_find(const struct snapshot *snapshot, const struct identity *identity)
{
	struct key key = {
	    .node_uuid = text_of(identity->node_uuid),
	    .svm_uuid = text_of(identity->svm_uuid),
	    .identifier = identity->identifier,
	    .connection_id = identity->connection_id,
	};

	if (!identity->is_set || identity->cluster != snapshot->cluster)
		return ROW_NONE;
	key.hash = identity_hash(hash_of(key.node_uuid), hash_of(key.svm_uuid), key.identifier, key.connection_id);
	return find_key(snapshot, &key);
}

uint32_t
snapshot_counterpart(const struct snapshot *theirs, const struct snapshot *ours, uint32_t row)
{
	struct key key = {
	    .node_uuid = uuid_text(ours, FIELD_NODE_UUID, row),
	    .svm_uuid = uuid_text(ours, FIELD_SVM_UUID, row),
	    .identifier = snapshot_number(ours, FIELD_IDENTIFIER, row),
	    .connection_id = snapshot_number(ours, FIELD_CONNECTION_ID, row),
	    .hash = snapshot_row_hash(ours, row),
	};

	return find_key(theirs, &key);
}
