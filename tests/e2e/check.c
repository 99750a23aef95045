/* check.c: failures that say what was seen. */
#include "config.h"

#include "e2e/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
check_fail_at(const char *file, int line, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	_fail(file, line);
	abort(); /* _fail() jumps back to cmocka, which its header does not say */
}

void
check_contains_at(const char *whole, const char *part, const char *file, int line)
{
	if (strstr(whole, part) == NULL)
		check_fail_at(file, line, "\"%s\" is missing in:\n%s", part, whole);
}

void
check_lacks_at(const char *whole, const char *part, const char *file, int line)
{
	if (strstr(whole, part) != NULL)
		check_fail_at(file, line, "\"%s\" should not be in:\n%s", part, whole);
}
