/* xalloc.h: memory that is there, or the program ends with one line on stderr and exit code 2. */
#ifndef CIFSTOP_BASE_XALLOC_H
#define CIFSTOP_BASE_XALLOC_H

#include <stdarg.h>
#include <stddef.h>

#include "base/text.h"

/* Gives the terminal back and ends the program so, for a library that was refused memory. Any thread may call it. */
_Noreturn void xalloc_fail(void);

/* `size` is not 0; the caller frees. */
void *xmalloc(size_t size);

/* `count` times `size` zeroed bytes, checked for overflow; neither is 0; the caller frees. */
void *xcalloc(size_t count, size_t size);

/* As reallocarray(3); neither `count` nor `size` is 0. */
void *xreallocarray(void *old, size_t count, size_t size);

/* A copy that the caller frees; NULL gives NULL. */
char *xstrdup(const char *string);

/* A terminated copy that the caller frees; an absent text gives NULL. */
char *xstrdup_text(struct text text);

/* Puts a copy of `string`, which may be NULL, in place of what *slot owns. */
void xreplace(char **slot, const char *string);

/* A formatted string that the caller frees. */
char *xasprintf(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *xvasprintf(const char *format, va_list arguments) __attribute__((format(printf, 1, 0)));

#endif
