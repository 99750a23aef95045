/* monitor_move.c: moving the cursor, or scrolling, where the keys go. */
#include "config.h"

#include "app/monitor_private.h"

/* A cursor that runs down the table must not send a request a line. */
#define WATCH_DELAY_MS 250

static unsigned
scroll(size_t *top, long delta)
{
	*top = delta < 0 && (size_t)-delta > *top ? 0 : *top + (size_t)delta;
	return EFFECT_PAINT;
}

/* Moves the cursor of a sheet, and the pane with it when that is the table. */
static unsigned
move_cursor(struct monitor *monitor, struct sheet *sheet, long delta)
{
	struct screen *screen = &monitor->screen;

	if (sheet->view == NULL || view_count(sheet->view) == 0)
		return EFFECT_PAINT;
	selection_move(&sheet->selection, sheet->view, delta, sheet->lines);
	if (screen->pane.state != PANE_CLOSED && sheet == screen->sheet)
		monitor_open_pane(monitor, WATCH_DELAY_MS);
	return screen->pane.sheet.kind == NULL ? EFFECT_PAINT : EFFECT_PAINT | EFFECT_VIEW;
}

unsigned
monitor_move_record(struct monitor *monitor, long delta)
{
	return move_cursor(monitor, monitor->screen.sheet, delta);
}

static unsigned
move_volume(struct pane *pane, long delta)
{
	uint32_t count = 0;
	long target = (long)pane->volume + delta;

	if (pane->shown != NULL)
		snapshot_list(pane->shown, pane->row, &count);
	if (target >= (long)count)
		target = (long)count - 1;
	pane->volume = target < 0 ? 0 : (size_t)target;
	return EFFECT_PAINT;
}

/* `is_page` says that a detail below the table takes the move, since the arrows are the table's. */
static unsigned
move_in_detail(struct monitor *monitor, long delta, bool is_page)
{
	struct screen *screen = &monitor->screen;
	struct pane *pane = &screen->pane;

	if (pane->tab == TAB_VOLUMES)
		return move_volume(pane, delta);
	if (pane->sheet.kind == NULL && (is_page || screen_pane_is_full(screen)))
		return scroll(&pane->top, delta);
	return move_cursor(monitor, screen_focus(screen), delta);
}

static unsigned
move(struct monitor *monitor, long delta, bool is_page)
{
	struct screen *screen = &monitor->screen;

	switch (screen_place(screen)) {
	case PLACE_HELP:
		return scroll(screen->trust.certificate != NULL ? &screen->trust.top : &screen->help_top, delta);
	case PLACE_MENU:
	case PLACE_COLUMNS: menu_move(&screen->menu, delta); return EFFECT_PAINT;
	case PLACE_DETAIL: return move_in_detail(monitor, delta, is_page);
	default: return move_cursor(monitor, screen->sheet, delta);
	}
}

unsigned
monitor_move(struct monitor *monitor, long delta)
{
	return move(monitor, delta, false);
}

unsigned
monitor_move_page(struct monitor *monitor, long pages)
{
	struct screen *screen = &monitor->screen;
	bool is_text = screen_place(screen) == PLACE_HELP ||
		       (screen->pane.state != PANE_CLOSED && screen->pane.sheet.kind == NULL);
	long lines = is_text ? terminal_height() / 2 : screen_focus(screen)->lines;

	return move(monitor, pages * (lines > 1 ? lines : 1), true);
}

/* The column whose title stands at `x`. */
static const struct column *
column_at(const struct sheet *sheet, int x)
{
	for (size_t i = sheet->layout.count; i-- > 0;) {
		if (x >= sheet->layout.columns[i].x + 2 || i == 0)
			return &sheet->layout.columns[i];
	}
	return NULL;
}

/* Sorts by a column, or turns the order round when that was so already. */
static unsigned
sort_by(struct sheet *sheet, unsigned field)
{
	struct order *order = &sheet->order;

	if (order->count > 0 && order->keys[0].field == field)
		order->keys[0].is_descending = !order->keys[0].is_descending;
	else
		order_put_first(order, field, order_is_naturally_descending(sheet->kind, field));
	return EFFECT_PAINT | EFFECT_VIEW;
}

/* The sheet that stands at `y`: of the table and the tab below it, the tab begins with its titles. */
static struct sheet *
sheet_at(struct screen *screen, int y)
{
	struct sheet *focus = screen_focus(screen);

	return focus != screen->sheet && !screen_pane_is_full(screen) && y < focus->title_y ? screen->sheet : focus;
}

/* Turns to the tab whose name stands there; false when none does. */
static bool
click_tab(struct monitor *monitor, int x, int y)
{
	const struct pane *pane = &monitor->screen.pane;

	if (pane->state == PANE_CLOSED || pane->tabs_y == 0 || pane->tabs_y != y)
		return false;
	for (int tab = TAB_COUNT - 1; tab >= 0; tab--) {
		if (x >= pane->tab_x[tab]) {
			monitor_turn_tab(monitor, tab - (int)pane->tab);
			return true;
		}
	}
	return false;
}

unsigned
monitor_click(struct monitor *monitor, int x, int y)
{
	struct sheet *sheet = sheet_at(&monitor->screen, y);
	enum place place = screen_place(&monitor->screen);
	bool is_hidden = sheet == monitor->screen.sheet && screen_pane_is_full(&monitor->screen);
	int line = y - sheet->title_y - 1;
	const struct column *column;

	if (place == PLACE_DETAIL && click_tab(monitor, x, y))
		return EFFECT_PAINT | EFFECT_VIEW;
	if ((place != PLACE_TABLE && place != PLACE_DETAIL) || is_hidden)
		return EFFECT_PAINT;
	column = y == sheet->title_y ? column_at(sheet, x) : NULL;
	if (column != NULL)
		return sort_by(sheet, column->field);
	if (line < 0 || line >= sheet->lines || sheet->view == NULL ||
	    sheet->selection.top + (size_t)line >= view_count(sheet->view))
		return EFFECT_PAINT;
	return move_cursor(monitor, sheet, (long)sheet->selection.top + line - (long)sheet->selection.position);
}
