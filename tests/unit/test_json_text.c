/* test_json_text.c: strings of JSON, eight bytes at a time, are what they are byte by byte. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/json_text.h"
#include "base/pen.h"
#include "base/utf8.h"

#define LENGTH_MAX 40
#define ROUNDS 200000

/* One character at a time, with the same rules. */
static void
add_slowly(struct buffer *out, struct text text)
{
	const unsigned char *at = (const unsigned char *)text.bytes, *end = at + text.length;

	buffer_add_byte(out, '"');
	while (at < end) {
		uint32_t point = 0;
		size_t length = utf8_decode(at, (size_t)(end - at), &point);

		if (length == 0)
			buffer_add_string(out, "\xef\xbf\xbd");
		else if (point == '"' || point == '\\')
			buffer_add_format(out, "\\%c", (int)point);
		else if (point < 0x20 || (point >= 0x7f && point < 0xa0))
			buffer_add_format(out, "\\u%04x", (unsigned)point);
		else
			buffer_add(out, (const char *)at, length);
		at += length == 0 ? 1 : length;
	}
	buffer_add_byte(out, '"');
}

static void
expect_same(struct text text)
{
	struct buffer slow, fast;
	struct pen pen;

	buffer_init(&slow, SIZE_MAX / 2);
	buffer_init(&fast, SIZE_MAX / 2);
	add_slowly(&slow, text);
	pen_down(&pen, &fast);
	pen_need(&pen, JSON_TEXT_SIZE(text.length));
	json_text_put(&pen, text);
	pen_up(&pen);
	assert_string_equal(buffer_string(&fast), buffer_string(&slow));
	assert_int_equal(fast.length, slow.length);
	buffer_free(&slow);
	buffer_free(&fast);
}

static unsigned
next_random(unsigned *seed)
{
	*seed = *seed * 1103515245u + 12345u;
	return *seed >> 16 & 0x7fff;
}

/* Texts of all lengths that are mostly plain, in memory of exactly that size, for the sanitizer. */
static void
a_string_is_the_same_as_byte_by_byte(void **state)
{
	static const unsigned char odd[] = {
	    '"', '\\', 0, 0x1f, 0x20, 0x7e, 0x7f, 0x80, 0x9f, 0xa0, 0xc2, 0xc3, 0xe2, 0xff};
	unsigned seed = 1;

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		size_t length = next_random(&seed) % LENGTH_MAX, rarity = 1 + next_random(&seed) % 16;
		char *bytes = malloc(length + (length == 0));

		assert_non_null(bytes);
		for (size_t i = 0; i < length; i++) {
			bytes[i] = (char)('a' + next_random(&seed) % 26);
			if (next_random(&seed) % rarity == 0)
				bytes[i] = (char)odd[next_random(&seed) % sizeof odd];
		}
		expect_same((struct text){bytes, length});
		free(bytes);
	}
}

static void
a_number_is_what_printf_makes_of_it(void **state)
{
	uint64_t number = 0;
	struct buffer buffer;
	struct pen pen;
	char expected[32];

	(void)state;
	for (unsigned i = 0; i < 64; i++, number = number * 2 + i % 3) {
		uint64_t tried[] = {number, ~number, number + 1};

		for (size_t k = 0; k < 3; k++) {
			buffer_init(&buffer, SIZE_MAX / 2);
			pen_down(&pen, &buffer);
			pen_put_number(&pen, tried[k]);
			pen_up(&pen);
			snprintf(expected, sizeof expected, "%llu", (unsigned long long)tried[k]);
			assert_string_equal(buffer_string(&buffer), expected);
			buffer_free(&buffer);
		}
	}
}

/* A pen grows its buffer, and what stood there before stays. */
static void
a_pen_writes_behind_what_is_there(void **state)
{
	struct buffer buffer;
	struct pen pen;

	(void)state;
	buffer_init(&buffer, SIZE_MAX / 2);
	buffer_add_string(&buffer, "before ");
	pen_down(&pen, &buffer);
	for (int i = 0; i < 100000; i++) {
		pen_need(&pen, 1);
		pen_put_byte(&pen, (char)('0' + i % 10));
	}
	pen_up(&pen);
	assert_int_equal(buffer.length, 100007);
	assert_memory_equal(buffer.bytes, "before 0123456789", 17);
	assert_string_equal(buffer.bytes + buffer.length - 3, "789");
	buffer_free(&buffer);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_string_is_the_same_as_byte_by_byte),
	    cmocka_unit_test(a_number_is_what_printf_makes_of_it),
	    cmocka_unit_test(a_pen_writes_behind_what_is_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
