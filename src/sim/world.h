/* world.h: the simulated cluster as data: nodes, SVMs, volumes, people and their sessions. */
#ifndef ONTAP_SIM_WORLD_H
#define ONTAP_SIM_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/buffer.h"
#include "sim/random.h"
#include "sim/release.h"

enum dialect { DIALECT_SCHEMA, DIALECT_PAGE98, DIALECT_OVERVIEW, DIALECT_ODD };

struct world_options {
	const char *name;
	struct release release;
	uint64_t seed;
	uint32_t sessions;
	uint32_t files_per_session;
	uint32_t nodes; /* 0: by the number of sessions, as the two below */
	uint32_t svms;
	uint32_t volumes;
	double churn; /* sessions that come or go per minute per 1000 */
	enum dialect dialect;
	bool hostile;
	bool frozen;
};

/* A text as it is, and as JSON string with quotes and escapes. Lives as long as the world. */
struct text {
	const char *raw;
	const char *json;
	uint32_t length;
	uint32_t json_length;
};

/* A multichannel actor has so many hosts, the first of which it names. */
enum { UUID_LENGTH = 36, SESSION_VOLUMES_MAX = 4, MULTICHANNEL_MAX = 4 };

struct node {
	char uuid[UUID_LENGTH + 1];
	struct text name;
};

struct svm {
	char uuid[UUID_LENGTH + 1];
	struct text name;
	uint32_t first_lif; /* its LIFs are one run of world.lifs, its volumes one run of world.volumes */
	uint32_t lif_count;
	uint32_t first_volume;
	uint32_t volume_count;
	uint8_t encryption; /* enum session_encryption that its sessions tend to */
	uint8_t availability; /* enum file_availability of its shares */
};

struct volume {
	char uuid[UUID_LENGTH + 1];
	struct text name;
	struct text share;
	uint16_t svm;
};

struct lif {
	struct text ip;
	uint16_t node;
	uint16_t svm;
};

/* A client's address. */
struct host {
	char ip[40];
	uint8_t length;
};

/* json is NULL in `unix_name` of those that are mapped to nobody, and in `name` of anonymous ones. */
struct user {
	struct text name;
	struct text unix_name;
};

enum actor_kind {
	ACTOR_PERSON,
	ACTOR_MACHINE,
	ACTOR_TERMINAL, /* one of many users that share the connection of a terminal server */
	ACTOR_SERVICE,
	ACTOR_MULTICHANNEL,
	ACTOR_OLD, /* scanners and other things that speak SMB 1 and NTLM */
	ACTOR_HOG, /* the client that misbehaves */
};

/* Someone at some client, who comes back after a session ended. */
struct actor {
	uint32_t user;
	uint32_t host;
	enum actor_kind kind;
};

enum session_authentication { AUTH_NONE, AUTH_NTLMV1, AUTH_NTLMV2, AUTH_KERBEROS, AUTH_ANONYMOUS };
enum session_protocol { PROTOCOL_SMB1, PROTOCOL_SMB2, PROTOCOL_SMB2_1, PROTOCOL_SMB3, PROTOCOL_SMB3_1 };
enum session_encryption { ENCRYPTION_NONE, ENCRYPTION_FULL, ENCRYPTION_PARTIAL };
enum file_availability { FILES_PLAIN, FILES_AVAILABLE, FILES_MIXED };

/*
 * One record of the sessions collection: one session on one connection. The records of a multichannel session
 * share `id`; what moves (last, file_base, open_files) is kept in the record that `primary` names, itself
 * for most.
 */
struct session {
	uint64_t id;
	uint32_t connection;
	uint32_t actor;
	uint32_t host;
	uint32_t primary;
	uint32_t since; /* world time of the first and of the last request */
	uint32_t last;
	uint32_t file_base; /* open files are the serial numbers from here on; attributes follow from these */
	uint32_t open_files;
	uint16_t open_shares;
	uint16_t open_other;
	uint16_t lif;
	uint16_t volumes[SESSION_VOLUMES_MAX];
	uint8_t volume_count;
	uint8_t connection_count;
	uint8_t authentication;
	uint8_t protocol;
	uint8_t encryption;
	uint8_t availability; /* enum file_availability */
	bool is_signed;
	bool large_mtu;
	bool busy; /* its idle time is always 0 */
	bool dead; /* ended, and waits for world_commit() */
};

enum { RECENT_ACTORS = 64 };

struct world {
	struct world_options options;
	char uuid[UUID_LENGTH + 1];
	struct random random;
	uint32_t now; /* seconds; far above 0, so that sessions may be old */
	uint64_t version; /* grows whenever a session comes or goes */
	double target; /* the number of records that churn keeps to */

	struct node *nodes;
	uint32_t node_count;
	struct svm *svms;
	uint32_t svm_count;
	struct volume *volumes;
	uint32_t volume_count;
	struct lif *lifs;
	uint32_t lif_count;

	struct host *hosts;
	uint32_t host_count;
	uint32_t host_room;
	struct user *users;
	uint32_t user_count;
	uint32_t user_room;
	struct actor *actors;
	uint32_t actor_count;
	uint32_t actor_room;

	struct session *slots; /* a session keeps its slot for life */
	uint32_t slot_count;
	uint32_t slot_room;
	uint32_t *free_slots;
	uint32_t free_count;
	uint32_t free_room;
	uint32_t *order; /* slots by (node, svm, id, connection): the order of the collection */
	uint32_t order_count;
	uint32_t order_room;

	/* Slots that came or went since the last world_commit(). */
	uint32_t *begun;
	uint32_t begun_count;
	uint32_t begun_room;
	uint32_t *ended;
	uint32_t ended_count;
	uint32_t ended_room;

	uint32_t *node_connection; /* the last connection id given on each node */
	uint64_t next_id;
	uint32_t recent[RECENT_ACTORS]; /* actors whose sessions ended, who will come back */
	uint32_t recent_count;

	char **chunks; /* where texts live */
	uint32_t chunk_count;
	uint32_t fixed_chunks; /* the first ones hold what never goes */
	size_t chunk_used;
};

/* Builds a world of `options`; the same options give the same world. The caller owns it. */
struct world *world_new(const struct world_options *options);
void world_free(struct world *w);

/* Keeps a copy of `raw` (which may hold any bytes but zero). */
struct text world_text(struct world *w, const char *raw, size_t length);

/* The next host, user and actor, for use by whoever populates. */
uint32_t world_add_host(struct world *w, const char *ip);
uint32_t world_add_user(struct world *w, struct text name, struct text unix_name);
uint32_t world_add_actor(struct world *w, uint32_t user, uint32_t host, enum actor_kind kind);

/* A slot for a new record, zeroed but for `primary`; visible after world_commit(). May move all slots. */
uint32_t world_begin(struct world *w);

/* Marks the session of the record in `slot` as ended, with all its connections. Gone after world_commit(). */
void world_end(struct world *w, uint32_t slot);

/* Takes what began and ended into the order. */
void world_commit(struct world *w);

/* The position in the order of the first record that is not below the key; order_count when there is none. */
uint32_t world_find(const struct world *w, uint32_t node, uint32_t svm, uint64_t id, uint32_t connection);

/* The number of the node or SVM with this UUID; the count when there is none. */
uint32_t world_find_node(const struct world *w, const char *uuid);
uint32_t world_find_svm(const struct world *w, const char *uuid);

static inline const struct session *
world_at(const struct world *w, uint32_t position)
{
	return &w->slots[w->order[position]];
}

static inline const struct session *
world_primary(const struct world *w, const struct session *s)
{
	return &w->slots[s->primary];
}

static inline const struct lif *
world_lif(const struct world *w, const struct session *s)
{
	return &w->lifs[s->lif];
}

static inline const struct user *
world_user(const struct world *w, const struct session *s)
{
	return &w->users[w->actors[s->actor].user];
}

/* Seconds since the session's last request. */
static inline uint32_t
world_idle(const struct world *w, const struct session *s)
{
	const struct session *primary = world_primary(w, s);

	return primary->busy ? 0 : w->now - primary->last;
}

#endif
