/* process_look.c: what the system says of a program that runs. */
#include "config.h"

#include "e2e/process_look.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Reads /proc/PID/NAME; false when it is not there. */
static bool
read_about(pid_t pid, const char *name, char *text, size_t size)
{
	char path[64];
	size_t length;
	FILE *file;

	(void)snprintf(path, sizeof(path), "/proc/%ld/%s", (long)pid, name);
	file = fopen(path, "re");
	if (file == NULL)
		return false;
	length = fread(text, 1, size - 1, file);
	text[length] = '\0';
	fclose(file);
	return length > 0;
}

static unsigned
count_entries(pid_t pid, const char *name)
{
	char path[64];
	unsigned count = 0;
	struct dirent *entry;
	DIR *directory;

	(void)snprintf(path, sizeof(path), "/proc/%ld/%s", (long)pid, name);
	directory = opendir(path);
	while (directory != NULL && (entry = readdir(directory)) != NULL)
		count += entry->d_name[0] != '.';
	if (directory != NULL)
		closedir(directory);
	return count;
}

/* The number behind the `skipped`th blank of a line. */
static uint64_t
number_at(const char *line, unsigned skipped)
{
	while (skipped > 0 && (line = strchr(line, ' ')) != NULL) {
		line++;
		skipped--;
	}
	return line == NULL ? 0 : strtoull(line, NULL, 10);
}

struct process_look
process_look(pid_t pid)
{
	struct process_look look = {.state = '\0'};
	char text[2048], *after;
	const char *resident;

	if (!read_about(pid, "stat", text, sizeof(text)))
		return look;
	/* The name is in brackets, and may hold some itself. */
	after = strrchr(text, ')');
	if (after == NULL || after[1] != ' ')
		return look;
	after += 2;
	look.state = *after;
	look.cpu_ms = (number_at(after, 11) + number_at(after, 12)) * 1000 / (uint64_t)sysconf(_SC_CLK_TCK);
	look.threads = (unsigned)number_at(after, 17);
	look.descriptors = count_entries(pid, "fd");
	if (read_about(pid, "status", text, sizeof(text)) && (resident = strstr(text, "VmRSS:")) != NULL)
		look.resident_kib = strtoull(resident + strlen("VmRSS:"), NULL, 10);
	return look;
}

bool
process_is_gone(pid_t pid)
{
	char state = process_look(pid).state;

	return state == '\0' || state == 'Z' || state == 'X';
}

size_t
process_threads(pid_t pid, pid_t threads[static PROCESS_THREADS_MAX])
{
	char path[64];
	size_t count = 0;
	struct dirent *entry;
	DIR *directory;

	threads[count++] = pid;
	(void)snprintf(path, sizeof(path), "/proc/%ld/task", (long)pid);
	directory = opendir(path);
	while (directory != NULL && count < PROCESS_THREADS_MAX && (entry = readdir(directory)) != NULL) {
		pid_t thread = (pid_t)strtol(entry->d_name, NULL, 10);

		if (thread > 0 && thread != pid)
			threads[count++] = thread;
	}
	if (directory != NULL)
		closedir(directory);
	return count;
}
