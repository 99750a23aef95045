/* string_run.h: strings of JSON, eight bytes at a time. Private to ontap. */
#ifndef CIFSTOP_ONTAP_STRING_RUN_H
#define CIFSTOP_ONTAP_STRING_RUN_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define STRING_RUN_ONES UINT64_C(0x0101010101010101)

/* Has a high bit set in the byte of `word` that is the first zero, and in none before it. */
static inline uint64_t
string_run_zeroes(uint64_t word)
{
	return (word - STRING_RUN_ONES) & ~word & STRING_RUN_ONES << 7;
}

/*
 * How many bytes from `at` on are neither a quote, a backslash nor NUL. Most of a record is strings, and every byte of
 * it passes here twice on its way.
 */
static inline size_t
string_run(const char *at, const char *end)
{
	const char *start = at;

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	while (end - at >= (ptrdiff_t)sizeof(uint64_t)) {
		uint64_t word, found;

		memcpy(&word, at, sizeof word);
		found = string_run_zeroes(word ^ STRING_RUN_ONES * '"') |
			string_run_zeroes(word ^ STRING_RUN_ONES * '\\') | string_run_zeroes(word);
		if (found != 0)
			return (size_t)(at - start) + (size_t)__builtin_ctzll(found) / 8;
		at += sizeof word;
	}
#endif
	while (at < end && *at != '"' && *at != '\\' && *at != '\0')
		at++;
	return (size_t)(at - start);
}

#endif
