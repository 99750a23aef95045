/* ranking.c: texts as small numbers that are in the order of the texts. */
#include "config.h"

#include "model/ranking.h"

#include <arpa/inet.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/radix.h"
#include "base/xalloc.h"

/* Texts are compared eight bytes at a time; few texts, or what is equal for so long, as a whole. */
#define CHUNK ((size_t)8)
#define DEPTH_MAX ((size_t)128)
#define FEW 16
/* From so many on, sorting by digits is faster than by comparisons. */
#define MANY 512

static int
compare_texts(const void *a, const void *b)
{
	const struct ranked *left = a, *right = b;

	return text_compare(left->text, right->text);
}

static int
compare_chunks(const void *a, const void *b)
{
	const struct ranked *left = a, *right = b;

	return (left->chunk > right->chunk) - (left->chunk < right->chunk);
}

/* The eight bytes from `depth` on as one number that orders as they do, letters folded, zeroes behind the end. */
static uint64_t
chunk_at(struct text text, size_t depth)
{
	uint64_t chunk = 0;

	for (size_t i = depth; i < depth + CHUNK; i++) {
		unsigned char byte = i < text.length ? (unsigned char)text.bytes[i] : 0;

		chunk = chunk << 8 | (byte >= 'A' && byte <= 'Z' ? byte | 0x20u : byte);
	}
	return chunk;
}

/* Sorts by the chunks that were set. */
static void
sort_by_chunks(struct ranked *entries, size_t count)
{
	uint64_t *items, *scratch;
	struct ranked *copy;

	if (count < MANY) {
		qsort(entries, count, sizeof *entries, compare_chunks);
		return;
	}
	items = xreallocarray(NULL, count, sizeof *items);
	scratch = xreallocarray(NULL, count, sizeof *scratch);
	copy = xreallocarray(NULL, count, sizeof *copy);
	memcpy(copy, entries, count * sizeof *copy);
	for (size_t i = 0; i < count; i++)
		items[i] = radix_item((uint32_t)copy[i].chunk, (uint32_t)i);
	radix_sort(items, scratch, count);
	for (size_t i = 0; i < count; i++)
		items[i] = radix_item((uint32_t)(copy[radix_value(items[i])].chunk >> 32), radix_value(items[i]));
	radix_sort(items, scratch, count);
	for (size_t i = 0; i < count; i++)
		entries[i] = copy[radix_value(items[i])];
	free(copy);
	free(scratch);
	free(items);
}

/* Sorts texts that are equal up to `depth`. */
static void
sort_from(struct ranked *entries, size_t count, size_t depth)
{
	bool any_left = false;

	for (size_t i = 0; i < count; i++)
		any_left |= entries[i].text.length > depth;
	if (count < FEW || depth >= DEPTH_MAX || !any_left) {
		qsort(entries, count, sizeof *entries, compare_texts);
		return;
	}
	for (size_t i = 0; i < count; i++)
		entries[i].chunk = chunk_at(entries[i].text, depth);
	sort_by_chunks(entries, count);
	for (size_t start = 0, end; start < count; start = end) {
		for (end = start + 1; end < count && entries[end].chunk == entries[start].chunk; end++)
			continue;
		if (end - start > 1)
			sort_from(entries + start, end - start, depth + CHUNK);
	}
}

uint32_t
ranking_of_texts(struct ranked *entries, size_t count)
{
	uint32_t rank = 0;

	if (count == 0)
		return 0;
	sort_from(entries, count, 0);
	for (size_t i = 0; i < count; i++) {
		if (i > 0 && !text_equals(entries[i].text, entries[i - 1].text))
			rank++;
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
