/*
 * test_e2e_matrix.c: the matrix of faults and moments. Each cell is a process of its own, several of which run at a
 * time, since most of them wait most of the time. Prints TAP, and the matrix as comments. With an argument only rows
 * run whose names hold it.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "e2e/matrix.h"

#define CELLS_MAX 512
#define AT_ONCE 10

struct task {
	const struct matrix_fault *fault;
	enum moment moment;
	struct matrix_result *result; /* shared with the process that runs it */
	pid_t pid; /* 0: not started, or over */
	char output[64]; /* the file with what it printed */
};

static const char *const moment_names[MOMENT_COUNT] = {"first refresh", "later refresh", "detail", "files"};

static size_t
list_tasks(struct task *tasks, struct matrix_result *results, const char *wanted)
{
	size_t count = 0;

	for (size_t i = 0; i < matrix_fault_count; i++) {
		for (unsigned moment = 0; moment < MOMENT_COUNT && count < CELLS_MAX; moment++) {
			if ((matrix_faults[i].moments & AT(moment)) == 0 ||
			    strstr(matrix_faults[i].name, wanted) == NULL)
				continue;
			tasks[count] = (struct task){
			    .fault = &matrix_faults[i], .moment = (enum moment)moment, .result = &results[count]};
			count++;
		}
	}
	return count;
}

/* In the child: what it prints is shown when it fails. */
static _Noreturn void
run_task(const struct task *task, int output)
{
	int failed;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	dup2(output, STDOUT_FILENO);
	dup2(output, STDERR_FILENO);
	failed = matrix_run_cell(task->fault, task->moment, task->result);
	task->result->has_passed = failed == 0;
	fflush(NULL);
	_exit(failed == 0 ? 0 : 1);
}

static void
start_task(struct task *task)
{
	const char *folder = getenv("TMPDIR");
	int output;

	(void)snprintf(
	    task->output, sizeof(task->output), "%s/cifstop-matrix-XXXXXX", folder == NULL ? "/tmp" : folder);
	output = mkostemp(task->output, O_CLOEXEC);
	fflush(NULL);
	task->pid = fork();
	if (task->pid == 0)
		run_task(task, output);
	close(output);
	if (task->pid < 0) {
		perror("fork");
		exit(1);
	}
}

/* Prints a file as comments. */
static void
print_output(const char *path)
{
	FILE *file = fopen(path, "re");
	char *line = NULL;
	size_t size = 0;

	while (file != NULL && getline(&line, &size, file) > 0)
		printf("#   %s", line);
	free(line);
	if (file != NULL)
		fclose(file);
}

/* Waits for any of the children, and marks its task as over. */
static bool
end_one(struct task *tasks, size_t count)
{
	pid_t pid;
	int status;

	do
		pid = waitpid(-1, &status, 0);
	while (pid < 0 && errno == EINTR);
	for (size_t i = 0; i < count; i++) {
		if (tasks[i].pid != pid || pid <= 0)
			continue;
		tasks[i].pid = 0;
		tasks[i].result->is_over = true;
		tasks[i].result->has_passed = tasks[i].result->has_passed && status == 0;
	}
	return pid > 0;
}

static void
run_all(struct task *tasks, size_t count)
{
	size_t started = 0, ended = 0;

	while (ended < count) {
		while (started < count && started - ended < AT_ONCE)
			start_task(&tasks[started++]);
		if (!end_one(tasks, started))
			return;
		ended++;
	}
}

/* One line a cell in TAP; returns how many failed. */
static size_t
print_tap(const struct task *tasks, size_t count)
{
	size_t failed = 0;

	printf("1..%zu\n", count);
	for (size_t i = 0; i < count; i++) {
		const struct task *task = &tasks[i];

		if (!task->result->has_passed) {
			print_output(task->output);
			failed++;
		}
		printf("%sok %zu - %s, %s\n", task->result->has_passed ? "" : "not ", i + 1, task->fault->name,
		    moment_names[task->moment]);
		unlink(task->output);
	}
	return failed;
}

/* What is said, from its first word of it on. */
static const char *
words_of(const struct task *task)
{
	const char *says = task->result->says, *bad = strstr(says, "bad ");
	const char *colon = bad == NULL ? strstr(says, "failed ") : bad;

	return colon == NULL ? says : colon;
}

static void
print_matrix(const struct task *tasks, size_t count)
{
	printf("#\n# %-20s %-14s %-6s %7s %9s  %s\n", "fault", "moment", "", "key ms", "healed ms", "the screen says");
	for (size_t i = 0; i < count; i++) {
		const struct task *task = &tasks[i];

		printf("# %-20s %-14s %-6s %7u %9u  %.110s\n", task->fault->name, moment_names[task->moment],
		    task->result->has_passed ? "ok" : "FAILED", task->result->key_ms, task->result->heal_ms,
		    words_of(task));
	}
}

int
main(int argc, char **argv)
{
	static struct task tasks[CELLS_MAX];
	size_t size = CELLS_MAX * sizeof(struct matrix_result), count, failed;
	struct matrix_result *results = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (results == MAP_FAILED) {
		perror("mmap");
		return 1;
	}
	count = list_tasks(tasks, results, argc > 1 ? argv[1] : "");
	run_all(tasks, count);
	failed = print_tap(tasks, count);
	print_matrix(tasks, count);
	munmap(results, size);
	return failed == 0 ? 0 : 1;
}
