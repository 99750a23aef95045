/* json_text.c: texts as strings of JSON. */
#include "config.h"

#include "app/json_text.h"

#include <stdint.h>
#include <string.h>

#include "base/safe_text.h"
#include "base/utf8.h"

#define ONES UINT64_C(0x0101010101010101)
#define HIGH (ONES << 7)

/* The bytes of the character at `at` when it may stand in a string as it is, else 0. */
static size_t
plain_length(const unsigned char *at, size_t left)
{
	uint32_t point;
	size_t length;

	if (*at >= 0x20 && *at < 0x7f)
		return *at != '"' && *at != '\\';
	if (*at < 0x80)
		return 0;
	length = utf8_decode(at, left, &point);
	return length > 0 && !safe_text_is_treacherous(point) ? length : 0;
}

/* Whether none of eight bytes is a control character, a quote, a backslash or beyond ASCII. */
static bool
are_plain(uint64_t word)
{
	uint64_t quote = word ^ ONES * '"', backslash = word ^ ONES * '\\';

	return ((word | (word + ONES) | (word - ONES * 0x20) | (quote - ONES) | (backslash - ONES)) & HIGH) == 0;
}

/* Copies eight bytes at a time as long as all of them are plain. Returns how many went over. */
static size_t
copy_plain(char *out, const char *bytes, size_t length)
{
	size_t done = 0;
	uint64_t word;

	for (; length - done >= sizeof word; done += sizeof word) {
		memcpy(&word, bytes + done, sizeof word);
		if (!are_plain(word))
			return done;
		memcpy(out + done, &word, sizeof word);
	}
	if (done == 0 || done == length)
		return done;
	/* The last eight again, which overlap what went over before. */
	memcpy(&word, bytes + length - sizeof word, sizeof word);
	if (!are_plain(word))
		return done;
	memcpy(out + length - sizeof word, &word, sizeof word);
	return length;
}

/* Writes \uXXXX. */
static void
put_unit(struct pen *pen, unsigned unit)
{
	static const char digits[] = "0123456789abcdef";

	pen_put_byte(pen, '\\');
	pen_put_byte(pen, 'u');
	for (unsigned shift = 16; shift > 0; shift -= 4)
		pen_put_byte(pen, digits[unit >> (shift - 4) & 0xf]);
}

/* What is beyond 16 bits is written as a pair of surrogates. */
static void
put_unicode(struct pen *pen, uint32_t point)
{
	if (point > 0xffff) {
		put_unit(pen, 0xd800 + (unsigned)((point - 0x10000) >> 10));
		point = 0xdc00 + ((point - 0x10000) & 0x3ff);
	}
	put_unit(pen, (unsigned)point);
}

/* Writes the character at `at`, which is not plain, and returns how many bytes it had. */
static size_t
put_escaped(struct pen *pen, const unsigned char *at, size_t left)
{
	uint32_t point = *at;
	size_t length = utf8_decode(at, left, &point);

	if (length == 0) {
		memcpy(pen->at, "\xef\xbf\xbd", 3);
		pen->at += 3;
		return 1;
	}
	if (point == '"' || point == '\\') {
		pen_put_byte(pen, '\\');
		pen_put_byte(pen, (char)point);
	} else {
		put_unicode(pen, point);
	}
	return length;
}

/* Writes the character at `at` as it has to be, and returns how many bytes it had. */
static size_t
put_character(struct pen *pen, const char *at, size_t left)
{
	size_t plain = plain_length((const unsigned char *)at, left);

	if (plain == 0)
		return put_escaped(pen, (const unsigned char *)at, left);
	memcpy(pen->at, at, plain);
	pen->at += plain;
	return plain;
}

void
json_text_put(struct pen *pen, struct text text)
{
	size_t done = 0;

	pen_put_byte(pen, '"');
	while (done < text.length) {
		size_t plain = copy_plain(pen->at, text.bytes + done, text.length - done), next;

		pen->at += plain;
		done += plain;
		/* What held it up is within the next eight bytes. */
		for (next = done + 8; done < text.length && done < next;)
			done += put_character(pen, text.bytes + done, text.length - done);
	}
	pen_put_byte(pen, '"');
}
