/* session.c: one session as it comes from a cluster, and what tells it from all others. */
#include "config.h"

#include "model/session.h"

#include <stdlib.h>

#include "base/xalloc.h"

void
session_clear(struct session *session)
{
	for (unsigned field = 0; field < FIELD_COUNT; field++) {
		session->number[field] = VALUE_ABSENT;
		session->text[field] = TEXT_ABSENT;
	}
	session->volumes = NULL;
	session->volume_count = 0;
}

struct identity
identity_copy(const struct identity *identity)
{
	struct identity copy = *identity;

	copy.node_uuid = xstrdup(identity->node_uuid);
	copy.svm_uuid = xstrdup(identity->svm_uuid);
	return copy;
}

void
identity_clear(struct identity *identity)
{
	free(identity->node_uuid);
	free(identity->svm_uuid);
	*identity = (struct identity){0};
}

bool
identity_equals(const struct identity *a, const struct identity *b)
{
	if (!a->is_set || !b->is_set)
		return a->is_set == b->is_set;
	return a->cluster == b->cluster && a->identifier == b->identifier && a->connection_id == b->connection_id &&
	       text_equals(text_of(a->node_uuid), text_of(b->node_uuid)) &&
	       text_equals(text_of(a->svm_uuid), text_of(b->svm_uuid));
}

static uint64_t
mix(uint64_t hash, uint64_t part)
{
	hash = (hash ^ part) * UINT64_C(0xff51afd7ed558ccd);
	return hash ^ hash >> 32;
}

uint64_t
identity_hash(uint32_t node_hash, uint32_t svm_hash, uint64_t identifier, uint64_t connection_id)
{
	uint64_t hash = mix(UINT64_C(0x9e3779b97f4a7c15), (uint64_t)node_hash << 32 | svm_hash);

	return mix(mix(hash, identifier), connection_id);
}
