/* radix.h: sorting many small keys. */
#ifndef CIFSTOP_BASE_RADIX_H
#define CIFSTOP_BASE_RADIX_H

#include <stddef.h>
#include <stdint.h>

/* A key and what it belongs to, in one word: the key in the upper half. */
static inline uint64_t
radix_item(uint32_t key, uint32_t value)
{
	return (uint64_t)key << 32 | value;
}

static inline uint32_t
radix_value(uint64_t item)
{
	return (uint32_t)item;
}

/*
 * Orders `items` by their keys and keeps the order of those whose keys are equal. `scratch` has room for as many. In
 * time that grows with `count` alone; keys in a small range are sorted faster than keys all over theirs.
 */
void radix_sort(uint64_t *items, uint64_t *scratch, size_t count);

#endif
