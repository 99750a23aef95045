/* history.h: the filters that were typed, over runs. */
#ifndef CIFSTOP_APP_HISTORY_H
#define CIFSTOP_APP_HISTORY_H

#include <stddef.h>

/* As many are kept. */
#define HISTORY_MAX 200

struct history;

/* What stands in the file at `path`, one a line; nothing when it cannot be read, or `path` is NULL. Copies the path. */
struct history *history_load(const char *path);

/*
 * Makes `text` the newest one; it goes from where it stood before. Blank ones are left out, and those with a line end
 * or anything else that acts on terminals.
 */
void history_add(struct history *history, const char *text);

/* The one that is `age` steps old, 0 being the newest; NULL when there are not as many. Until the next history_add().
 */
const char *history_entry(const struct history *history, size_t age);

/*
 * Writes what was added to the file, for the user alone, behind what other runs have written since it was read. Does
 * nothing when nothing was added. A file that is there and cannot be read is left alone. Returns NULL, or a sentence
 * that the caller frees.
 */
char *history_save(const struct history *history);

/* NULL is fine. */
void history_free(struct history *history);

#endif
