/* monitor_private.h: what the files of the monitor share. */
#ifndef CIFSTOP_APP_MONITOR_PRIVATE_H
#define CIFSTOP_APP_MONITOR_PRIVATE_H

#include "app/monitor.h"
#include "app/view_worker.h"
#include "fetch/fetch.h"
#include "ui/screen.h"
#include "ui/terminal.h"

/*
 * `latest` are the newest snapshots, one a cluster, and `shown` those that the view is made of: the same but while the
 * screen is frozen. Both hold references.
 */
struct monitor {
	const struct monitor_settings *settings;
	struct screen screen;
	struct fetch *fetch;
	struct view_worker *worker;
	struct snapshot **latest;
	struct snapshot **shown;
	struct view *pane_view; /* keeps the row of the pane alive until the cluster answers about it */
	uint64_t
	    watch_due_ms; /* when the pane's session is to be asked for; 0 when it is being watched or there is none */
	size_t search_origin; /* where the cursor stood when the search began */
	uint32_t interval_ms;
	int signals;
};

/* What an action or some news asks the loop to do, once, at the end of the turn. */
enum effect {
	EFFECT_PAINT = 1,
	EFFECT_VIEW = 2, /* rows, order or filter changed: compute the view anew */
	EFFECT_WANTED = 4, /* other fields are needed from the clusters */
	EFFECT_QUIT = 8,
};

/* Does what a key says; returns effects. Neither paints nor waits. */
unsigned monitor_act(struct monitor *monitor, enum action action);

/* One key or click, through prompt or key table; returns effects. */
unsigned monitor_input(struct monitor *monitor, const struct input *input);

/* Takes what fetch and worker have; each returns effects. */
unsigned monitor_take_fetch(struct monitor *monitor);
unsigned monitor_take_worker(struct monitor *monitor);

/* Opens the pane on the selected session, or moves it there; the cluster is asked `delay_ms` later. */
void monitor_open_pane(struct monitor *monitor, uint32_t delay_ms);
void monitor_close_pane(struct monitor *monitor);

/* Asks for the pane's session when that is due. */
void monitor_watch_when_due(struct monitor *monitor);

/* Says something in the status line until the next key. */
void monitor_say(struct monitor *monitor, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Marks the fields that the screen needs from the clusters. */
void monitor_wanted(const struct monitor *monitor, bool wanted[static FIELDS_MAX]);

#endif
