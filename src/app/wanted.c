/* wanted.c: which fields the clusters are to be asked for. */
#include "config.h"

#include "app/wanted.h"

/* What the security column is made of. */
static const enum field_id security_parts[] = {
    FIELD_AUTHENTICATION,
    FIELD_PROTOCOL,
    FIELD_SMB_SIGNING,
    FIELD_SMB_ENCRYPTION,
};

static void
add_field(bool *wanted, enum field_id field)
{
	if (fields[field].origin == ORIGIN_API)
		wanted[field] = true;
	if (field != FIELD_SECURITY)
		return;
	for (size_t i = 0; i < sizeof security_parts / sizeof *security_parts; i++)
		wanted[security_parts[i]] = true;
}

void
wanted_add_fields(bool wanted[static FIELD_COUNT], const enum field_id *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		add_field(wanted, list[i]);
}

void
wanted_add_order(bool wanted[static FIELD_COUNT], const struct order *order)
{
	for (size_t i = 0; i < order->count; i++)
		add_field(wanted, order->keys[i].field);
}
