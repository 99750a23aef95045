/* slots.h: an open table that finds small numbers by hash. */
#ifndef CIFSTOP_BASE_SLOTS_H
#define CIFSTOP_BASE_SLOTS_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Holds numbers below half its size, a power of two: what a place has room for above the bits of a number is filled
 * with bits of the hash, so that hardly any candidate is another's. The hash has 64 good bits. Nothing is ever taken
 * out. All zero is an empty table, which slots_free() leaves.
 */
struct slots {
	uint32_t *places; /* a number plus one, with the tag above; 0: empty */
	uint32_t size;
};

/* A search under way. */
struct slots_probe {
	uint32_t at;
	uint32_t tag;
	unsigned left;
};

/*
 * What nobody finds within so many places is not in the table, and where so many are taken nothing is put: a table
 * that is half full has no such run but by intent, and who intends it shall not gain a search over everything.
 */
#define SLOTS_PROBE_MAX 512u

/* No number. */
#define SLOTS_NONE UINT32_MAX

/* Whether it has to grow before `number`, the one behind all that are in it, is put. */
static inline bool
slots_is_full(const struct slots *slots, uint32_t number)
{
	return number >= slots->size / 2;
}

/*
 * Makes it twice as large, at least `first`, and empty: the owner puts all numbers again. Ends the program, as
 * xmalloc() does, when there would be more than 2^30 of them.
 */
void slots_grow(struct slots *slots, uint32_t first);

/* Frees what it has. */
void slots_free(struct slots *slots);

/* Lets the processor fetch where what has the hash is looked for, or put. */
static inline void
slots_prefetch(const struct slots *slots, uint64_t hash)
{
	__builtin_prefetch(&slots->places[(uint32_t)hash & (slots->size - 1)]);
}

/* Begins to look for what has the hash. */
static inline struct slots_probe
slots_start(const struct slots *slots, uint64_t hash)
{
	uint32_t mask = slots->size - 1;

	return (struct slots_probe){(uint32_t)hash & mask, (uint32_t)(hash >> 32) & ~mask, SLOTS_PROBE_MAX};
}

/* The next number that may have the hash, or SLOTS_NONE. */
static inline uint32_t
slots_next(const struct slots *slots, struct slots_probe *probe)
{
	uint32_t mask = slots->size - 1;

	while (probe->left > 0 && slots->size > 0) {
		uint32_t place = slots->places[probe->at];

		if (place == 0)
			break;
		probe->left--;
		probe->at = (probe->at + 1) & mask;
		if ((place & ~mask) == probe->tag)
			return (place & mask) - 1;
	}
	return SLOTS_NONE;
}

/* Puts a number for which slots_is_full() is false. */
static inline void
slots_put(struct slots *slots, uint64_t hash, uint32_t number)
{
	struct slots_probe probe = slots_start(slots, hash);
	uint32_t mask = slots->size - 1;

	for (; probe.left > 0; probe.left--, probe.at = (probe.at + 1) & mask) {
		if (slots->places[probe.at] == 0) {
			slots->places[probe.at] = probe.tag | (number + 1);
			return;
		}
	}
}

#endif
