/* address.c: IP addresses as numbers. */
#include "config.h"

#include "query/address.h"

#include <arpa/inet.h>
#include <string.h>

bool
address_parse(struct text text, struct address *address)
{
	char copy[INET6_ADDRSTRLEN + 1];

	if (text.length >= sizeof copy || memchr(text.bytes, '\0', text.length) != NULL)
		return false;
	memcpy(copy, text.bytes, text.length);
	copy[text.length] = '\0';
	*address = (struct address){.is_ipv6 = memchr(text.bytes, ':', text.length) != NULL};
	return inet_pton(address->is_ipv6 ? AF_INET6 : AF_INET, copy, address->bytes) == 1;
}

/* One to three digits. */
static bool
parse_prefix(struct text text, unsigned max, unsigned *prefix)
{
	*prefix = 0;
	for (size_t i = 0; i < text.length; i++) {
		if (text.bytes[i] < '0' || text.bytes[i] > '9')
			return false;
		*prefix = *prefix * 10 + (unsigned)(text.bytes[i] - '0');
	}
	return text.length > 0 && text.length <= 3 && *prefix <= max;
}

bool
address_parse_network(struct text text, struct address *low, struct address *high)
{
	const char *slash = memchr(text.bytes, '/', text.length);
	struct text address, length;
	unsigned prefix, bits;

	if (slash == NULL)
		return false;
	address = (struct text){text.bytes, (size_t)(slash - text.bytes)};
	length = (struct text){slash + 1, text.length - address.length - 1};
	if (!address_parse(address, low))
		return false;
	bits = low->is_ipv6 ? 128 : 32;
	if (!parse_prefix(length, bits, &prefix))
		return false;
	*high = *low;
	for (unsigned bit = prefix; bit < bits; bit++) {
		unsigned char mask = (unsigned char)(0x80u >> bit % 8);

		low->bytes[bit / 8] = (unsigned char)(low->bytes[bit / 8] & ~mask);
		high->bytes[bit / 8] = (unsigned char)(high->bytes[bit / 8] | mask);
	}
	return true;
}

int
address_compare(const struct address *a, const struct address *b)
{
	return memcmp(a->bytes, b->bytes, sizeof a->bytes);
}
