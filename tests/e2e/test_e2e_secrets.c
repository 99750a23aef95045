/* test_e2e_secrets.c: passwords and tokens reach the cluster, as rarely as they must, and nobody else. */
#include "config.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/sanitizer.h"
#include "e2e/listener.h"
#include "e2e/watch.h"

/* Nothing else on the screen or in the environment has this in it. */
#define SECRET "hunter2-correct-horse"

static struct sim *
small_world(struct scene *scene, const char *options)
{
	return sim_start(scene, "--sessions 40 --seed 4 --frozen %s", options);
}

/* ---- how often a cluster is asked ---- */

/* Waits until the log of a cluster has so many lines with `text`, of which the screen says nothing. */
static void
wait_requests(struct stage *stage, struct sim *sim, const char *text, size_t count)
{
	for (int waited = 0; sim_requests(sim, text) < count; waited++) {
		if (waited == scene_patience_ms() / 10)
			stage_fail(stage, "there are not %zu requests with \"%s\"", count, text);
		terminal_read(stage_terminal(stage), 10);
	}
}

/* Writes two clusters: `keys` says how the first, prod, is logged in to. */
static const char *
write_config(struct scene *scene, struct sim *prod, const char *keys, struct sim *lab)
{
	return scene_write(scene, "config.yaml",
	    "defaults: {interval: 500ms}\n"
	    "clusters:\n"
	    "  - {name: prod, url: '%s', %s}\n"
	    "  - {name: lab, url: '%s', username: " SIM_USER ", password: " SIM_PASSWORD "}\n",
	    sim_url(prod), keys, sim_url(lab));
}

/* How many intervals a cluster is left alone for; E2E_INTERVALS=120 makes it the minute of the promise. */
static size_t
intervals(void)
{
	const char *wanted = getenv("E2E_INTERVALS");
	long count = wanted == NULL ? 0 : strtol(wanted, NULL, 10);

	return count > 0 ? (size_t)count : 4;
}

static void
a_refused_password_costs_one_login_until_r(void **state)
{
	struct sim *prod = small_world(*state, ""), *lab = small_world(*state, "");
	const char *config = write_config(*state, prod, "username: " SIM_USER ", password: " SECRET, lab);
	struct stage *stage = stage_open_cifstop(*state, "120x30", "-c %s", config);

	stage_wait_text(stage, "401: password refused, r to try again");
	for (size_t done = 0; done < intervals(); done += 4)
		wait_requests(stage, lab, SESSIONS_PATH, sim_requests(lab, SESSIONS_PATH) + 4);
	assert_int_equal(sim_requests(prod, "Auth="), 1);
	assert_int_equal(sim_requests(prod, " 401 "), 1);
	stage_type(stage, "r");
	wait_requests(stage, prod, " 401 ", 2);
	wait_requests(stage, lab, SESSIONS_PATH, sim_requests(lab, SESSIONS_PATH) + 4);
	assert_int_equal(sim_requests(prod, "Auth="), 2);
	check_lacks(terminal_output(stage_terminal(stage)), SECRET);
}

static void
a_refused_token_costs_two_logins(void **state)
{
	struct sim *prod = small_world(*state, "--token right"), *lab = small_world(*state, "");
	const char *count = scene_path(*state, "count"), *config;
	struct stage *stage;

	/* Another one each time, and always wrong. */
	config = write_config(*state, prod,
	    scene_text(*state, "token_command: [sh, -c, \"echo x >> %s; wc -c < %s\"]", count, count), lab);
	stage = stage_open_cifstop(*state, "120x30", "-c %s", config);
	stage_wait_text(stage, "401: token refused, r to try again");
	wait_requests(stage, prod, " 401 ", 2);
	for (size_t done = 0; done < intervals(); done += 4)
		wait_requests(stage, lab, SESSIONS_PATH, sim_requests(lab, SESSIONS_PATH) + 4);
	assert_int_equal(sim_requests(prod, "Auth="), 2);
	assert_string_equal(scene_read(*state, count, NULL), "x\nx\n");
}

static void
a_token_that_runs_out_is_renewed_unseen(void **state)
{
	struct sim *prod = small_world(*state, "--token first-token"), *lab = small_world(*state, "");
	const char *token = scene_write(*state, "token", "first-token\n");
	const char *config = write_config(*state, prod, scene_text(*state, "token_command: cat %s", token), lab);
	struct stage *stage = stage_open_cifstop(*state, "120x30", "-c %s", config);

	stage_wait_text(stage, "80 sessions");
	scene_write(*state, "token", "second-token\n");
	sim_post(prod, "token?is=second-token");
	wait_requests(stage, prod, " 401 ", 1);
	wait_requests(stage, prod, " 200 ", sim_requests(prod, " 200 ") + 3);
	stage_wait_no_text(stage, "401");
	assert_int_equal(sim_requests(prod, " 401 "), 1);
	assert_int_equal(sim_requests(prod, "Auth=Basic"), 0);
}

static void
once_tells_why_a_token_cannot_be_had(void **state)
{
	struct sim *prod = small_world(*state, "--token right"), *lab = small_world(*state, "");
	const char *config = write_config(
	    *state, prod, "token_command: [sh, -c, \"echo the vault is sealed >&2; exit 2\"]", lab);
	struct outcome outcome = cifstop_run(*state, "-c %s --once", config);

	assert_int_equal(outcome.code, 2);
	assert_string_equal(outcome.err, "cifstop: prod: token_command failed with status 2: the vault is sealed\n");
	assert_int_equal(sim_requests(prod, "GET "), 0);
}

/* ---- who sees a secret ---- */

/* What stands in a file of /proc/PID/, with its NULs as line breaks; "" when the system does not show it. */
static const char *
read_process(struct scene *scene, const char *pid, const char *name)
{
	size_t length;
	char *content = (char *)(uintptr_t)scene_read(scene, scene_text(scene, "/proc/%s/%s", pid, name), &length);

	for (size_t i = 0; i < length; i++) {
		if (content[i] == '\0')
			content[i] = '\n';
	}
	return content;
}

static bool
is_child(struct scene *scene, const char *pid, const char *parent)
{
	const char *status = read_process(scene, pid, "status");
	const char *line = strstr(status, "\nPPid:\t");

	return line != NULL && strncmp(line + 7, parent, strlen(parent)) == 0 && line[7 + strlen(parent)] == '\n';
}

static void
check_process(struct scene *scene, const char *pid)
{
	check_lacks(read_process(scene, pid, "cmdline"), SECRET);
	check_lacks(read_process(scene, pid, "environ"), SECRET);
	check_contains(read_process(scene, pid, "cmdline"), "cifstop");
}

/* The program and the processes that it started. Returns how many that are. */
static size_t
check_processes(struct stage *stage)
{
	struct scene *scene = stage_scene(stage);
	const char *pid = scene_text(scene, "%d", (int)terminal_process(stage_terminal(stage))->pid);
	DIR *directory = opendir("/proc");
	struct dirent *entry;
	size_t count = 1;

	check_process(scene, pid);
	assert_non_null(directory);
	while ((entry = readdir(directory)) != NULL) {
		if (!isdigit((unsigned char)entry->d_name[0]) || !is_child(scene, entry->d_name, pid))
			continue;
		check_process(scene, entry->d_name);
		count++;
	}
	closedir(directory);
	return count;
}

/* What is in the files that the program keeps. */
static void
check_kept_files(struct scene *scene)
{
	struct outcome found = process_run(
	    scene, "grep -rl " SECRET " %s %s", scene_path(scene, "state"), scene_path(scene, "home"));

	assert_string_equal(found.out, "");
}

/* Runs a whole session with a secret that `keys` knows the way to: pages, a filter, a failure, the end. */
static void
check_session(struct scene *scene, struct sim *prod, const char *keys, size_t processes)
{
	struct sim *lab = small_world(scene, "");
	struct stage *stage = stage_open_cifstop(scene, "120x40", "-c %s", write_config(scene, prod, keys, lab));
	const char *output;

	stage_wait_text(stage, "80 sessions");
	assert_int_equal(check_processes(stage), processes);
	stage_type(stage, "C");
	stage_wait_text(stage, "How each cluster stands");
	stage_type(stage, KEY_ESCAPE "/prod" KEY_ENTER KEY_ENTER);
	stage_wait_text(stage, "How secure");
	sim_fault(prod, "401");
	stage_wait_text(stage, "401");
	stage_type(stage, KEY_ESCAPE KEY_ESCAPE "C");
	stage_wait_text(stage, "How each cluster stands");
	stage_wait_text(stage, "refused");
	assert_int_equal(check_processes(stage), processes);
	stage_type(stage, KEY_ESCAPE);
	stage_wait_text(stage, "q quit");
	stage_type(stage, "q");
	stage_wait_end(stage, 0);
	output = terminal_output(stage_terminal(stage));
	check_lacks(output, SECRET);
	check_contains(output, "prod");
	check_kept_files(scene);
}

static struct sim *
secret_world(struct scene *scene)
{
	return sim_start(scene, "--sessions 40 --seed 4 --frozen --password " SECRET);
}

static void
a_password_of_a_variable_is_seen_nowhere(void **state)
{
	struct sim *sim = secret_world(*state);

	scene_set(*state, "PROD_PASSWORD", SECRET);
	check_session(*state, sim, "username: " SIM_USER ", password_env: PROD_PASSWORD", 1);
}

static void
a_password_of_a_command_is_seen_nowhere(void **state)
{
	struct sim *sim = secret_world(*state);
	const char *file = scene_write(*state, "pw", SECRET "\n");

	check_session(*state, sim, scene_text(*state, "username: " SIM_USER ", password_command: cat %s", file), 1);
}

static void
a_password_in_the_file_is_seen_nowhere(void **state)
{
	check_session(*state, secret_world(*state), "username: " SIM_USER ", password: " SECRET, 1);
}

static void
a_token_is_seen_nowhere(void **state)
{
	struct sim *sim = small_world(*state, "--token " SECRET);
	const char *file = scene_write(*state, "token", SECRET "\n");

	/* With the process that reads it anew. */
	check_session(*state, sim, scene_text(*state, "token_file: %s", file), 2);
}

static void
no_child_has_a_password_in_its_environment(void **state)
{
	struct sim *prod = small_world(*state, "--token second"), *lab = secret_world(*state);
	const char *first = scene_path(*state, "env-1"), *second = scene_path(*state, "env-2"), *config;
	struct stage *stage;

	/* The first run of the command is ours, the second is that of the reader of tokens. */
	config = scene_write(*state, "config.yaml",
	    "defaults: {interval: 500ms}\n"
	    "clusters:\n"
	    "  - name: prod\n"
	    "    url: '%s'\n"
	    "    token_command: [sh, -c, \"if test -e %s; then env > %s; echo second; else env > %s; echo first; "
	    "fi\"]\n"
	    "  - {name: lab, url: '%s', username: " SIM_USER ", password_env: LAB_PASSWORD}\n",
	    sim_url(prod), first, second, first, sim_url(lab));
	scene_set(*state, "LAB_PASSWORD", SECRET);
	scene_set(*state, "CIFSTOP_PASSWORD", SECRET);
	stage = stage_open_cifstop(*state, "120x40", "-c %s", config);
	stage_wait_text(stage, "80 sessions");
	check_contains(scene_read(*state, first, NULL), "HOME=");
	check_contains(scene_read(*state, second, NULL), "HOME=");
	check_lacks(scene_read(*state, first, NULL), SECRET);
	check_lacks(scene_read(*state, second, NULL), SECRET);
}

static void
messages_repeat_no_secret(void **state)
{
	struct sim *sim = sim_start(*state, "--tls --password " SECRET);
	struct outcome outcome;

	scene_set(*state, "CIFSTOP_PASSWORD", SECRET);
	scene_set(*state, "https_proxy", "ftp://user:" SECRET "@127.0.0.1:1");
	scene_set(*state, "no_proxy", "");
	/* With a certificate to trust, and with one to ask for: two ways to the network. */
	for (unsigned i = 0; i < 2; i++) {
		outcome = cifstop_run(*state, "--url %s -u " SIM_USER " --once %s %s", sim_url(sim),
		    i == 0 ? "--ca-file" : "", i == 0 ? sim_certificate(sim) : "");
		assert_int_equal(outcome.code, 1);
		check_contains(outcome.err, "ftp");
		check_lacks(outcome.err, SECRET);
	}
	outcome = cifstop_run(*state, "-c %s --trust prod",
	    scene_write(*state, "trust.yaml", "clusters: [{name: prod, url: '%s'}]\n", sim_url(sim)));
	check_contains(outcome.err, "ftp");
	check_lacks(outcome.err, SECRET);
	check_lacks(outcome.out, SECRET);
	outcome = cifstop_run(*state, "--url %s --password=" SECRET " --once", sim_url(sim));
	assert_int_equal(outcome.code, 2);
	check_lacks(outcome.err, SECRET);
	outcome = cifstop_run(*state, "--url https://u:" SECRET "@h --once");
	assert_int_equal(outcome.code, 2);
	check_lacks(outcome.err, SECRET);
	outcome = cifstop_run(*state, "--check-config -c %s",
	    scene_write(*state, "c.yaml", "clusters: [{name: a, url: b, username: u, password_env: \"" SECRET "\"}]"));
	assert_int_equal(outcome.code, 2);
	check_contains(outcome.err, "password_env");
	check_lacks(outcome.err, SECRET);
}

/* ---- what is left of a secret in memory ---- */

/* How often `text` stands in the memory that a process can write to; looked at in pieces that overlap. */
static size_t
count_in_range(int memory, uintptr_t from, uintptr_t to, const char *text)
{
	static char piece[1 << 16];
	size_t length = strlen(text), kept = 0, count = 0;

	while (from < to) {
		size_t room = sizeof(piece) - kept, left = to - from;
		ssize_t got = pread(memory, piece + kept, left < room ? left : room, (off_t)from);
		const char *at = piece;

		if (got <= 0)
			return count;
		while ((at = memmem(at, kept + (size_t)got - (size_t)(at - piece), text, length)) != NULL) {
			count++;
			at++;
		}
		from += (size_t)got;
		got += (ssize_t)kept;
		kept = (size_t)got < length - 1 ? (size_t)got : length - 1;
		memmove(piece, piece + got - kept, kept);
	}
	return count;
}

static size_t
count_in_memory(struct stage *stage, const char *text)
{
	struct scene *scene = stage_scene(stage);
	const char *pid = scene_text(scene, "%d", (int)terminal_process(stage_terminal(stage))->pid);
	const char *maps = read_process(scene, pid, "maps");
	int memory = open(scene_text(scene, "/proc/%s/mem", pid), O_RDONLY | O_CLOEXEC);
	size_t count = 0;

	assert_true(memory >= 0);
	for (const char *line = maps; line != NULL && *line != '\0'; line = strchr(line, '\n')) {
		uintptr_t from, to;
		char *end;

		line += *line == '\n';
		from = (uintptr_t)strtoull(line, &end, 16);
		if (*end != '-')
			continue;
		to = (uintptr_t)strtoull(end + 1, &end, 16);
		if (strncmp(end, " rw", 3) == 0)
			count += count_in_range(memory, from, to, text);
	}
	close(memory);
	return count;
}

static void
memory_holds_a_secret_once(void **state)
{
	struct sim *sim = secret_world(*state);
	const char *file = scene_write(*state, "pw", SECRET "\n");
	const char *config = scene_write(*state, "config.yaml",
	    "clusters: [{name: prod, url: '%s', interval: 1h, username: " SIM_USER ", password_file: %s}]\n",
	    sim_url(sim), file);
	struct stage *stage = stage_open_cifstop(*state, "120x30", "--no-confine -c %s", config);

	/* A sanitizer keeps what was freed, and has memory of its own without end. */
	if (HAS_SANITIZER)
		return;
	stage_wait_text(stage, "40 sessions");
	stage_wait_text(stage, " ok ");
	wait_requests(stage, sim, "/api/cluster?", 1);
	stage_wait_text(stage, "9.14.1");
	/* Proves that what is there is found. */
	assert_true(count_in_memory(stage, "40 sessions") > 0);
	assert_int_equal(count_in_memory(stage, SECRET), 1);
	/* As it goes over the wire: SIM_USER ":" SECRET. */
	assert_int_equal(count_in_memory(stage, "bW9uaXRvcjpodW50ZXIyLWNvcnJlY3QtaG9yc2U"), 0);
}

/* ---- what the program may do ---- */

static void
it_dumps_no_core_and_gains_no_rights(void **state)
{
	struct stage *stage = watch_rows(*state, "80x24", small_world(*state, ""), "");
	const char *pid = scene_text(*state, "%d", (int)terminal_process(stage_terminal(stage))->pid);
	const char *limits = read_process(*state, pid, "limits"), *line = strstr(limits, "Max core file size");

	if (HAS_SANITIZER)
		return;
	assert_non_null(line);
	line += strlen("Max core file size");
	line += strspn(line, " ");
	assert_memory_equal(line, "0 ", 2);
	check_contains(read_process(*state, pid, "status"), "NoNewPrivs:\t1");
}

static void
it_can_be_left_its_rights(void **state)
{
	struct stage *stage = watch_rows(*state, "80x24", small_world(*state, ""), "--no-confine");
	const char *pid = scene_text(*state, "%d", (int)terminal_process(stage_terminal(stage))->pid);

	check_contains(read_process(*state, pid, "status"), "NoNewPrivs:\t0");
	check_contains(read_process(*state, pid, "limits"), "Max core file size");
}

/* ---- what is asked ---- */

static void
visit(struct stage *stage, const char *keys, const char *text)
{
	stage_type(stage, keys);
	stage_wait_text(stage, text);
}

/* Each line of the log begins with the method. */
static void
check_only_get(struct sim *sim)
{
	const char *log = sim_log(sim);

	check_contains(log, "GET /api/protocols/cifs/sessions");
	for (const char *line = log; line != NULL && *line != '\0'; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (*line != '\0' && strncmp(line, "GET ", 4) != 0)
			check_fail("another request than GET: %.60s", line);
	}
}

static void
a_whole_run_asks_with_get_alone(void **state)
{
	struct sim *prod = small_world(*state, ""), *lab = small_world(*state, "--fault 503,rate=0.1");
	const char *config = write_config(
	    *state, prod, "username: " SIM_USER ", password: " SIM_PASSWORD ", max_records: 10", lab);
	struct stage *stage = stage_open_cifstop(*state, "160x50", "-c %s", config);

	stage_wait_text(stage, "80 sessions");
	visit(stage, KEY_ENTER, "How secure");
	visit(stage, KEY_TAB KEY_TAB, "files");
	visit(stage, KEY_TAB, "onnection");
	visit(stage, KEY_ESCAPE KEY_ESCAPE "f", "files of");
	visit(stage, KEY_ESCAPE "i", "sessions > client");
	visit(stage, KEY_ESCAPE "u", "sessions > user");
	visit(stage, KEY_ESCAPE "L", "locks");
	visit(stage, KEY_ESCAPE "C", "How each cluster stands");
	visit(stage, KEY_ESCAPE "Fdoc" KEY_ENTER, "> find doc");
	visit(stage, KEY_ESCAPE "/files > 0" KEY_ENTER, "files > 0");
	visit(stage, "r?", "this help");
	visit(stage, KEY_ESCAPE, "files > 0");
	wait_requests(stage, prod, "/protocols/locks", 1);
	wait_requests(stage, prod, "/protocols/cifs/session/files", 1);
	wait_requests(stage, prod, "start.", 3);
	stage_type(stage, "q");
	stage_wait_end(stage, 0);
	cifstop_run(*state, "-c %s --once --find-file doc", config);
	cifstop_run(*state, "-c %s --count", config);
	cifstop_run(*state, "-c %s -b -n 2 -f 'files > 0' --verbose", config);
	check_only_get(prod);
	check_only_get(lab);
}

static void
netrc_of_another_host_is_not_used(void **state)
{
	struct sim *sim = small_world(*state, "");
	struct outcome outcome;

	scene_write(*state, "home/.netrc", "machine cluster1.invalid login " SIM_USER " password " SIM_PASSWORD "\n");
	outcome = cifstop_run(*state, "--url %s --once", sim_url(sim));
	assert_int_equal(outcome.code, 1);
	assert_int_equal(sim_requests(sim, "Auth=-"), 1);
	assert_int_equal(sim_requests(sim, "Auth="), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    SCENE_TEST(a_refused_password_costs_one_login_until_r),
	    SCENE_TEST(a_refused_token_costs_two_logins),
	    SCENE_TEST(a_token_that_runs_out_is_renewed_unseen),
	    SCENE_TEST(once_tells_why_a_token_cannot_be_had),
	    SCENE_TEST(a_password_of_a_variable_is_seen_nowhere),
	    SCENE_TEST(a_password_of_a_command_is_seen_nowhere),
	    SCENE_TEST(a_password_in_the_file_is_seen_nowhere),
	    SCENE_TEST(a_token_is_seen_nowhere),
	    SCENE_TEST(no_child_has_a_password_in_its_environment),
	    SCENE_TEST(messages_repeat_no_secret),
	    SCENE_TEST(memory_holds_a_secret_once),
	    SCENE_TEST(it_dumps_no_core_and_gains_no_rights),
	    SCENE_TEST(it_can_be_left_its_rights),
	    SCENE_TEST(a_whole_run_asks_with_get_alone),
	    SCENE_TEST(netrc_of_another_host_is_not_used),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
