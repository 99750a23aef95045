/* walk.h: one way through all pages of a cluster's list. */
#ifndef CIFSTOP_FETCH_WALK_H
#define CIFSTOP_FETCH_WALK_H

#include <stdbool.h>
#include <stdint.h>

#include "model/snapshot.h"
#include "ontap/exchange.h"
#include "ontap/limits.h"

/* A page that a busy cluster did not give is asked for again this often, when it is to be had soon. */
#define WALK_RETRIES_MAX 3u
#define WALK_RETRY_MS 1000u
#define WALK_RETRY_MAX_MS 10000u

/* What to do after a page. */
enum walk_step {
	WALK_ON, /* ask for walk.next */
	WALK_END, /* that was the last one */
	WALK_LOST, /* the links lead nowhere */
};

/*
 * Lives where its owner puts it; only the functions write to it. It goes on while `builder` is there. Records that
 * stand on two pages, because the list moved under the walk, are one row.
 */
struct walk {
	struct snapshot_builder *builder;
	struct strings *links; /* every one that was followed, to see when one comes again */
	struct strings *texts; /* where the builder puts them */
	uint64_t texts_before; /* bytes that were there */
	uint64_t unpacked; /* bytes of all bodies */
	uint64_t items; /* of the records' lists */
	char *next; /* the page that is asked for; NULL: the first */
	char *oddity;
	uint64_t started_ms;
	uint64_t bytes;
	uint64_t shown_ms; /* when rows were last shown, while it goes on */
	uint32_t shown_rows;
	uint32_t pages;
	uint32_t empty_pages; /* in a row */
	uint32_t records;
	uint32_t unreadable;
	uint32_t retries; /* of the page that is asked for */
};

/* Starts one; `walk` is all zero or ended. */
void walk_start(struct walk *walk, const struct snapshot_origin *origin, uint64_t now_ms);

/* Whether one goes on. */
bool walk_is_going(const struct walk *walk);

/* An exchange_record_fn: `walk` is the context. */
void walk_add_record(const struct record *record, void *walk);

/* Adds up what came of a page, whichever way it ended. */
void walk_count_answer(struct walk *walk, const struct answer *answer);

/*
 * After a good page: where to go. Links are followed to their end, over short and empty pages, since ONTAP cuts a page
 * when its return_timeout runs out. With WALK_LOST stores a sentence that the caller frees in *trouble.
 */
enum walk_step walk_turn_page(struct walk *walk, const struct answer *answer, char **trouble);

/*
 * After ANSWER_BUSY: how long to wait until the same page is asked for again, or 0 when the walk is to be given up.
 * `is_patient` asks again also for the first page.
 */
uint32_t walk_retry_ms(struct walk *walk, const struct answer *answer, bool is_patient);

/*
 * Whether the rows so far are worth a copy for the screen, when there are `shown` rows on it: enough more than at the
 * last copy that all copies together cost no more than the walk itself. True notes that they are shown.
 */
bool walk_is_worth_showing(struct walk *walk, uint32_t shown, uint64_t now_ms);

/* Hands the builder over and ends the walk. */
struct snapshot_builder *walk_take_builder(struct walk *walk);

/* Ends it and frees everything. All zero is fine. */
void walk_clear(struct walk *walk);

#endif
