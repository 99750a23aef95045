/* needle.c: looking for a short text in a long one, in either case. */
#include "config.h"

#include "base/needle.h"

#include <string.h>

/* Sixteen bytes at a time, which gcc and clang make of what vectors the processor has, or of words. */
#define LANES ((size_t)16)
#define STRIDE (4 * LANES)
typedef unsigned char lanes __attribute__((vector_size(16)));

static bool
is_letter(unsigned char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

struct needle
needle_make(struct text text)
{
	unsigned char first = (unsigned char)text.bytes[0], last = (unsigned char)text.bytes[text.length - 1];
	struct needle needle = {.text = text};

	needle.first_case = is_letter(first) ? 0x20 : 0;
	needle.last_case = is_letter(last) ? 0x20 : 0;
	needle.first = first | needle.first_case;
	needle.last = last | needle.last_case;
	return needle;
}

static lanes
load(const char *bytes)
{
	lanes loaded;

	memcpy(&loaded, bytes, sizeof loaded);
	return loaded;
}

/* All bits of a lane are set where the first byte of the needle stands, and the last one where it ends. */
static inline lanes
candidates(const struct needle *needle, const char *at)
{
	lanes first = load(at) | needle->first_case;
	lanes last = load(at + needle->text.length - 1) | needle->last_case;

	return (lanes)(first == needle->first) & (lanes)(last == needle->last);
}

static inline bool
any(lanes found)
{
	uint64_t halves[2];

	memcpy(halves, &found, sizeof halves);
	return (halves[0] | halves[1]) != 0;
}

static bool
stands_at(const struct needle *needle, const char *at)
{
	return text_equals_nocase((struct text){at, needle->text.length}, needle->text);
}

/* The first byte in memory, of eight of which some are set and the others 0. */
static inline unsigned
first_set(uint64_t bytes)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	return (unsigned)__builtin_ctzll(bytes) / 8;
#else
	return (unsigned)__builtin_clzll(bytes) / 8;
#endif
}

/* The first of the places from `at` on, one a lane, where it really stands, or LANES. */
static inline size_t
find_among(const struct needle *needle, const char *at, lanes found)
{
	uint64_t halves[2];

	memcpy(halves, &found, sizeof halves);
	for (size_t half = 0; half < 2; half++) {
		while (halves[half] != 0) {
			unsigned byte = first_set(halves[half]);
			size_t lane = half * 8 + byte;

			if (needle->text.length <= 2 || stands_at(needle, at + lane))
				return lane;
			((unsigned char *)&halves[half])[byte] = 0;
		}
	}
	return LANES;
}

/* The first of the places of a stride from `at` on, or STRIDE. */
static inline size_t
find_in_stride(const struct needle *needle, const char *at)
{
	lanes found[STRIDE / LANES];

	for (size_t i = 0; i < STRIDE / LANES; i++)
		found[i] = candidates(needle, at + i * LANES);
	if (!any((found[0] | found[1]) | (found[2] | found[3])))
		return STRIDE;
	for (size_t i = 0; i < STRIDE / LANES; i++) {
		size_t lane = find_among(needle, at + i * LANES, found[i]);

		if (lane < LANES)
			return i * LANES + lane;
	}
	return STRIDE;
}

size_t
needle_find(const struct needle *needle, struct text hay, size_t from)
{
	size_t at = from, length = needle->text.length;

	while (at + STRIDE + length <= hay.length) {
		size_t found = find_in_stride(needle, hay.bytes + at);

		if (found < STRIDE)
			return at + found;
		at += STRIDE;
	}
	for (; at + length <= hay.length; at++) {
		if (((unsigned char)hay.bytes[at] | needle->first_case) == needle->first &&
		    stands_at(needle, hay.bytes + at))
			return at;
	}
	return TEXT_NOWHERE;
}

bool
needle_is_in(const struct needle *needle, struct text hay, size_t from, size_t length)
{
	size_t places = length < needle->text.length ? 0 : length - needle->text.length + 1;

	for (size_t at = 0; at < places; at += LANES) {
		const char *start = hay.bytes + from + at;
		size_t lane;

		if (from + at + LANES + needle->text.length - 1 > hay.length)
			return text_contains_nocase((struct text){start, length - at}, needle->text);
		lane = find_among(needle, start, candidates(needle, start));
		if (lane < LANES)
			return at + lane < places;
	}
	return false;
}
