/* known_clusters_write.c: the public keys that a person has said yes to: how one more is written down. */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "config/known_clusters.h"
#include "config/known_clusters_private.h"
#include "config/paths.h"

/* Another process holds the lock for as long as a small file takes to be written. */
#define LOCK_LIMIT_MS 2000
#define LOCK_STEP_NS 5000000L

/* Waits for the lock; -1, with errno, when it is not to be had. The caller closes it. */
static int
take_lock(const char *path)
{
	char *name = xasprintf("%s.lock", path);
	int lock = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW, 0600), error;
	uint64_t limit_ms = clock_monotonic_ms() + LOCK_LIMIT_MS;

	free(name);
	while (lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) != 0) {
		if ((errno == EWOULDBLOCK || errno == EINTR) && clock_monotonic_ms() < limit_ms) {
			nanosleep(&(struct timespec){.tv_nsec = LOCK_STEP_NS}, NULL);
			continue;
		}
		error = errno == EWOULDBLOCK ? EBUSY : errno;
		close(lock);
		errno = error;
		return -1;
	}
	return lock;
}

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

static bool
write_all(int descriptor, struct text text)
{
	while (text.length > 0) {
		ssize_t written = write(descriptor, text.bytes, text.length);

		if (written < 0 && errno != EINTR)
			return false;
		if (written > 0) {
			text.bytes += written;
			text.length -= (size_t)written;
		}
	}
	return fsync(descriptor) == 0;
}

/* The new name itself is on the disk only when its folder is. That this fails is no reason to call all of it failed. */
static void
sync_folder(const char *path)
{
	char *folder = xstrdup_text((struct text){path, (size_t)(strrchr(path, '/') - path) + 1});
	int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (descriptor >= 0) {
		fsync(descriptor);
		close(descriptor);
	}
	free(folder);
}

/* Beside the file, and in its place once it is whole. False with errno. */
static bool
replace_file(const char *path, struct text text)
{
	char *temporary = xasprintf("%s.XXXXXX", path);
	int descriptor = mkostemp(temporary, O_CLOEXEC), error = 0;

	if (descriptor < 0) {
		error = errno;
	} else {
		if (!write_all(descriptor, text))
			error = errno;
		if (close(descriptor) != 0 && error == 0)
			error = errno;
		if (error == 0 && rename(temporary, path) != 0)
			error = errno;
		if (error != 0)
			unlink(temporary);
	}
	free(temporary);
	if (error == 0)
		sync_folder(path);
	errno = error;
	return error == 0;
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
		else if (!replace_file(path, buffer_text(&content)))
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
	if (!path_make_folders(path))
		return xasprintf("the folder of '%s' cannot be made: %s", path, strerror(errno));
	lock = take_lock(path);
	if (lock < 0 && errno == EBUSY)
		return xasprintf("'%s' is locked by another cifstop", path);
	if (lock < 0)
		return xasprintf("'%s.lock' cannot be written: %s", path, strerror(errno));
	trouble = rewrite(path, url, pin, line);
	close(lock);
	return trouble;
}
