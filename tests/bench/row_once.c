/* row_once.c: one refresh that is printed, beside curl, jq and cJSON; and how it grows. */
#include "config.h"

#include "bench/bench.h"
#include "bench/decode.h"
#include "bench/pages.h"
#include "bench/program.h"
#include "e2e/sim.h"

#define QUICK_ONCE 300
#define GROWTH_SIZES 3

/* The floor: the bytes, fetched by who knows before what to ask for, and a bare parse of each record. */
static void
add_floor(struct bench *bench, const char *curl, const struct text *pages, size_t page_count)
{
	struct usage bytes = program_time(bench->scene, "%s", curl);
	double parse = decode_apart(decode_bare_records, pages, page_count);

	bench_add_peer(bench, GOAL_ONCE_FLOOR, bytes.wall + parse);
	bench_add_peer(bench, GOAL_ONCE_CPU, bytes.cpu + parse);
}

void
measure_once(struct bench *bench)
{
	struct scene *scene = bench->scene;
	size_t size = bench_size(bench, 100000, QUICK_ONCE);
	struct sim *sim = sim_start(scene, "--frozen --sessions %zu", size);
	const char *once = pages_once_command(scene, sim);
	const char *quiet = pages_curl_command(scene, sim, false), *loud = pages_curl_command(scene, sim, true);
	struct text *pages;
	size_t page_count = pages_fetch(scene, sim, &pages);
	bool has_jq = bench_has_program("jq");

	if (!has_jq)
		bench_miss_peer(bench, GOAL_ONCE_JQ, "jq");
	for (unsigned run = 0; run < bench->runs; run++) {
		struct usage ours = program_time(scene, "%s", once);

		bench_say("--once, run %u of %u", run + 1, bench->runs);
		bench_add(bench, GOAL_ONCE_JQ, ours.wall);
		bench_add(bench, GOAL_ONCE_FLOOR, ours.wall);
		bench_add(bench, GOAL_ONCE_CPU, ours.cpu);
		add_floor(bench, quiet, pages, page_count);
		if (has_jq)
			bench_add_peer(bench, GOAL_ONCE_JQ, program_time_pipe(scene, loud, "jq -c '.records[]'").wall);
	}
	sim_stop(sim);
}

/* What a session costs in clusters of three sizes, over what the program costs without any. */
void
measure_growth(struct bench *bench)
{
	static const enum goal_id times[] = {GOAL_COUNT, GOAL_GROW_TIME_100, GOAL_GROW_TIME_1000};
	static const enum goal_id memories[] = {GOAL_COUNT, GOAL_GROW_MEMORY_100, GOAL_GROW_MEMORY_1000};
	static const size_t whole[] = {10000, 100000, 1000000}, quick[] = {100, 200, 400};
	struct sim *empty = sim_start(bench->scene, "--frozen --sessions 1"), *sims[GROWTH_SIZES];

	for (size_t i = 0; i < GROWTH_SIZES; i++)
		sims[i] = sim_start(bench->scene, "--frozen --sessions %zu", bench_size(bench, whole[i], quick[i]));
	for (unsigned run = 0; run < bench->runs; run++) {
		struct usage base = program_time(bench->scene, "%s", pages_once_command(bench->scene, empty));

		bench_say("growth, run %u of %u", run + 1, bench->runs);
		for (size_t i = 0; i < GROWTH_SIZES; i++) {
			struct usage used = program_time(bench->scene, "%s", pages_once_command(bench->scene, sims[i]));
			double size = (double)bench_size(bench, whole[i], quick[i]);
			double time = (used.wall - base.wall) / size * 1e6, memory = (used.peak - base.peak) / size;

			for (size_t other = 1; other < GROWTH_SIZES; other++) {
				if (i == 0) {
					bench_add_peer(bench, times[other], time);
					bench_add_peer(bench, memories[other], memory);
				}
			}
			if (i > 0) {
				bench_add(bench, times[i], time);
				bench_add(bench, memories[i], memory);
			}
		}
	}
	sim_stop(empty);
	for (size_t i = 0; i < GROWTH_SIZES; i++)
		sim_stop(sims[i]);
}
