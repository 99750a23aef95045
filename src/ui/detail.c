/* detail.c: all that is known of one session. */
#include "config.h"

#include <string.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "model/session_fields.h"
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

/* A walk over the lines of the pane. With a height of 0 it only counts. */
struct walk {
	const struct pane *pane;
	int y;
	int height;
	int x;
	int width;
	size_t top;
	size_t line;
};

static int
next_line(struct walk *walk)
{
	size_t line = walk->line++;

	if (line < walk->top || line - walk->top >= (size_t)walk->height)
		return -1;
	return walk->y + (int)(line - walk->top);
}

static enum role
value_role(enum verdict verdict)
{
	return verdict == VERDICT_BAD    ? ROLE_BAD
	       : verdict == VERDICT_WARN ? ROLE_WARN
	       : verdict == VERDICT_GOOD ? ROLE_GOOD
					 : ROLE_TEXT;
}

/* A field: its API name, the value for people, and behind it the exact one where that is something else. */
static void
paint_field(struct walk *walk, unsigned field)
{
	const struct pane *pane = walk->pane;
	int y = next_line(walk), x = walk->x + 1, right = walk->x + walk->width;
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

static void
paint_group(struct walk *walk, enum field_group group)
{
	const struct kind *kind = snapshot_kind(walk->pane->shown);

	terminal_print(next_line(walk), walk->x, walk->width, ROLE_HEADER, group_titles[group]);
	for (unsigned id = 0; id < kind->field_count; id++) {
		const struct field *field = &kind->fields[id];

		if (field->group == group && field->type != TYPE_LIST && field->origin != ORIGIN_DERIVED)
			paint_field(walk, id);
	}
}

static void
paint_volumes(struct walk *walk)
{
	const struct pane *pane = walk->pane;
	uint32_t count;
	const uint32_t *volumes = snapshot_list(pane->shown, pane->row, &count);
	int y = next_line(walk), x = walk->x;
	struct buffer title;

	buffer_init(&title, LINE_LIMIT);
	buffer_add_format(&title, "Volumes %u", count);
	terminal_paint(y, x, walk->width, ROLE_HEADER, CUT_END, buffer_text(&title));
	buffer_free(&title);
	for (uint32_t i = 0; i < count; i++) {
		struct text name = snapshot_list_text(pane->shown, FIELD_VOLUMES_NAME, volumes[i]);
		struct text uuid = snapshot_list_text(pane->shown, FIELD_VOLUMES_UUID, volumes[i]);

		y = next_line(walk);
		terminal_paint(
		    y, x + 1, NAME_COLUMNS, ROLE_TEXT, CUT_MIDDLE, text_is_absent(name) ? text_of("-") : name);
		terminal_paint(y, x + NAME_COLUMNS + 2, walk->width - NAME_COLUMNS - 2, ROLE_DIM, CUT_MIDDLE,
		    text_is_absent(uuid) ? text_of("-") : uuid);
	}
}

static size_t
walk_narrow(struct walk walk)
{
	for (unsigned group = 0; group < GROUP_COUNT; group++)
		paint_group(&walk, (enum field_group)group);
	paint_volumes(&walk);
	return walk.line;
}

static size_t
walk_wide(struct walk left)
{
	struct walk right;

	left.width = left.width / 2 - 1;
	right = left;
	right.x = left.x + left.width + 2;
	paint_group(&left, GROUP_WHO);
	paint_group(&left, GROUP_WHERE);
	paint_group(&left, GROUP_IDS);
	paint_group(&right, GROUP_SECURITY);
	paint_group(&right, GROUP_ACTIVITY);
	paint_volumes(&right);
	return left.line > right.line ? left.line : right.line;
}

static size_t
walk_all(struct walk walk)
{
	return walk.width >= TWO_COLUMNS_WIDTH ? walk_wide(walk) : walk_narrow(walk);
}

static void
add_value(const struct pane *pane, unsigned field, struct buffer *line)
{
	if (!cell_print_exact(pane->shown, field, pane->row, line))
		buffer_add_byte(line, '-');
}

static enum role
add_state(const struct pane *pane, struct buffer *line)
{
	char when[16];

	switch (pane->state) {
	case PANE_ENDED:
		clock_format_time(pane->ended, when, sizeof when);
		buffer_add_format(line, "ended at %s", when);
		return ROLE_WARN;
	case PANE_FAILED:
		buffer_add_format(line, "%s", pane->trouble == NULL ? "failed" : pane->trouble);
		return ROLE_BAD;
	case PANE_OPEN: buffer_add_string(line, "open"); return ROLE_GOOD;
	default: buffer_add_format(line, "asking%s", safe_text_is_utf8() ? "…" : "..."); return ROLE_DIM;
	}
}

/* Which session, and how it stands with it. */
static void
paint_heading(const struct pane *pane, int y)
{
	int width = terminal_width(), x = 1, room;
	struct buffer who, state;
	enum role role;

	buffer_init(&who, LINE_LIMIT);
	buffer_init(&state, LINE_LIMIT);
	if (pane->shown != NULL) {
		add_value(pane, FIELD_USER, &who);
		buffer_add_string(&who, " from ");
		add_value(pane, FIELD_CLIENT_IP, &who);
		buffer_add_string(&who, " on ");
		add_value(pane, FIELD_SVM_NAME, &who);
	} else {
		buffer_add_format(
		    &who, "session %llu", (unsigned long long)identity_number(&pane->identity, FIELD_IDENTIFIER));
	}
	role = add_state(pane, &state);
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

void
detail_paint(struct screen *screen, int y, int height)
{
	struct pane *pane = &screen->pane;
	size_t seen = height > 1 ? (size_t)height - 1 : 0;
	struct walk walk = {.pane = pane, .y = y + 1, .x = 1, .width = terminal_width() - 1};

	if (height < 1)
		return;
	paint_heading(pane, y);
	if (pane->shown == NULL)
		return;
	pane->line_count = walk_all(walk);
	if (pane->top + seen > pane->line_count)
		pane->top = pane->line_count > seen ? pane->line_count - seen : 0;
	walk.top = pane->top;
	walk.height = (int)seen;
	walk_all(walk);
}
