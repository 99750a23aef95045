/* record_names.c: from the name of a record's member to the field that it is. */
#include "config.h"

#include "ontap/record_names.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

/* Twice and more the names that any kind has, and a power of two. */
#define SLOTS 256u

/* An open table by name; a slot whose meaning is unknown is free. */
struct record_names {
	struct record_name slots[SLOTS];
};

#define HASH_START 2166136261u

static uint32_t
hash_bytes(uint32_t hash, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		hash = (hash ^ (unsigned char)bytes[i]) * 16777619u;
	return hash;
}

static void
insert(struct record_names *names, struct record_name name)
{
	uint32_t slot = hash_bytes(HASH_START, name.name.bytes, name.name.length) % SLOTS;
	size_t used = 0;

	while (names->slots[slot].kind != NAME_UNKNOWN) {
		/* `node` begins two names; the first one to come is enough. */
		if (text_equals(names->slots[slot].name, name.name))
			return;
		slot = (slot + 1) % SLOTS;
		used++;
		assert(used < SLOTS / 2);
	}
	names->slots[slot] = name;
}

/* A name and the objects that it stands in. */
static void
insert_all(struct record_names *names, const char *written, unsigned field, bool is_old)
{
	insert(names, (struct record_name){NAME_FIELD, field, is_old, text_of(written)});
	for (const char *dot = strchr(written, '.'); dot != NULL; dot = strchr(dot + 1, '.'))
		insert(names, (struct record_name){NAME_OBJECT, field, is_old, {written, (size_t)(dot - written)}});
}

struct record_names *
record_names_new(const struct kind *kind)
{
	struct record_names *names = xcalloc(1, sizeof *names);

	for (unsigned id = 0; id < kind->field_count; id++) {
		if (kind->fields[id].origin == ORIGIN_API)
			insert_all(names, kind->fields[id].api_name, id, false);
	}
	for (unsigned id = 0; id < kind->field_count; id++) {
		if (kind->fields[id].origin == ORIGIN_API && kind->fields[id].old_name != NULL)
			insert_all(names, kind->fields[id].old_name, id, true);
	}
	return names;
}

void
record_names_free(struct record_names *names)
{
	free(names);
}

bool
record_name_is(const struct record_name *name, struct text parent, struct text member)
{
	size_t start = parent.length > 0 ? parent.length + 1 : 0;
	const char *bytes = name->name.bytes;

	if (name->name.length != start + member.length || memcmp(bytes + start, member.bytes, member.length) != 0)
		return false;
	return parent.length == 0 || (bytes[parent.length] == '.' && memcmp(bytes, parent.bytes, parent.length) == 0);
}

const struct record_name *
record_names_find(const struct record_names *names, struct text parent, struct text member)
{
	static const struct record_name unknown = {.kind = NAME_UNKNOWN, .name = {"", 0}};
	uint32_t hash = HASH_START;

	if (parent.length > 0)
		hash = hash_bytes(hash_bytes(hash, parent.bytes, parent.length), ".", 1);
	hash = hash_bytes(hash, member.bytes, member.length);
	for (uint32_t slot = hash % SLOTS; names->slots[slot].kind != NAME_UNKNOWN; slot = (slot + 1) % SLOTS) {
		if (record_name_is(&names->slots[slot], parent, member))
			return &names->slots[slot];
	}
	return &unknown;
}
