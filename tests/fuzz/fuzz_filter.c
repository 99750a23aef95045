/* fuzz_filter.c: whatever is typed as a filter is refused with a place, or means the same once printed and read again.
 */
#include "config.h"

#include <string.h>

#include "base/xalloc.h"
#include "fuzz.h"
#include "model/session_fields.h"
#include "query/complete.h"
#include "query/server_query.h"

#define ROWS 4

static const unsigned columns[] = {
    FIELD_CLUSTER, FIELD_USER, FIELD_CLIENT_IP, FIELD_OPEN_FILES, FIELD_IDLE_DURATION, FIELD_VOLUMES_NAME};

/* Two sessions with everything and two with next to nothing; made once. */
static struct snapshot *
some_sessions(void)
{
	static struct snapshot *snapshot;
	struct list_item volume = {.part = {text_of("u-1"), text_of("fin12")}};
	struct snapshot_origin origin = {&session_kind, 0, "east", NULL};
	struct snapshot_builder *builder;

	if (snapshot != NULL)
		return snapshot;
	origin.strings = strings_new();
	builder = snapshot_builder_new(&origin);
	for (uint64_t row = 0; row < ROWS; row++) {
		struct record record;

		record_clear(&record, &session_kind);
		record.number[FIELD_IDENTIFIER] = row << 62 | 1;
		if (row < 2) {
			record.text[FIELD_USER] = text_of(row == 0 ? "CORP\\alice" : "");
			record.text[FIELD_CLIENT_IP] = text_of(row == 0 ? "10.20.30.40" : "fd20::1");
			record.text[FIELD_PROTOCOL] = text_of("quic");
			record.number[FIELD_OPEN_FILES] = row * 31870;
			record.number[FIELD_IDLE_DURATION] = 1800;
			record.number[FIELD_SMB_SIGNING] = row;
			record.items = &volume;
			record.item_count = 1;
		}
		snapshot_builder_add(builder, &record);
	}
	snapshot = snapshot_builder_seal(builder, NULL, 1, false);
	strings_unref(origin.strings);
	return snapshot;
}

static struct filter *
compile(const char *text, struct filter_error *error)
{
	return filter_compile(&session_kind, text, columns, sizeof columns / sizeof *columns, error);
}

static void
check_printed(const char *text, const bool *passes)
{
	struct arena *arena = arena_new(1024);
	struct filter_error error;
	struct syntax *syntax;
	struct buffer printed;
	struct filter *filter;
	bool again[ROWS];

	buffer_init(&printed, SIZE_MAX / 2);
	FUZZ_CHECK(syntax_parse(text, arena, &syntax, &error));
	syntax_print(syntax, &printed);
	filter = compile(buffer_string(&printed), &error);
	/* Quotes and blanks may make it longer than a filter can be. */
	FUZZ_CHECK(filter != NULL || printed.length > FILTER_LENGTH_MAX);
	if (filter != NULL) {
		filter_apply(filter, some_sessions(), again);
		FUZZ_CHECK(memcmp(again, passes, sizeof again) == 0);
	} else {
		free(error.sentence);
	}
	filter_free(filter);
	buffer_free(&printed);
	arena_free(arena);
}

static void
check_filter(const char *text, struct filter *filter)
{
	struct server_query query = server_query_make(filter);
	bool passes[ROWS];

	filter_apply(filter, some_sessions(), passes);
	for (uint32_t row = 0; row < ROWS; row++)
		FUZZ_CHECK(filter_passes(filter, some_sessions(), row) == passes[row]);
	for (size_t i = 0; i < query.count; i++)
		FUZZ_CHECK(*query.conditions[i].value != '\0');
	check_printed(text, passes);
	server_query_clear(&query);
	filter_free(filter);
}

static void
check_completion(const char *text, size_t cursor)
{
	struct snapshot *snapshots[] = {some_sessions(), NULL};
	struct completion completion = filter_complete(&session_kind, text, cursor, snapshots, 2);

	FUZZ_CHECK(completion.start <= cursor && completion.end == cursor);
	FUZZ_CHECK(completion.count <= COMPLETIONS_MAX);
	completion_clear(&completion);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct filter_error error;
	char *text = xmalloc(size + 1);
	struct filter *filter;

	memcpy(text, data, size);
	text[size] = '\0';
	filter = compile(text, &error);
	FUZZ_CHECK((filter == NULL) == (error.sentence != NULL));
	if (filter != NULL) {
		check_filter(text, filter);
	} else {
		FUZZ_CHECK(error.position + error.length <= strlen(text));
		free(error.sentence);
	}
	check_completion(text, strlen(text));
	check_completion(text, strlen(text) / 2);
	free(text);
	return 0;
}
