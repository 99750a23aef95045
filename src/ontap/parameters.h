/* parameters.h: the query parameters of the API's collections. */
#ifndef CIFSTOP_ONTAP_PARAMETERS_H
#define CIFSTOP_ONTAP_PARAMETERS_H

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "model/kind.h"

/*
 * Every field of ORIGIN_API is a parameter, a query on that field, so the table of a kind's fields is the table of
 * these; for sessions, of 24. Beside them stand five that every collection has.
 */
enum general_parameter {
	PARAMETER_FIELDS,
	PARAMETER_MAX_RECORDS,
	PARAMETER_RETURN_TIMEOUT,
	PARAMETER_RETURN_RECORDS,
	PARAMETER_ORDER_BY,
	GENERAL_PARAMETER_COUNT
};

struct parameter {
	const char *name;
	const char *values; /* what may stand behind its = */
	const char *option; /* how the command line sets it */
	const char *key; /* how the configuration sets it */
	const char *help; /* one line */
	uint32_t least, most; /* of a number */
};

extern const struct parameter general_parameters[GENERAL_PARAMETER_COUNT];

/* No maximum is documented; ONTAP's own default is 10,000. */
#define MAX_RECORDS_MOST 100000
#define RETURN_TIMEOUT_MOST 120

/* One of the five with that name, or NULL. */
const struct parameter *parameter_find(struct text name);

/* What a kind can be filtered by, for people and for documents: "a text", "smb1 smb2 ...". The caller frees it. */
char *parameter_describe_values(const struct field *field);

/* The field that is queried by the parameter of that name, or FIELD_NONE: API names only, since they are sent. */
unsigned parameter_find_field(const struct kind *kind, struct text name);

/* Each of these returns NULL, or a sentence that the caller frees: what is wrong, and what is near or allowed. */

/* The name of a query on a field. */
char *parameter_check_name(const struct kind *kind, struct text name);

/* A query on a field, the name being good. */
char *parameter_check_value(const struct kind *kind, struct text name, struct text value);

/* order_by: FIELD [asc|desc],... with API names, as it is sent. */
char *parameter_check_order_by(const struct kind *kind, struct text value);

/*
 * fields: a list of API names, short names, whole objects (svm) and * for all. On success stores the fields in the
 * order given, each once.
 */
struct field_list {
	unsigned fields[FIELDS_MAX];
	size_t count;
};
char *parameter_parse_fields(const struct kind *kind, struct text value, struct field_list *list);

#endif
