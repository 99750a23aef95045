/* table.c: column titles and the rows that are seen. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "ui/page.h"
#include "ui/parts.h"
#include "view/cell.h"

#define CELL_LIMIT ((size_t)64 * 1024)
/* At the left of each row: whether it is new or ended, and the cursor, which also keeps the sign off the first name. */
#define MARGIN 2
/* In wider cells what a search found does not stand out; no column is that wide. */
#define MATCH_COLUMNS_MAX 256
/* A record is new for this long. */
#define NEW_SECONDS 5

static void
paint_title(const struct sheet *sheet, const struct column *column, int y)
{
	const struct field *field = &sheet->kind->fields[column->field];
	bool is_sorted = sheet->order.count > 0 && sheet->order.keys[0].field == column->field;
	enum role role = is_sorted ? ROLE_SORTED : ROLE_TITLE;
	char title[64];

	snprintf(title, sizeof title, "%s%s", field->title,
	    !is_sorted                           ? ""
	    : sheet->order.keys[0].is_descending ? terminal_symbols()->down
						 : terminal_symbols()->up);
	if (field->align == ALIGN_RIGHT)
		terminal_paint_right(y, column->x + MARGIN, column->width, role, CUT_END, text_of(title));
	else
		terminal_print(y, column->x + MARGIN, column->width, role, title);
}

static void
paint_titles(const struct sheet *sheet, int y)
{
	terminal_fill(y, 0, terminal_width(), ROLE_TITLE);
	for (size_t i = 0; i < sheet->layout.count; i++)
		paint_title(sheet, &sheet->layout.columns[i], y);
}

enum role
verdict_role(enum verdict verdict, enum role otherwise)
{
	switch (verdict) {
	case VERDICT_BAD: return ROLE_BAD;
	case VERDICT_WARN: return ROLE_WARN;
	default: return otherwise;
	}
}

/* Paints the part of a cell that the search found once more, where it was not cut away, so that it stands out. */
static void
paint_match(const char *search, int y, int x, int width, struct text cell)
{
	char painted[SAFE_TEXT_SIZE(MATCH_COLUMNS_MAX)];
	struct text part = text_of(search), whole;

	if (part.length == 0 || width > MATCH_COLUMNS_MAX)
		return;
	safe_text_fit(cell, (size_t)width, CUT_MIDDLE, painted, sizeof painted);
	whole = text_of(painted);
	for (size_t i = 0; i + part.length <= whole.length; i++) {
		struct text here = {whole.bytes + i, part.length}, before = {whole.bytes, i};

		if (text_equals_nocase(here, part)) {
			terminal_paint(y, x + (int)safe_text_columns(before), width, ROLE_MATCH, CUT_END, here);
			return;
		}
	}
}

static void
paint_security(const struct view_row *row, int y, int x, int width, enum role role, bool has_own_colors)
{
	struct security_mark marks[SECURITY_MARKS];

	cell_security_marks(row->snapshot, row->row, marks);
	for (size_t i = 0; i < SECURITY_MARKS; i++) {
		enum role looks = has_own_colors ? verdict_role(marks[i].verdict, role) : role;
		int used = terminal_print(y, x, width, looks, marks[i].text);

		x += used;
		width -= used;
	}
}

struct look {
	enum role role;
	bool has_own_colors; /* values may show how good or bad they are */
	bool is_orphan; /* the record belongs to no session that lives */
};

/* None of what the record would have of its session is there, though all sessions of its cluster are known. */
static bool
is_orphan(const struct table_look *table, const struct view_row *row, struct buffer *text)
{
	const struct kind *kind = snapshot_kind(row->snapshot);
	const struct screen_cluster *sessions = &table->sessions[snapshot_cluster(row->snapshot)];
	bool has_joined = false;

	if (sessions->status.state != CLUSTER_OK || sessions->is_narrowed || row->has_ended)
		return false;
	for (unsigned field = 0; field < kind->field_count; field++) {
		if (kind->fields[field].origin != ORIGIN_JOINED)
			continue;
		buffer_reset(text);
		if (cell_print_exact(row->snapshot, field, row->row, text))
			return false;
		has_joined = true;
	}
	return has_joined;
}

static void
paint_cell(const struct sheet *sheet, const struct view_row *row, const struct column *column, int y, struct look look,
    struct buffer *text)
{
	int x = column->x + MARGIN;
	const struct field *field = &sheet->kind->fields[column->field];
	enum role role = look.role;
	bool is_there;

	if (field->type == TYPE_SECURITY) {
		paint_security(row, y, x, column->width, role, look.has_own_colors);
		return;
	}
	buffer_reset(text);
	is_there = field->type == TYPE_LIST
		       ? cell_print_list_fit(row->snapshot, column->field, row->row, column->width, text)
		       : cell_print_screen(row->snapshot, column->field, row->row, text);
	if (!is_there) {
		bool is_missed = look.is_orphan && field->origin == ORIGIN_JOINED && field->type == TYPE_TEXT;

		buffer_add_string(text, is_missed ? "none" : "-");
		if (look.has_own_colors)
			role = is_missed ? ROLE_WARN : ROLE_DIM;
	} else if (look.has_own_colors) {
		role = verdict_role(cell_verdict(row->snapshot, column->field, row->row), role);
	}
	if (field->align == ALIGN_RIGHT)
		terminal_paint_right(y, x, column->width, role, CUT_END, buffer_text(text));
	else
		terminal_paint(y, x, column->width, role, CUT_MIDDLE, buffer_text(text));
	if (field->align == ALIGN_LEFT && *sheet->search != '\0')
		paint_match(sheet->search, y, x, column->width, buffer_text(text));
}

static bool
is_new(struct ticking *ticking, const struct view_row *row)
{
	uint32_t since = snapshot_first_seen(row->snapshot, row->row);
	uint64_t until_ms = ((uint64_t)since + NEW_SECONDS) * 1000;

	if (since == 0 || ticking->now_ms >= until_ms)
		return false;
	ticking_note(ticking, until_ms);
	return true;
}

static void
paint_row(const struct sheet *sheet, const struct table_look *table, size_t position, int y, struct buffer *text)
{
	struct view_row row = view_row(sheet->view, position);
	bool is_cursor = position == sheet->selection.position, has_bar = is_cursor && table->has_focus;
	bool is_fresh = is_new(table->ticking, &row);
	struct look look = {row.has_ended ? ROLE_ENDED : ROLE_TEXT, !row.has_ended, is_orphan(table, &row, text)};

	if (has_bar) {
		look = (struct look){ROLE_CURSOR, false, look.is_orphan};
		terminal_fill(y, 0, terminal_width(), ROLE_CURSOR);
	}
	if (is_cursor)
		terminal_print(y, 1, 1, look.role, terminal_symbols()->cursor);
	if (row.has_ended)
		terminal_print(y, 0, 1, look.role, "x");
	else if (look.is_orphan)
		terminal_print(y, 0, 1, has_bar ? ROLE_CURSOR : ROLE_WARN, "!");
	else if (is_fresh)
		terminal_print(y, 0, 1, has_bar ? ROLE_CURSOR : ROLE_NEW, "+");
	for (size_t i = 0; i < sheet->layout.count; i++)
		paint_cell(sheet, &row, &sheet->layout.columns[i], y, look, text);
}

/* Whether rows that came are still to be sorted: a million takes its time. */
static bool
is_awaited(const struct sheet *sheet, const struct screen_cluster *cluster)
{
	return sheet->view == NULL || (cluster->records > 0 && view_total(sheet->view) == 0);
}

/* Says why a cluster brought no rows; says nothing for one that is not asked, and of one whose rows are to be shown. */
static enum role
describe_cluster(
    struct ticking *ticking, const struct sheet *sheet, const struct screen_cluster *cluster, struct buffer *line)
{
	const struct cluster_status *status = &cluster->status;

	buffer_reset(line);
	if (cluster->is_left_out)
		return ROLE_TEXT;
	if (status->state == CLUSTER_ASKING) {
		buffer_add_format(line, "asking %s%s %u pages, %u %s", cluster->name, terminal_symbols()->ellipsis,
		    status->pages, status->records, sheet->kind->name);
		return ROLE_TEXT;
	}
	if (status->state == CLUSTER_OK && is_awaited(sheet, cluster))
		return ROLE_TEXT;
	if (status->state == CLUSTER_OK) {
		buffer_add_format(line, "%s answers, and has no %s%s", cluster->name,
		    sheet->source != SHEET_SESSIONS || sheet->scope != NULL ? "such " : "SMB ", sheet->kind->name);
		return ROLE_TEXT;
	}
	trouble_add(ticking, cluster, line);
	return ROLE_BAD;
}

/* Speaks where there are no rows: why, and what to do. */
static void
paint_empty(struct ticking *ticking, const struct sheet *sheet, int y, int height)
{
	struct page page = {.y = y, .height = height, .x = MARGIN, .width = terminal_width() - MARGIN};
	struct buffer line;

	buffer_init(&line, CELL_LIMIT);
	if (sheet->view != NULL && view_total(sheet->view) > 0 && *sheet->filter != '\0') {
		buffer_add_string(&line, "0 of ");
		cell_print_grouped(view_total(sheet->view), &line);
		buffer_add_string(&line, " match; Esc shows all");
		terminal_paint(y, MARGIN, terminal_width() - MARGIN, ROLE_WARN, CUT_END, buffer_text(&line));
		buffer_free(&line);
		return;
	}
	for (size_t i = 0; i < sheet->cluster_count; i++) {
		enum role role = describe_cluster(ticking, sheet, &sheet->clusters[i], &line);

		if (line.length > 0)
			page_add_text(&page, "", 0, role, buffer_text(&line));
	}
	buffer_free(&line);
}

void
table_paint(struct sheet *sheet, const struct table_look *table, int y, int height)
{
	unsigned sorted = sheet->order.count > 0 ? sheet->order.keys[0].field : FIELD_NONE;
	size_t lines = height > 1 ? (size_t)height - 1 : 0, count;
	struct buffer text;

	layout_fit(&sheet->layout, sheet->kind, sheet->view, sheet->columns, sheet->column_count,
	    (uint16_t)(terminal_width() > MARGIN ? terminal_width() - MARGIN : 0), sorted);
	sheet->title_y = (uint16_t)y;
	sheet->lines = (uint16_t)lines;
	if (height < 1)
		return;
	paint_titles(sheet, y);
	if (sheet->view == NULL || view_count(sheet->view) == 0) {
		paint_empty(table->ticking, sheet, y + 1, height - 1);
		return;
	}
	selection_settle(&sheet->selection, sheet->view, lines);
	count = view_count(sheet->view);
	buffer_init(&text, CELL_LIMIT);
	for (size_t line = 0; line < lines && sheet->selection.top + line < count; line++)
		paint_row(sheet, table, sheet->selection.top + line, y + 1 + (int)line, &text);
	buffer_free(&text);
}
