/* ranking.c: texts as small numbers that are in the order of the texts. */
#include "config.h"

#include "model/ranking.h"

#include <arpa/inet.h>
#include <assert.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/radix.h"
#include "base/xalloc.h"

/*
 * Many texts are sorted by keys: the first letters of each in codes that are in their order. Most bytes of names have a
 * code of six bits of their own; those between two of them share one, and end the key, since nothing behind them may
 * count. A text that ends has zeroes there. Where a shared code leaves texts equal, bytes stand in the keys as they
 * are.
 */
#define FOLDED_BITS 6u
#define PLAIN_BITS 8u
#define QUARTERS 4u
#define FOLDED_LETTERS ((size_t)20)
#define PLAIN_LETTERS ((size_t)16)
/* Fewer texts than this are compared with each other; fewer keys than that. */
#define FEW 24
#define MANY 2048
/* What is equal for so long is compared as a whole. */
#define DEPTH_MAX ((size_t)512)

/* The bytes that have a code of their own, in their order; letters in lower case. */
static const char coded[] = " $&'+,-./0123456789@\\_abcdefghijklmnopqrstuvwxyz";

/* How the key of a text ends: with the last letter that it has room for, with the text, or with a code that is shared.
 */
enum key_end { END_OF_KEY, END_OF_TEXT, END_SHARED };

/* A few letters in each quarter, the first in the highest bits; and which entry it is of. */
struct sort_key {
	uint32_t quarters[QUARTERS];
	uint32_t entry;
	enum key_end end;
};

/* How bytes stand in a key. */
struct coding {
	uint8_t codes[UCHAR_MAX + 1];
	bool is_shared[UCHAR_MAX + 1];
	unsigned bits;
	size_t letters;
};

static int
compare_texts(const void *a, const void *b)
{
	const struct ranked *left = a, *right = b;

	return text_compare(left->text, right->text);
}

/* What was not compared has a key unlike that of the one before it, so that nobody need read it again. */
static void
sort_by_comparing(struct ranked *entries, size_t count)
{
	qsort(entries, count, sizeof *entries, compare_texts);
	for (size_t i = 0; i < count; i++)
		entries[i].was_compared = true;
}

static unsigned
fold(unsigned byte)
{
	return byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte;
}

static struct coding
folded_coding(void)
{
	struct coding coding = {.bits = FOLDED_BITS, .letters = FOLDED_LETTERS};
	const char *next = coded;
	uint8_t code = 1;
	bool is_between = false;

	for (unsigned byte = 0; byte <= UCHAR_MAX; byte++) {
		if (fold(byte) != byte)
			continue;
		coding.is_shared[byte] = byte != (unsigned char)*next || *next == '\0';
		if (!coding.is_shared[byte]) {
			next++;
			code += is_between;
		}
		coding.codes[byte] = code;
		code += !coding.is_shared[byte];
		is_between = coding.is_shared[byte];
	}
	assert(code < 1u << FOLDED_BITS);
	for (unsigned byte = 'A'; byte <= 'Z'; byte++)
		coding.codes[byte] = coding.codes[fold(byte)];
	return coding;
}

/* A NUL looks like the end of the text, which does not matter: what is equal in the end is compared. */
static struct coding
plain_coding(void)
{
	struct coding coding = {.bits = PLAIN_BITS, .letters = PLAIN_LETTERS};

	for (unsigned byte = 0; byte <= UCHAR_MAX; byte++)
		coding.codes[byte] = (uint8_t)fold(byte);
	return coding;
}

/* The key of what stands from `depth` on. */
static struct sort_key
make_key(const struct coding *coding, struct text text, size_t depth)
{
	size_t letters = coding->letters, left = text.length > depth ? text.length - depth : 0;
	struct sort_key key = {.end = left < letters ? END_OF_TEXT : END_OF_KEY};
	const unsigned char *at = (const unsigned char *)text.bytes + depth;
	size_t end = left < letters ? left : letters;

	for (size_t i = 0, quarter = 0; quarter < QUARTERS; quarter++) {
		size_t behind = i + letters / QUARTERS;
		uint32_t packed = 0;

		for (; i < behind && i < end; i++) {
			packed = packed << coding->bits | coding->codes[at[i]];
			if (coding->is_shared[at[i]]) {
				key.end = END_SHARED;
				end = i + 1;
			}
		}
		/* By all of its bits where no letter is left. */
		key.quarters[quarter] = (uint32_t)((uint64_t)packed << coding->bits * (behind - i));
		i = behind;
	}
	return key;
}

static int
compare_keys(const void *a, const void *b)
{
	const struct sort_key *left = a, *right = b;

	for (unsigned quarter = 0; quarter < QUARTERS; quarter++) {
		if (left->quarters[quarter] != right->quarters[quarter])
			return left->quarters[quarter] < right->quarters[quarter] ? -1 : 1;
	}
	return 0;
}

/* Brings places of keys into the order of these, quarter by quarter. */
static void
sort_places(const struct sort_key *keys, uint64_t *places, size_t count)
{
	uint64_t *scratch = xreallocarray(NULL, count, sizeof *scratch);

	for (unsigned quarter = QUARTERS; quarter-- > 0;) {
		for (size_t i = 0; i < count; i++) {
			uint32_t place = radix_value(places[i]);

			places[i] = radix_item(keys[place].quarters[quarter], place);
		}
		radix_sort(places, scratch, count);
	}
	free(scratch);
}

/* Sorts the entries by their keys; the key of entry i is the one at places[i] afterwards. */
static void
sort_by_keys(struct ranked *entries, struct sort_key *keys, uint64_t *places, size_t count)
{
	struct ranked *sorted = xreallocarray(NULL, count, sizeof *sorted);

	for (size_t i = 0; i < count; i++)
		places[i] = i;
	if (count < MANY)
		qsort(keys, count, sizeof *keys, compare_keys);
	else
		sort_places(keys, places, count);
	for (size_t i = 0; i < count; i++)
		sorted[i] = entries[keys[radix_value(places[i])].entry];
	memcpy(entries, sorted, count * sizeof *sorted);
	free(sorted);
}

static void sort_from(
    struct ranked *entries, size_t count, size_t depth, const struct coding *coding, const struct coding *next);

/* Sorts what has equal keys. */
static void
sort_equal(struct ranked *entries, size_t count, enum key_end end, size_t depth, const struct coding *coding,
    const struct coding *next)
{
	if (end == END_OF_KEY)
		sort_from(entries, count, depth + coding->letters, coding, next);
	else if (end == END_SHARED)
		sort_from(entries, count, depth, next, next);
	else
		sort_by_comparing(entries, count);
}

/* Sorts texts that are equal up to `depth`. `next` is the coding for those that have bytes that share a code. */
static void
sort_from(struct ranked *entries, size_t count, size_t depth, const struct coding *coding, const struct coding *next)
{
	struct sort_key *keys;
	uint64_t *places;

	if (count < FEW || depth >= DEPTH_MAX) {
		sort_by_comparing(entries, count);
		return;
	}
	keys = xreallocarray(NULL, count, sizeof *keys);
	places = xreallocarray(NULL, count, sizeof *places);
	for (size_t i = 0; i < count; i++) {
		keys[i] = make_key(coding, entries[i].text, depth);
		keys[i].entry = (uint32_t)i;
	}
	sort_by_keys(entries, keys, places, count);
	for (size_t start = 0, end; start < count; start = end) {
		const struct sort_key *key = &keys[radix_value(places[start])];

		for (end = start + 1; end < count && compare_keys(&keys[radix_value(places[end])], key) == 0; end++)
			continue;
		if (end - start > 1)
			sort_equal(entries + start, end - start, key->end, depth, coding, next);
	}
	free(places);
	free(keys);
}

uint32_t
ranking_of_texts(struct ranked *entries, size_t count)
{
	struct coding folded = folded_coding(), plain = plain_coding();
	uint32_t rank = 0;

	if (count == 0)
		return 0;
	for (size_t i = 0; i < count; i++)
		entries[i].was_compared = false;
	sort_from(entries, count, 0, &folded, &plain);
	for (size_t i = 0; i < count; i++) {
		bool is_same = entries[i].was_compared && i > 0 && text_equals(entries[i].text, entries[i - 1].text);

		rank += i > 0 && !is_same;
		*entries[i].rank = rank;
	}
	return rank + 1;
}

/* Reads an IPv4 address as inet_pton() does, of which there may be a million; its number orders as its bytes do. */
static bool
parse_ipv4(struct text text, uint32_t *number)
{
	const char *at = text.bytes, *end = at + text.length;

	*number = 0;
	for (int part = 0; part < 4; part++) {
		unsigned value = 0;
		const char *start;

		if (part > 0 && (at == end || *at++ != '.'))
			return false;
		for (start = at; at < end && *at >= '0' && *at <= '9' && at - start < 3; at++)
			value = value * 10 + (unsigned)(*at - '0');
		if (at == start || value > 255 || (at - start > 1 && *start == '0'))
			return false;
		*number = *number << 8 | value;
	}
	return at == end;
}

/* What is no IPv4 address: `is_ipv6` says whether it is one of those. */
struct address {
	const struct ranked *entry;
	unsigned char bytes[sizeof(struct in6_addr)];
	bool is_ipv6;
};

static struct address
parse_other(const struct ranked *entry)
{
	struct address address = {.entry = entry};
	char text[INET6_ADDRSTRLEN + 1];

	if (entry->text.length >= sizeof text || memchr(entry->text.bytes, '\0', entry->text.length) != NULL)
		return address;
	memcpy(text, entry->text.bytes, entry->text.length);
	text[entry->text.length] = '\0';
	address.is_ipv6 = inet_pton(AF_INET6, text, address.bytes) == 1;
	return address;
}

static int
compare_addresses(const void *a, const void *b)
{
	const struct address *left = a, *right = b;

	if (left->is_ipv6 != right->is_ipv6)
		return left->is_ipv6 ? -1 : 1;
	if (!left->is_ipv6)
		return text_compare(left->entry->text, right->entry->text);
	return memcmp(left->bytes, right->bytes, sizeof left->bytes);
}

/* Ranks IPv4 addresses, whose numbers and places among the entries the items are. Returns how many ranks there are. */
static uint32_t
rank_ipv4(struct ranked *entries, uint64_t *items, uint64_t *scratch, size_t count)
{
	uint32_t rank = 0;

	if (count == 0)
		return 0;
	radix_sort(items, scratch, count);
	for (size_t i = 0; i < count; i++) {
		if (i > 0 && items[i] >> 32 != items[i - 1] >> 32)
			rank++;
		*entries[radix_value(items[i])].rank = rank;
	}
	return rank + 1;
}

/* Ranks the others from `rank` on. Returns how many ranks there are with those. */
static uint32_t
rank_others(struct address *others, size_t count, uint32_t rank)
{
	if (count == 0)
		return rank;
	qsort(others, count, sizeof *others, compare_addresses);
	for (size_t i = 0; i < count; i++) {
		if (i > 0 && compare_addresses(&others[i], &others[i - 1]) != 0)
			rank++;
		*others[i].entry->rank = rank;
	}
	return rank + 1;
}

uint32_t
ranking_of_addresses(struct ranked *entries, size_t count)
{
	struct address *others = NULL;
	uint64_t *items, *scratch;
	size_t ipv4_count = 0, other_count = 0, capacity = 0;
	uint32_t ranks, number;

	if (count == 0)
		return 0;
	items = xreallocarray(NULL, count, sizeof *items);
	scratch = xreallocarray(NULL, count, sizeof *scratch);
	for (size_t i = 0; i < count; i++) {
		if (parse_ipv4(entries[i].text, &number)) {
			items[ipv4_count++] = radix_item(number, (uint32_t)i);
			continue;
		}
		if (other_count == capacity) {
			capacity = capacity * 2 + FEW;
			others = xreallocarray(others, capacity, sizeof *others);
		}
		others[other_count++] = parse_other(&entries[i]);
	}
	ranks = rank_ipv4(entries, items, scratch, ipv4_count);
	ranks = rank_others(others, other_count, ranks);
	free(others);
	free(scratch);
	free(items);
	return ranks;
}
