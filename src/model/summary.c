/* summary.c: what the sessions of some clusters are made of. */
#include "config.h"

#include "model/summary.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/xalloc.h"
#include "model/session_fields.h"

const unsigned summary_fields[SUMMARY_FIELD_COUNT] = {
    FIELD_USER,
    FIELD_CLIENT_IP,
    FIELD_OPEN_FILES,
    FIELD_CONNECTION_COUNT,
    FIELD_PROTOCOL,
    FIELD_AUTHENTICATION,
    FIELD_SMB_SIGNING,
    FIELD_SMB_ENCRYPTION,
};

/* How many rows are read at once. */
#define BLOCK 1024u

static uint64_t
count_of(uint64_t number)
{
	return number == VALUE_ABSENT ? 0 : number;
}

/* Adds up one enum's column; words that nobody knows and absent ones are in no count. */
static void
count_codes(const struct snapshot *snapshot, unsigned field, uint64_t *counts, size_t count)
{
	uint64_t numbers[BLOCK];

	for (uint32_t from = 0; from < snapshot_count(snapshot); from += BLOCK) {
		uint32_t left = snapshot_count(snapshot) - from, size = left < BLOCK ? left : BLOCK;

		snapshot_numbers(snapshot, field, from, size, numbers);
		for (uint32_t i = 0; i < size; i++) {
			if (numbers[i] < count)
				counts[numbers[i]]++;
		}
	}
}

/* The distinct texts of a field over several pools: an open table of a power of two, absent where nothing is. */
struct distinct {
	struct text *texts;
	size_t size;
	size_t count;
};

static void
distinct_insert(struct distinct *distinct, struct text text, uint64_t hash)
{
	size_t slot = hash & (distinct->size - 1);

	while (!text_is_absent(distinct->texts[slot])) {
		if (text_equals(distinct->texts[slot], text))
			return;
		slot = (slot + 1) & (distinct->size - 1);
	}
	distinct->texts[slot] = text;
	distinct->count++;
}

static void
distinct_grow(struct distinct *distinct)
{
	struct distinct grown = {.size = distinct->size == 0 ? 1024 : distinct->size * 2};

	grown.texts = xcalloc(grown.size, sizeof *grown.texts);
	for (size_t i = 0; i < distinct->size; i++) {
		if (!text_is_absent(distinct->texts[i]))
			distinct_insert(&grown, distinct->texts[i], hash_text(distinct->texts[i]));
	}
	free(distinct->texts);
	*distinct = grown;
}

static void
distinct_add(struct distinct *distinct, const struct strings *strings, uint32_t number)
{
	if (distinct->count >= distinct->size / 2)
		distinct_grow(distinct);
	distinct_insert(distinct, strings_text(strings, number), strings_hash(strings, number));
}

/* Marks the numbers of a field that are in use. Returns how many there are. */
static uint64_t
mark_used(const struct snapshot *snapshot, unsigned field, bool *is_used)
{
	uint64_t numbers[BLOCK], count = 0;

	for (uint32_t from = 0; from < snapshot_count(snapshot); from += BLOCK) {
		uint32_t left = snapshot_count(snapshot) - from, size = left < BLOCK ? left : BLOCK;

		snapshot_numbers(snapshot, field, from, size, numbers);
		for (uint32_t i = 0; i < size; i++) {
			if (numbers[i] == VALUE_ABSENT || is_used[numbers[i]])
				continue;
			is_used[numbers[i]] = true;
			count++;
		}
	}
	return count;
}

/* How many different texts a field has. One cluster's are told apart by number; over several the texts decide. */
static uint64_t
count_distinct(struct snapshot *const *snapshots, size_t count, unsigned field)
{
	struct distinct distinct = {.count = 0};
	uint64_t numbers = 0;

	for (size_t i = 0; i < count; i++) {
		bool *is_used;

		if (snapshots[i] == NULL)
			continue;
		is_used = xcalloc((size_t)snapshot_string_count(snapshots[i]) + 1, sizeof *is_used);
		numbers += mark_used(snapshots[i], field, is_used);
		for (uint32_t number = 0; count > 1 && number < snapshot_string_count(snapshots[i]); number++) {
			if (is_used[number])
				distinct_add(&distinct, snapshot_strings(snapshots[i]), number);
		}
		free(is_used);
	}
	free(distinct.texts);
	return count > 1 ? distinct.count : numbers;
}

/* Sessions of several connections that were met: an open table of a power of two of rows plus one, 0 for empty. */
struct met {
	const struct snapshot *snapshot;
	uint32_t *rows;
	uint32_t size;
	uint32_t count;
};

static uint32_t
session_hash(const struct snapshot *snapshot, uint32_t row)
{
	uint64_t hash = snapshot_number(snapshot, FIELD_IDENTIFIER, row);

	hash = (hash ^ hash >> 31) * UINT64_C(0xff51afd7ed558ccd);
	return (uint32_t)(hash >> 32);
}

/* Texts of one snapshot are equal when their numbers are. */
static bool
is_same_session(const struct snapshot *snapshot, uint32_t a, uint32_t b)
{
	static const unsigned parts[] = {FIELD_IDENTIFIER, FIELD_NODE_UUID, FIELD_SVM_UUID};

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		if (snapshot_number(snapshot, parts[i], a) != snapshot_number(snapshot, parts[i], b))
			return false;
	}
	return true;
}

/* The place of the row's session, empty when it was not met. */
static uint32_t *
met_slot(const struct met *met, uint32_t row)
{
	uint32_t slot = session_hash(met->snapshot, row) & (met->size - 1);

	while (met->rows[slot] != 0 && !is_same_session(met->snapshot, met->rows[slot] - 1, row))
		slot = (slot + 1) & (met->size - 1);
	return &met->rows[slot];
}

static void
met_grow(struct met *met)
{
	struct met grown = {
	    .snapshot = met->snapshot, .size = met->size == 0 ? 256 : met->size * 2, .count = met->count};

	grown.rows = xcalloc(grown.size, sizeof *grown.rows);
	for (uint32_t i = 0; i < met->size; i++) {
		if (met->rows[i] != 0)
			*met_slot(&grown, met->rows[i] - 1) = met->rows[i];
	}
	free(met->rows);
	*met = grown;
}

/* What the row adds to the open files: what it has more than the connections of its session that came before. */
static uint64_t
files_of_connection(struct met *met, uint32_t row)
{
	uint64_t files = count_of(snapshot_number(met->snapshot, FIELD_OPEN_FILES, row)), before;
	uint32_t *slot;

	if (met->count >= met->size / 2)
		met_grow(met);
	slot = met_slot(met, row);
	if (*slot == 0) {
		met->count++;
		*slot = row + 1;
		return files;
	}
	before = count_of(snapshot_number(met->snapshot, FIELD_OPEN_FILES, *slot - 1));
	if (files <= before)
		return 0;
	*slot = row + 1;
	return files - before;
}

static uint64_t
count_files(const struct snapshot *snapshot)
{
	uint64_t files[BLOCK], connections[BLOCK], total = 0;
	struct met met = {.snapshot = snapshot};

	for (uint32_t from = 0; from < snapshot_count(snapshot); from += BLOCK) {
		uint32_t left = snapshot_count(snapshot) - from, size = left < BLOCK ? left : BLOCK;

		snapshot_numbers(snapshot, FIELD_OPEN_FILES, from, size, files);
		snapshot_numbers(snapshot, FIELD_CONNECTION_COUNT, from, size, connections);
		for (uint32_t i = 0; i < size; i++) {
			if (count_of(connections[i]) > 1)
				total += files_of_connection(&met, from + i);
			else
				total += count_of(files[i]);
		}
	}
	free(met.rows);
	return total;
}

struct summary
summary_compute(struct snapshot *const *snapshots, size_t count)
{
	struct summary summary = {.sessions = 0};
	uint64_t signing[2] = {0}, encryption[ENCRYPTION_COUNT] = {0};

	for (size_t i = 0; i < count; i++) {
		if (snapshots[i] == NULL)
			continue;
		summary.sessions += snapshot_count(snapshots[i]);
		summary.open_files += count_files(snapshots[i]);
		count_codes(snapshots[i], FIELD_PROTOCOL, summary.protocols, PROTOCOL_COUNT);
		count_codes(snapshots[i], FIELD_AUTHENTICATION, summary.authentications, AUTH_COUNT);
		count_codes(snapshots[i], FIELD_SMB_SIGNING, signing, 2);
		count_codes(snapshots[i], FIELD_SMB_ENCRYPTION, encryption, ENCRYPTION_COUNT);
	}
	summary.users = count_distinct(snapshots, count, FIELD_USER);
	summary.clients = count_distinct(snapshots, count, FIELD_CLIENT_IP);
	summary.signed_sessions = signing[1];
	summary.encrypted_sessions = encryption[ENCRYPTION_ENCRYPTED];
	summary.partially_encrypted_sessions = encryption[ENCRYPTION_PARTIALLY];
	return summary;
}
