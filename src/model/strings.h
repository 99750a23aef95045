/* strings.h: each distinct text of a cluster once, by number. */
#ifndef CIFSTOP_MODEL_STRINGS_H
#define CIFSTOP_MODEL_STRINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/*
 * Users, SVMs, nodes, volumes and addresses repeat over sessions and over refreshes, so a snapshot holds numbers, and
 * the snapshots of one cluster share one pool. One thread adds; any thread may read the numbers that were handed to it
 * through a lock or a mailbox. What is in it never moves and is never taken out; a pool that has grown far beyond its
 * use is replaced as a whole, and ends with the last snapshot that refers to it.
 */
struct strings;

/* An empty pool with one reference, which the caller owns. */
struct strings *strings_new(void);

/* Any thread may take and drop references. strings_unref(NULL) is fine. */
struct strings *strings_ref(struct strings *strings);
void strings_unref(struct strings *strings);

/*
 * The number of `text`, which is not absent, adding a terminated copy when it is new. Only the owning thread. That
 * equal texts have one number is sure but for somebody who knows the hashes of a process (base/slots.h), so it may save
 * work and not decide. Ends the program, as xmalloc() does, at 2^30 texts or 8 GB of them.
 */
uint32_t strings_intern(struct strings *strings, struct text text);

/*
 * Lets the processor fetch where strings_intern() will look for `text`, unless it expects to find it without looking.
 * Only the owning thread.
 */
void strings_expect(const struct strings *strings, struct text text);

/*
 * Says that the texts of a refresh come, most likely in the order in which they came for the first time: then they are
 * found without a search. Only the owning thread.
 */
void strings_rewind(struct strings *strings);

/* The text of a number that strings_intern() gave. Valid as long as the pool. */
struct text strings_text(const struct strings *strings, uint32_t number);

/*
 * The texts from `first` on, below `limit`, that lie close one behind the other, as one: from the first byte of the
 * text `first` to the last one of the text before *end. Each is followed by a NUL, which belongs to none, and perhaps
 * by bytes that mean nothing. For looking at very many texts at once; at least one is in it.
 */
struct text strings_stretch(const struct strings *strings, uint32_t first, uint32_t limit, uint32_t *end);

/* A number that no other pool of the process has or had. */
uint64_t strings_serial(const struct strings *strings);

/* The hash_text() of the bytes: equal texts have equal hashes in every pool. */
uint64_t strings_hash(const struct strings *strings, uint32_t number);

/* Display columns of the text, as safe_text_columns(), up to UINT16_MAX. */
uint16_t strings_columns(const struct strings *strings, uint32_t number);

/* How many there are: numbers are below it. Only the owning thread, or once a snapshot recorded it. */
uint32_t strings_count(const struct strings *strings);

/* How long they are together. Only the owning thread. */
uint64_t strings_bytes(const struct strings *strings);

#endif
