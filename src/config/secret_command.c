/* secret_command.c: a password or a token that a command prints. */
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
#include "base/safe_text.h"
#include "base/xalloc.h"
#include "config/secret_private.h"

/* How often a command is looked after that has ended its output, or left it open to a child, and may be done. */
#define LOOK_MS 20

/* What is shown of its messages, the end of them: the reason stands there. */
#define MESSAGE_BYTES 2048
#define MESSAGE_COLUMNS 200

enum { OUTPUT, MESSAGES, STREAM_COUNT };

struct command {
	pid_t pid;
	int streams[STREAM_COUNT]; /* -1 when it has ended */
	bool is_done;
	int status;
	uint64_t deadline_ms;
	char bytes[SECRET_MAX + 2]; /* the beginning of its output */
	size_t length;
	char messages[MESSAGE_BYTES + 1]; /* the end of its standard error */
	size_t message_length;
};

/*
 * Its input is empty, so that it does not take our keys. It stays in our process group: a command that asks on the
 * terminal could not read there from another one.
 */
static int
spawn(struct command *command, char *const *words, const int write_ends[static STREAM_COUNT])
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none, all;
	int error;

	sigemptyset(&none);
	sigfillset(&all);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, write_ends[OUTPUT], STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&actions, write_ends[MESSAGES], STDERR_FILENO);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &all);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	error = posix_spawnp(&command->pid, words[0], &actions, &attributes, words, environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

static void
keep_beginning(struct command *command, const char *bytes, size_t length)
{
	size_t room = sizeof command->bytes - 1 - command->length;

	if (length > room)
		length = room;
	memcpy(command->bytes + command->length, bytes, length);
	command->length += length;
}

/* `length` is less than the room for it. */
static void
keep_end(struct command *command, const char *bytes, size_t length)
{
	size_t excess = 0;

	if (command->message_length + length > MESSAGE_BYTES)
		excess = command->message_length + length - MESSAGE_BYTES;
	memmove(command->messages, command->messages + excess, command->message_length - excess);
	command->message_length -= excess;
	memcpy(command->messages + command->message_length, bytes, length);
	command->message_length += length;
}

/* Reads what there is, also what is not kept, or the command would fail at a closed pipe. Closes at the end of it. */
static void
read_some(struct command *command, int stream)
{
	char chunk[1024];
	ssize_t got = read(command->streams[stream], chunk, sizeof chunk);

	if (got > 0 && stream == OUTPUT)
		keep_beginning(command, chunk, (size_t)got);
	else if (got > 0)
		keep_end(command, chunk, (size_t)got);
	explicit_bzero(chunk, sizeof chunk);
	if (got == 0 || (got < 0 && errno != EINTR)) {
		close(command->streams[stream]);
		command->streams[stream] = -1;
	}
}

/* Waits for output and reads it. False when none came in time. */
static bool
read_streams(struct command *command, int wait_ms)
{
	struct pollfd waiting[STREAM_COUNT];

	for (int i = 0; i < STREAM_COUNT; i++)
		waiting[i] = (struct pollfd){.fd = command->streams[i], .events = POLLIN};
	if (poll(waiting, STREAM_COUNT, wait_ms) <= 0)
		return false;
	for (int i = 0; i < STREAM_COUNT; i++) {
		if (waiting[i].revents != 0)
			read_some(command, i);
	}
	return true;
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
	while (!command->is_done) {
		if (clock_monotonic_ms() >= command->deadline_ms)
			return false;
		if (!read_streams(command, LOOK_MS))
			look_whether_done(command);
	}
	/* It may have written between the last look at the pipes and its end. */
	while (clock_monotonic_ms() < command->deadline_ms && read_streams(command, 0))
		continue;
	return true;
}

static void
end_command(const struct command *command)
{
	kill(command->pid, SIGKILL);
	while (waitpid(command->pid, NULL, 0) < 0 && errno == EINTR)
		;
}

/* ------------------------------------------------------------------ what failed */

/* Whether a command that traces itself wrote what it printed. */
static bool
shows_secret(const struct command *command)
{
	size_t length = strcspn(command->bytes, "\r\n");

	return length > 0 && memmem(command->messages, command->message_length, command->bytes, length) != NULL;
}

/* Puts what the command said about it behind the reason, and frees that. */
static char *
add_messages(struct command *command, char *reason)
{
	char safe[SAFE_TEXT_SIZE(MESSAGE_COLUMNS)], *sentence;
	struct text said = {command->messages, command->message_length};

	for (size_t i = 0; i < said.length; i++) {
		if (command->messages[i] == '\n' || command->messages[i] == '\t')
			command->messages[i] = ' ';
	}
	while (said.length > 0 && said.bytes[said.length - 1] == ' ')
		said.length--;
	if (said.length == 0)
		return reason;
	if (shows_secret(command)) {
		sentence = xasprintf("%s; its message has the secret in it, and is not shown", reason);
	} else {
		safe_text_fit(said, MESSAGE_COLUMNS, CUT_MIDDLE, safe, sizeof safe);
		sentence = xasprintf("%s: %s", reason, safe);
	}
	free(reason);
	return sentence;
}

static char *
explain_end(const struct command *command)
{
	if (WIFEXITED(command->status))
		return xasprintf("failed with status %d%s", WEXITSTATUS(command->status),
		    command->message_length == 0 ? "; run it by hand to see why" : "");
	if (WIFSIGNALED(command->status))
		return xasprintf(
		    "was ended by signal %d (%s)", WTERMSIG(command->status), strsignal(WTERMSIG(command->status)));
	return xstrdup("ended, and its status is not known");
}

static char *
explain_no_start(const char *program, int error)
{
	char safe[SAFE_TEXT_SIZE(MESSAGE_COLUMNS)];

	safe_text_fit(text_of(program), MESSAGE_COLUMNS, CUT_MIDDLE, safe, sizeof safe);
	if (error == ENOENT && strchr(program, '/') == NULL)
		return xasprintf("cannot be run: '%s' is not in PATH", safe);
	return xasprintf("cannot be run: %s: %s", safe, strerror(error));
}

/* ------------------------------------------------------------------ as a whole */

/* Starts it with both of its streams open. Returns 0 or an errno. */
static int
start(struct command *command, char *const *words)
{
	int pipes[STREAM_COUNT][2], write_ends[STREAM_COUNT], error;

	if (pipe2(pipes[OUTPUT], O_CLOEXEC) != 0)
		return errno;
	if (pipe2(pipes[MESSAGES], O_CLOEXEC) != 0) {
		error = errno;
		close(pipes[OUTPUT][0]);
		close(pipes[OUTPUT][1]);
		return error;
	}
	for (int i = 0; i < STREAM_COUNT; i++) {
		command->streams[i] = pipes[i][0];
		write_ends[i] = pipes[i][1];
	}
	error = spawn(command, words, write_ends);
	for (int i = 0; i < STREAM_COUNT; i++)
		close(write_ends[i]);
	return error;
}

char *
secret_run_command(char *const *words, uint32_t limit_ms, struct secret_text **secret)
{
	struct command command = {.pid = -1, .streams = {-1, -1}, .deadline_ms = clock_monotonic_ms() + limit_ms};
	int error = start(&command, words);
	char *problem = NULL;

	if (error != 0) {
		problem = explain_no_start(words[0], error);
	} else if (!wait_for_end(&command)) {
		end_command(&command);
		problem = xasprintf("was not done in %u s, and was stopped", (unsigned)(limit_ms / 1000));
	} else if (command.status != 0) {
		problem = explain_end(&command);
	} else {
		*secret = secret_first_line(command.bytes, command.length);
		if (*secret == NULL)
			problem = xstrdup("printed nothing to use in its first line");
	}
	if (problem != NULL)
		problem = add_messages(&command, problem);
	for (int i = 0; i < STREAM_COUNT; i++) {
		if (command.streams[i] >= 0)
			close(command.streams[i]);
	}
	explicit_bzero(&command, sizeof command);
	return problem;
}
