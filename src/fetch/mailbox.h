/* mailbox.h: what the fetch thread and the rest of the program leave for each other. */
#ifndef CIFSTOP_FETCH_MAILBOX_H
#define CIFSTOP_FETCH_MAILBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fetch/fetch.h"
#include "fetch/scope.h"

/*
 * One slot for each cluster, for each cluster of each query, for the detail and for orders: the latest wins, nothing
 * queues up. Everything is moved by pointer under the lock, and what is large is freed outside of it, so neither side
 * ever waits for the other's work.
 */
struct mailbox;

/* What the program wants of the thread. All zero is nothing; orders_clear() frees what it owns. */
struct orders {
	bool is_stop;
	bool is_refresh_all;
	bool *refresh; /* by cluster; NULL when none is to be refreshed */
	char **trusted; /* keys by cluster, NULL where none is; NULL when there is none at all */
	size_t trusted_count;
	bool has_interval;
	uint32_t interval_ms;
	bool has_wanted;
	bool wanted[FIELDS_MAX];
	bool has_watch;
	struct identity watch; /* of nothing: watch no more */
	bool has_query[FETCH_SLOT_COUNT];
	struct scope *queries[FETCH_SLOT_COUNT]; /* NULL: watch no more */
	struct snapshot **returned; /* nobody took them, and nobody will: to be dropped */
	size_t returned_count;
};

void orders_clear(struct orders *orders);

/* NULL, with errno, when there are no descriptors left. The caller frees it when both sides are done. */
struct mailbox *mailbox_new(size_t cluster_count);
void mailbox_free(struct mailbox *mailbox);

/* The fetch thread's side. All put functions take over what `news` owns and zero it. */
void mailbox_put_cluster(struct mailbox *mailbox, size_t cluster, struct fetch_news *news);

/* What is of a session that the program does not watch any more is dropped. */
void mailbox_put_detail(struct mailbox *mailbox, struct detail_news *news);

/* What is of a query that the program does not watch any more is dropped. */
void mailbox_put_query(struct mailbox *mailbox, enum fetch_slot slot, size_t cluster, struct fetch_news *news);

/* Readable when there are orders. */
int mailbox_orders_descriptor(const struct mailbox *mailbox);

/* Takes all orders and makes the descriptor unreadable. The caller clears them. */
void mailbox_take_orders(struct mailbox *mailbox, struct orders *orders);

/* The program's side; as the functions of fetch.h that are called alike. */
int mailbox_news_descriptor(const struct mailbox *mailbox);
void mailbox_acknowledge(struct mailbox *mailbox);
bool mailbox_take_cluster(struct mailbox *mailbox, size_t cluster, struct fetch_news *news);
bool mailbox_take_detail(struct mailbox *mailbox, struct detail_news *news);
bool mailbox_take_query(struct mailbox *mailbox, enum fetch_slot slot, size_t cluster, struct fetch_news *news);
void mailbox_order_stop(struct mailbox *mailbox);
void mailbox_order_refresh(struct mailbox *mailbox, size_t cluster);
void mailbox_order_trust(struct mailbox *mailbox, size_t cluster, const char *pin);
void mailbox_order_interval(struct mailbox *mailbox, uint32_t interval_ms);
void mailbox_order_wanted(struct mailbox *mailbox, const bool wanted[static FIELDS_MAX]);
void mailbox_order_watch(struct mailbox *mailbox, const struct identity *identity);

/* Takes over `scope`; NULL ends what is watched in the slot. */
void mailbox_order_query(struct mailbox *mailbox, enum fetch_slot slot, struct scope *scope);

#endif
