/* text.h: a run of bytes that somebody else owns. */
#ifndef CIFSTOP_BASE_TEXT_H
#define CIFSTOP_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Bytes and their number; not terminated, may hold NUL, is not always UTF-8. `bytes` is NULL when the text is absent,
 * which is something else than empty. Lives as long as whatever it points into.
 */
struct text {
	const char *bytes;
	size_t length;
};

#define TEXT_ABSENT ((struct text){NULL, 0})

/* The text of a terminated string; NULL gives an absent text. */
struct text text_of(const char *string);

bool text_is_absent(struct text text);

/* Byte for byte. An absent text equals only an absent text. */
bool text_equals(struct text a, struct text b);

/* As text_equals(), but ASCII letters match in either case. */
bool text_equals_nocase(struct text a, struct text b);

/*
 * Orders by bytes with ASCII letters folded, then by the plain bytes, so that the order is total. Absent sorts last.
 * Returns less than, equal to or greater than 0.
 */
int text_compare(struct text a, struct text b);

/* Whether `part` stands anywhere in `whole`, ASCII letters in either case. An empty part is everywhere. */
bool text_contains_nocase(struct text whole, struct text part);

#define TEXT_NOWHERE SIZE_MAX

/* The first place in `whole` where `part` stands, ASCII letters in either case, or TEXT_NOWHERE. */
size_t text_find_nocase(struct text whole, struct text part);

/*
 * The next part of *rest up to `separator`, blanks around it left out; *rest goes on behind the separator, and is
 * absent once there is no more. Not for an absent text.
 */
struct text text_next(struct text *rest, char separator);

#endif
