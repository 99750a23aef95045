/* fuzz_session.c: whatever a record holds, the session made of it is within its bounds. */
#include "config.h"

#include <string.h>

#include "fuzz.h"
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
check_value(const struct record *session, unsigned field)
{
	uint64_t number = session->number[field];

	check_text(session->text[field]);
	if (number == VALUE_ABSENT)
		return;
	switch (session_kind.fields[field].type) {
	case TYPE_COUNT:
	case TYPE_SECONDS: FUZZ_CHECK(number <= COUNT_MAX); break;
	case TYPE_ENUM: FUZZ_CHECK(number < session_kind.fields[field].enumeration->count); break;
	case TYPE_BOOLEAN: FUZZ_CHECK(number <= 1); break;
	default: FUZZ_CHECK(session_kind.fields[field].type == TYPE_ID); break;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct record_decoder *decoder;
	struct record session;

	if (decoder == NULL)
		decoder = record_decoder_new(&session_kind);
	if (!record_decode(decoder, (struct text){(const char *)data, size}, &session)) {
		FUZZ_CHECK(record_decoder_oddity(decoder) != NULL);
		return 0;
	}
	FUZZ_CHECK(session.number[FIELD_IDENTIFIER] != VALUE_ABSENT);
	for (unsigned field = 0; field < SESSION_FIELD_COUNT; field++)
		check_value(&session, field);
	for (size_t i = 0; i < session.item_count; i++) {
		check_text(session.items[i].part[VOLUME_NAME]);
		check_text(session.items[i].part[VOLUME_UUID]);
	}
	return 0;
}
