/* session_index.h: finding sessions by some of their fields. */
#ifndef CIFSTOP_FETCH_SESSION_INDEX_H
#define CIFSTOP_FETCH_SESSION_INDEX_H

#include <stddef.h>
#include <stdint.h>

#include "model/snapshot.h"

#define INDEX_PARTS_MAX 3

/* What to look for: by the type of its field a number or a text. */
struct index_part {
	uint64_t number;
	struct text text;
};

/*
 * Chains of rows by hash: heads[] and next[] hold rows plus one, 0 for none. Rows that lack one of the fields are left
 * out. Lives where its owner puts it, no longer than `sessions`; all zero has no rows.
 */
struct session_index {
	const struct snapshot *sessions;
	const unsigned *fields;
	size_t field_count;
	uint32_t *heads;
	uint32_t *next;
	uint32_t mask;
};

/* Of `field_count` fields, INDEX_PARTS_MAX at most, that are ids, texts or addresses. `fields` outlives it. */
void session_index_build(
    struct session_index *index, const struct snapshot *sessions, const unsigned *fields, size_t field_count);

/* Frees it and makes it all zero. */
void session_index_clear(struct session_index *index);

/*
 * The first row, in the order of the snapshot, that has all of these values, one for each field, and the one after
 * `row`; ROW_NONE at the end. A value that is absent is found nowhere.
 */
uint32_t session_index_first(const struct session_index *index, const struct index_part parts[static INDEX_PARTS_MAX]);
uint32_t session_index_next(
    const struct session_index *index, uint32_t row, const struct index_part parts[static INDEX_PARTS_MAX]);

#endif
