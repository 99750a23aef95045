/* session_index.c: finding sessions by some of their fields. */
#include "config.h"

#include "fetch/session_index.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/xalloc.h"

static bool
is_number(const struct session_index *index, size_t part)
{
	return snapshot_kind(index->sessions)->fields[index->fields[part]].type == TYPE_ID;
}

/* False when the row lacks one of the fields. */
static bool
hash_row(const struct session_index *index, uint32_t row, uint64_t *hash)
{
	*hash = IDENTITY_HASH_START;
	for (size_t i = 0; i < index->field_count; i++) {
		uint64_t value = snapshot_number(index->sessions, index->fields[i], row);

		if (value == VALUE_ABSENT)
			return false;
		if (!is_number(index, i))
			value = strings_hash(snapshot_strings(index->sessions), (uint32_t)value);
		*hash = identity_hash(*hash, value);
	}
	return true;
}

void
session_index_build(
    struct session_index *index, const struct snapshot *sessions, const unsigned *fields, size_t field_count)
{
	uint32_t count = snapshot_count(sessions), size = 16;
	uint64_t hash;

	session_index_clear(index);
	while (size / 2 < count)
		size *= 2;
	*index = (struct session_index){.sessions = sessions, .fields = fields, .field_count = field_count};
	index->heads = xcalloc(size, sizeof *index->heads);
	index->next = xcalloc((size_t)count + 1, sizeof *index->next);
	index->mask = size - 1;
	/* From the end, so that each chain is in the order of the rows. */
	for (uint32_t row = count; row-- > 0;) {
		if (!hash_row(index, row, &hash))
			continue;
		index->next[row] = index->heads[hash & index->mask];
		index->heads[hash & index->mask] = row + 1;
	}
}

void
session_index_clear(struct session_index *index)
{
	free(index->heads);
	free(index->next);
	*index = (struct session_index){0};
}

static bool
is_match(const struct session_index *index, uint32_t row, const struct index_part parts[static INDEX_PARTS_MAX])
{
	/* The ids stand last and differ most. */
	for (size_t i = index->field_count; i-- > 0;) {
		unsigned field = index->fields[i];

		if (is_number(index, i) ? snapshot_number(index->sessions, field, row) != parts[i].number
					: !text_equals(snapshot_text(index->sessions, field, row), parts[i].text))
			return false;
	}
	return true;
}

/* From a place in a chain on. */
static uint32_t
find_from(const struct session_index *index, uint32_t place, const struct index_part parts[static INDEX_PARTS_MAX])
{
	while (place != 0 && !is_match(index, place - 1, parts))
		place = index->next[place - 1];
	return place == 0 ? ROW_NONE : place - 1;
}

uint32_t
session_index_first(const struct session_index *index, const struct index_part parts[static INDEX_PARTS_MAX])
{
	uint64_t hash = IDENTITY_HASH_START;

	if (index->heads == NULL)
		return ROW_NONE;
	for (size_t i = 0; i < index->field_count; i++) {
		if (is_number(index, i) ? parts[i].number == VALUE_ABSENT : text_is_absent(parts[i].text))
			return ROW_NONE;
		hash = identity_hash(hash, is_number(index, i) ? parts[i].number : hash_text(parts[i].text));
	}
	return find_from(index, index->heads[hash & index->mask], parts);
}

uint32_t
session_index_next(
    const struct session_index *index, uint32_t row, const struct index_part parts[static INDEX_PARTS_MAX])
{
	return find_from(index, index->next[row], parts);
}
