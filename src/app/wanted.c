/* wanted.c: which fields the clusters are to be asked for. */
#include "config.h"

#include "app/wanted.h"

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
wanted_add_order(const struct kind *kind, bool wanted[static FIELDS_MAX], const struct order *order)
{
	for (size_t i = 0; i < order->count; i++)
		add_field(kind, wanted, order->keys[i].field);
}
