/* secret_private.h: the ways to come by a password; for this folder and its tests. */
#ifndef CIFSTOP_CONFIG_SECRET_PRIVATE_H
#define CIFSTOP_CONFIG_SECRET_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The longest password that is taken, without its line break. */
#define SECRET_MAX 4096

/*
 * Each stores a password that the caller wipes and frees in *secret and returns NULL, or returns what failed, to be
 * read behind the name of the key, which the caller frees.
 */

/* The first line that `command` prints when /bin/sh runs it. It may take `limit_ms` and is ended then. */
char *secret_run_command(const char *command, uint32_t limit_ms, char **secret);

/* The first line of a file that others cannot read. */
char *secret_read_file(const char *path, char **secret);

/* What a person types at `prompt` on the controlling terminal, without echo. */
char *secret_ask(const char *prompt, char **secret);

/* Cuts `bytes` (terminated, of `length` bytes) after the first line and copies it; NULL when it is empty or has a NUL.
 */
char *secret_first_line(char *bytes, size_t length);

/* Wipes and frees a terminated text. NULL is fine. */
void secret_free(char *secret);

#endif
