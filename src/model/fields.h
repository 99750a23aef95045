/* fields.h: the one table of what is known of a session. */
#ifndef CIFSTOP_MODEL_FIELDS_H
#define CIFSTOP_MODEL_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "model/types.h"

/* In the order of the API's schema; what cifstop adds stands around it. */
enum field_id {
	FIELD_CLUSTER,
	FIELD_NODE_UUID,
	FIELD_NODE_NAME,
	FIELD_SVM_UUID,
	FIELD_SVM_NAME,
	FIELD_IDENTIFIER,
	FIELD_CONNECTION_ID,
	FIELD_CONNECTION_COUNT,
	FIELD_SERVER_IP,
	FIELD_CLIENT_IP,
	FIELD_AUTHENTICATION,
	FIELD_USER,
	FIELD_MAPPED_UNIX_USER,
	FIELD_OPEN_SHARES,
	FIELD_OPEN_FILES,
	FIELD_OPEN_OTHER,
	FIELD_CONNECTED_DURATION,
	FIELD_IDLE_DURATION,
	FIELD_PROTOCOL,
	FIELD_CONTINUOUS_AVAILABILITY,
	FIELD_SMB_SIGNING,
	FIELD_SMB_ENCRYPTION,
	FIELD_LARGE_MTU,
	FIELD_VOLUMES_NAME,
	FIELD_VOLUMES_UUID,
	FIELD_SECURITY,
	FIELD_COUNT
};

/* What a field is to the API. */
enum field_origin {
	ORIGIN_API, /* asked for by name, filtered and ordered by the server */
	ORIGIN_CLUSTER, /* the name that the configuration gives the cluster */
	ORIGIN_DERIVED, /* made here of other fields */
};

/* Where the detail shows it. */
enum field_group { GROUP_WHO, GROUP_WHERE, GROUP_SECURITY, GROUP_ACTIVITY, GROUP_IDS, GROUP_COUNT };

#define FIELD_ALIASES_MAX 3

struct field {
	const char *api_name; /* dotted, as in the schema and in queries */
	const char *old_name; /* in the overview examples of ONTAP 9.8; NULL when it is the same */
	const char *aliases[FIELD_ALIASES_MAX]; /* short names for --columns, --sort and filters */
	const char *title; /* over its column */
	const char *label; /* in the detail */
	const char *help; /* one line */
	const char *since; /* first ONTAP release that has it */
	const struct enumeration *enumeration; /* of a TYPE_ENUM */
	enum field_type type;
	enum field_origin origin;
	enum field_group group;
	enum alignment { ALIGN_LEFT, ALIGN_RIGHT } align;
	uint8_t weight; /* the lightest column goes first when the terminal is narrow */
	uint8_t min_width; /* display columns under which it is not worth showing */
	uint8_t max_width; /* display columns beyond which it takes only what is left over */
	bool is_default; /* among the columns that are shown when nobody chose */
};

extern const struct field fields[FIELD_COUNT];

/* The columns that are shown when nobody chose, left to right; FIELD_COUNT ends the list. */
extern const enum field_id field_default_columns[];

/* The field of that API name, old name or short name (case is ignored), or FIELD_COUNT. */
enum field_id field_find(struct text name);

/* "unknown field 'usr'; did you mean 'user'?": a sentence that the caller frees, for a name that field_find() refused.
 */
char *field_explain_unknown(struct text name);

/* API names and short names of all fields, terminated by NULL, for report_nearest(). Static. */
const char *const *field_names(void);

/* The name by which a column of output knows it: the API name. */
const char *field_name(enum field_id field);

#endif
