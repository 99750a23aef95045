/* ranking.c: texts as small numbers that are in the order of the texts. */
#include "config.h"

#include "model/ranking.h"

#include <arpa/inet.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

/* Texts are compared eight bytes at a time; few texts, or what is equal for so long, as a whole. */
#define CHUNK ((size_t)8)
#define DEPTH_MAX ((size_t)128)
#define FEW 16

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
	qsort(entries, count, sizeof *entries, compare_chunks);
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

enum family { FAMILY_IPV4, FAMILY_IPV6, FAMILY_NONE };

struct address {
	const struct ranked *entry;
	unsigned char bytes[sizeof(struct in6_addr)];
	enum family family;
};

static struct address
parse_address(const struct ranked *entry)
{
	struct address address = {.entry = entry, .family = FAMILY_NONE};
	char text[INET6_ADDRSTRLEN + 1];

	if (entry->text.length >= sizeof text || memchr(entry->text.bytes, '\0', entry->text.length) != NULL)
		return address;
	memcpy(text, entry->text.bytes, entry->text.length);
	text[entry->text.length] = '\0';
	if (inet_pton(AF_INET, text, address.bytes) == 1)
		address.family = FAMILY_IPV4;
	else if (inet_pton(AF_INET6, text, address.bytes) == 1)
		address.family = FAMILY_IPV6;
	return address;
}

static int
compare_addresses(const void *a, const void *b)
{
	const struct address *left = a, *right = b;

	if (left->family != right->family)
		return left->family < right->family ? -1 : 1;
	if (left->family == FAMILY_NONE)
		return text_compare(left->entry->text, right->entry->text);
	return memcmp(left->bytes, right->bytes, sizeof left->bytes);
}

uint32_t
ranking_of_addresses(struct ranked *entries, size_t count)
{
	struct address *addresses;
	uint32_t rank = 0;

	if (count == 0)
		return 0;
	addresses = xcalloc(count, sizeof *addresses);
	for (size_t i = 0; i < count; i++)
		addresses[i] = parse_address(&entries[i]);
	qsort(addresses, count, sizeof *addresses, compare_addresses);
	for (size_t i = 0; i < count; i++) {
		if (i > 0 && compare_addresses(&addresses[i], &addresses[i - 1]) != 0)
			rank++;
		*addresses[i].entry->rank = rank;
	}
	free(addresses);
	return rank + 1;
}
