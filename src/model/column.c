/* column.c: the values of one field, each in as few bytes as the largest of them needs. */
#include "config.h"

#include "model/column.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/xalloc.h"

#define FIRST_CODES 64u
/* More than two bytes of codes for texts are no gain over the texts' own numbers. */
#define CODE_SIZE_MAX 2
/* Codes of two bytes need so many rows for each meaning. */
#define ROWS_PER_MEANING 3u

/* What stands for an absent value of that size; values are below. */
static uint64_t
absent_of(uint8_t size)
{
	return UINT64_MAX >> (64 - 8 * size);
}

/* The value as it stands there. */
static uint64_t
raw_get(const struct column *column, uint32_t row)
{
	switch (column->size) {
	case 1: return ((const uint8_t *)column->values)[row];
	case 2: return ((const uint16_t *)column->values)[row];
	case 4: return ((const uint32_t *)column->values)[row];
	default: return ((const uint64_t *)column->values)[row];
	}
}

static void
raw_put(struct column *column, uint32_t row, uint64_t value)
{
	switch (column->size) {
	case 1: ((uint8_t *)column->values)[row] = (uint8_t)value; break;
	case 2: ((uint16_t *)column->values)[row] = (uint16_t)value; break;
	case 4: ((uint32_t *)column->values)[row] = (uint32_t)value; break;
	default: ((uint64_t *)column->values)[row] = value; break;
	}
}

void
column_init(struct column *column, bool has_meanings, uint32_t capacity)
{
	*column = (struct column){.size = 1};
	column->values = xreallocarray(NULL, capacity, column->size);
	if (has_meanings)
		column->meanings = xcalloc(FIRST_CODES, sizeof *column->meanings);
}

void
column_free(struct column *column)
{
	free(column->values);
	free(column->meanings);
	*column = (struct column){.size = 0};
}

void
column_writer_free(struct column_writer *writer)
{
	slots_free(&writer->codes);
}

void
column_resize(struct column *column, uint32_t capacity)
{
	if (column->size > 0)
		column->values = xreallocarray(column->values, capacity, column->size);
}

static void *
copy_array(const void *array, size_t count, size_t size)
{
	void *copy;

	if (array == NULL || count == 0)
		return NULL;
	copy = xreallocarray(NULL, count, size);
	memcpy(copy, array, count * size);
	return copy;
}

struct column
column_copy(const struct column *column, uint32_t count)
{
	struct column copy = *column;

	copy.values = copy_array(column->values, count, column->size);
	/* Even none at all is something else than no meanings. */
	copy.meanings = column->meanings == NULL
			    ? NULL
			    : copy_array(column->meanings, (size_t)column->meaning_count + 1, sizeof *column->meanings);
	return copy;
}

/* Makes it one of `size` bytes a value, with the first `count` values as they were; by their meanings with `is_plain`.
 */
static void
convert(struct column *column, uint8_t size, bool is_plain, uint32_t count, uint32_t capacity)
{
	struct column wider = *column;

	wider.size = size;
	wider.values = xreallocarray(NULL, capacity, size);
	if (is_plain)
		wider.meanings = NULL;
	for (uint32_t row = 0; row < count; row++) {
		uint64_t value = raw_get(column, row);

		if (value == absent_of(column->size))
			value = absent_of(size);
		else if (is_plain && column->meanings != NULL)
			value = column->meanings[value];
		raw_put(&wider, row, value);
	}
	free(column->values);
	if (is_plain)
		free(column->meanings);
	*column = wider;
}

void
column_put(struct column *column, uint32_t row, uint64_t number, uint32_t count, uint32_t capacity)
{
	if (number == VALUE_ABSENT) {
		raw_put(column, row, absent_of(column->size));
		return;
	}
	if (number >= absent_of(column->size)) {
		uint8_t size = column->size;

		while (number >= absent_of(size))
			size = (uint8_t)(size * 2);
		convert(column, size, false, count, capacity);
	}
	raw_put(column, row, number);
}

static uint64_t
hash_number(uint32_t number)
{
	return hash_add(0, number);
}

/* Gives a number the next code. */
static uint32_t
add_code(struct column *column, struct column_writer *writer, uint32_t number)
{
	uint32_t code = column->meaning_count++;

	if (code + 1 >= writer->meaning_capacity) {
		writer->meaning_capacity = writer->meaning_capacity == 0 ? FIRST_CODES : writer->meaning_capacity * 2;
		column->meanings = xreallocarray(column->meanings, writer->meaning_capacity, sizeof *column->meanings);
	}
	column->meanings[code] = number;
	if (slots_is_full(&writer->codes, code)) {
		slots_grow(&writer->codes, FIRST_CODES);
		for (uint32_t earlier = 0; earlier < code; earlier++)
			slots_put(&writer->codes, hash_number(column->meanings[earlier]), earlier);
	}
	slots_put(&writer->codes, hash_number(number), code);
	return code;
}

/* The code of a number, new or not. */
static uint32_t
code_of(struct column *column, struct column_writer *writer, uint32_t number)
{
	struct slots_probe probe = slots_start(&writer->codes, hash_number(number));
	uint32_t code;

	while ((code = slots_next(&writer->codes, &probe)) != SLOTS_NONE) {
		if (column->meanings[code] == number)
			return code;
	}
	return add_code(column, writer, number);
}

/* Makes room for a code that does not fit: another byte, or no codes at all when they are not worth it. */
static void
leave_codes(struct column *column, struct column_writer *writer, uint32_t count, uint32_t capacity)
{
	bool is_worth = column->meaning_count < count / ROWS_PER_MEANING;

	if (column->size < CODE_SIZE_MAX && is_worth) {
		convert(column, (uint8_t)(column->size * 2), false, count, capacity);
		return;
	}
	convert(column, sizeof(uint32_t), true, count, capacity);
	column->meaning_count = 0;
	slots_free(&writer->codes);
}

void
column_put_text(struct column *column, struct column_writer *writer, uint32_t row, uint32_t number, uint32_t count,
    uint32_t capacity)
{
	uint64_t value = number;

	if (column->meanings != NULL && writer->has_last && writer->last_number == number) {
		value = writer->last_code;
	} else if (column->meanings != NULL) {
		value = code_of(column, writer, number);
		if (value >= absent_of(column->size)) {
			leave_codes(column, writer, count, capacity);
			value = column->meanings == NULL ? number : value;
		}
	}
	raw_put(column, row, value);
	writer->last_number = number;
	writer->last_code = value;
	writer->has_last = true;
}

static void
read_1(const uint8_t *values, uint32_t count, uint64_t *numbers)
{
	for (uint32_t i = 0; i < count; i++)
		numbers[i] = values[i] == UINT8_MAX ? VALUE_ABSENT : values[i];
}

static void
read_2(const uint16_t *values, uint32_t count, uint64_t *numbers)
{
	for (uint32_t i = 0; i < count; i++)
		numbers[i] = values[i] == UINT16_MAX ? VALUE_ABSENT : values[i];
}

static void
read_4(const uint32_t *values, uint32_t count, uint64_t *numbers)
{
	for (uint32_t i = 0; i < count; i++)
		numbers[i] = values[i] == UINT32_MAX ? VALUE_ABSENT : values[i];
}

/* Puts in place of codes what they stand for. */
static void
explain(const struct column *column, uint32_t count, uint64_t *numbers)
{
	for (uint32_t i = 0; column->meanings != NULL && i < count; i++)
		numbers[i] = numbers[i] == VALUE_ABSENT ? VALUE_ABSENT : column->meanings[numbers[i]];
}

void
column_read(const struct column *column, uint32_t from, uint32_t count, uint64_t *numbers)
{
	switch (column->size) {
	case 1: read_1((const uint8_t *)column->values + from, count, numbers); break;
	case 2: read_2((const uint16_t *)column->values + from, count, numbers); break;
	case 4: read_4((const uint32_t *)column->values + from, count, numbers); break;
	case 8: memcpy(numbers, (const uint64_t *)column->values + from, count * sizeof *numbers); break;
	default:
		for (uint32_t i = 0; i < count; i++)
			numbers[i] = VALUE_ABSENT;
	}
	explain(column, count, numbers);
}

/* Nothing but loads in these loops, so that the processor waits for many of them at once. */
static void
gather_1(const uint8_t *values, const uint32_t *rows, uint32_t count, uint64_t *numbers)
{
	for (uint32_t i = 0; i < count; i++)
		numbers[i] = values[rows[i]] == UINT8_MAX ? VALUE_ABSENT : values[rows[i]];
}

static void
gather_2(const uint16_t *values, const uint32_t *rows, uint32_t count, uint64_t *numbers)
{
	for (uint32_t i = 0; i < count; i++)
		numbers[i] = values[rows[i]] == UINT16_MAX ? VALUE_ABSENT : values[rows[i]];
}

static void
gather_4(const uint32_t *values, const uint32_t *rows, uint32_t count, uint64_t *numbers)
{
	for (uint32_t i = 0; i < count; i++)
		numbers[i] = values[rows[i]] == UINT32_MAX ? VALUE_ABSENT : values[rows[i]];
}

void
column_gather(const struct column *column, const uint32_t *rows, uint32_t count, uint64_t *numbers)
{
	switch (column->size) {
	case 1: gather_1(column->values, rows, count, numbers); break;
	case 2: gather_2(column->values, rows, count, numbers); break;
	case 4: gather_4(column->values, rows, count, numbers); break;
	default:
		for (uint32_t i = 0; i < count; i++)
			numbers[i] = column_get(column, rows[i]);
	}
	explain(column, count, numbers);
}

static void
find_1(const uint8_t *values, uint32_t count, const bool *is_hit, bool *found)
{
	for (uint32_t i = 0; i < count; i++)
		found[i] |= is_hit[values[i]];
}

static void
find_4(const uint32_t *values, uint32_t count, const uint64_t *bits, bool *found)
{
	for (uint32_t i = 0; i < count; i++)
		found[i] |= values[i] != UINT32_MAX && column_has_bit(bits, values[i]);
}

void
column_find(const struct column *column, uint32_t from, uint32_t count, const uint64_t *bits, bool *found)
{
	bool is_hit[UINT8_MAX + 1] = {false};

	if (column->size == sizeof(uint32_t) && column->meanings == NULL) {
		find_4((const uint32_t *)column->values + from, count, bits, found);
		return;
	}
	if (column->size != sizeof(uint8_t) || column->meanings == NULL) {
		for (uint32_t i = 0; i < count; i++)
			found[i] |= column_has_bit(bits, column_get(column, from + i));
		return;
	}
	for (uint32_t code = 0; code < column->meaning_count; code++)
		is_hit[code] = column_has_bit(bits, column->meanings[code]);
	find_1((const uint8_t *)column->values + from, count, is_hit, found);
}
