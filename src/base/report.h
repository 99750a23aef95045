/* report.h: what is wrong with a file, all of it at once. */
#ifndef CIFSTOP_BASE_REPORT_H
#define CIFSTOP_BASE_REPORT_H

#include <stddef.h>
#include <stdio.h>

/* A list of sentences, each with its place. Lives where its owner puts it; all zero is empty. */
struct report {
	char **lines;
	size_t count;
};

/*
 * Adds "file:line:column: sentence". `line` and `column` count from 1; 0 leaves them out, and a NULL `file` leaves the
 * place out.
 */
void report_add(struct report *report, const char *file, size_t line, size_t column, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* Prints each sentence on a line of its own behind "cifstop: ". */
void report_print(const struct report *report, FILE *out);

/* Frees the sentences; the report is empty again. */
void report_free(struct report *report);

/*
 * The member of `names` (terminated by NULL) that looks most like `name`, or NULL when none is near: for "unknown key
 * 'intervall', did you mean 'interval'?".
 */
const char *report_nearest(const char *name, const char *const *names);

#endif
