/* wanted.h: which fields the clusters are to be asked for. */
#ifndef CIFSTOP_APP_WANTED_H
#define CIFSTOP_APP_WANTED_H

#include <stdbool.h>
#include <stddef.h>

#include "model/fields.h"
#include "query/order.h"

/* Marks the fields of the API that are needed to show `fields`: of a derived one, those that it is made of. */
void wanted_add_fields(bool wanted[static FIELD_COUNT], const enum field_id *fields, size_t count);

/* Marks what is needed to sort by `order`. */
void wanted_add_order(bool wanted[static FIELD_COUNT], const struct order *order);

#endif
