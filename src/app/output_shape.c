/* output_shape.c: what a record looks like as JSON. */
#include "config.h"

#include "app/output_shape.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/json_text.h"
#include "base/xalloc.h"

/* The first part of what stands behind `skip` bytes of a field's name: that of a member, or of an object of several. */
static struct text
member_name(const struct field *field, size_t skip)
{
	const char *name = field->api_name + skip;

	return (struct text){name, strcspn(name, ".")};
}

/* How many of `count` fields of a list are in the same object as the first, itself included; 1 for who is in none. */
static size_t
inner_count(const struct field *fields, const unsigned *list, size_t count, size_t skip)
{
	struct text name = member_name(&fields[list[0]], skip);
	size_t inner = 1;

	if (name.bytes[name.length] != '.')
		return 1;
	while (inner < count &&
	       strncmp(fields[list[inner]].api_name, fields[list[0]].api_name, skip + name.length + 1) == 0)
		inner++;
	return inner;
}

/* What stands before a value; `bracket` begins it, or is empty. The names are ours, and short. */
static struct fragment
prefix_of(struct text name, const char *bracket)
{
	struct fragment prefix = {{0}, 0};
	int length = snprintf(prefix.bytes, sizeof prefix.bytes, ",\"%.*s\":%s", (int)name.length, name.bytes, bracket);

	assert(length > 0 && (size_t)length < sizeof prefix.bytes);
	prefix.length = (size_t)length;
	return prefix;
}

/* A word as a string of JSON. */
static struct fragment
quote(const char *word)
{
	struct fragment fragment = {{0}, 0};
	struct buffer buffer;
	struct pen pen;

	buffer_init(&buffer, SIZE_MAX / 2);
	pen_down(&pen, &buffer);
	pen_need(&pen, JSON_TEXT_SIZE(strlen(word)));
	json_text_put(&pen, text_of(word));
	pen_up(&pen);
	if (buffer.length <= sizeof fragment.bytes) {
		fragment.length = buffer.length;
		memcpy(fragment.bytes, buffer.bytes, buffer.length);
	}
	buffer_free(&buffer);
	return fragment;
}

static void
add_words(struct member *member, const struct enumeration *enumeration)
{
	member->word_count = enumeration->count;
	member->words = xcalloc(enumeration->count, sizeof *member->words);
	for (size_t code = 0; code < enumeration->count; code++)
		member->words[code] = quote(enumeration->values[code].name);
}

static void
add_value(struct member *member, const struct field *fields, unsigned field, struct text name)
{
	member->kind = MEMBER_VALUE;
	member->prefix = prefix_of(name, "");
	member->field = field;
	member->type = fields[field].type;
	if (member->type == TYPE_ENUM)
		add_words(member, fields[field].enumeration);
}

static void
add_list(struct member *member, const struct field *fields, const unsigned *list, size_t count, size_t skip)
{
	member->kind = MEMBER_LIST;
	member->part_count = count;
	for (size_t i = 0; i < count; i++) {
		member->parts[i].field = list[i];
		member->parts[i].prefix = prefix_of(text_of(fields[list[i]].api_name + skip), "");
	}
}

/* Adds the members of an object; `skip` bytes of their fields' names are what the object is. */
static void
add_members(struct shape *shape, const struct field *fields, const unsigned *list, size_t count, size_t skip)
{
	size_t inner;

	for (; count > 0; list += inner, count -= inner) {
		size_t at = shape->count++, inner_skip;
		struct member *member = &shape->members[at];
		struct text name = member_name(&fields[*list], skip);

		inner = inner_count(fields, list, count, skip);
		inner_skip = skip + name.length + 1;
		if (name.bytes[name.length] != '.') {
			add_value(member, fields, *list, name);
			member->value = shape->value_count++;
		} else if (fields[*list].type == TYPE_LIST) {
			member->prefix = prefix_of(name, "[");
			add_list(member, fields, list, inner, inner_skip);
		} else {
			member->kind = MEMBER_OBJECT;
			member->prefix = prefix_of(name, "{");
			add_members(shape, fields, list, inner, inner_skip);
			member->inner = shape->count - at - 1;
		}
	}
}

struct shape *
output_shape_new(const struct output *output)
{
	struct shape *shape = xcalloc(1, sizeof *shape);
	bool chosen[FIELDS_MAX] = {false};
	unsigned list[FIELDS_MAX];
	size_t count = 0;

	for (size_t i = 0; i < output->field_count; i++)
		chosen[output->fields[i]] = true;
	for (unsigned field = 0; field < output->kind->field_count; field++) {
		if (chosen[field])
			list[count++] = field;
	}
	add_members(shape, output->kind->fields, list, count, 0);
	return shape;
}

void
output_shape_free(struct shape *shape)
{
	if (shape == NULL)
		return;
	for (size_t i = 0; i < shape->count; i++)
		free(shape->members[i].words);
	free(shape);
}
