/* test_column.c: the values of one field, each in as few bytes as the largest of them needs. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/column.h"

#define ROWS 70000u

/* Puts the number of a text in each row, one of `distinct` in turn. */
static struct column
fill_texts(struct column_writer *writer, uint32_t distinct)
{
	struct column column;

	column_init(&column, true, ROWS);
	for (uint32_t row = 0; row < ROWS; row++)
		column_put_text(&column, writer, row, 1000000 + row % distinct, row, ROWS);
	return column;
}

static void
expect_texts(const struct column *column, uint32_t distinct)
{
	static const uint32_t rows[] = {ROWS - 1, 0, 300};
	uint64_t numbers[3];

	column_gather(column, rows, 3, numbers);
	for (uint32_t i = 0; i < 3; i++)
		assert_true(numbers[i] == 1000000 + rows[i] % distinct);
	for (uint32_t row = 0; row < ROWS; row++)
		assert_true(column_get(column, row) == 1000000 + row % distinct);
	column_read(column, ROWS - 3, 3, numbers);
	for (uint32_t i = 0; i < 3; i++)
		assert_true(numbers[i] == 1000000 + (ROWS - 3 + i) % distinct);
}

static void
numbers_come_back_whatever_comes_behind_them(void **state)
{
	static const uint64_t put[] = {
	    0,
	    VALUE_ABSENT,
	    254,
	    255,
	    65534,
	    VALUE_ABSENT,
	    65535,
	    UINT32_MAX - 1,
	    UINT32_MAX,
	    UINT64_MAX - 1,
	    7,
	};
	static const uint8_t sizes[] = {1, 1, 1, 2, 2, 2, 4, 4, 8, 8, 8};
	const uint32_t count = sizeof put / sizeof *put;
	uint64_t read[sizeof put / sizeof *put];
	uint32_t rows[2];
	struct column column;

	(void)state;
	column_init(&column, false, count);
	for (uint32_t row = 0; row < count; row++) {
		column_put(&column, row, put[row], row, count);
		assert_int_equal(column.size, sizes[row]);
		for (uint32_t before = 0; before <= row; before++)
			assert_true(column_get(&column, before) == put[before]);
		rows[0] = row;
		rows[1] = row / 2;
		column_gather(&column, rows, 2, read);
		assert_true(read[0] == put[row] && read[1] == put[row / 2]);
	}
	column_read(&column, 0, count, read);
	assert_memory_equal(read, put, sizeof put);
	column_free(&column);
}

static void
few_texts_take_one_byte_and_the_rest_no_more_than_their_numbers(void **state)
{
	/* Where nearly all are different, their own numbers take less than codes and what those mean. */
	static const struct {
		uint32_t distinct;
		uint8_t size;
	} cases[] = {{1, 1}, {255, 1}, {256, 4}, {20000, 4}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct column_writer writer = {.has_last = false};
		struct column column = fill_texts(&writer, cases[i].distinct), copy = column_copy(&column, ROWS);

		assert_int_equal(column.size, cases[i].size);
		expect_texts(&column, cases[i].distinct);
		column_free(&column);
		expect_texts(&copy, cases[i].distinct);
		column_free(&copy);
		column_writer_free(&writer);
	}
}

/* Among others, so that a code of two bytes is worth it. */
static void
codes_grow_and_end_while_texts_stay(void **state)
{
	struct column_writer writer = {.has_last = false};
	struct column column;

	(void)state;
	column_init(&column, true, 4 * ROWS);
	for (uint32_t row = 0; row < 4 * ROWS; row++) {
		if (row % 4 == 3)
			column_put_text(&column, &writer, row, 1000000 + row / 4, row, 4 * ROWS);
		else
			column_put(&column, row, VALUE_ABSENT, row, 4 * ROWS);
		assert_int_equal(column.size, row < 4 * 256 - 1 ? 1 : row < 4 * 65536 - 1 ? 2 : 4);
		assert_int_equal(column.meanings == NULL, column.size == 4);
	}
	for (uint32_t row = 0; row < 4 * ROWS; row++)
		assert_true(column_get(&column, row) == (row % 4 == 3 ? 1000000 + row / 4 : VALUE_ABSENT));
	column_free(&column);
	column_writer_free(&writer);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(numbers_come_back_whatever_comes_behind_them),
	    cmocka_unit_test(few_texts_take_one_byte_and_the_rest_no_more_than_their_numbers),
	    cmocka_unit_test(codes_grow_and_end_while_texts_stay),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
