/* history.c: the filters that were typed, over runs. */
#include "config.h"

#include "app/history.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "config/paths.h"
#include "query/syntax.h"

/* Oldest first. The last `added` of them came in this run. */
struct history {
	char *path;
	char *entries[HISTORY_MAX];
	size_t count;
	size_t added;
};

static void
remove_entry(struct history *history, size_t at)
{
	free(history->entries[at]);
	history->count--;
	memmove(history->entries + at, history->entries + at + 1, (history->count - at) * sizeof *history->entries);
}

/* Makes `text` the newest; an equal one that stood before goes. */
static void
append(struct history *history, const char *text)
{
	for (size_t i = 0; i < history->count; i++) {
		if (strcmp(history->entries[i], text) != 0)
			continue;
		if (i >= history->count - history->added)
			history->added--;
		remove_entry(history, i);
		break;
	}
	if (history->count == HISTORY_MAX) {
		if (history->added == history->count)
			history->added--;
		remove_entry(history, 0);
	}
	history->entries[history->count++] = xstrdup(text);
}

static void
read_file(struct history *history, const char *path)
{
	FILE *file = fopen(path, "re");
	char *line = NULL;
	size_t size = 0;
	ssize_t length;

	if (file == NULL)
		return;
	while ((length = getline(&line, &size, file)) > 0) {
		if (line[length - 1] == '\n')
			line[--length] = '\0';
		/* Longer lines are nobody's filter. */
		if (length > 0 && length <= FILTER_LENGTH_MAX && strlen(line) == (size_t)length)
			append(history, line);
	}
	free(line);
	fclose(file);
}

struct history *
history_load(const char *path)
{
	struct history *history = xcalloc(1, sizeof *history);

	history->path = xstrdup(path);
	if (path != NULL)
		read_file(history, path);
	return history;
}

void
history_add(struct history *history, const char *text)
{
	if (text[strspn(text, " \t")] == '\0' || strpbrk(text, "\n\r") != NULL)
		return;
	append(history, text);
	history->added++;
}

const char *
history_entry(const struct history *history, size_t age)
{
	return age < history->count ? history->entries[history->count - 1 - age] : NULL;
}

static bool
write_lines(int descriptor, const struct history *history)
{
	FILE *file = fdopen(descriptor, "w");
	bool is_written;

	if (file == NULL) {
		close(descriptor);
		return false;
	}
	for (size_t i = 0; i < history->count; i++)
		fprintf(file, "%s\n", history->entries[i]);
	is_written = ferror(file) == 0;
	return fclose(file) == 0 && is_written;
}

/* Beside the file, and in its place once it is whole: whoever reads it sees all of it. */
static bool
replace_file(const struct history *history)
{
	char *temporary = xasprintf("%s.XXXXXX", history->path);
	int descriptor = mkostemp(temporary, O_CLOEXEC);
	bool is_written = descriptor >= 0 && write_lines(descriptor, history);

	if (is_written)
		is_written = rename(temporary, history->path) == 0;
	if (!is_written && descriptor >= 0)
		unlink(temporary);
	free(temporary);
	return is_written;
}

char *
history_save(const struct history *history)
{
	struct history *all;
	char *sentence = NULL;

	if (history->path == NULL || history->added == 0)
		return NULL;
	all = history_load(history->path);
	for (size_t i = history->count - history->added; i < history->count; i++)
		append(all, history->entries[i]);
	if (!path_make_folders(all->path) || !replace_file(all))
		sentence = xasprintf("the filters that were typed are not remembered: '%s' cannot be written: %s",
		    all->path, strerror(errno));
	history_free(all);
	return sentence;
}

void
history_free(struct history *history)
{
	if (history == NULL)
		return;
	for (size_t i = 0; i < history->count; i++)
		free(history->entries[i]);
	free(history->path);
	free(history);
}
