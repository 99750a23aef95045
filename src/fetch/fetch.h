/* fetch.h: the thread that asks the clusters. */
#ifndef CIFSTOP_FETCH_FETCH_H
#define CIFSTOP_FETCH_FETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "model/cluster_status.h"
#include "model/snapshot.h"
#include "ontap/target.h"

/* One cluster to watch. */
struct fetch_cluster {
	struct target target; /* copied by fetch_start() */
	uint32_t interval_ms;
};

struct fetch_settings {
	const struct fetch_cluster *clusters;
	size_t cluster_count;
	/*
	 * Walk each cluster once and stop. A busy cluster is asked again up to three times, when it says so within ten
	 * seconds; nothing else is.
	 */
	bool is_once;
	bool wanted[FIELD_COUNT]; /* the fields to ask for; keys come anyway */
};

struct fetch;

/* Starts the thread. On success stores it in *fetch and returns NULL; otherwise returns a sentence that the caller
 * frees. */
char *fetch_start(const struct fetch_settings *settings, struct fetch **fetch);

/* Ends the thread, dropping what is under way, and frees everything. NULL is fine. Takes milliseconds, not a time-out.
 */
void fetch_stop(struct fetch *fetch);

/* Readable when fetch_take_*() has something. */
int fetch_descriptor(const struct fetch *fetch);

/* What there is to know of a cluster, as of the call. The caller drops and clears both. */
struct fetch_news {
	struct snapshot *snapshot; /* the rows to show; NULL when there are none yet */
	struct cluster_status status;
};

/* Clears the descriptor: call it before taking, so that what comes later wakes again. */
void fetch_acknowledge(struct fetch *fetch);

/* False, and nothing stored, when nothing changed since it was taken last. */
bool fetch_take_cluster(struct fetch *fetch, size_t cluster, struct fetch_news *news);

/* One session, watched closer than the others. */
enum detail_state { DETAIL_NONE, DETAIL_ASKING, DETAIL_OPEN, DETAIL_ENDED, DETAIL_FAILED };

struct detail_news {
	enum detail_state state;
	struct identity identity; /* which session */
	struct snapshot *snapshot; /* its one row as last seen; NULL when it never was */
	char *trouble; /* of DETAIL_FAILED: a sentence */
	time_t ended; /* of DETAIL_ENDED: when that was seen */
};

/* The caller clears the news. False when nothing changed. */
bool fetch_take_detail(struct fetch *fetch, struct detail_news *news);
void detail_news_clear(struct detail_news *news);

/* From here on the session is asked for at its cluster's interval, ahead of walks; NULL ends that. Copied. */
void fetch_watch_session(struct fetch *fetch, const struct identity *identity);

/* Asks now, also who is stopped; FETCH_ALL for all of them. A walk that goes on is not doubled. */
#define FETCH_ALL SIZE_MAX
void fetch_refresh(struct fetch *fetch, size_t cluster);

/* Sets the interval of all clusters. */
void fetch_set_interval(struct fetch *fetch, uint32_t interval_ms);

/* Sets what is asked for from the next walk on. */
void fetch_set_wanted(struct fetch *fetch, const bool wanted[static FIELD_COUNT]);

#endif
