/* release.c: releases of ONTAP, and what is in them. */
#include "config.h"

#include "ontap/release.h"

#include <stddef.h>

#define NUMBER_MAX 999

/* Reads a number off the beginning of *rest. */
static bool
take_number(struct text *rest, uint32_t *number)
{
	uint32_t value = 0;
	size_t digits = 0;

	while (digits < rest->length && rest->bytes[digits] >= '0' && rest->bytes[digits] <= '9') {
		value = value * 10 + (uint32_t)(rest->bytes[digits++] - '0');
		if (value > NUMBER_MAX)
			return false;
	}
	rest->bytes += digits;
	rest->length -= digits;
	*number = value;
	return digits > 0;
}

static bool
take_byte(struct text *rest, char byte)
{
	if (rest->length == 0 || rest->bytes[0] != byte)
		return false;
	rest->bytes++;
	rest->length--;
	return true;
}

/* What may stand behind the numbers: P2, RC1, X34, P2D5. Only a P says something of the order. */
static bool
read_suffix(struct text rest, struct release *release)
{
	if (take_byte(&rest, 'P') && !take_number(&rest, &release->patch))
		return false;
	for (size_t i = 0; i < rest.length; i++) {
		char c = rest.bytes[i];

		if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')))
			return false;
	}
	return rest.length == 0 || rest.bytes[0] < '0' || rest.bytes[0] > '9';
}

bool
release_parse(struct text text, struct release *release)
{
	struct release read = {0};

	if (text_is_absent(text) || !take_number(&text, &read.generation) || !take_byte(&text, '.') ||
	    !take_number(&text, &read.major))
		return false;
	if (take_byte(&text, '.')) {
		if (!take_number(&text, &read.minor))
			return false;
	} else if (read.generation == 9 && read.major >= 9) {
		read.minor = 1;
	}
	if (!read_suffix(text, &read))
		return false;
	*release = read;
	return true;
}

static int
compare(uint32_t a, uint32_t b)
{
	return a < b ? -1 : a > b;
}

int
release_compare(const struct release *a, const struct release *b)
{
	if (a->generation != b->generation)
		return compare(a->generation, b->generation);
	if (a->major != b->major)
		return compare(a->major, b->major);
	if (a->minor != b->minor)
		return compare(a->minor, b->minor);
	return compare(a->patch, b->patch);
}

enum release_verdict
release_judge(const char *release, const char *since)
{
	struct release has, needs;

	if (since == NULL)
		return RELEASE_HAS;
	if (!release_parse(text_of(release), &has) || !release_parse(text_of(since), &needs))
		return RELEASE_UNKNOWN;
	return release_compare(&has, &needs) >= 0 ? RELEASE_HAS : RELEASE_LACKS;
}
