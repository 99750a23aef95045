/* session_decode.c: a record of /protocols/cifs/sessions becomes a session. */
#include "config.h"

#include "ontap/session_decode.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/duration.h"
#include "base/xalloc.h"
#include "ontap/json.h"
#include "ontap/session_names.h"

#define ODDITY_SIZE_MAX 256
#define QUOTED_MAX 48
#define FIRST_VOLUMES 16

/*
 * Volumes come as an array of objects, or as two arrays of texts side by side: `names` and `uuids` count what each of
 * those brought, and the larger of the two is how many volumes there are.
 */
struct session_decoder {
	struct json *json;
	struct buffer oddity;
	struct volume *volumes;
	size_t volumes_capacity;
	size_t volume_count;
};

struct session_decoder *
session_decoder_new(void)
{
	struct session_decoder *decoder = xcalloc(1, sizeof *decoder);

	decoder->json = json_new();
	buffer_init(&decoder->oddity, ODDITY_SIZE_MAX);
	return decoder;
}

void
session_decoder_free(struct session_decoder *decoder)
{
	if (decoder == NULL)
		return;
	json_free(decoder->json);
	buffer_free(&decoder->oddity);
	free(decoder->volumes);
	free(decoder);
}

/* Keeps `NAME: "VALUE" PROBLEM` when it is the first of the record; an absent value is left out. */
static void
note(struct session_decoder *decoder, const char *name, struct text value, const char *problem)
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

/*
 * What each type of field makes of a text that is not empty: it stores in the session and returns NULL, or returns what
 * is wrong with it.
 */
typedef const char *read_fn(struct session *session, enum field_id field, struct text text);

static const char *
read_text(struct session *session, enum field_id field, struct text text)
{
	session->text[field] = text;
	return NULL;
}

static const char *
read_id(struct session *session, enum field_id field, struct text text)
{
	uint64_t number;

	if (!json_unsigned(text, &number) || number == VALUE_ABSENT)
		return "is not a number of 64 bits";
	session->number[field] = number;
	return NULL;
}

static const char *
read_count(struct session *session, enum field_id field, struct text text)
{
	uint64_t number;

	if (!json_unsigned(text, &number))
		return "is not a number";
	if (number > COUNT_MAX)
		return "is too large a number";
	session->number[field] = number;
	return NULL;
}

static const char *
read_seconds(struct session *session, enum field_id field, struct text text)
{
	uint32_t seconds;

	if (!duration_parse(text, &seconds))
		return "is not a duration";
	session->number[field] = seconds;
	return NULL;
}

static const char *
read_enum(struct session *session, enum field_id field, struct text text)
{
	session->number[field] = enumeration_find(fields[field].enumeration, text);
	session->text[field] = session->number[field] == VALUE_ABSENT ? text : TEXT_ABSENT;
	return NULL;
}

static const char *
read_boolean(struct session *session, enum field_id field, struct text text)
{
	static const char *const words[][2] = {{"false", "true"}, {"0", "1"}, {"no", "yes"}};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		for (uint64_t value = 0; value < 2; value++) {
			if (text_equals_nocase(text, text_of(words[i][value]))) {
				session->number[field] = value;
				return NULL;
			}
		}
	}
	return "is neither true nor false";
}

static read_fn *const readers[TYPE_COUNT_OF_TYPES] = {
    [TYPE_TEXT] = read_text,
    [TYPE_ADDRESS] = read_text,
    [TYPE_ID] = read_id,
    [TYPE_COUNT] = read_count,
    [TYPE_SECONDS] = read_seconds,
    [TYPE_ENUM] = read_enum,
    [TYPE_BOOLEAN] = read_boolean,
};

static bool
has_value(const struct session *session, enum field_id field)
{
	return session->number[field] != VALUE_ABSENT || !text_is_absent(session->text[field]);
}

/* Reads a field that has one value. */
static void
read_scalar(
    struct session_decoder *decoder, struct session *session, const struct session_name *name, const cJSON *value)
{
	struct text text = json_text(value);
	const char *problem;

	/* Where a record has both names, the schema's counts. */
	if (name->is_old && has_value(session, name->field))
		return;
	if (text_is_absent(text)) {
		note(decoder, fields[name->field].api_name, TEXT_ABSENT, "is an object or an array, not one value");
		return;
	}
	/* An empty user is a user; of all else the documents' examples write "" for what is not there. */
	if (text.length == 0 && fields[name->field].type != TYPE_TEXT)
		return;
	problem = readers[fields[name->field].type](session, name->field, text);
	if (problem != NULL)
		note(decoder, fields[name->field].api_name, text, problem);
}

/* The volume of that number, with room made for it and for those before. */
static struct volume *
volume_at(struct session_decoder *decoder, size_t number)
{
	if (number >= decoder->volumes_capacity) {
		decoder->volumes_capacity = decoder->volumes_capacity * 2 + FIRST_VOLUMES;
		decoder->volumes = xreallocarray(decoder->volumes, decoder->volumes_capacity, sizeof *decoder->volumes);
	}
	while (decoder->volume_count <= number)
		decoder->volumes[decoder->volume_count++] = (struct volume){TEXT_ABSENT, TEXT_ABSENT};
	return &decoder->volumes[number];
}

/* Reads the names or the uuids of all volumes; one text is as good as an array of one. */
static void
read_column(struct session_decoder *decoder, enum field_id field, const cJSON *value)
{
	const cJSON *item = cJSON_IsArray(value) ? value->child : value;

	for (size_t i = 0; item != NULL; i++) {
		struct volume *volume = volume_at(decoder, i);

		*(field == FIELD_VOLUMES_NAME ? &volume->name : &volume->uuid) = json_text(item);
		if (text_is_absent(json_text(item)))
			note(decoder, fields[field].api_name, TEXT_ABSENT, "holds something that is no text");
		item = item == value ? NULL : item->next;
	}
}

/* Reads `volumes`: an array of objects, or one object. */
static void
read_volumes(struct session_decoder *decoder, const cJSON *value)
{
	bool is_array = cJSON_IsArray(value);

	/* The schema's member counts more than what old names brought. */
	decoder->volume_count = 0;
	for (const cJSON *item = is_array ? value->child : value; item != NULL; item = is_array ? item->next : NULL) {
		struct text name = json_text(json_member(item, "name")), uuid = json_text(json_member(item, "uuid"));

		if (text_is_absent(name) && text_is_absent(uuid)) {
			note(decoder, "volumes", TEXT_ABSENT, "holds something that is no volume");
			continue;
		}
		*volume_at(decoder, decoder->volume_count) = (struct volume){name, uuid};
	}
}

static void read_object(
    struct session_decoder *decoder, struct session *session, const char *parent, const cJSON *object);

static void
read_member(struct session_decoder *decoder, struct session *session, const char *parent, const cJSON *member)
{
	struct session_name name = session_name_find(parent, member->string);

	/* null is how some say that there is nothing. */
	if (name.kind == NAME_UNKNOWN || cJSON_IsNull(member))
		return;
	if (name.kind == NAME_OBJECT && fields[name.field].type == TYPE_LIST)
		read_volumes(decoder, member);
	else if (name.kind == NAME_OBJECT)
		read_object(decoder, session, member->string, member);
	else if (fields[name.field].type == TYPE_LIST)
		read_column(decoder, name.field, member);
	else
		read_scalar(decoder, session, &name, member);
}

/* Reads every member of the record, for which `parent` is NULL, or of one of its objects. */
static void
read_object(struct session_decoder *decoder, struct session *session, const char *parent, const cJSON *object)
{
	if (!cJSON_IsObject(object)) {
		note(decoder, parent, json_text(object), "is not an object");
		return;
	}
	for (const cJSON *member = object->child; member != NULL; member = member->next)
		read_member(decoder, session, parent, member);
}

/* Notes why there is no session in a record, which is worse than whatever else is odd about it. */
static bool
refuse(struct session_decoder *decoder, struct text what, const char *problem)
{
	char *earlier = xstrdup(buffer_string(&decoder->oddity));

	buffer_reset(&decoder->oddity);
	note(decoder, "record", what, problem);
	if (earlier[0] != '\0')
		buffer_add_format(&decoder->oddity, " (%s)", earlier);
	free(earlier);
	return false;
}

bool
session_decode(struct session_decoder *decoder, struct text record, struct session *session)
{
	const cJSON *tree = json_parse(decoder->json, record);

	session_clear(session);
	buffer_reset(&decoder->oddity);
	decoder->volume_count = 0;
	if (!cJSON_IsObject(tree))
		return refuse(decoder, record, "is not JSON");
	read_object(decoder, session, NULL, tree);
	if (session->number[FIELD_IDENTIFIER] == VALUE_ABSENT)
		return refuse(decoder, TEXT_ABSENT, "without an identifier");
	session->volumes = decoder->volumes;
	session->volume_count = decoder->volume_count;
	return true;
}

const char *
session_decoder_oddity(const struct session_decoder *decoder)
{
	return decoder->oddity.length > 0 ? buffer_string(&decoder->oddity) : NULL;
}
