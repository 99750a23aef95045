/* address.h: IP addresses as numbers. */
#ifndef CIFSTOP_QUERY_ADDRESS_H
#define CIFSTOP_QUERY_ADDRESS_H

#include <stdbool.h>

#include "base/text.h"

#define ADDRESS_BYTES 16

/* Of IPv4 the first four bytes; the others are zero. */
struct address {
	unsigned char bytes[ADDRESS_BYTES];
	bool is_ipv6;
};

/* Reads 10.20.30.40 or fd20::1. */
bool address_parse(struct text text, struct address *address);

/* Reads 10.20.0.0/16 or fd20::/64: the lowest and the highest address of it. What stands beyond the prefix is ignored.
 */
bool address_parse_network(struct text text, struct address *low, struct address *high);

/* By number, of two addresses of one family. */
int address_compare(const struct address *a, const struct address *b);

#endif
