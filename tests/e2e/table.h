/* table.h: the table of sessions on the screen, read back into rows and columns. */
#ifndef CIFSTOP_E2E_TABLE_H
#define CIFSTOP_E2E_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "e2e/stage.h"

/* Rows count from 0, the first one below the titles. Lists end with NULL and live as long as the scene. */

/* The titles, from the left, with the arrow of the sorted one. */
const char *const *table_titles(struct stage *stage);

/* The values under a title, from the top; NULL when there is no such column or no table. */
const char *const *table_column(struct stage *stage, const char *title);

/* How many rows are seen. */
size_t table_rows(struct stage *stage);

/* The row with the cursor, or -1. */
int table_cursor(struct stage *stage);

/* The sign before a row: ' ', '+' for a new one, 'x' for one that ended. */
char table_sign(struct stage *stage, size_t row);

/* The row with this value in a column, or -1. */
int table_find(struct stage *stage, const char *title, const char *value);

/* Waits: a column exists or does not; its values are these; all are the same; its first one. */
#define table_wait_title(stage, title) table_wait_title_at(stage, title, true, __FILE__, __LINE__)
#define table_wait_no_title(stage, title) table_wait_title_at(stage, title, false, __FILE__, __LINE__)
#define table_wait_column(stage, title, values) table_wait_column_at(stage, title, values, __FILE__, __LINE__)
#define table_wait_every(stage, title, value) table_wait_every_at(stage, title, value, __FILE__, __LINE__)
#define table_wait_value(stage, title, row, value) table_wait_value_at(stage, title, row, value, __FILE__, __LINE__)
#define table_wait_rows(stage, count) table_wait_rows_at(stage, count, __FILE__, __LINE__)
void table_wait_title_at(struct stage *stage, const char *title, bool is_there, const char *file, int line);
void table_wait_column_at(
    struct stage *stage, const char *title, const char *const *values, const char *file, int line);
void table_wait_every_at(struct stage *stage, const char *title, const char *value, const char *file, int line);
void table_wait_value_at(
    struct stage *stage, const char *title, size_t row, const char *value, const char *file, int line);
void table_wait_rows_at(struct stage *stage, size_t count, const char *file, int line);

/* Waits: the cursor is on the row with this value; on this row; a row with this value has this sign. */
#define table_wait_cursor_on(stage, title, value) table_wait_cursor_on_at(stage, title, value, __FILE__, __LINE__)
#define table_wait_cursor(stage, row) table_wait_cursor_at(stage, row, __FILE__, __LINE__)
#define table_wait_sign(stage, title, value, sign) table_wait_sign_at(stage, title, value, sign, __FILE__, __LINE__)
void table_wait_cursor_on_at(struct stage *stage, const char *title, const char *value, const char *file, int line);
void table_wait_cursor_at(struct stage *stage, int row, const char *file, int line);
void table_wait_sign_at(
    struct stage *stage, const char *title, const char *value, char sign, const char *file, int line);

/* Waits: the values of a column stand in this order (their neighbours compare <= 0), and are at least two. */
typedef int table_compare(const char *left, const char *right);
#define table_wait_sorted(stage, title, compare) table_wait_sorted_at(stage, title, compare, __FILE__, __LINE__)
void table_wait_sorted_at(struct stage *stage, const char *title, table_compare *compare, const char *file, int line);

/* Orders for it: counts like 1,204, times like 4d2h, text without regard to case; and turned round. `-` is last. */
int compare_counts(const char *left, const char *right);
int compare_counts_down(const char *left, const char *right);
int compare_times(const char *left, const char *right);
int compare_times_down(const char *left, const char *right);
int compare_texts(const char *left, const char *right);
int compare_texts_down(const char *left, const char *right);

/* Seconds of 41s, 6m, 4d2h. */
unsigned long table_seconds(const char *time);

#endif
