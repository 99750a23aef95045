/* buffer.h: bytes that grow, up to a limit that its owner sets. */
#ifndef CIFSTOP_BASE_BUFFER_H
#define CIFSTOP_BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/* Lives where its owner puts it; only these functions touch the members. What was added is always terminated. */
struct buffer {
	char *bytes;
	size_t length;
	size_t capacity;
	size_t limit;
	bool overflowed; /* something did not fit under the limit, and was left out */
	bool is_secret; /* no copy stays behind in memory that was freed */
};

/* An empty buffer that never holds more than `limit` bytes. Allocates nothing yet. */
void buffer_init(struct buffer *buffer, size_t limit);

/* The same for what holds passwords: where it grows, and when it is freed, the bytes are wiped. */
void buffer_init_secret(struct buffer *buffer, size_t limit);

/* Frees the bytes; the buffer is empty and usable again. */
void buffer_free(struct buffer *buffer);

/* Empties, keeps the memory, forgets an overflow. */
void buffer_reset(struct buffer *buffer);

/* Forgets what stands behind `length` bytes, of which there are as many or more. */
void buffer_cut(struct buffer *buffer, size_t length);

/* Each appends all or nothing; false when it would not fit under the limit. */
bool buffer_add(struct buffer *buffer, const char *bytes, size_t length);
bool buffer_add_string(struct buffer *buffer, const char *string);
bool buffer_add_byte(struct buffer *buffer, char byte);
bool buffer_add_format(struct buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));

/*
 * Makes room for `more` bytes and returns where they go, or NULL when they would not fit under the limit. What is
 * written there is part of the buffer once buffer_extend() says how much of it was.
 */
char *buffer_reserve(struct buffer *buffer, size_t more);
void buffer_extend(struct buffer *buffer, size_t length);

/* What is in it; valid until the buffer changes. */
struct text buffer_text(const struct buffer *buffer);

/* The same as a terminated string, "" when nothing was added. */
const char *buffer_string(const struct buffer *buffer);

/* Hands the terminated bytes to the caller, who frees them; the buffer is empty again. */
char *buffer_take(struct buffer *buffer);

#endif
