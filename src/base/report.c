/* report.c: what is wrong with a file, all of it at once. */
#include "config.h"

#include "base/report.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/complain.h"
#include "base/xalloc.h"

/* Longer names than this are near to nothing. */
#define NAME_MAX_LENGTH 63

void
report_add(struct report *report, const char *file, size_t line, size_t column, const char *format, ...)
{
	va_list arguments;
	char *sentence, *place;

	va_start(arguments, format);
	sentence = xvasprintf(format, arguments);
	va_end(arguments);
	if (file == NULL)
		place = xstrdup("");
	else if (line == 0)
		place = xasprintf("%s: ", file);
	else
		place = xasprintf("%s:%zu:%zu: ", file, line, column);
	report->lines = xreallocarray(report->lines, report->count + 1, sizeof *report->lines);
	report->lines[report->count++] = xasprintf("%s%s", place, sentence);
	free(place);
	free(sentence);
}

void
report_print(const struct report *report, FILE *out)
{
	for (size_t i = 0; i < report->count; i++)
		complain(out, report->lines[i]);
}

void
report_free(struct report *report)
{
	for (size_t i = 0; i < report->count; i++)
		free(report->lines[i]);
	free(report->lines);
	*report = (struct report){0};
}

static size_t
smallest(size_t a, size_t b, size_t c)
{
	size_t least = a < b ? a : b;

	return least < c ? least : c;
}

/* Levenshtein's distance of two short names, in which letters that changed places count once: idel is near to idle. */
static size_t
distance(const char *a, const char *b)
{
	size_t rows[3][NAME_MAX_LENGTH + 2], columns = strlen(b), i = 0;

	for (size_t j = 0; j <= columns; j++)
		rows[0][j] = j;
	for (; a[i] != '\0'; i++) {
		const size_t *before = rows[(i + 2) % 3], *above = rows[i % 3];
		size_t *row = rows[(i + 1) % 3];

		row[0] = i + 1;
		for (size_t j = 0; j < columns; j++) {
			size_t replaced = above[j] + (a[i] != b[j]);

			row[j + 1] = smallest(row[j] + 1, above[j + 1] + 1, replaced);
			if (i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] && before[j - 1] + 1 < row[j + 1])
				row[j + 1] = before[j - 1] + 1;
		}
	}
	return rows[i % 3][columns];
}

const char *
report_nearest(const char *name, const char *const *names)
{
	const char *nearest = NULL;
	size_t length = strlen(name), least = length / 3 + 2;

	if (length > NAME_MAX_LENGTH)
		return NULL;
	for (; *names != NULL; names++) {
		size_t d;

		if (strlen(*names) > NAME_MAX_LENGTH)
			continue;
		d = distance(name, *names);
		if (d < least) {
			least = d;
			nearest = *names;
		}
	}
	return nearest;
}
