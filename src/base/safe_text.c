/* safe_text.c: the one place where text from the wire becomes text for a terminal. */
#include "config.h"

#include "base/safe_text.h"

#include <langinfo.h>
#include <stdint.h>
#include <string.h>
#include <wchar.h>

#include "base/utf8.h"

#define REPLACEMENT "\xef\xbf\xbd"

/* A letter with more marks than this is an attack on the line, not a letter. */
#define MARKS_MAX 4

/* One visible character: a base and its combining marks, or a replacement. */
struct cluster {
	const char *bytes;
	size_t length;
	size_t columns;
	bool is_replaced;
};

bool
safe_text_is_utf8(void)
{
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

/* A range of characters, both ends in it. */
struct range {
	uint32_t first;
	uint32_t last;
};

/*
 * Ascending: what Unicode calls Cc, line and paragraph separators, Default_Ignorable_Code_Point (soft hyphen, joiners,
 * zero-width spaces, bidi controls, variation selectors, blank letters of Hangul and Khmer, tags), the format controls
 * of hieroglyphs, interlinear annotations, and the private areas, in which a font may have anything.
 */
static const struct range treacherous[] = {{0x00, 0x1f}, {0x7f, 0x9f}, {0xad, 0xad}, {0x34f, 0x34f}, {0x61c, 0x61c},
    {0x115f, 0x1160}, {0x17b4, 0x17b5}, {0x180b, 0x180f}, {0x200b, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x206f},
    {0x3164, 0x3164}, {0xe000, 0xf8ff}, {0xfe00, 0xfe0f}, {0xfeff, 0xfeff}, {0xffa0, 0xffa0}, {0xfff0, 0xfffb},
    {0x13430, 0x1345f}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a}, {0xe0000, UINT32_MAX}};

bool
safe_text_is_treacherous(uint32_t point)
{
	size_t i = 0;

	while (point > treacherous[i].last)
		i++;
	return point >= treacherous[i].first;
}

/* Of a character beyond ASCII. Its bytes mean something else where the locale is not UTF-8: 0x9b begins a sequence. */
static int
point_columns(uint32_t point)
{
	return !safe_text_is_utf8() || safe_text_is_treacherous(point) ? -1 : wcwidth((wchar_t)point);
}

/* Takes the next visible character off *rest, which is not empty. */
static struct cluster
next_cluster(struct text *rest)
{
	const unsigned char *bytes = (const unsigned char *)rest->bytes;
	struct cluster found = {.bytes = rest->bytes, .length = 1, .columns = 1, .is_replaced = true};
	uint32_t point = 0;
	size_t length, marks = 0;
	int columns;

	if (bytes[0] >= 0x20 && bytes[0] < 0x7f) {
		found.is_replaced = false;
	} else {
		length = utf8_decode(bytes, rest->length, &point);
		columns = length == 0 ? -1 : point_columns(point);
		if (length > 0)
			found.length = length;
		if (columns > 0) {
			found.is_replaced = false;
			found.columns = (size_t)columns;
		}
	}
	while (!found.is_replaced && marks < MARKS_MAX && found.length < rest->length && bytes[found.length] >= 0x80) {
		length = utf8_decode(bytes + found.length, rest->length - found.length, &point);
		if (length == 0 || point_columns(point) != 0)
			break;
		found.length += length;
		marks++;
	}
	rest->bytes += found.length;
	rest->length -= found.length;
	return found;
}

/* How many bytes at the start are characters of one column each, with no mark behind the last: most texts are ASCII. */
static size_t
plain_run(struct text text)
{
	size_t run = 0;

	while (run < text.length && text.bytes[run] >= 0x20 && text.bytes[run] < 0x7f)
		run++;
	return run > 0 && run < text.length ? run - 1 : run;
}

size_t
safe_text_columns(struct text text)
{
	size_t columns = plain_run(text);

	text.bytes += columns;
	text.length -= columns;
	while (text.length > 0)
		columns += next_cluster(&text).columns;
	return columns;
}

/* Where the output goes; never more than `size`, always terminated. */
struct sink {
	char *at;
	size_t left;
};

static void
sink_add(struct sink *sink, const char *bytes, size_t length)
{
	if (length >= sink->left)
		return;
	memcpy(sink->at, bytes, length);
	sink->at += length;
	sink->left -= length;
	*sink->at = '\0';
}

static void
sink_add_cluster(struct sink *sink, const struct cluster *cluster)
{
	const char *replacement = safe_text_is_utf8() ? REPLACEMENT : "?";

	if (cluster->is_replaced)
		sink_add(sink, replacement, strlen(replacement));
	else
		sink_add(sink, cluster->bytes, cluster->length);
}

/* Copies from the front of *text what fits in `columns`; returns the columns used. */
static size_t
copy_columns(struct text *text, size_t columns, struct sink *sink)
{
	size_t used = 0;

	while (text->length > 0) {
		struct text before = *text;
		struct cluster cluster = next_cluster(text);

		if (used + cluster.columns > columns) {
			*text = before;
			break;
		}
		used += cluster.columns;
		sink_add_cluster(sink, &cluster);
	}
	return used;
}

size_t
safe_text_fit(struct text text, size_t columns, enum safe_text_cut cut, char *out, size_t size)
{
	struct sink sink = {out, size};
	size_t whole, head, tail, used, skipped;

	if (size == 0)
		return 0;
	*out = '\0';
	whole = safe_text_columns(text);
	if (whole <= columns)
		return copy_columns(&text, columns, &sink);
	if (columns == 0)
		return 0;
	tail = cut == CUT_MIDDLE ? (columns - 1) / 2 : 0;
	head = columns - 1 - tail;
	used = copy_columns(&text, head, &sink);
	skipped = used;
	while (text.length > 0 && whole - skipped > tail)
		skipped += next_cluster(&text).columns;
	sink_add(&sink, safe_text_is_utf8() ? "\xe2\x80\xa6" : "~", safe_text_is_utf8() ? 3 : 1);
	return used + 1 + copy_columns(&text, tail, &sink);
}

void
safe_text_clean(struct text text, struct buffer *out)
{
	while (text.length > 0) {
		uint32_t point = 0;
		size_t length = utf8_decode((const unsigned char *)text.bytes, text.length, &point);

		if (length == 0 || safe_text_is_treacherous(point))
			buffer_add_string(out, REPLACEMENT);
		else
			buffer_add(out, text.bytes, length);
		length = length == 0 ? 1 : length;
		text.bytes += length;
		text.length -= length;
	}
}
