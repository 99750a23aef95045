#include "config.h"

#include "sim/selection.h"

#include <stdlib.h>
#include <string.h>

#include "sim/buffer.h"
#include "sim/query.h"

uint32_t
selection_keys(const struct kind *kind)
{
	uint32_t keys = 0;

	for (unsigned i = 0; i < kind->field_count; i++)
		keys |= kind->fields[i].is_key ? 1u << i : 0;
	return keys;
}

uint32_t
selection_all(const struct kind *kind)
{
	return (1u << kind->field_count) - 1;
}

unsigned
selection_find(const struct kind *kind, const char *name, size_t length)
{
	unsigned i = 0;

	while (i < kind->field_count &&
	       (strlen(kind->fields[i].name) != length || memcmp(kind->fields[i].name, name, length) != 0))
		i++;
	return i;
}

/* The field, or all fields of the object, that `name` names; 0 when there are none. */
static uint32_t
fields_named(const struct kind *kind, const char *name, size_t length)
{
	uint32_t found = 0;

	for (unsigned i = 0; i < kind->field_count; i++) {
		const char *field = kind->fields[i].name;

		if (length > 0 && strncmp(field, name, length) == 0 && (field[length] == '\0' || field[length] == '.'))
			found |= 1u << i;
	}
	return found;
}

static bool
is_star(const char *name, size_t length)
{
	return length > 0 && length <= 2 && strspn(name, "*") >= length;
}

/* object.{a,b} means object.a,object.b; writes it out so, for the whole text. */
static bool
expand_braces(const char *text, struct buffer *out)
{
	while (*text != '\0') {
		size_t length = strcspn(text, ",{");
		const char *end = NULL;

		if (text[length] != '{') {
			buffer_put(out, text, length + (text[length] == ','));
			text += length + (text[length] == ',');
			continue;
		}
		end = strchr(text + length, '}');
		if (end == NULL)
			return false;
		for (const char *leaf = text + length + 1; leaf < end;) {
			size_t leaf_length = strcspn(leaf, ",}");

			buffer_put(out, text, length);
			buffer_put(out, leaf, leaf_length);
			buffer_byte(out, ',');
			leaf += leaf_length + 1;
		}
		text = end + 1;
		text += *text == ',';
	}
	return true;
}

bool
selection_parse(const struct kind *kind, const char *text, bool ignore_unknown, uint32_t *fields)
{
	struct buffer names = {NULL, 0, 0};
	uint32_t wanted = 0, excluded = 0;
	bool good = expand_braces(text, &names), any = false;

	buffer_byte(&names, '\0');
	for (const char *name = names.data; good && *name != '\0';) {
		size_t length = strcspn(name, ",");
		bool not = *name == '!';
		uint32_t found = fields_named(kind, name + not, length - not );

		if (is_star(name + not, length - not ))
			found = selection_all(kind);
		if (found == 0 && !ignore_unknown)
			good = false;
		if (not )
			excluded |= found;
		else
			wanted |= found;
		any = any || !not ;
		name += length;
		name += *name == ',';
	}
	buffer_free(&names);
	/* Only exclusions: of everything. */
	if (!any && excluded != 0)
		wanted = selection_all(kind);
	*fields = (wanted & ~excluded) | selection_keys(kind);
	return good;
}

static enum order_problem
order_add(const struct kind *kind, const char *term, size_t length, struct order *order)
{
	size_t name = strcspn(term, " ,");
	const char *direction = term + name + strspn(term + name, " ");
	size_t rest = length - (size_t)(direction - term);
	unsigned field = selection_find(kind, term, name);

	if (rest != 0 && !(rest == 3 && strncmp(direction, "asc", 3) == 0) &&
	    !(rest == 4 && strncmp(direction, "desc", 4) == 0))
		return ORDER_UNKNOWN;
	if (field == kind->field_count)
		return fields_named(kind, term, name) != 0 ? ORDER_NOT_SORTABLE : ORDER_UNKNOWN;
	if (order->count == ORDER_MAX)
		return ORDER_NOT_SORTABLE;
	order->terms[order->count++] = (struct order_term){field, rest == 4};
	return ORDER_FINE;
}

enum order_problem
order_parse(const struct kind *kind, const char *text, struct order *order)
{
	enum order_problem problem = ORDER_FINE;

	order->count = 0;
	if (*text == '\0')
		return ORDER_UNKNOWN;
	while (*text != '\0' && problem == ORDER_FINE) {
		size_t length = strcspn(text, ",");

		problem = order_add(kind, text, length, order);
		text += length;
		text += *text == ',';
		text += strspn(text, " ");
	}
	return problem;
}

bool
filters_add(struct filters *f, unsigned field, const char *text, enum dialect dialect)
{
	const struct field *which = &f->kind->fields[field];

	query_free(f->queries[field]);
	f->queries[field] = query_compile(text, which->type, field_enums(which, dialect));
	f->used |= 1u << field;
	return f->queries[field] != NULL;
}

static bool
match(const struct filters *f, struct record *r, bool session_only)
{
	struct value values[VALUES_MAX];

	for (unsigned i = 0; f->used >> i != 0; i++) {
		const struct field *field = &f->kind->fields[i];

		if (f->queries[i] == NULL || (session_only && !field->of_session))
			continue;
		if (!query_matches(f->queries[i], values, field_values(r, field, values)))
			return false;
	}
	return true;
}

bool
filters_match(const struct filters *f, struct record *r)
{
	return f->used == 0 || match(f, r, false);
}

bool
filters_match_session(struct record *r, void *filters)
{
	const struct filters *f = filters;

	return f->used == 0 || match(f, r, true);
}

void
filters_free(struct filters *f)
{
	for (unsigned i = 0; i < FIELDS_MAX; i++) {
		query_free(f->queries[i]);
		f->queries[i] = NULL;
	}
	f->used = 0;
}
