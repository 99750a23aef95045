/* session_names.c: from the name of a record's member to the field that it is. */
#include "config.h"

#include "ontap/session_names.h"

#include <assert.h>
#include <pthread.h>
#include <stdint.h>
#include <string.h>

/* Twice and more the names that there are, and a power of two. */
#define SLOTS 128u

struct slot {
	const char *name; /* its first `length` bytes; NULL when the slot is free */
	size_t length;
	struct session_name meaning;
};

static struct slot slots[SLOTS];

#define HASH_START 2166136261u

static uint32_t
hash_bytes(uint32_t hash, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		hash = (hash ^ (unsigned char)bytes[i]) * 16777619u;
	return hash;
}

static void
insert(const char *name, size_t length, struct session_name meaning)
{
	uint32_t slot = hash_bytes(HASH_START, name, length) % SLOTS;
	size_t used = 0;

	while (slots[slot].name != NULL) {
		/* `node` begins two names; the first one to come is enough. */
		if (slots[slot].length == length && memcmp(slots[slot].name, name, length) == 0)
			return;
		slot = (slot + 1) % SLOTS;
		used++;
		assert(used < SLOTS / 2);
	}
	slots[slot] = (struct slot){name, length, meaning};
}

static void
fill(void)
{
	for (unsigned id = 0; id < FIELD_COUNT; id++) {
		const struct field *field = &fields[id];
		enum field_id field_id = (enum field_id)id;
		const char *dot = strchr(field->api_name, '.');

		if (field->origin != ORIGIN_API)
			continue;
		insert(field->api_name, strlen(field->api_name), (struct session_name){NAME_FIELD, field_id, false});
		if (dot != NULL)
			insert(field->api_name, (size_t)(dot - field->api_name),
			    (struct session_name){NAME_OBJECT, field_id, false});
		if (field->old_name != NULL)
			insert(field->old_name, strlen(field->old_name),
			    (struct session_name){NAME_FIELD, field_id, true});
	}
}

/* Whether `slot` is called `parent`, a dot and `member`, or only `member` when `parent_length` is 0. */
static bool
is_called(const struct slot *slot, const char *parent, size_t parent_length, const char *member, size_t member_length)
{
	size_t start = parent_length > 0 ? parent_length + 1 : 0;

	if (slot->length != start + member_length || memcmp(slot->name + start, member, member_length) != 0)
		return false;
	return parent_length == 0 ||
	       (slot->name[parent_length] == '.' && memcmp(slot->name, parent, parent_length) == 0);
}

struct session_name
session_name_find(const char *parent, const char *member)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	size_t parent_length = parent == NULL ? 0 : strlen(parent), member_length = strlen(member);
	uint32_t hash = HASH_START;

	pthread_once(&once, fill);
	if (parent_length > 0)
		hash = hash_bytes(hash_bytes(hash, parent, parent_length), ".", 1);
	hash = hash_bytes(hash, member, member_length);
	for (uint32_t slot = hash % SLOTS; slots[slot].name != NULL; slot = (slot + 1) % SLOTS) {
		if (is_called(&slots[slot], parent, parent_length, member, member_length))
			return slots[slot].meaning;
	}
	return (struct session_name){NAME_UNKNOWN, FIELD_COUNT, false};
}
