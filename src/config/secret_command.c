/* secret_command.c: a password that a command prints. */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "config/secret_private.h"

/* How often a command is looked after that has ended its output, or left it open to a child, and may be done. */
#define LOOK_MS 20

struct command {
	pid_t pid;
	int output;
	bool is_done;
	int status;
	uint64_t deadline_ms;
	char bytes[SECRET_MAX + 2];
	size_t length;
};

/*
 * Its input is empty, so that it does not take our keys, and its messages are seen. It stays in our process group: a
 * command that asks on the terminal could not read there from another one.
 */
static int
spawn_shell(struct command *command, const char *line, int write_end)
{
	char *const arguments[] = {(char[]){"sh"}, (char[]){"-c"}, xstrdup(line), NULL};
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none, all;
	int error;

	sigemptyset(&none);
	sigfillset(&all);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, write_end, STDOUT_FILENO);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &all);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	error = posix_spawn(&command->pid, "/bin/sh", &actions, &attributes, arguments, environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	free(arguments[2]);
	return error;
}

/* Keeps what fits; the rest is read as well, or the command would fail at a closed pipe. False at the end of it. */
static bool
read_some(struct command *command)
{
	char chunk[1024];
	ssize_t got = read(command->output, chunk, sizeof chunk);
	size_t room = sizeof command->bytes - 1 - command->length;

	if (got > 0) {
		size_t kept = (size_t)got < room ? (size_t)got : room;

		memcpy(command->bytes + command->length, chunk, kept);
		command->length += kept;
	}
	explicit_bzero(chunk, sizeof chunk);
	return got > 0 || (got < 0 && errno == EINTR);
}

static void
look_whether_done(struct command *command)
{
	pid_t pid;

	do
		pid = waitpid(command->pid, &command->status, WNOHANG);
	while (pid < 0 && errno == EINTR);
	command->is_done = pid != 0;
	if (pid < 0)
		command->status = -1;
}

/* Reads until the command ends. False when its time is over before. */
static bool
wait_for_end(struct command *command)
{
	bool is_open = true;

	while (!command->is_done) {
		struct pollfd waiting = {.fd = is_open ? command->output : -1, .events = POLLIN};

		if (clock_monotonic_ms() >= command->deadline_ms)
			return false;
		if (poll(&waiting, 1, LOOK_MS) > 0)
			is_open = read_some(command);
		else
			look_whether_done(command);
	}
	/* It may have written between the last look at the pipe and its end. */
	while (is_open) {
		struct pollfd rest = {.fd = command->output, .events = POLLIN};

		is_open = clock_monotonic_ms() < command->deadline_ms && poll(&rest, 1, 0) > 0 && read_some(command);
	}
	return true;
}

static void
end_command(const struct command *command)
{
	kill(command->pid, SIGKILL);
	while (waitpid(command->pid, NULL, 0) < 0 && errno == EINTR)
		;
}

static char *
explain_end(const struct command *command)
{
	if (WIFEXITED(command->status) && WEXITSTATUS(command->status) == 127)
		return xstrdup("failed with status 127: the shell does not find it");
	if (WIFEXITED(command->status))
		return xasprintf("failed with status %d; run it by hand to see why", WEXITSTATUS(command->status));
	if (WIFSIGNALED(command->status))
		return xasprintf(
		    "was ended by signal %d (%s)", WTERMSIG(command->status), strsignal(WTERMSIG(command->status)));
	return xstrdup("ended, and its status is not known");
}

char *
secret_run_command(const char *line, uint32_t limit_ms, char **secret)
{
	struct command command = {.pid = -1, .deadline_ms = clock_monotonic_ms() + limit_ms};
	int ends[2], error;
	char *problem = NULL;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return xasprintf("cannot be run: %s", strerror(errno));
	command.output = ends[0];
	error = spawn_shell(&command, line, ends[1]);
	close(ends[1]);
	if (error != 0) {
		problem = xasprintf("cannot be run: %s", strerror(error));
		goto out;
	}
	if (!wait_for_end(&command)) {
		end_command(&command);
		problem = xasprintf("was not done in %u s, and was stopped", (unsigned)(limit_ms / 1000));
		goto out;
	}
	if (command.status != 0) {
		problem = explain_end(&command);
		goto out;
	}
	*secret = secret_first_line(command.bytes, command.length);
	if (*secret == NULL)
		problem = xstrdup("printed no password in its first line");
out:
	explicit_bzero(command.bytes, sizeof command.bytes);
	close(ends[0]);
	return problem;
}
