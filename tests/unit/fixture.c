/* fixture.c: bodies as clusters send them. */
#include "config.h"

#include "fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* cmocka wants those before it. */
#include <cmocka.h>

#include "base/buffer.h"
#include "base/xalloc.h"

struct text
fixture_read(const char *name)
{
	char *path = xasprintf("%s/tests/fixtures/%s", SOURCE_TREE, name), part[4096];
	FILE *file = fopen(path, "re");
	struct buffer bytes;
	size_t length;

	if (file == NULL)
		fail_msg("%s is missing", path);
	buffer_init(&bytes, SIZE_MAX / 2);
	while ((length = fread(part, 1, sizeof part, file)) > 0)
		buffer_add(&bytes, part, length);
	fclose(file);
	free(path);
	length = bytes.length;
	return (struct text){buffer_take(&bytes), length};
}

void
fixture_free(struct text fixture)
{
	free((void *)(uintptr_t)fixture.bytes);
}
