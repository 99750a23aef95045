/* selection.h: which record the cursor is on, and what part of the rows is seen. */
#ifndef CIFSTOP_VIEW_SELECTION_H
#define CIFSTOP_VIEW_SELECTION_H

#include <stdbool.h>
#include <stddef.h>

#include "view/view.h"

/*
 * The cursor is on a record, not on a row number: over a refresh it stays on its record, and the record stays at its
 * line of the screen where that can be. When the record is gone the cursor stays at its position.
 */
struct selection {
	struct identity identity; /* of nothing while there are no rows */
	size_t position;
	size_t top; /* position of the first line of the screen */
	bool follows; /* the user put it where it is; until then it stays on the first row */
};

/* Moves by `delta` lines, clamped; `page` is how many lines are seen. */
void selection_move(struct selection *selection, const struct view *view, long delta, size_t page);

/* Goes to a position, clamped. */
void selection_go(struct selection *selection, const struct view *view, size_t position, size_t page);

/*
 * After a new view or another height: finds the record again and keeps it on the screen. While there are no rows at all
 * it remembers the record.
 */
void selection_settle(struct selection *selection, const struct view *view, size_t page);

void selection_clear(struct selection *selection);

#endif
