/* wanted.h: which fields the clusters are to be asked for. */
#ifndef CIFSTOP_APP_WANTED_H
#define CIFSTOP_APP_WANTED_H

#include <stdbool.h>
#include <stddef.h>

#include "model/kind.h"
#include "query/order.h"

/* Marks the fields of the API that are needed to show `fields` of that kind: of a derived one, those that it is made
 * of. */
void wanted_add_fields(const struct kind *kind, bool wanted[static FIELDS_MAX], const unsigned *fields, size_t count);

/* Marks what is needed to filter by `filter`, whose bare words look at `columns`. Nothing for one that makes no sense.
 */
void wanted_add_filter(const struct kind *kind, bool wanted[static FIELDS_MAX], const char *filter,
    const unsigned *columns, size_t column_count);

/* Marks what is needed to sort by `order`. */
void wanted_add_order(const struct kind *kind, bool wanted[static FIELDS_MAX], const struct order *order);

#endif
