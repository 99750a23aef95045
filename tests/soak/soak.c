/*
 * soak.c: eight clusters whose sessions come and go, where every request may meet any of the faults, and a monitor
 * whose keys are pressed; beside it a --batch with two more, that are asked for no password: nobody would press r
 * there. From time to time the faults cease and the worlds stand still: then what is shown must be what is there, and
 * both programs must use no more than before.
 */
#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

#include "e2e/watch.h"
#include "soak/identities.h"
#include "soak/samples.h"

#define CLUSTERS 8
#define BATCH_CLUSTERS 2
/* A tall terminal: all sessions are in sight at once. */
#define SIZE "190x900"
#define ROWS_WIDE "cluster,node.uuid,svm.uuid,identifier,connection_id"

static const char *const names[CLUSTERS] = {"c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8"};

static const char *const worlds[CLUSTERS] = {
    "--release 9.14.1",
    "--release 9.8 --dialect page98",
    "--release 9.12.1 --dialect overview",
    "--release 9.14.1 --dialect odd",
    "--release 9.14.1 --hostile",
    "--release 9.11.1",
    "--release 9.14.1 --nodes 1",
    "--release 9.10.1",
};

/* Each of them at one request in twenty. */
static const char *const faults[] = {"late=0.3", "hang", "cut", "broken", "html", "401", "403", "404", "405", "429=1",
    "500", "503=1", "empty_page", "short_pages", "slow_pages", "ignore_query", "duplicates",
    "evil_link=http://127.0.0.1:1/api/x", "loop_link", "mid_walk"};

/* What a person may do there; each leaves no prompt open. */
static const char *const acts[] = {"j", "k", "jjjj", KEY_PAGE_DOWN, KEY_PAGE_UP, "G", "g", KEY_ENTER, KEY_TAB, "]", "f",
    "L", "C", "v", "u", "i", "?", "r", "r", ("F.doc" KEY_ENTER), KEY_CTRL_L, "n"};

struct soak {
	struct scene *scene;
	struct sim *sims[CLUSTERS];
	struct sim *batch_sims[BATCH_CLUSTERS];
	const char *config;
	struct stage *stage;
	struct process *batch;
	uint64_t started_ms;
	uint64_t slowest_key_ms;
	unsigned seed;
	unsigned acts;
	unsigned comparisons;
	struct samples samples;
};

static uint64_t
seconds_wanted(void)
{
	const char *wanted = getenv("SOAK_SECONDS");
	unsigned long seconds = wanted == NULL ? 0 : strtoul(wanted, NULL, 10);

	return seconds == 0 ? 60 : seconds;
}

/* Takes what comes from the screen, for so long. */
static void
watch_for(struct soak *soak, uint64_t ms)
{
	uint64_t end = clock_monotonic_ms() + ms, now;

	while ((now = clock_monotonic_ms()) < end)
		terminal_read(stage_terminal(soak->stage), (int)(end - now));
	if (process_has_ended(terminal_process(stage_terminal(soak->stage))))
		stage_fail(soak->stage, "the monitor ended");
	if (process_has_ended(soak->batch))
		check_fail("--batch ended: %s", scene_read(soak->scene, scene_path(soak->scene, "batch.err"), NULL));
}

/* ---- the worlds */

/* The words of a control request that asks for all faults. */
static const char *
fault_words(struct soak *soak, bool has_401)
{
	const char *words = "";

	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		if (!has_401 && strcmp(faults[i], "401") == 0)
			continue;
		words = scene_text(soak->scene, "%s%sspec=%s", words, i == 0 ? "" : "&",
		    sim_escape(soak->sims[0], scene_text(soak->scene, "%s,rate=0.05", faults[i])));
	}
	return words;
}

static void
start_faults(struct soak *soak)
{
	for (size_t i = 0; i < CLUSTERS; i++) {
		sim_post(soak->sims[i], "fault?%s", fault_words(soak, true));
		sim_post(soak->sims[i], "freeze?is=false");
	}
	for (size_t i = 0; i < BATCH_CLUSTERS; i++)
		sim_post(soak->batch_sims[i], "fault?%s", fault_words(soak, false));
}

static struct identities
stop_worlds(struct soak *soak)
{
	struct identities expected = {NULL, 0};

	for (size_t i = 0; i < CLUSTERS; i++) {
		struct records world;

		sim_post(soak->sims[i], "fault?spec=");
		sim_post(soak->sims[i], "freeze?is=true");
		world = sim_world(soak->sims[i]);
		identities_add_world(soak->scene, &expected, names[i], &world);
	}
	for (size_t i = 0; i < BATCH_CLUSTERS; i++)
		sim_post(soak->batch_sims[i], "fault?spec=");
	identities_sort(&expected);
	return expected;
}

/* ---- the monitor */

static void
act(struct soak *soak)
{
	unsigned choice = (unsigned)rand_r(&soak->seed) % (unsigned)(sizeof(acts) / sizeof(acts[0]) + 3);

	/* Escape by itself, or it is taken for the start of another key. */
	if (choice >= sizeof(acts) / sizeof(acts[0]))
		stage_type(soak->stage, KEY_ESCAPE);
	else
		stage_type(soak->stage, acts[choice]);
	soak->acts++;
	watch_for(soak, 100 + (unsigned)rand_r(&soak->seed) % 400);
}

static void
leave_everything(struct soak *soak)
{
	for (unsigned i = 0; i < 12; i++) {
		stage_type(soak->stage, KEY_ESCAPE);
		watch_for(soak, 70);
	}
	stage_wait_on_line(soak->stage, -1, "Enter detail");
	stage_wait_text(soak->stage, "CONN ID");
}

/* How long it takes from the key to the first sign of it. */
static void
time_key(struct soak *soak)
{
	uint64_t pressed = clock_monotonic_ms(), took;

	stage_type(soak->stage, "?");
	while (!stage_has(soak->stage, "this help")) {
		if (clock_monotonic_ms() > pressed + (uint64_t)scene_patience_ms())
			stage_fail(soak->stage, "a key has no effect");
		terminal_read(stage_terminal(soak->stage), 100);
	}
	took = clock_monotonic_ms() - pressed;
	soak->slowest_key_ms = took > soak->slowest_key_ms ? took : soak->slowest_key_ms;
	stage_type(soak->stage, KEY_ESCAPE);
	stage_wait_no_text(soak->stage, "this help");
}

/* Presses r until the screen shows what is there: r wakes those that a refused password stopped. */
static void
wait_for_truth(struct soak *soak, const struct identities *expected)
{
	uint64_t deadline = clock_monotonic_ms() + 3 * (uint64_t)scene_patience_ms();
	const char *difference;

	do {
		struct identities seen;

		stage_type(soak->stage, "r");
		watch_for(soak, 1000);
		seen = identities_of_screen(soak->scene, soak->stage);
		difference = identities_compare(soak->scene, expected, &seen);
		if (difference != NULL && clock_monotonic_ms() > deadline)
			stage_fail(soak->stage, "%s", difference);
	} while (difference != NULL);
	soak->comparisons++;
}

/* ---- both in turn */

static void
check_second_program(struct soak *soak, const struct identities *expected)
{
	struct outcome outcome = cifstop_run(soak->scene, "-c %s --once --format ndjson", soak->config);
	struct records records = records_parse_json(soak->scene, outcome.out);
	struct identities seen = identities_of_records(soak->scene, &records);
	const char *difference = identities_compare(soak->scene, expected, &seen);

	if (difference != NULL)
		check_fail("--once: %s\n%s", difference, outcome.err);
}

/* The time in which everything is to be well. */
static void
rest(struct soak *soak)
{
	struct identities expected = stop_worlds(soak);
	struct sample sample = {.sessions = expected.count};

	leave_everything(soak);
	time_key(soak);
	wait_for_truth(soak, &expected);
	check_second_program(soak, &expected);
	sample.at_ms = clock_monotonic_ms() - soak->started_ms;
	sample.monitor = process_look(terminal_process(stage_terminal(soak->stage))->pid);
	sample.batch = process_look(soak->batch->pid);
	sample.slowest_key_ms = soak->slowest_key_ms;
	soak->slowest_key_ms = 0;
	samples_add(&soak->samples, &sample);
	terminal_forget_output(stage_terminal(soak->stage));
}

#define SETTINGS "interval: 1s, return_timeout: 1, timeout: 2s, max_records: 25"

static void
open_batch(struct soak *soak)
{
	struct scene *scene = soak->scene;
	const char *config;

	for (size_t i = 0; i < BATCH_CLUSTERS; i++)
		soak->batch_sims[i] = sim_start(scene, "--sessions 60 --seed %zu --churn 400", i + 11);
	config = sim_config(scene, SETTINGS, "", "b1,b2", soak->batch_sims[0], soak->batch_sims[1]);
	/* The other configuration takes its name. */
	config = scene_write(scene, "batch.yaml", "%s", scene_read(scene, config, NULL));
	soak->batch = scene_memory(scene, sizeof(*soak->batch));
	*soak->batch = process_start(scene,
	    scene_words(scene, scene_text(scene, "'%s' -c %s --batch --format ndjson", cifstop_path, config)), -1,
	    "/dev/null", scene_path(scene, "batch.err"));
}

static void
open_soak(struct soak *soak)
{
	struct sim **sims = soak->sims;

	for (size_t i = 0; i < CLUSTERS; i++)
		sims[i] = sim_start(soak->scene, "--sessions 60 --seed %zu --churn 400 %s", i + 1, worlds[i]);
	open_batch(soak);
	soak->config = sim_config(soak->scene, SETTINGS, "", "c1,c2,c3,c4,c5,c6,c7,c8", sims[0], sims[1], sims[2],
	    sims[3], sims[4], sims[5], sims[6], sims[7]);
	soak->stage = stage_open_cifstop(soak->scene, SIZE, "-c %s -o " ROWS_WIDE, soak->config);
	stage_wait_text(soak->stage, "CONN ID");
}

static void
print_result(const struct soak *soak)
{
	printf("# %u clusters, all %zu faults at 5 %% each; %u keys or words typed; %u times all that is shown was "
	       "compared with all that is there\n",
	    CLUSTERS, sizeof(faults) / sizeof(faults[0]), soak->acts, soak->comparisons);
	samples_print(&soak->samples);
}

static void
nothing_grows_and_nothing_is_lost(void **state)
{
	struct soak *soak = scene_memory(*state, sizeof(*soak));
	uint64_t seconds = seconds_wanted(), now, next_rest, pause_ms = seconds * 1000 / 24;

	soak->scene = *state;
	soak->seed = 1;
	open_soak(soak);
	soak->started_ms = clock_monotonic_ms();
	pause_ms = pause_ms < 4000 ? 4000 : pause_ms > 60000 ? 60000 : pause_ms;
	next_rest = soak->started_ms + pause_ms;
	while ((now = clock_monotonic_ms()) < soak->started_ms + seconds * 1000) {
		const void *mark = scene_mark(*state);

		if (soak->acts == 0 || soak->samples.count == 0 || now < next_rest) {
			if (soak->acts == 0)
				start_faults(soak);
			act(soak);
		}
		if (now >= next_rest) {
			rest(soak);
			start_faults(soak);
			next_rest = clock_monotonic_ms() + pause_ms;
		}
		scene_release(*state, mark);
	}
	rest(soak);
	print_result(soak);
	if (samples_judge(&soak->samples) != NULL)
		check_fail("%s", samples_judge(&soak->samples));
	stage_type(soak->stage, "q");
	stage_wait_end(soak->stage, 0);
	kill(soak->batch->pid, SIGTERM);
	assert_true(process_wait(soak->batch, scene_bound_ms(2000)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    SCENE_TEST(nothing_grows_and_nothing_is_lost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
