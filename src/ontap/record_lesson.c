/* record_lesson.c: learning from a record what stands between its values. */
#include "config.h"

#include <string.h>

#include "base/xalloc.h"
#include "ontap/record_track_private.h"

/* Records that still teach nothing new after so many will go on like that. */
#define LESSONS_MAX 2000
#define DEPTH_MAX 16
#define FIRST_STEPS 64

/* What a value is, by the names before it. */
struct meaning {
	enum {
		MEANS_RECORD,
		MEANS_OBJECT, /* the beginning of dotted names */
		MEANS_FIELD,
		MEANS_LIST,
		MEANS_ITEM,
		MEANS_PART,
		MEANS_COLUMN,
		MEANS_NOTHING,
	} kind;
	const struct record_name *name; /* but of a record, a part and nothing */
	size_t part; /* of a part and a column */
};

/* `from` is the step of the last value, and `glue` where it ended. */
struct lesson {
	struct record_track *track;
	const char *at;
	const char *end;
	const char *glue;
	size_t from;
	char place[PLACE_MAX];
	size_t place_length;
	unsigned depth;
	bool clears_items;
	bool opens_item;
	bool starts_column;
};

static void
skip_space(struct lesson *lesson)
{
	while (lesson->at < lesson->end &&
	       (*lesson->at == ' ' || *lesson->at == '\n' || *lesson->at == '\r' || *lesson->at == '\t'))
		lesson->at++;
}

/* Goes behind that byte and what is blank behind it. False when another stands there. */
static bool
skip_byte(struct lesson *lesson, char byte)
{
	if (lesson->at == lesson->end || *lesson->at != byte)
		return false;
	lesson->at++;
	skip_space(lesson);
	return true;
}

static bool
is_at(const struct lesson *lesson, char byte)
{
	return lesson->at < lesson->end && *lesson->at == byte;
}

/* Goes behind a string; *is_plain says whether its text is as it is written. */
static bool
skip_string(struct lesson *lesson, bool *is_plain)
{
	*is_plain = true;
	for (lesson->at++; lesson->at < lesson->end && *lesson->at != '"'; lesson->at++) {
		if ((unsigned char)*lesson->at < 0x20)
			return false;
		if (*lesson->at == '\\') {
			*is_plain = false;
			lesson->at++;
		}
	}
	if (lesson->at >= lesson->end)
		return false;
	lesson->at++;
	return true;
}

/* ---- steps ---- */

static bool
is_step(const struct step *step, const char *place, const char *glue, size_t length)
{
	return step->length == length && memcmp(step->glue, glue, length) == 0 && strcmp(step->place, place) == 0;
}

static size_t
add_step(struct record_track *track, const struct step *step, const char *place)
{
	if (track->step_count == track->step_capacity) {
		track->step_capacity = track->step_capacity * 2 + FIRST_STEPS;
		track->steps = xreallocarray(track->steps, track->step_capacity, sizeof *track->steps);
	}
	track->steps[track->step_count] = *step;
	track->steps[track->step_count].place = xstrdup(place);
	return track->step_count++;
}

/* The number of the step that is like `step`, added when there is none; 0 when there are too many. */
static size_t
find_step(struct record_track *track, const struct step *step, const char *place)
{
	for (size_t i = 1; i < track->step_count; i++) {
		if (is_step(&track->steps[i], place, step->glue, step->length))
			return i;
	}
	return track->step_count == STEPS_MAX ? 0 : add_step(track, step, place);
}

/* The step that is like `step` and was gone to from there before, or 0. */
static size_t
find_way(const struct record_track *track, size_t from, const struct step *step, const char *place)
{
	for (size_t i = 0; i < track->steps[from].way_count; i++) {
		size_t way = track->steps[from].ways[i];

		if (is_step(&track->steps[way], place, step->glue, step->length))
			return way;
	}
	return 0;
}

/*
 * Learns the step to what comes, and goes there. All steps are looked through only for a new way, of which there can be
 * no more than there is room for, so that no records make learning slow.
 */
static bool
take_step(struct lesson *lesson, struct step step)
{
	struct record_track *track = lesson->track;
	size_t to;

	step.length = (size_t)(lesson->at - lesson->glue);
	if (step.length == 0 || step.length > GLUE_MAX)
		return false;
	memcpy(step.glue, lesson->glue, step.length);
	step.clears_items = lesson->clears_items;
	step.opens_item = lesson->opens_item;
	step.starts_column = lesson->starts_column;
	lesson->clears_items = lesson->opens_item = lesson->starts_column = false;
	to = find_way(track, lesson->from, &step, lesson->place);
	if (to == 0) {
		if (track->steps[lesson->from].way_count == WAYS_MAX)
			return false;
		to = find_step(track, &step, lesson->place);
		if (to == 0)
			return false;
		track->steps[lesson->from].ways[track->steps[lesson->from].way_count++] = (uint16_t)to;
	}
	lesson->from = to;
	return true;
}

/* ---- values ---- */

static bool
skip_word(struct lesson *lesson, const char *word)
{
	size_t length = strlen(word);

	if ((size_t)(lesson->end - lesson->at) < length || memcmp(lesson->at, word, length) != 0)
		return false;
	lesson->at += length;
	return true;
}

/* Goes behind a value that is no object and no array; of numbers only those without sign, fraction or exponent. */
static bool
skip_scalar(struct lesson *lesson)
{
	const char *start = lesson->at;
	bool is_plain;

	if (is_at(lesson, '"'))
		return skip_string(lesson, &is_plain);
	while (lesson->at < lesson->end && *lesson->at >= '0' && *lesson->at <= '9')
		lesson->at++;
	return lesson->at > start || skip_word(lesson, "true") || skip_word(lesson, "false") ||
	       skip_word(lesson, "null");
}

static bool
learn_scalar(struct lesson *lesson, const struct meaning *meaning)
{
	struct step step = {.kind = STEP_IGNORE, .part = meaning->part};

	switch (meaning->kind) {
	case MEANS_FIELD:
		step.kind = STEP_FIELD;
		step.field = meaning->name->field;
		step.is_old = meaning->name->is_old;
		break;
	case MEANS_PART: step.kind = STEP_PART; break;
	case MEANS_COLUMN: step.kind = STEP_COLUMN; break;
	case MEANS_NOTHING: break;
	default: return false;
	}
	if (!take_step(lesson, step) || !skip_scalar(lesson))
		return false;
	lesson->glue = lesson->at;
	return true;
}

/* What a member of an object is. */
static struct meaning
member_meaning(const struct lesson *lesson, const struct meaning *object, struct text member)
{
	const struct kind *kind = lesson->track->kind;
	struct meaning meaning = {.kind = MEANS_NOTHING};

	if (object->kind == MEANS_ITEM) {
		size_t skip = object->name->name.length + 1;

		for (size_t part = 0; part < kind->list_part_count; part++) {
			if (text_equals(member, text_of(kind->fields[kind->list[part]].api_name + skip)))
				meaning = (struct meaning){.kind = MEANS_PART, .part = part};
		}
	} else if (object->kind == MEANS_RECORD || object->kind == MEANS_OBJECT) {
		const struct record_name *name = record_names_find(
		    lesson->track->names, object->kind == MEANS_RECORD ? TEXT_ABSENT : object->name->name, member);
		bool is_list;

		if (name->kind == NAME_UNKNOWN)
			return meaning;
		is_list = kind->fields[name->field].type == TYPE_LIST;
		meaning.name = name;
		meaning.part = is_list && kind->list[0] != name->field;
		if (name->kind == NAME_OBJECT)
			meaning.kind = is_list ? MEANS_LIST : MEANS_OBJECT;
		else
			meaning.kind = is_list ? MEANS_COLUMN : MEANS_FIELD;
	}
	return meaning;
}

static bool learn_value(struct lesson *lesson, const struct meaning *meaning);

/* Marks in a place, which no name holds. */
#define PLACE_OBJECT '\x01'
#define PLACE_ARRAY '\x02'
#define PLACE_MEMBER '\x03'

/* Notes a mark and what stands behind it. */
static bool
enter_place(struct lesson *lesson, char mark, struct text name)
{
	if (lesson->place_length + name.length + 2 > PLACE_MAX)
		return false;
	lesson->place[lesson->place_length++] = mark;
	memcpy(lesson->place + lesson->place_length, name.bytes, name.length);
	lesson->place_length += name.length;
	lesson->place[lesson->place_length] = '\0';
	return true;
}

static void
leave_place(struct lesson *lesson, size_t length)
{
	lesson->place_length = length;
	lesson->place[length] = '\0';
}

static bool
learn_member(struct lesson *lesson, const struct meaning *object)
{
	const char *start = lesson->at + 1;
	size_t before = lesson->place_length;
	struct meaning meaning;
	struct text name;
	bool is_plain;

	if (!is_at(lesson, '"') || !skip_string(lesson, &is_plain) || !is_plain)
		return false;
	name = (struct text){start, (size_t)(lesson->at - start) - 1};
	skip_space(lesson);
	if (!skip_byte(lesson, ':') || !enter_place(lesson, PLACE_MEMBER, name))
		return false;
	meaning = member_meaning(lesson, object, name);
	if (!learn_value(lesson, &meaning))
		return false;
	leave_place(lesson, before);
	return true;
}

/* The bracket has been entered. */
static bool
learn_object(struct lesson *lesson, const struct meaning *object)
{
	if (object->kind == MEANS_ITEM) {
		/* Nothing was in the item before. */
		if (lesson->opens_item)
			return false;
		lesson->opens_item = true;
	}
	while (!is_at(lesson, '}')) {
		if (!learn_member(lesson, object))
			return false;
		skip_space(lesson);
		if (!is_at(lesson, '}') && (!skip_byte(lesson, ',') || is_at(lesson, '}')))
			return false;
	}
	return object->kind != MEANS_ITEM || !lesson->opens_item;
}

/* The bracket has been entered. */
static bool
learn_array(struct lesson *lesson, const struct meaning *array)
{
	struct meaning element = *array;

	if (array->kind == MEANS_LIST) {
		element.kind = MEANS_ITEM;
		lesson->clears_items = true;
	}
	lesson->starts_column = array->kind == MEANS_COLUMN;
	while (!is_at(lesson, ']')) {
		/* Items are objects, and what stands in a column is none. */
		if (is_at(lesson, '{') ? element.kind == MEANS_COLUMN : element.kind == MEANS_ITEM)
			return false;
		if (is_at(lesson, '[') && element.kind != MEANS_NOTHING)
			return false;
		if (!learn_value(lesson, &element))
			return false;
		skip_space(lesson);
		if (!is_at(lesson, ']') && (!skip_byte(lesson, ',') || is_at(lesson, ']')))
			return false;
	}
	lesson->starts_column = false;
	return true;
}

static bool
is_any_of(const struct meaning *meaning, unsigned a, unsigned b, unsigned c)
{
	return meaning->kind == a || meaning->kind == b || meaning->kind == c || meaning->kind == MEANS_NOTHING;
}

/* Learns what an object or an array holds. */
static bool
learn_nested(struct lesson *lesson, const struct meaning *meaning)
{
	bool is_object = is_at(lesson, '{'), is_learnt;
	size_t before = lesson->place_length;

	if (!is_any_of(meaning, is_object ? MEANS_RECORD : MEANS_LIST, is_object ? MEANS_OBJECT : MEANS_COLUMN,
		is_object ? MEANS_ITEM : MEANS_COLUMN))
		return false;
	if (lesson->depth == DEPTH_MAX ||
	    !enter_place(lesson, is_object ? PLACE_OBJECT : PLACE_ARRAY, (struct text){"", 0}))
		return false;
	lesson->depth++;
	lesson->at++;
	skip_space(lesson);
	is_learnt = is_object ? learn_object(lesson, meaning) : learn_array(lesson, meaning);
	if (!is_learnt)
		return false;
	lesson->depth--;
	lesson->at++;
	leave_place(lesson, before);
	return true;
}

static bool
learn_value(struct lesson *lesson, const struct meaning *meaning)
{
	if (is_at(lesson, '{') || is_at(lesson, '['))
		return learn_nested(lesson, meaning);
	/* One text is as good as an array of one. */
	if (meaning->kind == MEANS_COLUMN && lesson->place[lesson->place_length - 1] != PLACE_ARRAY)
		lesson->starts_column = true;
	return learn_scalar(lesson, meaning);
}

void
record_track_learn(struct record_track *track, struct text json)
{
	const struct meaning record = {.kind = MEANS_RECORD};
	struct lesson lesson = {.track = track, .at = json.bytes, .end = json.bytes + json.length, .glue = json.bytes};

	if (track->lessons++ >= LESSONS_MAX || !is_at(&lesson, '{'))
		return;
	/* Ways that were learnt before something came that is not are good all the same. */
	if (learn_value(&lesson, &record) && lesson.at == lesson.end)
		take_step(&lesson, (struct step){.kind = STEP_END});
}
