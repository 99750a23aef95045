/* pen.h: appends to a buffer by pointer, where a call for each few bytes costs more than the bytes. */
#ifndef CIFSTOP_BASE_PEN_H
#define CIFSTOP_BASE_PEN_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"

/*
 * While a pen is down, its buffer is the pen's alone. Whoever writes at `at` has asked for room with pen_need() before;
 * bytes between `at` and `end` may be overwritten with anything.
 */
struct pen {
	char *at;
	char *end;
	struct buffer *buffer;
};

/* What pen_put() needs at least: it copies this many bytes whatever is to be copied. */
#define PEN_STEP 32

/* Begins to write behind what is in `buffer`, which has no limit worth the name. */
void pen_down(struct pen *pen, struct buffer *buffer);

/* What was written is in the buffer. */
void pen_up(struct pen *pen);

/* Makes room for `size` bytes, which is more than there is. */
void pen_grow(struct pen *pen, size_t size);

/* Makes sure that there is room for `size` bytes. */
static inline void
pen_need(struct pen *pen, size_t size)
{
	if ((size_t)(pen->end - pen->at) < size)
		pen_grow(pen, size);
}

/* Writes a byte, for which there is room. */
static inline void
pen_put_byte(struct pen *pen, char byte)
{
	*pen->at++ = byte;
}

/* Writes `length` of the bytes at `bytes`, where PEN_STEP can be read. There is room for PEN_STEP and for `length`. */
static inline void
pen_put(struct pen *pen, const char *bytes, size_t length)
{
	memcpy(pen->at, bytes, PEN_STEP);
	if (length > PEN_STEP)
		memcpy(pen->at + PEN_STEP, bytes + PEN_STEP, length - PEN_STEP);
	pen->at += length;
}

/* Room for pen_put_number(). */
#define PEN_NUMBER_SIZE 20

/* Writes a number in decimal digits, for which there is room. */
void pen_put_number(struct pen *pen, uint64_t number);

#endif
