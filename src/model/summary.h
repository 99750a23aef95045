/* summary.h: what the sessions of some clusters are made of. */
#ifndef CIFSTOP_MODEL_SUMMARY_H
#define CIFSTOP_MODEL_SUMMARY_H

#include <stddef.h>
#include <stdint.h>

#include "model/snapshot.h"

struct summary {
	uint64_t sessions;
	uint64_t users; /* distinct, over all clusters */
	uint64_t clients; /* distinct addresses */
	uint64_t open_files; /* a session of several connections counts once */
	uint64_t protocols[PROTOCOL_COUNT];
	uint64_t authentications[AUTH_COUNT];
	uint64_t signed_sessions;
	uint64_t encrypted_sessions;
	uint64_t partially_encrypted_sessions;
};

/* The fields that it counts by, which clusters are therefore asked for. */
#define SUMMARY_FIELD_COUNT 8
extern const unsigned summary_fields[SUMMARY_FIELD_COUNT];

/* Counts over all rows of snapshots of sessions: not for the UI thread. NULL snapshots are left out. */
struct summary summary_compute(struct snapshot *const *snapshots, size_t count);

#endif
