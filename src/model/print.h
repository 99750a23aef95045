/* print.h: values as text, by their type. */
#ifndef CIFSTOP_MODEL_PRINT_H
#define CIFSTOP_MODEL_PRINT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "model/snapshot.h"

enum print_form {
	PRINT_SHORT, /* for a table: 4d2h, 31,870, smb3_1, yes, fin12,hr1 */
	PRINT_LONG, /* for people who want to know exactly: 4 d 2 h 5 s, 31,870, smb3_1, yes, "fin12, hr1" */
	PRINT_EXACT, /* as the API writes it: PT41S, 31870, smb3_1, true, fin12,hr1 */
};

/* Appends the value to `out`, raw (not made safe); returns false, appending nothing, when it is absent. */
bool print_value(
    const struct snapshot *snapshot, unsigned field, uint32_t row, enum print_form form, struct buffer *out);

/* Room for any 64-bit number with its commas, and the terminator. */
#define NUMBER_TEXT_MAX 28

/* Writes a number, plain or with its thousands grouped (31,870). Returns the length. */
size_t print_format_number(uint64_t number, bool is_grouped, char text[static NUMBER_TEXT_MAX]);

#endif
