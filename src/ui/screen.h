/* screen.h: what a person sees, painted from what the monitor holds. */
#ifndef CIFSTOP_UI_SCREEN_H
#define CIFSTOP_UI_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "model/cluster_status.h"
#include "ui/keys.h"
#include "ui/menu.h"
#include "ui/prompt.h"
#include "ui/sheet.h"

/* As deep as anyone goes: sessions, a client, a session's files, the locks of one. */
#define SHEETS_MAX 8

/* One cluster in the header. */
struct screen_cluster {
	const char *name;
	struct cluster_status status;
	uint32_t sessions; /* in the newest snapshot */
};

/* What the detail pane tells of its session. */
enum pane_state { PANE_CLOSED, PANE_ASKING, PANE_OPEN, PANE_ENDED, PANE_FAILED };

struct pane {
	enum pane_state state;
	struct identity identity;
	const struct snapshot *shown; /* whose row `row` is the session as last seen; NULL when it never was */
	struct snapshot *snapshot; /* the reference behind it, when the pane holds one of its own */
	uint32_t row;
	char *trouble;
	time_t ended;
	size_t top; /* lines scrolled away */
	size_t line_count; /* as painted last */
};

/*
 * Everything that the screen shows. The monitor owns and changes it; painting changes only scroll offsets and what is
 * marked as "as painted last".
 */
struct screen {
	struct screen_cluster *clusters;
	size_t cluster_count;
	struct sheet sheets[SHEETS_MAX]; /* the first is all sessions; each was reached from the one before */
	size_t sheet_count;
	struct sheet *sheet; /* the last of them, which is painted */
	struct pane pane;
	struct menu menu;
	struct prompt prompt;
	char message[256]; /* said once, until the next key */
	bool has_help;
	size_t help_top;
	bool is_paused;
	bool is_demo;
	time_t paused_since; /* the time of the rows that are shown */
	uint64_t now_ms; /* monotonic */
};

/* Where keys go at this moment, a prompt aside. */
enum place screen_place(const struct screen *screen);

/* Whether the detail takes the place of the table. */
bool screen_pane_is_full(const struct screen *screen);

/* Paints all of it and sends the difference to the terminal. */
void screen_paint(struct screen *screen);

#endif
