/* xalloc.c: memory that is there, or the program ends. */
#include "config.h"

#include "base/xalloc.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/refuse.h"
#include "base/rescue.h"

/* The one place where the depths end the program: without memory there is no way to say it higher up. */
_Noreturn void
xalloc_fail(void)
{
	static const char message[] = "cifstop: out of memory\n";

	rescue_run();
	if (write(STDERR_FILENO, message, sizeof message - 1) < 0)
		_exit(2);
	_exit(2);
}

void *
xmalloc(size_t size)
{
	void *memory;

	assert(size > 0);
	memory = refuse_memory() ? NULL : malloc(size);
	if (memory == NULL)
		xalloc_fail();
	return memory;
}

void *
xcalloc(size_t count, size_t size)
{
	void *memory;

	assert(count > 0 && size > 0);
	memory = refuse_memory() ? NULL : calloc(count, size);
	if (memory == NULL)
		xalloc_fail();
	return memory;
}

void *
xreallocarray(void *old, size_t count, size_t size)
{
	void *memory;

	assert(count > 0 && size > 0);
	memory = refuse_memory() ? NULL : reallocarray(old, count, size);
	if (memory == NULL)
		xalloc_fail();
	return memory;
}

char *
xstrdup(const char *string)
{
	return xstrdup_text(text_of(string));
}

char *
xstrdup_text(struct text text)
{
	char *copy;

	if (text_is_absent(text))
		return NULL;
	copy = xmalloc(text.length + 1);
	memcpy(copy, text.bytes, text.length);
	copy[text.length] = '\0';
	return copy;
}

void
xreplace(char **slot, const char *string)
{
	/* First, since it may be a part of the old one. */
	char *copy = xstrdup(string);

	free(*slot);
	*slot = copy;
}

char *
xvasprintf(const char *format, va_list arguments)
{
	char *string = NULL;

	if (refuse_memory() || vasprintf(&string, format, arguments) < 0)
		xalloc_fail();
	return string;
}

char *
xasprintf(const char *format, ...)
{
	va_list arguments;
	char *string;

	va_start(arguments, format);
	string = xvasprintf(format, arguments);
	va_end(arguments);
	return string;
}
