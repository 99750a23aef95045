/* monitor_private.h: what the files of the monitor share. */
#ifndef CIFSTOP_APP_MONITOR_PRIVATE_H
#define CIFSTOP_APP_MONITOR_PRIVATE_H

#include "app/history.h"
#include "app/monitor.h"
#include "app/question.h"
#include "app/view_worker.h"
#include "fetch/fetch.h"
#include "query/complete.h"
#include "ui/screen.h"
#include "ui/terminal.h"

/*
 * What sheets of one source are made of, one of each for a cluster: the newest snapshots, those that the view is made
 * of (the same but while the screen is frozen), and how it stands. Both hold references.
 */
struct feed {
	struct snapshot **latest;
	struct snapshot **shown;
	struct screen_cluster *clusters;
};

/* `questions` stand beside the sheets of the screen; those of sheets of sessions are empty. */
struct monitor {
	const struct monitor_settings *settings;
	struct screen screen;
	struct feed feeds[SHEET_SOURCE_COUNT];
	struct question questions[SHEETS_MAX];
	struct fetch *fetch;
	struct view_worker *worker;
	struct view *pane_view; /* keeps the row of the pane alive until the cluster answers about it */
	size_t asked; /* the sheet whose question the clusters are asked; 0: none */
	uint64_t watch_due_ms; /* when the pane's session is to be asked for; 0: it is, or there is none */
	struct history *history; /* of filters */
	size_t recalled; /* how many steps back the prompt is in it; 0: not at all */
	char draft[PROMPT_MAX + 1]; /* what was typed before the first step */
	char **offered; /* by cluster: the key that the trust page was opened for by itself last */
	struct completion completion; /* what Tab goes through; without candidates it does not */
	size_t search_origin; /* where the cursor stood when the search began */
	uint32_t searched; /* serial of the sheet that the search under way is in */
	bool is_typed_search; /* the search under way is for what is being typed: in vain, the cursor goes back there */
	uint32_t interval_ms;
	int signals;
	bool wanted[FIELDS_MAX]; /* of sessions, as the clusters were last asked for */
};

/* What an action or some news asks the loop to do, once, at the end of the turn. */
enum effect {
	EFFECT_PAINT = 1,
	EFFECT_VIEW = 2, /* rows, order or filter changed: compute the view anew */
	EFFECT_WANTED = 4, /* other fields may be needed from the clusters */
	EFFECT_QUIT = 8,
};

/* monitor_actions.c */

/* One key or click, through prompt or key table; returns effects. Neither paints nor waits. */
unsigned monitor_input(struct monitor *monitor, const struct input *input);

/* Says something in the status line until the next key. */
void monitor_say(struct monitor *monitor, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* monitor_news.c */

/* Takes what fetch and worker have; each returns effects. */
unsigned monitor_take_fetch(struct monitor *monitor);
unsigned monitor_take_worker(struct monitor *monitor);

/* Makes a new sheet show the rows of its source; those of `cluster` alone are asked for, or of FETCH_ALL. */
void monitor_attach_feed(struct monitor *monitor, struct sheet *sheet, size_t cluster);

/* Drops the rows of all sheets of a source, where those of `cluster` alone, or of FETCH_ALL, are to come. */
void monitor_empty_feed(struct monitor *monitor, enum sheet_source source, size_t cluster);

/* Marks the fields that the screen needs of sessions. */
void monitor_mark_wanted(const struct monitor *monitor, bool wanted[static FIELDS_MAX]);

/* Has the views of all sheets that are seen computed anew, from the newest rows or from the frozen ones. */
void monitor_submit_views(struct monitor *monitor);

/* monitor_move.c: each moves the cursor, or scrolls, where the keys go. */

unsigned monitor_move(struct monitor *monitor, long delta);

/* Moves the cursor of the table, also when the keys go to a tab of the pane, which follows. */
unsigned monitor_move_record(struct monitor *monitor, long delta);
unsigned monitor_move_page(struct monitor *monitor, long pages);
unsigned monitor_click(struct monitor *monitor, int x, int y);

/* monitor_narrow.c: filter, search, find. */

unsigned monitor_open_prompt(struct monitor *monitor, enum prompt_purpose purpose);
unsigned monitor_type(struct monitor *monitor, int code);
unsigned monitor_hunt_on(struct monitor *monitor, bool is_backward);

/* monitor_trust.c: certificates that are not trusted. */

/* Opens the page by itself for a certificate that was not shown yet, when nothing else is open. */
unsigned monitor_offer_trust(struct monitor *monitor);

/* Opens the page for the next cluster with such a certificate, also when it was shown. */
unsigned monitor_open_trust(struct monitor *monitor);
void monitor_close_trust(struct monitor *monitor);

/* What a key did to the prompt of the page. */
unsigned monitor_type_trust(struct monitor *monitor, enum prompt_result result);

/* Says once that a key is not remembered, when `news` of a cluster say so and `before` did not. */
void monitor_tell_pin_trouble(
    struct monitor *monitor, const struct cluster_status *before, const struct cluster_status *news);

/* monitor_typing.c: help with a filter that is being typed. */

/* Puts the filter of the prompt in force when it makes sense, and says there what is wrong when not. */
unsigned monitor_try_filter(struct monitor *monitor);

/* Puts the next candidate into the prompt. Whether the text changed. */
bool monitor_complete(struct monitor *monitor, bool is_backward);

/* Forgets the candidates: to be called before anything else changes the text. */
void monitor_end_completion(struct monitor *monitor);

/* Puts an older filter into the prompt, or a newer one. Whether the text changed. */
bool monitor_recall(struct monitor *monitor, bool is_older);

/* monitor_pane.c: the detail. */

/* Opens the pane on the selected record, or moves it there; the cluster is asked `delay_ms` later. */
void monitor_open_pane(struct monitor *monitor, uint32_t delay_ms);
void monitor_close_pane(struct monitor *monitor);
void monitor_turn_tab(struct monitor *monitor, int step);

/* After a new view: a record that is not asked for by itself is shown as the table has it now. */
void monitor_refresh_pane(struct monitor *monitor);

/* Asks for the pane's session when that is due. */
void monitor_watch_when_due(struct monitor *monitor);

/* monitor_drill.c: from one table to another. */

/* Shows of a file what differs between the files of one session. */
void monitor_narrow_file_columns(struct sheet *sheet);

/* Closes the top sheet; false when only the first is left. */
bool monitor_pop_sheet(struct monitor *monitor);

unsigned monitor_drill_files(struct monitor *monitor);
unsigned monitor_drill_locks(struct monitor *monitor);
unsigned monitor_drill_volume(struct monitor *monitor);
unsigned monitor_drill_user(struct monitor *monitor);
unsigned monitor_drill_client(struct monitor *monitor);

/* Everything that is open under a path that holds `fragment`, in all clusters. */
unsigned monitor_find_file(struct monitor *monitor, const char *fragment);

#endif
