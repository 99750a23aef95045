/* snapshot_private.h: what the builder and the readers of a snapshot share. */
#ifndef CIFSTOP_MODEL_SNAPSHOT_PRIVATE_H
#define CIFSTOP_MODEL_SNAPSHOT_PRIVATE_H

#include <stdatomic.h>

#include "model/snapshot.h"

/* Absent values inside columns. */
#define ABSENT_32 UINT32_MAX
#define ABSENT_8 UINT8_MAX

/*
 * `index` is an open table of rows plus one, 0 for empty, by identity. `items` holds the lists of all records one
 * behind another: row r has item_count[r] of them from item_start[r] on. An item is one text of the pool: the parts
 * that kind.list names, with a NUL between them. Of the fields that have a column, value_size says how many bytes a
 * value takes there; it is 0 for the others. The arrays of a list are NULL where the kind has none.
 */
struct snapshot {
	atomic_uint references;
	uint64_t serial;
	const struct kind *kind;
	struct strings *strings;
	uint32_t string_count;
	uint32_t cluster_name;
	uint32_t count;
	uint32_t index_size;
	uint32_t *index;
	void *columns[FIELDS_MAX];
	uint8_t value_size[FIELDS_MAX];
	uint32_t *item_start;
	uint16_t *item_count;
	uint32_t *items;
	uint32_t items_used;
	uint32_t *first_seen;
	uint32_t *identity_order;
	struct snapshot *ended;
	uint32_t unknown_words[ENUM_UNKNOWN_MAX];
	uint32_t unknown_count;
	uint32_t widths[FIELDS_MAX];
	uint64_t largest[FIELDS_MAX];
	time_t time;
	uint16_t cluster;
	bool is_partial;
};

/* The hash of the identity of `row`. */
uint64_t snapshot_row_hash(const struct snapshot *snapshot, uint32_t row);

/* The rows in the order of their identities, which the caller frees; NULL for none. */
uint32_t *snapshot_sort_identities(const struct snapshot *snapshot);

/* Where in `theirs` the record of `row` in `ours` is, or ROW_NONE. */
uint32_t snapshot_counterpart(const struct snapshot *theirs, const struct snapshot *ours, uint32_t row);

#endif
