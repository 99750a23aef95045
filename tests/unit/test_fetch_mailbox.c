/* test_fetch_mailbox.c: what two threads leave for each other. */
#include "config.h"

/* cmocka.h wants these, in this order. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include <poll.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "fetch/mailbox.h"
#include "model/session_fields.h"

static int
setup(void **state)
{
	*state = mailbox_new(3);
	return *state == NULL ? -1 : 0;
}

static int
teardown(void **state)
{
	mailbox_free(*state);
	return 0;
}

static bool
is_readable(int descriptor)
{
	struct pollfd wait = {.fd = descriptor, .events = POLLIN};

	return poll(&wait, 1, 0) == 1;
}

/* A snapshot of `rows` sessions. */
static struct snapshot *
make_snapshot(uint64_t rows)
{
	struct strings *strings = strings_new();
	struct snapshot_origin origin = {
	    .kind = &session_kind, .cluster = 0, .cluster_name = "one", .strings = strings};
	struct snapshot_builder *builder = snapshot_builder_new(&origin);

	for (uint64_t i = 0; i < rows; i++) {
		struct record session;

		record_clear(&session, &session_kind);
		session.number[FIELD_IDENTIFIER] = i;
		snapshot_builder_add(builder, &session);
	}
	strings_unref(strings);
	return snapshot_builder_seal(builder, NULL, 0, false);
}

static void
put_cluster(struct mailbox *mailbox, size_t cluster, uint64_t rows, const char *trouble)
{
	struct fetch_news news = {.snapshot = make_snapshot(rows), .status = {.trouble = xstrdup(trouble)}};

	mailbox_put_cluster(mailbox, cluster, &news);
	assert_null(news.snapshot);
}

static void
put_detail(struct mailbox *mailbox, uint64_t identifier)
{
	struct detail_news news = {
	    .state = DETAIL_OPEN,
	    .identity = {.kind = &session_kind, .parts = {{.text = xstrdup("n")}, {0}, {.number = identifier}}},
	    .snapshot = make_snapshot(1),
	};

	mailbox_put_detail(mailbox, &news);
}

static void
latest_news_win(void **state)
{
	struct fetch_news news = {0};

	put_cluster(*state, 1, 5, "old");
	put_cluster(*state, 1, 6, "new");
	assert_true(mailbox_take_cluster(*state, 1, &news));
	assert_int_equal(snapshot_count(news.snapshot), 6);
	assert_string_equal(news.status.trouble, "new");
	fetch_news_clear(&news);
}

static void
news_are_taken_once(void **state)
{
	struct fetch_news news = {0};

	assert_false(mailbox_take_cluster(*state, 1, &news));
	put_cluster(*state, 1, 5, NULL);
	assert_true(mailbox_take_cluster(*state, 1, &news));
	fetch_news_clear(&news);
	assert_false(mailbox_take_cluster(*state, 1, &news));
}

static void
clusters_have_slots_of_their_own(void **state)
{
	struct fetch_news news = {0};

	put_cluster(*state, 0, 5, NULL);
	put_cluster(*state, 2, 6, NULL);
	assert_false(mailbox_take_cluster(*state, 1, &news));
	assert_true(mailbox_take_cluster(*state, 2, &news));
	assert_int_equal(snapshot_count(news.snapshot), 6);
	fetch_news_clear(&news);
}

static void
news_wake_until_they_are_acknowledged(void **state)
{
	int descriptor = mailbox_news_descriptor(*state);

	assert_false(is_readable(descriptor));
	put_cluster(*state, 0, 5, NULL);
	assert_true(is_readable(descriptor));
	mailbox_acknowledge(*state);
	assert_false(is_readable(descriptor));
	put_detail(*state, 7);
	assert_true(is_readable(descriptor));
}

static void
detail_is_taken_once(void **state)
{
	struct detail_news news = {0};

	put_detail(*state, 7);
	put_detail(*state, 8);
	assert_true(mailbox_take_detail(*state, &news));
	assert_int_equal(identity_number(&news.identity, FIELD_IDENTIFIER), 8);
	detail_news_clear(&news);
	assert_false(mailbox_take_detail(*state, &news));
}

static void
news_of_a_session_that_is_not_watched_any_more_are_never_seen(void **state)
{
	struct identity other = {.kind = &session_kind, .parts[2].number = 9};
	struct detail_news news = {0};
	struct orders orders;

	put_detail(*state, 7);
	mailbox_order_watch(*state, &other);
	assert_false(mailbox_take_detail(*state, &news));
	put_detail(*state, 7);
	assert_false(mailbox_take_detail(*state, &news));

	mailbox_take_orders(*state, &orders);
	orders_clear(&orders);
	put_detail(*state, 9);
	assert_true(mailbox_take_detail(*state, &news));
	assert_int_equal(identity_number(&news.identity, FIELD_IDENTIFIER), 9);
	detail_news_clear(&news);
}

static void
put_query(struct mailbox *mailbox, enum fetch_slot slot, size_t cluster, uint64_t rows)
{
	struct fetch_news news = {.snapshot = make_snapshot(rows), .status = {.trouble = xstrdup("trouble")}};

	mailbox_put_query(mailbox, slot, cluster, &news);
	assert_null(news.snapshot);
}

static struct scope *
make_scope(size_t cluster)
{
	const struct fetch_query query = {.kind = &session_kind, .cluster = cluster};

	return scope_new(&query);
}

static void
queries_have_a_slot_for_each_cluster(void **state)
{
	struct fetch_news news = {0};

	put_query(*state, FETCH_SLOT_PANE, 1, 5);
	put_query(*state, FETCH_SLOT_TABLE, 1, 6);
	put_query(*state, FETCH_SLOT_TABLE, 1, 7);
	assert_false(mailbox_take_query(*state, FETCH_SLOT_TABLE, 0, &news));
	assert_false(mailbox_take_cluster(*state, 1, &news));
	assert_true(mailbox_take_query(*state, FETCH_SLOT_TABLE, 1, &news));
	assert_int_equal(snapshot_count(news.snapshot), 7);
	fetch_news_clear(&news);
	assert_false(mailbox_take_query(*state, FETCH_SLOT_TABLE, 1, &news));
	assert_true(mailbox_take_query(*state, FETCH_SLOT_PANE, 1, &news));
	assert_int_equal(snapshot_count(news.snapshot), 5);
	fetch_news_clear(&news);
}

static void
news_of_a_query_that_is_not_watched_any_more_are_never_seen(void **state)
{
	struct fetch_news news = {0};
	struct orders orders;

	put_query(*state, FETCH_SLOT_PANE, 1, 5);
	put_query(*state, FETCH_SLOT_TABLE, 1, 6);
	mailbox_order_query(*state, FETCH_SLOT_PANE, make_scope(1));
	assert_false(mailbox_take_query(*state, FETCH_SLOT_PANE, 1, &news));
	put_query(*state, FETCH_SLOT_PANE, 1, 7);
	assert_false(mailbox_take_query(*state, FETCH_SLOT_PANE, 1, &news));
	assert_true(mailbox_take_query(*state, FETCH_SLOT_TABLE, 1, &news));
	fetch_news_clear(&news);

	mailbox_take_orders(*state, &orders);
	orders_clear(&orders);
	put_query(*state, FETCH_SLOT_PANE, 1, 8);
	assert_true(mailbox_take_query(*state, FETCH_SLOT_PANE, 1, &news));
	assert_int_equal(snapshot_count(news.snapshot), 8);
	fetch_news_clear(&news);
}

static void
last_query_of_a_slot_wins_and_none_is_a_query_too(void **state)
{
	struct orders orders;

	mailbox_order_query(*state, FETCH_SLOT_TABLE, make_scope(0));
	mailbox_order_query(*state, FETCH_SLOT_TABLE, make_scope(2));
	mailbox_take_orders(*state, &orders);
	assert_false(orders.has_query[FETCH_SLOT_PANE]);
	assert_true(orders.has_query[FETCH_SLOT_TABLE]);
	assert_true(scope_has_cluster(orders.queries[FETCH_SLOT_TABLE], 2));
	assert_false(scope_has_cluster(orders.queries[FETCH_SLOT_TABLE], 0));
	orders_clear(&orders);

	mailbox_order_query(*state, FETCH_SLOT_TABLE, make_scope(0));
	mailbox_order_query(*state, FETCH_SLOT_TABLE, NULL);
	mailbox_take_orders(*state, &orders);
	assert_true(orders.has_query[FETCH_SLOT_TABLE]);
	assert_null(orders.queries[FETCH_SLOT_TABLE]);
	orders_clear(&orders);
}

static void
orders_wake_until_they_are_taken(void **state)
{
	int descriptor = mailbox_orders_descriptor(*state);
	struct orders orders;

	assert_false(is_readable(descriptor));
	mailbox_order_interval(*state, 700);
	assert_true(is_readable(descriptor));
	mailbox_take_orders(*state, &orders);
	assert_false(is_readable(descriptor));
	assert_true(orders.has_interval);
	assert_int_equal(orders.interval_ms, 700);
	orders_clear(&orders);
	mailbox_take_orders(*state, &orders);
	assert_false(orders.has_interval);
}

static void
refreshes_of_several_clusters_add_up(void **state)
{
	struct orders orders;

	mailbox_order_refresh(*state, 0);
	mailbox_order_refresh(*state, 2);
	mailbox_order_refresh(*state, 99);
	mailbox_take_orders(*state, &orders);
	assert_false(orders.is_refresh_all);
	assert_true(orders.refresh[0]);
	assert_false(orders.refresh[1]);
	assert_true(orders.refresh[2]);
	orders_clear(&orders);
	mailbox_order_refresh(*state, FETCH_ALL);
	mailbox_take_orders(*state, &orders);
	assert_true(orders.is_refresh_all);
	orders_clear(&orders);
}

static void
last_watch_wins_and_nothing_is_a_watch_too(void **state)
{
	char node[] = "n1";
	struct identity identity = {.kind = &session_kind, .parts = {{.text = node}, {0}, {.number = 7}}};
	struct orders orders;

	mailbox_order_watch(*state, NULL);
	mailbox_order_watch(*state, &identity);
	mailbox_take_orders(*state, &orders);
	assert_true(orders.has_watch);
	assert_true(identity_equals(&orders.watch, &identity));
	orders_clear(&orders);

	mailbox_order_watch(*state, &identity);
	mailbox_order_watch(*state, NULL);
	mailbox_take_orders(*state, &orders);
	assert_true(orders.has_watch);
	assert_false(identity_is_set(&orders.watch));
	orders_clear(&orders);
}

static void
orders_of_all_kinds_arrive_together(void **state)
{
	bool wanted[FIELDS_MAX] = {[FIELD_USER] = true};
	struct orders orders;

	mailbox_order_wanted(*state, wanted);
	mailbox_order_stop(*state);
	mailbox_take_orders(*state, &orders);
	assert_true(orders.is_stop);
	assert_true(orders.has_wanted && orders.wanted[FIELD_USER] && !orders.wanted[FIELD_CLIENT_IP]);
	orders_clear(&orders);
}

/* Which would take the program too long. */
static void
rows_of_a_query_that_is_replaced_go_to_the_thread_to_be_freed(void **state)
{
	struct orders orders;

	put_query(*state, FETCH_SLOT_PANE, 0, 5);
	put_query(*state, FETCH_SLOT_PANE, 2, 5);
	put_query(*state, FETCH_SLOT_TABLE, 1, 5);
	mailbox_order_query(*state, FETCH_SLOT_PANE, NULL);
	mailbox_take_orders(*state, &orders);
	assert_int_equal(orders.returned_count, 2);
	orders_clear(&orders);
}

/* For a sanitizer: nothing is left behind when nobody takes it. */
static void
what_nobody_took_is_freed(void **state)
{
	struct identity identity = {.kind = &session_kind, .parts[2].number = 7};

	put_cluster(*state, 0, 5, "trouble");
	put_query(*state, FETCH_SLOT_PANE, 2, 5);
	put_query(*state, FETCH_SLOT_TABLE, 2, 5);
	mailbox_order_query(*state, FETCH_SLOT_PANE, make_scope(FETCH_ALL));
	mailbox_order_watch(*state, &identity);
	mailbox_order_refresh(*state, 1);
}

int
main(void)
{
#define MAILBOX_TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)
	const struct CMUnitTest tests[] = {
	    MAILBOX_TEST(latest_news_win),
	    MAILBOX_TEST(news_are_taken_once),
	    MAILBOX_TEST(clusters_have_slots_of_their_own),
	    MAILBOX_TEST(news_wake_until_they_are_acknowledged),
	    MAILBOX_TEST(detail_is_taken_once),
	    MAILBOX_TEST(news_of_a_session_that_is_not_watched_any_more_are_never_seen),
	    MAILBOX_TEST(queries_have_a_slot_for_each_cluster),
	    MAILBOX_TEST(news_of_a_query_that_is_not_watched_any_more_are_never_seen),
	    MAILBOX_TEST(last_query_of_a_slot_wins_and_none_is_a_query_too),
	    MAILBOX_TEST(orders_wake_until_they_are_taken),
	    MAILBOX_TEST(refreshes_of_several_clusters_add_up),
	    MAILBOX_TEST(last_watch_wins_and_nothing_is_a_watch_too),
	    MAILBOX_TEST(orders_of_all_kinds_arrive_together),
	    MAILBOX_TEST(rows_of_a_query_that_is_replaced_go_to_the_thread_to_be_freed),
	    MAILBOX_TEST(what_nobody_took_is_freed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
