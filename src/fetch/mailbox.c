/* mailbox.c: what the fetch thread and the rest of the program leave for each other. */
#include "config.h"

#include "fetch/mailbox.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/wake.h"
#include "base/xalloc.h"

struct cluster_slot {
	struct fetch_news news;
	bool is_new;
};

struct mailbox {
	pthread_mutex_t lock; /* guards all below but the descriptors and the count */
	struct cluster_slot *clusters;
	struct cluster_slot *queries[FETCH_SLOT_COUNT]; /* by cluster */
	struct detail_news detail;
	bool has_detail;
	struct orders orders;
	size_t cluster_count;
	int news_descriptor;
	int orders_descriptor;
};

void
orders_clear(struct orders *orders)
{
	for (size_t i = 0; i < orders->returned_count; i++)
		snapshot_unref(orders->returned[i]);
	free(orders->returned);
	free(orders->refresh);
	for (size_t i = 0; i < orders->trusted_count; i++)
		free(orders->trusted[i]);
	free(orders->trusted);
	identity_clear(&orders->watch);
	for (size_t i = 0; i < FETCH_SLOT_COUNT; i++)
		scope_free(orders->queries[i]);
	*orders = (struct orders){0};
}

void
fetch_news_clear(struct fetch_news *news)
{
	snapshot_unref(news->snapshot);
	cluster_status_clear(&news->status);
	*news = (struct fetch_news){0};
}

void
detail_news_clear(struct detail_news *news)
{
	identity_clear(&news->identity);
	snapshot_unref(news->snapshot);
	free(news->trouble);
	*news = (struct detail_news){0};
}

struct mailbox *
mailbox_new(size_t cluster_count)
{
	struct mailbox *mailbox = xcalloc(1, sizeof *mailbox);
	int error;

	mailbox->cluster_count = cluster_count;
	mailbox->news_descriptor = wake_open();
	mailbox->orders_descriptor = wake_open();
	if (mailbox->news_descriptor < 0 || mailbox->orders_descriptor < 0) {
		error = errno;
		if (mailbox->news_descriptor >= 0)
			close(mailbox->news_descriptor);
		if (mailbox->orders_descriptor >= 0)
			close(mailbox->orders_descriptor);
		free(mailbox);
		errno = error;
		return NULL;
	}
	pthread_mutex_init(&mailbox->lock, NULL);
	mailbox->clusters = xcalloc(cluster_count + 1, sizeof *mailbox->clusters);
	for (size_t i = 0; i < FETCH_SLOT_COUNT; i++)
		mailbox->queries[i] = xcalloc(cluster_count + 1, sizeof *mailbox->queries[i]);
	return mailbox;
}

/* Frees the news of all clusters, and the slots. */
static void
free_slots(struct mailbox *mailbox, struct cluster_slot *slots)
{
	for (size_t i = 0; i < mailbox->cluster_count; i++)
		fetch_news_clear(&slots[i].news);
	free(slots);
}

void
mailbox_free(struct mailbox *mailbox)
{
	if (mailbox == NULL)
		return;
	free_slots(mailbox, mailbox->clusters);
	for (size_t i = 0; i < FETCH_SLOT_COUNT; i++)
		free_slots(mailbox, mailbox->queries[i]);
	detail_news_clear(&mailbox->detail);
	orders_clear(&mailbox->orders);
	close(mailbox->news_descriptor);
	close(mailbox->orders_descriptor);
	pthread_mutex_destroy(&mailbox->lock);
	free(mailbox);
}

/* Leaves `news` in `slot` unless the program has `refused` it by an order that is not taken yet; NULL: it never does.
 */
static void
put_news(struct mailbox *mailbox, struct cluster_slot *slot, const bool *refused, struct fetch_news *news)
{
	struct fetch_news old;

	pthread_mutex_lock(&mailbox->lock);
	if (refused != NULL && *refused) {
		old = *news;
	} else {
		old = slot->news;
		slot->news = *news;
		slot->is_new = true;
	}
	pthread_mutex_unlock(&mailbox->lock);
	wake_signal(mailbox->news_descriptor);
	*news = (struct fetch_news){0};
	fetch_news_clear(&old);
}

void
mailbox_put_cluster(struct mailbox *mailbox, size_t cluster, struct fetch_news *news)
{
	put_news(mailbox, &mailbox->clusters[cluster], NULL, news);
}

void
mailbox_put_query(struct mailbox *mailbox, enum fetch_slot slot, size_t cluster, struct fetch_news *news)
{
	put_news(mailbox, &mailbox->queries[slot][cluster], &mailbox->orders.has_query[slot], news);
}

void
mailbox_put_detail(struct mailbox *mailbox, struct detail_news *news)
{
	struct detail_news old;

	pthread_mutex_lock(&mailbox->lock);
	if (mailbox->orders.has_watch) {
		old = *news;
	} else {
		old = mailbox->detail;
		mailbox->detail = *news;
		mailbox->has_detail = true;
	}
	pthread_mutex_unlock(&mailbox->lock);
	wake_signal(mailbox->news_descriptor);
	*news = (struct detail_news){0};
	detail_news_clear(&old);
}

int
mailbox_orders_descriptor(const struct mailbox *mailbox)
{
	return mailbox->orders_descriptor;
}

void
mailbox_take_orders(struct mailbox *mailbox, struct orders *orders)
{
	/* Cleared first: what is ordered between the two wakes again, and finds nothing at worst. */
	wake_clear(mailbox->orders_descriptor);
	pthread_mutex_lock(&mailbox->lock);
	*orders = mailbox->orders;
	mailbox->orders = (struct orders){0};
	pthread_mutex_unlock(&mailbox->lock);
}

int
mailbox_news_descriptor(const struct mailbox *mailbox)
{
	return mailbox->news_descriptor;
}

void
mailbox_acknowledge(struct mailbox *mailbox)
{
	wake_clear(mailbox->news_descriptor);
}

static bool
take_news(struct mailbox *mailbox, struct cluster_slot *slot, struct fetch_news *news)
{
	bool is_new;

	pthread_mutex_lock(&mailbox->lock);
	is_new = slot->is_new;
	if (is_new) {
		*news = slot->news;
		*slot = (struct cluster_slot){0};
	}
	pthread_mutex_unlock(&mailbox->lock);
	return is_new;
}

bool
mailbox_take_cluster(struct mailbox *mailbox, size_t cluster, struct fetch_news *news)
{
	return take_news(mailbox, &mailbox->clusters[cluster], news);
}

bool
mailbox_take_query(struct mailbox *mailbox, enum fetch_slot slot, size_t cluster, struct fetch_news *news)
{
	return take_news(mailbox, &mailbox->queries[slot][cluster], news);
}

bool
mailbox_take_detail(struct mailbox *mailbox, struct detail_news *news)
{
	bool is_new;

	pthread_mutex_lock(&mailbox->lock);
	is_new = mailbox->has_detail;
	if (is_new) {
		*news = mailbox->detail;
		mailbox->detail = (struct detail_news){0};
		mailbox->has_detail = false;
	}
	pthread_mutex_unlock(&mailbox->lock);
	return is_new;
}

/* Every order ends with this. */
static void
send_orders(struct mailbox *mailbox)
{
	pthread_mutex_unlock(&mailbox->lock);
	wake_signal(mailbox->orders_descriptor);
}

void
mailbox_order_stop(struct mailbox *mailbox)
{
	pthread_mutex_lock(&mailbox->lock);
	mailbox->orders.is_stop = true;
	send_orders(mailbox);
}

void
mailbox_order_refresh(struct mailbox *mailbox, size_t cluster)
{
	pthread_mutex_lock(&mailbox->lock);
	if (cluster == FETCH_ALL) {
		mailbox->orders.is_refresh_all = true;
	} else if (cluster < mailbox->cluster_count) {
		if (mailbox->orders.refresh == NULL)
			mailbox->orders.refresh = xcalloc(mailbox->cluster_count, sizeof *mailbox->orders.refresh);
		mailbox->orders.refresh[cluster] = true;
	}
	send_orders(mailbox);
}

void
mailbox_order_trust(struct mailbox *mailbox, size_t cluster, const char *pin)
{
	struct orders *orders = &mailbox->orders;

	pthread_mutex_lock(&mailbox->lock);
	if (cluster < mailbox->cluster_count) {
		if (orders->trusted == NULL)
			orders->trusted = xcalloc(mailbox->cluster_count, sizeof *orders->trusted);
		orders->trusted_count = mailbox->cluster_count;
		xreplace(&orders->trusted[cluster], pin);
	}
	send_orders(mailbox);
}

void
mailbox_order_interval(struct mailbox *mailbox, uint32_t interval_ms)
{
	pthread_mutex_lock(&mailbox->lock);
	mailbox->orders.has_interval = true;
	mailbox->orders.interval_ms = interval_ms;
	send_orders(mailbox);
}

void
mailbox_order_wanted(struct mailbox *mailbox, const bool wanted[static FIELDS_MAX])
{
	pthread_mutex_lock(&mailbox->lock);
	mailbox->orders.has_wanted = true;
	memcpy(mailbox->orders.wanted, wanted, sizeof mailbox->orders.wanted);
	send_orders(mailbox);
}

void
mailbox_order_watch(struct mailbox *mailbox, const struct identity *identity)
{
	struct identity nothing = {0};
	struct identity watch = identity_copy(identity == NULL ? &nothing : identity);
	struct detail_news stale;

	pthread_mutex_lock(&mailbox->lock);
	stale = mailbox->detail;
	mailbox->detail = (struct detail_news){0};
	mailbox->has_detail = false;
	identity_clear(&mailbox->orders.watch);
	mailbox->orders.watch = watch;
	mailbox->orders.has_watch = true;
	send_orders(mailbox);
	detail_news_clear(&stale);
}

/* Leaves it to the thread, since freeing a million rows takes longer than a key may wait. With the lock held. */
static void
add_returned(struct orders *orders, struct snapshot *snapshot)
{
	if (snapshot == NULL)
		return;
	orders->returned = xreallocarray(orders->returned, orders->returned_count + 1, sizeof(struct snapshot *));
	orders->returned[orders->returned_count++] = snapshot;
}

void
mailbox_order_query(struct mailbox *mailbox, enum fetch_slot slot, struct scope *scope)
{
	struct scope *former;

	pthread_mutex_lock(&mailbox->lock);
	for (size_t i = 0; i < mailbox->cluster_count; i++) {
		struct cluster_slot *stale = &mailbox->queries[slot][i];

		add_returned(&mailbox->orders, stale->news.snapshot);
		stale->news.snapshot = NULL;
		fetch_news_clear(&stale->news);
		stale->is_new = false;
	}
	former = mailbox->orders.queries[slot];
	mailbox->orders.queries[slot] = scope;
	mailbox->orders.has_query[slot] = true;
	send_orders(mailbox);
	scope_free(former);
}
