/* session.h: one session as it comes from a cluster, and what tells it from all others. */
#ifndef CIFSTOP_MODEL_SESSION_H
#define CIFSTOP_MODEL_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "model/fields.h"

struct volume {
	struct text name; /* either may be absent */
	struct text uuid;
};

/*
 * A decoded record on its way into a snapshot. Numbers by field (VALUE_ABSENT for what is not there), texts by field
 * (absent likewise). An enum has its code in `number`; a word that no document knows has none and stands in `text`.
 * Texts and volumes belong to the decoder.
 */
struct session {
	uint64_t number[FIELD_COUNT];
	struct text text[FIELD_COUNT];
	const struct volume *volumes;
	size_t volume_count;
};

/* Makes every value absent. */
void session_clear(struct session *session);

/*
 * What makes a session itself: (cluster, node.uuid, svm.uuid, identifier, connection_id). The uuids are copies that the
 * identity owns, NULL when absent; all zero is the identity of nothing.
 */
struct identity {
	char *node_uuid;
	char *svm_uuid;
	uint64_t identifier;
	uint64_t connection_id;
	uint16_t cluster;
	bool is_set;
};

/* A copy that the caller clears. */
struct identity identity_copy(const struct identity *identity);

/* Frees what it owns and makes it the identity of nothing. */
void identity_clear(struct identity *identity);

/* Two identities of nothing are equal. */
bool identity_equals(const struct identity *a, const struct identity *b);

/* One hash for equal parts, whichever pool or copy they come from. */
uint64_t identity_hash(uint32_t node_hash, uint32_t svm_hash, uint64_t identifier, uint64_t connection_id);

#endif
