/* typing.h: a filter that is not finished. */
#ifndef CIFSTOP_QUERY_TYPING_H
#define CIFSTOP_QUERY_TYPING_H

#include <stddef.h>

#include "model/kind.h"

/*
 * `text` makes no sense, and `last` is what did before a key was pressed. Most often that is to stay in force. But a
 * word at its end is not what anyone looks for once `text` shows that it is a field or a keyword: then it is dropped,
 * with the `and` before it. Returns how many bytes of `last` are to be in force.
 */
size_t typing_fall_back(const struct kind *kind, const char *text, const char *last);

#endif
