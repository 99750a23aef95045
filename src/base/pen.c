/* pen.c: appends to a buffer by pointer. */
#include "config.h"

#include "base/pen.h"

#include "base/xalloc.h"

/* At once, so that a pen seldom has to ask for more. */
#define GROW_MIN ((size_t)4096)

void
pen_down(struct pen *pen, struct buffer *buffer)
{
	*pen = (struct pen){.buffer = buffer};
	pen_grow(pen, GROW_MIN);
}

void
pen_up(struct pen *pen)
{
	buffer_extend(pen->buffer, (size_t)(pen->at - buffer_string(pen->buffer)) - pen->buffer->length);
}

void
pen_grow(struct pen *pen, size_t size)
{
	if (pen->at != NULL)
		pen_up(pen);
	if (size < GROW_MIN)
		size = GROW_MIN;
	pen->at = buffer_reserve(pen->buffer, size);
	if (pen->at == NULL)
		xalloc_fail();
	pen->end = pen->buffer->bytes + pen->buffer->capacity - 1;
}

void
pen_put_number(struct pen *pen, uint64_t number)
{
	static const char pairs[] = "0001020304050607080910111213141516171819202122232425262728293031323334353637383940"
				    "4142434445464748495051525354555657585960616263646566676869707172737475767778798081"
				    "828384858687888990919293949596979899";
	char digits[PEN_NUMBER_SIZE];
	size_t at = sizeof digits;

	while (number >= 100) {
		at -= 2;
		memcpy(digits + at, pairs + number % 100 * 2, 2);
		number /= 100;
	}
	if (number >= 10) {
		at -= 2;
		memcpy(digits + at, pairs + number * 2, 2);
	} else {
		digits[--at] = (char)('0' + number);
	}
	memcpy(pen->at, digits + at, sizeof digits - at);
	pen->at += sizeof digits - at;
}
