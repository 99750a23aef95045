/* rank_cache.c: the ranks of texts, kept from one sort to the next. */
#include "config.h"

#include "query/rank_cache.h"

#include <stdlib.h>

#include "base/xalloc.h"

/* As many fields as anyone goes to and fro between: each may take megabytes. */
#define SETS 3

struct rank_cache {
	struct rank_set sets[SETS];
	size_t oldest;
};

static void
set_clear(struct rank_set *set)
{
	for (size_t i = 0; i < set->pool_count; i++)
		free(set->pools[i].ranks);
	free(set->pools);
	*set = (struct rank_set){.kind = NULL};
}

struct rank_cache *
rank_cache_new(void)
{
	return xcalloc(1, sizeof(struct rank_cache));
}

void
rank_cache_free(struct rank_cache *cache)
{
	if (cache == NULL)
		return;
	for (size_t i = 0; i < SETS; i++)
		set_clear(&cache->sets[i]);
	free(cache);
}

const struct rank_set *
rank_cache_find(const struct rank_cache *cache, const struct kind *kind, unsigned field)
{
	for (size_t i = 0; i < SETS; i++) {
		if (cache->sets[i].kind == kind && cache->sets[i].field == field)
			return &cache->sets[i];
	}
	return NULL;
}

void
rank_cache_put(struct rank_cache *cache, struct rank_set set)
{
	size_t at = 0;

	while (at < SETS && (cache->sets[at].kind != set.kind || cache->sets[at].field != set.field))
		at++;
	if (at == SETS) {
		at = cache->oldest;
		cache->oldest = (cache->oldest + 1) % SETS;
	}
	set_clear(&cache->sets[at]);
	cache->sets[at] = set;
}
