/* record_names.h: from the name of a record's member to the field that it is. Private to ontap. */
#ifndef CIFSTOP_ONTAP_RECORD_NAMES_H
#define CIFSTOP_ONTAP_RECORD_NAMES_H

#include <stdbool.h>

#include "model/kind.h"

/* What a member of a record means. */
struct record_name {
	enum name_kind {
		NAME_UNKNOWN, /* what no document knows: links, and what is to come */
		NAME_FIELD, /* the value of a field */
		NAME_OBJECT, /* the beginning of dotted names, as `node` is */
	} kind;
	unsigned field; /* itself, or one of those whose names begin so */
	bool is_old; /* a name of the overview examples of the first releases */
	struct text name; /* all of it from the record on: interface.ip; of the table of fields */
};

struct record_names;

/* The names of all fields that come from the API. The caller owns them. */
struct record_names *record_names_new(const struct kind *kind);

/* NULL is fine. */
void record_names_free(struct record_names *names);

/* The meaning of `member` in the object whose whole name is `parent`, which is absent in the record itself. */
const struct record_name *record_names_find(const struct record_names *names, struct text parent, struct text member);

/* Whether that is the name of `member` in `parent`. */
bool record_name_is(const struct record_name *name, struct text parent, struct text member);

#endif
