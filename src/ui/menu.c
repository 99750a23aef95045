/* menu.c: a list of fields to choose from, over the table. */
#include "config.h"

#include "ui/menu.h"

#include <stdio.h>

#include "base/text.h"
#include "ui/terminal.h"

#define NAME_COLUMNS 24
#define BOX_COLUMNS 80

static void
fill(struct menu *menu, enum menu_purpose purpose, const struct kind *kind)
{
	*menu = (struct menu){.purpose = purpose, .kind = kind};
	for (unsigned field = 0; field < kind->field_count; field++)
		menu->items[field] = field;
}

void
menu_open_sort(struct menu *menu, const struct kind *kind, const struct order *order)
{
	fill(menu, MENU_SORT, kind);
	if (order->count > 0)
		menu->cursor = order->keys[0].field;
}

void
menu_open_columns(struct menu *menu, const struct kind *kind, const unsigned *columns, size_t count)
{
	size_t place = count;

	fill(menu, MENU_COLUMNS, kind);
	for (size_t i = 0; i < count; i++) {
		menu->items[i] = columns[i];
		menu->is_chosen[columns[i]] = true;
	}
	for (unsigned field = 0; field < kind->field_count; field++) {
		if (!menu->is_chosen[field])
			menu->items[place++] = field;
	}
}

void
menu_close(struct menu *menu)
{
	menu->purpose = MENU_NONE;
}

void
menu_move(struct menu *menu, long delta)
{
	long target = (long)menu->cursor + delta, last = (long)menu->kind->field_count - 1;

	menu->cursor = target < 0 ? 0 : (size_t)(target > last ? last : target);
}

void
menu_toggle(struct menu *menu)
{
	unsigned columns[FIELDS_MAX];
	bool *is_chosen = &menu->is_chosen[menu->items[menu->cursor]];

	if (!*is_chosen || menu_columns(menu, columns) > 1)
		*is_chosen = !*is_chosen;
}

void
menu_shift(struct menu *menu, bool is_up)
{
	size_t other = is_up ? menu->cursor - 1 : menu->cursor + 1;
	unsigned field = menu->items[menu->cursor];

	if (other >= menu->kind->field_count)
		return;
	menu->items[menu->cursor] = menu->items[other];
	menu->items[other] = field;
	menu->cursor = other;
}

size_t
menu_columns(const struct menu *menu, unsigned columns[static FIELDS_MAX])
{
	size_t count = 0;

	for (size_t i = 0; i < menu->kind->field_count; i++) {
		if (menu->is_chosen[menu->items[i]])
			columns[count++] = menu->items[i];
	}
	return count;
}

static void
paint_item(const struct menu *menu, const struct order *order, size_t item, int y, int width)
{
	unsigned field = menu->items[item];
	bool is_cursor = item == menu->cursor, is_sorted = order->count > 0 && order->keys[0].field == field;
	enum role role = is_cursor ? ROLE_CURSOR : ROLE_TEXT;
	const char *mark = " ";

	if (menu->purpose == MENU_COLUMNS)
		mark = menu->is_chosen[field] ? "[x]" : "[ ]";
	else if (is_sorted)
		mark = order->keys[0].is_descending ? terminal_symbols()->down : terminal_symbols()->up;
	terminal_fill(y, 0, width, role);
	terminal_print(y, 0, 1, role, is_cursor ? terminal_symbols()->cursor : " ");
	terminal_print(y, 2, 3, role, mark);
	terminal_print(y, 6, NAME_COLUMNS, role, field_name(menu->kind, field));
	terminal_print(
	    y, 7 + NAME_COLUMNS, width - 8 - NAME_COLUMNS, is_cursor ? role : ROLE_DIM, menu->kind->fields[field].help);
}

void
menu_paint(struct menu *menu, const struct order *order, int y, int height)
{
	int width = terminal_width() < BOX_COLUMNS ? terminal_width() : BOX_COLUMNS;
	size_t lines = height > 1 ? (size_t)height - 1 : 0;

	if (menu->cursor < menu->top)
		menu->top = menu->cursor;
	if (lines > 0 && menu->cursor >= menu->top + lines)
		menu->top = menu->cursor + 1 - lines;
	terminal_fill(y, 0, width, ROLE_TITLE);
	terminal_print(y, 1, width - 1, ROLE_TITLE, menu->purpose == MENU_SORT ? "Sort by" : "Columns, left to right");
	for (size_t line = 0; line < lines; line++) {
		terminal_fill(y + 1 + (int)line, 0, width, ROLE_TEXT);
		if (menu->top + line < menu->kind->field_count)
			paint_item(menu, order, menu->top + line, y + 1 + (int)line, width);
	}
}
