/* row_view.c: orders and filters over a million rows, without a screen. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "bench/bench.h"
#include "bench/decode.h"
#include "bench/pages.h"
#include "e2e/sim.h"
#include "model/session_fields.h"
#include "view/columns.h"
#include "view/view.h"

#define MILLION 1000000
#define QUICK_SESSIONS 500
/* What is typed, letter by letter. */
#define NEEDLE "jacob"

/* A key of qsort: a number, or a text with its length in `number`. */
struct key {
	uint64_t number;
	const char *bytes;
	uint32_t row;
};

static int
compare_rows(const struct key *a, const struct key *b)
{
	return (a->row > b->row) - (a->row < b->row);
}

static int
compare_numbers(const void *a, const void *b)
{
	const struct key *left = a, *right = b;

	if (left->number != right->number)
		return left->number < right->number ? -1 : 1;
	return compare_rows(left, right);
}

static int
compare_texts(const void *a, const void *b)
{
	const struct key *left = a, *right = b;
	size_t shorter = left->number < right->number ? left->number : right->number;
	int order = memcmp(left->bytes, right->bytes, shorter);

	return order != 0 ? order : compare_numbers(a, b);
}

/* CPU seconds that qsort takes for the rows of a snapshot by one field, with the keys laid out for it beforehand. */
static double
time_qsort(const struct snapshot *snapshot, unsigned field)
{
	uint32_t count = snapshot_count(snapshot);
	struct key *keys = xcalloc(count, sizeof *keys);
	enum field_type type = session_kind.fields[field].type;
	bool is_text = type == TYPE_TEXT || type == TYPE_ADDRESS;
	double started;

	for (uint32_t row = 0; row < count; row++) {
		struct text text = is_text ? snapshot_text(snapshot, field, row) : TEXT_ABSENT;

		keys[row] = (struct key){snapshot_number(snapshot, field, row), NULL, row};
		if (is_text)
			keys[row] = (struct key){text.length, text.bytes == NULL ? "" : text.bytes, row};
	}
	started = bench_cpu();
	qsort(keys, count, sizeof *keys, is_text ? compare_texts : compare_numbers);
	started = bench_cpu() - started;
	free(keys);
	return started;
}

/* CPU seconds of what the screen waits for after a key. */
static double
time_view(struct snapshot *snapshot, const char *filter, const struct order *order, struct view_cache *cache)
{
	unsigned columns[FIELDS_MAX];
	struct view_request request = {
	    .kind = &session_kind,
	    .snapshots = &snapshot,
	    .snapshot_count = 1,
	    .filter = filter,
	    .columns = columns,
	    .column_count = layout_default_columns(&session_kind, columns, false),
	    .cache = cache,
	    .order = *order,
	    .shows_ended = true,
	};
	double started = bench_cpu();
	struct view *view = view_compute(&request);

	started = bench_cpu() - started;
	view_unref(view);
	return started;
}

static struct snapshot *
fill_snapshot(struct bench *bench)
{
	struct sim *sim = sim_start(
	    bench->scene, "--frozen --sessions %zu", bench_size(bench, MILLION, QUICK_SESSIONS));
	struct strings *strings = strings_new();
	struct snapshot_origin origin = {&session_kind, 0, "bench", strings};
	struct snapshot_builder *builder = snapshot_builder_new(&origin);

	bench_say("a snapshot for sorting and filtering");
	pages_each(bench->scene, sim, decode_page, builder);
	sim_stop(sim);
	strings_unref(strings);
	return snapshot_builder_seal(builder, NULL, 0, false);
}

/* What it takes by the slowest of all fields, for the first time and, as on the screen, again. */
static void
measure_fields(struct bench *bench, struct snapshot *snapshot, struct view_cache *cache)
{
	double slowest = 0, slowest_again = 0;
	unsigned slowest_field = 0;

	for (unsigned field = 0; field < session_kind.field_count; field++) {
		struct order order = {.keys = {{field, false}}, .count = 1};
		double first = time_view(snapshot, NULL, &order, cache);
		double again = time_view(snapshot, NULL, &order, cache);

		if (first > slowest)
			slowest_field = field;
		slowest = first > slowest ? first : slowest;
		slowest_again = again > slowest_again ? again : slowest_again;
	}
	bench_say("slowest to sort by for the first time: %s", session_kind.fields[slowest_field].api_name);
	bench_add(bench, GOAL_SORT_FIELD, slowest * 1000);
	bench_add(bench, GOAL_SORT_AGAIN, slowest_again * 1000);
}

/* Some fields of different types beside qsort, without anything that is known from before. */
static void
measure_sort(struct bench *bench, struct snapshot *snapshot)
{
	static const unsigned fields[] = {FIELD_OPEN_FILES, FIELD_USER, FIELD_CLIENT_IP, FIELD_IDENTIFIER};
	double all = 0, all_qsort = 0;

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		struct order order = {.keys = {{fields[i], false}}, .count = 1};

		all += time_view(snapshot, NULL, &order, NULL);
		all_qsort += time_qsort(snapshot, fields[i]);
	}
	bench_add(bench, GOAL_SORT_QSORT, all / 4 * 1000);
	bench_add_peer(bench, GOAL_SORT_QSORT, all_qsort / 4 * 1000);
}

/* One run: letter by letter. */
static void
measure_filter(struct bench *bench, struct snapshot *snapshot, struct view_cache *cache)
{
	struct order order = order_default(&session_kind);
	char typed[sizeof NEEDLE] = "";
	double slowest = 0;

	time_view(snapshot, typed, &order, cache);
	for (size_t i = 0; i < strlen(NEEDLE); i++) {
		double taken;

		typed[i] = NEEDLE[i];
		taken = time_view(snapshot, typed, &order, cache);
		slowest = taken > slowest ? taken : slowest;
	}
	bench_add(bench, GOAL_FILTER_COMPUTE, slowest * 1000);
}

void
measure_view(struct bench *bench)
{
	struct snapshot *snapshot = fill_snapshot(bench);

	for (unsigned run = 0; run < bench->runs; run++) {
		struct view_cache *cache = view_cache_new();

		measure_fields(bench, snapshot, cache);
		measure_sort(bench, snapshot);
		measure_filter(bench, snapshot, cache);
		view_cache_free(cache);
	}
	snapshot_unref(snapshot);
}
