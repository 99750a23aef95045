/* detail.c: all that is known of one record. */
#include "config.h"

#include <inttypes.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "model/session_fields.h"
#include "ui/page.h"
#include "ui/parts.h"
#include "view/cell.h"

#define LINE_LIMIT ((size_t)64 * 1024)
#define NAME_COLUMNS 23
/* From this width on two groups stand side by side. */
#define TWO_COLUMNS_WIDTH 126

static const char *const group_titles[GROUP_COUNT] = {
    [GROUP_WHO] = "Who",
    [GROUP_WHERE] = "Where",
    [GROUP_SECURITY] = "How secure",
    [GROUP_ACTIVITY] = "How busy",
    [GROUP_IDS] = "Ids",
};

/* Here there is room for what is good as well. */
static enum role
value_role(enum verdict verdict)
{
	return verdict_role(verdict, verdict == VERDICT_GOOD ? ROLE_GOOD : ROLE_TEXT);
}

/* A field: its API name, the value for people, and behind it the exact one where that is something else. */
static void
paint_field(struct page *page, const struct pane *pane, unsigned field)
{
	int y = page_next_line(page), x = page->x + 1, right = page->x + page->width;
	struct buffer human, exact;

	if (y < 0)
		return;
	buffer_init(&human, LINE_LIMIT);
	buffer_init(&exact, LINE_LIMIT);
	if (!cell_print_long(pane->shown, field, pane->row, &human))
		buffer_add_byte(&human, '-');
	else
		cell_print_exact(pane->shown, field, pane->row, &exact);
	terminal_print(y, x, NAME_COLUMNS, ROLE_LABEL, field_name(snapshot_kind(pane->shown), field));
	x += NAME_COLUMNS + 1;
	x += terminal_paint(y, x, right - x, value_role(cell_verdict(pane->shown, field, pane->row)), CUT_MIDDLE,
		 buffer_text(&human)) +
	     2;
	if (!text_equals(buffer_text(&human), buffer_text(&exact)))
		terminal_paint(y, x, right - x, ROLE_DIM, CUT_MIDDLE, buffer_text(&exact));
	buffer_free(&human);
	buffer_free(&exact);
}

static bool
is_in_group(const struct field *field, enum field_group group)
{
	return field->group == group && field->type != TYPE_LIST && field->origin != ORIGIN_DERIVED;
}

/* The fields of a group under its title; not every kind has some of each. */
static void
paint_group(struct page *page, const struct pane *pane, enum field_group group)
{
	const struct kind *kind = snapshot_kind(pane->shown);
	bool has_title = false;

	for (unsigned id = 0; id < kind->field_count; id++) {
		if (!is_in_group(&kind->fields[id], group))
			continue;
		if (!has_title)
			terminal_print(page_next_line(page), page->x, page->width, ROLE_HEADER, group_titles[group]);
		has_title = true;
		paint_field(page, pane, id);
	}
}

/* Each volume on a line; the cursor is on one of them while the tab of volumes is shown. */
static void
paint_volumes(struct page *page, const struct pane *pane)
{
	uint32_t count;
	const uint32_t *volumes = snapshot_list(pane->shown, pane->row, &count);
	bool is_tab = pane->tab == TAB_VOLUMES;

	for (uint32_t i = 0; i < count; i++) {
		struct text name = snapshot_list_text(pane->shown, FIELD_VOLUMES_NAME, volumes[i]);
		struct text uuid = snapshot_list_text(pane->shown, FIELD_VOLUMES_UUID, volumes[i]);
		bool is_cursor = is_tab && i == pane->volume;
		int y = page_next_line(page), x = page->x + 1;

		if (is_cursor)
			terminal_fill(y, page->x, page->width, ROLE_CURSOR);
		terminal_paint(y, x, NAME_COLUMNS, is_cursor ? ROLE_CURSOR : ROLE_TEXT, CUT_MIDDLE,
		    text_is_absent(name) ? text_of("-") : name);
		terminal_paint(y, x + NAME_COLUMNS + 1, page->width - NAME_COLUMNS - 2,
		    is_cursor ? ROLE_CURSOR : ROLE_DIM, CUT_MIDDLE, text_is_absent(uuid) ? text_of("-") : uuid);
	}
}

/* Only of a session: what else has its list is a connection, whose table shows it. */
static void
paint_volumes_below(struct page *page, const struct pane *pane)
{
	if (snapshot_kind(pane->shown) != &session_kind)
		return;
	terminal_print(page_next_line(page), page->x, page->width, ROLE_HEADER, "Volumes");
	paint_volumes(page, pane);
}

static size_t
walk_narrow(struct page page, const struct pane *pane)
{
	for (unsigned group = 0; group < GROUP_COUNT; group++)
		paint_group(&page, pane, (enum field_group)group);
	paint_volumes_below(&page, pane);
	return page.line;
}

static size_t
walk_wide(struct page left, const struct pane *pane)
{
	struct page right;

	left.width = left.width / 2 - 1;
	right = left;
	right.x = left.x + left.width + 2;
	paint_group(&left, pane, GROUP_WHO);
	paint_group(&left, pane, GROUP_WHERE);
	paint_group(&left, pane, GROUP_IDS);
	paint_group(&right, pane, GROUP_SECURITY);
	paint_group(&right, pane, GROUP_ACTIVITY);
	paint_volumes_below(&right, pane);
	return left.line > right.line ? left.line : right.line;
}

static size_t
walk_all(struct page page, const struct pane *pane)
{
	if (pane->tab == TAB_VOLUMES) {
		paint_volumes(&page, pane);
		return page.line;
	}
	return page.width >= TWO_COLUMNS_WIDTH ? walk_wide(page, pane) : walk_narrow(page, pane);
}

static void
add_value(const struct pane *pane, unsigned field, struct buffer *line)
{
	if (!cell_print_exact(pane->shown, field, pane->row, line))
		buffer_add_byte(line, '-');
}

static enum role
add_state(const struct pane *pane, struct ticking *ticking, struct buffer *line)
{
	char when[DURATION_TEXT_MAX];

	switch (pane->state) {
	case PANE_ENDED:
		clock_format_time(pane->ended, when, sizeof when);
		buffer_add_format(line, "ended at %s", when);
		return ROLE_WARN;
	case PANE_FAILED:
		age_format(ticking, pane->since_ms, when);
		buffer_add_format(line, "failed %s: %s", when, pane->trouble == NULL ? "no answer" : pane->trouble);
		return ROLE_BAD;
	case PANE_OPEN: buffer_add_string(line, "open"); return ROLE_GOOD;
	default: buffer_add_format(line, "asking%s", terminal_symbols()->ellipsis); return ROLE_DIM;
	}
}

/* Says which record it is: who, from where, and where; of a file, which. */
static void
add_who(const struct pane *pane, struct buffer *line)
{
	static const char *const parts[][2] = {{"path", ""}, {"user", " by "}, {"client_ip", " from "},
	    {"client_address", " from "}, {"svm.name", " on "}};
	const struct kind *kind = snapshot_kind(pane->shown);

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		unsigned field = field_find(kind, text_of(parts[i][0]));

		if (field == FIELD_NONE)
			continue;
		if (line->length > 0)
			buffer_add_string(line, parts[i][1]);
		add_value(pane, field, line);
	}
}

/* Which record, and how it stands with it. */
static void
paint_heading(const struct pane *pane, struct ticking *ticking, int y)
{
	int width = terminal_width(), x = 1, room;
	struct buffer who, state;
	enum role role;

	buffer_init(&who, LINE_LIMIT);
	buffer_init(&state, LINE_LIMIT);
	if (pane->shown != NULL)
		add_who(pane, &who);
	else
		buffer_add_format(&who, "session %" PRIu64, identity_number(&pane->identity, FIELD_IDENTIFIER));
	role = add_state(pane, ticking, &state);
	terminal_rule(y, 0, width, ROLE_DIM);
	room = width - (int)safe_text_columns(buffer_text(&state)) - 5;
	x += terminal_print(y, x, 1, ROLE_TEXT, " ");
	x += terminal_paint(y, x, room > width / 2 ? room : width / 2, ROLE_HEADER, CUT_MIDDLE, buffer_text(&who));
	x += terminal_print(y, x, 2, ROLE_TEXT, "  ");
	x += terminal_paint(y, x, width - x - 1, role, CUT_END, buffer_text(&state));
	terminal_print(y, x, 1, ROLE_TEXT, " ");
	buffer_free(&who);
	buffer_free(&state);
}

/* What stands beside the name of a tab: how many volumes, how many files. */
static void
add_tab_count(const struct pane *pane, enum pane_tab tab, struct buffer *line)
{
	uint64_t opened = snapshot_number(pane->shown, FIELD_OPEN_FILES, pane->row);
	uint32_t volumes;

	if (tab == TAB_VOLUMES) {
		snapshot_list(pane->shown, pane->row, &volumes);
		buffer_add_format(line, " %u", volumes);
	} else if (tab == TAB_FILES && opened != VALUE_ABSENT) {
		buffer_add_byte(line, ' ');
		cell_print_grouped(opened, line);
	}
}

/* Files open and close between two answers, and it would look like a mistake when nobody said so. */
static void
paint_difference(const struct pane *pane, int y, int x)
{
	const struct sheet *sheet = &pane->sheet;
	uint64_t opened = snapshot_number(pane->shown, FIELD_OPEN_FILES, pane->row);
	struct buffer line;

	if (pane->tab != TAB_FILES || sheet->view == NULL || opened == VALUE_ABSENT ||
	    sheet->clusters[pane->identity.cluster].status.state != CLUSTER_OK || view_total(sheet->view) == opened)
		return;
	buffer_init(&line, LINE_LIMIT);
	cell_print_grouped(view_total(sheet->view), &line);
	buffer_add_string(&line, " listed now, ");
	cell_print_grouped(opened, &line);
	buffer_add_string(&line, " when the session was read");
	terminal_paint(y, x, terminal_width() - x, ROLE_WARN, CUT_END, buffer_text(&line));
	buffer_free(&line);
}

/* The names of the tabs, that of the one that is shown in brackets. */
static void
paint_tabs(struct pane *pane, int y)
{
	static const char *const names[TAB_COUNT] = {"session", "volumes", "files", "connection"};
	struct buffer line;
	int x = 1;

	buffer_init(&line, LINE_LIMIT);
	pane->tabs_y = y;
	for (unsigned tab = 0; tab < TAB_COUNT; tab++) {
		bool is_shown = tab == pane->tab;

		pane->tab_x[tab] = x;
		buffer_reset(&line);
		buffer_add_format(&line, "%s%s", is_shown ? "[" : " ", names[tab]);
		add_tab_count(pane, (enum pane_tab)tab, &line);
		buffer_add_byte(&line, is_shown ? ']' : ' ');
		x += terminal_paint(
			 y, x, terminal_width() - x, is_shown ? ROLE_HEADER : ROLE_DIM, CUT_END, buffer_text(&line)) +
		     1;
	}
	buffer_free(&line);
	paint_difference(pane, y, x + 1);
}

/* Keeps the cursor on a volume, and that on the screen. */
static void
follow_volume(struct pane *pane, size_t seen)
{
	uint32_t count;

	if (pane->tab != TAB_VOLUMES)
		return;
	snapshot_list(pane->shown, pane->row, &count);
	if (pane->volume >= count)
		pane->volume = count == 0 ? 0 : count - 1;
	if (pane->volume < pane->top)
		pane->top = pane->volume;
	else if (pane->volume >= pane->top + seen)
		pane->top = pane->volume + 1 - seen;
}

void
detail_paint(struct screen *screen, int y, int height)
{
	struct pane *pane = &screen->pane;
	struct table_look look = {&screen->ticking, true, screen->clusters};
	struct page page = {.x = 1, .width = terminal_width() - 1};
	size_t seen;

	pane->tabs_y = 0;
	if (height < 1)
		return;
	paint_heading(pane, &screen->ticking, y++);
	if (pane->shown == NULL || height < 3)
		return;
	if (snapshot_kind(pane->shown) == &session_kind) {
		paint_tabs(pane, y++);
		height--;
	}
	if (pane->sheet.kind != NULL) {
		table_paint(&pane->sheet, &look, y, height - 1);
		return;
	}
	seen = (size_t)height - 1;
	follow_volume(pane, seen);
	page_clamp(&pane->top, walk_all(page, pane), seen);
	page.y = y;
	page.top = pane->top;
	page.height = (int)seen;
	walk_all(page, pane);
}
