/* path_search.c: asking for paths that hold a fragment, and knowing them when they come. */
#include "config.h"

#include "ontap/path_search.h"

#include <stdint.h>
#include <stdlib.h>
#include <wctype.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "base/xalloc.h"

/* Letters that the query spells in either case: two to the power of this are as many patterns. */
#define LETTERS_MAX 4u
/* Characters of a pattern. All patterns together leave most of ONTAP's 8 KB to the rest of the URL. */
#define STRETCH_MAX 32u
#define QUERY_SIZE_MAX 4096

/* Behind the last character of Unicode, what is no UTF-8: byte for byte. */
#define POINT_OF_BYTE UINT32_C(0x110000)

struct path_search {
	uint32_t *points; /* the fragment, folded */
	size_t count;
};

static bool
is_separator(char byte)
{
	return byte == '/' || byte == '\\';
}

/* Of a character beyond ASCII. One of another script is not made an ASCII letter, which the query would ask for. */
static uint32_t
fold(uint32_t point)
{
	wint_t lower = towlower((wint_t)point);

	return lower < 0x80 ? point : (uint32_t)lower;
}

/* Takes the next character, or run of separators, off *rest, which is not empty, and folds it. */
static uint32_t
next_point(struct text *rest)
{
	uint32_t point = (unsigned char)rest->bytes[0];
	size_t length = 1;

	if (is_separator(rest->bytes[0])) {
		while (length < rest->length && is_separator(rest->bytes[length]))
			length++;
		point = '/';
	} else if (point >= 'A' && point <= 'Z') {
		point += 'a' - 'A';
	} else if (point >= 0x80) {
		length = utf8_decode((const unsigned char *)rest->bytes, rest->length, &point);
		point = length == 0 ? POINT_OF_BYTE + (unsigned char)rest->bytes[0] : fold(point);
		length = length == 0 ? 1 : length;
	}
	rest->bytes += length;
	rest->length -= length;
	return point;
}

char *
path_search_check(struct text fragment)
{
	size_t count = 0;

	while (fragment.length > 0)
		count += next_point(&fragment) != '/';
	if (count >= PATH_SEARCH_LEAST)
		return NULL;
	return xasprintf("a part of a path has at least %d characters", PATH_SEARCH_LEAST);
}

struct path_search *
path_search_new(struct text fragment)
{
	struct path_search *search = xcalloc(1, sizeof *search);

	search->points = xcalloc(fragment.length + 1, sizeof *search->points);
	while (fragment.length > 0)
		search->points[search->count++] = next_point(&fragment);
	return search;
}

void
path_search_free(struct path_search *search)
{
	if (search == NULL)
		return;
	free(search->points);
	free(search);
}

static bool
begins_with(const struct path_search *search, struct text path)
{
	size_t i = 0;

	while (i < search->count && path.length > 0 && next_point(&path) == search->points[i])
		i++;
	return i == search->count;
}

bool
path_search_matches(const struct path_search *search, struct text path)
{
	if (text_is_absent(path))
		return false;
	while (path.length > 0) {
		if (begins_with(search, path))
			return true;
		next_point(&path);
	}
	return search->count == 0;
}

/* ------------------------------------------------------------------ the query */

static bool
is_letter(uint32_t point)
{
	return point >= 'a' && point <= 'z';
}

/* Whether the character is sure to mean itself in a pattern. Two dots are a range, and blanks may be cut. */
static bool
is_plain(const struct path_search *search, size_t i)
{
	uint32_t point = search->points[i];

	if (point == '.')
		return (i == 0 || search->points[i - 1] != '.') &&
		       (i + 1 == search->count || search->points[i + 1] != '.');
	return is_letter(point) || (point >= '0' && point <= '9') || point == '_' || point == '-';
}

/* A stretch of plain characters with few enough letters. */
struct stretch {
	size_t from, to;
};

static struct stretch
stretch_from(const struct path_search *search, size_t from)
{
	struct stretch stretch = {from, from};
	unsigned letters = 0;

	while (stretch.to < search->count && stretch.to - from < STRETCH_MAX && is_plain(search, stretch.to)) {
		letters += is_letter(search->points[stretch.to]);
		if (letters > LETTERS_MAX)
			break;
		stretch.to++;
	}
	return stretch;
}

/* The longest, for it leaves the fewest paths. */
static struct stretch
choose_stretch(const struct path_search *search)
{
	struct stretch best = {0, 0};

	for (size_t from = 0; from < search->count; from++) {
		struct stretch stretch = stretch_from(search, from);

		if (stretch.to - stretch.from > best.to - best.from)
			best = stretch;
	}
	return best;
}

/* Adds one spelling: bit n of `capitals` is the case of the nth letter. */
static void
add_pattern(struct buffer *query, const struct path_search *search, struct stretch stretch, unsigned capitals)
{
	buffer_add_byte(query, '*');
	for (size_t i = stretch.from; i < stretch.to; i++) {
		uint32_t point = search->points[i];

		if (is_letter(point)) {
			point -= capitals % 2 == 1 ? 'a' - 'A' : 0;
			capitals /= 2;
		}
		buffer_add_byte(query, (char)point);
	}
	buffer_add_byte(query, '*');
}

char *
path_search_query(const struct path_search *search)
{
	struct stretch stretch = choose_stretch(search);
	struct buffer query;
	unsigned letters = 0;

	if (stretch.to == stretch.from)
		return NULL;
	for (size_t i = stretch.from; i < stretch.to; i++)
		letters += is_letter(search->points[i]);
	buffer_init(&query, QUERY_SIZE_MAX);
	for (unsigned capitals = 0; capitals < 1u << letters; capitals++) {
		if (capitals > 0)
			buffer_add_byte(&query, '|');
		add_pattern(&query, search, stretch, capitals);
	}
	return buffer_take(&query);
}
