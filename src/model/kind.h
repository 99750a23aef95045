/* kind.h: the kinds of records that clusters list, each with its one table of fields. */
#ifndef CIFSTOP_MODEL_KIND_H
#define CIFSTOP_MODEL_KIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "model/types.h"

/* What a field is to the API. */
enum field_origin {
	ORIGIN_API, /* asked for by name, filtered and ordered by the server */
	ORIGIN_CLUSTER, /* the name that the configuration gives the cluster */
	ORIGIN_DERIVED, /* made here of other fields of the same record, and not stored */
	ORIGIN_JOINED, /* taken here from a record of another kind, and stored like the API's own */
};

/* Where the detail shows it. */
enum field_group { GROUP_WHO, GROUP_WHERE, GROUP_SECURITY, GROUP_ACTIVITY, GROUP_IDS, GROUP_COUNT };

#define FIELD_ALIASES_MAX 3

struct field {
	const char *api_name; /* dotted, as in the schema and in queries */
	const char *old_name; /* in the overview examples of the first releases; NULL when it is the same */
	const char *aliases[FIELD_ALIASES_MAX]; /* short names for --columns, --sort and filters */
	const char *title; /* over its column */
	const char *label; /* in the detail */
	const char *help; /* one line */
	const char *since; /* first ONTAP release that has it */
	const struct enumeration *enumeration; /* of a TYPE_ENUM */
	const unsigned *parts; /* of ORIGIN_DERIVED: the fields that it is made of */
	size_t part_count;
	enum field_type type;
	enum field_type items; /* of a TYPE_LIST: TYPE_TEXT, or TYPE_ID, whose texts are digits and nothing else */
	enum field_origin origin;
	enum field_group group;
	enum verdict verdict; /* of a TYPE_BOOLEAN that is true */
	enum alignment { ALIGN_LEFT, ALIGN_RIGHT } align;
	uint8_t weight; /* the lightest column goes first when the terminal is narrow */
	uint8_t min_width; /* display columns under which it is not worth showing */
	uint8_t max_width; /* display columns beyond which it takes only what is left over */
	bool is_default; /* among the columns that are shown when nobody chose */
};

/* No kind has more fields, so arrays by field are this long; and no field is this one. */
#define FIELDS_MAX 40
#define FIELD_NONE ((unsigned)FIELDS_MAX)

#define KEYS_MAX 5
#define LIST_PARTS_MAX 2
#define KIND_ORDER_MAX 2

/*
 * A kind of record. A field is a place in `fields`, and means something only together with its kind: the headers of the
 * kinds name the places. All of it is constant.
 */
struct kind {
	const char *name; /* sessions */
	const char *one; /* session */
	const char *path; /* of the collection, as a role names it */
	const char *since; /* first ONTAP release that has it */
	const struct field *fields;
	size_t field_count;
	unsigned cluster; /* the field of ORIGIN_CLUSTER */
	/* What makes a record itself beside its cluster, in the order of the API's path: texts (TYPE_TEXT) and TYPE_ID.
	 */
	unsigned keys[KEYS_MAX];
	size_t key_count;
	unsigned required; /* the one of them without which a record is none */
	const char *lacking; /* how one without it is called: without an identifier */
	/* The fields of the list that a record may hold: what each item of it has. Only the last may hold a NUL. */
	unsigned list[LIST_PARTS_MAX];
	size_t list_part_count; /* 0: no list */
	const char
	    *no_item; /* what is said of a list whose item has none of the parts: holds something that is no volume */
	const unsigned *columns; /* that are shown when nobody chose, left to right */
	size_t column_count;
	/* In which order they are shown when nobody chose. */
	struct kind_order {
		unsigned field;
		bool is_descending;
	} order[KIND_ORDER_MAX];
	size_t order_count;
	bool has_instances; /* one record can be asked for by its keys */
};

/* The field of that API name, old name or short name (case is ignored), or FIELD_NONE. */
unsigned field_find(const struct kind *kind, struct text name);

/* "unknown field 'usr'; did you mean 'user'?": a sentence that the caller frees, for a name that field_find() refused.
 */
char *field_explain_unknown(const struct kind *kind, struct text name);

/* Stores the API names and short names of all fields, terminated by NULL, for report_nearest(). */
#define FIELD_NAMES_MAX (FIELDS_MAX * (1 + FIELD_ALIASES_MAX) + 1)
void field_list_names(const struct kind *kind, const char *names[static FIELD_NAMES_MAX]);

/* The name by which a column of output knows it: the API name. */
const char *field_name(const struct kind *kind, unsigned field);

#endif
