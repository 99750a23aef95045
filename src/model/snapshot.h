/* snapshot.h: all records of one kind of one cluster at one moment, sealed. */
#ifndef CIFSTOP_MODEL_SNAPSHOT_H
#define CIFSTOP_MODEL_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "model/identity.h"
#include "model/kind.h"
#include "model/record.h"
#include "model/strings.h"

/*
 * Columns, not objects: one array per field, all of the same length, never changed after sealing. Any thread may read a
 * sealed snapshot; the last snapshot_unref() frees it. Rows are numbers below snapshot_count().
 */
struct snapshot;
struct snapshot_builder;

#define ROW_NONE UINT32_MAX

/* Where a snapshot comes from. */
struct snapshot_origin {
	const struct kind *kind;
	uint16_t cluster; /* its place in the configuration */
	const char *cluster_name; /* copied */
	struct strings *strings; /* the cluster's pool; the builder takes a reference of its own */
};

/* Starts a snapshot. The caller owns the builder. */
struct snapshot_builder *snapshot_builder_new(const struct snapshot_origin *origin);

/*
 * Adds a copy of `record`, which has what its kind requires. Returns false when a record of the same identity was
 * there: the newer one takes its place.
 */
bool snapshot_builder_add(struct snapshot_builder *builder, const struct record *record);

/*
 * Adds a copy of a row of another snapshot of the same kind, of this cluster or another, as snapshot_builder_add()
 * does.
 */
bool snapshot_builder_add_row(struct snapshot_builder *builder, const struct snapshot *from, uint32_t row);

/* The same, after `change` wrote to the record that is to be stored; what it puts there must live until it is. */
typedef void snapshot_change_fn(struct record *record, void *context);
bool snapshot_builder_add_changed_row(struct snapshot_builder *builder, const struct snapshot *from, uint32_t row,
    snapshot_change_fn *change, void *context);

/* At sealing, what stood in snapshot_ended() of the previous snapshot and did not come back goes on standing there. */
void snapshot_builder_keep_ended(struct snapshot_builder *builder);

/* The kind of its records. */
const struct kind *snapshot_builder_kind(const struct snapshot_builder *builder);

/* How many records it holds. */
uint32_t snapshot_builder_count(const struct snapshot_builder *builder);

/* What is there so far, as a partial snapshot of its own; the caller owns one reference. */
struct snapshot *snapshot_builder_peek(const struct snapshot_builder *builder);

/*
 * Seals and consumes `builder`. `previous`, which may be NULL, is the last complete snapshot of the same kind and
 * cluster: who was not in it is new since `now` (monotonic seconds), and who was in it and is not here any more stands
 * in snapshot_ended(). The caller owns one reference.
 */
struct snapshot *snapshot_builder_seal(
    struct snapshot_builder *builder, const struct snapshot *previous, uint32_t now, bool is_partial);

/* Drops a builder that is not sealed. NULL is fine. */
void snapshot_builder_free(struct snapshot_builder *builder);

/* snapshot_ref(NULL) gives NULL; snapshot_unref(NULL) is fine. */
struct snapshot *snapshot_ref(struct snapshot *snapshot);
void snapshot_unref(struct snapshot *snapshot);

/* The kind of its records, which all fields below are of. */
const struct kind *snapshot_kind(const struct snapshot *snapshot);

/* A number that no other snapshot of the process has or had. */
uint64_t snapshot_serial(const struct snapshot *snapshot);

uint32_t snapshot_count(const struct snapshot *snapshot);
uint16_t snapshot_cluster(const struct snapshot *snapshot);

/* Whether the walk behind it did not reach its end. */
bool snapshot_is_partial(const struct snapshot *snapshot);

/* When it was sealed, by the wall clock. */
time_t snapshot_time(const struct snapshot *snapshot);

/* The records that ended with this refresh, as they were last seen, or NULL when none did. Lives as long as
 * `snapshot`. */
const struct snapshot *snapshot_ended(const struct snapshot *snapshot);

/*
 * Monotonic second at which the record came, or 0 when it was there from the start. In snapshot_ended(): at which it
 * was seen to be gone.
 */
uint32_t snapshot_first_seen(const struct snapshot *snapshot, uint32_t row);

/* The values of `count` rows from `from` on, each as snapshot_number() has it, for those who need many. */
void snapshot_numbers(
    const struct snapshot *snapshot, unsigned field, uint32_t from, uint32_t count, uint64_t *numbers);

/* The same of `count` rows that lie anywhere, so that the processor fetches many at once. */
void snapshot_gather(
    const struct snapshot *snapshot, unsigned field, const uint32_t *rows, uint32_t count, uint64_t *numbers);

/* The texts of numbers that snapshot_gather() gave of a text or an address; absent ones are. */
void snapshot_gather_texts(
    const struct snapshot *snapshot, const uint64_t *numbers, uint32_t count, struct text *texts);

/*
 * The numbers of the texts that a field has, each once, when there are so few that they were counted; NULL when nobody
 * knows. Valid as long as the snapshot.
 */
const uint32_t *snapshot_few_texts(const struct snapshot *snapshot, unsigned field, uint32_t *count);

/*
 * Sets found[i] where the text of row `from` + i has its bit set in `bits`, which has one for each string number; the
 * others stay as they are. The field is one of texts or addresses.
 */
void snapshot_find_texts(
    const struct snapshot *snapshot, unsigned field, uint32_t from, uint32_t count, const uint64_t *bits, bool *found);

/*
 * The value as a number, or VALUE_ABSENT: string numbers for texts, codes for enums; for the security column a rank in
 * which less is worse. For lists, how many there are.
 */
uint64_t snapshot_number(const struct snapshot *snapshot, unsigned field, uint32_t row);

/* The text of a text or an address, or the word of an enum in the schema's spelling; absent when it is. */
struct text snapshot_text(const struct snapshot *snapshot, unsigned field, uint32_t row);

/* The word of an enum's code, known or unknown, in the schema's spelling. */
struct text snapshot_word(const struct snapshot *snapshot, unsigned field, uint64_t code);

/* How many words there are that no document knows: their codes are from ENUM_UNKNOWN_FIRST on. */
uint32_t snapshot_unknown_count(const struct snapshot *snapshot);

/* The list of a record: *count numbers of items, each for snapshot_list_text(). */
const uint32_t *snapshot_list(const struct snapshot *snapshot, uint32_t row, uint32_t *count);

/* What an item of a list has of a list field, as the name or the uuid of a volume. */
struct text snapshot_list_text(const struct snapshot *snapshot, unsigned field, uint32_t item);

/* Display columns of the widest value as PRINT_SHORT prints it, or a little more; 0 when all are absent. */
uint32_t snapshot_width(const struct snapshot *snapshot, unsigned field);

/* Whether any record has a value. */
bool snapshot_has(const struct snapshot *snapshot, unsigned field);

/* The pool behind the string numbers, and how many numbers of it this snapshot may use. */
const struct strings *snapshot_strings(const struct snapshot *snapshot);
uint32_t snapshot_string_count(const struct snapshot *snapshot);

/* The identity of a row; the caller clears it. */
struct identity snapshot_identity(const struct snapshot *snapshot, uint32_t row);

/* The row of an identity, or ROW_NONE. */
uint32_t snapshot_find(const struct snapshot *snapshot, const struct identity *identity);

/* The row whose key is that of a record of the same kind, or ROW_NONE. */
uint32_t snapshot_find_record(const struct snapshot *snapshot, const struct record *record);

/* All rows in the order of their identities: the same whichever way they arrived. NULL when there are none. */
const uint32_t *snapshot_identity_order(const struct snapshot *snapshot);

/* Less than, equal to or greater than 0, in that order; of clusters first. */
int snapshot_compare_identities(const struct snapshot *a, uint32_t row_a, const struct snapshot *b, uint32_t row_b);

#endif
