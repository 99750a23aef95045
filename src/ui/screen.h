/* screen.h: what a person sees, painted from what the monitor holds. */
#ifndef CIFSTOP_UI_SCREEN_H
#define CIFSTOP_UI_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "model/certificate.h"
#include "model/cluster_status.h"
#include "ui/keys.h"
#include "ui/menu.h"
#include "ui/prompt.h"
#include "ui/sheet.h"

/* As deep as anyone goes: sessions, a client, a session's files, the locks of one. */
#define SHEETS_MAX 8

/* What the detail pane tells of its record. */
enum pane_state { PANE_CLOSED, PANE_ASKING, PANE_OPEN, PANE_ENDED, PANE_FAILED };

/* A session has all of them, another record the first. */
enum pane_tab { TAB_RECORD, TAB_VOLUMES, TAB_FILES, TAB_CONNECTION, TAB_COUNT };

struct pane {
	enum pane_state state;
	enum pane_tab tab;
	struct identity identity;
	const struct snapshot *shown; /* whose row `row` is the record as last seen; NULL when it never was */
	struct snapshot *snapshot; /* the reference behind it, when the pane holds one of its own */
	uint32_t row;
	char *trouble;
	uint64_t since_ms; /* monotonic: when that began */
	time_t ended;
	size_t top; /* lines scrolled away */
	size_t volume; /* the one that the cursor is on */
	int tabs_y; /* where their names stand, as painted last; 0: nowhere */
	int tab_x[TAB_COUNT];
	struct sheet sheet; /* of the open files or the connection; without a kind when the tab has none */
};

/*
 * A certificate that is not trusted, in place of the table. What is asked, with a prompt, is whether it is the right
 * one; without a question the page says why nobody is asked.
 */
struct trust_page {
	struct certificate *certificate; /* as it was when the page opened; NULL: it is closed */
	size_t cluster;
	size_t top; /* lines scrolled away */
	bool is_question;
};

/*
 * What changes on the screen by itself: a painter that shows something which depends on the time notes when that will
 * be something else, and nobody looks at the clock before.
 */
struct ticking {
	uint64_t now_ms; /* monotonic; what is painted is of this moment */
	uint64_t due_ms; /* when the first of it changes; 0: never */
};

/* Notes that what is being painted changes at `when_ms`. */
void ticking_note(struct ticking *ticking, uint64_t when_ms);

/*
 * Everything that the screen shows. The monitor owns and changes it; painting changes only scroll offsets, a cursor
 * whose row has gone, and what is marked as "as painted last".
 */
struct screen {
	struct screen_cluster *clusters;
	size_t cluster_count;
	struct sheet sheets[SHEETS_MAX]; /* the first is all sessions; each was reached from the one before */
	size_t sheet_count;
	struct sheet *sheet; /* the last of them, which is painted */
	struct pane pane;
	struct trust_page trust;
	struct menu menu;
	struct prompt prompt;
	char message[256]; /* said once, until the next key */
	bool has_help;
	bool has_clusters; /* how it stands with each cluster, in full, in place of all else */
	size_t help_top; /* lines of either that are scrolled away */
	bool is_paused;
	bool is_demo;
	time_t paused_since; /* the time of the rows that are shown */
	struct ticking ticking; /* as painted last */
};

/* Where keys go at this moment, a prompt aside. */
enum place screen_place(const struct screen *screen);

/* The sheet that keys act on: the pane's when its tab has one, else the table. */
struct sheet *screen_focus(struct screen *screen);

/* Whether the detail takes the place of the table. */
bool screen_pane_is_full(const struct screen *screen);

/* Paints all of it as of `now_ms` (monotonic) and sends the difference to the terminal. */
void screen_paint(struct screen *screen, uint64_t now_ms);

#endif
