/* view_worker.c: the thread that filters, sorts and searches. */
#include "config.h"

#include "app/view_worker.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/priority.h"
#include "base/thread.h"
#include "base/wake.h"
#include "base/xalloc.h"

/* Copies of what the UI asked for; `is_set` says that it waits to be done. */
struct view_job {
	struct view_request request;
	struct snapshot **snapshots;
	unsigned columns[FIELDS_MAX];
	char *filter;
	char *scope;
	uint32_t serial;
	bool is_set;
};

struct search_job {
	struct view *view;
	unsigned columns[FIELDS_MAX];
	size_t column_count;
	char *text;
	size_t from;
	bool is_backward;
	bool is_set;
};

/* What is to be dropped: views and snapshots, in lists that grow. */
struct waste {
	struct view **views;
	struct snapshot **snapshots;
	size_t view_count;
	size_t snapshot_count;
};

/* Everything below the lock belongs to who holds it; jobs are moved out of it before they are done. */
struct view_worker {
	pthread_t thread;
	int descriptor;
	pthread_mutex_t lock;
	pthread_cond_t work;
	struct view_job view_jobs[VIEW_SLOT_COUNT];
	struct search_job search_job;
	struct waste waste;
	struct view *views[VIEW_SLOT_COUNT]; /* done and not taken */
	uint32_t serials[VIEW_SLOT_COUNT];
	const struct view_job *doing; /* whose view is being made; NULL when none is */
	enum view_slot doing_slot;
	atomic_bool stop; /* that one is not wanted any more; read without the lock */
	struct view_cache *cache; /* the thread's own */
	struct identity match;
	bool has_match;
	bool is_stopping;
};

static void
view_job_clear(struct view_job *job)
{
	for (size_t i = 0; i < job->request.snapshot_count; i++)
		snapshot_unref(job->snapshots[i]);
	free(job->snapshots);
	free(job->filter);
	free(job->scope);
	*job = (struct view_job){.is_set = false};
}

static void
search_job_clear(struct search_job *job)
{
	view_unref(job->view);
	free(job->text);
	*job = (struct search_job){.is_set = false};
}

static void
waste_drop(struct waste *waste)
{
	for (size_t i = 0; i < waste->view_count; i++)
		view_unref(waste->views[i]);
	for (size_t i = 0; i < waste->snapshot_count; i++)
		snapshot_unref(waste->snapshots[i]);
	free(waste->views);
	free(waste->snapshots);
	*waste = (struct waste){.view_count = 0};
}

/* Whether the slot has been asked for another filter than that of the view that is being made. With the lock. */
static bool
is_outdated(const struct view_worker *worker, enum view_slot slot)
{
	const struct view_job *job = &worker->view_jobs[slot];

	return job->is_set && !text_equals(text_of(worker->doing->filter), text_of(job->filter));
}

/* Computes what a job asks for and puts it where the UI takes it. Without the lock. */
static void
do_view(struct view_worker *worker, enum view_slot slot, struct view_job *job)
{
	struct view *view, *untaken;
	uint32_t serial = job->serial;

	job->request.snapshots = job->snapshots;
	job->request.columns = job->columns;
	job->request.filter = job->filter;
	job->request.scope = job->scope;
	job->request.stop = &worker->stop;
	job->request.cache = worker->cache;
	pthread_mutex_lock(&worker->lock);
	worker->doing = job;
	worker->doing_slot = slot;
	atomic_store(&worker->stop, worker->is_stopping || is_outdated(worker, slot));
	pthread_mutex_unlock(&worker->lock);
	view = view_compute(&job->request);
	pthread_mutex_lock(&worker->lock);
	worker->doing = NULL;
	untaken = view == NULL ? NULL : worker->views[slot];
	if (view != NULL) {
		worker->views[slot] = view;
		worker->serials[slot] = serial;
	}
	pthread_mutex_unlock(&worker->lock);
	view_job_clear(job);
	view_unref(untaken);
	wake_signal(worker->descriptor);
}

static void
do_search(struct view_worker *worker, struct search_job *job)
{
	size_t position = view_search(
	    job->view, job->from, job->is_backward, job->text, job->columns, job->column_count);
	struct identity found = {0}, untaken;

	if (position != POSITION_NONE) {
		struct view_row row = view_row(job->view, position);

		found = snapshot_identity(row.snapshot, row.row);
	}
	search_job_clear(job);
	pthread_mutex_lock(&worker->lock);
	untaken = worker->match;
	worker->match = found;
	worker->has_match = true;
	pthread_mutex_unlock(&worker->lock);
	identity_clear(&untaken);
	wake_signal(worker->descriptor);
}

/* Everything that waits to be done, taken out of the worker. */
struct load {
	struct view_job view_jobs[VIEW_SLOT_COUNT];
	struct search_job search_job;
	struct waste waste;
};

/* With the lock. False when there is nothing to do. */
static bool
take_load(struct view_worker *worker, struct load *load)
{
	bool has_work = worker->search_job.is_set || worker->waste.view_count > 0 || worker->waste.snapshot_count > 0;

	for (size_t slot = 0; slot < VIEW_SLOT_COUNT; slot++) {
		load->view_jobs[slot] = worker->view_jobs[slot];
		worker->view_jobs[slot] = (struct view_job){.is_set = false};
		has_work = has_work || load->view_jobs[slot].is_set;
	}
	load->search_job = worker->search_job;
	load->waste = worker->waste;
	worker->search_job = (struct search_job){.is_set = false};
	worker->waste = (struct waste){.view_count = 0};
	return has_work;
}

/* Without the lock. */
static void
do_load(struct view_worker *worker, struct load *load)
{
	for (size_t slot = 0; slot < VIEW_SLOT_COUNT; slot++) {
		if (load->view_jobs[slot].is_set)
			do_view(worker, (enum view_slot)slot, &load->view_jobs[slot]);
	}
	if (load->search_job.is_set)
		do_search(worker, &load->search_job);
	waste_drop(&load->waste);
}

static void *
run(void *argument)
{
	struct view_worker *worker = argument;
	struct load load;

	priority_set_patient();
	pthread_mutex_lock(&worker->lock);
	while (!worker->is_stopping) {
		if (!take_load(worker, &load)) {
			pthread_cond_wait(&worker->work, &worker->lock);
			continue;
		}
		pthread_mutex_unlock(&worker->lock);
		do_load(worker, &load);
		pthread_mutex_lock(&worker->lock);
	}
	pthread_mutex_unlock(&worker->lock);
	return NULL;
}

char *
view_worker_start(struct view_worker **worker)
{
	struct view_worker *started = xcalloc(1, sizeof *started);
	int failure;

	started->descriptor = wake_open();
	if (started->descriptor < 0) {
		free(started);
		return xasprintf("no event descriptor: %s", strerror(errno));
	}
	started->cache = view_cache_new();
	pthread_mutex_init(&started->lock, NULL);
	pthread_cond_init(&started->work, NULL);
	failure = thread_start(&started->thread, run, started);
	if (failure != 0) {
		view_cache_free(started->cache);
		close(started->descriptor);
		free(started);
		return xasprintf("no thread: %s", strerror(failure));
	}
	*worker = started;
	return NULL;
}

void
view_worker_stop(struct view_worker *worker)
{
	if (worker == NULL)
		return;
	pthread_mutex_lock(&worker->lock);
	worker->is_stopping = true;
	atomic_store(&worker->stop, true);
	pthread_cond_signal(&worker->work);
	pthread_mutex_unlock(&worker->lock);
	pthread_join(worker->thread, NULL);
	for (size_t slot = 0; slot < VIEW_SLOT_COUNT; slot++) {
		view_job_clear(&worker->view_jobs[slot]);
		view_unref(worker->views[slot]);
	}
	search_job_clear(&worker->search_job);
	waste_drop(&worker->waste);
	view_cache_free(worker->cache);
	identity_clear(&worker->match);
	pthread_cond_destroy(&worker->work);
	pthread_mutex_destroy(&worker->lock);
	close(worker->descriptor);
	free(worker);
}

int
view_worker_descriptor(const struct view_worker *worker)
{
	return worker->descriptor;
}

void
view_worker_acknowledge(struct view_worker *worker)
{
	wake_clear(worker->descriptor);
}

static void
copy_columns(unsigned *to, const unsigned *from, size_t count)
{
	for (size_t i = 0; i < count; i++)
		to[i] = from[i];
}

void
view_worker_submit(struct view_worker *worker, enum view_slot slot, uint32_t serial, const struct view_request *request)
{
	struct view_job forgotten, job = {
				       .request = *request,
				       .filter = xstrdup(request->filter),
				       .scope = xstrdup(request->scope),
				       .serial = serial,
				       .is_set = true,
				   };

	copy_columns(job.columns, request->columns, request->column_count);
	job.snapshots = xcalloc(request->snapshot_count + 1, sizeof *job.snapshots);
	for (size_t i = 0; i < request->snapshot_count; i++)
		job.snapshots[i] = snapshot_ref(request->snapshots[i]);
	pthread_mutex_lock(&worker->lock);
	forgotten = worker->view_jobs[slot];
	worker->view_jobs[slot] = job;
	if (worker->doing != NULL && worker->doing_slot == slot && is_outdated(worker, slot))
		atomic_store(&worker->stop, true);
	pthread_cond_signal(&worker->work);
	pthread_mutex_unlock(&worker->lock);
	view_job_clear(&forgotten);
}

struct view *
view_worker_take(struct view_worker *worker, enum view_slot slot, uint32_t *serial)
{
	struct view *view;

	pthread_mutex_lock(&worker->lock);
	view = worker->views[slot];
	*serial = worker->serials[slot];
	worker->views[slot] = NULL;
	pthread_mutex_unlock(&worker->lock);
	return view;
}

void
view_worker_search(struct view_worker *worker, const struct view_hunt *hunt)
{
	struct search_job forgotten, job = {
					 .view = view_ref(hunt->view),
					 .text = xstrdup(hunt->text),
					 .column_count = hunt->column_count,
					 .from = hunt->from,
					 .is_backward = hunt->is_backward,
					 .is_set = true,
				     };

	copy_columns(job.columns, hunt->columns, hunt->column_count);
	pthread_mutex_lock(&worker->lock);
	forgotten = worker->search_job;
	worker->search_job = job;
	pthread_cond_signal(&worker->work);
	pthread_mutex_unlock(&worker->lock);
	search_job_clear(&forgotten);
}

bool
view_worker_take_match(struct view_worker *worker, struct identity *identity)
{
	bool has_match;

	pthread_mutex_lock(&worker->lock);
	has_match = worker->has_match;
	*identity = worker->match;
	worker->match = (struct identity){0};
	worker->has_match = false;
	pthread_mutex_unlock(&worker->lock);
	return has_match;
}

void
view_worker_discard(struct view_worker *worker, struct view *view)
{
	struct waste *waste = &worker->waste;

	if (view == NULL)
		return;
	pthread_mutex_lock(&worker->lock);
	waste->views = xreallocarray(waste->views, waste->view_count + 1, sizeof(struct view *));
	waste->views[waste->view_count++] = view;
	pthread_cond_signal(&worker->work);
	pthread_mutex_unlock(&worker->lock);
}

void
view_worker_discard_snapshot(struct view_worker *worker, struct snapshot *snapshot)
{
	struct waste *waste = &worker->waste;

	if (snapshot == NULL)
		return;
	pthread_mutex_lock(&worker->lock);
	waste->snapshots = xreallocarray(waste->snapshots, waste->snapshot_count + 1, sizeof(struct snapshot *));
	waste->snapshots[waste->snapshot_count++] = snapshot;
	pthread_cond_signal(&worker->work);
	pthread_mutex_unlock(&worker->lock);
}
