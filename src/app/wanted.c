/* wanted.c: which fields the clusters are to be asked for. */
#include "config.h"

#include "app/wanted.h"

#include <stdlib.h>

#include "query/filter.h"

static void
add_field(const struct kind *kind, bool *wanted, unsigned id)
{
	const struct field *field = &kind->fields[id];

	if (field->origin == ORIGIN_API)
		wanted[id] = true;
	for (size_t i = 0; i < field->part_count; i++)
		wanted[field->parts[i]] = true;
}

void
wanted_add_fields(const struct kind *kind, bool wanted[static FIELDS_MAX], const unsigned *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		add_field(kind, wanted, list[i]);
}

void
wanted_add_filter(const struct kind *kind, bool wanted[static FIELDS_MAX], const char *text, const unsigned *columns,
    size_t column_count)
{
	struct filter_error error;
	struct filter *filter = filter_compile(kind, text, columns, column_count, &error);
	bool marked[FIELDS_MAX] = {false};

	free(error.sentence);
	if (filter == NULL)
		return;
	filter_mark_fields(filter, marked);
	for (unsigned id = 0; id < kind->field_count; id++) {
		if (marked[id])
			add_field(kind, wanted, id);
	}
	filter_free(filter);
}

void
wanted_add_order(const struct kind *kind, bool wanted[static FIELDS_MAX], const struct order *order)
{
	for (size_t i = 0; i < order->count; i++)
		add_field(kind, wanted, order->keys[i].field);
}
