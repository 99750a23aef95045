/*
 * test_e2e_memory.c: memory is refused, at each place in turn: a message and a clean end, or a right result. Only in a
 * build with --enable-error-injection; with AddressSanitizer corruption would be seen as well.
 */
#include "config.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "e2e/watch.h"

#ifdef ERROR_INJECTION
#define HAS_INJECTION true
#else
#define HAS_INJECTION false
#endif

/* So many runs in a row that were not refused: there are not as many allocations. */
#define SURVIVED 10

static const char message[] = "cifstop: out of memory\n";

/* Each of the first, then in steps that grow: what comes late comes often. */
static unsigned long
next_number(unsigned long number)
{
	return number < 60 ? number + 1 : number + number / 6;
}

static void
refuse(void **state, unsigned long number)
{
	scene_set(*state, "CIFSTOP_REFUSE_MEMORY", scene_text(*state, "%lu", number));
}

static bool
ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), end_length = strlen(end);

	return length >= end_length && strcmp(text + length - end_length, end) == 0;
}

/* Whether the run was ended for want of memory, and properly; fails when it ended in another way than `expected`. */
static bool
was_refused(unsigned long number, const struct outcome *outcome, const char *expected)
{
	if (outcome->code == 2 && ends_with(outcome->err, message))
		return true;
	/* libcurl says itself when it cannot start for want of memory. */
	if (outcome->code == 1 && strstr(outcome->err, "memory") != NULL)
		return true;
	if (outcome->code != 0 || strcmp(outcome->out, expected) != 0)
		check_fail("allocation %lu: code %d\n%s\n%s", number, outcome->code, outcome->err, outcome->out);
	return false;
}

/* Runs with one refusal after the other, until there are not as many allocations. */
static void
check_all(void **state, const char *options)
{
	struct outcome outcome = cifstop_run(*state, "%s", options);
	const char *expected = outcome.out;
	unsigned long number = 1, refused = 0;

	assert_int_equal(outcome.code, 0);
	for (unsigned survived = 0; survived < SURVIVED; number = next_number(number)) {
		const void *mark = scene_mark(*state);

		refuse(state, number);
		outcome = cifstop_run(*state, "%s", options);
		if (was_refused(number, &outcome, expected)) {
			refused++;
			survived = 0;
		} else {
			survived++;
		}
		scene_release(*state, mark);
	}
	printf("# %s: %lu runs were refused memory, the last about allocation %lu\n", options, refused, number);
	assert_true(refused > 10);
}

static const char *
write_config(void **state, struct sim *sim)
{
	return sim_config(*state, "interval: 1h", "", "one", sim);
}

static void
a_configuration_is_loaded_or_not(void **state)
{
	struct sim *sim;

	if (!HAS_INJECTION)
		return; /* not in this build */
	sim = sim_start(*state, "--sessions 5 --frozen");
	check_all(state, scene_text(*state, "-c %s --check-config", write_config(state, sim)));
}

static void
once_is_printed_or_not(void **state)
{
	struct sim *sim;

	if (!HAS_INJECTION)
		return; /* not in this build */
	sim = sim_start(*state, "--sessions 40 --seed 3 --frozen");
	check_all(state, scene_text(*state, "-c %s --once --format csv -s identifier", write_config(state, sim)));
}

/* Some keys that open what there is; false when it ended before. */
static bool
use_screen(struct stage *stage)
{
	static const char *const keys[] = {"j", KEY_ENTER, KEY_TAB, KEY_TAB, KEY_ESCAPE, "/corp", KEY_ESCAPE, "?",
	    KEY_ESCAPE, "C", KEY_ESCAPE, "f", KEY_ESCAPE, "q"};

	while (!stage_has(stage, "Enter detail") && !process_has_ended(terminal_process(stage_terminal(stage))))
		terminal_read(stage_terminal(stage), 50);
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (process_has_ended(terminal_process(stage_terminal(stage))))
			return false;
		stage_type(stage, keys[i]);
		for (int reads = 0; reads < 4; reads++)
			terminal_read(stage_terminal(stage), 30);
	}
	return true;
}

static void
a_screen_is_given_back(void **state)
{
	unsigned long number = 1, refused = 0;
	const char *config;
	struct sim *sim;

	if (!HAS_INJECTION)
		return; /* not in this build */
	sim = sim_start(*state, "--sessions 40 --seed 3 --frozen");
	config = write_config(state, sim);
	for (unsigned survived = 0; survived < SURVIVED; number = next_number(number + (number > 20 ? 4 : 0))) {
		const void *mark = scene_mark(*state);
		struct stage *stage;
		int status;

		refuse(state, number);
		stage = stage_open_cifstop(*state, "80x24", "-c %s", config);
		(void)use_screen(stage);
		stage_wait_gone(stage);
		status = terminal_process(stage_terminal(stage))->status;
		stage_check_restored(stage);
		if (WIFEXITED(status) && WEXITSTATUS(status) == 2 && stage_has(stage, "cifstop: out of memory")) {
			refused++;
			survived = 0;
		} else if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
			survived++;
		} else {
			stage_fail(stage, "allocation %lu: status %#x", number, (unsigned)status);
		}
		scene_release(*state, mark);
	}
	printf("# a screen: %lu runs were refused memory, the last about allocation %lu\n", refused, number);
	assert_true(refused > 20);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    SCENE_TEST(a_configuration_is_loaded_or_not),
	    SCENE_TEST(once_is_printed_or_not),
	    SCENE_TEST(a_screen_is_given_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
