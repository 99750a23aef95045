/* decode.c: what it costs to read pages. */
#include "config.h"

#include "bench/decode.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/bench.h"
#include "e2e/check.h"
#include "model/session_fields.h"
#include "ontap/record_decode.h"
#include "ontap/records.h"

/* As much as libcurl hands on at once. */
#define PIECE 16384

struct reader {
	struct record_decoder *decoder;
	struct snapshot_builder *builder;
};

static void
feed_pages(records_fn *on_record, records_known_fn *on_known, void *context, const struct text *pages, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct records *records = records_new(on_record, context);

		records_take_known(records, on_known);
		for (size_t at = 0; at < pages[i].length; at += PIECE) {
			size_t left = pages[i].length - at;

			records_feed(records, pages[i].bytes + at, left < PIECE ? left : PIECE);
		}
		if (records_finish(records) != BODY_FINE)
			check_fail("page %zu is broken", i);
		records_free(records);
	}
}

double
decode_whole_pages(const struct text *pages, size_t count)
{
	double started = bench_cpu();

	cJSON_InitHooks(NULL);
	for (size_t i = 0; i < count; i++) {
		cJSON *page = cJSON_ParseWithLength(pages[i].bytes, pages[i].length);

		if (page == NULL)
			check_fail("cJSON refuses page %zu", i);
		cJSON_Delete(page);
	}
	return bench_cpu() - started;
}

static void
parse_bare(struct text record, void *context)
{
	cJSON *tree = cJSON_ParseWithLength(record.bytes, record.length);

	(void)context;
	if (tree == NULL)
		check_fail("cJSON refuses a record");
	cJSON_Delete(tree);
}

double
decode_bare_records(const struct text *pages, size_t count)
{
	double started = bench_cpu();

	cJSON_InitHooks(NULL);
	feed_pages(parse_bare, NULL, NULL, pages, count);
	return bench_cpu() - started;
}

static void
read_record(struct text json, void *context)
{
	struct reader *reader = context;
	struct record record;

	if (!record_decode(reader->decoder, json, &record))
		check_fail("a record cannot be read");
	if (reader->builder != NULL)
		snapshot_builder_add(reader->builder, &record);
}

/* As an exchange does. */
static size_t
read_known(struct text bytes, void *context)
{
	struct reader *reader = context;
	struct record record;
	size_t length = record_decode_known(reader->decoder, bytes, &record);

	if (length > 0 && reader->builder != NULL)
		snapshot_builder_add(reader->builder, &record);
	return length;
}

double
decode_records(const struct text *pages, size_t count)
{
	double started = bench_cpu();
	struct reader reader = {.decoder = record_decoder_new(&session_kind)};

	feed_pages(read_record, read_known, &reader, pages, count);
	record_decoder_free(reader.decoder);
	return bench_cpu() - started;
}

static void
fill(struct snapshot_builder *builder, const struct text *pages, size_t count)
{
	struct reader reader = {.decoder = record_decoder_new(&session_kind), .builder = builder};

	feed_pages(read_record, read_known, &reader, pages, count);
	record_decoder_free(reader.decoder);
}

void
decode_page(struct text page, void *builder)
{
	fill(builder, &page, 1);
}

double
decode_into_snapshot(const struct text *pages, size_t count)
{
	double started = bench_cpu(), taken;
	struct strings *strings = strings_new();
	struct snapshot_origin origin = {&session_kind, 0, "bench", strings};
	struct snapshot_builder *builder = snapshot_builder_new(&origin);

	fill(builder, pages, count);
	taken = bench_cpu() - started;
	snapshot_builder_free(builder);
	strings_unref(strings);
	return taken;
}

double
decode_apart(decode_way *way, const struct text *pages, size_t count)
{
	double taken = 0;
	int ends[2], status = -1;
	pid_t pid;

	if (pipe(ends) != 0 || (pid = fork()) < 0)
		check_fail("no child: %s", strerror(errno));
	if (pid == 0) {
		taken = way(pages, count);
		_exit(write(ends[1], &taken, sizeof taken) == sizeof taken ? 0 : 1);
	}
	close(ends[1]);
	if (read(ends[0], &taken, sizeof taken) != sizeof taken)
		check_fail("a child says nothing");
	close(ends[0]);
	if (waitpid(pid, &status, 0) != pid || status != 0)
		check_fail("a child failed");
	return taken;
}
