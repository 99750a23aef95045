/* once.c: refreshes that are printed instead of painted. */
#include "config.h"

#include "app/once.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/confine.h"
#include "app/ending.h"
#include "app/narrow.h"
#include "app/wanted.h"
#include "base/complain.h"
#include "base/xalloc.h"
#include "fetch/fetch.h"
#include "model/session_fields.h"
#include "view/columns.h"
#include "view/view.h"

/* What is known of one cluster. */
struct standing {
	struct cluster_status status;
	uint32_t printed_walks; /* how many walks had ended when it was printed last */
	char *told; /* what standard error has been told of it; NULL when nothing */
	bool is_known; /* something came at all */
	bool is_told_stopped; /* it was printed since it stopped */
};

/* The run. `snapshots` and `standings` are one a cluster. */
struct run {
	const struct once_settings *settings;
	const struct config *config;
	struct fetch *fetch;
	struct output *output;
	struct snapshot **snapshots;
	struct standing *standings;
	struct target *targets; /* of the clusters, as they are asked */
	unsigned filter_columns[FIELDS_MAX];
	size_t filter_column_count;
	bool anything_came;
	bool something_missed;
	bool is_unread; /* nobody reads what is printed */
};

/* ---- what came ---- */

static bool
take_cluster(const struct run *run, size_t cluster, struct fetch_news *news)
{
	if (run->settings->find_file != NULL)
		return fetch_take_query(run->fetch, FETCH_SLOT_TABLE, cluster, news);
	return fetch_take_cluster(run->fetch, cluster, news);
}

static void
take_news(struct run *run)
{
	fetch_acknowledge(run->fetch);
	for (size_t i = 0; i < run->config->cluster_count; i++) {
		struct fetch_news news = {0};

		if (!take_cluster(run, i, &news))
			continue;
		snapshot_unref(run->snapshots[i]);
		run->snapshots[i] = news.snapshot;
		cluster_status_clear(&run->standings[i].status);
		run->standings[i].status = news.status;
		run->standings[i].is_known = true;
	}
}

/* Whether a walk has ended since the last print. A single refresh waits as well for a cluster that is asked again. */
static bool
has_walked(const struct run *run, const struct standing *standing)
{
	const struct cluster_status *status = &standing->status;

	if (!standing->is_known || status->walks == standing->printed_walks)
		return false;
	return run->settings->is_batch || (!status->is_walking && status->due_ms == 0);
}

static bool
has_stopped(const struct standing *standing)
{
	return standing->is_known && standing->status.state == CLUSTER_STOPPED;
}

/* Whether to wait for it: one that answered the last time, or was not heard of yet. */
static bool
is_worth_waiting(const struct run *run, const struct standing *standing)
{
	enum cluster_state state = standing->status.state;

	if (!run->settings->is_batch || standing->printed_walks == 0)
		return true;
	return state == CLUSTER_ASKING || state == CLUSTER_OK || state == CLUSTER_PARTIAL;
}

/*
 * A refresh is complete when every cluster that answers has been walked anew. One that fails is not waited for again:
 * its time-outs would hold up the others.
 */
static bool
is_refreshed(const struct run *run)
{
	bool any = false;

	for (size_t i = 0; i < run->config->cluster_count; i++) {
		const struct standing *standing = &run->standings[i];
		bool walked = has_walked(run, standing), stopped = has_stopped(standing);

		any = any || walked || (stopped && !standing->is_told_stopped);
		if (!walked && !stopped && is_worth_waiting(run, standing))
			return false;
	}
	return any;
}

/* Whether nothing will ever come again. */
static bool
is_over(const struct run *run)
{
	for (size_t i = 0; i < run->config->cluster_count; i++) {
		if (!has_stopped(&run->standings[i]))
			return false;
	}
	return true;
}

/* Waits for a complete refresh. False when there will be none. */
static bool
wait_refresh(struct run *run)
{
	while (!is_refreshed(run)) {
		struct pollfd waits[] = {
		    {.fd = fetch_descriptor(run->fetch), .events = POLLIN},
		    {.fd = ending_descriptor(), .events = POLLIN},
		    {.fd = STDOUT_FILENO},
		};

		if (ending_signal() != 0 || is_over(run))
			return false;
		if (poll(waits, 3, -1) < 0 && errno != EINTR)
			return false;
		/* Nobody reads any more, or the terminal is gone: nothing more is to be asked for. */
		run->is_unread = (waits[2].revents & (POLLERR | POLLHUP)) != 0;
		if (run->is_unread)
			return false;
		take_news(run);
	}
	return true;
}

/* ---- what is said of it ---- */

/* What is wrong with the last walk of a cluster, as a sentence that the caller frees; NULL when nothing is. */
static char *
describe_trouble(const struct standing *standing, bool is_count, bool *is_missing)
{
	const struct cluster_status *status = &standing->status;
	const char *trouble = status->trouble == NULL ? "no answer" : status->trouble;
	const char *oddity = status->oddity == NULL ? "" : status->oddity;

	*is_missing = status->state != CLUSTER_OK || status->unreadable > 0;
	if (status->state == CLUSTER_PARTIAL || (is_count && status->state != CLUSTER_OK && status->records > 0))
		return xasprintf("partial: %s", trouble);
	if (status->state != CLUSTER_OK)
		return xstrdup(trouble);
	if (status->unreadable > 0)
		return xasprintf("partial: %u of %u records could not be read%s%s", status->unreadable, status->records,
		    *oddity == '\0' ? "" : "; the first: ", oddity);
	return *oddity == '\0' ? NULL : xstrdup(oddity);
}

/* Prints a sentence about a cluster. */
static void
complain_about(const char *name, const char *sentence)
{
	char *line = xasprintf("%s: %s", name, sentence);

	complain(stderr, line);
	free(line);
}

/* Says what is wrong with each cluster, when that is not what was said last, and keeps count for the exit code. */
static void
tell_troubles(struct run *run)
{
	for (size_t i = 0; i < run->config->cluster_count; i++) {
		struct standing *standing = &run->standings[i];
		bool is_missing, is_told;
		char *sentence = describe_trouble(standing, run->settings->is_count, &is_missing);

		is_told = standing->told != NULL && sentence != NULL && strcmp(standing->told, sentence) == 0;
		if (sentence != NULL && !is_told)
			complain_about(run->config->clusters[i].target.name, sentence);
		free(standing->told);
		standing->told = sentence;
		run->something_missed = run->something_missed || is_missing;
		if (run->snapshots[i] != NULL || standing->status.state == CLUSTER_OK ||
		    (run->settings->is_count && standing->status.records > 0))
			run->anything_came = true;
		standing->printed_walks = standing->status.walks;
		standing->is_told_stopped = has_stopped(standing);
	}
}

/* Whoever reads a log of the output is to learn of it as well. */
static void
tell_insecure(const struct run *run)
{
	for (size_t i = 0; i < run->config->cluster_count; i++) {
		const struct target *target = &run->config->clusters[i].target;

		if (target->is_insecure)
			complain_about(target->name, target_is_encrypted(target)
							 ? "INSECURE: the certificate is not verified"
							 : "INSECURE: nothing is encrypted");
	}
}

static struct view *
compute_view(const struct run *run)
{
	struct view_request request = {
	    .kind = run->settings->kind,
	    .snapshots = run->snapshots,
	    .snapshot_count = run->config->cluster_count,
	    .filter = run->config->ui.filter,
	    .columns = run->filter_columns,
	    .column_count = run->filter_column_count,
	    .order = run->config->ui.order,
	    .keeps_order = run->settings->keeps_order,
	};

	return view_compute(&request);
}

/* Prints how many sessions each cluster counted. */
static int
print_counts(struct run *run)
{
	size_t count = run->config->cluster_count;
	struct session_count *counts = xcalloc(count, sizeof *counts);
	int error;

	for (size_t i = 0; i < count; i++) {
		const struct cluster_status *status = &run->standings[i].status;

		counts[i] = (struct session_count){
		    .cluster = run->config->clusters[i].target.name,
		    .sessions = status->records,
		    .is_complete = status->state == CLUSTER_OK,
		    .is_known = status->state == CLUSTER_OK || status->records > 0,
		};
	}
	error = output_print_counts(run->output, counts, count);
	free(counts);
	return error;
}

/* Prints the rows. Returns 0, or the errno of what could not be written. */
static int
print_refresh(struct run *run)
{
	struct view *view;
	int error;

	/* A heading over nothing would say that there are no sessions. */
	if (!run->anything_came && run->settings->format == FORMAT_TABLE)
		return 0;
	if (run->settings->is_count)
		return print_counts(run);
	view = compute_view(run);
	if (view_trouble(view) != NULL) {
		complain(stderr, view_trouble(view));
		run->something_missed = true;
		view_unref(view);
		return 0;
	}
	error = output_print(run->output, view);
	view_unref(view);
	return error;
}

/* ---- the run ---- */

/* The same filter finds the same sessions in every format: it looks at what the screen would show. */
static void
choose_filter_columns(struct run *run)
{
	const struct ui_config *ui = &run->config->ui;

	run->filter_column_count = ui->column_count;
	if (ui->column_count > 0)
		memcpy(run->filter_columns, ui->columns, ui->column_count * sizeof *ui->columns);
	else
		run->filter_column_count = layout_default_columns(
		    run->settings->kind, run->filter_columns, run->config->cluster_count > 1);
}

/* Marks what is needed of sessions to print, sort and filter them. */
static void
mark_wanted(const struct run *run, bool wanted[static FIELDS_MAX], const unsigned *printed, size_t printed_count)
{
	const struct ui_config *ui = &run->config->ui;

	wanted_add_fields(&session_kind, wanted, printed, printed_count);
	if (!run->settings->keeps_order)
		wanted_add_order(&session_kind, wanted, &ui->order);
	wanted_add_filter(&session_kind, wanted, ui->filter, run->filter_columns, run->filter_column_count);
}

static char *
start_fetching(struct run *run, const unsigned *printed, size_t printed_count)
{
	size_t count = run->config->cluster_count;
	struct fetch_cluster *clusters = xcalloc(count, sizeof *clusters);
	struct fetch_settings settings = {
	    .clusters = clusters,
	    .cluster_count = count,
	    .is_once = !run->settings->is_batch,
	    .is_count = run->settings->is_count,
	    .renewal = run->settings->renewal,
	};
	struct fetch_query question = {
	    .kind = run->settings->kind, .cluster = FETCH_ALL, .path_fragment = run->settings->find_file};
	char *trouble;

	for (size_t i = 0; i < count; i++) {
		run->targets[i] = target_copy(&run->config->clusters[i].target);
		/* A count would be one of more than what passes. */
		if (!run->settings->is_count && run->settings->find_file == NULL)
			narrow_target(&run->targets[i], run->config->ui.filter);
		clusters[i].target = run->targets[i];
		clusters[i].interval_ms = run->config->clusters[i].interval_ms;
	}
	if (run->settings->find_file != NULL)
		settings.query = &question;
	else
		mark_wanted(run, settings.wanted, printed, printed_count);
	trouble = fetch_start(&settings, &run->fetch);
	free(clusters);
	return trouble;
}

static void
make_room(struct run *run)
{
	size_t count = run->config->cluster_count;

	run->snapshots = xcalloc(count, sizeof *run->snapshots);
	run->standings = xcalloc(count, sizeof *run->standings);
	run->targets = xcalloc(count, sizeof *run->targets);
}

static char *
start(struct run *run)
{
	const struct once_settings *settings = run->settings;
	unsigned chosen[FIELDS_MAX];
	struct output_settings output = {
	    .kind = settings->kind,
	    .format = settings->format,
	    .fields = settings->fields,
	    .field_count = settings->field_count,
	    .descriptor = STDOUT_FILENO,
	    .has_time = settings->is_batch,
	};

	if (output.fields == NULL) {
		output.field_count = output_default_fields(
		    settings->kind, settings->format, run->config->cluster_count > 1, chosen);
		output.fields = chosen;
	}
	make_room(run);
	run->output = output_new(&output);
	choose_filter_columns(run);
	return start_fetching(run, output.fields, output.field_count);
}

static void
end(struct run *run)
{
	fetch_stop(run->fetch);
	output_free(run->output);
	for (size_t i = 0; i < run->config->cluster_count; i++) {
		snapshot_unref(run->snapshots[i]);
		cluster_status_clear(&run->standings[i].status);
		free(run->standings[i].told);
		target_clear(&run->targets[i]);
	}
	free(run->snapshots);
	free(run->standings);
	free(run->targets);
}

/* ---- what the filter saved ---- */

static bool
any_narrowed(const struct run *run)
{
	for (size_t i = 0; i < run->config->cluster_count; i++) {
		if (run->standings[i].status.is_narrowed)
			return true;
	}
	return false;
}

/* How many sessions each cluster has, UINT32_MAX where it did not tell. Asks them. */
static void
count_all(const struct run *run, uint32_t *all)
{
	struct once_settings settings = {.config = run->config, .is_count = true, .keeps_order = true};
	struct run counting = {.settings = &settings, .config = run->config};
	char *trouble;

	make_room(&counting);
	trouble = start_fetching(&counting, NULL, 0);
	if (trouble == NULL)
		wait_refresh(&counting);
	for (size_t i = 0; i < run->config->cluster_count; i++) {
		const struct cluster_status *status = &counting.standings[i].status;

		all[i] = status->state == CLUSTER_OK ? status->records : UINT32_MAX;
	}
	free(trouble);
	end(&counting);
}

static void
tell_savings(const struct run *run)
{
	size_t count = run->config->cluster_count;
	uint32_t *all = xcalloc(count, sizeof *all);

	for (size_t i = 0; i < count; i++)
		all[i] = UINT32_MAX;
	if (any_narrowed(run))
		count_all(run, all);
	for (size_t i = 0; i < count; i++) {
		char *sentence = narrow_describe(&run->targets[i], &run->standings[i].status, all[i]);

		complain_about(run->config->clusters[i].target.name, sentence);
		free(sentence);
	}
	free(all);
}

static enum exit_code
judge(const struct run *run)
{
	if (!run->anything_came)
		return run->is_unread ? EXIT_COMPLETE : EXIT_NOTHING;
	return run->something_missed ? EXIT_PARTIAL : EXIT_COMPLETE;
}

/* Prints refreshes until there are enough. */
static enum exit_code
go(struct run *run)
{
	uint32_t refreshes = run->settings->is_batch ? run->settings->refreshes : 1;

	tell_insecure(run);
	for (uint32_t printed = 0; refreshes == 0 || printed < refreshes; printed++) {
		int error;

		if (!wait_refresh(run))
			break;
		tell_troubles(run);
		error = print_refresh(run);
		/* Who reads has had enough, or the user: neither is an error. */
		if (error == EPIPE || error == EINTR)
			break;
		if (error != 0) {
			fprintf(stderr, "cifstop: standard output cannot be written: %s\n", strerror(error));
			return EXIT_NOTHING;
		}
	}
	return judge(run);
}

enum exit_code
once_run(const struct once_settings *settings)
{
	struct run run = {.settings = settings, .config = settings->config};
	enum exit_code code = EXIT_USAGE;
	char *trouble;

	ending_catch();
	if (!settings->is_unconfined)
		confine(settings->config, false);
	trouble = start(&run);
	ending_listen();
	if (trouble == NULL)
		code = go(&run);
	if (trouble == NULL && settings->is_verbose && settings->kind == &session_kind && !settings->is_count &&
	    run.anything_came)
		tell_savings(&run);
	if (trouble != NULL)
		complain(stderr, trouble);
	free(trouble);
	end(&run);
	return code;
}
