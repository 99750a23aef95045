/* known_clusters_write.c: the public keys that a person has said yes to: how one more is written down. */
#include <config.h>

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/state_file.h"
#include "base/xalloc.h"
#include "config/known_clusters.h"
#include "config/known_clusters_private.h"

/* Whether the line is the one of the cluster. */
static bool
is_of(struct text line, const char *path, const char *url)
{
	struct known_clusters known = {0};
	struct report report = {0};
	bool is;

	known_clusters_parse(line, path, &known, &report);
	is = known_clusters_find(&known, url) != NULL;
	known_clusters_free(&known);
	report_free(&report);
	return is;
}

/* Copies `old` with the line of the cluster replaced, or added, and returns its number. */
static size_t
compose(struct text old, const char *path, const char *url, const char *pin, struct buffer *content)
{
	char *origin = known_clusters_origin(url);
	size_t number = 0, line = 0;

	while (old.length > 0) {
		const char *start = old.bytes;
		struct text text = known_clusters_next_line(&old);

		number++;
		if (line == 0 && is_of(text, path, url)) {
			buffer_add_format(content, "%s %s\n", origin, pin);
			line = number;
			continue;
		}
		buffer_add(content, start, (size_t)(old.bytes - start));
	}
	if (line == 0) {
		/* The last line may lack its end. */
		if (content->length > 0 && content->bytes[content->length - 1] != '\n')
			buffer_add_byte(content, '\n');
		buffer_add_format(content, "%s %s\n", origin, pin);
		line = number + 1;
	}
	free(origin);
	return line;
}

/* With the lock held. */
static char *
rewrite(const char *path, const char *url, const char *pin, size_t *line)
{
	struct buffer old, content;
	char *trouble;

	buffer_init(&old, KNOWN_CLUSTERS_SIZE_MAX);
	buffer_init(&content, 2 * KNOWN_CLUSTERS_SIZE_MAX);
	trouble = known_clusters_take_in(path, &old);
	if (trouble == NULL) {
		*line = compose(buffer_text(&old), path, url, pin, &content);
		if (content.length > KNOWN_CLUSTERS_SIZE_MAX)
			trouble = xasprintf("'%s' would grow too large", path);
		else if (!state_file_replace(path, buffer_text(&content)))
			trouble = xasprintf("'%s' cannot be written: %s", path, strerror(errno));
	}
	buffer_free(&old);
	buffer_free(&content);
	return trouble;
}

char *
known_clusters_remember(const char *path, const char *url, const char *pin, size_t *line)
{
	char *trouble;
	int lock;

	if (path == NULL)
		return xstrdup("there is no home directory to remember the key in");
	lock = state_file_lock(path);
	if (lock < 0 && errno == EBUSY)
		return xasprintf("'%s' is locked by another cifstop", path);
	if (lock < 0)
		return xasprintf("'%s' cannot be written: %s", path, strerror(errno));
	trouble = rewrite(path, url, pin, line);
	state_file_unlock(lock);
	return trouble;
}
