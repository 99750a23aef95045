/* row_decode.c: reading pages, without a network. */
#include "config.h"

#include "bench/bench.h"
#include "bench/decode.h"
#include "bench/pages.h"
#include "e2e/sim.h"

static double
rate(const struct text *pages, size_t count, double seconds)
{
	double bytes = 0;

	for (size_t i = 0; i < count; i++)
		bytes += (double)pages[i].length;
	return bytes / 1e6 / (seconds > 0 ? seconds : 1e-9);
}

void
measure_decode(struct bench *bench)
{
	struct sim *sim = sim_start(bench->scene, "--frozen --sessions %zu", bench_size(bench, 30000, 300));
	struct text *pages;
	size_t count = pages_fetch(bench->scene, sim, &pages);

	sim_stop(sim);
	for (unsigned run = 0; run < bench->runs; run++) {
		double ours = rate(pages, count, decode_apart(decode_records, pages, count));

		bench_add(bench, GOAL_DECODE, ours);
		bench_add(bench, GOAL_DECODE_RATE, ours);
		bench_add(bench, GOAL_DECODE_RECORD, ours);
		bench_add_peer(bench, GOAL_DECODE_STORE, ours);
		bench_add(
		    bench, GOAL_DECODE_STORE, rate(pages, count, decode_apart(decode_into_snapshot, pages, count)));
		bench_add_peer(bench, GOAL_DECODE, rate(pages, count, decode_apart(decode_whole_pages, pages, count)));
		bench_add_peer(
		    bench, GOAL_DECODE_RECORD, rate(pages, count, decode_apart(decode_bare_records, pages, count)));
	}
}
