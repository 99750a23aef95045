/* hash.h: hashes that nobody outside the process can foresee. */
#ifndef CIFSTOP_BASE_HASH_H
#define CIFSTOP_BASE_HASH_H

#include <stdint.h>

#include "base/text.h"

/* Chosen by chance when the process starts, so that a cluster cannot send texts and ids that all have one hash. */
extern uint64_t hash_secrets[2];

__extension__ typedef unsigned __int128 hash_product;

/* Both halves of the product, folded. */
static inline uint64_t
hash_mix(uint64_t a, uint64_t b)
{
	hash_product product = (hash_product)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Takes `part` into a hash, which begins with 0. Good in all 64 bits. */
static inline uint64_t
hash_add(uint64_t hash, uint64_t part)
{
	return hash_mix(hash ^ part ^ hash_secrets[0], hash_secrets[1]);
}

/* The hash of the bytes, good in all 64 bits. */
uint64_t hash_text(struct text text);

#endif
