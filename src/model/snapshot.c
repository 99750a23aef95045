/* snapshot.c: reading a sealed snapshot. */
#include "config.h"

#include "model/snapshot.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/xalloc.h"
#include "model/security.h"
#include "model/snapshot_private.h"

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
	for (unsigned field = 0; field < FIELDS_MAX; field++)
		column_free(&snapshot->columns[field]);
	free(snapshot->item_start);
	free(snapshot->item_count);
	free(snapshot->items);
	column_free(&snapshot->first_seen);
	free(snapshot->identity_order);
	slots_free(&snapshot->index);
	free(snapshot);
}

const struct kind *
snapshot_kind(const struct snapshot *snapshot)
{
	return snapshot->kind;
}

uint64_t
snapshot_serial(const struct snapshot *snapshot)
{
	return snapshot->serial;
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
	uint64_t since = column_get(&snapshot->first_seen, row);

	return since == VALUE_ABSENT ? 0 : (uint32_t)since;
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
unstored_number(const struct snapshot *snapshot, unsigned field, uint32_t row)
{
	switch (snapshot->kind->fields[field].type) {
	case TYPE_LIST: return snapshot->item_count[row] == 0 ? VALUE_ABSENT : snapshot->item_count[row];
	case TYPE_SECURITY: return security_rank(snapshot, row);
	default: return field == snapshot->kind->cluster ? snapshot->cluster_name : VALUE_ABSENT;
	}
}

uint64_t
snapshot_number(const struct snapshot *snapshot, unsigned field, uint32_t row)
{
	const struct column *column = &snapshot->columns[field];

	return column->size > 0 ? column_get(column, row) : unstored_number(snapshot, field, row);
}

void
snapshot_numbers(const struct snapshot *snapshot, unsigned field, uint32_t from, uint32_t count, uint64_t *numbers)
{
	if (count > 0 && snapshot->columns[field].size > 0) {
		column_read(&snapshot->columns[field], from, count, numbers);
		return;
	}
	for (uint32_t i = 0; i < count; i++)
		numbers[i] = unstored_number(snapshot, field, from + i);
}

void
snapshot_gather(
    const struct snapshot *snapshot, unsigned field, const uint32_t *rows, uint32_t count, uint64_t *numbers)
{
	const struct column *column = &snapshot->columns[field];

	if (column->size > 0) {
		column_gather(column, rows, count, numbers);
		return;
	}
	for (uint32_t i = 0; i < count; i++)
		numbers[i] = unstored_number(snapshot, field, rows[i]);
}

void
snapshot_gather_texts(const struct snapshot *snapshot, const uint64_t *numbers, uint32_t count, struct text *texts)
{
	for (uint32_t i = 0; i < count; i++)
		texts[i] = numbers[i] == VALUE_ABSENT ? TEXT_ABSENT
						      : strings_text(snapshot->strings, (uint32_t)numbers[i]);
}

const uint32_t *
snapshot_few_texts(const struct snapshot *snapshot, unsigned field, uint32_t *count)
{
	*count = snapshot->columns[field].meaning_count;
	return snapshot->columns[field].meanings;
}

void
snapshot_find_texts(
    const struct snapshot *snapshot, unsigned field, uint32_t from, uint32_t count, const uint64_t *bits, bool *found)
{
	if (snapshot->columns[field].size > 0) {
		column_find(&snapshot->columns[field], from, count, bits, found);
		return;
	}
	for (uint32_t i = 0; i < count; i++)
		found[i] |= column_has_bit(bits, unstored_number(snapshot, field, from + i));
}

struct text
snapshot_word(const struct snapshot *snapshot, unsigned field, uint64_t code)
{
	if (code == VALUE_ABSENT)
		return TEXT_ABSENT;
	if (code >= ENUM_UNKNOWN_FIRST)
		return strings_text(snapshot->strings, snapshot->unknown_words[code - ENUM_UNKNOWN_FIRST]);
	return text_of(snapshot->kind->fields[field].enumeration->values[code].name);
}

uint32_t
snapshot_unknown_count(const struct snapshot *snapshot)
{
	return snapshot->unknown_count;
}

struct text
snapshot_text(const struct snapshot *snapshot, unsigned field, uint32_t row)
{
	uint64_t number = snapshot_number(snapshot, field, row);
	enum field_type type = snapshot->kind->fields[field].type;

	if (number == VALUE_ABSENT)
		return TEXT_ABSENT;
	if (type == TYPE_ENUM)
		return snapshot_word(snapshot, field, number);
	if (type == TYPE_TEXT || type == TYPE_ADDRESS)
		return strings_text(snapshot->strings, (uint32_t)number);
	return TEXT_ABSENT;
}

const uint32_t *
snapshot_list(const struct snapshot *snapshot, uint32_t row, uint32_t *count)
{
	*count = snapshot->item_count == NULL ? 0 : snapshot->item_count[row];
	return *count == 0 ? NULL : snapshot->items + snapshot->item_start[row];
}

/* An empty part of an item's text stands for one that was not there. */
static struct text
part_or_absent(const char *bytes, size_t length)
{
	return length == 0 ? TEXT_ABSENT : (struct text){bytes, length};
}

struct text
snapshot_list_text(const struct snapshot *snapshot, unsigned field, uint32_t item)
{
	const struct kind *kind = snapshot->kind;
	struct text all = strings_text(snapshot->strings, item);
	size_t first;

	if (kind->list_part_count == 1)
		return part_or_absent(all.bytes, all.length);
	first = strnlen(all.bytes, all.length);
	if (field == kind->list[0])
		return part_or_absent(all.bytes, first);
	return first == all.length ? TEXT_ABSENT : part_or_absent(all.bytes + first + 1, all.length - first - 1);
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
snapshot_has(const struct snapshot *snapshot, unsigned field)
{
	const struct field *about = &snapshot->kind->fields[field];

	if (about->origin != ORIGIN_DERIVED)
		return snapshot->widths[field] > 0;
	for (size_t i = 0; i < about->part_count; i++) {
		if (snapshot->widths[about->parts[i]] > 0)
			return true;
	}
	return false;
}

uint32_t
snapshot_width(const struct snapshot *snapshot, unsigned field)
{
	uint32_t count;

	if (!snapshot_has(snapshot, field))
		return 0;
	switch (snapshot->kind->fields[field].type) {
	case TYPE_ID: return digits(snapshot->largest[field]);
	case TYPE_COUNT: count = digits(snapshot->largest[field]); return count + (count - 1) / 3;
	case TYPE_SECURITY: return SECURITY_COLUMNS;
	default: return snapshot->widths[field];
	}
}

/* Whether a key field is a number; it is a text otherwise. */
static bool
is_number(const struct snapshot *snapshot, unsigned field)
{
	return snapshot->kind->fields[field].type == TYPE_ID;
}

struct identity
snapshot_identity(const struct snapshot *snapshot, uint32_t row)
{
	const struct kind *kind = snapshot->kind;
	struct identity identity = {.kind = kind, .cluster = snapshot->cluster};

	for (size_t i = 0; i < kind->key_count; i++) {
		unsigned field = kind->keys[i];

		if (is_number(snapshot, field))
			identity.parts[i].number = snapshot_number(snapshot, field, row);
		else
			identity.parts[i].text = xstrdup_text(snapshot_text(snapshot, field, row));
	}
	return identity;
}

struct row_hasher
row_hasher_of(const struct snapshot *snapshot)
{
	struct row_hasher hasher = {.snapshot = snapshot};

	/* An absent text has that number, and counts as 0. */
	for (size_t i = 0; i < KEYS_MAX; i++)
		hasher.numbers[i] = VALUE_ABSENT;
	return hasher;
}

uint64_t
row_hasher_hash(struct row_hasher *hasher, uint32_t row)
{
	const struct snapshot *snapshot = hasher->snapshot;
	const struct kind *kind = snapshot->kind;
	uint64_t hash = IDENTITY_HASH_START;

	for (size_t i = 0; i < kind->key_count; i++) {
		uint64_t number = snapshot_number(snapshot, kind->keys[i], row);

		if (is_number(snapshot, kind->keys[i])) {
			hash = identity_hash(hash, number);
			continue;
		}
		if (number != hasher->numbers[i]) {
			hasher->numbers[i] = number;
			hasher->hashes[i] = number == VALUE_ABSENT ? 0
								   : strings_hash(snapshot->strings, (uint32_t)number);
		}
		hash = identity_hash(hash, hasher->hashes[i]);
	}
	return hash;
}

/* What snapshot_find() looks for, whether it comes from an identity or from another snapshot. */
struct key {
	struct key_part {
		struct text text;
		uint64_t number;
	} parts[KEYS_MAX];
	uint64_t hash;
};

static bool
is_key(const struct snapshot *snapshot, uint32_t row, const struct key *key)
{
	const struct kind *kind = snapshot->kind;

	/* The ids stand last and differ most. */
	for (size_t i = kind->key_count; i-- > 0;) {
		unsigned field = kind->keys[i];

		if (is_number(snapshot, field) ? snapshot_number(snapshot, field, row) != key->parts[i].number
					       : !text_equals(snapshot_text(snapshot, field, row), key->parts[i].text))
			return false;
	}
	return true;
}

static uint32_t
find_key(const struct snapshot *snapshot, const struct key *key)
{
	struct slots_probe probe = slots_start(&snapshot->index, key->hash);
	uint32_t row;

	while ((row = slots_next(&snapshot->index, &probe)) != SLOTS_NONE) {
		if (is_key(snapshot, row, key))
			return row;
	}
	return ROW_NONE;
}

/* The row with the key whose parts are filled in. */
static uint32_t
find_parts(const struct snapshot *snapshot, struct key *key)
{
	const struct kind *kind = snapshot->kind;

	key->hash = IDENTITY_HASH_START;
	for (size_t i = 0; i < kind->key_count; i++) {
		struct text text = key->parts[i].text;
		uint64_t part = key->parts[i].number;

		if (!is_number(snapshot, kind->keys[i]))
			part = text_is_absent(text) ? 0 : hash_text(text);
		key->hash = identity_hash(key->hash, part);
	}
	return find_key(snapshot, key);
}

uint32_t
snapshot_find(const struct snapshot *snapshot, const struct identity *identity)
{
	struct key key;

	if (identity->kind != snapshot->kind || identity->cluster != snapshot->cluster)
		return ROW_NONE;
	for (size_t i = 0; i < snapshot->kind->key_count; i++)
		key.parts[i] = (struct key_part){text_of(identity->parts[i].text), identity->parts[i].number};
	return find_parts(snapshot, &key);
}

uint32_t
snapshot_find_record(const struct snapshot *snapshot, const struct record *record)
{
	const struct kind *kind = snapshot->kind;
	struct key key;

	for (size_t i = 0; i < kind->key_count; i++)
		key.parts[i] = (struct key_part){record->text[kind->keys[i]], record->number[kind->keys[i]]};
	return find_parts(snapshot, &key);
}

bool
snapshot_has_same_numbers(const struct snapshot *ours, uint32_t row, const struct snapshot *theirs, uint32_t other)
{
	const struct kind *kind = ours->kind;

	for (size_t i = kind->key_count; i-- > 0;) {
		if (snapshot_number(ours, kind->keys[i], row) != snapshot_number(theirs, kind->keys[i], other))
			return false;
	}
	return true;
}

uint32_t
snapshot_counterpart(const struct snapshot *theirs, struct row_hasher *hasher, uint32_t row, uint32_t guess)
{
	const struct snapshot *ours = hasher->snapshot;
	const struct kind *kind = ours->kind;
	struct key key;

	if (guess < theirs->count && theirs->strings == ours->strings &&
	    snapshot_has_same_numbers(ours, row, theirs, guess))
		return guess;
	key.hash = row_hasher_hash(hasher, row);
	for (size_t i = 0; i < kind->key_count; i++) {
		if (is_number(ours, kind->keys[i]))
			key.parts[i].number = snapshot_number(ours, kind->keys[i], row);
		else
			key.parts[i].text = snapshot_text(ours, kind->keys[i], row);
	}
	return find_key(theirs, &key);
}
