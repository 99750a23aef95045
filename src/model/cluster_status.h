/* cluster_status.h: how it stands with one cluster. */
#ifndef CIFSTOP_MODEL_CLUSTER_STATUS_H
#define CIFSTOP_MODEL_CLUSTER_STATUS_H

#include <stdbool.h>
#include <stdint.h>

#include "model/certificate.h"

enum cluster_state {
	CLUSTER_ASKING, /* no answer yet */
	CLUSTER_OK, /* the last walk reached its end */
	CLUSTER_STALE, /* the last walk failed; the rows of the last good one stay */
	CLUSTER_PARTIAL, /* no walk ever reached its end; what came of the last one is shown */
	CLUSTER_FAILED, /* the last walk failed and there are no rows */
	CLUSTER_STOPPED, /* 401: not asked again until the user says so; rows of before stay */
};

/*
 * A copy of what the fetch thread knows. Owns its texts; cluster_status_clear() frees them. State and trouble are those
 * of the last walk that ended, and stay while the next one goes on (is_walking), also after a stopped cluster was
 * refreshed.
 */
struct cluster_status {
	enum cluster_state state;
	char *trouble; /* a sentence: what failed and what to do; NULL when nothing did */
	char *release; /* 9.14.1, as the user or the cluster said; NULL when nobody did */
	char *asked; /* path and query of the last walk's first page, not encoded; NULL before it */
	char *release_trouble; /* a sentence: why the cluster did not, when it answered at all */
	char *oddity; /* the first record or value of the last walk that could not be read, and why; NULL when all could
		       */
	uint64_t since_ms; /* monotonic: when what failed last began to: nothing was good since; 0 without trouble, or
			      when the cluster cannot do better */
	uint64_t data_ms; /* monotonic: when the rows that are shown had all come; 0 when none did */
	uint64_t due_ms; /* monotonic: when it is asked next; 0 while it is being asked or is stopped */
	uint64_t bytes; /* of bodies, as received, of the last walk */
	uint32_t interval_ms; /* as it is kept, stretched when walks take long or others watch */
	uint32_t watchers; /* programs on this host that watch it and share the interval, this one included; 0: not
			      known */
	uint32_t walk_ms; /* how long the last walk took */
	uint32_t walks; /* how many have ended, well or not */
	uint32_t pages; /* of the walk that goes on or that ended last */
	uint32_t records; /* that it brought so far */
	uint32_t unreadable; /* of them that could not be used at all */
	bool is_walking;
	bool is_narrowed; /* the cluster was asked to leave out some of what the filter does */
	bool is_insecure; /* its certificate is not verified */
	bool may_be_trusted; /* a person may say that `certificate` is the right one */
	struct certificate *certificate; /* what it shows, while that is not trusted and was looked at; NULL else */
	char *pin; /* the only key that is trusted; NULL: any whose certificate verifies */
	char *pin_trouble; /* a sentence: why that key is trusted for this run alone; NULL when it is not */
};

/* A copy that owns its texts. */
struct cluster_status cluster_status_copy(const struct cluster_status *status);

/* Frees the texts and zeroes. */
void cluster_status_clear(struct cluster_status *status);

#endif
