/* screen.c: what stands where. */
#include "config.h"

#include "ui/screen.h"

#include "base/buffer.h"
#include "ui/parts.h"

/* From this height on the detail stands below the table. */
#define PANE_BELOW_HEIGHT 30
/* Below this height the header is one line. */
#define LOW_HEIGHT 18
#define LINE_LIMIT ((size_t)64 * 1024)

enum place
screen_place(const struct screen *screen)
{
	if (screen->has_help || screen->has_clusters || screen->trust.certificate != NULL)
		return PLACE_HELP;
	if (screen->menu.purpose != MENU_NONE)
		return screen->menu.purpose == MENU_SORT ? PLACE_MENU : PLACE_COLUMNS;
	return screen->pane.state != PANE_CLOSED ? PLACE_DETAIL : PLACE_TABLE;
}

void
ticking_note(struct ticking *ticking, uint64_t when_ms)
{
	if (ticking->due_ms == 0 || when_ms < ticking->due_ms)
		ticking->due_ms = when_ms;
}

struct sheet *
screen_focus(struct screen *screen)
{
	bool has_sheet = screen->pane.state != PANE_CLOSED && screen->pane.sheet.kind != NULL;

	return has_sheet ? &screen->pane.sheet : screen->sheet;
}

bool
screen_pane_is_full(const struct screen *screen)
{
	return screen->pane.state != PANE_CLOSED && terminal_height() < PANE_BELOW_HEIGHT;
}

/* Names the clusters of the sheet's query whose first answer is still to come: until then the rows are not all. */
static void
add_awaited(const struct sheet *sheet, struct buffer *line)
{
	bool is_first = true;

	for (size_t i = 0; i < sheet->cluster_count; i++) {
		const struct screen_cluster *cluster = &sheet->clusters[i];

		if (cluster->is_left_out || cluster->status.state != CLUSTER_ASKING)
			continue;
		buffer_add_format(line, "%s%s", is_first ? "  asking " : ", ", cluster->name);
		is_first = false;
	}
}

/* Adds the first cluster that cannot answer the sheet's query, and how many others cannot. */
static void
add_refusals(struct ticking *ticking, const struct sheet *sheet, struct buffer *line)
{
	size_t count = 0;

	for (size_t i = 0; i < sheet->cluster_count; i++) {
		const struct screen_cluster *cluster = &sheet->clusters[i];

		if (cluster->is_left_out || cluster->status.trouble == NULL)
			continue;
		if (count++ > 0)
			continue;
		buffer_add_string(line, "  ");
		trouble_add(ticking, cluster, line);
	}
	if (count > 1)
		buffer_add_format(line, " (+%zu)", count - 1);
}

/* Where one is, when that is not at the top: sessions > client 10.1.2.3 > open files. Returns the lines taken. */
static int
paint_crumbs(struct screen *screen, int y)
{
	struct buffer line;
	int x = 0;

	if (screen->sheet_count < 2)
		return 0;
	buffer_init(&line, LINE_LIMIT);
	for (size_t i = 0; i < screen->sheet_count; i++)
		buffer_add_format(&line, "%s%s", i > 0 ? " > " : "", screen->sheets[i].title);
	x += terminal_paint(y, x, terminal_width(), ROLE_HEADER, CUT_MIDDLE, buffer_text(&line));
	buffer_reset(&line);
	if (screen->sheet->source != SHEET_SESSIONS) {
		add_awaited(screen->sheet, &line);
		add_refusals(&screen->ticking, screen->sheet, &line);
	}
	terminal_paint(y, x, terminal_width() - x, ROLE_WARN, CUT_END, buffer_text(&line));
	buffer_free(&line);
	return 1;
}

static void
paint_body(struct screen *screen, int y, int height)
{
	struct table_look look = {&screen->ticking, screen_focus(screen) == screen->sheet, screen->clusters};
	int pane_height = 0;

	if (screen_pane_is_full(screen)) {
		detail_paint(screen, y, height);
	} else {
		if (screen->pane.state != PANE_CLOSED)
			pane_height = height * 3 / 5;
		table_paint(screen->sheet, &look, y, height - pane_height);
		if (pane_height > 0)
			detail_paint(screen, y + height - pane_height, pane_height);
	}
	if (screen->menu.purpose != MENU_NONE)
		menu_paint(&screen->menu, &screen_focus(screen)->order, y, height - pane_height);
}

void
screen_paint(struct screen *screen, uint64_t now_ms)
{
	int height = terminal_height(), cursor_y = -1, cursor_x = 0, used;

	screen->ticking = (struct ticking){.now_ms = now_ms};
	terminal_begin();
	if (screen->has_help) {
		help_paint(screen, 0, height - 1);
	} else if (screen->has_clusters) {
		clusters_paint(screen, 0, height - 1);
	} else {
		used = header_paint(screen, height < LOW_HEIGHT ? 1 : height / 3);
		used += paint_crumbs(screen, used);
		if (screen->trust.certificate != NULL)
			trust_paint(screen, used, height - used - 2);
		else
			paint_body(screen, used, height - used - 2);
		status_paint(screen, height - 2, &cursor_y, &cursor_x);
	}
	footer_paint(screen, height - 1);
	terminal_end(cursor_y, cursor_x);
}
