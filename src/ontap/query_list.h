/* query_list.h: a query for any of several values. */
#ifndef CIFSTOP_ONTAP_QUERY_LIST_H
#define CIFSTOP_ONTAP_QUERY_LIST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"

/*
 * Values joined by `|`, each once and as it is. ONTAP takes 8 KB of URL, so a list has a size from which on it is too
 * long to be sent; then the caller asks more widely and compares what comes. Lives where its owner puts it.
 */
struct query_list {
	struct buffer values; /* each with a | behind */
	size_t encoded; /* bytes, once sent */
	size_t limit;
	bool is_too_long;
};

/* Of a list that may be as long as this once it is encoded. */
void query_list_init(struct query_list *list, size_t limit);

/* Frees it, also one that was taken. */
void query_list_free(struct query_list *list);

/*
 * Add a value. A text goes in double quotes unless it is letters, digits and `.:_-` only, so that no character of it
 * is an operator; what cannot be quoted, since it holds quotes itself, makes the list too long for ever.
 */
void query_list_add_number(struct query_list *list, uint64_t number);
void query_list_add_text(struct query_list *list, struct text text);

/* The query, which the caller frees; NULL when it became too long or has no value. The list is to be freed then. */
char *query_list_take(struct query_list *list);

#endif
