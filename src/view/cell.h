/* cell.h: a value as people read it and as programs do. */
#ifndef CIFSTOP_VIEW_CELL_H
#define CIFSTOP_VIEW_CELL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "model/security.h"
#include "model/snapshot.h"

/* Each appends to `out` and returns false, appending nothing, when the value is absent. */

/* For the screen, raw (not made safe yet): times short, counts grouped, volumes with commas. */
bool cell_print_screen(const struct snapshot *snapshot, unsigned field, uint32_t row, struct buffer *out);

/* For people who want to know exactly: 4 d 2 h 5 s, 31,870, smb3_1, yes. */
bool cell_print_long(const struct snapshot *snapshot, unsigned field, uint32_t row, struct buffer *out);

/* As the API writes it: PT41S, 31870, smb3_1, true; a list with commas. */
bool cell_print_exact(const struct snapshot *snapshot, unsigned field, uint32_t row, struct buffer *out);

/*
 * Of a list field, as many names as fit in `columns` display columns, raw, and how many more there are: fin12,hr1+2.
 * The first name is cut in the middle when it does not fit; only where not even that goes is it longer, and the caller
 * cuts it.
 */
bool cell_print_list_fit(
    const struct snapshot *snapshot, unsigned field, uint32_t row, size_t columns, struct buffer *out);

/* How good or bad the value is. */
enum verdict cell_verdict(const struct snapshot *snapshot, unsigned field, uint32_t row);

/* The marks of the security column, as security_marks(). */
void cell_security_marks(
    const struct snapshot *snapshot, uint32_t row, struct security_mark marks[static SECURITY_MARKS]);

/* A number with its thousands grouped: 31,870. Appends. */
void cell_print_grouped(uint64_t number, struct buffer *out);

#endif
