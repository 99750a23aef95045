/* secret_private.h: the ways to come by a password; for this folder and its tests. */
#ifndef CIFSTOP_CONFIG_SECRET_PRIVATE_H
#define CIFSTOP_CONFIG_SECRET_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/secret_text.h"

/* The longest password or token that is taken, without its line break. */
#define SECRET_MAX 16384

/*
 * Each stores a secret, which the caller drops, in *secret and returns NULL, or returns what failed, to be read behind
 * the name of the key, which the caller frees.
 */

/*
 * The first line that a program prints: `words` are its name, looked for in PATH, and its arguments, ended by NULL. It
 * may take `limit_ms` and is ended then. What it writes to standard error is part of what failed.
 */
char *secret_run_command(char *const *words, uint32_t limit_ms, struct secret_text **secret);

/* The first line of a file that others cannot read. */
char *secret_read_file(const char *path, struct secret_text **secret);

/* What a person types at `prompt` on the controlling terminal, without echo. */
char *secret_ask(const char *prompt, struct secret_text **secret);

/* Copies the first line of `bytes`; NULL when it is empty, too long, or has a NUL. */
struct secret_text *secret_first_line(const char *bytes, size_t length);

#endif
