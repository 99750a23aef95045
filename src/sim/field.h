/* field.h: the records that the API serves, and their fields: one table for each collection. */
#ifndef ONTAP_SIM_FIELD_H
#define ONTAP_SIM_FIELD_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/query.h"
#include "sim/world.h"

struct buffer;
struct params;

enum { VALUES_MAX = 16, PATH_MAX_LENGTH = 400, LOCK_PATH_MAX_LENGTH = 640, FIELDS_MAX = 32 };

/* One record of a collection, as its field table sees it. */
struct record {
	const struct world *w;
	const struct session *s; /* of a connection: the first session on it */
	const struct session *primary;
	enum dialect dialect; /* how enum values are spelled */
	uint64_t dice; /* the record's own random number, from which its oddities follow */
	/* Open files only: */
	uint32_t serial;
	char path[PATH_MAX_LENGTH];
	size_t path_length; /* 0: not made yet */
	/* Connections only: the slots of the sessions on it. */
	const uint32_t *slots;
	uint32_t slot_count;
	/* Locks only: */
	uint32_t part; /* its number on the file; of a stray one: its number */
	bool is_stray; /* no session holds it any more */
	struct session stray; /* stands in for that session */
	char scratch[LOCK_PATH_MAX_LENGTH]; /* the value that was made last */
};

/* Fields of one object (svm.uuid, svm.name) are neighbours in their table. */
struct field {
	const char *name;
	const char *old_name; /* in the overview examples of the documentation; NULL: the same */
	const char *old_extra; /* what only the overview examples have behind this field */
	enum value_type type;
	const char *const *enums; /* NULL at the end */
	const char *const *page98_enums; /* the spelling of the 9.8 page, where it has its own */
	bool is_key; /* always in an answer */
	bool is_list;
	bool of_lif; /* the same for all records of a LIF */
	bool of_session; /* of open files: the same for all files of a session */
	bool may_miss; /* an odd cluster may leave it out */
	/* Stores at most VALUES_MAX values and returns how many: 0 where the field is unset. */
	size_t (*get)(struct record *r, const struct field *f, struct value *values);
};

/* The values of `f`; unset where the cluster is odd and leaves it out of this record. */
size_t field_values(struct record *r, const struct field *f, struct value *values);

/* The values of an enum field in a dialect. */
const char *const *field_enums(const struct field *f, enum dialect dialect);

/*
 * A place in a collection: a position in its order, for open files the serial number in that session, and for locks the
 * number of the lock on that file.
 */
struct cursor {
	uint32_t position;
	uint32_t serial;
	uint32_t part;
};

/* What a walk over a collection needs. */
struct scan {
	const struct world *w;
	enum dialect dialect;
	/* Connections only: all slots by (node, svm, connection, id). */
	const uint32_t *index;
	/* Open files only: whether the files of this session are wanted; NULL: all. */
	bool (*wants_session)(struct record *r, void *context);
	void *context;
};

struct kind {
	const char *path; /* below /api */
	const struct field *fields;
	unsigned field_count;
	/* Moves the cursor on to a record, if there is one, and loads it. */
	bool (*load)(const struct scan *scan, struct cursor *at, struct record *r);
	/* Moves the cursor from the record that was loaded to the next. */
	void (*advance)(struct cursor *at, const struct record *r);
	/* Writes the key as parameters start.x=y&..., and finds the place behind the record with such a key. */
	void (*write_start)(const struct record *r, struct buffer *out);
	bool (*seek)(const struct scan *scan, const struct params *params, struct cursor *at);
	/* Writes the part of the path behind the collection's that names the record; NULL: no instances. */
	void (*write_self)(const struct record *r, struct buffer *out);
	/* Finds the record whose keys stand in the path, split at the slashes. */
	bool (*find)(const struct scan *scan, char *const *keys, struct cursor *at);
	unsigned key_count;
};

extern const struct kind session_kind;
extern const struct kind file_kind;
extern const struct kind connection_kind;
extern const struct kind lock_kind;

/* For the tables: what several have in common. */
size_t get_node_uuid(struct record *r, const struct field *f, struct value *values);
size_t get_node_name(struct record *r, const struct field *f, struct value *values);
size_t get_svm_uuid(struct record *r, const struct field *f, struct value *values);
size_t get_svm_name(struct record *r, const struct field *f, struct value *values);
size_t get_server_ip(struct record *r, const struct field *f, struct value *values);
size_t get_client_ip(struct record *r, const struct field *f, struct value *values);
size_t get_session_id(struct record *r, const struct field *f, struct value *values);
size_t get_connection_id(struct record *r, const struct field *f, struct value *values);
size_t get_connection_count(struct record *r, const struct field *f, struct value *values);
size_t value_of_number(struct value *v, uint64_t number);
size_t value_of_text(struct value *v, const struct text *text);
/* Of a text that JSON does not escape. */
size_t value_of_plain(struct value *v, const char *text, size_t length);
size_t value_of_enum(struct record *r, const struct field *f, struct value *v, unsigned number);

/* Reads a decimal number that ends with the text. */
bool key_number(const char *text, uint64_t *number);

/* Reads the session key (node and SVM UUID, identifiers) and finds its position; `exact` says whether it is there. */
bool key_find_session(const struct world *w, const char *node, const char *svm, const char *id, const char *connection,
    uint32_t *position, bool *exact);

/* Writes start.node.uuid and start.svm.uuid. */
void key_write_place(const struct record *r, struct buffer *out);

#endif
