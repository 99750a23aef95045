/* state_file.c: small files that a program keeps from one run to the next, and several runs write at once. */
#include "config.h"

#include "base/state_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/xalloc.h"

/* Another process holds the lock for as long as a small file takes to be written. */
#define LOCK_LIMIT_MS 1000
#define LOCK_STEP_NS 2000000L

bool
state_file_make_folders(const char *path)
{
	char *copy = xstrdup(path);
	bool is_made = true;
	int error = 0;

	for (char *slash = strchr(copy + 1, '/'); slash != NULL && is_made; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		is_made = mkdir(copy, 0700) == 0 || errno == EEXIST;
		error = errno;
		*slash = '/';
	}
	free(copy);
	errno = error;
	return is_made;
}

/* Whether waiting makes sense after `error`. */
static bool
may_wait(int error, uint64_t limit_ms)
{
	return (error == EWOULDBLOCK || error == EINTR) && clock_monotonic_ms() < limit_ms;
}

int
state_file_lock(const char *path)
{
	uint64_t limit_ms = clock_monotonic_ms() + LOCK_LIMIT_MS;
	char *name;
	int lock;

	if (!state_file_make_folders(path))
		return -1;
	name = xasprintf("%s.lock", path);
	lock = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW, 0600);
	free(name);
	while (lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) != 0) {
		int error = errno;

		if (may_wait(error, limit_ms)) {
			nanosleep(&(struct timespec){.tv_nsec = LOCK_STEP_NS}, NULL);
			continue;
		}
		close(lock);
		errno = error == EWOULDBLOCK ? EBUSY : error;
		return -1;
	}
	return lock;
}

void
state_file_unlock(int lock)
{
	close(lock);
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

/* The new name is on the disk when its folder is. That this fails is no reason to call all of it failed. */
static void
sync_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash == NULL ? xstrdup(".") : xasprintf("%.*s", (int)(slash - path) + 1, path);
	int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (descriptor >= 0) {
		fsync(descriptor);
		close(descriptor);
	}
	free(folder);
}

bool
state_file_replace(const char *path, struct text content)
{
	char *temporary = xasprintf("%s.XXXXXX", path);
	int descriptor = mkostemp(temporary, O_CLOEXEC), error = 0;

	if (descriptor < 0) {
		error = errno;
	} else {
		if (!write_all(descriptor, content))
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
