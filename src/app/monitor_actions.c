/* monitor_actions.c: what each key does. */
#include "config.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "app/monitor_private.h"
#include "base/duration.h"
#include "ui/terminal.h"

/* The steps of + and -. */
static const uint32_t intervals_ms[] = {500, 1000, 2000, 5000, 10000, 15000, 30000, 60000, 120000, 300000, 600000};
/* A cursor that runs down the table must not send a request a line. */
#define WATCH_DELAY_MS 250
#define WHEEL_LINES 3

void
monitor_say(struct monitor *monitor, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(monitor->screen.message, sizeof monitor->screen.message, format, arguments);
	va_end(arguments);
}

/* The lines that a page key moves by, of whatever has the keys. */
static size_t
page_lines(const struct screen *screen)
{
	size_t lines = screen_pane_is_full(screen) || screen->has_help ? terminal_height() / 2u : screen->sheet->lines;

	return lines > 1 ? lines : 1;
}

static unsigned
scroll(size_t *top, long delta)
{
	*top = delta < 0 && (size_t)-delta > *top ? 0 : (size_t)((long)*top + delta);
	return EFFECT_PAINT;
}

/* Moves the cursor, and the pane with it when both are seen. */
static unsigned
move_cursor(struct monitor *monitor, long delta)
{
	struct screen *screen = &monitor->screen;

	if (screen->sheet->view == NULL || view_count(screen->sheet->view) == 0)
		return EFFECT_PAINT;
	selection_move(&screen->sheet->selection, screen->sheet->view, delta, screen->sheet->lines);
	if (screen->pane.state != PANE_CLOSED && !screen_pane_is_full(screen))
		monitor_open_pane(monitor, WATCH_DELAY_MS);
	return EFFECT_PAINT;
}

/* `is_page` says that a detail below the table takes the move, since the arrows are the table's. */
static unsigned
move(struct monitor *monitor, long delta, bool is_page)
{
	struct screen *screen = &monitor->screen;

	switch (screen_place(screen)) {
	case PLACE_HELP: return scroll(&screen->help_top, delta);
	case PLACE_MENU:
	case PLACE_COLUMNS: menu_move(&screen->menu, delta); return EFFECT_PAINT;
	case PLACE_DETAIL:
		if (is_page || screen_pane_is_full(screen))
			return scroll(&screen->pane.top, delta);
		return move_cursor(monitor, delta);
	default: return move_cursor(monitor, delta);
	}
}

static unsigned
act_up(struct monitor *monitor)
{
	return move(monitor, -1, false);
}

static unsigned
act_down(struct monitor *monitor)
{
	return move(monitor, 1, false);
}

static unsigned
act_page_up(struct monitor *monitor)
{
	return move(monitor, -(long)page_lines(&monitor->screen), true);
}

static unsigned
act_page_down(struct monitor *monitor)
{
	return move(monitor, (long)page_lines(&monitor->screen), true);
}

static unsigned
act_home(struct monitor *monitor)
{
	return move(monitor, -(long)UINT32_MAX, false);
}

static unsigned
act_end(struct monitor *monitor)
{
	return move(monitor, (long)UINT32_MAX, false);
}

static unsigned
take_sort(struct monitor *monitor)
{
	struct screen *screen = &monitor->screen;
	unsigned field = screen->menu.items[screen->menu.cursor];

	order_put_first(&screen->sheet->order, field, order_is_naturally_descending(screen->sheet->kind, field));
	menu_close(&screen->menu);
	return EFFECT_PAINT | EFFECT_VIEW | EFFECT_WANTED;
}

static unsigned
take_columns(struct monitor *monitor)
{
	struct screen *screen = &monitor->screen;

	screen->sheet->column_count = menu_columns(&screen->menu, screen->sheet->columns);
	menu_close(&screen->menu);
	return EFFECT_PAINT | EFFECT_VIEW | EFFECT_WANTED;
}

static unsigned
act_open(struct monitor *monitor)
{
	struct screen *screen = &monitor->screen;

	if (screen->menu.purpose != MENU_NONE)
		return screen->menu.purpose == MENU_SORT ? take_sort(monitor) : take_columns(monitor);
	if (screen->sheet->view == NULL || view_count(screen->sheet->view) == 0) {
		monitor_say(monitor, "no session to open");
		return EFFECT_PAINT;
	}
	monitor_open_pane(monitor, 0);
	return EFFECT_PAINT;
}

static unsigned
act_back(struct monitor *monitor)
{
	struct screen *screen = &monitor->screen;

	if (screen->has_help) {
		screen->has_help = false;
	} else if (screen->menu.purpose != MENU_NONE) {
		menu_close(&screen->menu);
	} else if (screen->pane.state != PANE_CLOSED) {
		monitor_close_pane(monitor);
	} else if (*screen->sheet->filter != '\0') {
		*screen->sheet->filter = '\0';
		return EFFECT_PAINT | EFFECT_VIEW;
	} else {
		*screen->sheet->search = '\0';
	}
	return EFFECT_PAINT;
}

static unsigned
act_filter(struct monitor *monitor)
{
	prompt_open(&monitor->screen.prompt, PROMPT_FILTER, monitor->screen.sheet->filter);
	return EFFECT_PAINT;
}

static unsigned
act_search(struct monitor *monitor)
{
	monitor->search_origin = monitor->screen.sheet->selection.position;
	prompt_open(&monitor->screen.prompt, PROMPT_SEARCH, NULL);
	return EFFECT_PAINT;
}

static unsigned
hunt(struct monitor *monitor, size_t from, bool is_backward)
{
	const struct screen *screen = &monitor->screen;
	struct view_hunt wanted = {
	    .view = screen->sheet->view,
	    .text = screen->sheet->search,
	    .columns = screen->sheet->columns,
	    .column_count = screen->sheet->column_count,
	    .from = from,
	    .is_backward = is_backward,
	};

	if (screen->sheet->view != NULL && view_count(screen->sheet->view) > 0 && *screen->sheet->search != '\0')
		view_worker_search(monitor->worker, &wanted);
	return EFFECT_PAINT;
}

static unsigned
hunt_on(struct monitor *monitor, bool is_backward)
{
	if (*monitor->screen.sheet->search == '\0') {
		monitor_say(monitor, "nothing to search for yet: F3 or ^F");
		return EFFECT_PAINT;
	}
	return hunt(monitor, monitor->screen.sheet->selection.position, is_backward);
}

static unsigned
act_next_match(struct monitor *monitor)
{
	return hunt_on(monitor, false);
}

static unsigned
act_previous_match(struct monitor *monitor)
{
	return hunt_on(monitor, true);
}

static unsigned
act_sort(struct monitor *monitor)
{
	menu_open_sort(&monitor->screen.menu, monitor->screen.sheet->kind, &monitor->screen.sheet->order);
	return EFFECT_PAINT;
}

/* Sorts by the column beside the one that is sorted now, among those on the screen. */
static unsigned
sort_beside(struct monitor *monitor, bool is_right)
{
	struct screen *screen = &monitor->screen;
	const struct layout *layout = &screen->sheet->layout;
	size_t at = 0;
	unsigned field;

	if (layout->count == 0)
		return EFFECT_PAINT;
	while (at < layout->count && screen->sheet->order.count > 0 &&
	       layout->columns[at].field != screen->sheet->order.keys[0].field)
		at++;
	if (at >= layout->count)
		at = 0;
	else
		at = is_right ? (at + 1) % layout->count : (at + layout->count - 1) % layout->count;
	field = layout->columns[at].field;
	order_put_first(&screen->sheet->order, field, order_is_naturally_descending(screen->sheet->kind, field));
	monitor_say(monitor, "sorted by %s", field_name(screen->sheet->kind, field));
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
	struct order *order = &monitor->screen.sheet->order;

	if (order->count == 0)
		return EFFECT_PAINT;
	order->keys[0].is_descending = !order->keys[0].is_descending;
	monitor_say(monitor, "sorted by %s, %s", field_name(monitor->screen.sheet->kind, order->keys[0].field),
	    order->keys[0].is_descending ? "descending" : "ascending");
	return EFFECT_PAINT | EFFECT_VIEW;
}

static unsigned
act_columns(struct monitor *monitor)
{
	struct screen *screen = &monitor->screen;

	menu_open_columns(&screen->menu, screen->sheet->kind, screen->sheet->columns, screen->sheet->column_count);
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
	if (monitor->screen.has_help || monitor->screen.menu.purpose != MENU_NONE)
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
monitor_act(struct monitor *monitor, enum action action)
{
	return actions[action] == NULL ? 0 : actions[action](monitor);
}

/* What was typed so far is in force at once. */
static unsigned
apply_prompt(struct monitor *monitor)
{
	struct screen *screen = &monitor->screen;
	bool is_filter = screen->prompt.purpose == PROMPT_FILTER;
	char *target = is_filter ? screen->sheet->filter : screen->sheet->search;

	memcpy(target, screen->prompt.text, sizeof screen->prompt.text);
	if (is_filter)
		return EFFECT_PAINT | EFFECT_VIEW;
	/* The row where the search began counts as well, so it starts one before. */
	if (screen->sheet->view != NULL && view_count(screen->sheet->view) > 0) {
		size_t count = view_count(screen->sheet->view);

		return hunt(monitor, (monitor->search_origin + count - 1) % count, false);
	}
	return EFFECT_PAINT;
}

static unsigned
prompt_typed(struct monitor *monitor, int code)
{
	struct prompt *prompt = &monitor->screen.prompt;
	unsigned effects;

	switch (prompt_key(prompt, code)) {
	case PROMPT_EDITED: return apply_prompt(monitor);
	case PROMPT_ACCEPTED: prompt_close(prompt); return EFFECT_PAINT;
	case PROMPT_CANCELLED:
		prompt->text[0] = '\0';
		effects = apply_prompt(monitor);
		prompt_close(prompt);
		return effects | EFFECT_PAINT;
	default: return EFFECT_PAINT;
	}
}

/* A click on a title sorts, on a row selects. */
static unsigned
clicked(struct monitor *monitor, int x, int y)
{
	struct screen *screen = &monitor->screen;
	size_t line = (size_t)(y - screen->sheet->title_y - 1);
	enum place place = screen_place(screen);

	if (place != PLACE_TABLE && (place != PLACE_DETAIL || screen_pane_is_full(screen)))
		return EFFECT_PAINT;
	if (y == screen->sheet->title_y) {
		for (size_t i = screen->sheet->layout.count; i-- > 0;) {
			const struct column *column = &screen->sheet->layout.columns[i];

			if (x < column->x + 2 && i > 0)
				continue;
			if (screen->sheet->order.count > 0 && screen->sheet->order.keys[0].field == column->field)
				return act_invert(monitor);
			order_put_first(&screen->sheet->order, column->field,
			    order_is_naturally_descending(screen->sheet->kind, column->field));
			return EFFECT_PAINT | EFFECT_VIEW;
		}
	}
	if (y > screen->sheet->title_y && line < screen->sheet->lines && screen->sheet->view != NULL &&
	    screen->sheet->selection.top + line < view_count(screen->sheet->view))
		return move_cursor(
		    monitor, (long)(screen->sheet->selection.top + line) - (long)screen->sheet->selection.position);
	return EFFECT_PAINT;
}

unsigned
monitor_input(struct monitor *monitor, const struct input *input)
{
	struct screen *screen = &monitor->screen;
	enum action action;

	if (screen->prompt.purpose != PROMPT_NONE)
		return input->kind == INPUT_KEY ? prompt_typed(monitor, input->code) : 0;
	screen->message[0] = '\0';
	switch (input->kind) {
	case INPUT_WHEEL_UP: return move(monitor, -WHEEL_LINES, false);
	case INPUT_WHEEL_DOWN: return move(monitor, WHEEL_LINES, false);
	case INPUT_CLICK: return clicked(monitor, input->x, input->y);
	default: break;
	}
	action = keys_find(input->code, screen_place(screen));
	if (action == ACTION_NONE) {
		monitor_say(monitor, "that key does nothing here; ? shows the keys");
		return EFFECT_PAINT;
	}
	return monitor_act(monitor, action) | EFFECT_PAINT;
}
