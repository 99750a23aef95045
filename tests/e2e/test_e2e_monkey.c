/* test_e2e_monkey.c: keys, clicks and sizes that nobody chose, while the world moves. */
#include "config.h"

#include <stdlib.h>

#include "e2e/watch.h"

#define STEPS 300
#define KEYS_AT_ONCE 6

/* All that is bound, some that is not, and text; nothing that quits outright. */
static const char *const keys[] = {KEY_UP, KEY_DOWN, KEY_LEFT, KEY_RIGHT, KEY_HOME, KEY_END, KEY_PAGE_UP, KEY_PAGE_DOWN,
    KEY_INSERT, KEY_DELETE, KEY_ENTER, KEY_ENTER, KEY_ESCAPE, KEY_ESCAPE, KEY_TAB, KEY_BACKSPACE, KEY_F1, KEY_F2,
    KEY_F3, KEY_F4, KEY_F5, KEY_F6, KEY_F7, KEY_CTRL_F, KEY_CTRL_L, KEY_CTRL_U, "j", "k", "g", "G", "n", "N", "s", "<",
    ">", "I", "c", " ", "K", "J", "p", "r", "+", "-", "?", "h", "/", "a", "\\", "日", "é", "1.", "\xff", "\033[200~",
    KEY_TAB, KEY_TAB, "\033[Z", "f", "f", "F", "L", "v", "u", "i", "C", "[", "]", ("Fan" KEY_ENTER)};

/*
 * Of one height: libvterm 0.1 writes beyond its own lines when a terminal loses some of them in the middle of a
 * picture, and beyond one of few columns when a wide character stands there. Other sizes have tests of their own.
 */
static const char *const sizes[] = {"80x24", "80x24", "132x24", "40x24", "200x24", "79x24", "20x24"};

static unsigned
below(unsigned *seed, size_t count)
{
	return (unsigned)((size_t)rand_r(seed) % count);
}

/* One thing that a monkey does. */
static void
act(struct stage *stage, struct sim *sim, unsigned *seed)
{
	int columns = terminal_columns(stage_terminal(stage)), rows = terminal_rows(stage_terminal(stage));
	unsigned choice = below(seed, 20);

	if (choice == 0) {
		stage_resize(stage, sizes[below(seed, sizeof(sizes) / sizeof(sizes[0]))]);
	} else if (choice == 1) {
		stage_wheel(stage, (int)below(seed, 7) - 3);
	} else if (choice == 2) {
		stage_click(stage, (int)below(seed, (size_t)columns), (int)below(seed, (size_t)rows));
	} else if (choice == 3) {
		sim_post(sim, "step?seconds=%u", below(seed, 60));
	} else {
		for (unsigned i = 1 + below(seed, KEYS_AT_ONCE); i > 0; i--)
			stage_type(stage, keys[below(seed, sizeof(keys) / sizeof(keys[0]))]);
	}
	terminal_read(stage_terminal(stage), (int)below(seed, 25));
}

/* The same monkey in each run; E2E_SEED=N gets another one. */
static unsigned
choose(unsigned seed)
{
	const char *other = getenv("E2E_SEED");

	return other == NULL ? seed : seed + 10 * (unsigned)strtoul(other, NULL, 10);
}

static void
play(void **state, unsigned number, const char *world)
{
	unsigned seed = choose(number);
	struct sim *sim = sim_start(*state, "--seed %u --frozen %s", seed, world);
	struct stage *stage = watch(*state, "80x24", sim, "--delay 500ms");

	for (unsigned step = 0; step < STEPS; step++) {
		act(stage, sim, &seed);
		if (process_has_ended(terminal_process(stage_terminal(stage)))) {
			while (terminal_read(stage_terminal(stage), 0))
				;
			stage_fail(stage, "it ended in step %u with status %#x", step,
			    (unsigned)terminal_process(stage_terminal(stage))->status);
		}
	}
	sim_fault(sim, "");
	stage_resize(stage, "80x24");
	/* Out of whatever is open, each press on its own, so that none is the start of another key. */
	for (unsigned i = 0; i < 16; i++) {
		(void)stage_bytes(stage);
		stage_type(stage, KEY_ESCAPE);
	}
	stage_wait_on_line(stage, -1, "Enter detail");
	stage_type(stage, "q");
	stage_wait_end(stage, 0);
	stage_check_restored(stage);
}

static void
a_monkey_does_no_harm(void **state)
{
	play(state, 1, "--sessions 60 --churn 600");
}

static void
a_monkey_among_hostile_names_does_no_harm(void **state)
{
	play(state, 2, "--sessions 300 --churn 600 --hostile");
}

static void
a_monkey_at_a_failing_cluster_does_no_harm(void **state)
{
	play(state, 3,
	    "--sessions 60 --churn 600 --fault 500,rate=0.2 --fault 404,path=detail,rate=0.5 --fault "
	    "late=0.2,rate=0.3");
}

static void
a_monkey_at_an_empty_cluster_does_no_harm(void **state)
{
	play(state, 4, "--sessions 1 --churn 0");
}

static void
a_monkey_without_colours_and_unicode_does_no_harm(void **state)
{
	scene_set(*state, "LC_ALL", "C");
	scene_set(*state, "NO_COLOR", "1");
	play(state, 5, "--sessions 80 --churn 600 --hostile --forbid /api/protocols/locks");
}

static void
a_monkey_at_an_old_release_does_no_harm(void **state)
{
	play(state, 6, "--sessions 80 --churn 600 --release 9.8 --dialect overview");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    SCENE_TEST(a_monkey_does_no_harm),
	    SCENE_TEST(a_monkey_among_hostile_names_does_no_harm),
	    SCENE_TEST(a_monkey_at_a_failing_cluster_does_no_harm),
	    SCENE_TEST(a_monkey_at_an_empty_cluster_does_no_harm),
	    SCENE_TEST(a_monkey_without_colours_and_unicode_does_no_harm),
	    SCENE_TEST(a_monkey_at_an_old_release_does_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
