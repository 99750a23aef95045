/* safe_text.h: the one place where text from the wire becomes text for a terminal. */
#ifndef CIFSTOP_BASE_SAFE_TEXT_H
#define CIFSTOP_BASE_SAFE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/text.h"

/*
 * User names, paths and messages of a cluster can hold escape sequences, newlines, bidi overrides, and bytes that are
 * no UTF-8. Whatever could move the cursor, change colours, reorder the line or has no width of its own is shown as one
 * replacement character. Widths are display columns in the character set of the locale.
 */

/* Whether the locale writes UTF-8; otherwise everything beyond ASCII is shown as `?`. */
bool safe_text_is_utf8(void);

/*
 * Whether a character acts on the terminal or on its neighbours, or cannot be seen: controls, what turns the direction
 * of writing, what has no width of its own and is no mark on a letter.
 */
bool safe_text_is_treacherous(uint32_t point);

/* The number of display columns that `text` takes when it is shown whole. */
size_t safe_text_columns(struct text text);

enum safe_text_cut { CUT_END, CUT_MIDDLE };

/*
 * Writes `text`, safe and in at most `columns` display columns, as a terminated string into `out` of `size` bytes. What
 * is too long is cut where `cut` says, with an ellipsis (`…`, or `~` in ASCII) in place of what is missing. Returns the
 * columns that it takes.
 */
size_t safe_text_fit(struct text text, size_t columns, enum safe_text_cut cut, char *out, size_t size);

/*
 * Appends `text`, whole and in UTF-8 whatever the locale, with a U+FFFD in place of each treacherous character and of
 * each byte that is no UTF-8. For files that people open; marks are not counted.
 */
void safe_text_clean(struct text text, struct buffer *out);

/* The bytes that safe_text_fit() needs at most for `columns`. */
#define SAFE_TEXT_SIZE(columns) ((columns)*24 + 8)

#endif
