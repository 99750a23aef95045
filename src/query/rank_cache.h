/* rank_cache.h: the ranks of texts, kept from one sort to the next. */
#ifndef CIFSTOP_QUERY_RANK_CACHE_H
#define CIFSTOP_QUERY_RANK_CACHE_H

#include <stddef.h>
#include <stdint.h>

#include "model/kind.h"

/*
 * To rank a million texts takes longer than to sort by their ranks, and most of them are the same in the next order, in
 * the next filter and after the next refresh. Belongs to one thread.
 */
struct rank_cache;

/* The caller owns it. */
struct rank_cache *rank_cache_new(void);

/* NULL is fine. */
void rank_cache_free(struct rank_cache *cache);

/* What a text has that no row of the field had. */
#define UNRANKED UINT32_MAX

/* The ranks of the texts of one pool by their numbers; a later text is in another pool, or has a number from `count`
 * on. */
struct ranked_pool {
	uint64_t serial; /* strings_serial() */
	uint32_t *ranks;
	uint32_t count;
};

/* The ranks of a field's texts over some pools; they are below `distinct`. */
struct rank_set {
	const struct kind *kind;
	unsigned field;
	struct ranked_pool *pools;
	size_t pool_count;
	uint32_t distinct;
};

/* What was kept of a field, or NULL. Ends with the next rank_cache_put(). */
const struct rank_set *rank_cache_find(const struct rank_cache *cache, const struct kind *kind, unsigned field);

/* Takes the set with all that it has, in place of what was kept of the field, or for longest. */
void rank_cache_put(struct rank_cache *cache, struct rank_set set);

#endif
