/* fuzz_duration.c: a duration that was read is written so that it is read the same. */
#include "config.h"

#include "base/duration.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text text = {(const char *)data, size};
	char written[DURATION_TEXT_MAX];
	uint32_t seconds, again;
	uint64_t ms;

	if (duration_parse(text, &seconds)) {
		FUZZ_CHECK(seconds < UINT32_MAX);
		FUZZ_CHECK(duration_format_iso(seconds, written) < DURATION_TEXT_MAX);
		FUZZ_CHECK(duration_parse(text_of(written), &again) && again == seconds);
		FUZZ_CHECK(duration_format_short(seconds, written) < DURATION_TEXT_MAX);
		FUZZ_CHECK(duration_format_long(seconds, written) < DURATION_TEXT_MAX);
	}
	if (duration_parse_human(text, &ms))
		FUZZ_CHECK(ms / 1000 < UINT32_MAX);
	return 0;
}
