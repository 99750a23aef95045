/* arena.c: many small allocations that end together. */
#include "config.h"

#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/xalloc.h"

struct block {
	struct block *next;
	size_t size;
	size_t used;
	alignas(max_align_t) unsigned char memory[];
};

/* The newest block is first; the oldest is the one that a reset keeps. */
struct arena {
	struct block *blocks;
	size_t block_size;
};

static struct block *
block_new(size_t size, struct block *next)
{
	struct block *block = xmalloc(sizeof *block + size);

	*block = (struct block){.next = next, .size = size};
	return block;
}

struct arena *
arena_new(size_t block_size)
{
	struct arena *arena = xmalloc(sizeof *arena);

	arena->block_size = block_size;
	arena->blocks = block_new(block_size, NULL);
	return arena;
}

void *
arena_allocate(struct arena *arena, size_t size)
{
	size_t rounded = (size + alignof(max_align_t) - 1) / alignof(max_align_t) * alignof(max_align_t);
	struct block *block = arena->blocks;
	void *memory;

	if (rounded > block->size - block->used) {
		block = block_new(rounded > arena->block_size ? rounded : arena->block_size, block);
		arena->blocks = block;
	}
	memory = block->memory + block->used;
	block->used += rounded;
	return memory;
}

void
arena_reset(struct arena *arena)
{
	while (arena->blocks->next != NULL) {
		struct block *block = arena->blocks;

		arena->blocks = block->next;
		free(block);
	}
	arena->blocks->used = 0;
}

void
arena_free(struct arena *arena)
{
	if (arena == NULL)
		return;
	arena_reset(arena);
	free(arena->blocks);
	free(arena);
}
