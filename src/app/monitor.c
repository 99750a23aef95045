/* monitor.c: the interactive monitor: one wait for keys, news, signals and timers, and one painting a turn. */
#include "config.h"

#include "app/monitor.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "app/confine.h"
#include "app/ending.h"
#include "app/monitor_private.h"
#include "app/trust.h"
#include "base/clock.h"
#include "base/complain.h"
#include "base/priority.h"
#include "base/xalloc.h"
#include "config/paths.h"
#include "fetch/schedule.h"
#include "model/session_fields.h"
#include "ui/terminal.h"

static void
init_feeds(struct monitor *monitor)
{
	const struct config *config = monitor->settings->config;

	for (unsigned source = 0; source < SHEET_SOURCE_COUNT; source++) {
		struct feed *feed = &monitor->feeds[source];

		feed->latest = xcalloc(config->cluster_count, sizeof *feed->latest);
		feed->shown = xcalloc(config->cluster_count, sizeof *feed->shown);
		feed->clusters = xcalloc(config->cluster_count, sizeof *feed->clusters);
		for (size_t i = 0; i < config->cluster_count; i++) {
			feed->clusters[i].name = config->clusters[i].target.name;
			feed->clusters[i].is_narrowed = config->clusters[i].target.query_count > 0;
			feed->clusters[i].status.is_insecure = config->clusters[i].target.is_insecure;
		}
	}
}

static void
load_history(struct monitor *monitor)
{
	char *path = path_in_state_home("history");

	monitor->history = history_load(path);
	free(path);
}

static void
init_screen(struct monitor *monitor)
{
	const struct config *config = monitor->settings->config;
	struct screen *screen = &monitor->screen;
	struct sheet *sheet = &screen->sheets[0];

	init_feeds(monitor);
	load_history(monitor);
	screen->clusters = monitor->feeds[SHEET_SESSIONS].clusters;
	screen->cluster_count = config->cluster_count;
	monitor->offered = xcalloc(config->cluster_count, sizeof *monitor->offered);
	screen->is_demo = monitor->settings->is_demo;
	screen->sheet = sheet;
	screen->sheet_count = 1;
	*sheet = sheet_new(&session_kind, SHEET_SESSIONS, "sessions", config->cluster_count > 1);
	monitor_attach_feed(monitor, sheet, FETCH_ALL);
	if (config->ui.order.count > 0)
		sheet->order = config->ui.order;
	if (config->ui.filter != NULL)
		snprintf(sheet->filter, sizeof sheet->filter, "%s", config->ui.filter);
	if (config->ui.column_count > 0) {
		sheet->column_count = config->ui.column_count;
		memcpy(sheet->columns, config->ui.columns, sizeof sheet->columns);
	}
	monitor->interval_ms = config->clusters[0].interval_ms;
}

/*
 * Signals come as something to read, in the one wait; those that ask for an end by way of a handler, which can end what
 * no longer waits for anything. Threads that start later inherit the mask, and take none of the others either.
 */
static char *
open_signals(struct monitor *monitor)
{
	sigset_t set;

	ending_catch();
	ending_listen();
	sigemptyset(&set);
	sigaddset(&set, SIGWINCH);
	sigaddset(&set, SIGCONT);
	/* The handler of ncurses would change errno behind the wait. */
	sigaddset(&set, SIGTSTP);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	monitor->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	return monitor->signals < 0 ? xasprintf("no signal descriptor: %s", strerror(errno)) : NULL;
}

static char *
start_fetch(struct monitor *monitor)
{
	const struct config *config = monitor->settings->config;
	struct fetch_cluster *clusters = xcalloc(config->cluster_count, sizeof *clusters);
	struct fetch_settings settings = {
	    .clusters = clusters,
	    .cluster_count = config->cluster_count,
	    .renewal = monitor->settings->renewal,
	    .remember = trust_remember,
	};
	char *neighbours_folder = path_runtime_folder(), *trouble;

	for (size_t i = 0; i < config->cluster_count; i++)
		clusters[i] = (struct fetch_cluster){config->clusters[i].target, config->clusters[i].interval_ms};
	monitor_mark_wanted(monitor, monitor->wanted);
	memcpy(settings.wanted, monitor->wanted, sizeof settings.wanted);
	settings.neighbours_folder = neighbours_folder;
	trouble = fetch_start(&settings, &monitor->fetch);
	free(neighbours_folder);
	free(clusters);
	return trouble;
}

/* New fields come with the next walk; only clusters that answer are asked for it at once. */
static void
send_wanted(struct monitor *monitor)
{
	bool wanted[FIELDS_MAX], has_more = false;

	monitor_mark_wanted(monitor, wanted);
	for (unsigned field = 0; field < FIELDS_MAX; field++)
		has_more = has_more || (wanted[field] && !monitor->wanted[field]);
	memcpy(monitor->wanted, wanted, sizeof monitor->wanted);
	fetch_set_wanted(monitor->fetch, wanted);
	for (size_t i = 0; has_more && i < monitor->screen.cluster_count; i++) {
		if (monitor->screen.clusters[i].status.state == CLUSTER_OK)
			fetch_refresh(monitor->fetch, i);
	}
}

static unsigned
read_signals(struct monitor *monitor)
{
	struct signalfd_siginfo info;
	unsigned effects = 0;

	while (read(monitor->signals, &info, sizeof info) == (ssize_t)sizeof info) {
		if (info.ssi_signo == SIGWINCH) {
			terminal_resize();
			effects |= EFFECT_PAINT;
		} else if (info.ssi_signo == SIGTSTP) {
			terminal_suspend();
			effects |= EFFECT_PAINT;
		} else {
			terminal_resume();
			effects |= EFFECT_PAINT;
		}
	}
	return effects;
}

static unsigned
read_keys(struct monitor *monitor)
{
	unsigned effects = 0;
	struct input input;

	while ((effects & EFFECT_QUIT) == 0 && terminal_read(&input))
		effects |= monitor_input(monitor, &input);
	return effects;
}

/* Milliseconds to the next thing that happens by itself: a text that ticks, or a session that is to be asked for. */
static int
next_timer_ms(const struct monitor *monitor)
{
	uint64_t due_ms = schedule_earlier(monitor->screen.ticking.due_ms, monitor->watch_due_ms);

	return schedule_timeout_ms(due_ms, clock_monotonic_ms());
}

static void
paint(struct monitor *monitor)
{
	screen_paint(&monitor->screen, clock_monotonic_ms());
}

/* Waits for what comes, and returns what is to be done about it. */
static unsigned
turn(struct monitor *monitor)
{
	enum { KEYS, FETCH, WORKER, SIGNALS, ENDING, SOURCES };
	struct pollfd sources[SOURCES] = {
	    [KEYS] = {.fd = STDIN_FILENO, .events = POLLIN},
	    [FETCH] = {.fd = fetch_descriptor(monitor->fetch), .events = POLLIN},
	    [WORKER] = {.fd = view_worker_descriptor(monitor->worker), .events = POLLIN},
	    [SIGNALS] = {.fd = monitor->signals, .events = POLLIN},
	    [ENDING] = {.fd = ending_descriptor(), .events = POLLIN},
	};
	unsigned effects = 0;
	int ready = poll(sources, SOURCES, next_timer_ms(monitor));

	if (ready < 0)
		return errno == EINTR ? EFFECT_PAINT : EFFECT_QUIT;
	if (ready == 0)
		effects |= EFFECT_PAINT;
	if (sources[SIGNALS].revents != 0)
		effects |= read_signals(monitor);
	if (sources[KEYS].revents != 0)
		effects |= read_keys(monitor);
	/* A terminal that is gone stays readable for ever. */
	if ((sources[KEYS].revents & (POLLHUP | POLLERR | POLLNVAL)) != 0 || terminal_is_lost())
		effects |= EFFECT_QUIT;
	if (sources[ENDING].revents != 0)
		effects |= EFFECT_QUIT;
	if (sources[FETCH].revents != 0)
		effects |= monitor_take_fetch(monitor);
	if (sources[WORKER].revents != 0)
		effects |= monitor_take_worker(monitor);
	monitor_watch_when_due(monitor);
	return effects | monitor_offer_trust(monitor);
}

static void
loop(struct monitor *monitor)
{
	unsigned effects = 0;

	while ((effects & EFFECT_QUIT) == 0) {
		effects = turn(monitor);
		if ((effects & EFFECT_WANTED) != 0)
			send_wanted(monitor);
		if ((effects & EFFECT_VIEW) != 0)
			monitor_submit_views(monitor);
		if ((effects & EFFECT_PAINT) != 0)
			paint(monitor);
	}
}

static void
clear_feeds(struct monitor *monitor)
{
	for (unsigned source = 0; source < SHEET_SOURCE_COUNT; source++) {
		struct feed *feed = &monitor->feeds[source];

		for (size_t i = 0; i < monitor->screen.cluster_count; i++) {
			cluster_status_clear(&feed->clusters[i].status);
			snapshot_unref(feed->latest[i]);
			snapshot_unref(feed->shown[i]);
		}
		free(feed->latest);
		free(feed->shown);
		free(feed->clusters);
	}
}

static void
clear_monitor(struct monitor *monitor)
{
	struct screen *screen = &monitor->screen;

	fetch_stop(monitor->fetch);
	view_worker_stop(monitor->worker);
	for (size_t i = 0; i < screen->sheet_count; i++) {
		sheet_clear(&screen->sheets[i]);
		question_clear(&monitor->questions[i]);
	}
	sheet_clear(&screen->pane.sheet);
	identity_clear(&screen->pane.identity);
	snapshot_unref(screen->pane.snapshot);
	free(screen->pane.trouble);
	view_unref(monitor->pane_view);
	certificate_free(screen->trust.certificate);
	for (size_t i = 0; i < screen->cluster_count; i++)
		free(monitor->offered[i]);
	free(monitor->offered);
	clear_feeds(monitor);
	completion_clear(&monitor->completion);
	history_free(monitor->history);
	if (monitor->signals >= 0)
		close(monitor->signals);
}

/* The run is over: that this failed is said, and changes nothing. */
static void
save_history(const struct monitor *monitor)
{
	char *trouble = history_save(monitor->history);

	if (trouble != NULL)
		complain(stderr, trouble);
	free(trouble);
}

char *
monitor_run(const struct monitor_settings *settings)
{
	struct monitor monitor = {.settings = settings, .signals = -1};
	char *trouble = NULL, *note = NULL;

	priority_set_prompt();
	init_screen(&monitor);
	trouble = open_signals(&monitor);
	if (trouble != NULL)
		goto out;
	trouble = terminal_open(settings->theme, &note);
	if (trouble != NULL)
		goto out;
	if (note != NULL)
		monitor_say(&monitor, "%s", note);
	/* The first painting waits for nothing. */
	paint(&monitor);
	if (!settings->is_unconfined)
		confine(settings->config, true);
	trouble = view_worker_start(&monitor.worker);
	if (trouble == NULL)
		trouble = start_fetch(&monitor);
	if (trouble == NULL && settings->find_file != NULL)
		monitor_find_file(&monitor, settings->find_file);
	if (trouble == NULL)
		loop(&monitor);
	ending_accept();
	terminal_close();
	save_history(&monitor);
out:
	clear_monitor(&monitor);
	free(note);
	return trouble;
}
