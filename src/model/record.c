/* record.c: one record as it comes from a cluster, on its way into a snapshot. */
#include "config.h"

#include "model/record.h"

void
record_clear(struct record *record, const struct kind *kind)
{
	for (unsigned field = 0; field < kind->field_count; field++) {
		record->number[field] = VALUE_ABSENT;
		record->text[field] = TEXT_ABSENT;
	}
	record->items = NULL;
	record->item_count = 0;
}

bool
record_has(const struct record *record, unsigned field)
{
	return record->number[field] != VALUE_ABSENT || !text_is_absent(record->text[field]);
}
