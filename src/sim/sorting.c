#include "config.h"

#include "sim/sorting.h"

#include <stdlib.h>

#include "sim/buffer.h"
#include "sim/query.h"

struct context {
	const struct scan *scan;
	const struct kind *kind;
	const struct order *order;
};

static int
compare_field(const struct order_term *term, const struct field *f, struct record *a, struct record *b)
{
	struct value left[VALUES_MAX], right[VALUES_MAX];
	size_t left_count = field_values(a, f, left), right_count = field_values(b, f, right);
	int order;

	if (left_count == 0 || right_count == 0)
		return (left_count == 0) - (right_count == 0);
	order = value_compare(f->type, &left[0], &right[0]);
	return term->descending ? -order : order;
}

static int
compare_rows(const void *a, const void *b, void *context)
{
	const struct context *c = context;
	struct cursor left = *(const struct cursor *)a, right = *(const struct cursor *)b;
	struct record left_record, right_record;

	c->kind->load(c->scan, &left, &left_record);
	c->kind->load(c->scan, &right, &right_record);
	for (unsigned i = 0; i < c->order->count; i++) {
		const struct order_term *term = &c->order->terms[i];
		int order = compare_field(term, &c->kind->fields[term->field], &left_record, &right_record);

		if (order != 0)
			return order;
	}
	if (left.position != right.position)
		return left.position < right.position ? -1 : 1;
	return left.serial < right.serial ? -1 : left.serial > right.serial;
}

void
sorting_collect(struct sorting *s, const struct scan *scan, const struct kind *kind, const struct filters *filters,
    const struct order *order)
{
	struct scan plain = {.w = scan->w, .dialect = scan->dialect, .index = scan->index};
	struct context context = {&plain, kind, order};
	struct cursor at = {0, 0, 0};
	uint64_t room = 0;
	struct record r;

	*s = (struct sorting){NULL, 0};
	while (kind->load(scan, &at, &r)) {
		if (filters_match(filters, &r)) {
			if (s->count == room) {
				room = room == 0 ? 1024 : room * 2;
				s->rows = sim_realloc(s->rows, room, sizeof(*s->rows));
			}
			s->rows[s->count++] = at;
		}
		kind->advance(&at, &r);
	}
	if (s->count > 1)
		qsort_r(s->rows, s->count, sizeof(*s->rows), compare_rows, &context);
}

void
sorting_free(struct sorting *s)
{
	free(s->rows);
	s->rows = NULL;
}
