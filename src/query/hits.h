/* hits.h: which texts of a pool have a word in them. */
#ifndef CIFSTOP_QUERY_HITS_H
#define CIFSTOP_QUERY_HITS_H

#include <stdint.h>

#include "base/text.h"
#include "model/strings.h"

/*
 * What was found out of a few words, from one filter to the next: a refresh brings few new texts, a letter more leaves
 * only texts that had the word without it, and a letter less was answered before. One bit a text and word. Belongs to
 * one thread.
 */
struct hits;

/* The caller owns it; hits_free(NULL) is fine. */
struct hits *hits_new(void);
void hits_free(struct hits *hits);

/*
 * Says that another filter begins. What has not been asked for since several of them is forgotten: its pool may be
 * gone.
 */
void hits_turn(struct hits *hits);

/*
 * Bits by number, for numbers below `count`: set where the text contains `word`, which is neither absent nor empty,
 * ASCII letters in either case. Looks at all texts that it has not seen, some nanoseconds each. Valid until the next
 * call.
 */
const uint64_t *hits_of(struct hits *hits, struct text word, const struct strings *strings, uint32_t count);

static inline bool
hits_has(const uint64_t *bits, uint32_t number)
{
	return bits[number / 64] >> number % 64 & 1;
}

#endif
