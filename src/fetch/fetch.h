/* fetch.h: the thread that asks the clusters. */
#ifndef CIFSTOP_FETCH_FETCH_H
#define CIFSTOP_FETCH_FETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "fetch/renewal.h"
#include "model/cluster_status.h"
#include "model/snapshot.h"
#include "ontap/target.h"

struct fetch_query;

/* In place of a cluster's number. */
#define FETCH_ALL SIZE_MAX

/*
 * One thread asks all clusters and leaves the news in a mailbox: one slot for each cluster, in which the latest wins.
 * All functions are called by one other thread, and none of them waits for more than a few pointers to change hands.
 */

/* One cluster to watch. */
struct fetch_cluster {
	struct target target; /* copied by fetch_start(); has a name */
	/*
	 * From the start of one walk to the start of the next. Kept as twice the time of the last walk when that is
	 * more, so that a cluster rests as long as it works for us.
	 */
	uint32_t interval_ms;
};

/*
 * Writes down that the cluster at `url` has the key `pin`. Called on the thread. Stores where (file:line), which the
 * caller frees, in *place and returns NULL; or returns a sentence that the caller frees.
 */
typedef char *fetch_remember_fn(void *context, const char *url, const char *pin, char **place);

struct fetch_settings {
	const struct fetch_cluster *clusters; /* UINT16_MAX at most */
	size_t cluster_count;
	/*
	 * Walk each cluster once and stop; status.walks becomes 1 when that ended, well or not. A page that a busy
	 * cluster did not give is asked for again up to three times, when it is to be had within ten seconds; nothing
	 * else is asked again. The release is not asked for. A query is walked once as well, after the sessions.
	 */
	bool is_once;
	/* Of a single walk: only counts. status.records is how many sessions there are, also when not all were counted.
	 */
	bool is_count;
	const struct fetch_query *query; /* watched from the start, in FETCH_SLOT_TABLE; NULL: none; copied */
	bool wanted[FIELDS_MAX]; /* the fields to ask for; keys come anyway */
	/*
	 * Where programs that watch the same cluster find each other (fetch/neighbours.h): they share the interval, and
	 * do not walk at the same time. NULL: each goes by itself. Not used when is_once.
	 */
	const char *neighbours_folder;
	/*
	 * Who reads a token anew that was refused; not used when is_once. Must outlive the thread. The cluster is asked
	 * once more when another token came, and when the user wants that.
	 */
	struct fetch_renewal renewal;
	fetch_remember_fn *remember; /* NULL: keys are trusted for this run */
	void *remember_context;
};

struct fetch;

/*
 * Starts the thread, and returns before it asked anything. On success stores it in *fetch and returns NULL; otherwise
 * returns a sentence that the caller frees.
 */
char *fetch_start(const struct fetch_settings *settings, struct fetch **fetch);

/*
 * Ends the thread, dropping what is under way, and frees everything. NULL is fine. Takes milliseconds, not a time-out.
 * News that were taken before stay the caller's.
 */
void fetch_stop(struct fetch *fetch);

/* Readable when fetch_take_*() has something. */
int fetch_descriptor(const struct fetch *fetch);

/* What there is to know of a cluster, as of the call: always the whole, also what did not change. */
struct fetch_news {
	struct snapshot *snapshot; /* the rows to show; NULL when there are none yet */
	struct cluster_status status;
};

/* Drops the snapshot and frees the texts. */
void fetch_news_clear(struct fetch_news *news);

/* Clears the descriptor: call it before taking, so that what comes later wakes again. */
void fetch_acknowledge(struct fetch *fetch);

/* False, and nothing stored, when nothing changed since it was taken last. The caller clears the news. */
bool fetch_take_cluster(struct fetch *fetch, size_t cluster, struct fetch_news *news);

/* One session, watched closer than the others. */
enum detail_state {
	DETAIL_NONE, /* nothing is watched; never in news */
	DETAIL_ASKING, /* no answer yet; the row of the list is there when it was listed */
	DETAIL_OPEN, /* the last answer was good */
	DETAIL_ENDED, /* the cluster does not know it any more (404 code 4); it is not asked for again */
	DETAIL_FAILED, /* the last request failed; asked again like a cluster that failed */
};

struct detail_news {
	enum detail_state state;
	struct identity identity; /* which session */
	struct snapshot *snapshot; /* its one row as last seen; NULL when it never was */
	char *trouble; /* of DETAIL_FAILED: a sentence */
	uint64_t since_ms; /* of DETAIL_FAILED: monotonic, the first failure that nothing good has followed */
	time_t ended; /* of DETAIL_ENDED: when that was seen */
};

/*
 * False when nothing changed. What is stored is of the session that fetch_watch_session() named last. The caller clears
 * the news.
 */
bool fetch_take_detail(struct fetch *fetch, struct detail_news *news);
void detail_news_clear(struct detail_news *news);

/*
 * From here on the session is asked for at its cluster's interval, at once and beside walks; NULL ends that. Copied.
 * Drops what is under way for another session, and news of it that were not taken.
 */
void fetch_watch_session(struct fetch *fetch, const struct identity *identity);

/*
 * A collection that is asked for beside the sessions while someone looks at it: open files, connections, locks. Its
 * records get from the sessions what their kind has of ORIGIN_JOINED: of the session that they name, or, of locks, of
 * one with the same client address and SVM. What is not found there is absent.
 */
struct fetch_query {
	const struct kind *kind;
	size_t cluster; /* or FETCH_ALL */
	/* Sent as they are, but encoded, with those that the next three call for. Copied. */
	const struct query_parameter *parameters;
	size_t parameter_count;
	/*
	 * Only records whose path holds this, whatever the case and the slashes: one that path_search_check() has
	 * nothing against. NULL: all. Copied.
	 */
	const char *path_fragment;
	/*
	 * Only records of those sessions of which a text field, as FIELD_CLIENT_IP or FIELD_USER, is this, whatever the
	 * case: looked up anew each time that the cluster is asked, and not before its sessions came. NULL: all.
	 * Copied.
	 */
	unsigned sessions_field;
	const char *sessions_value;
	bool keeps_ended; /* records that have gone stay in snapshot_ended() for as long as it is watched */
};

/* What is watched independently of each other. */
enum fetch_slot { FETCH_SLOT_PANE, FETCH_SLOT_TABLE, FETCH_SLOT_COUNT };

/*
 * From here on the query is asked at once, ahead of walks and on a connection of its own, and then at each cluster's
 * interval. Another query for the slot drops the former with what is under way, NULL ends it. The fields of sessions
 * that are joined are asked for as long, wanted or not.
 */
void fetch_watch_query(struct fetch *fetch, enum fetch_slot slot, const struct fetch_query *query);

/*
 * What there is of one cluster, as fetch_take_cluster(): of the query that fetch_watch_query() named last, and of the
 * clusters that it asks. The status counts all records that came; the snapshot has those that are meant. A cluster
 * without the kind is CLUSTER_FAILED, and trouble says so: its release is older, or the role lacks the path. It is
 * asked again once a minute, however often it is watched, and its sessions go on. With is_once, status.walks becomes 1
 * when it has ended, well or not.
 */
bool fetch_take_query(struct fetch *fetch, enum fetch_slot slot, size_t cluster, struct fetch_news *news);

/*
 * Asks now, also who is stopped or waits after trouble; FETCH_ALL for all of them. A walk that goes on is not doubled.
 * Does nothing when is_once.
 */
void fetch_refresh(struct fetch *fetch, size_t cluster);

/*
 * A person has looked at what the cluster shows and says that `pin` is its key: written down, and from here on the only
 * one that is trusted. It is asked at once.
 */
void fetch_trust(struct fetch *fetch, size_t cluster, const char *pin);

/* Sets the interval of all clusters. */
void fetch_set_interval(struct fetch *fetch, uint32_t interval_ms);

/* Sets what is asked for from the next walk on. */
void fetch_set_wanted(struct fetch *fetch, const bool wanted[static FIELDS_MAX]);

#endif
