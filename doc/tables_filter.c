/* tables_filter.c: which fields a filter compares how, by their types. */
#include "config.h"

#include <stdio.h>

#include "model/session_fields.h"
#include "query/comparison.h"
#include "tables.h"

static const char *const type_names[TYPE_COUNT_OF_TYPES] = {
    [TYPE_TEXT] = "texts",
    [TYPE_ADDRESS] = "addresses",
    [TYPE_ID] = "identifiers",
    [TYPE_COUNT] = "counts",
    [TYPE_SECONDS] = "times",
    [TYPE_ENUM] = "words",
    [TYPE_BOOLEAN] = "yes or no",
    [TYPE_LIST] = "lists of texts",
    [TYPE_SECURITY] = "security marks",
};

/* The operators of a type, and then the fields that are of it. */
static void
print_type(enum field_type type)
{
	const struct field like = {.type = type};
	const char *between = "";

	printf(".It Sy %s\n", type_names[type]);
	fputs(".Li", stdout);
	for (unsigned relation = 0; relation < RELATION_COUNT; relation++) {
		if (!comparison_is_possible(&like, (enum relation)relation))
			continue;
		putchar(' ');
		mdoc_text(relation_name((enum relation)relation));
	}
	fputs("\n:\n", stdout);
	for (unsigned id = 0; id < session_kind.field_count; id++) {
		if (session_kind.fields[id].type != type)
			continue;
		fputs(between, stdout);
		mdoc_text(session_kind.fields[id].api_name);
		between = ",\n";
	}
	putchar('\n');
}

void
tables_print_filter_types(void)
{
	fputs(".Bl -tag -width Ds\n", stdout);
	for (unsigned type = 0; type < TYPE_COUNT_OF_TYPES; type++)
		print_type((enum field_type)type);
	fputs(".El\n", stdout);
}
