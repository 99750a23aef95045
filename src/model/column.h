/* column.h: the values of one field, each in as few bytes as the largest of them needs. */
#ifndef CIFSTOP_MODEL_COLUMN_H
#define CIFSTOP_MODEL_COLUMN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slots.h"
#include "model/types.h"

/*
 * A value takes `size` bytes, 1, 2, 4 or 8, all ones for an absent one. Where few distinct values repeat, as the names
 * of nodes and SVMs, `meanings` has what the codes in `values` stand for; it is NULL where they stand for themselves.
 * All zero is a field without a column: every value is absent.
 */
struct column {
	void *values;
	uint32_t *meanings;
	uint32_t meaning_count;
	uint8_t size;
};

/* What it takes to write a column of texts: the codes by their meaning, and what was put last, where anything was. */
struct column_writer {
	struct slots codes;
	uint32_t meaning_capacity;
	uint32_t last_number;
	uint64_t last_code;
	bool has_last;
};

/* An empty column with room for `capacity` values, which is not 0; with `has_meanings` one of numbers of texts. */
void column_init(struct column *column, bool has_meanings, uint32_t capacity);

/* Frees what it has; fine for one of all zero. */
void column_free(struct column *column);
void column_writer_free(struct column_writer *writer);

/* Gives it room for `capacity` values, which is not 0. */
void column_resize(struct column *column, uint32_t capacity);

/* A copy of the first `count` values, which the caller frees. */
struct column column_copy(const struct column *column, uint32_t count);

/*
 * Puts a number, VALUE_ABSENT included, as the value of `row`. The column may become wider on the way: rows below
 * `count` keep their values, others lose them. There is room for `capacity`.
 */
void column_put(struct column *column, uint32_t row, uint64_t number, uint32_t count, uint32_t capacity);

/* The same for the number of a text in a column with meanings, which may become one without. */
void column_put_text(struct column *column, struct column_writer *writer, uint32_t row, uint32_t number, uint32_t count,
    uint32_t capacity);

/* The value of a row, or VALUE_ABSENT. */
static inline uint64_t
column_get(const struct column *column, uint32_t row)
{
	uint64_t value, absent;

	switch (column->size) {
	case 1:
		value = ((const uint8_t *)column->values)[row];
		absent = UINT8_MAX;
		break;
	case 2:
		value = ((const uint16_t *)column->values)[row];
		absent = UINT16_MAX;
		break;
	case 4:
		value = ((const uint32_t *)column->values)[row];
		absent = UINT32_MAX;
		break;
	case 8: return ((const uint64_t *)column->values)[row];
	default: return VALUE_ABSENT;
	}
	if (value == absent)
		return VALUE_ABSENT;
	return column->meanings == NULL ? value : column->meanings[value];
}

/* The values of `count` rows that lie anywhere. */
void column_gather(const struct column *column, const uint32_t *rows, uint32_t count, uint64_t *numbers);

/* Whether a number has its bit set in `bits`; an absent one has none. */
static inline bool
column_has_bit(const uint64_t *bits, uint64_t number)
{
	return number != VALUE_ABSENT && (bits[number / 64] >> number % 64 & 1) != 0;
}

/* Sets found[i] where the value of row `from` + i has its bit set; the others stay as they are. */
void column_find(const struct column *column, uint32_t from, uint32_t count, const uint64_t *bits, bool *found);

/* The values of `count` rows from `from` on. */
void column_read(const struct column *column, uint32_t from, uint32_t count, uint64_t *numbers);

#endif
