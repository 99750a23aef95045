/* scratch.c: a folder of a test's own, for the files that it writes. */
#include "config.h"

#include "scratch.h"

#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/xalloc.h"

int
scratch_open(void **state)
{
	const char *temporary = getenv("TMPDIR");
	char *folder = scratch_format("%s/cifstop-test-XXXXXX", temporary == NULL ? "/tmp" : temporary);

	*state = mkdtemp(folder);
	return *state == NULL ? -1 : 0;
}

static int
remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
	(void)status;
	(void)kind;
	(void)place;
	return remove(path);
}

int
scratch_close(void **state)
{
	int result = nftw(*state, remove_one, 8, FTW_DEPTH | FTW_PHYS);

	free(*state);
	return result;
}

char *
scratch_write(const char *folder, const char *name, const char *text, mode_t mode)
{
	char *path = scratch_format("%s/%s", folder, name);
	size_t length = strlen(text);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, length), length);
	assert_int_equal(fchmod(fd, mode), 0);
	assert_int_equal(close(fd), 0);
	return path;
}

void
scratch_folder(const char *folder, const char *name)
{
	char *path = scratch_format("%s/%s", folder, name);

	assert_int_equal(mkdir(path, 0700), 0);
	free(path);
}

char *
scratch_format(const char *format, ...)
{
	va_list arguments;
	char *string;

	va_start(arguments, format);
	string = xvasprintf(format, arguments);
	va_end(arguments);
	return string;
}
