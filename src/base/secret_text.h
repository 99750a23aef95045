/* secret_text.h: the memory that passwords and tokens live in. */
#ifndef CIFSTOP_BASE_SECRET_TEXT_H
#define CIFSTOP_BASE_SECRET_TEXT_H

#include <stddef.h>

#include "base/text.h"

/*
 * A text that is kept out of swap (where mlock() is allowed), of core dumps and of forked children, where it reads as
 * zeros, and that is wiped with its last reference. It never moves and never changes. Any thread may hold and drop
 * references.
 */
struct secret_text;

/* A copy with one reference, which the caller owns; an absent text gives NULL. */
struct secret_text *secret_text_new(struct text text);

/* One more reference to the same; NULL gives NULL. */
struct secret_text *secret_text_ref(struct secret_text *secret);

/* Drops a reference. NULL is fine. */
void secret_text_unref(struct secret_text *secret);

/* Drops what *slot holds and puts `secret`, whose reference it takes over, in its place. */
void secret_text_replace(struct secret_text **slot, struct secret_text *secret);

/* The terminated text, as long as a reference is held; NULL gives NULL. */
const char *secret_text_string(const struct secret_text *secret);

/* Byte for byte; NULL equals only NULL. */
bool secret_text_equals(const struct secret_text *a, const struct secret_text *b);

/* Wipes and frees a terminated text of the heap, which a library made, or which is no secret for sure. NULL is fine. */
void secret_text_wipe(char *text);

#endif
