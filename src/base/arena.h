/* arena.h: many small allocations that end together. */
#ifndef CIFSTOP_BASE_ARENA_H
#define CIFSTOP_BASE_ARENA_H

#include <stddef.h>

struct arena;

/* An arena whose blocks are of `block_size` bytes. The caller frees it. */
struct arena *arena_new(size_t block_size);

/* Memory for any type, valid until the arena is reset or freed. `size` may be larger than a block. */
void *arena_allocate(struct arena *arena, size_t size);

/* Everything that was allocated ends; one block is kept for what comes next. */
void arena_reset(struct arena *arena);

/* NULL is fine. */
void arena_free(struct arena *arena);

#endif
