/* kind.c: finding the fields of a kind by their names. */
#include "config.h"

#include "model/kind.h"

#include <stdlib.h>

#include "base/report.h"
#include "base/xalloc.h"

static bool
is_named(const struct field *field, struct text name)
{
	if (text_equals_nocase(text_of(field->api_name), name))
		return true;
	for (size_t i = 0; i < FIELD_ALIASES_MAX && field->aliases[i] != NULL; i++) {
		if (text_equals_nocase(text_of(field->aliases[i]), name))
			return true;
	}
	return false;
}

unsigned
field_find(const struct kind *kind, struct text name)
{
	for (unsigned id = 0; id < kind->field_count; id++) {
		if (is_named(&kind->fields[id], name))
			return id;
	}
	/* Old names last: "files" of 9.8 is a short name as well, and both mean the same. */
	for (unsigned id = 0; id < kind->field_count; id++) {
		const char *old_name = kind->fields[id].old_name;

		if (old_name != NULL && text_equals_nocase(text_of(old_name), name))
			return id;
	}
	return FIELD_NONE;
}

void
field_list_names(const struct kind *kind, const char *names[static FIELD_NAMES_MAX])
{
	size_t count = 0;

	for (unsigned id = 0; id < kind->field_count; id++) {
		const struct field *field = &kind->fields[id];

		names[count++] = field->api_name;
		for (size_t i = 0; i < FIELD_ALIASES_MAX && field->aliases[i] != NULL; i++)
			names[count++] = field->aliases[i];
	}
	names[count] = NULL;
}

char *
field_explain_unknown(const struct kind *kind, struct text name)
{
	char *copy = xstrdup_text(name), *sentence;
	const char *names[FIELD_NAMES_MAX], *nearest;

	field_list_names(kind, names);
	nearest = report_nearest(copy, names);
	if (nearest == NULL)
		sentence = xasprintf("unknown field '%s'; --list-fields names them all", copy);
	else
		sentence = xasprintf("unknown field '%s'; did you mean '%s'?", copy, nearest);
	free(copy);
	return sentence;
}

const char *
field_name(const struct kind *kind, unsigned field)
{
	return kind->fields[field].api_name;
}
