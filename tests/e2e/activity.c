/* activity.c: what a program uses, from the kernel's own counts. */
#include "config.h"

#include "e2e/activity.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

/* A file of /proc/PID/..., whole; the caller frees it. NULL when it is not there. */
static char *
read_proc(pid_t pid, const char *name)
{
	char *path = xasprintf("/proc/%d/%s", (int)pid, name), *text = NULL;
	FILE *file = fopen(path, "re");
	size_t size = 0;

	free(path);
	if (file == NULL)
		return NULL;
	if (getdelim(&text, &size, '\0', file) < 0) {
		free(text);
		text = NULL;
	}
	fclose(file);
	return text;
}

double
activity_number(pid_t pid, const char *file, const char *name)
{
	char *text = read_proc(pid, file), *at = text == NULL ? NULL : strstr(text, name);
	double number = at == NULL ? 0 : strtod(at + strlen(name), NULL);

	free(text);
	return number;
}

struct activity
activity_of(pid_t pid)
{
	struct activity activity = {0, 0};
	char *path = xasprintf("/proc/%d/task", (int)pid);
	DIR *tasks = opendir(path);
	struct dirent *entry;

	free(path);
	while (tasks != NULL && (entry = readdir(tasks)) != NULL) {
		char *name;

		if (entry->d_name[0] == '.')
			continue;
		name = xasprintf("task/%s/schedstat", entry->d_name);
		activity.cpu += activity_number(pid, name, "") / 1e9;
		free(name);
		name = xasprintf("task/%s/status", entry->d_name);
		activity.wakes += activity_number(pid, name, "\nvoluntary_ctxt_switches:");
		free(name);
	}
	if (tasks != NULL)
		closedir(tasks);
	return activity;
}
