/* process.c: starts programs, waits for them, stops them. */
#include "config.h"

#include "e2e/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utmp.h>

#include "e2e/check.h"

#define STOP_MS 5000

const char cifstop_path[] = CIFSTOP;
const char ontap_sim_path[] = ONTAP_SIM;

/* In the child: becomes the program. Must not outlive a test program that is killed. */
static _Noreturn void
become(struct scene *scene, char *const *words)
{
	sigset_t none;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	execvpe(words[0], words, scene_environment(scene));
	dprintf(STDERR_FILENO, "%s cannot be started: %s\n", words[0], strerror(errno));
	_exit(127);
}

static struct process
take_child(struct scene *scene, const char *name, pid_t pid)
{
	struct process process = {.scene = scene, .name = name, .pid = pid, .handle = -1};

	if (pid < 0)
		check_fail("fork failed: %s", strerror(errno));
	process.handle = (int)syscall(SYS_pidfd_open, pid, 0);
	if (process.handle < 0)
		check_fail("pidfd_open failed: %s", strerror(errno));
	return process;
}

/* In the child: opens `path` as descriptor `wanted`. */
static void
redirect(const char *path, int flags, int wanted)
{
	int opened = open(path, flags | O_CLOEXEC, 0600);

	if (opened < 0 || dup2(opened, wanted) < 0)
		_exit(126);
}

struct process
process_start(struct scene *scene, char *const *words, int out, const char *out_path, const char *err_path)
{
	pid_t pid = fork();

	if (pid == 0) {
		setsid();
		redirect("/dev/null", O_RDONLY, STDIN_FILENO);
		if (out >= 0)
			dup2(out, STDOUT_FILENO);
		else
			redirect(out_path, O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO);
		redirect(err_path, O_WRONLY | O_CREAT | O_TRUNC, STDERR_FILENO);
		become(scene, words);
	}
	if (out >= 0)
		close(out);
	return take_child(scene, words[0], pid);
}

struct process
process_start_on(struct scene *scene, char *const *words, int slave)
{
	pid_t pid = fork();

	if (pid == 0) {
		if (login_tty(slave) != 0)
			_exit(126);
		become(scene, words);
	}
	close(slave);
	return take_child(scene, words[0], pid);
}

bool
process_wait(struct process *process, int timeout_ms)
{
	struct pollfd end = {.fd = process->handle, .events = POLLIN};

	while (!process->has_ended) {
		int ready = poll(&end, 1, timeout_ms);

		if (ready < 0 && errno == EINTR)
			continue;
		if (ready <= 0)
			return false;
		if (waitpid(process->pid, &process->status, 0) != process->pid)
			check_fail("waitpid failed: %s", strerror(errno));
		process->has_ended = true;
		close(process->handle);
	}
	return true;
}

bool
process_has_ended(struct process *process)
{
	return process_wait(process, 0);
}

void
process_stop(struct process *process)
{
	if (process->pid <= 0 || process_has_ended(process))
		return;
	kill(process->pid, SIGTERM);
	if (process_wait(process, STOP_MS))
		return;
	scene_blame(process->scene, "%s did not end when it was asked to, and had to be killed", process->name);
	kill(process->pid, SIGKILL);
	process_wait(process, STOP_MS);
}

static void
stop_deferred(void *process)
{
	process_stop(process);
}

static struct outcome
run_words(struct scene *scene, char *const *words)
{
	const char *out = scene_path(scene, "run.out");
	const char *err = scene_path(scene, "run.err");
	struct process *process = scene_memory(scene, sizeof(*process));
	struct outcome outcome = {.code = -1};

	*process = process_start(scene, words, -1, out, err);
	scene_defer(scene, stop_deferred, process);
	if (!process_wait(process, 2 * scene_patience_ms()))
		check_fail("%s did not end; its standard error was:\n%s", words[0], scene_read(scene, err, NULL));
	if (WIFEXITED(process->status))
		outcome.code = WEXITSTATUS(process->status);
	outcome.out = scene_read(scene, out, &outcome.out_length);
	outcome.err = scene_read(scene, err, NULL);
	return outcome;
}

struct outcome
process_run(struct scene *scene, const char *format, ...)
{
	va_list arguments;
	const char *command;

	va_start(arguments, format);
	command = scene_vtext(scene, format, arguments);
	va_end(arguments);
	return run_words(scene, scene_words(scene, command));
}

struct outcome
cifstop_run(struct scene *scene, const char *format, ...)
{
	va_list arguments;
	const char *command;

	va_start(arguments, format);
	command = scene_vtext(scene, format, arguments);
	va_end(arguments);
	return run_words(scene, scene_words(scene, scene_text(scene, "'%s' %s", cifstop_path, command)));
}
