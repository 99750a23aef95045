/* identity.c: what tells a record from all others, over refreshes and clusters. */
#include "config.h"

#include "model/identity.h"

#include <assert.h>
#include <stdlib.h>

#include "base/xalloc.h"

bool
identity_is_set(const struct identity *identity)
{
	return identity->kind != NULL;
}

/* Whether a key field is a number; it is a text otherwise. */
static bool
is_number(const struct kind *kind, unsigned field)
{
	return kind->fields[field].type == TYPE_ID;
}

struct identity
identity_copy(const struct identity *identity)
{
	struct identity copy = *identity;

	for (size_t i = 0; i < KEYS_MAX; i++)
		copy.parts[i].text = xstrdup(identity->parts[i].text);
	return copy;
}

void
identity_clear(struct identity *identity)
{
	for (size_t i = 0; i < KEYS_MAX; i++)
		free(identity->parts[i].text);
	*identity = (struct identity){0};
}

bool
identity_equals(const struct identity *a, const struct identity *b)
{
	if (a->kind != b->kind || a->cluster != b->cluster)
		return false;
	for (size_t i = 0; a->kind != NULL && i < a->kind->key_count; i++) {
		const struct identity_part *left = &a->parts[i], *right = &b->parts[i];

		if (left->number != right->number || !text_equals(text_of(left->text), text_of(right->text)))
			return false;
	}
	return true;
}

static const struct identity_part *
part_of(const struct identity *identity, unsigned field)
{
	size_t i = 0;

	while (i < identity->kind->key_count && identity->kind->keys[i] != field)
		i++;
	assert(i < identity->kind->key_count);
	return &identity->parts[i];
}

uint64_t
identity_number(const struct identity *identity, unsigned field)
{
	return part_of(identity, field)->number;
}

struct text
identity_text(const struct identity *identity, unsigned field)
{
	return text_of(part_of(identity, field)->text);
}

bool
identity_is_complete(const struct identity *identity)
{
	const struct kind *kind = identity->kind;

	for (size_t i = 0; kind != NULL && i < kind->key_count; i++) {
		const struct identity_part *part = &identity->parts[i];

		if (is_number(kind, kind->keys[i]) ? part->number == VALUE_ABSENT
						   : part->text == NULL || part->text[0] == '\0')
			return false;
	}
	return kind != NULL;
}

bool
identity_complete_record(const struct identity *identity, struct record *record)
{
	const struct kind *kind = identity->kind;

	for (size_t i = 0; i < kind->key_count; i++) {
		const struct identity_part *part = &identity->parts[i];
		unsigned field = kind->keys[i];

		if (!record_has(record, field) && is_number(kind, field))
			record->number[field] = part->number;
		else if (!record_has(record, field))
			record->text[field] = text_of(part->text);
		else if (is_number(kind, field) ? record->number[field] != part->number
						: !text_equals(record->text[field], text_of(part->text)))
			return false;
	}
	return true;
}
