/* menu.h: a list of fields to choose from, over the table. */
#ifndef CIFSTOP_UI_MENU_H
#define CIFSTOP_UI_MENU_H

#include <stdbool.h>
#include <stddef.h>

#include "model/kind.h"
#include "query/order.h"

enum menu_purpose { MENU_NONE, MENU_SORT, MENU_COLUMNS };

/* All fields of a kind, in the order in which they are listed; those that are chosen come first among columns. */
struct menu {
	enum menu_purpose purpose;
	const struct kind *kind;
	unsigned items[FIELDS_MAX];
	bool is_chosen[FIELDS_MAX]; /* by field */
	size_t cursor;
	size_t top;
};

/* Fields to sort by, with the cursor on the first key of `order`. */
void menu_open_sort(struct menu *menu, const struct kind *kind, const struct order *order);

/* Fields to show, the shown ones first and in their order. */
void menu_open_columns(struct menu *menu, const struct kind *kind, const unsigned *columns, size_t count);

void menu_close(struct menu *menu);

/* Moves the cursor by `delta`, clamped. */
void menu_move(struct menu *menu, long delta);

/* Shows or hides the field under the cursor. The last one that is shown stays. */
void menu_toggle(struct menu *menu);

/* Moves the field under the cursor by one place, and the cursor with it. */
void menu_shift(struct menu *menu, bool is_up);

/* The fields chosen, in order; returns how many. */
size_t menu_columns(const struct menu *menu, unsigned columns[static FIELDS_MAX]);

/* Paints it in a box at the left of lines `y` to `y + height - 1`. */
void menu_paint(struct menu *menu, const struct order *order, int y, int height);

#endif
