/* test_e2e_ends.c: however it ends, it does so soon, and the terminal is as it was. */
#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"

#include "e2e/process_look.h"
#include "e2e/watch.h"

/* Within this time whoever is asked to end has ended. */
#define SOON_MS 2000
#define KEY_CTRL_S "\023"

static struct sim *
small_world(void **state)
{
	return sim_start(*state, "--sessions 60 --seed 4 --frozen");
}

/* On a cluster that is asked all the time, so that a request too many would be seen. */
static struct stage *
watch_fast(void **state, struct sim *sim)
{
	return watch_rows(*state, "80x24", sim, "--delay 500ms");
}

static pid_t
pid_of(struct stage *stage)
{
	return terminal_process(stage_terminal(stage))->pid;
}

/* It ends before `started_ms` is SOON_MS ago. */
static void
wait_gone_soon(struct stage *stage, uint64_t started_ms)
{
	stage_wait_gone(stage);
	if (clock_monotonic_ms() - started_ms > (uint64_t)scene_bound_ms(SOON_MS))
		stage_fail(stage, "it took %u ms to end", (unsigned)(clock_monotonic_ms() - started_ms));
}

static void
check_signal(struct stage *stage, int number)
{
	int status = terminal_process(stage_terminal(stage))->status;

	if (!WIFSIGNALED(status) || WTERMSIG(status) != number)
		stage_fail(stage, "it ended with status %#x, not by signal %d", (unsigned)status, number);
}

/* ---- asked to end */

static void
check_asked(void **state, int number)
{
	struct sim *sim = small_world(state);
	struct stage *stage = watch_fast(state, sim);
	size_t asked = sim_requests(sim, "");
	uint64_t now = clock_monotonic_ms();

	kill(pid_of(stage), number);
	wait_gone_soon(stage, now);
	stage_wait_end(stage, 0);
	stage_check_restored(stage);
	/* One may have been on its way to the log. */
	assert_in_range(sim_requests(sim, ""), asked, asked + 1);
}

static void
sigterm_ends_it_soon(void **state)
{
	check_asked(state, SIGTERM);
}

static void
sighup_ends_it_soon(void **state)
{
	check_asked(state, SIGHUP);
}

static void
sigint_ends_it_soon(void **state)
{
	check_asked(state, SIGINT);
}

static void
sigquit_gives_the_terminal_back_and_is_obeyed(void **state)
{
	struct stage *stage = watch_fast(state, small_world(state));
	uint64_t now = clock_monotonic_ms();

	kill(pid_of(stage), SIGQUIT);
	wait_gone_soon(stage, now);
	check_signal(stage, SIGQUIT);
	stage_check_restored(stage);
	assert_false(stage_has(stage, "defect"));
}

static void
a_cluster_that_hangs_does_not_hold_up_the_end(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 60 --fault hang");
	struct stage *stage = watch(*state, "80x24", sim, "");
	uint64_t now;

	stage_wait_text(stage, "asking");
	now = clock_monotonic_ms();
	kill(pid_of(stage), SIGTERM);
	wait_gone_soon(stage, now);
	stage_wait_end(stage, 0);
	stage_check_restored(stage);
}

/* The program is in the middle of a write that does not end. */
static void
stop_output(struct stage *stage)
{
	uint64_t deadline = clock_monotonic_ms() + (uint64_t)scene_patience_ms();
	size_t before, now;

	stage_type(stage, KEY_CTRL_S);
	/* What it paints each second does not come any more. */
	before = terminal_output_length(stage_terminal(stage));
	for (;;) {
		uint64_t since = clock_monotonic_ms();

		while (clock_monotonic_ms() < since + 1200)
			terminal_read(stage_terminal(stage), 100);
		now = terminal_output_length(stage_terminal(stage));
		if (now == before)
			return;
		before = now;
		if (clock_monotonic_ms() > deadline)
			stage_fail(stage, "the terminal does not stop");
	}
}

static void
a_terminal_that_takes_nothing_does_not_hold_up_the_end(void **state)
{
	struct stage *stage = watch_rows(*state, "80x24", small_world(state), "");
	uint64_t now;

	stop_output(stage);
	now = clock_monotonic_ms();
	kill(pid_of(stage), SIGTERM);
	wait_gone_soon(stage, now);
	check_signal(stage, SIGTERM);
	stage_check_restored(stage);
}

static void
a_second_signal_is_not_kept_waiting(void **state)
{
	struct stage *stage = watch_rows(*state, "80x24", small_world(state), "");
	uint64_t now;

	stop_output(stage);
	now = clock_monotonic_ms();
	kill(pid_of(stage), SIGTERM);
	kill(pid_of(stage), SIGHUP);
	stage_wait_gone(stage);
	assert_true(clock_monotonic_ms() - now < (uint64_t)scene_bound_ms(1000));
	stage_check_restored(stage);
}

/* ---- terminals that go away */

static void
a_closed_terminal_ends_it_soon(void **state)
{
	struct sim *sim = small_world(state);
	struct stage *stage = watch_fast(state, sim);
	struct process *process = terminal_process(stage_terminal(stage));

	terminal_hang_up(stage_terminal(stage));
	assert_true(process_wait(process, scene_bound_ms(SOON_MS)));
}

static void
a_closed_terminal_ends_it_also_where_sighup_is_ignored(void **state)
{
	struct sim *sim = small_world(state);
	struct process *process;
	struct stage *stage;

	scene_set(*state, "CIFSTOP_PASSWORD", SIM_PASSWORD);
	stage = stage_open(*state, "80x24", "sh -c 'trap \"\" HUP; exec %s --url %s -u " SIM_USER " --delay 500ms'",
	    cifstop_path, sim_url(sim));
	table_wait_rows(stage, 18);
	process = terminal_process(stage_terminal(stage));
	terminal_hang_up(stage_terminal(stage));
	assert_true(process_wait(process, scene_bound_ms(SOON_MS)));
}

static void
wait_pid_gone(struct stage *stage, pid_t pid)
{
	uint64_t deadline = clock_monotonic_ms() + (uint64_t)scene_bound_ms(SOON_MS);

	while (!process_is_gone(pid)) {
		if (clock_monotonic_ms() > deadline)
			stage_fail(stage, "it goes on; CPU time %u ms", (unsigned)process_look(pid).cpu_ms);
		terminal_read(stage_terminal(stage), 10);
	}
}

static void
kill_deferred(void *subject)
{
	const pid_t *pid = subject;

	if (!process_is_gone(*pid))
		kill(*pid, SIGKILL);
}

/* In the background of a shell that has gone, reading from the terminal is refused (EIO) for ever. */
static void
a_terminal_that_cannot_be_read_ends_it_soon(void **state)
{
	struct sim *sim = small_world(state);
	const char *file = scene_path(*state, "pid");
	pid_t *pid = scene_memory(*state, sizeof(*pid));
	struct stage *stage;

	scene_set(*state, "CIFSTOP_PASSWORD", SIM_PASSWORD);
	scene_write(*state, "shell", "%s --url %s -u " SIM_USER " --delay 500ms &\necho $! >%s\n", cifstop_path,
	    sim_url(sim), file);
	stage = stage_open(*state, "80x24", "sh -c 'sh -m %s; exec sleep 1000'", scene_path(*state, "shell"));
	stage_wait_text(stage, "Enter detail");
	*pid = (pid_t)strtol(scene_read(*state, file, NULL), NULL, 10);
	assert_true(*pid > 0);
	scene_defer(*state, kill_deferred, pid);
	/* The settings could not be changed from there either, so that keys come by lines. */
	stage_type(stage, "j" KEY_ENTER);
	wait_pid_gone(stage, *pid);
}

/* ---- stopped, and going on */

static void
wait_state(struct stage *stage, char state)
{
	uint64_t deadline = clock_monotonic_ms() + (uint64_t)scene_patience_ms();

	while (process_look(pid_of(stage)).state != state) {
		if (clock_monotonic_ms() > deadline)
			stage_fail(stage, "it is %c, not %c", process_look(pid_of(stage)).state, state);
		terminal_read(stage_terminal(stage), 5);
	}
}

/* While the cluster is asked some times more, it uses but a little of the processor. */
static void
check_idle(struct stage *stage, struct sim *sim)
{
	size_t asked = sim_requests(sim, SESSIONS_PATH);
	uint64_t cpu = process_look(pid_of(stage)).cpu_ms, started = clock_monotonic_ms(), used, passed;

	while (sim_requests(sim, SESSIONS_PATH) < asked + 3 || clock_monotonic_ms() < started + 1000) {
		if (clock_monotonic_ms() > started + (uint64_t)scene_patience_ms())
			stage_fail(stage, "the cluster is not asked any more");
		terminal_read(stage_terminal(stage), 20);
	}
	used = process_look(pid_of(stage)).cpu_ms - cpu;
	passed = clock_monotonic_ms() - started;
	if (used * 2 > passed)
		stage_fail(stage, "it used %u ms of %u ms", (unsigned)used, (unsigned)passed);
}

static void
a_stop_that_nobody_asked_about_is_survived(void **state)
{
	struct sim *sim = small_world(state);
	struct stage *stage = watch_fast(state, sim);

	kill(pid_of(stage), SIGSTOP);
	wait_state(stage, 'T');
	while (terminal_read(stage_terminal(stage), 20))
		;
	terminal_meddle(stage_terminal(stage));
	terminal_scribble(stage_terminal(stage), "\033[2J\033[Hmeddled");
	stage_wait_text(stage, "meddled");
	kill(pid_of(stage), SIGCONT);
	stage_wait_no_text(stage, "meddled");
	table_wait_rows(stage, 18);
	/* Keys come without Return, and are not echoed. */
	stage_type(stage, "jj");
	table_wait_cursor(stage, 2);
	check_idle(stage, sim);
	stage_type(stage, "q");
	stage_wait_end(stage, 0);
	stage_check_restored(stage);
}

static void
sigtstp_and_sigcont_in_turn_do_no_harm(void **state)
{
	struct sim *sim = small_world(state);
	struct stage *stage = watch_fast(state, sim);

	for (unsigned i = 0; i < 50; i++) {
		kill(pid_of(stage), SIGTSTP);
		kill(pid_of(stage), SIGCONT);
		terminal_read(stage_terminal(stage), 5);
	}
	table_wait_rows(stage, 18);
	check_idle(stage, sim);
	stage_type(stage, "q");
	stage_wait_end(stage, 0);
	stage_check_restored(stage);
}

static void
a_storm_of_new_sizes_is_survived(void **state)
{
	static const char *const sizes[] = {"80x24", "132x24", "40x24", "100x24"};
	struct sim *sim = small_world(state);
	struct stage *stage = watch_fast(state, sim);

	for (unsigned i = 0; i < 400; i++) {
		stage_resize(stage, sizes[i % 4]);
		kill(pid_of(stage), SIGWINCH);
	}
	stage_resize(stage, "100x24");
	table_wait_rows(stage, 18);
	stage_wait_on_line(stage, -1, "q quit");
	check_idle(stage, sim);
	stage_type(stage, "q");
	stage_wait_end(stage, 0);
	stage_check_restored(stage);
}

/* ---- readers that have enough */

/* Runs cifstop before a reader that ends early, and returns its exit code. */
static int
run_into_head(void **state, struct sim *sim, const char *options)
{
	const char *code = scene_path(*state, "code");
	uint64_t now = clock_monotonic_ms();
	struct outcome outcome;

	scene_set(*state, "CIFSTOP_PASSWORD", SIM_PASSWORD);
	outcome = process_run(*state, "sh -c '{ %s --url %s -u " SIM_USER " %s; echo $? >%s; } | head -n 1'",
	    cifstop_path, sim_url(sim), options, code);
	assert_int_equal(outcome.code, 0);
	assert_string_equal(outcome.err, "");
	check_contains(outcome.out, "\n");
	assert_true(clock_monotonic_ms() - now < (uint64_t)scene_patience_ms());
	return (int)strtol(scene_read(*state, code, NULL), NULL, 10);
}

static void
once_into_head_is_no_error(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 3000 --seed 4 --frozen");

	assert_int_equal(run_into_head(state, sim, "--once --format ndjson"), 0);
}

static void
batch_into_head_ends_with_its_reader_and_asks_no_more(void **state)
{
	struct sim *sim = small_world(state);
	size_t asked;

	/* The next refresh would come in an hour. */
	assert_int_equal(run_into_head(state, sim, "--batch --delay 1h"), 0);
	asked = sim_requests(sim, SESSIONS_PATH);
	assert_int_equal(asked, 1);
}

static void
a_signal_ends_once_while_the_cluster_hangs(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 60 --fault hang");
	struct process *process = scene_memory(*state, sizeof(*process));

	scene_set(*state, "CIFSTOP_PASSWORD", SIM_PASSWORD);
	*process = process_start(*state,
	    scene_words(*state, scene_text(*state, "'%s' --url %s -u " SIM_USER " --once", cifstop_path, sim_url(sim))),
	    -1, scene_path(*state, "out"), scene_path(*state, "err"));
	while (sim_requests(sim, "") == 0 && !process_wait(process, 10))
		;
	kill(process->pid, SIGTERM);
	assert_true(process_wait(process, scene_bound_ms(SOON_MS)));
	assert_true(WIFSIGNALED(process->status) && WTERMSIG(process->status) == SIGTERM);
}

/* ---- defects */

static void
check_crash(void **state, int number, size_t thread)
{
	struct stage *stage;
	pid_t threads[PROCESS_THREADS_MAX];
	uint64_t now;

	if (scene_has_sanitizer())
		return; /* not in this build */
	stage = watch_fast(state, small_world(state));
	assert_true(process_threads(pid_of(stage), threads) > thread);
	now = clock_monotonic_ms();
	syscall(SYS_tgkill, pid_of(stage), threads[thread], number);
	wait_gone_soon(stage, now);
	check_signal(stage, number);
	stage_check_restored(stage);
	if (!stage_has(stage, "please report it") || !stage_has(stage, "BUGS in cifstop(1)"))
		stage_fail(stage, "it does not say where to report");
}

static void
a_crash_gives_the_terminal_back_and_says_where_to_report(void **state)
{
	check_crash(state, SIGSEGV, 0);
}

static void
a_crash_of_the_first_other_thread_does_too(void **state)
{
	check_crash(state, SIGSEGV, 1);
}

static void
a_crash_of_the_second_other_thread_does_too(void **state)
{
	check_crash(state, SIGSEGV, 2);
}

static void
an_abort_does_too(void **state)
{
	check_crash(state, SIGABRT, 0);
}

static void
a_bus_error_does_too(void **state)
{
	check_crash(state, SIGBUS, 0);
}

static void
a_calculation_without_result_does_too(void **state)
{
	check_crash(state, SIGFPE, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    SCENE_TEST(sigterm_ends_it_soon),
	    SCENE_TEST(sighup_ends_it_soon),
	    SCENE_TEST(sigint_ends_it_soon),
	    SCENE_TEST(sigquit_gives_the_terminal_back_and_is_obeyed),
	    SCENE_TEST(a_cluster_that_hangs_does_not_hold_up_the_end),
	    SCENE_TEST(a_terminal_that_takes_nothing_does_not_hold_up_the_end),
	    SCENE_TEST(a_second_signal_is_not_kept_waiting),
	    SCENE_TEST(a_closed_terminal_ends_it_soon),
	    SCENE_TEST(a_closed_terminal_ends_it_also_where_sighup_is_ignored),
	    SCENE_TEST(a_terminal_that_cannot_be_read_ends_it_soon),
	    SCENE_TEST(a_stop_that_nobody_asked_about_is_survived),
	    SCENE_TEST(sigtstp_and_sigcont_in_turn_do_no_harm),
	    SCENE_TEST(a_storm_of_new_sizes_is_survived),
	    SCENE_TEST(once_into_head_is_no_error),
	    SCENE_TEST(batch_into_head_ends_with_its_reader_and_asks_no_more),
	    SCENE_TEST(a_signal_ends_once_while_the_cluster_hangs),
	    SCENE_TEST(a_crash_gives_the_terminal_back_and_says_where_to_report),
	    SCENE_TEST(a_crash_of_the_first_other_thread_does_too),
	    SCENE_TEST(a_crash_of_the_second_other_thread_does_too),
	    SCENE_TEST(an_abort_does_too),
	    SCENE_TEST(a_bus_error_does_too),
	    SCENE_TEST(a_calculation_without_result_does_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
