/* fuzz_known_clusters.c: whatever stands in the file, what is known of it makes sense, and mistakes have a place. */
#include "config.h"

#include <string.h>

#include "base/pin.h"
#include "config/known_clusters.h"
#include "fuzz.h"

#define NAME "k"

static size_t
count_lines(struct text text)
{
	size_t lines = 0;

	for (size_t i = 0; i < text.length; i++)
		lines += text.bytes[i] == '\n' || i + 1 == text.length;
	return lines;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text text = {(const char *)data, size};
	struct known_clusters known = {0};
	struct report report = {0};

	known_clusters_parse(text, NAME, &known, &report);
	FUZZ_CHECK(known.count <= count_lines(text));
	for (size_t i = 0; i < known.count; i++) {
		const struct known_cluster *entry = &known.entries[i];

		FUZZ_CHECK(pin_is_valid(text_of(entry->pin)));
		FUZZ_CHECK(strncmp(entry->origin, "https://", 8) == 0);
		FUZZ_CHECK(entry->line >= 1 && entry->line <= count_lines(text));
		/* Each is found under its own name: none hides another. */
		FUZZ_CHECK(known_clusters_find(&known, entry->origin) == entry);
	}
	for (size_t i = 0; i < report.count; i++) {
		FUZZ_CHECK(strncmp(report.lines[i], NAME ":", 2) == 0);
		for (const char *byte = report.lines[i]; *byte != '\0'; byte++)
			FUZZ_CHECK(*byte >= ' ' && *byte < 0x7f);
	}
	known_clusters_free(&known);
	report_free(&report);
	return 0;
}
