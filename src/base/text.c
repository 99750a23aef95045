/* text.c: a run of bytes that somebody else owns. */
#include "config.h"

#include "base/text.h"

#include <string.h>

/* Not tolower(): that asks the locale at every byte, and hostile text must not depend on it. */
static unsigned char
fold(char c)
{
	unsigned char byte = (unsigned char)c;

	return byte >= 'A' && byte <= 'Z' ? (unsigned char)(byte | 0x20) : byte;
}

struct text
text_of(const char *string)
{
	return string == NULL ? TEXT_ABSENT : (struct text){string, strlen(string)};
}

bool
text_is_absent(struct text text)
{
	return text.bytes == NULL;
}

bool
text_equals(struct text a, struct text b)
{
	if (a.bytes == NULL || b.bytes == NULL)
		return a.bytes == b.bytes;
	return a.length == b.length && memcmp(a.bytes, b.bytes, a.length) == 0;
}

static bool
starts_with_nocase(const char *bytes, struct text prefix)
{
	for (size_t i = 0; i < prefix.length; i++) {
		if (fold(bytes[i]) != fold(prefix.bytes[i]))
			return false;
	}
	return true;
}

bool
text_equals_nocase(struct text a, struct text b)
{
	if (a.bytes == NULL || b.bytes == NULL)
		return a.bytes == b.bytes;
	return a.length == b.length && starts_with_nocase(a.bytes, b);
}

int
text_compare(struct text a, struct text b)
{
	size_t common = a.length < b.length ? a.length : b.length;
	int plain;

	if (a.bytes == NULL || b.bytes == NULL)
		return (a.bytes == NULL) - (b.bytes == NULL);
	for (size_t i = 0; i < common; i++) {
		int difference = fold(a.bytes[i]) - fold(b.bytes[i]);

		if (difference != 0)
			return difference;
	}
	if (a.length != b.length)
		return a.length < b.length ? -1 : 1;
	plain = memcmp(a.bytes, b.bytes, common);
	return plain;
}

size_t
text_find_nocase(struct text whole, struct text part)
{
	unsigned char first;

	if (whole.bytes == NULL || part.length > whole.length)
		return TEXT_NOWHERE;
	if (part.length == 0)
		return 0;
	first = fold(part.bytes[0]);
	for (size_t i = 0; i + part.length <= whole.length; i++) {
		if (fold(whole.bytes[i]) == first && starts_with_nocase(whole.bytes + i, part))
			return i;
	}
	return TEXT_NOWHERE;
}

bool
text_contains_nocase(struct text whole, struct text part)
{
	return text_find_nocase(whole, part) != TEXT_NOWHERE;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

struct text
text_next(struct text *rest, char separator)
{
	const char *at = memchr(rest->bytes, separator, rest->length);
	struct text part = *rest;

	if (at == NULL) {
		*rest = TEXT_ABSENT;
	} else {
		part.length = (size_t)(at - rest->bytes);
		rest->bytes = at + 1;
		rest->length -= part.length + 1;
	}
	while (part.length > 0 && is_blank(part.bytes[0])) {
		part.bytes++;
		part.length--;
	}
	while (part.length > 0 && is_blank(part.bytes[part.length - 1]))
		part.length--;
	return part;
}
