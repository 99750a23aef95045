/* decode.h: what it costs to read pages, for cifstop and for others. */
#ifndef CIFSTOP_BENCH_DECODE_H
#define CIFSTOP_BENCH_DECODE_H

#include <stddef.h>

#include "base/text.h"
#include "model/snapshot.h"

/* CPU seconds of a way to read pages. */
typedef double decode_way(const struct text *pages, size_t count);

/* cJSON, a whole page at a time, and a record at a time as a splitter hands them on; both with malloc. */
decode_way decode_whole_pages, decode_bare_records;

/* As cifstop does: split, parsed and read into records; and stored in a snapshot as well. */
decode_way decode_records, decode_into_snapshot;

/* The same in a child, so that what cJSON is told by one of them does not hold for the others. */
double decode_apart(decode_way *way, const struct text *pages, size_t count);

/* Reads a page as cifstop does into a snapshot_builder. */
void decode_page(struct text page, void *builder);

#endif
