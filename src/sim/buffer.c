#include "config.h"

#include "sim/buffer.h"

#include <stdio.h>
#include <stdlib.h>

static void __attribute__((noreturn)) out_of_memory(void)
{
	fputs("ontap-sim: out of memory\n", stderr);
	exit(EXIT_FAILURE);
}

void *
sim_realloc(void *old, size_t count, size_t size)
{
	void *grown = reallocarray(old, count == 0 ? 1 : count, size);

	if (grown == NULL)
		out_of_memory();
	return grown;
}

void *
sim_alloc(size_t count, size_t size)
{
	void *fresh = calloc(count == 0 ? 1 : count, size);

	if (fresh == NULL)
		out_of_memory();
	return fresh;
}

char *
sim_strndup(const char *text, size_t length)
{
	char *copy = sim_alloc(length + 1, 1);

	if (length != 0)
		memcpy(copy, text, length);
	return copy;
}

void
buffer_grow(struct buffer *b, size_t more)
{
	size_t wanted = b->length + more;
	size_t capacity = b->capacity < 256 ? 256 : b->capacity;

	while (capacity < wanted)
		capacity *= 2;
	b->data = sim_realloc(b->data, capacity, 1);
	b->capacity = capacity;
}

void
buffer_free(struct buffer *b)
{
	free(b->data);
	*b = (struct buffer){NULL, 0, 0};
}

void
buffer_unsigned(struct buffer *b, uint64_t value)
{
	static const char pairs[] = "00010203040506070809101112131415161718192021222324252627282930313233343536373839"
				    "40414243444546474849505152535455565758596061626364656667686970717273747576777879"
				    "8081828384858687888990919293949596979899";
	char digits[20];
	size_t at = sizeof(digits);

	for (; value >= 100; value /= 100) {
		at -= 2;
		memcpy(digits + at, pairs + 2 * (value % 100), 2);
	}
	if (value >= 10) {
		at -= 2;
		memcpy(digits + at, pairs + 2 * value, 2);
	} else {
		digits[--at] = (char)('0' + value);
	}
	buffer_put(b, digits + at, sizeof(digits) - at);
}

void
buffer_printf(struct buffer *b, const char *format, ...)
{
	va_list arguments, again;
	int length;

	va_start(arguments, format);
	va_copy(again, arguments);
	length = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	if (length > 0) {
		buffer_reserve(b, (size_t)length + 1);
		vsnprintf(b->data + b->length, (size_t)length + 1, format, again);
		b->length += (size_t)length;
	}
	va_end(again);
}

void
buffer_json_string(struct buffer *b, const char *text, size_t length)
{
	static const char hex[] = "0123456789abcdef";

	buffer_reserve(b, length * 6 + 2);
	b->data[b->length++] = '"';
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c < 0x20 || c == 0x7f) {
			char escape[6] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};

			memcpy(b->data + b->length, escape, sizeof(escape));
			b->length += sizeof(escape);
			continue;
		}
		if (c == '"' || c == '\\')
			b->data[b->length++] = '\\';
		b->data[b->length++] = (char)c;
	}
	b->data[b->length++] = '"';
}

void
buffer_url_encoded(struct buffer *b, const char *text, size_t length)
{
	static const char hex[] = "0123456789ABCDEF";

	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)text[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');

		if (plain || c == '-' || c == '.' || c == '_' || c == '~') {
			buffer_byte(b, (char)c);
			continue;
		}
		buffer_byte(b, '%');
		buffer_byte(b, hex[c >> 4]);
		buffer_byte(b, hex[c & 15]);
	}
}

static void
put_component(struct buffer *b, uint64_t amount, char unit)
{
	if (amount == 0)
		return;
	buffer_unsigned(b, amount);
	buffer_byte(b, unit);
}

void
buffer_duration(struct buffer *b, uint64_t seconds)
{
	buffer_byte(b, 'P');
	put_component(b, seconds / 86400, 'D');
	if (seconds % 86400 != 0 || seconds == 0)
		buffer_byte(b, 'T');
	put_component(b, seconds / 3600 % 24, 'H');
	put_component(b, seconds / 60 % 60, 'M');
	put_component(b, seconds % 60, 'S');
	if (seconds == 0)
		buffer_literal(b, "0S");
}

static void
new_line(struct buffer *b, size_t depth)
{
	buffer_byte(b, '\n');
	for (size_t i = 0; i < depth; i++)
		buffer_literal(b, "  ");
}

void
buffer_pretty(struct buffer *b, const char *json, size_t length)
{
	size_t depth = 0;
	bool quoted = false;

	for (size_t i = 0; i < length; i++) {
		char c = json[i];
		bool closing = !quoted && (c == '}' || c == ']');

		if (closing) {
			depth = depth > 0 ? depth - 1 : 0;
			if (i > 0 && json[i - 1] != '{' && json[i - 1] != '[')
				new_line(b, depth);
		}
		buffer_byte(b, c);
		if (quoted && c == '\\' && i + 1 < length) {
			buffer_byte(b, json[++i]);
		} else if (c == '"') {
			quoted = !quoted;
		} else if (!quoted && (c == '{' || c == '[')) {
			depth++;
			if (i + 1 < length && json[i + 1] != '}' && json[i + 1] != ']')
				new_line(b, depth);
		} else if (!quoted && c == ',') {
			new_line(b, depth);
		} else if (!quoted && c == ':') {
			buffer_byte(b, ' ');
		}
	}
	buffer_byte(b, '\n');
}
