/* needle.h: looking for a short text in a long one, in either case. */
#ifndef CIFSTOP_BASE_NEEDLE_H
#define CIFSTOP_BASE_NEEDLE_H

#include "base/text.h"

/* A text that is looked for, ready for it. The bytes are borrowed. */
struct needle {
	struct text text;
	unsigned char first, last; /* letters in lower case */
	unsigned char first_case, last_case; /* the bit that tells the case of a letter, 0 where there is none */
};

/* `text` is neither absent nor empty. */
struct needle needle_make(struct text text);

/*
 * The first place from `from` on where it stands in `hay`, ASCII letters in either case, or TEXT_NOWHERE. Some ten
 * bytes a nanosecond where hardly anything looks like it.
 */
size_t needle_find(const struct needle *needle, struct text hay, size_t from);

/*
 * Whether it stands in the `length` bytes from `from` on, for texts that are short and often have it. What stands in
 * `hay` behind them may be read and does not count.
 */
bool needle_is_in(const struct needle *needle, struct text hay, size_t from, size_t length);

#endif
