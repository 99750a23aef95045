/* fuzz_track.c: what a decoder reads as known is what one that knows nothing reads. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/xalloc.h"
#include "fuzz.h"
#include "model/connection_fields.h"
#include "model/file_fields.h"
#include "model/lock_fields.h"
#include "model/session_fields.h"
#include "ontap/record_decode.h"
#include "ontap/records.h"

#define ROUNDS 2

static void
check_same(const struct kind *kind, const struct record *known, const struct record *fresh)
{
	for (unsigned field = 0; field < kind->field_count; field++) {
		FUZZ_CHECK(known->number[field] == fresh->number[field]);
		FUZZ_CHECK(text_equals(known->text[field], fresh->text[field]));
	}
	FUZZ_CHECK(known->item_count == fresh->item_count);
	for (size_t i = 0; i < known->item_count; i++) {
		for (size_t part = 0; part < LIST_PARTS_MAX; part++)
			FUZZ_CHECK(text_equals(known->items[i].part[part], fresh->items[i].part[part]));
	}
}

static void
count_whole(struct text record, void *length)
{
	FUZZ_CHECK(record.length == *(size_t *)length);
}

/* The splitter finds the same end. */
static void
check_end(struct text bytes, size_t length)
{
	struct records *records = records_new(count_whole, &length);
	static const char before[] = "{\"records\":[", behind[] = "]}";

	FUZZ_CHECK(records_feed(records, before, sizeof before - 1));
	FUZZ_CHECK(records_feed(records, bytes.bytes, length));
	FUZZ_CHECK(records_feed(records, behind, sizeof behind - 1));
	FUZZ_CHECK(records_finish(records) == BODY_FINE && records_count(records) == 1);
	records_free(records);
}

/* Reads what begins `bytes`, which end somewhere, and holds it against a decoder that knows nothing. */
static void
check_known(struct record_decoder *decoder, const struct kind *kind, struct text bytes)
{
	struct record known, fresh;
	struct record_decoder *other;
	size_t length = record_decode_known(decoder, bytes, &known);

	if (length == 0)
		return;
	FUZZ_CHECK(length <= bytes.length && record_decoder_oddity(decoder) == NULL);
	other = record_decoder_new(kind);
	FUZZ_CHECK(record_decode(other, (struct text){bytes.bytes, length}, &fresh));
	FUZZ_CHECK(record_decoder_oddity(other) == NULL);
	check_same(kind, &known, &fresh);
	check_end(bytes, length);
	record_decoder_free(other);
}

/* Reads one record, and learns from it. */
static void
check_whole(struct record_decoder *decoder, const struct kind *kind, struct text json)
{
	struct record_decoder *other = record_decoder_new(kind);
	struct record known, fresh;
	bool is_record = record_decode(decoder, json, &known);

	FUZZ_CHECK(record_decode(other, json, &fresh) == is_record);
	FUZZ_CHECK(text_equals(text_of(record_decoder_oddity(decoder)), text_of(record_decoder_oddity(other))));
	if (is_record)
		check_same(kind, &known, &fresh);
	record_decoder_free(other);
}

/* The records of the input, each behind a NUL, in memory that ends with it. */
static void
check_kind(const struct kind *kind, struct text input)
{
	struct record_decoder *decoder = record_decoder_new(kind);

	for (int round = 0; round < ROUNDS; round++) {
		for (size_t at = 0; at < input.length; at++) {
			struct text rest = {input.bytes + at, input.length - at};
			const char *nul = memchr(rest.bytes, '\0', rest.length);
			struct text json = {rest.bytes, nul == NULL ? rest.length : (size_t)(nul - rest.bytes)};

			check_known(decoder, kind, rest);
			check_whole(decoder, kind, json);
			at += json.length;
		}
	}
	record_decoder_free(decoder);
}

/* A digit for the kind, and its records, one behind another with a NUL between them. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct kind *const kinds[] = {&session_kind, &file_kind, &connection_kind, &lock_kind};
	char *copy;

	if (size < 2)
		return 0;
	copy = xmalloc(size - 1);
	memcpy(copy, data + 1, size - 1);
	check_kind(kinds[data[0] % (sizeof kinds / sizeof *kinds)], (struct text){copy, size - 1});
	free(copy);
	return 0;
}
