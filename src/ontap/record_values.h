/* record_values.h: what each type of field makes of a text of JSON. Private to ontap. */
#ifndef CIFSTOP_ONTAP_RECORD_VALUES_H
#define CIFSTOP_ONTAP_RECORD_VALUES_H

#include "model/record.h"

/*
 * Stores what `text`, which is not absent, says of a field that is no list, and returns NULL, or what is wrong with it.
 * `is_old`: it stands under a name of the first releases, and where a record has both names, the schema's counts.
 */
const char *record_read_value(
    struct record *record, const struct kind *kind, unsigned field, bool is_old, struct text text);

#endif
