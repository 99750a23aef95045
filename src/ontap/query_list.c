/* query_list.c: a query for any of several values. */
#include "config.h"

#include "ontap/query_list.h"

#include <inttypes.h>
#include <string.h>

#define NUMBER_SIZE 24
/* Of what %-encoding makes of one byte. */
#define ENCODED_BYTE 3

void
query_list_init(struct query_list *list, size_t limit)
{
	*list = (struct query_list){.limit = limit};
	buffer_init(&list->values, limit);
}

void
query_list_free(struct query_list *list)
{
	buffer_free(&list->values);
}

static bool
is_alphanumeric(char byte)
{
	return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* Whether it means nothing in a query, wherever it stands. */
static bool
is_plain(struct text text)
{
	static const char plain[] = {'.', ':', '_', '-'};

	for (size_t i = 0; i < text.length; i++) {
		bool is_range = text.bytes[i] == '.' && i > 0 && text.bytes[i - 1] == '.';

		if (is_range || (!is_alphanumeric(text.bytes[i]) && memchr(plain, text.bytes[i], sizeof plain) == NULL))
			return false;
	}
	return text.length > 0 && !text_equals_nocase(text, text_of("null"));
}

/* Whether the value, with the | behind it, is there; it is followed by one in any case. */
static bool
has(const struct query_list *list, struct text value)
{
	struct text whole = buffer_text(&list->values);

	for (size_t at = 0; at + value.length <= whole.length;) {
		const char *end = memchr(whole.bytes + at, '|', whole.length - at);
		size_t length = (size_t)(end - whole.bytes) - at + 1;

		if (length == value.length && memcmp(whole.bytes + at, value.bytes, length) == 0)
			return true;
		at += length;
	}
	return false;
}

static size_t
encoded_size(struct text value)
{
	size_t size = 0;

	for (size_t i = 0; i < value.length; i++)
		size += is_alphanumeric(value.bytes[i]) ? 1 : ENCODED_BYTE;
	return size;
}

/* Adds a value that has its | behind it. */
static void
add(struct query_list *list, struct text value)
{
	if (list->is_too_long || has(list, value))
		return;
	list->encoded += encoded_size(value);
	list->is_too_long = list->encoded > list->limit || !buffer_add(&list->values, value.bytes, value.length);
}

void
query_list_add_number(struct query_list *list, uint64_t number)
{
	struct buffer value;

	buffer_init(&value, NUMBER_SIZE);
	buffer_add_format(&value, "%" PRIu64 "|", number);
	add(list, buffer_text(&value));
	buffer_free(&value);
}

void
query_list_add_text(struct query_list *list, struct text text)
{
	const char *quote = is_plain(text) ? "" : "\"";
	struct buffer value;

	if (text.length == 0 || memchr(text.bytes, '"', text.length) != NULL ||
	    memchr(text.bytes, '\0', text.length) != NULL || memchr(text.bytes, '|', text.length) != NULL) {
		list->is_too_long = true;
		return;
	}
	buffer_init(&value, list->limit);
	buffer_add_string(&value, quote);
	buffer_add(&value, text.bytes, text.length);
	buffer_add_string(&value, quote);
	buffer_add_byte(&value, '|');
	list->is_too_long = list->is_too_long || value.overflowed;
	add(list, buffer_text(&value));
	buffer_free(&value);
}

char *
query_list_take(struct query_list *list)
{
	if (list->is_too_long || list->values.length == 0)
		return NULL;
	list->values.bytes[--list->values.length] = '\0';
	return buffer_take(&list->values);
}
