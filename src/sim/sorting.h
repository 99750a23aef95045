/* sorting.h: the records of a collection in the order that order_by= wants. */
#ifndef ONTAP_SIM_SORTING_H
#define ONTAP_SIM_SORTING_H

#include <stdint.h>

#include "sim/selection.h"

struct sorting {
	struct cursor *rows;
	uint64_t count;
};

/* Collects all records that match and sorts them; unset fields come last, equals stay in the collection's order. */
void sorting_collect(struct sorting *s, const struct scan *scan, const struct kind *kind, const struct filters *filters,
    const struct order *order);
void sorting_free(struct sorting *s);

#endif
