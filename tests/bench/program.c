/* program.c: programs that run to their end, timed. */
#include "config.h"

#include "bench/program.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/bench.h"
#include "e2e/check.h"

/* Starts a command with these as its input and output; both are closed here. */
static pid_t
start(struct scene *scene, const char *command, int in, int out)
{
	char *const *words = scene_words(scene, command);
	pid_t pid = fork();

	if (pid < 0)
		check_fail("fork failed: %s", strerror(errno));
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		dup2(in, STDIN_FILENO);
		dup2(out, STDOUT_FILENO);
		execvpe(words[0], words, scene_environment(scene));
		dprintf(STDERR_FILENO, "%s cannot be started: %s\n", words[0], strerror(errno));
		_exit(127);
	}
	close(in);
	close(out);
	return pid;
}

static double
seconds(struct timeval time)
{
	return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static struct usage
finish(pid_t pid, const char *command, double started)
{
	struct rusage used;
	int status = 0;

	if (wait4(pid, &status, 0, &used) != pid || status != 0)
		check_fail("failed with status %d: %s", status, command);
	return (struct usage){
	    .wall = bench_now() - started,
	    .cpu = seconds(used.ru_utime) + seconds(used.ru_stime),
	    .peak = (double)used.ru_maxrss * 1024,
	};
}

static int
open_nothing(void)
{
	return open("/dev/null", O_RDWR | O_CLOEXEC);
}

struct usage
program_time(struct scene *scene, const char *format, ...)
{
	va_list arguments;
	const char *command;
	double started;

	va_start(arguments, format);
	command = scene_vtext(scene, format, arguments);
	va_end(arguments);
	started = bench_now();
	return finish(start(scene, command, open_nothing(), open_nothing()), command, started);
}

struct usage
program_time_to(struct scene *scene, const char *path, const char *command)
{
	double started = bench_now();
	int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (file < 0)
		check_fail("%s cannot be written: %s", path, strerror(errno));
	return finish(start(scene, command, open_nothing(), file), command, started);
}

struct usage
program_time_pipe(struct scene *scene, const char *first, const char *second)
{
	double started = bench_now();
	struct usage usage, more;
	pid_t writer, reader;
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) != 0)
		check_fail("pipe failed: %s", strerror(errno));
	writer = start(scene, first, open_nothing(), ends[1]);
	reader = start(scene, second, ends[0], open_nothing());
	usage = finish(writer, first, started);
	more = finish(reader, second, started);
	usage.wall = more.wall;
	usage.cpu += more.cpu;
	return usage;
}
