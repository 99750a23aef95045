/* screen.c: what stands where. */
#include "config.h"

#include "ui/screen.h"

#include "ui/parts.h"

/* From this height on the detail stands below the table. */
#define PANE_BELOW_HEIGHT 30
/* Below this height the header is one line. */
#define LOW_HEIGHT 18

enum place
screen_place(const struct screen *screen)
{
	if (screen->has_help)
		return PLACE_HELP;
	if (screen->menu.purpose != MENU_NONE)
		return screen->menu.purpose == MENU_SORT ? PLACE_MENU : PLACE_COLUMNS;
	return screen->pane.state != PANE_CLOSED ? PLACE_DETAIL : PLACE_TABLE;
}

bool
screen_pane_is_full(const struct screen *screen)
{
	return screen->pane.state != PANE_CLOSED && terminal_height() < PANE_BELOW_HEIGHT;
}

static void
paint_body(struct screen *screen, int y, int height)
{
	int pane_height = 0;

	if (screen_pane_is_full(screen)) {
		detail_paint(screen, y, height);
		return;
	}
	if (screen->pane.state != PANE_CLOSED)
		pane_height = height * 3 / 5;
	table_paint(screen, y, height - pane_height);
	if (pane_height > 0)
		detail_paint(screen, y + height - pane_height, pane_height);
	if (screen->menu.purpose != MENU_NONE)
		menu_paint(&screen->menu, &screen->sheet->order, y, height - pane_height);
}

void
screen_paint(struct screen *screen)
{
	int height = terminal_height(), cursor_y = -1, cursor_x = 0, used;

	terminal_begin();
	if (screen->has_help) {
		help_paint(screen, 0, height - 1);
	} else {
		used = header_paint(screen, height < LOW_HEIGHT ? 1 : height / 3);
		paint_body(screen, used, height - used - 2);
		status_paint(screen, height - 2, &cursor_y, &cursor_x);
	}
	footer_paint(screen, height - 1);
	terminal_end(cursor_y, cursor_x);
}
