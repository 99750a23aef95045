/* record.h: one record as it comes from a cluster, on its way into a snapshot. */
#ifndef CIFSTOP_MODEL_RECORD_H
#define CIFSTOP_MODEL_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "model/kind.h"

/* An item of a record's list, as a volume of a session: by the places in kind.list. Any part may be absent. */
struct list_item {
	struct text part[LIST_PARTS_MAX];
};

/*
 * Numbers by field (VALUE_ABSENT for what is not there), texts by field (absent likewise). An enum has its code in
 * `number`; a word that no document knows has none and stands in `text`. Texts and items belong to the decoder.
 */
struct record {
	uint64_t number[FIELDS_MAX];
	struct text text[FIELDS_MAX];
	const struct list_item *items;
	size_t item_count;
};

/* Makes every value of that kind absent. */
void record_clear(struct record *record, const struct kind *kind);

/* Whether the field, which is no list, has a value. */
bool record_has(const struct record *record, unsigned field);

#endif
