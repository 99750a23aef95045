/* output.c: which formats there are, and how what they print gets out. */
#include "config.h"

#include "app/output.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/ending.h"
#include "app/output_private.h"
#include "base/safe_text.h"
#include "base/xalloc.h"
#include "view/columns.h"

/* A system call for each 64 KiB costs nothing against making them. */
#define FLUSH_AT ((size_t)64 * 1024)

static const char *const format_names[FORMAT_COUNT] = {
    [FORMAT_TABLE] = "table",
    [FORMAT_CSV] = "csv",
    [FORMAT_JSON] = "json",
    [FORMAT_NDJSON] = "ndjson",
};

enum output_format
output_find_format(const char *name)
{
	unsigned format = 0;

	while (format < FORMAT_COUNT && strcmp(format_names[format], name) != 0)
		format++;
	return (enum output_format)format;
}

size_t
output_default_fields(
    const struct kind *kind, enum output_format format, bool has_cluster, unsigned list[static FIELDS_MAX])
{
	size_t count = 0;

	if (format == FORMAT_TABLE)
		return layout_default_columns(kind, list, has_cluster);
	for (unsigned field = 0; field < kind->field_count; field++) {
		if (kind->fields[field].origin != ORIGIN_DERIVED)
			list[count++] = field;
	}
	return count;
}

struct output *
output_new(const struct output_settings *settings)
{
	struct output *output = xcalloc(1, sizeof *output);

	buffer_init(&output->pending, SIZE_MAX / 2);
	buffer_init(&output->cell, SIZE_MAX / 2);
	output->kind = settings->kind;
	output->format = settings->format;
	output->descriptor = settings->descriptor;
	output->has_time = settings->has_time;
	output->is_ascii = !safe_text_is_utf8() && isatty(settings->descriptor);
	output->field_count = settings->field_count;
	if (settings->fields == NULL)
		output->field_count = output_default_fields(settings->kind, settings->format, true, output->fields);
	else
		memcpy(output->fields, settings->fields, settings->field_count * sizeof *settings->fields);
	return output;
}

/* Waits until a descriptor that somebody made non-blocking takes more. */
static void
wait_writable(int descriptor)
{
	struct pollfd wait = {.fd = descriptor, .events = POLLOUT};

	(void)poll(&wait, 1, -1);
}

/*
 * Text in UTF-8 holds bytes that control a terminal of another character set: 0x9b begins a sequence there. A table has
 * none, since safe_text knows the locale; the other formats are for programs, which want UTF-8 whatever the locale.
 */
static void
suit_terminal(struct output *output)
{
	if (output->is_ascii && output->format != FORMAT_TABLE)
		output_make_ascii(&output->pending, output->format != FORMAT_CSV);
}

void
output_flush(struct output *output)
{
	const char *at;
	size_t left;

	suit_terminal(output);
	at = output->pending.bytes;
	left = output->pending.length;
	while (left > 0 && output->error == 0) {
		ssize_t written = write(output->descriptor, at, left);

		if (written >= 0) {
			at += written;
			left -= (size_t)written;
		} else if (errno == EAGAIN) {
			wait_writable(output->descriptor);
		} else if (errno != EINTR || ending_signal() != 0) {
			output->error = errno;
		}
	}
	buffer_reset(&output->pending);
}

void
output_flush_some(struct output *output)
{
	if (output->pending.length >= FLUSH_AT)
		output_flush(output);
}

int
output_print(struct output *output, const struct view *view)
{
	static void (*const print[FORMAT_COUNT])(struct output *, const struct view *) = {
	    [FORMAT_TABLE] = output_print_table,
	    [FORMAT_CSV] = output_print_csv,
	    [FORMAT_JSON] = output_print_json,
	    [FORMAT_NDJSON] = output_print_ndjson,
	};

	print[output->format](output, view);
	output_flush(output);
	output->is_started = true;
	return output->error;
}

void
output_free(struct output *output)
{
	if (output == NULL)
		return;
	buffer_free(&output->pending);
	buffer_free(&output->cell);
	free(output);
}
