/* ranking.h: texts as small numbers that are in the order of the texts. */
#ifndef CIFSTOP_MODEL_RANKING_H
#define CIFSTOP_MODEL_RANKING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/* A text, and where its rank goes. The last member belongs to the ranking. */
struct ranked {
	struct text text; /* not absent */
	uint32_t *rank;
	bool was_compared;
};

/*
 * Writes ranks from 0 on, without gaps, in the order of text_compare(); equal texts have equal ranks. Reorders
 * `entries`. Returns how many ranks there are.
 */
uint32_t ranking_of_texts(struct ranked *entries, size_t count);

/*
 * The same for addresses: IPv4 before IPv6, each by its number, so that 10.0.0.9 stands before 10.0.0.10; what is no
 * address comes last, by text.
 */
uint32_t ranking_of_addresses(struct ranked *entries, size_t count);

#endif
