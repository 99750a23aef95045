/* world.c: snapshots made of a few words, for tests. */
#include "config.h"

#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/duration.h"
#include "base/xalloc.h"
#include "model/print.h"

#define VOLUMES_MAX 64
#define SHOWN 4

struct world {
	struct snapshot_origin origin;
	char *name;
	struct snapshot_builder *builder;
	struct snapshot *last;
	struct snapshot *before;
	uint64_t id;
};

struct world *
world_new(uint16_t cluster, const char *name)
{
	struct world *world = xcalloc(1, sizeof *world);

	world->name = xstrdup(name);
	world->origin = (struct snapshot_origin){&session_kind, cluster, world->name, strings_new()};
	world->builder = snapshot_builder_new(&world->origin);
	return world;
}

void
world_free(struct world *world)
{
	snapshot_builder_free(world->builder);
	snapshot_unref(world->last);
	snapshot_unref(world->before);
	strings_unref(world->origin.strings);
	free(world->name);
	free(world);
}

static void
refuse(const char *what, struct text text)
{
	fprintf(stderr, "world: %s: %.*s\n", what, (int)text.length, text.bytes);
	abort();
}

static uint64_t
number_of(unsigned field, struct text value)
{
	char *copy = xstrdup_text(value), *end;
	uint64_t number, ms;

	if (session_kind.fields[field].type == TYPE_SECONDS) {
		if (!duration_parse_human(value, &ms))
			refuse("no duration", value);
		number = ms / 1000;
	} else if (session_kind.fields[field].type == TYPE_BOOLEAN) {
		number = text_equals(value, text_of("yes"));
	} else {
		number = strtoull(copy, &end, 10);
		if (*end != '\0')
			refuse("no number", value);
	}
	free(copy);
	return number;
}

/* The uuid is an "u-" in front of the name; it stands in `uuids`. */
static void
set_volumes(struct record *session, struct text value, struct list_item *volumes, char uuids[][64])
{
	while (!text_is_absent(value)) {
		struct text name = text_next(&value, ',');
		size_t i = session->item_count++;

		if (i == VOLUMES_MAX)
			refuse("too many volumes", name);
		snprintf(uuids[i], sizeof uuids[i], "u-%.*s", (int)name.length, name.bytes);
		volumes[i].part[VOLUME_NAME] = name;
		volumes[i].part[VOLUME_UUID] = text_of(uuids[i]);
	}
	session->items = volumes;
}

static void
set_value(struct record *session, unsigned field, struct text value)
{
	bool is_absent = text_equals(value, text_of("-"));

	switch (session_kind.fields[field].type) {
	case TYPE_TEXT:
	case TYPE_ADDRESS: session->text[field] = is_absent ? TEXT_ABSENT : value; break;
	case TYPE_ENUM:
		session->text[field] = is_absent ? TEXT_ABSENT : value;
		session->number[field] = enumeration_find(session_kind.fields[field].enumeration, session->text[field]);
		break;
	default: session->number[field] = is_absent ? VALUE_ABSENT : number_of(field, value); break;
	}
}

void
world_add(struct world *world, const char *written)
{
	struct list_item volumes[VOLUMES_MAX];
	char uuids[VOLUMES_MAX][64];
	struct text rest = text_of(written);
	struct record session;

	record_clear(&session, &session_kind);
	session.text[FIELD_NODE_UUID] = text_of("node-1");
	session.text[FIELD_SVM_UUID] = text_of("svm-1");
	session.number[FIELD_CONNECTION_ID] = 1;
	session.number[FIELD_IDENTIFIER] = ++world->id;
	while (!text_is_absent(rest)) {
		struct text value = text_next(&rest, ' '), name;
		unsigned field;

		if (value.length == 0)
			continue;
		name = text_next(&value, '=');
		field = field_find(&session_kind, name);
		if (field == FIELD_NONE || text_is_absent(value))
			refuse("no field=value", name);
		if (session_kind.fields[field].type == TYPE_LIST)
			set_volumes(&session, value, volumes, uuids);
		else
			set_value(&session, field, value);
	}
	world->id = session.number[FIELD_IDENTIFIER];
	snapshot_builder_add(world->builder, &session);
}

struct snapshot *
world_seal_at(struct world *world, uint32_t now)
{
	struct snapshot *sealed = snapshot_builder_seal(world->builder, world->last, now, false);

	snapshot_unref(world->before);
	world->before = world->last;
	world->last = sealed;
	world->builder = snapshot_builder_new(&world->origin);
	return sealed;
}

struct snapshot *
world_seal(struct world *world)
{
	return world_seal_at(world, 1000);
}

const char *
world_shown(const struct snapshot *snapshot, unsigned field, uint32_t row)
{
	static char shown[SHOWN][512];
	static unsigned next;
	struct buffer out;
	char *text = shown[next++ % SHOWN];

	buffer_init(&out, sizeof shown[0] - 1);
	if (!print_value(snapshot, field, row, PRINT_SHORT, &out))
		buffer_add_string(&out, "-");
	snprintf(text, sizeof shown[0], "%s", buffer_string(&out));
	buffer_free(&out);
	return text;
}
