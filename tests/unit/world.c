/* world.c: snapshots made of a few words, for tests. */
#include "config.h"

#include "world.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/duration.h"
#include "base/xalloc.h"
#include "model/print.h"

#define ITEMS_MAX 64
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
world_new_kind(const struct kind *kind, uint16_t cluster, const char *name)
{
	struct world *world = xcalloc(1, sizeof *world);

	world->name = xstrdup(name);
	world->origin = (struct snapshot_origin){kind, cluster, world->name, strings_new()};
	world->builder = snapshot_builder_new(&world->origin);
	return world;
}

struct world *
world_new(uint16_t cluster, const char *name)
{
	return world_new_kind(&session_kind, cluster, name);
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
number_of(enum field_type type, struct text value)
{
	char *copy = xstrdup_text(value), *end;
	uint64_t number, ms;

	if (type == TYPE_SECONDS) {
		if (!duration_parse_human(value, &ms))
			refuse("no duration", value);
		number = ms / 1000;
	} else if (type == TYPE_BOOLEAN) {
		number = text_equals(value, text_of("yes"));
	} else {
		number = strtoull(copy, &end, 10);
		if (*end != '\0')
			refuse("no number", value);
	}
	free(copy);
	return number;
}

/* Of volumes the uuid is an "u-" in front of the name; it stands in `uuids`. */
static void
set_list(const struct kind *kind, struct record *record, struct text value, struct list_item *items, char uuids[][64])
{
	while (!text_is_absent(value)) {
		struct text name = text_next(&value, ',');
		size_t i = record->item_count++;

		if (i == ITEMS_MAX)
			refuse("too many items", name);
		items[i].part[kind->list_part_count - 1] = name;
		snprintf(uuids[i], sizeof uuids[i], "u-%.*s", (int)name.length, name.bytes);
		if (kind->list_part_count > 1)
			items[i].part[VOLUME_UUID] = text_of(uuids[i]);
	}
	record->items = items;
}

static void
set_value(const struct kind *kind, struct record *record, unsigned field, struct text value)
{
	bool is_absent = text_equals(value, text_of("-"));
	enum field_type type = kind->fields[field].type;

	switch (type) {
	case TYPE_TEXT:
	case TYPE_ADDRESS: record->text[field] = is_absent ? TEXT_ABSENT : value; break;
	case TYPE_ENUM:
		record->text[field] = is_absent ? TEXT_ABSENT : value;
		record->number[field] = enumeration_find(kind->fields[field].enumeration, record->text[field]);
		break;
	default: record->number[field] = is_absent ? VALUE_ABSENT : number_of(type, value); break;
	}
}

/* What is not said of the key; `id` has room for a lock's uuid. */
static void
set_keys(const struct kind *kind, struct record *record, uint64_t number, char id[static 32])
{
	record_clear(record, kind);
	for (size_t i = 0; i < kind->key_count; i++) {
		unsigned key = kind->keys[i];

		snprintf(id, 32, "%" PRIu64, number);
		if (kind->fields[key].type == TYPE_ID)
			record->number[key] = key == kind->required ? number : 1;
		else if (key == kind->required)
			record->text[key] = text_of(id);
		else
			record->text[key] = text_of(
			    strcmp(kind->fields[key].api_name, "node.uuid") == 0 ? "node-1" : "svm-1");
	}
}

void
world_add(struct world *world, const char *written)
{
	const struct kind *kind = world->origin.kind;
	struct list_item items[ITEMS_MAX];
	char uuids[ITEMS_MAX][64], id[32];
	struct text rest = text_of(written);
	struct record record;

	set_keys(kind, &record, ++world->id, id);
	while (!text_is_absent(rest)) {
		struct text value = text_next(&rest, ' '), name;
		unsigned field;

		if (value.length == 0)
			continue;
		name = text_next(&value, '=');
		field = field_find(kind, name);
		if (field == FIELD_NONE || text_is_absent(value))
			refuse("no field=value", name);
		if (kind->fields[field].type == TYPE_LIST)
			set_list(kind, &record, value, items, uuids);
		else
			set_value(kind, &record, field, value);
	}
	if (kind->fields[kind->required].type == TYPE_ID)
		world->id = record.number[kind->required];
	snapshot_builder_add(world->builder, &record);
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
