/* record_decode.c: a record of a collection, by the table of its kind. */
#include "config.h"

#include "ontap/record_decode.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/xalloc.h"
#include "ontap/json.h"
#include "ontap/json_cursor.h"
#include "ontap/limits.h"
#include "ontap/record_names.h"
#include "ontap/record_track.h"
#include "ontap/record_values.h"

#define ODDITY_SIZE_MAX 256
#define QUOTED_MAX 48
#define FIRST_ITEMS 16
/* No record that is documented has more members. */
#define TRAIL_MAX 64

/*
 * The items of a list come as an array of objects, or as an array of texts for each of their parts, side by side: then
 * the longest of those says how many there are. `trail` has what the members of the last record meant, one behind
 * another: the next one has most likely the same. `bytes` is where a record is taken apart.
 */
struct record_decoder {
	const struct kind *kind;
	struct record_names *names;
	struct record_track *track;
	const struct record_name *trail[TRAIL_MAX];
	size_t trail_at;
	char *bytes;
	size_t bytes_size;
	struct json_cursor in;
	struct buffer oddity;
	struct list_item *items;
	size_t items_capacity;
	size_t item_count;
};

struct record_decoder *
record_decoder_new(const struct kind *kind)
{
	struct record_decoder *decoder = xcalloc(1, sizeof *decoder);

	decoder->kind = kind;
	decoder->names = record_names_new(kind);
	decoder->track = record_track_new(kind, decoder->names);
	buffer_init(&decoder->oddity, ODDITY_SIZE_MAX);
	return decoder;
}

void
record_decoder_free(struct record_decoder *decoder)
{
	if (decoder == NULL)
		return;
	buffer_free(&decoder->oddity);
	record_track_free(decoder->track);
	record_names_free(decoder->names);
	free(decoder->bytes);
	free(decoder->items);
	free(decoder);
}

/* Keeps `NAME: "VALUE" PROBLEM` when it is the first of the record; an absent value is left out. */
static void
note(struct record_decoder *decoder, const char *name, struct text value, const char *problem)
{
	bool is_long = value.length > QUOTED_MAX;

	if (decoder->oddity.length > 0)
		return;
	buffer_add_string(&decoder->oddity, name);
	buffer_add_string(&decoder->oddity, ":");
	if (!text_is_absent(value)) {
		buffer_add_string(&decoder->oddity, " \"");
		buffer_add(&decoder->oddity, value.bytes, is_long ? QUOTED_MAX : value.length);
		buffer_add_string(&decoder->oddity, is_long ? "...\"" : "\"");
	}
	buffer_add_string(&decoder->oddity, " ");
	buffer_add_string(&decoder->oddity, problem);
}

/* Reads a field that has one value. */
static void
read_scalar(struct record_decoder *decoder, struct record *record, const struct record_name *name)
{
	const struct field *about = &decoder->kind->fields[name->field];
	struct text text = json_cursor_text(&decoder->in);
	const char *problem;

	/* Where a record has both names, it does not matter what the old one holds. */
	if (name->is_old && record_has(record, name->field))
		return;
	if (text_is_absent(text)) {
		note(decoder, about->api_name, TEXT_ABSENT, "is an object or an array, not one value");
		return;
	}
	problem = record_read_value(record, decoder->kind, name->field, name->is_old, text);
	if (problem != NULL)
		note(decoder, about->api_name, text, problem);
}

/* The item of that number, with room made for it and for those before. */
static struct list_item *
item_at(struct record_decoder *decoder, size_t number)
{
	if (number >= decoder->items_capacity) {
		decoder->items_capacity = decoder->items_capacity * 2 + FIRST_ITEMS;
		decoder->items = xreallocarray(decoder->items, decoder->items_capacity, sizeof *decoder->items);
	}
	while (decoder->item_count <= number)
		decoder->items[decoder->item_count++] = (struct list_item){0};
	return &decoder->items[number];
}

/* Reads what a list field has of an item: absent when it is no text, or no id where it should be one. */
static struct text
read_item_text(struct record_decoder *decoder, const struct field *about)
{
	struct text text = json_cursor_text(&decoder->in);
	uint64_t number;

	if (about->items == TYPE_ID && (!json_unsigned(text, &number) || number == VALUE_ABSENT))
		return TEXT_ABSENT;
	if (text.length > TEXT_BYTES_MAX) {
		note(decoder, about->api_name, text, TEXT_TOO_LONG);
		return TEXT_ABSENT;
	}
	return text;
}

/* Goes to the next of several values, or to the only one that there is when it is no array. */
static bool
next_value(struct json_cursor *in, bool is_array, size_t before)
{
	return is_array ? json_cursor_next_element(in) : before == 0;
}

/* Goes into the array that comes, if it is one. */
static bool
enter_array(struct json_cursor *in)
{
	if (json_cursor_peek(in) != JSON_ARRAY)
		return false;
	json_cursor_enter(in);
	return true;
}

/* Reads one part of all items, as the names of all volumes; one text is as good as an array of one. */
static void
read_column(struct record_decoder *decoder, unsigned field)
{
	const struct kind *kind = decoder->kind;
	size_t part = kind->list[0] == field ? 0 : 1;
	bool is_array = enter_array(&decoder->in);

	for (size_t i = 0; next_value(&decoder->in, is_array, i); i++) {
		struct text text = read_item_text(decoder, &kind->fields[field]);

		item_at(decoder, i)->part[part] = text;
		if (text_is_absent(text))
			note(decoder, kind->fields[field].api_name, TEXT_ABSENT, "holds something that is no text");
	}
}

/* Reads a member of an item: the part that it is, the first of its name. `skip` bytes of the fields' names are the
 * list's. */
static void
read_item_member(struct record_decoder *decoder, struct text name, size_t skip, struct list_item *item)
{
	const struct kind *kind = decoder->kind;

	for (size_t part = 0; part < kind->list_part_count; part++) {
		const struct field *about = &kind->fields[kind->list[part]];

		if (text_is_absent(item->part[part]) && text_equals(name, text_of(about->api_name + skip))) {
			item->part[part] = read_item_text(decoder, about);
			return;
		}
	}
	json_cursor_skip(&decoder->in);
}

/* Reads what one item has of each part. False when it has nothing. */
static bool
read_item(struct record_decoder *decoder, size_t skip, struct list_item *item)
{
	const struct kind *kind = decoder->kind;
	bool any = false;
	struct text name;

	*item = (struct list_item){0};
	if (json_cursor_peek(&decoder->in) == JSON_OBJECT) {
		json_cursor_enter(&decoder->in);
		while (json_cursor_next_member(&decoder->in, &name))
			read_item_member(decoder, name, skip, item);
	} else if (kind->list_part_count == 1) {
		/* Of a list with one part the items may be bare. */
		item->part[0] = read_item_text(decoder, &kind->fields[kind->list[0]]);
	} else {
		json_cursor_skip(&decoder->in);
	}
	for (size_t part = 0; part < kind->list_part_count; part++)
		any |= !text_is_absent(item->part[part]);
	return any;
}

/* Reads the list, as `volumes`: an array of objects, or one object. */
static void
read_list(struct record_decoder *decoder, const struct record_name *name, struct text member)
{
	bool is_array = enter_array(&decoder->in);

	/* The schema's member counts more than what old names brought. */
	decoder->item_count = 0;
	for (size_t i = 0; next_value(&decoder->in, is_array, i); i++) {
		struct list_item read;

		if (read_item(decoder, name->name.length + 1, &read))
			*item_at(decoder, decoder->item_count) = read;
		else
			note(decoder, member.bytes, TEXT_ABSENT, decoder->kind->no_item);
	}
}

/* The meaning of a member: most likely that of the one at the same place in the last record. */
static const struct record_name *
find_name(struct record_decoder *decoder, struct text parent, struct text member)
{
	const struct record_name **guess = &decoder->trail[decoder->trail_at];

	if (decoder->trail_at < TRAIL_MAX - 1)
		decoder->trail_at++;
	if (*guess == NULL || !record_name_is(*guess, parent, member))
		*guess = record_names_find(decoder->names, parent, member);
	return *guess;
}

static void read_object(struct record_decoder *decoder, struct record *record, struct text parent);

static void
read_member(struct record_decoder *decoder, struct record *record, struct text parent, struct text member)
{
	const struct record_name *name = find_name(decoder, parent, member);
	enum json_type type = json_cursor_peek(&decoder->in);
	bool is_list;

	/* null is how some say that there is nothing. */
	if (name->kind == NAME_UNKNOWN || type == JSON_NULL) {
		json_cursor_skip(&decoder->in);
		return;
	}
	is_list = decoder->kind->fields[name->field].type == TYPE_LIST;
	if (name->kind == NAME_OBJECT && is_list)
		read_list(decoder, name, member);
	else if (name->kind == NAME_OBJECT && type != JSON_OBJECT)
		note(decoder, member.bytes, json_cursor_text(&decoder->in), "is not an object");
	else if (name->kind == NAME_OBJECT)
		read_object(decoder, record, name->name);
	else if (is_list)
		read_column(decoder, name->field);
	else
		read_scalar(decoder, record, name);
}

/* Reads every member of the record, whose `parent` is absent, or of an object of that name in it. */
static void
read_object(struct record_decoder *decoder, struct record *record, struct text parent)
{
	struct text member;

	json_cursor_enter(&decoder->in);
	while (json_cursor_next_member(&decoder->in, &member))
		read_member(decoder, record, parent, member);
}

/* Notes why there is nothing in a record, which is worse than whatever else is odd about it. */
static bool
refuse(struct record_decoder *decoder, struct text what, const char *problem)
{
	char *earlier = xstrdup(buffer_string(&decoder->oddity));

	buffer_reset(&decoder->oddity);
	note(decoder, "record", what, problem);
	if (earlier[0] != '\0')
		buffer_add_format(&decoder->oddity, " (%s)", earlier);
	free(earlier);
	return false;
}

/* Whether the record has what its kind requires; an empty text is not enough. */
static bool
has_required(const struct kind *kind, const struct record *record)
{
	return record->number[kind->required] != VALUE_ABSENT || record->text[kind->required].length > 0;
}

/* Begins to take a record apart, in memory of our own. */
static void
start_record(struct record_decoder *decoder, struct text json)
{
	if (decoder->bytes_size <= json.length) {
		free(decoder->bytes);
		decoder->bytes_size = json.length + json.length / 2 + 1;
		decoder->bytes = xmalloc(decoder->bytes_size);
	}
	if (json.length > 0)
		memcpy(decoder->bytes, json.bytes, json.length);
	decoder->in = json_cursor_start(decoder->bytes, json.length);
	decoder->trail_at = 0;
	decoder->item_count = 0;
	buffer_reset(&decoder->oddity);
}

/* Reads a record that is not like those before, whatever it holds. */
static bool
decode_any(struct record_decoder *decoder, struct text json, struct record *record)
{
	bool is_object;

	start_record(decoder, json);
	record_clear(record, decoder->kind);
	is_object = json_cursor_peek(&decoder->in) == JSON_OBJECT;
	if (is_object)
		read_object(decoder, record, TEXT_ABSENT);
	if (!is_object || !json_cursor_finish(&decoder->in)) {
		/* What was odd about it before does not matter. */
		buffer_reset(&decoder->oddity);
		return refuse(decoder, json, "is not JSON");
	}
	if (!has_required(decoder->kind, record))
		return refuse(decoder, TEXT_ABSENT, decoder->kind->lacking);
	record->items = decoder->items;
	record->item_count = decoder->item_count;
	return true;
}

size_t
record_decode_known(struct record_decoder *decoder, struct text bytes, struct record *record)
{
	size_t length = record_track_follow(decoder->track, bytes, record);

	if (length > 0)
		buffer_reset(&decoder->oddity);
	return length;
}

bool
record_decode(struct record_decoder *decoder, struct text json, struct record *record)
{
	bool is_record;

	if (json.length > 0 && record_decode_known(decoder, json, record) == json.length)
		return true;
	is_record = decode_any(decoder, json, record);
	if (is_record && decoder->oddity.length == 0)
		record_track_learn(decoder->track, json);
	return is_record;
}

const char *
record_decoder_oddity(const struct record_decoder *decoder)
{
	return decoder->oddity.length > 0 ? buffer_string(&decoder->oddity) : NULL;
}
