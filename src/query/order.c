/* order.c: by what rows are ordered. */
#include "config.h"

#include "query/order.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

struct order
order_default(const struct kind *kind)
{
	struct order order = {.count = kind->order_count};

	for (size_t i = 0; i < kind->order_count; i++)
		order.keys[i] = (struct order_key){kind->order[i].field, kind->order[i].is_descending};
	return order;
}

bool
order_is_naturally_descending(const struct kind *kind, unsigned field)
{
	return kind->fields[field].type == TYPE_COUNT || kind->fields[field].type == TYPE_SECONDS;
}

static size_t
find_key(const struct order *order, unsigned field)
{
	size_t i = 0;

	while (i < order->count && order->keys[i].field != field)
		i++;
	return i;
}

/* NULL, or a sentence. */
static char *
parse_direction(struct text word, bool *is_descending)
{
	char *copy, *sentence;

	if (text_equals_nocase(word, text_of("desc")) || text_equals_nocase(word, text_of("asc"))) {
		*is_descending = word.length == strlen("desc");
		return NULL;
	}
	copy = xstrdup_text(word);
	sentence = xasprintf("unknown direction '%s'; it is asc or desc", copy);
	free(copy);
	return sentence;
}

static char *
parse_key(const struct kind *kind, struct text written, struct order *order)
{
	struct text name = text_next(&written, ':');
	struct order_key key = {.field = field_find(kind, name)};
	char *problem;

	if (name.length == 0)
		return xstrdup("a field name is missing in the sort order; as in idle:desc,user");
	if (key.field == FIELD_NONE)
		return field_explain_unknown(kind, name);
	key.is_descending = order_is_naturally_descending(kind, key.field);
	if (!text_is_absent(written)) {
		problem = parse_direction(text_next(&written, '\0'), &key.is_descending);
		if (problem != NULL)
			return problem;
	}
	if (find_key(order, key.field) < order->count)
		return xasprintf("the sort order names '%s' twice", field_name(kind, key.field));
	if (order->count == ORDER_KEYS_MAX)
		return xasprintf("the sort order has more than %d fields", ORDER_KEYS_MAX);
	order->keys[order->count++] = key;
	return NULL;
}

char *
order_parse(const struct kind *kind, const char *written, struct order *order)
{
	struct text rest = text_of(written);
	struct order parsed = {.count = 0};
	char *problem = NULL;

	while (problem == NULL && !text_is_absent(rest))
		problem = parse_key(kind, text_next(&rest, ','), &parsed);
	if (problem == NULL)
		*order = parsed;
	return problem;
}

void
order_put_first(struct order *order, unsigned field, bool is_descending)
{
	size_t at = find_key(order, field);

	/* Where the field was, or behind the last, is overwritten; a full order loses its last key. */
	if (at == order->count && order->count < ORDER_KEYS_MAX)
		order->count++;
	else if (at == order->count)
		at--;
	memmove(order->keys + 1, order->keys, at * sizeof *order->keys);
	order->keys[0] = (struct order_key){field, is_descending};
}
