/* record_track.c: following a track. */
#include "config.h"

#include "ontap/record_track.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "ontap/json.h"
#include "ontap/json_cursor.h"
#include "ontap/limits.h"
#include "ontap/record_track_private.h"
#include "ontap/record_values.h"
#include "ontap/string_run.h"

/* Of one record. */
#define SCRATCH_SIZE ((size_t)4096)
#define FIRST_ITEMS 16
#define WORD sizeof(uint64_t)

struct record_track *
record_track_new(const struct kind *kind, const struct record_names *names)
{
	struct record_track *track = xcalloc(1, sizeof *track);

	track->kind = kind;
	track->names = names;
	track->steps = xcalloc(1, sizeof *track->steps);
	track->step_count = track->step_capacity = 1;
	track->scratch = xmalloc(SCRATCH_SIZE);
	return track;
}

void
record_track_free(struct record_track *track)
{
	if (track == NULL)
		return;
	for (size_t i = 0; i < track->step_count; i++)
		free(track->steps[i].place);
	free(track->steps);
	free(track->items);
	free(track->scratch);
	free(track);
}

/* ---- steps ---- */

/* Whether `length` bytes are the same; a call to memcmp() for so few costs more than they do. */
static inline bool
is_same(const char *a, const char *b, size_t length)
{
	uint64_t left, right;
	size_t at = 0;

	if (length < WORD)
		return memcmp(a, b, length) == 0;
	for (; at + WORD <= length; at += WORD) {
		memcpy(&left, a + at, WORD);
		memcpy(&right, b + at, WORD);
		if (left != right)
			return false;
	}
	/* The last eight overlap those before. */
	memcpy(&left, a + length - WORD, WORD);
	memcpy(&right, b + length - WORD, WORD);
	return left == right;
}

/* The way on from `step` whose glue comes, or NULL. The way that was gone last is tried first. */
static const struct step *
next_step(struct record_track *track, size_t number, const char *at, size_t left)
{
	struct step *step = &track->steps[number];

	for (size_t i = 0; i < step->way_count; i++) {
		uint16_t way = step->ways[i];
		const struct step *next = &track->steps[way];

		if (next->length > left || !is_same(at, next->glue, next->length))
			continue;
		step->ways[i] = step->ways[0];
		step->ways[0] = way;
		return next;
	}
	return NULL;
}

/* ---- values ---- */

/* Where the string ends that begins behind `at`, at its quote, or NULL. *is_plain: its text is as it is written. */
static const char *
find_quote(const char *at, const char *end, bool *is_plain)
{
	*is_plain = true;
	for (;;) {
		at += string_run(at, end);
		if (at == end || *at == '\0')
			return NULL;
		if (*at == '"')
			return at;
		*is_plain = false;
		if (end - at < 2)
			return NULL;
		at += 2;
	}
}

/* The text of a string that is not as it is written, in the scratch. False when there is no room. */
static bool
rewrite(struct record_track *track, const char *quote, size_t length, struct text *text)
{
	char *copy = track->scratch + track->scratch_used;
	struct json_cursor in;

	if (length >= SCRATCH_SIZE - track->scratch_used)
		return false;
	memcpy(copy, quote, length);
	track->scratch_used += length + 1;
	in = json_cursor_start(copy, length);
	*text = json_cursor_text(&in);
	return json_cursor_finish(&in);
}

static bool
take_string(struct record_track *track, const char **at, const char *end, struct text *text)
{
	const char *quote = *at, *last;
	bool is_plain;

	last = find_quote(quote + 1, end, &is_plain);
	if (last == NULL)
		return false;
	*at = last + 1;
	*text = (struct text){quote + 1, (size_t)(last - quote) - 1};
	return is_plain || rewrite(track, quote, (size_t)(*at - quote), text);
}

static bool
take_word(const char **at, const char *end, const char *word, size_t length, struct text *text)
{
	if ((size_t)(end - *at) < length || memcmp(*at, word, length) != 0)
		return false;
	*text = (struct text){*at, length};
	*at += length;
	return true;
}

/* Reads what comes: a string, digits, true or false; null is absent. False for all else. */
static bool
take_value(struct record_track *track, const char **at, const char *end, struct text *text)
{
	const char *start = *at;

	if (start == end)
		return false;
	switch (*start) {
	case '"': return take_string(track, at, end, text);
	case 't': return take_word(at, end, "true", 4, text);
	case 'f': return take_word(at, end, "false", 5, text);
	case 'n':
		if (!take_word(at, end, "null", 4, text))
			return false;
		*text = TEXT_ABSENT;
		return true;
	default: break;
	}
	while (*at < end && **at >= '0' && **at <= '9')
		++*at;
	*text = (struct text){start, (size_t)(*at - start)};
	return text->length > 0;
}

/* ---- lists ---- */

/* The item of that number, with room made for it and for those before. */
static struct list_item *
item_at(struct record_track *track, size_t number)
{
	if (number >= track->items_capacity) {
		track->items_capacity = track->items_capacity * 2 + FIRST_ITEMS;
		track->items = xreallocarray(track->items, track->items_capacity, sizeof *track->items);
	}
	while (track->item_count <= number)
		track->items[track->item_count++] = (struct list_item){0};
	return &track->items[number];
}

static bool
store_part(struct record_track *track, const struct step *step, struct text text)
{
	bool is_id = track->kind->fields[track->kind->list[step->part]].items == TYPE_ID;
	struct list_item *item;
	uint64_t number;

	if (step->kind == STEP_PART && text_is_absent(text))
		return true;
	if (text.length > TEXT_BYTES_MAX)
		return false;
	if (text_is_absent(text) || (is_id && (!json_unsigned(text, &number) || number == VALUE_ABSENT)))
		return false;
	if (step->kind == STEP_COLUMN) {
		item_at(track, track->column_at++)->part[step->part] = text;
		return true;
	}
	if (track->item_count == 0)
		return false;
	/* The first of its name counts. */
	item = &track->items[track->item_count - 1];
	if (text_is_absent(item->part[step->part]))
		item->part[step->part] = text;
	return true;
}

static void
prepare_lists(struct record_track *track, const struct step *step)
{
	if (step->clears_items)
		track->item_count = 0;
	if (step->opens_item)
		item_at(track, track->item_count);
	if (step->starts_column)
		track->column_at = 0;
}

static bool
has_empty_item(const struct record_track *track)
{
	for (size_t i = 0; i < track->item_count; i++) {
		bool any = false;

		for (size_t part = 0; part < track->kind->list_part_count; part++)
			any |= !text_is_absent(track->items[i].part[part]);
		if (!any)
			return true;
	}
	return false;
}

/* ---- records ---- */

static bool
store(struct record_track *track, const struct step *step, struct text text, struct record *record)
{
	switch (step->kind) {
	case STEP_FIELD:
		return text_is_absent(text) ||
		       record_read_value(record, track->kind, step->field, step->is_old, text) == NULL;
	case STEP_PART:
	case STEP_COLUMN: return store_part(track, step, text);
	default: return true;
	}
}

/* Whether there is what makes it a record, and nothing odd. */
static bool
is_whole(const struct record_track *track, const struct record *record)
{
	unsigned required = track->kind->required;

	return (record->number[required] != VALUE_ABSENT || record->text[required].length > 0) &&
	       !has_empty_item(track);
}

size_t
record_track_follow(struct record_track *track, struct text bytes, struct record *record)
{
	const char *at = bytes.bytes, *end = at + bytes.length;
	const struct step *step = track->steps;

	record_clear(record, track->kind);
	track->item_count = 0;
	track->scratch_used = 0;
	for (;;) {
		struct text text;

		step = next_step(track, (size_t)(step - track->steps), at, (size_t)(end - at));
		if (step == NULL)
			return 0;
		at += step->length;
		prepare_lists(track, step);
		if (step->kind == STEP_END)
			break;
		if (!take_value(track, &at, end, &text) || !store(track, step, text, record))
			return 0;
	}
	record->items = track->items;
	record->item_count = track->item_count;
	return is_whole(track, record) ? (size_t)(at - bytes.bytes) : 0;
}
