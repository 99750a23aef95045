/* test_secret.c: passwords and tokens come from where the configuration says, and nowhere else do they go. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/xalloc.h"
#include "config/command_words.h"
#include "config/netrc.h"
#include "config/secret.h"
#include "config/secret_private.h"
#include "scratch.h"

/* Long enough for a shell on a busy machine. */
#define ENOUGH_MS 20000

/* The words that let a shell run `line`. */
static void
add_shell(char ***words, const char *line)
{
	command_words_add(words, "sh");
	command_words_add(words, "-c");
	command_words_add(words, line);
}

static struct cluster_config *
add_cluster(struct config *config, enum secret_source source, const char *secret)
{
	struct cluster_config *cluster = config_add_cluster(config);

	cluster->target.name = xstrdup("prod");
	cluster->target.url = xstrdup("https://cluster1.example.com:8443");
	cluster->target.username = xstrdup("monitor");
	cluster->secret_source = source;
	if (source == SECRET_COMMAND)
		add_shell(&cluster->command, secret);
	else
		cluster->secret = xstrdup(secret);
	return cluster;
}

static void
expect_password(enum secret_source source, const char *secret, const char *expected)
{
	struct config *config = config_new();
	struct cluster_config *cluster = add_cluster(config, source, secret);
	char *problem = secret_resolve(cluster);

	assert_null(problem);
	if (expected == NULL)
		assert_null(cluster->target.password);
	else
		assert_string_equal(secret_text_string(cluster->target.password), expected);
	config_free(config);
}

/* The sentence begins with the cluster's name and has `part` in it. */
static void
expect_problem(enum secret_source source, const char *secret, const char *part)
{
	struct config *config = config_new();
	struct cluster_config *cluster = add_cluster(config, source, secret);
	char *problem = secret_resolve(cluster);

	assert_non_null(problem);
	assert_memory_equal(problem, "prod: ", 6);
	if (strstr(problem, part) == NULL)
		fail_msg("'%s' is not in: %s", part, problem);
	assert_null(cluster->target.password);
	free(problem);
	config_free(config);
}

static void
a_command_gives_the_first_line_it_prints(void **state)
{
	(void)state;
	expect_password(SECRET_COMMAND, "echo 'pa ss  word '; echo more", "pa ss  word ");
	expect_password(SECRET_COMMAND, "printf 'no line break'", "no line break");
	expect_password(SECRET_COMMAND, "printf 'from a PC\\r\\n'", "from a PC");
}

static void
a_command_reads_nothing_of_our_input(void **state)
{
	(void)state;
	expect_password(SECRET_COMMAND, "read line || echo empty", "empty");
}

static void
a_command_that_fails_says_its_status(void **state)
{
	(void)state;
	expect_problem(SECRET_COMMAND, "echo secret; exit 3", "password_command failed with status 3");
	expect_problem(SECRET_COMMAND, "no-such-program-anywhere", "failed with status 127: ");
	expect_problem(SECRET_COMMAND, "kill -TERM $$", "was ended by signal 15");
}

static void
what_a_failed_command_says_is_shown_safely_and_cut(void **state)
{
	(void)state;
	expect_problem(SECRET_COMMAND, "echo gpg: no secret key >&2; exit 2",
	    "password_command failed with status 2: gpg: no secret key");
	expect_problem(SECRET_COMMAND, "printf 'a\\nb\\033]0;c' >&2; exit 2", "status 2: a b?]0;c");
	expect_problem(
	    SECRET_COMMAND, "head -c 100000 /dev/zero | tr '\\0' x >&2; echo the reason >&2; exit 2", "xthe reason");
	expect_problem(SECRET_COMMAND, "echo touch the key >&2; true", "in its first line: touch the key");
}

static void
a_command_that_traces_itself_shows_no_secret(void **state)
{
	struct config *config = config_new();
	struct cluster_config *cluster = add_cluster(config, SECRET_COMMAND, "set -x; echo geheim; exit 1");
	char *problem = secret_resolve(cluster);

	(void)state;
	assert_null(strstr(problem, "geheim"));
	assert_non_null(strstr(problem, "its message has the secret in it"));
	free(problem);
	config_free(config);
}

static void
expect_words(const char *line, const char *expected)
{
	char **words = NULL, *fault = command_words_split(line, &words), *got = NULL;

	for (size_t i = 0; words != NULL && words[i] != NULL; i++) {
		char *longer = scratch_format("%s%s%s", got == NULL ? "" : got, i == 0 ? "" : "|", words[i]);

		free(got);
		got = longer;
	}
	if (fault != NULL && strstr(fault, expected) == NULL)
		fail_msg("%s: %s", line, fault);
	if (fault == NULL)
		assert_string_equal(got, expected);
	free(fault);
	free(got);
	command_words_free(words);
}

static void
a_command_is_split_as_a_shell_would_and_no_further(void **state)
{
	(void)state;
	setenv("HOME", "/home/somebody", 1);
	expect_words("pass show ontap/prod-east", "pass|show|ontap/prod-east");
	expect_words("  a\t'b c'd \"e \\\" 'f'\" g\\ h ''  ", "a|b cd|e \" 'f'|g h|");
	expect_words("a 'x|y;z&$(q)' b\\|c {d} e=f %g", "a|x|y;z&$(q)|b|c|{d}|e=f|%g");
	expect_words("~/bin/a ~/b c~/d '~/e'", "/home/somebody/bin/a|/home/somebody/b|c~/d|~/e");
	expect_words("sh -c 'pass show x | head -1'", "sh|-c|pass show x | head -1");
	expect_words("a > b", "has a > in it");
	expect_words("a \"$b\"", "has a $ in it");
	expect_words("a # b", "has a # in it");
	expect_words("a ~b", "has a ~ in it");
	expect_words("a\nb", "more than one line");
	expect_words("a 'b", "has a quote that does not end");
	expect_words("A=b c", "begins with a variable");
	expect_words(" ", "is empty");
	expect_words("'' a", "is empty");
	unsetenv("HOME");
}

static void
a_program_is_run_without_a_shell(void **state)
{
	struct config *config = config_new();
	struct cluster_config *cluster = add_cluster(config, SECRET_NONE, NULL);
	char *problem;

	(void)state;
	cluster->secret_source = SECRET_COMMAND;
	command_words_add(&cluster->command, "echo");
	command_words_add(&cluster->command, "a  $HOME; *");
	assert_null(secret_resolve(cluster));
	assert_string_equal(secret_text_string(cluster->target.password), "a  $HOME; *");
	command_words_free(cluster->command);
	cluster->command = NULL;
	command_words_add(&cluster->command, "no-such-program-anywhere");
	problem = secret_resolve(cluster);
	assert_string_equal(problem, "prod: password_command cannot be run: 'no-such-program-anywhere' is not in PATH");
	free(problem);
	config_free(config);
}

static void
a_token_is_read_in_place_of_a_password(void **state)
{
	struct config *config = config_new();
	struct cluster_config *cluster = add_cluster(config, SECRET_COMMAND, "echo token");
	char *problem;

	(void)state;
	cluster->is_token = true;
	assert_null(secret_resolve(cluster));
	assert_string_equal(secret_text_string(cluster->target.token), "token");
	assert_null(cluster->target.password);
	cluster->command[2][0] = 'X';
	problem = secret_resolve(cluster);
	assert_non_null(strstr(problem, "prod: token_command failed with status 127"));
	assert_null(cluster->target.token);
	free(problem);
	config_free(config);
}

static void
free_complaint(char *sentence)
{
	free(sentence);
}

static void
variables_are_taken_out_of_the_environment(void **state)
{
	static char entry[] = "CIFSTOP_TEST_PASSWORD=geheim";
	struct config *config = config_new();

	(void)state;
	add_cluster(config, SECRET_ENVIRONMENT, "CIFSTOP_TEST_PASSWORD");
	add_cluster(config, SECRET_ENVIRONMENT, "CIFSTOP_TEST_PASSWORD");
	add_cluster(config, SECRET_COMMAND, "echo ${CIFSTOP_TEST_PASSWORD-none}");
	putenv(entry);
	assert_true(secret_take_variables(config, free_complaint));
	assert_true(secret_take_others(config, free_complaint));
	assert_string_equal(secret_text_string(config->clusters[0].target.password), "geheim");
	assert_string_equal(secret_text_string(config->clusters[1].target.password), "geheim");
	assert_string_equal(secret_text_string(config->clusters[2].target.password), "none");
	assert_null(getenv("CIFSTOP_TEST_PASSWORD"));
	/* Also where the system gave it to us. */
	assert_memory_equal(entry, "CIFSTOP_TEST_PASSWORD=\0\0\0\0\0\0", sizeof entry);
	assert_false(secret_take_variables(config, free_complaint));
	config_free(config);
}

static void
a_command_that_prints_no_password_is_told(void **state)
{
	(void)state;
	expect_problem(SECRET_COMMAND, "true", "printed nothing to use in its first line");
	expect_problem(SECRET_COMMAND, "echo; echo late", "printed nothing to use in its first line");
	expect_problem(SECRET_COMMAND, "printf 'a\\000b\\n'", "printed nothing to use in its first line");
}

static void
a_password_that_is_too_long_is_not_cut(void **state)
{
	(void)state;
	expect_problem(SECRET_COMMAND, "head -c 20000 /dev/zero | tr '\\0' x", "printed nothing to use");
}

static void
a_command_that_prints_very_much_ends_well(void **state)
{
	(void)state;
	expect_password(SECRET_COMMAND, "echo first; head -c 1000000 /dev/zero", "first");
}

static void
a_command_that_hangs_is_stopped(void **state)
{
	uint64_t before = clock_monotonic_ms();
	char *words[] = {(char[]){"tail"}, (char[]){"-f"}, (char[]){"/dev/null"}, NULL};
	struct secret_text *secret = NULL;
	char *problem = secret_run_command(words, 100, &secret);

	(void)state;
	assert_non_null(strstr(problem, "was not done in"));
	assert_null(secret);
	assert_true(clock_monotonic_ms() - before < ENOUGH_MS);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
	free(problem);
}

static void
a_child_that_the_command_leaves_behind_is_not_waited_for(void **state)
{
	struct secret_text *secret = NULL;
	char **words = NULL, *problem;

	(void)state;
	add_shell(&words, "tail -f /dev/null & echo $!");
	/* The child holds the pipes open until it gets its signal. */
	problem = secret_run_command(words, ENOUGH_MS, &secret);
	assert_null(problem);
	assert_int_equal(kill((pid_t)strtol(secret_text_string(secret), NULL, 10), SIGKILL), 0);
	secret_text_unref(secret);
	command_words_free(words);
}

static void
a_file_gives_its_first_line(void **state)
{
	char *path = scratch_write(*state, "pw", "geheim\nmore\n", 0600);

	expect_password(SECRET_FILE, path, "geheim");
	free(path);
}

static void
a_file_that_others_can_read_is_refused(void **state)
{
	char *path = scratch_write(*state, "pw", "geheim\n", 0640);

	expect_problem(SECRET_FILE, path, "can be read by others than its owner; run: chmod 600 ");
	free(path);
}

static void
a_file_that_is_empty_or_missing_is_told(void **state)
{
	char *path = scratch_write(*state, "pw", "", 0600);

	expect_problem(SECRET_FILE, path, "has nothing to use in its first line");
	expect_problem(SECRET_FILE, *state, "cannot be read: Is a directory");
	expect_problem(SECRET_FILE, "/nonexistent/pw", "cannot be read: No such file or directory");
	free(path);
}

static void
a_variable_gives_its_value(void **state)
{
	(void)state;
	setenv("CIFSTOP_TEST_PASSWORD", "from outside", 1);
	expect_password(SECRET_ENVIRONMENT, "CIFSTOP_TEST_PASSWORD", "from outside");
	setenv("CIFSTOP_TEST_PASSWORD", "", 1);
	expect_problem(SECRET_ENVIRONMENT, "CIFSTOP_TEST_PASSWORD", "is empty");
	unsetenv("CIFSTOP_TEST_PASSWORD");
	expect_problem(
	    SECRET_ENVIRONMENT, "CIFSTOP_TEST_PASSWORD", "CIFSTOP_TEST_PASSWORD with the password is not set");
}

static void
an_inline_password_stays(void **state)
{
	struct config *config = config_new();
	struct cluster_config *cluster = add_cluster(config, SECRET_INLINE, NULL);

	(void)state;
	cluster->target.password = secret_text_new(text_of("geheim"));
	assert_null(secret_resolve(cluster));
	assert_string_equal(secret_text_string(cluster->target.password), "geheim");
	config_free(config);
}

static void
a_second_call_reads_again(void **state)
{
	struct config *config = config_new();
	struct cluster_config *cluster = add_cluster(config, SECRET_ENVIRONMENT, "CIFSTOP_TEST_PASSWORD");

	(void)state;
	setenv("CIFSTOP_TEST_PASSWORD", "old", 1);
	assert_null(secret_resolve(cluster));
	setenv("CIFSTOP_TEST_PASSWORD", "new", 1);
	assert_null(secret_resolve(cluster));
	assert_string_equal(secret_text_string(cluster->target.password), "new");
	unsetenv("CIFSTOP_TEST_PASSWORD");
	config_free(config);
}

static void
netrc_is_read_for_the_host_alone(void **state)
{
	char *path = scratch_write(*state, "netrc",
	    "# machine cluster1.example.com login no password no\n"
	    "machine other.example.com login monitor password wrong\n"
	    "machine Cluster1.example.com\n\tlogin monitor\n\tpassword \"right \\\" one\"\n",
	    0600);

	setenv("NETRC", path, 1);
	expect_password(SECRET_NETRC_OR_ASK, NULL, "right \" one");
	unsetenv("NETRC");
	free(path);
}

static void
expect_netrc(const char *text, const char *host, const char *login, const char *expected)
{
	struct netrc_entry entry;
	bool is_found = netrc_find(text_of(text), host, login, &entry);
	char *got = is_found ? scratch_format("%s:%s", entry.login == NULL ? "" : entry.login,
				   entry.password == NULL ? "" : entry.password)
			     : xstrdup("none");

	assert_string_equal(got, expected);
	free(got);
	secret_text_wipe(entry.login);
	secret_text_wipe(entry.password);
}

static void
netrc_entries_are_told_apart_by_login(void **state)
{
	static const char text[] = "machine h login a password 1\nmachine h login b password 2\n"
				   "macdef init\nmachine h login c password 3\n\ndefault login d password 4\n";

	(void)state;
	expect_netrc(text, "h", NULL, "a:1");
	expect_netrc(text, "h", "b", "b:2");
	expect_netrc(text, "h", "c", "none");
	expect_netrc(text, "x", NULL, "d:4");
	expect_netrc(text, "x", "d", "d:4");
	expect_netrc("machine h password 1", "h", "b", ":1");
	expect_netrc("machine h login", "h", NULL, ":");
	expect_netrc("machine", "h", NULL, "none");
	expect_netrc("machine h password \"open", "h", NULL, ":open");
	expect_netrc("", "h", NULL, "none");
}

static void
netrc_gives_the_user_as_well_when_none_was_written(void **state)
{
	char *path = scratch_write(*state, "netrc", "machine 192.0.2.7 login who password what\n", 0600);
	struct config *config = config_new();
	struct cluster_config *cluster = config_add_cluster(config);

	setenv("NETRC", path, 1);
	cluster->target.url = xstrdup("https://192.0.2.7");
	assert_null(secret_resolve(cluster));
	assert_string_equal(cluster->target.username, "who");
	assert_string_equal(secret_text_string(cluster->target.password), "what");
	unsetenv("NETRC");
	config_free(config);
	free(path);
}

static void
without_a_user_and_netrc_nobody_is_asked(void **state)
{
	struct config *config = config_new();
	struct cluster_config *cluster = config_add_cluster(config);

	(void)state;
	setenv("NETRC", "/nonexistent", 1);
	cluster->target.url = xstrdup("http://[::1]:80");
	assert_null(secret_resolve(cluster));
	assert_null(cluster->target.password);
	unsetenv("NETRC");
	config_free(config);
}

/* ---- asking, in a child that has a terminal of its own ---- */

enum answer { ANSWER_RIGHT, ANSWER_WRONG, ANSWER_PROBLEM };

static _Noreturn void
ask_in_child(const char *expected)
{
	struct config *config = config_new();
	struct cluster_config *cluster = add_cluster(config, SECRET_NETRC_OR_ASK, NULL);
	enum answer answer = ANSWER_RIGHT;
	char *problem;

	setenv("NETRC", "/nonexistent", 1);
	signal(SIGINT, SIG_DFL);
	problem = secret_resolve(cluster);
	if (problem != NULL)
		answer = ANSWER_PROBLEM;
	else if (strcmp(secret_text_string(cluster->target.password), expected) != 0)
		answer = ANSWER_WRONG;
	free(problem);
	config_free(config);
	_exit((int)answer);
}

static pid_t
start_child(int *master, const char *expected)
{
	pid_t pid = forkpty(master, NULL, NULL, NULL);

	assert_true(pid >= 0);
	if (pid == 0)
		ask_in_child(expected);
	return pid;
}

/* Reads from the terminal until `wanted` has come, or the other side is gone; the caller frees all that came. */
static char *
read_until(int master, const char *wanted)
{
	struct buffer seen;
	char chunk[256];
	ssize_t got = 1;

	buffer_init(&seen, 1 << 16);
	while (got > 0 && (wanted == NULL || strstr(buffer_string(&seen), wanted) == NULL)) {
		got = read(master, chunk, sizeof chunk);
		if (got > 0)
			buffer_add(&seen, chunk, (size_t)got);
	}
	buffer_add_string(&seen, "");
	return seen.bytes == NULL ? xstrdup("") : buffer_take(&seen);
}

static bool
has_echo(int master)
{
	struct termios mode;

	assert_int_equal(tcgetattr(master, &mode), 0);
	return (mode.c_lflag & ECHO) != 0;
}

static void
a_person_is_asked_without_echo(void **state)
{
	int master, status;
	pid_t pid = start_child(&master, "ge heim");
	char *seen = read_until(master, "): ");

	(void)state;
	assert_string_equal(seen, "Password of monitor at prod (cluster1.example.com): ");
	assert_false(has_echo(master));
	free(seen);
	assert_int_equal(write(master, "ge heim\n", 8), 8);
	seen = read_until(master, NULL);
	assert_null(strstr(seen, "heim"));
	free(seen);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), ANSWER_RIGHT);
	close(master);
}

static void
no_answer_is_told(void **state)
{
	int master, status;
	pid_t pid = start_child(&master, "x");

	(void)state;
	free(read_until(master, "): "));
	assert_int_equal(write(master, "\n", 1), 1);
	free(read_until(master, NULL));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(WEXITSTATUS(status), ANSWER_PROBLEM);
	close(master);
}

static void
an_interrupt_ends_the_program_with_echo_back(void **state)
{
	int master, slave, status;
	char name[128];
	pid_t pid = forkpty(&master, name, NULL, NULL);

	(void)state;
	assert_true(pid >= 0);
	if (pid == 0)
		ask_in_child("x");
	/* Keeps the terminal alive beyond the child, so that its mode can be seen. */
	slave = open(name, O_RDWR | O_NOCTTY);
	assert_true(slave >= 0);
	free(read_until(master, "): "));
	assert_int_equal(write(master, "\003", 1), 1);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGINT);
	assert_true(has_echo(master));
	close(slave);
	close(master);
}

static void
without_a_terminal_the_other_ways_are_named(void **state)
{
	char text[512] = "";
	int ends[2], status;
	pid_t pid;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		struct config *config = config_new();
		char *problem;

		setsid();
		setenv("NETRC", "/nonexistent", 1);
		problem = secret_resolve(add_cluster(config, SECRET_NETRC_OR_ASK, NULL));
		if (problem == NULL || write(ends[1], problem, strlen(problem)) < 0)
			_exit(1);
		free(problem);
		config_free(config);
		_exit(0);
	}
	close(ends[1]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(read(ends[0], text, sizeof text - 1) > 0);
	assert_memory_equal(text, "prod: there is no terminal to ask", 33);
	assert_non_null(strstr(text, "password_command"));
	close(ends[0]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_command_gives_the_first_line_it_prints),
	    cmocka_unit_test(a_command_reads_nothing_of_our_input),
	    cmocka_unit_test(a_command_that_fails_says_its_status),
	    cmocka_unit_test(what_a_failed_command_says_is_shown_safely_and_cut),
	    cmocka_unit_test(a_command_that_traces_itself_shows_no_secret),
	    cmocka_unit_test(a_command_is_split_as_a_shell_would_and_no_further),
	    cmocka_unit_test(a_program_is_run_without_a_shell),
	    cmocka_unit_test(a_token_is_read_in_place_of_a_password),
	    cmocka_unit_test(variables_are_taken_out_of_the_environment),
	    cmocka_unit_test(a_command_that_prints_no_password_is_told),
	    cmocka_unit_test(a_password_that_is_too_long_is_not_cut),
	    cmocka_unit_test(a_command_that_prints_very_much_ends_well),
	    cmocka_unit_test(a_command_that_hangs_is_stopped),
	    cmocka_unit_test(a_child_that_the_command_leaves_behind_is_not_waited_for),
	    cmocka_unit_test_setup_teardown(a_file_gives_its_first_line, scratch_open, scratch_close),
	    cmocka_unit_test_setup_teardown(a_file_that_others_can_read_is_refused, scratch_open, scratch_close),
	    cmocka_unit_test_setup_teardown(a_file_that_is_empty_or_missing_is_told, scratch_open, scratch_close),
	    cmocka_unit_test(a_variable_gives_its_value),
	    cmocka_unit_test(an_inline_password_stays),
	    cmocka_unit_test(a_second_call_reads_again),
	    cmocka_unit_test_setup_teardown(netrc_is_read_for_the_host_alone, scratch_open, scratch_close),
	    cmocka_unit_test(netrc_entries_are_told_apart_by_login),
	    cmocka_unit_test_setup_teardown(
		netrc_gives_the_user_as_well_when_none_was_written, scratch_open, scratch_close),
	    cmocka_unit_test(without_a_user_and_netrc_nobody_is_asked),
	    cmocka_unit_test(a_person_is_asked_without_echo),
	    cmocka_unit_test(no_answer_is_told),
	    cmocka_unit_test(an_interrupt_ends_the_program_with_echo_back),
	    cmocka_unit_test(without_a_terminal_the_other_ways_are_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
