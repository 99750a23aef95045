/* selection.c: which record the cursor is on, and what part of the rows is seen. */
#include "config.h"

#include "view/selection.h"

#include <limits.h>

/* Takes the identity of whatever stands at the position. */
static void
take_identity(struct selection *selection, const struct view *view)
{
	identity_clear(&selection->identity);
	if (selection->position < view_count(view)) {
		struct view_row row = view_row(view, selection->position);

		selection->identity = snapshot_identity(row.snapshot, row.row);
	}
}

/* Puts the cursor on the screen and no empty lines below the last row. */
static void
keep_visible(struct selection *selection, size_t count, size_t page)
{
	if (page == 0)
		page = 1;
	if (selection->top > selection->position)
		selection->top = selection->position;
	if (selection->position - selection->top >= page)
		selection->top = selection->position - page + 1;
	if (count <= page)
		selection->top = 0;
	else if (selection->top > count - page)
		selection->top = count - page;
}

static void
clamp_position(struct selection *selection, size_t count)
{
	if (selection->position >= count)
		selection->position = count == 0 ? 0 : count - 1;
}

/* `position` moved by `delta`, between 0 and SIZE_MAX. */
static size_t
moved(size_t position, long delta)
{
	size_t distance = delta < 0 ? 0 - (size_t)delta : (size_t)delta;

	if (delta < 0)
		return distance > position ? 0 : position - distance;
	return distance > SIZE_MAX - position ? SIZE_MAX : position + distance;
}

void
selection_go(struct selection *selection, const struct view *view, size_t position, size_t page)
{
	selection->position = position;
	selection->follows = true;
	clamp_position(selection, view_count(view));
	take_identity(selection, view);
	keep_visible(selection, view_count(view), page);
}

void
selection_move(struct selection *selection, const struct view *view, long delta, size_t page)
{
	size_t distance = delta < 0 ? 0 - (size_t)delta : (size_t)delta;

	/* A whole page turns the page: the cursor keeps its line of the screen. */
	if (page > 1 && distance + 1 >= page)
		selection->top = moved(selection->top, delta);
	selection_go(selection, view, moved(selection->position, delta), page);
}

void
selection_settle(struct selection *selection, const struct view *view, size_t page)
{
	size_t line, found;

	/* Rows that are all gone, as while a cluster is asked anew, may come back. */
	if (selection->follows && view_count(view) == 0)
		return;
	line = selection->position > selection->top ? selection->position - selection->top : 0;
	found = selection->follows ? view_find(view, &selection->identity) : 0;

	if (found != POSITION_NONE) {
		selection->position = found;
		selection->top = found > line && selection->follows ? found - line : 0;
	}
	clamp_position(selection, view_count(view));
	take_identity(selection, view);
	keep_visible(selection, view_count(view), page);
}

void
selection_clear(struct selection *selection)
{
	identity_clear(&selection->identity);
	*selection = (struct selection){.position = 0};
}
