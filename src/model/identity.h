/* identity.h: what tells a record from all others, over refreshes and clusters. */
#ifndef CIFSTOP_MODEL_IDENTITY_H
#define CIFSTOP_MODEL_IDENTITY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/hash.h"
#include "model/kind.h"
#include "model/record.h"

/* One of kind.keys: by its type a text that the identity owns, NULL when absent, or a number, VALUE_ABSENT when absent;
 * the other one of the two is nothing. */
struct identity_part {
	char *text;
	uint64_t number;
};

/* Cluster, kind, and the parts of the key. All zero is the identity of nothing: it has no kind. */
struct identity {
	const struct kind *kind;
	struct identity_part parts[KEYS_MAX];
	uint16_t cluster;
};

/* Whether it is the identity of something. */
bool identity_is_set(const struct identity *identity);

/* A copy that the caller clears. */
struct identity identity_copy(const struct identity *identity);

/* Frees what it owns and makes it the identity of nothing. */
void identity_clear(struct identity *identity);

/* Two identities of nothing are equal. */
bool identity_equals(const struct identity *a, const struct identity *b);

/* The value of a key field of the identity's kind, which is set: VALUE_ABSENT, or the absent text, when it has none. */
uint64_t identity_number(const struct identity *identity, unsigned field);
struct text identity_text(const struct identity *identity, unsigned field);

/* Whether no part is absent or empty, so that the API can be asked for it. */
bool identity_is_complete(const struct identity *identity);

/*
 * For a record that came as the answer to a question for `identity`: fills in those parts of the key that the record
 * leaves out. Returns false when what it does say is of another one. Texts belong to the identity.
 */
bool identity_complete_record(const struct identity *identity, struct record *record);

/* Hashes a key part by part, from IDENTITY_HASH_START on: equal keys have equal hashes in every pool. */
#define IDENTITY_HASH_START UINT64_C(0)
static inline uint64_t
identity_hash(uint64_t hash, uint64_t part)
{
	return hash_add(hash, part);
}

#endif
