/* demo.c: simulated clusters, for who has none at hand. */
#include "config.h"

#include "app/demo.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/xalloc.h"

#define SIMULATOR "ontap-sim"
/* Making millions of sessions takes seconds; a simulator that says nothing for longer hangs. */
#define READY_TIMEOUT_MS 60000
/* Sessions that come or go per minute and thousand: enough to see that the screen lives. */
#define CHURN "150"
#define LINE_MAX_LENGTH 256

/* One simulated cluster of the demo. */
struct part {
	const char *name;
	const char *release;
	const char *dialect; /* NULL: what that release speaks */
	const char *seed;
	uint32_t percent; /* of all sessions */
};

static const struct part parts[] = {
    {.name = "prod-east", .release = "9.14.1", .seed = "7", .percent = 70},
    {.name = "prod-west", .release = "9.8", .dialect = "page98", .seed = "11", .percent = 30},
};

#define PART_COUNT (sizeof parts / sizeof *parts)

/* A process that was started; pid is 0 when it was not, and the descriptors are -1 when they are closed. */
struct simulator {
	pid_t pid;
	int output; /* where its URL comes from */
	int errors; /* a file in memory with what it complained about */
};

struct demo {
	struct simulator simulators[PART_COUNT];
};

/* The simulator beside this program, or its bare name, to be looked for in PATH. The caller frees it. */
static char *
find_simulator(void)
{
	char self[4096], *path;
	ssize_t length = readlink("/proc/self/exe", self, sizeof self);
	ssize_t slash = length;

	if (length <= 0 || length == (ssize_t)sizeof self)
		return xstrdup(SIMULATOR);
	while (slash > 0 && self[slash - 1] != '/')
		slash--;
	path = xasprintf("%.*s%s", (int)slash, self, SIMULATOR);
	if (access(path, X_OK) == 0)
		return path;
	free(path);
	return xstrdup(SIMULATOR);
}

/* How the child's descriptors and signals are set up. Both are to be destroyed. */
static void
prepare_spawn(
    posix_spawn_file_actions_t *actions, posix_spawnattr_t *attributes, const struct simulator *simulator, int output)
{
	sigset_t none, all;

	sigemptyset(&none);
	sigfillset(&all);
	posix_spawn_file_actions_init(actions);
	posix_spawn_file_actions_addopen(actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(actions, output, STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(actions, simulator->errors, STDERR_FILENO);
	posix_spawnattr_init(attributes);
	posix_spawnattr_setsigmask(attributes, &none);
	posix_spawnattr_setsigdefault(attributes, &all);
	posix_spawnattr_setpgroup(attributes, 0);
	/* A group of its own: ^C on the terminal is for the program, which ends its simulators after it. */
	posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
}

/* Starts the process. Returns 0 or an errno. */
static int
spawn(struct simulator *simulator, const char *program, const struct part *part, uint32_t sessions)
{
	extern char **environ;
	char count[16];
	const char *arguments[] = {SIMULATOR, "--port", "0", "--name", part->name, "--release", part->release, "--seed",
	    part->seed, "--sessions", count, "--churn", CHURN, part->dialect == NULL ? NULL : "--dialect",
	    part->dialect, NULL};
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	int ends[2], result;

	(void)snprintf(count, sizeof count, "%" PRIu32, sessions);
	simulator->errors = memfd_create("errors", MFD_CLOEXEC);
	if (simulator->errors < 0 || pipe2(ends, O_CLOEXEC) < 0)
		return errno;
	simulator->output = ends[0];
	prepare_spawn(&actions, &attributes, simulator, ends[1]);
	/* posix_spawn() does not write to the arguments; their type is older than const. */
	result = posix_spawnp(
	    &simulator->pid, program, &actions, &attributes, (char *const *)(uintptr_t)arguments, environ);
	if (result != 0)
		simulator->pid = 0;
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	close(ends[1]);
	return result;
}

/* The first line that the simulator wrote to its standard error. The caller frees it; NULL when there is none. */
static char *
read_complaint(const struct simulator *simulator)
{
	char line[LINE_MAX_LENGTH];
	ssize_t length = pread(simulator->errors, line, sizeof line - 1, 0);

	if (length <= 0)
		return NULL;
	line[length] = '\0';
	line[strcspn(line, "\n")] = '\0';
	return xstrdup(line);
}

/* Reads the line that the simulator prints when it listens. Returns its length, 0 when none came in time. */
static size_t
read_line(int descriptor, char line[static LINE_MAX_LENGTH])
{
	uint64_t end = clock_monotonic_ms() + READY_TIMEOUT_MS;
	size_t length = 0;

	while (length < LINE_MAX_LENGTH - 1) {
		struct pollfd wait = {.fd = descriptor, .events = POLLIN};
		uint64_t now = clock_monotonic_ms();
		ssize_t got;

		if (now >= end || poll(&wait, 1, (int)(end - now)) == 0)
			return 0;
		got = read(descriptor, line + length, 1);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return 0;
		if (line[length] == '\n')
			break;
		length++;
	}
	line[length] = '\0';
	return length;
}

/* Waits until the simulator listens, and adds its cluster. Returns NULL, or a sentence that the caller frees. */
static char *
connect_part(const struct simulator *simulator, const struct part *part, struct config *config)
{
	char line[LINE_MAX_LENGTH], *complaint, *sentence;
	struct cluster_config *cluster;

	if (read_line(simulator->output, line) > 0) {
		cluster = config_add_cluster(config);
		xreplace(&cluster->target.name, part->name);
		cluster->secret_source = SECRET_NONE;
		return target_parse_url(line, &cluster->target.url);
	}
	complaint = read_complaint(simulator);
	if (complaint == NULL)
		return xasprintf("the simulated cluster %s did not start", part->name);
	sentence = xasprintf("the simulated cluster %s did not start: %s", part->name, complaint);
	free(complaint);
	return sentence;
}

/* Starts all, then waits for each: they make their sessions at the same time. */
static char *
start_all(struct demo *demo, const char *program, uint32_t sessions, struct config *config)
{
	uint32_t left = sessions;
	char *trouble = NULL;

	for (size_t i = 0; i < PART_COUNT; i++) {
		bool is_last = i + 1 == PART_COUNT;
		uint32_t share = is_last ? left : (uint32_t)((uint64_t)sessions * parts[i].percent / 100);
		int error = spawn(&demo->simulators[i], program, &parts[i], share);

		left -= share;
		if (error == ENOENT)
			return xstrdup("--demo needs " SIMULATOR ", and it is neither beside this program nor in PATH");
		if (error != 0)
			return xasprintf(SIMULATOR " cannot be started: %s", strerror(error));
	}
	for (size_t i = 0; i < PART_COUNT && trouble == NULL; i++)
		trouble = connect_part(&demo->simulators[i], &parts[i], config);
	return trouble;
}

char *
demo_start(uint32_t sessions, struct config *config, struct demo **demo)
{
	struct demo *started = xcalloc(1, sizeof *started);
	char *program = find_simulator(), *trouble;

	for (size_t i = 0; i < PART_COUNT; i++)
		started->simulators[i] = (struct simulator){.output = -1, .errors = -1};
	trouble = start_all(started, program, sessions, config);
	free(program);
	if (trouble != NULL) {
		demo_stop(started);
		return trouble;
	}
	*demo = started;
	return NULL;
}

void
demo_stop(struct demo *demo)
{
	if (demo == NULL)
		return;
	for (size_t i = 0; i < PART_COUNT; i++) {
		struct simulator *simulator = &demo->simulators[i];

		if (simulator->pid > 0) {
			kill(simulator->pid, SIGKILL);
			while (waitpid(simulator->pid, NULL, 0) < 0 && errno == EINTR)
				continue;
		}
		if (simulator->output >= 0)
			close(simulator->output);
		if (simulator->errors >= 0)
			close(simulator->errors);
	}
	free(demo);
}
