/* scratch.h: a folder of a test's own, for the files that it writes. */
#ifndef CIFSTOP_TESTS_UNIT_SCRATCH_H
#define CIFSTOP_TESTS_UNIT_SCRATCH_H

#include <sys/stat.h>

/* Set-up and tear-down of a cmocka test: *state is the path of an empty folder, which is removed with all in it. */
int scratch_open(void **state);
int scratch_close(void **state);

/* Writes a file of that mode, whatever the umask, and returns its path, which the caller frees. */
char *scratch_write(const char *folder, const char *name, const char *text, mode_t mode);

/* Makes a folder within. */
void scratch_folder(const char *folder, const char *name);

/* A string that the caller frees. */
char *scratch_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
