/* buffer.c: bytes that grow, up to a limit. */
#include "config.h"

#include "base/buffer.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

#define FIRST_CAPACITY 64

void
buffer_init(struct buffer *buffer, size_t limit)
{
	*buffer = (struct buffer){.limit = limit};
}

void
buffer_init_secret(struct buffer *buffer, size_t limit)
{
	*buffer = (struct buffer){.limit = limit, .is_secret = true};
}

/* Forgets the bytes, which somebody else owns now or nobody. */
static void
forget(struct buffer *buffer)
{
	*buffer = (struct buffer){.limit = buffer->limit, .is_secret = buffer->is_secret};
}

void
buffer_free(struct buffer *buffer)
{
	if (buffer->is_secret && buffer->bytes != NULL)
		explicit_bzero(buffer->bytes, buffer->capacity);
	free(buffer->bytes);
	forget(buffer);
}

void
buffer_reset(struct buffer *buffer)
{
	buffer->length = 0;
	buffer->overflowed = false;
	if (buffer->bytes != NULL)
		buffer->bytes[0] = '\0';
}

void
buffer_cut(struct buffer *buffer, size_t length)
{
	if (length < buffer->length) {
		buffer->length = length;
		buffer->bytes[length] = '\0';
	}
}

static void
grow(struct buffer *buffer, size_t capacity)
{
	char *bytes;

	if (buffer->is_secret) {
		/* realloc() would leave a copy behind. */
		bytes = xmalloc(capacity);
		if (buffer->bytes != NULL) {
			memcpy(bytes, buffer->bytes, buffer->length + 1);
			explicit_bzero(buffer->bytes, buffer->capacity);
			free(buffer->bytes);
		}
		buffer->bytes = bytes;
	} else {
		buffer->bytes = xreallocarray(buffer->bytes, capacity, 1);
	}
	buffer->capacity = capacity;
}

/* Makes room for `more` bytes and the terminator. */
static bool
reserve(struct buffer *buffer, size_t more)
{
	size_t needed, capacity;

	if (more > buffer->limit - buffer->length) {
		buffer->overflowed = true;
		return false;
	}
	needed = buffer->length + more + 1;
	if (needed <= buffer->capacity)
		return true;
	capacity = buffer->capacity < FIRST_CAPACITY ? FIRST_CAPACITY : buffer->capacity;
	while (capacity < needed)
		capacity += capacity / 2;
	grow(buffer, capacity);
	return true;
}

bool
buffer_add(struct buffer *buffer, const char *bytes, size_t length)
{
	if (!reserve(buffer, length))
		return false;
	if (length > 0)
		memcpy(buffer->bytes + buffer->length, bytes, length);
	buffer->length += length;
	buffer->bytes[buffer->length] = '\0';
	return true;
}

char *
buffer_reserve(struct buffer *buffer, size_t more)
{
	return reserve(buffer, more) ? buffer->bytes + buffer->length : NULL;
}

void
buffer_extend(struct buffer *buffer, size_t length)
{
	buffer->length += length;
	if (buffer->bytes != NULL)
		buffer->bytes[buffer->length] = '\0';
}

bool
buffer_add_string(struct buffer *buffer, const char *string)
{
	return buffer_add(buffer, string, strlen(string));
}

bool
buffer_add_byte(struct buffer *buffer, char byte)
{
	if (!reserve(buffer, 1))
		return false;
	buffer->bytes[buffer->length++] = byte;
	buffer->bytes[buffer->length] = '\0';
	return true;
}

bool
buffer_add_format(struct buffer *buffer, const char *format, ...)
{
	va_list arguments;
	char *string;
	bool fits;

	va_start(arguments, format);
	string = xvasprintf(format, arguments);
	va_end(arguments);
	fits = buffer_add_string(buffer, string);
	free(string);
	return fits;
}

struct text
buffer_text(const struct buffer *buffer)
{
	return (struct text){buffer_string(buffer), buffer->length};
}

const char *
buffer_string(const struct buffer *buffer)
{
	return buffer->bytes == NULL ? "" : buffer->bytes;
}

char *
buffer_take(struct buffer *buffer)
{
	char *bytes = buffer->bytes == NULL ? xstrdup("") : buffer->bytes;

	forget(buffer);
	return bytes;
}
