/* scan.h: asking one question of the values of many rows, each distinct value once. */
#ifndef CIFSTOP_QUERY_SCAN_H
#define CIFSTOP_QUERY_SCAN_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "model/snapshot.h"
#include "query/hits.h"

/* Rows are read in blocks, so that a field costs a call for many and its block stays in the cache. */
#define SCAN_BLOCK 1024u

/* `count` rows from `from` on, SCAN_BLOCK at most. */
struct block {
	const struct snapshot *snapshot;
	uint32_t from;
	uint32_t count;
};

/* Whether a text, which is not absent, is what is looked for. */
typedef bool text_question(const void *asked, struct text text);

/*
 * Remembers what was answered: of texts for all snapshots of a pool, which live until the scanner is freed. One thread
 * at a time.
 */
struct scanner;

/*
 * `asked` is handed to the question, and borrowed. `spans_items` says that the question can hold for a list as it is
 * printed, commas in it, though for none of its items; `knows_words` that the security column is asked for what its
 * marks mean as well as for the marks.
 */
struct scanner *scanner_new(text_question *question, const void *asked, bool spans_items, bool knows_words);

/* Once *stop is true, which another thread may make it, nothing is asked any more and all answers are no. */
void scanner_set_stop(struct scanner *scanner, const atomic_bool *stop);

/*
 * Says that a text can only be what is looked for when it contains `word`, which is not empty, ASCII letters in either
 * case, and, by `is_all`, that it then always is. Borrowed.
 */
void scanner_set_word(struct scanner *scanner, struct text word, bool is_all);

/*
 * Looks at all texts of the snapshot's pool at once before the scanner is asked about rows, where that is possible and
 * faster than to look at them as they come.
 */
void scanner_prepare(struct scanner *scanner, struct hits *hits, const struct snapshot *snapshot);

/* NULL is fine. */
void scanner_free(struct scanner *scanner);

/*
 * Sets passes[i] where the value of the row `from` + i, as the screen prints it, is what is looked for; of a list, any
 * item. The others stay as they are, and rows that pass already are not looked at.
 */
void scanner_scan(struct scanner *scanner, const struct block *block, unsigned field, bool *passes);

#endif
