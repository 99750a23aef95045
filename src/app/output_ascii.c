/* output_ascii.c: what is printed for programs, on a terminal that does not speak UTF-8. */
#include "config.h"

#include <string.h>

#include "app/output_private.h"
#include "base/utf8.h"

/* Appends \uXXXX, or two of them for what is beyond 16 bits. */
static void
add_escape(struct buffer *out, uint32_t point)
{
	if (point > 0xffff) {
		buffer_add_format(out, "\\u%04x", 0xd800 + (unsigned)((point - 0x10000) >> 10));
		point = 0xdc00 + ((point - 0x10000) & 0x3ff);
	}
	buffer_add_format(out, "\\u%04x", (unsigned)point);
}

/* The formats for programs are UTF-8, so whatever is none here would be a mistake of ours, and is left out. */
static size_t
add_point(struct buffer *out, const char *at, size_t left, bool is_json)
{
	uint32_t point = 0;
	size_t length = utf8_decode((const unsigned char *)at, left, &point);

	if (length > 0 && is_json)
		add_escape(out, point);
	else if (length > 0)
		buffer_add_byte(out, '?');
	return length == 0 ? 1 : length;
}

void
output_make_ascii(struct buffer *text, bool is_json)
{
	struct buffer ascii;
	size_t at = 0;

	buffer_init(&ascii, SIZE_MAX / 2);
	while (at < text->length) {
		if ((unsigned char)text->bytes[at] < 0x80)
			buffer_add_byte(&ascii, text->bytes[at++]);
		else
			at += add_point(&ascii, text->bytes + at, text->length - at, is_json);
	}
	buffer_free(text);
	*text = ascii;
}
