/* monitor_actions.c: what each key does. */
#include "config.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>

#include "app/monitor_private.h"
#include "base/duration.h"

/* The steps of + and -. */
static const uint32_t intervals_ms[] = {500, 1000, 2000, 5000, 10000, 15000, 30000, 60000, 120000, 300000, 600000};
#define WHEEL_LINES 3
/* Past either end of all there is. */
#define FAR (LONG_MAX / 2)

void
monitor_say(struct monitor *monitor, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(monitor->screen.message, sizeof monitor->screen.message, format, arguments);
	va_end(arguments);
}

static unsigned
act_up(struct monitor *monitor)
{
	return monitor_move(monitor, -1);
}

static unsigned
act_down(struct monitor *monitor)
{
	return monitor_move(monitor, 1);
}

static unsigned
act_page_up(struct monitor *monitor)
{
	return monitor_move_page(monitor, -1);
}

static unsigned
act_page_down(struct monitor *monitor)
{
	return monitor_move_page(monitor, 1);
}

static unsigned
act_home(struct monitor *monitor)
{
	return monitor_move(monitor, -FAR);
}

static unsigned
act_end(struct monitor *monitor)
{
	return monitor_move(monitor, FAR);
}

static unsigned
take_sort(struct monitor *monitor)
{
	struct screen *screen = &monitor->screen;
	struct sheet *sheet = screen_focus(screen);
	unsigned field = screen->menu.items[screen->menu.cursor];

	order_put_first(&sheet->order, field, order_is_naturally_descending(sheet->kind, field));
	menu_close(&screen->menu);
	return EFFECT_PAINT | EFFECT_VIEW | EFFECT_WANTED;
}

static unsigned
take_columns(struct monitor *monitor)
{
	struct screen *screen = &monitor->screen;
	struct sheet *sheet = screen_focus(screen);

	sheet->column_count = menu_columns(&screen->menu, sheet->columns);
	menu_close(&screen->menu);
	return EFFECT_PAINT | EFFECT_VIEW | EFFECT_WANTED;
}

/* Goes deeper from a tab of the detail: to a volume, or to the files as a table of their own. */
static unsigned
open_from_tab(struct monitor *monitor)
{
	switch (monitor->screen.pane.tab) {
	case TAB_VOLUMES: return monitor_drill_volume(monitor);
	case TAB_FILES: return monitor_drill_files(monitor);
	case TAB_RECORD: return monitor_drill_files(monitor);
	default: monitor_say(monitor, "nothing below this; Esc goes back"); return EFFECT_PAINT;
	}
}

static unsigned
act_open(struct monitor *monitor)
{
	struct screen *screen = &monitor->screen;

	if (screen->menu.purpose != MENU_NONE)
		return screen->menu.purpose == MENU_SORT ? take_sort(monitor) : take_columns(monitor);
	if (screen->pane.state != PANE_CLOSED)
		return open_from_tab(monitor);
	if (!sheet_has_row(screen->sheet)) {
		monitor_say(monitor, "nothing to open here");
		return EFFECT_PAINT;
	}
	monitor_open_pane(monitor, 0);
	return EFFECT_PAINT | EFFECT_VIEW;
}

static bool
is_narrowed(const struct sheet *sheet)
{
	return *sheet->filter != '\0' || *sheet->search != '\0';
}

/* Leaves what is on top: help, a list, the detail, the filter, the search, the table itself. */
static unsigned
act_back(struct monitor *monitor)
{
	struct screen *screen = &monitor->screen;
	struct sheet *sheet = screen_focus(screen);
	bool has_focus_in_pane = sheet != screen->sheet;

	if (screen->has_help || screen->has_clusters) {
		screen->has_help = screen->has_clusters = false;
	} else if (screen->trust.certificate != NULL) {
		monitor_close_trust(monitor);
	} else if (screen->menu.purpose != MENU_NONE) {
		menu_close(&screen->menu);
	} else if (screen->pane.state != PANE_CLOSED && !(has_focus_in_pane && is_narrowed(sheet))) {
		monitor_close_pane(monitor);
	} else if (*sheet->filter != '\0') {
		*sheet->filter = '\0';
		return EFFECT_PAINT | EFFECT_VIEW;
	} else if (*sheet->search != '\0') {
		*sheet->search = '\0';
	} else if (monitor_pop_sheet(monitor)) {
		return EFFECT_PAINT | EFFECT_VIEW;
	}
	return EFFECT_PAINT;
}

static unsigned
act_record_before(struct monitor *monitor)
{
	return monitor_move_record(monitor, -1);
}

static unsigned
act_record_after(struct monitor *monitor)
{
	return monitor_move_record(monitor, 1);
}

static unsigned
act_next_tab(struct monitor *monitor)
{
	monitor_turn_tab(monitor, 1);
	return EFFECT_PAINT | EFFECT_VIEW;
}

static unsigned
act_previous_tab(struct monitor *monitor)
{
	monitor_turn_tab(monitor, -1);
	return EFFECT_PAINT | EFFECT_VIEW;
}

static unsigned
act_find(struct monitor *monitor)
{
	return monitor_open_prompt(monitor, PROMPT_FIND);
}

static unsigned
act_clusters(struct monitor *monitor)
{
	monitor->screen.has_clusters = true;
	monitor->screen.help_top = 0;
	return EFFECT_PAINT;
}

static unsigned
act_filter(struct monitor *monitor)
{
	return monitor_open_prompt(monitor, PROMPT_FILTER);
}

static unsigned
act_search(struct monitor *monitor)
{
	return monitor_open_prompt(monitor, PROMPT_SEARCH);
}

static unsigned
act_next_match(struct monitor *monitor)
{
	return monitor_hunt_on(monitor, false);
}

static unsigned
act_previous_match(struct monitor *monitor)
{
	return monitor_hunt_on(monitor, true);
}

static unsigned
act_sort(struct monitor *monitor)
{
	const struct sheet *sheet = screen_focus(&monitor->screen);

	menu_open_sort(&monitor->screen.menu, sheet->kind, &sheet->order);
	return EFFECT_PAINT;
}

/* Sorts by the column beside the one that is sorted now, among those on the screen. */
static unsigned
sort_beside(struct monitor *monitor, bool is_right)
{
	struct sheet *sheet = screen_focus(&monitor->screen);
	const struct layout *layout = &sheet->layout;
	size_t at = 0;
	unsigned field;

	if (layout->count == 0)
		return EFFECT_PAINT;
	while (at < layout->count && sheet->order.count > 0 && layout->columns[at].field != sheet->order.keys[0].field)
		at++;
	if (at >= layout->count)
		at = 0;
	else
		at = is_right ? (at + 1) % layout->count : (at + layout->count - 1) % layout->count;
	field = layout->columns[at].field;
	order_put_first(&sheet->order, field, order_is_naturally_descending(sheet->kind, field));
	monitor_say(monitor, "sorted by %s", field_name(sheet->kind, field));
	return EFFECT_PAINT | EFFECT_VIEW;
}

static unsigned
act_sort_left(struct monitor *monitor)
{
	return sort_beside(monitor, false);
}

static unsigned
act_sort_right(struct monitor *monitor)
{
	return sort_beside(monitor, true);
}

static unsigned
act_invert(struct monitor *monitor)
{
	struct sheet *sheet = screen_focus(&monitor->screen);
	struct order *order = &sheet->order;

	if (order->count == 0)
		return EFFECT_PAINT;
	order->keys[0].is_descending = !order->keys[0].is_descending;
	monitor_say(monitor, "sorted by %s, %s", field_name(sheet->kind, order->keys[0].field),
	    order->keys[0].is_descending ? "descending" : "ascending");
	return EFFECT_PAINT | EFFECT_VIEW;
}

static unsigned
act_columns(struct monitor *monitor)
{
	const struct sheet *sheet = screen_focus(&monitor->screen);

	menu_open_columns(&monitor->screen.menu, sheet->kind, sheet->columns, sheet->column_count);
	return EFFECT_PAINT;
}

static unsigned
act_toggle(struct monitor *monitor)
{
	menu_toggle(&monitor->screen.menu);
	return EFFECT_PAINT;
}

static unsigned
act_move_up(struct monitor *monitor)
{
	menu_shift(&monitor->screen.menu, true);
	return EFFECT_PAINT;
}

static unsigned
act_move_down(struct monitor *monitor)
{
	menu_shift(&monitor->screen.menu, false);
	return EFFECT_PAINT;
}

static unsigned
act_pause(struct monitor *monitor)
{
	struct screen *screen = &monitor->screen;

	screen->is_paused = !screen->is_paused;
	screen->paused_since = time(NULL);
	if (!screen->is_paused)
		monitor_say(monitor, "going on");
	return EFFECT_PAINT | EFFECT_VIEW;
}

static unsigned
act_refresh(struct monitor *monitor)
{
	fetch_refresh(monitor->fetch, FETCH_ALL);
	monitor_say(monitor, "asking all clusters");
	return EFFECT_PAINT;
}

static unsigned
set_interval(struct monitor *monitor, bool is_slower)
{
	size_t count = sizeof intervals_ms / sizeof *intervals_ms;
	uint32_t chosen = monitor->interval_ms;
	char text[DURATION_TEXT_MAX];

	for (size_t i = 0; i < count; i++) {
		uint32_t step = is_slower ? intervals_ms[i] : intervals_ms[count - 1 - i];

		if (is_slower ? step > monitor->interval_ms : step < monitor->interval_ms) {
			chosen = step;
			break;
		}
	}
	monitor->interval_ms = chosen;
	fetch_set_interval(monitor->fetch, chosen);
	duration_format_long(chosen / 1000, text);
	if (chosen % 1000 != 0)
		monitor_say(monitor, "interval %u ms", chosen);
	else
		monitor_say(monitor, "interval %s", text);
	return EFFECT_PAINT;
}

static unsigned
act_slower(struct monitor *monitor)
{
	return set_interval(monitor, true);
}

static unsigned
act_faster(struct monitor *monitor)
{
	return set_interval(monitor, false);
}

static unsigned
act_help(struct monitor *monitor)
{
	monitor->screen.has_help = !monitor->screen.has_help;
	monitor->screen.help_top = 0;
	return EFFECT_PAINT;
}

static unsigned
act_repaint(struct monitor *monitor)
{
	(void)monitor;
	terminal_repaint();
	return EFFECT_PAINT;
}

/* Leaves the help when there is one, since a person who pressed ? and then q wants back. */
static unsigned
act_quit(struct monitor *monitor)
{
	const struct screen *screen = &monitor->screen;

	if (screen_place(screen) == PLACE_HELP || screen->menu.purpose != MENU_NONE)
		return act_back(monitor);
	return EFFECT_QUIT;
}

static unsigned (*const actions[ACTION_COUNT])(struct monitor *) = {
    [ACTION_UP] = act_up,
    [ACTION_DOWN] = act_down,
    [ACTION_PAGE_UP] = act_page_up,
    [ACTION_PAGE_DOWN] = act_page_down,
    [ACTION_HOME] = act_home,
    [ACTION_END] = act_end,
    [ACTION_OPEN] = act_open,
    [ACTION_BACK] = act_back,
    [ACTION_NEXT_TAB] = act_next_tab,
    [ACTION_PREVIOUS_TAB] = act_previous_tab,
    [ACTION_RECORD_BEFORE] = act_record_before,
    [ACTION_RECORD_AFTER] = act_record_after,
    [ACTION_FILES] = monitor_drill_files,
    [ACTION_FIND] = act_find,
    [ACTION_LOCKS] = monitor_drill_locks,
    [ACTION_VOLUME] = monitor_drill_volume,
    [ACTION_SAME_USER] = monitor_drill_user,
    [ACTION_SAME_CLIENT] = monitor_drill_client,
    [ACTION_CLUSTERS] = act_clusters,
    [ACTION_TRUST] = monitor_open_trust,
    [ACTION_FILTER] = act_filter,
    [ACTION_SEARCH] = act_search,
    [ACTION_NEXT_MATCH] = act_next_match,
    [ACTION_PREVIOUS_MATCH] = act_previous_match,
    [ACTION_SORT] = act_sort,
    [ACTION_SORT_LEFT] = act_sort_left,
    [ACTION_SORT_RIGHT] = act_sort_right,
    [ACTION_INVERT] = act_invert,
    [ACTION_COLUMNS] = act_columns,
    [ACTION_TOGGLE] = act_toggle,
    [ACTION_MOVE_UP] = act_move_up,
    [ACTION_MOVE_DOWN] = act_move_down,
    [ACTION_PAUSE] = act_pause,
    [ACTION_REFRESH] = act_refresh,
    [ACTION_SLOWER] = act_slower,
    [ACTION_FASTER] = act_faster,
    [ACTION_HELP] = act_help,
    [ACTION_REPAINT] = act_repaint,
    [ACTION_QUIT] = act_quit,
};

unsigned
monitor_input(struct monitor *monitor, const struct input *input)
{
	struct screen *screen = &monitor->screen;
	enum action action;

	if (screen->prompt.purpose != PROMPT_NONE)
		return input->kind == INPUT_KEY ? monitor_type(monitor, input->code) : 0;
	screen->message[0] = '\0';
	switch (input->kind) {
	case INPUT_WHEEL_UP: return monitor_move(monitor, -WHEEL_LINES);
	case INPUT_WHEEL_DOWN: return monitor_move(monitor, WHEEL_LINES);
	case INPUT_CLICK: return monitor_click(monitor, input->x, input->y);
	default: break;
	}
	action = keys_find(input->code, screen_place(screen));
	if (action == ACTION_NONE || actions[action] == NULL) {
		monitor_say(monitor, "that key does nothing here; ? shows the keys");
		return EFFECT_PAINT;
	}
	return actions[action](monitor) | EFFECT_PAINT;
}
