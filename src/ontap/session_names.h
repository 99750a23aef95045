/* session_names.h: from the name of a record's member to the field that it is. Private to ontap. */
#ifndef CIFSTOP_ONTAP_SESSION_NAMES_H
#define CIFSTOP_ONTAP_SESSION_NAMES_H

#include <stdbool.h>

#include "model/fields.h"

/* What a member of a record means. */
struct session_name {
	enum name_kind {
		NAME_UNKNOWN, /* what no document knows: links, and what is to come */
		NAME_FIELD, /* the value of a field */
		NAME_OBJECT, /* the beginning of dotted names, as `node` is */
	} kind;
	enum field_id field;
	bool is_old; /* the name of the overview example of ONTAP 9.8 */
};

/*
 * The meaning of `member` in the object `parent`, which is NULL in the record itself. Any thread may call it; the table
 * behind it is made of the table of fields by the first call.
 */
struct session_name session_name_find(const char *parent, const char *member);

#endif
