/* order.h: by what rows are ordered. */
#ifndef CIFSTOP_QUERY_ORDER_H
#define CIFSTOP_QUERY_ORDER_H

#include <stdbool.h>
#include <stddef.h>

#include "model/kind.h"

#define ORDER_KEYS_MAX 8

struct order_key {
	unsigned field;
	bool is_descending;
};

/* The first key counts most; its fields are those of one kind. Ties are broken by the identity, so that the order is
 * total. */
struct order {
	struct order_key keys[ORDER_KEYS_MAX];
	size_t count;
};

/* What is most worth seeing first: of sessions the open files, most at the top, then the user. */
struct order order_default(const struct kind *kind);

/*
 * Reads FIELD[:asc|:desc],… A field without a direction takes its natural one: numbers descending, all else ascending.
 * On success fills *order and returns NULL; otherwise returns a sentence that the caller frees.
 */
char *order_parse(const struct kind *kind, const char *written, struct order *order);

/* Makes `field` the first key in the direction given, keeping the others behind it. */
void order_put_first(struct order *order, unsigned field, bool is_descending);

/* The direction in which a field is most useful first. */
bool order_is_naturally_descending(const struct kind *kind, unsigned field);

#endif
