/* safe_text.c: the one place where text from the wire becomes text for a terminal. */
#include "config.h"

#include "base/safe_text.h"

#include <langinfo.h>
#include <stdint.h>
#include <string.h>
#include <wchar.h>

#include "base/utf8.h"

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

/* Characters that act on their neighbours or cannot be seen: bidi controls, joiners, tags, private use. */
static bool
is_treacherous(uint32_t point)
{
	return point == 0xad || point == 0x061c || (point >= 0x180b && point <= 0x180f) ||
	       (point >= 0x200b && point <= 0x200f) || (point >= 0x2028 && point <= 0x202e) ||
	       (point >= 0x2060 && point <= 0x206f) || (point >= 0xe000 && point <= 0xf8ff) ||
	       (point >= 0xfe00 && point <= 0xfe0f) || point == 0xfeff || (point >= 0xfff0 && point <= 0xfffb) ||
	       point >= 0xe0000;
}

/* Of a character beyond ASCII. Its bytes mean something else where the locale is not UTF-8: 0x9b begins a sequence. */
static int
point_columns(uint32_t point)
{
	return !safe_text_is_utf8() || is_treacherous(point) ? -1 : wcwidth((wchar_t)point);
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
	const char *replacement = safe_text_is_utf8() ? "\xef\xbf\xbd" : "?";

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
