/* state_file.h: small files that a program keeps from one run to the next, and several runs write at once. */
#ifndef CIFSTOP_BASE_STATE_FILE_H
#define CIFSTOP_BASE_STATE_FILE_H

#include <stdbool.h>

#include "base/text.h"

/* Makes the folders of `path`, up to its last slash, for the user alone. False with errno when one cannot be made. */
bool state_file_make_folders(const char *path);

/*
 * Makes the folders of `path`, and waits until no other process holds `path`. What was read before
 * is to be read again. Returns a lock for state_file_unlock(), or -1 with errno: EBUSY when another process does not
 * give it back. The lock is another file beside it, and ends with the process at the latest.
 */
int state_file_lock(const char *path);
void state_file_unlock(int lock);

/*
 * Puts a file with that content, for the user alone, in the place of `path` at once: whoever reads it sees all of the
 * old or all of the new, also after the power failed. False with errno; then the old one is there as it was.
 */
bool state_file_replace(const char *path, struct text content);

#endif
