/* test_e2e_neighbours.c: two monitors on one host that watch the same cluster. */
#include "config.h"

#include <signal.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "e2e/process.h"
#include "e2e/watch.h"

#define INTERVAL_MS 500
#define OPTIONS "--delay 500ms"
#define SHARED "(2 watch)"
/* So many refreshes are timed. */
#define REFRESHES 14

/* Gives the programs a folder to find each other in. */
static void
share_a_folder(struct scene *scene)
{
	const char *folder = scene_path(scene, "run");

	mkdir(folder, S_IRWXU);
	scene_set(scene, "XDG_RUNTIME_DIR", folder);
}

struct requests {
	struct sim *sim;
	size_t count;
};

static bool
are_made(struct stage *stage, const void *context)
{
	const struct requests *wanted = context;

	(void)stage;
	return sim_requests(wanted->sim, SESSIONS_PATH) >= wanted->count;
}

/* Milliseconds until the cluster has been asked so often from here on. */
static uint64_t
time_refreshes(struct stage *stage, struct sim *sim)
{
	struct requests wanted = {sim, sim_requests(sim, SESSIONS_PATH) + REFRESHES};
	uint64_t started = clock_monotonic_ms();

	while (!are_made(stage, &wanted)) {
		if (clock_monotonic_ms() > started + (uint64_t)scene_patience_ms())
			stage_fail(stage, "the cluster is not asked any more");
		terminal_read(stage_terminal(stage), 20);
	}
	return clock_monotonic_ms() - started;
}

/* On a busy machine refreshes come later, never sooner: so only what is too fast fails. */
static void
two_ask_as_often_as_one(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 20 --seed 3");
	struct stage *first, *second;
	uint64_t taken;

	share_a_folder(*state);
	first = watch_rows(*state, "120x40", sim, OPTIONS);
	second = watch_rows(*state, "120x40", sim, OPTIONS);
	stage_wait_text(first, SHARED);
	stage_wait_text(second, SHARED);
	taken = time_refreshes(first, sim);
	if (taken < (uint64_t)REFRESHES * INTERVAL_MS * 10 / 12)
		stage_fail(first, "%d refreshes of both took only %llu ms", REFRESHES, (unsigned long long)taken);
}

static void
one_alone_keeps_its_interval_and_one_that_is_killed_is_forgotten(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 20 --seed 3");
	struct stage *first, *second;

	share_a_folder(*state);
	first = watch_rows(*state, "120x40", sim, OPTIONS);
	stage_type(first, "C");
	stage_wait_text(first, "every 0.5 s");
	second = watch_rows(*state, "120x40", sim, OPTIONS);
	stage_wait_text(first, "every 1.0 s " SHARED);
	kill(terminal_process(stage_terminal(second))->pid, SIGKILL);
	stage_wait_text(first, "every 0.5 s");
	stage_wait_no_text(first, SHARED);
}

/* The second one would not ask by itself for hours. */
static void
r_is_obeyed_at_once_whoever_else_watches(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 20 --seed 3 --frozen");
	struct stage *first, *second;

	share_a_folder(*state);
	first = watch_rows(*state, "120x40", sim, "");
	second = watch_rows(*state, "120x40", sim, "");
	stage_wait_text(second, SHARED);
	watch_refresh(second, sim);
	watch_refresh(first, sim);
}

static void
once_neither_waits_nor_counts(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 20 --seed 3 --frozen");
	struct stage *first;
	struct outcome outcome;

	share_a_folder(*state);
	/* A walk that goes on. */
	sim_fault(sim, "hang,path=sessions,nth=1");
	first = watch(*state, "120x40", sim, "");
	stage_wait_text(first, "asking");
	outcome = cifstop_run(*state, "--once --url %s --user %s", sim_url(sim), SIM_USER);
	if (outcome.code != 0)
		stage_fail(first, "--once: %s", outcome.err);
}

static void
without_a_folder_of_its_own_each_goes_by_itself(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 20 --seed 3");
	const char *folder = scene_path(*state, "run");
	struct stage *first;

	mkdir(folder, S_IRWXU);
	mkdir(scene_path(*state, "run/cifstop"), S_IRWXU);
	chmod(scene_path(*state, "run/cifstop"), S_IRWXU | S_IRWXO);
	scene_set(*state, "XDG_RUNTIME_DIR", folder);
	first = watch_rows(*state, "120x40", sim, OPTIONS);
	watch_rows(*state, "120x40", sim, OPTIONS);
	stage_type(first, "C");
	time_refreshes(first, sim);
	stage_wait_text(first, "every 0.5 s");
	stage_wait_no_text(first, SHARED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    SCENE_TEST(two_ask_as_often_as_one),
	    SCENE_TEST(one_alone_keeps_its_interval_and_one_that_is_killed_is_forgotten),
	    SCENE_TEST(r_is_obeyed_at_once_whoever_else_watches),
	    SCENE_TEST(once_neither_waits_nor_counts),
	    SCENE_TEST(without_a_folder_of_its_own_each_goes_by_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
