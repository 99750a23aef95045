/* record_values.c: what each type of field makes of a text of JSON. */
#include "config.h"

#include "ontap/record_values.h"

#include <string.h>

#include "base/duration.h"
#include "ontap/json.h"
#include "ontap/limits.h"

/*
 * What each type of field makes of a text that is not empty: it stores in the record and returns NULL, or returns what
 * is wrong with it.
 */
typedef const char *read_fn(struct record *record, unsigned field, const struct field *about, struct text text);

static const char *
read_text(struct record *record, unsigned field, const struct field *about, struct text text)
{
	(void)about;
	record->text[field] = text;
	return NULL;
}

static const char *
read_id(struct record *record, unsigned field, const struct field *about, struct text text)
{
	uint64_t number;

	(void)about;
	if (!json_unsigned(text, &number) || number == VALUE_ABSENT)
		return "is not a number of 64 bits";
	record->number[field] = number;
	return NULL;
}

static const char *
read_count(struct record *record, unsigned field, const struct field *about, struct text text)
{
	uint64_t number;

	(void)about;
	if (!json_unsigned(text, &number))
		return "is not a number";
	if (number > COUNT_MAX)
		return "is too large a number";
	record->number[field] = number;
	return NULL;
}

static const char *
read_seconds(struct record *record, unsigned field, const struct field *about, struct text text)
{
	uint32_t seconds;

	(void)about;
	if (!duration_parse(text, &seconds))
		return "is not a duration";
	record->number[field] = seconds;
	return NULL;
}

/* The code of a word in the schema's own spelling, as nearly all are, or VALUE_ABSENT. */
static uint64_t
find_name(const struct enumeration *enumeration, struct text word)
{
	for (size_t code = 0; code < enumeration->count; code++) {
		const char *name = enumeration->values[code].name;

		if (word.length > 0 && *name == *word.bytes && strlen(name) == word.length &&
		    memcmp(name, word.bytes, word.length) == 0)
			return code;
	}
	return VALUE_ABSENT;
}

static const char *
read_enum(struct record *record, unsigned field, const struct field *about, struct text text)
{
	uint64_t code = find_name(about->enumeration, text);

	if (code == VALUE_ABSENT)
		code = enumeration_find(about->enumeration, text);
	record->number[field] = code;
	record->text[field] = code == VALUE_ABSENT ? text : TEXT_ABSENT;
	return NULL;
}

static const char *
read_boolean(struct record *record, unsigned field, const struct field *about, struct text text)
{
	static const char *const words[][2] = {{"false", "true"}, {"0", "1"}, {"no", "yes"}};

	(void)about;
	if (text.length == 4 && memcmp(text.bytes, "true", 4) == 0) {
		record->number[field] = 1;
		return NULL;
	}
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		for (uint64_t value = 0; value < 2; value++) {
			if (text_equals_nocase(text, text_of(words[i][value]))) {
				record->number[field] = value;
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

const char *
record_read_value(struct record *record, const struct kind *kind, unsigned field, bool is_old, struct text text)
{
	const struct field *about = &kind->fields[field];

	if (is_old && record_has(record, field))
		return NULL;
	/* An empty user is a user; of all else the documents' examples write "" for what is not there. */
	if (text.length == 0 && about->type != TYPE_TEXT)
		return NULL;
	if (text.length > TEXT_BYTES_MAX)
		return TEXT_TOO_LONG;
	return readers[about->type](record, field, about, text);
}
