/* fuzz_records.c: the splitter finds the same in any chunks, and keeps its limits. */
#include "config.h"

#include "base/buffer.h"
#include "fuzz.h"
#include "ontap/records.h"

static void
add_record(struct text record, void *context)
{
	struct buffer *found = context;

	FUZZ_CHECK(record.length >= 2 && record.length <= RECORD_SIZE_MAX);
	FUZZ_CHECK(record.bytes[0] == '{' && record.bytes[record.length - 1] == '}');
	buffer_add(found, record.bytes, record.length);
	buffer_add_byte(found, '\n');
}

/* The splitter after it read everything in chunks of `chunk` bytes. */
static struct records *
split(const char *bytes, size_t length, size_t chunk, struct buffer *found)
{
	struct records *records;

	buffer_init(found, SIZE_MAX / 2);
	records = records_new(add_record, found);
	for (size_t at = 0; at < length; at += chunk) {
		if (!records_feed(records, bytes + at, length - at < chunk ? length - at : chunk))
			break;
	}
	return records;
}

/* The first byte is the size of the chunks; the others are the body. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct records *whole, *parts;
	struct buffer found_whole, found_parts;
	struct text stray_whole, stray_parts;

	if (size < 2)
		return 0;
	whole = split((const char *)data + 1, size - 1, size - 1, &found_whole);
	parts = split((const char *)data + 1, size - 1, data[0] == 0 ? 1 : data[0], &found_parts);
	FUZZ_CHECK(records_finish(whole) == records_finish(parts));
	FUZZ_CHECK(text_equals(buffer_text(&found_whole), buffer_text(&found_parts)));
	FUZZ_CHECK(text_equals(records_envelope(whole), records_envelope(parts)));
	FUZZ_CHECK(records_envelope(whole).length <= ENVELOPE_SIZE_MAX);
	FUZZ_CHECK(records_count(whole) == records_count(parts));
	FUZZ_CHECK(records_strays(whole, &stray_whole) == records_strays(parts, &stray_parts));
	FUZZ_CHECK(text_equals(stray_whole, stray_parts));
	records_free(whole);
	records_free(parts);
	buffer_free(&found_whole);
	buffer_free(&found_parts);
	return 0;
}
