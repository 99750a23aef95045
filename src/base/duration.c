/* duration.c: spans of time, as ONTAP writes them and as people do. */
#include "config.h"

#include "base/duration.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define SECONDS_MAX ((uint64_t)UINT32_MAX - 1)
#define MS_MAX (SECONDS_MAX * 1000)

/* Under a minute ages are told in steps of so many seconds. */
#define AGE_SECONDS 10u

enum { MINUTE = 60, HOUR = 60 * MINUTE, DAY = 24 * HOUR, WEEK = 7 * DAY };

struct cursor {
	const char *at;
	const char *end;
};

static struct cursor
cursor_init(struct text text)
{
	return (struct cursor){text.bytes, text.bytes == NULL ? NULL : text.bytes + text.length};
}

static bool
cursor_skip(struct cursor *in, char wanted)
{
	if (in->at == in->end || *in->at != wanted)
		return false;
	in->at++;
	return true;
}

static bool
cursor_at_digit(const struct cursor *in)
{
	return in->at < in->end && *in->at >= '0' && *in->at <= '9';
}

/* Reads digits, at least one, up to `max`. */
static bool
cursor_number(struct cursor *in, uint64_t max, uint64_t *number)
{
	if (!cursor_at_digit(in))
		return false;
	*number = 0;
	while (cursor_at_digit(in)) {
		uint64_t digit = (uint64_t)(*in->at++ - '0');

		if (*number > (max - digit) / 10)
			return false;
		*number = *number * 10 + digit;
	}
	return true;
}

/* Skips the digits behind a decimal mark; false when there is a mark and no digit. */
static bool
cursor_skip_fraction(struct cursor *in)
{
	if (!cursor_skip(in, '.') && !cursor_skip(in, ','))
		return true;
	if (!cursor_at_digit(in))
		return false;
	while (cursor_at_digit(in))
		in->at++;
	return true;
}

/* Adds the parts whose designators are in `units`, in that order. False when nothing or something else stands there. */
static bool
add_parts(struct cursor *in, const char *units, const uint32_t *lengths, uint64_t *total)
{
	size_t unit = 0;
	bool any = false;

	while (cursor_at_digit(in)) {
		const char *before;
		uint64_t number;
		bool has_fraction;

		if (!cursor_number(in, SECONDS_MAX, &number))
			return false;
		before = in->at;
		if (!cursor_skip_fraction(in) || in->at == in->end)
			return false;
		has_fraction = in->at != before;
		while (units[unit] != '\0' && units[unit] != *in->at)
			unit++;
		if (units[unit] == '\0' || (has_fraction && units[unit] != 'S'))
			return false;
		if (number > (SECONDS_MAX - *total) / lengths[unit])
			return false;
		*total += number * lengths[unit];
		in->at++;
		unit++;
		any = true;
	}
	return any;
}

bool
duration_parse(struct text text, uint32_t *seconds)
{
	static const uint32_t date_lengths[] = {WEEK, DAY}, time_lengths[] = {HOUR, MINUTE, 1};
	struct cursor in = cursor_init(text);
	uint64_t total = 0;
	bool any;

	if (!cursor_skip(&in, 'P'))
		return false;
	any = add_parts(&in, "WD", date_lengths, &total);
	if (cursor_skip(&in, 'T'))
		any = add_parts(&in, "HMS", time_lengths, &total);
	if (!any || in.at != in.end)
		return false;
	*seconds = (uint32_t)total;
	return true;
}

static size_t
written(int length)
{
	return length < 0 ? 0 : (size_t)length;
}

/* Appends a number and a letter at `at`, and returns where the next one goes. */
static char *
put_part(char *at, uint32_t number, char letter)
{
	char digits[10];
	size_t first = sizeof digits;

	do {
		digits[--first] = (char)('0' + number % 10);
		number /= 10;
	} while (number > 0);
	memcpy(at, digits + first, sizeof digits - first);
	at += sizeof digits - first;
	*at = letter;
	return at + 1;
}

static size_t
terminate(const char *text, char *end)
{
	*end = '\0';
	return (size_t)(end - text);
}

size_t
duration_format_iso(uint32_t seconds, char text[static DURATION_TEXT_MAX])
{
	uint32_t days = seconds / DAY, hours = seconds % DAY / HOUR, minutes = seconds % HOUR / MINUTE;
	char *at = text;

	*at++ = 'P';
	if (days > 0)
		at = put_part(at, days, 'D');
	if (days > 0 && seconds % DAY == 0)
		return terminate(text, at);
	*at++ = 'T';
	if (hours > 0)
		at = put_part(at, hours, 'H');
	if (minutes > 0)
		at = put_part(at, minutes, 'M');
	if (seconds % MINUTE > 0 || seconds == 0)
		at = put_part(at, seconds % MINUTE, 'S');
	return terminate(text, at);
}

size_t
duration_format_short(uint32_t seconds, char text[static DURATION_TEXT_MAX])
{
	uint32_t days = seconds / DAY, hours = seconds % DAY / HOUR;

	/* Days count in whole ones from ten on, so that the column stays narrow and still. */
	if (days >= 10 || (days > 0 && hours == 0))
		return terminate(text, put_part(text, days, 'd'));
	if (days > 0)
		return terminate(text, put_part(put_part(text, days, 'd'), hours, 'h'));
	if (hours > 0)
		return terminate(text, put_part(text, hours, 'h'));
	if (seconds >= MINUTE)
		return terminate(text, put_part(text, seconds / MINUTE, 'm'));
	return terminate(text, put_part(text, seconds, 's'));
}

static size_t
digits(uint32_t number)
{
	size_t count = 1;

	for (; number >= 10; number /= 10)
		count++;
	return count;
}

size_t
duration_short_length(uint32_t seconds)
{
	uint32_t days = seconds / DAY, hours = seconds % DAY / HOUR;

	if (days >= 10 || (days > 0 && hours == 0))
		return digits(days) + 1;
	if (days > 0)
		return digits(days) + 1 + digits(hours) + 1;
	if (hours > 0)
		return digits(hours) + 1;
	return digits(seconds >= MINUTE ? seconds / MINUTE : seconds) + 1;
}

/* What an age of so many seconds is told in. */
static uint32_t
age_unit(uint32_t seconds)
{
	if (seconds < MINUTE)
		return AGE_SECONDS;
	if (seconds < HOUR)
		return MINUTE;
	return seconds < 10 * DAY ? HOUR : DAY;
}

size_t
duration_format_age(uint32_t seconds, char text[static DURATION_TEXT_MAX], uint32_t *next)
{
	uint32_t unit = age_unit(seconds), whole = seconds / unit * unit;
	char *at = text;

	*next = whole > UINT32_MAX - unit ? UINT32_MAX : whole + unit;
	if (whole > 0)
		return duration_format_short(whole, text);
	*at++ = '<';
	return terminate(text, put_part(at, unit, 's'));
}

size_t
duration_format_long(uint32_t seconds, char text[static DURATION_TEXT_MAX])
{
	static const struct {
		uint32_t length;
		char name;
	} units[] = {{DAY, 'd'}, {HOUR, 'h'}, {MINUTE, 'm'}, {1, 's'}};
	size_t length = 0;

	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		uint32_t number = seconds / units[i].length;

		seconds %= units[i].length;
		if (number == 0 && !(length == 0 && units[i].length == 1))
			continue;
		length += written(snprintf(text + length, DURATION_TEXT_MAX - length, "%s%" PRIu32 " %c",
		    length > 0 ? " " : "", number, units[i].name));
	}
	return length;
}

/* Reads a unit and gives its length in ms; 0 when there is none. */
static uint64_t
cursor_unit_ms(struct cursor *in)
{
	if (cursor_skip(in, 'm'))
		return cursor_skip(in, 's') ? 1 : MINUTE * UINT64_C(1000);
	if (cursor_skip(in, 's'))
		return 1000;
	if (cursor_skip(in, 'h'))
		return HOUR * UINT64_C(1000);
	if (cursor_skip(in, 'd'))
		return DAY * UINT64_C(1000);
	return 0;
}

bool
duration_parse_human(struct text text, uint64_t *ms)
{
	struct cursor in = cursor_init(text);
	uint64_t total = 0;
	bool is_first = true;

	if (in.at == in.end)
		return false;
	while (in.at < in.end) {
		uint64_t number, unit;

		if (!cursor_number(&in, SECONDS_MAX, &number))
			return false;
		unit = cursor_unit_ms(&in);
		if (unit == 0 && is_first && in.at == in.end)
			unit = 1000;
		if (unit == 0 || number > (MS_MAX - total) / unit)
			return false;
		total += number * unit;
		is_first = false;
	}
	*ms = total;
	return true;
}
