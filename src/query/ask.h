/* ask.h: asking the values of many rows what a comparison wants to know. */
#ifndef CIFSTOP_QUERY_ASK_H
#define CIFSTOP_QUERY_ASK_H

#include "query/comparison.h"
#include "query/scan.h"

/*
 * Fills passes[i] for each row of the block. `scanner` asks the comparison of texts, and comes of ask_new_scanner().
 */
void ask_block(const struct comparison *comparison, struct scanner *scanner, const struct block *block, bool *passes);

/* A scanner for the comparison, which it borrows; NULL when it needs none. The caller frees it. */
struct scanner *ask_new_scanner(const struct comparison *comparison);

#endif
