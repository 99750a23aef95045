/* fuzz_record.c: whatever a record holds, what each kind makes of it is within its bounds. */
#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "model/connection_fields.h"
#include "model/file_fields.h"
#include "model/lock_fields.h"
#include "model/session_fields.h"
#include "ontap/record_decode.h"

/* Reads each byte, so that a sanitizer sees a text that is not there, and expects it to end before a NUL. */
static void
check_text(struct text text)
{
	FUZZ_CHECK(text.bytes != NULL || text.length == 0);
	FUZZ_CHECK(text.length == 0 || memchr(text.bytes, '\0', text.length) == NULL);
}

static void
check_value(const struct field *field, uint64_t number, struct text text)
{
	check_text(text);
	if (number == VALUE_ABSENT)
		return;
	switch (field->type) {
	case TYPE_COUNT:
	case TYPE_SECONDS: FUZZ_CHECK(number <= COUNT_MAX); break;
	case TYPE_ENUM: FUZZ_CHECK(number < field->enumeration->count); break;
	case TYPE_BOOLEAN: FUZZ_CHECK(number <= 1); break;
	default: FUZZ_CHECK(field->type == TYPE_ID); break;
	}
}

static void
check_record(const struct kind *kind, const struct record *record)
{
	FUZZ_CHECK(record_has(record, kind->required));
	FUZZ_CHECK(record->item_count == 0 || kind->list_part_count > 0);
	for (unsigned field = 0; field < kind->field_count; field++)
		check_value(&kind->fields[field], record->number[field], record->text[field]);
	for (size_t i = 0; i < record->item_count; i++) {
		for (size_t part = 0; part < kind->list_part_count; part++)
			check_text(record->items[i].part[part]);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct kind *const kinds[] = {&session_kind, &file_kind, &connection_kind, &lock_kind};
	static struct record_decoder *decoders[sizeof kinds / sizeof *kinds];
	struct record record;

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (decoders[i] == NULL)
			decoders[i] = record_decoder_new(kinds[i]);
		if (record_decode(decoders[i], (struct text){(const char *)data, size}, &record))
			check_record(kinds[i], &record);
		else
			FUZZ_CHECK(record_decoder_oddity(decoders[i]) != NULL);
	}
	return 0;
}
