/* snapshot_private.h: what the builder and the readers of a snapshot share. */
#ifndef CIFSTOP_MODEL_SNAPSHOT_PRIVATE_H
#define CIFSTOP_MODEL_SNAPSHOT_PRIVATE_H

#include <stdatomic.h>

#include "model/snapshot.h"

/* Absent values inside columns. */
#define ABSENT_32 UINT32_MAX
#define ABSENT_8 UINT8_MAX

/*
 * `index` is an open table of rows plus one, 0 for empty, by identity. `volumes` holds the lists of all sessions one
 * behind another: row r has volume_count[r] of them from volume_start[r] on. A volume is one text of the pool: its
 * uuid, a NUL, its name.
 */
struct snapshot {
	atomic_uint references;
	struct strings *strings;
	uint32_t string_count;
	uint32_t cluster_name;
	uint32_t count;
	uint32_t index_size;
	uint32_t *index;
	void *columns[FIELD_COUNT];
	uint32_t *volume_start;
	uint16_t *volume_count;
	uint32_t *volumes;
	uint32_t volumes_used;
	uint32_t *first_seen;
	uint32_t *identity_order;
	struct snapshot *ended;
	uint32_t unknown_words[ENUM_UNKNOWN_MAX];
	uint32_t unknown_count;
	uint32_t widths[FIELD_COUNT];
	uint64_t largest[FIELD_COUNT];
	time_t time;
	uint16_t cluster;
	bool is_partial;
};

/* Bytes of one value in the field's column; 0 for fields that have none. */
size_t snapshot_value_size(enum field_id field);

/* The hash of the identity of `row`. */
uint64_t snapshot_row_hash(const struct snapshot *snapshot, uint32_t row);

/* The rows in the order of their identities, which the caller frees; NULL for none. */
uint32_t *snapshot_sort_identities(const struct snapshot *snapshot);

/* Where in `theirs` the session of `row` in `ours` is, or ROW_NONE. */
uint32_t snapshot_counterpart(const struct snapshot *theirs, const struct snapshot *ours, uint32_t row);

#endif
