/* snapshot_private.h: what the builder and the readers of a snapshot share. */
#ifndef CIFSTOP_MODEL_SNAPSHOT_PRIVATE_H
#define CIFSTOP_MODEL_SNAPSHOT_PRIVATE_H

#include <stdatomic.h>

#include "base/slots.h"
#include "model/column.h"
#include "model/snapshot.h"

/*
 * `index` finds rows by the hashes of their identities. `items` holds the lists of all records one behind another: row
 * r has item_count[r] of them from item_start[r] on. An item is one text of the pool: the parts that kind.list names,
 * with a NUL between them. The arrays of a list are NULL where the kind has none. `stored` lists the fields that have a
 * column, `texts` those of them that are texts.
 */
struct snapshot {
	atomic_uint references;
	uint64_t serial;
	const struct kind *kind;
	struct strings *strings;
	uint32_t string_count;
	uint32_t cluster_name;
	uint32_t count;
	struct slots index;
	struct column columns[FIELDS_MAX];
	struct field_list {
		uint8_t fields[FIELDS_MAX];
		uint8_t count;
	} stored, texts;
	uint32_t *item_start;
	uint16_t *item_count;
	uint32_t *items;
	uint32_t items_used;
	struct column first_seen;
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

/*
 * Hashes the identities of many rows of one snapshot, whose texts repeat: each text of a key is hashed when it is
 * another one than in the row before.
 */
struct row_hasher {
	const struct snapshot *snapshot;
	uint64_t numbers[KEYS_MAX];
	uint64_t hashes[KEYS_MAX];
};

struct row_hasher row_hasher_of(const struct snapshot *snapshot);
uint64_t row_hasher_hash(struct row_hasher *hasher, uint32_t row);

/* Whether two rows have the same key, by the numbers of its texts, which are of one pool. */
bool snapshot_has_same_numbers(
    const struct snapshot *ours, uint32_t row, const struct snapshot *theirs, uint32_t other);

/* The rows in the order of their identities, which the caller frees; NULL for none. */
uint32_t *snapshot_sort_identities(const struct snapshot *snapshot);

/*
 * The same from the order of the previous snapshot, when that is less work: `now_at` says by its rows where they are in
 * `snapshot`, ROW_NONE for those that are not.
 */
uint32_t *snapshot_merge_identities(
    const struct snapshot *snapshot, const struct snapshot *previous, const uint32_t *now_at);

/*
 * Where in `theirs` the record of `row` in hasher->snapshot is, or ROW_NONE. `guess` is where it is most likely, which
 * need not be a row at all.
 */
uint32_t snapshot_counterpart(const struct snapshot *theirs, struct row_hasher *hasher, uint32_t row, uint32_t guess);

#endif
