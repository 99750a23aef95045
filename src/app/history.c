/* history.c: the filters that were typed, over runs. */
#include "config.h"

#include "app/history.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/safe_text.h"
#include "base/state_file.h"
#include "base/xalloc.h"
#include "query/syntax.h"

/* Oldest first. The last `added` of them came in this run. */
struct history {
	char *path;
	char *entries[HISTORY_MAX];
	size_t count;
	size_t added;
	int error; /* of reading the file; 0: it was read, or is not there */
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

	if (file == NULL) {
		history->error = errno == ENOENT ? 0 : errno;
		return;
	}
	while ((length = getline(&line, &size, file)) > 0) {
		if (line[length - 1] == '\n')
			line[--length] = '\0';
		/* Longer lines are nobody's filter. */
		if (length > 0 && length <= FILTER_LENGTH_MAX && strlen(line) == (size_t)length)
			append(history, line);
	}
	if (ferror(file) != 0)
		history->error = errno;
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

/* The file is a user's to look at: a name of a cluster that was completed is not to act on the terminal from there. */
static bool
is_safe(const char *text)
{
	struct buffer clean;
	bool is_same;

	buffer_init(&clean, SIZE_MAX / 2);
	safe_text_clean(text_of(text), &clean);
	is_same = strcmp(buffer_string(&clean), text) == 0;
	buffer_free(&clean);
	return is_same;
}

void
history_add(struct history *history, const char *text)
{
	if (text[strspn(text, " \t")] == '\0' || !is_safe(text))
		return;
	append(history, text);
	history->added++;
}

const char *
history_entry(const struct history *history, size_t age)
{
	return age < history->count ? history->entries[history->count - 1 - age] : NULL;
}

/* The file as it is to be. */
static bool
write_file(const struct history *history)
{
	struct buffer content;
	bool is_written;

	buffer_init(&content, HISTORY_MAX * (FILTER_LENGTH_MAX + 1));
	for (size_t i = 0; i < history->count; i++) {
		buffer_add_string(&content, history->entries[i]);
		buffer_add_byte(&content, '\n');
	}
	is_written = state_file_replace(history->path, buffer_text(&content));
	buffer_free(&content);
	return is_written;
}

/* Adds to what stands in the file now. Returns 0, or the errno of what went wrong. */
static int
merge_into_file(const struct history *history)
{
	struct history *all = NULL;
	int lock = state_file_lock(history->path), error = 0;

	if (lock < 0)
		return errno;
	all = history_load(history->path);
	for (size_t i = history->count - history->added; i < history->count; i++)
		append(all, history->entries[i]);
	/* What cannot be read is not to be lost by writing over it. */
	if (all->error != 0)
		error = all->error;
	else if (!write_file(all))
		error = errno;
	history_free(all);
	state_file_unlock(lock);
	return error;
}

char *
history_save(const struct history *history)
{
	int error;

	if (history->added == 0)
		return NULL;
	if (history->path == NULL)
		return xstrdup(
		    "the filters that were typed are not remembered: there is no home directory; set HOME, or "
		    "XDG_STATE_HOME");
	error = merge_into_file(history);
	if (error == 0)
		return NULL;
	if (error == EBUSY)
		return xasprintf(
		    "the filters that were typed are not remembered: '%s' is locked by another cifstop", history->path);
	return xasprintf("the filters that were typed are not remembered: '%s' cannot be written: %s; XDG_STATE_HOME "
			 "names another place",
	    history->path, strerror(error));
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
