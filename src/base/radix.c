/* radix.c: sorting many small keys. */
#include "config.h"

#include "base/radix.h"

#include <string.h>

/* A pass sorts by one digit. */
#define DIGIT_BITS 11
#define DIGIT_VALUES (1u << DIGIT_BITS)
#define DIGITS 3

static unsigned
digit_of(uint64_t item, unsigned digit)
{
	return (unsigned)(item >> (32 + digit * DIGIT_BITS)) & (DIGIT_VALUES - 1);
}

static void
count_digits(const uint64_t *items, size_t count, size_t counts[static DIGITS][DIGIT_VALUES])
{
	for (size_t i = 0; i < count; i++) {
		for (unsigned digit = 0; digit < DIGITS; digit++)
			counts[digit][digit_of(items[i], digit)]++;
	}
}

static void
sort_by_digit(
    const uint64_t *from, uint64_t *to, size_t count, unsigned digit, const size_t counts[static DIGIT_VALUES])
{
	size_t starts[DIGIT_VALUES], start = 0;

	for (unsigned value = 0; value < DIGIT_VALUES; value++) {
		starts[value] = start;
		start += counts[value];
	}
	for (size_t i = 0; i < count; i++)
		to[starts[digit_of(from[i], digit)]++] = from[i];
}

void
radix_sort(uint64_t *items, uint64_t *scratch, size_t count)
{
	size_t counts[DIGITS][DIGIT_VALUES] = {{0}};
	uint64_t *from = items, *to = scratch;

	if (count < 2)
		return;
	count_digits(items, count, counts);
	for (unsigned digit = 0; digit < DIGITS; digit++) {
		uint64_t *swapped = from;

		/* A digit that is the same everywhere orders nothing. */
		if (counts[digit][digit_of(items[0], digit)] == count)
			continue;
		sort_by_digit(from, to, count, digit, counts[digit]);
		from = to;
		to = swapped;
	}
	if (from != items)
		memcpy(items, from, count * sizeof *items);
}
