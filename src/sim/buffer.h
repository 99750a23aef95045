/* buffer.h: growing bytes, and JSON and numbers written into them. */
#ifndef ONTAP_SIM_BUFFER_H
#define ONTAP_SIM_BUFFER_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* `data` holds `length` bytes and is not terminated; zero-initialised is empty. */
struct buffer {
	char *data;
	size_t length;
	size_t capacity;
};

/* Memory that is refused ends the program here, with a line on standard error. */
void *sim_alloc(size_t count, size_t size);
void *sim_realloc(void *old, size_t count, size_t size);
char *sim_strndup(const char *text, size_t length);

/* Makes room for `more` further bytes. */
void buffer_grow(struct buffer *b, size_t more);
void buffer_free(struct buffer *b);

static inline void
buffer_reserve(struct buffer *b, size_t more)
{
	if (b->capacity - b->length < more)
		buffer_grow(b, more);
}

static inline void
buffer_put(struct buffer *b, const char *bytes, size_t length)
{
	buffer_reserve(b, length);
	if (length != 0)
		memcpy(b->data + b->length, bytes, length);
	b->length += length;
}

static inline void
buffer_byte(struct buffer *b, char c)
{
	buffer_reserve(b, 1);
	b->data[b->length++] = c;
}

/* For string literals only: the length is known when compiling. */
#define buffer_literal(b, s) buffer_put((b), "" s, sizeof(s) - 1)

static inline void
buffer_text(struct buffer *b, const char *text)
{
	buffer_put(b, text, strlen(text));
}

void buffer_unsigned(struct buffer *b, uint64_t value);
void buffer_printf(struct buffer *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Adds `text` as a JSON string with its quotes. Bytes above 0x7f go out as they are, valid UTF-8 or not. */
void buffer_json_string(struct buffer *b, const char *text, size_t length);

/* Adds `text` percent-encoded for a query string: all but letters, digits and -._~ */
void buffer_url_encoded(struct buffer *b, const char *text, size_t length);

/* Adds the ISO 8601 duration of `seconds`, normalised: PT0S, PT48M, P1DT3H5S. */
void buffer_duration(struct buffer *b, uint64_t seconds);

/* Adds `json` again with line breaks and two blanks a level, as pretty=true prints it. */
void buffer_pretty(struct buffer *b, const char *json, size_t length);

#endif
