/* rows.h: the rows of several snapshots, numbered through. */
#ifndef CIFSTOP_QUERY_ROWS_H
#define CIFSTOP_QUERY_ROWS_H

#include <stddef.h>
#include <stdint.h>

#include "model/snapshot.h"

/* Row r of `snapshot` is number `base` + r. */
struct segment {
	const struct snapshot *snapshot;
	uint32_t base;
};

/* Segments one behind another, in the order of their bases, none of them empty; numbers are below `count`. All of one
 * kind. */
struct rows {
	const struct kind *kind;
	struct segment *segments;
	size_t segment_count;
	uint32_t count;
};

/* The segment that holds a number. */
static inline const struct segment *
rows_segment(const struct rows *rows, uint32_t number)
{
	size_t low = 0, high = rows->segment_count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (rows->segments[middle].base <= number)
			low = middle;
		else
			high = middle;
	}
	return &rows->segments[low];
}

#endif
