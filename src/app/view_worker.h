/* view_worker.h: the thread that filters, sorts and searches, so that the UI thread need not. */
#ifndef CIFSTOP_APP_VIEW_WORKER_H
#define CIFSTOP_APP_VIEW_WORKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "view/view.h"

struct view_worker;

/* Starts the thread. Returns NULL, or a sentence that the caller frees. */
char *view_worker_start(struct view_worker **worker);

/* Ends it, at the latest when what is under way was sorted. NULL is fine. */
void view_worker_stop(struct view_worker *worker);

/* Readable when view_worker_take*() has something. */
int view_worker_descriptor(const struct view_worker *worker);

/* Clears the descriptor: call it before taking. */
void view_worker_acknowledge(struct view_worker *worker);

/* Views that are computed independently of each other. */
enum view_slot {
	VIEW_TABLE, /* what the table shows */
	VIEW_TOTALS, /* all sessions, for the header, while the table shows something else */
	VIEW_PANE, /* the table in the detail pane */
	VIEW_SLOT_COUNT
};

/*
 * Asks for a view of the sheet of that serial; what was asked before for the slot and is not begun is forgotten, as is
 * what is begun when it is filtered in another way: a filter that takes long must not hold up the next one. Everything
 * in the request is copied.
 */
void view_worker_submit(
    struct view_worker *worker, enum view_slot slot, uint32_t serial, const struct view_request *request);

/*
 * The newest view of the slot, with a reference that the caller owns, or NULL when there is none that was not taken.
 * *serial gets that of its sheet.
 */
struct view *view_worker_take(struct view_worker *worker, enum view_slot slot, uint32_t *serial);

/* What to look for, and where: view_search(). */
struct view_hunt {
	struct view *view;
	const char *text;
	const unsigned *columns;
	size_t column_count;
	size_t from;
	bool is_backward;
};

/* Asks for the next match; what was asked before and is not begun is forgotten. Everything is copied. */
void view_worker_search(struct view_worker *worker, const struct view_hunt *hunt);

/*
 * Whether a search ended since. Then *identity, which the caller clears, is the record that it found, or the identity
 * of nothing.
 */
bool view_worker_take_match(struct view_worker *worker, struct identity *identity);

/* Drops a reference where it may take long: freeing a million rows is no work for the UI thread. NULL is fine. */
void view_worker_discard(struct view_worker *worker, struct view *view);
void view_worker_discard_snapshot(struct view_worker *worker, struct snapshot *snapshot);

#endif
