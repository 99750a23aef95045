/* test_fetch_detail.c: one session watched closer than the others, against a simulated cluster. */
#include "config.h"

#include <string.h>

#include "e2e/check.h"
#include "fetch_desk.h"
#include "model/session_fields.h"

/* The thread with a cluster that has been walked; the next walk is an hour away. */
static struct desk *
open_walked(struct scene *scene, struct sim *sim)
{
	struct desk *desk = desk_open(scene, &(struct desk_settings){.sims = {sim}, .interval_ms = 3600000});

	desk_wait_state(desk, CLUSTER_OK);
	return desk;
}

static void
watched_session_is_seen_whole(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 50 --frozen");
	struct desk *desk = open_walked(*state, sim);
	const struct identity *identity = desk_identity(desk, 17);

	fetch_watch_session(desk->fetch, identity);
	desk_wait_detail(desk, DETAIL_OPEN);
	assert_true(identity_equals(&desk->detail.identity, identity));
	assert_int_equal(snapshot_count(desk->detail.snapshot), 1);
	assert_int_equal(snapshot_find(desk->detail.snapshot, identity), 0);
	for (unsigned field = 0; field < SESSION_FIELD_COUNT; field++)
		assert_true(text_equals(
		    snapshot_text(desk->detail.snapshot, field, 0), snapshot_text(desk->news[0].snapshot, field, 17)));
}

static void
listed_row_is_there_before_the_first_answer(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 50 --frozen --fault hang,path=detail");
	struct desk *desk = open_walked(*state, sim);
	const struct identity *identity = desk_identity(desk, 17);

	fetch_watch_session(desk->fetch, identity);
	desk_wait_detail(desk, DETAIL_ASKING);
	assert_int_equal(snapshot_find(desk->detail.snapshot, identity), 0);
	assert_true(text_equals(snapshot_text(desk->detail.snapshot, FIELD_USER, 0),
	    snapshot_text(desk->news[0].snapshot, FIELD_USER, 17)));
}

static void
detail_overtakes_a_walk_that_hangs(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 50 --frozen");
	struct desk *desk = open_walked(*state, sim);

	sim_fault(sim, "hang,path=sessions");
	fetch_refresh(desk->fetch, 0);
	while (!desk_status(desk)->is_walking)
		desk_turn(desk);
	fetch_watch_session(desk->fetch, desk_identity(desk, 3));
	desk_wait_detail(desk, DETAIL_OPEN);
	assert_true(desk_status(desk)->is_walking);
}

static void
changes_are_seen_at_the_interval(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 5 --frozen");
	struct desk *desk = open_walked(*state, sim);
	const struct identity *identity;
	uint32_t row;

	sim_post(sim, "add?user=busy&client_ip=10.9.8.7");
	fetch_refresh(desk->fetch, 0);
	desk_wait_walks(desk, 2);
	for (row = 0; !text_contains_nocase(snapshot_text(desk->news[0].snapshot, FIELD_USER, row), text_of("busy"));
	     row++)
		assert_true(row + 1 < desk_rows(desk));
	identity = desk_identity(desk, row);
	fetch_set_interval(desk->fetch, 50);
	fetch_watch_session(desk->fetch, identity);
	desk_wait_detail(desk, DETAIL_OPEN);
	sim_post(sim, "touch?user=busy&open_files=77");
	while (snapshot_number(desk->detail.snapshot, FIELD_OPEN_FILES, 0) != 77) {
		desk_turn(desk);
		assert_int_equal(desk->detail.state, DETAIL_OPEN);
	}
}

static void
session_that_ends_keeps_its_last_row_and_is_not_asked_for_again(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 50 --frozen");
	struct desk *desk = open_walked(*state, sim);
	const struct identity *identity = desk_identity(desk, 9);
	time_t before = time(NULL);

	fetch_set_interval(desk->fetch, 50);
	fetch_watch_session(desk->fetch, identity);
	desk_wait_detail(desk, DETAIL_OPEN);
	sim_post(sim, "end?identifier=%llu", (unsigned long long)identity_number(identity, FIELD_IDENTIFIER));
	desk_wait_detail(desk, DETAIL_ENDED);
	assert_true(desk->detail.ended >= before);
	assert_int_equal(snapshot_find(desk->detail.snapshot, identity), 0);
	desk_wait_walks(desk, desk_status(desk)->walks + 3);
	assert_int_equal(sim_requests(sim, " 404 "), 1);
}

static void
trouble_keeps_the_last_row_and_passes(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 50 --frozen");
	struct desk *desk = open_walked(*state, sim);

	fetch_set_interval(desk->fetch, 50);
	fetch_watch_session(desk->fetch, desk_identity(desk, 9));
	desk_wait_detail(desk, DETAIL_OPEN);
	sim_fault(sim, "500,path=detail");
	desk_wait_detail(desk, DETAIL_FAILED);
	check_contains(desk->detail.trouble, "500");
	assert_int_equal(snapshot_count(desk->detail.snapshot), 1);
	sim_fault(sim, "");
	desk_wait_detail(desk, DETAIL_OPEN);
	assert_null(desk->detail.trouble);
}

static void
refused_password_stops_the_whole_cluster(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 50 --frozen --fault 401,path=detail");
	struct desk *desk = open_walked(*state, sim);

	fetch_watch_session(desk->fetch, desk_identity(desk, 9));
	desk_wait_detail(desk, DETAIL_FAILED);
	desk_wait_state(desk, CLUSTER_STOPPED);
	assert_int_equal(desk_rows(desk), 50);
	sim_fault(sim, "");
	fetch_refresh(desk->fetch, 0);
	desk_wait_detail(desk, DETAIL_OPEN);
	desk_wait_state(desk, CLUSTER_OK);
	assert_int_equal(sim_requests(sim, " 401 "), 1);
}

static void
next_watch_drops_the_one_that_hangs(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 50 --frozen --fault hang,path=detail");
	struct desk *desk = open_walked(*state, sim);
	const struct identity *second = desk_identity(desk, 10);

	fetch_watch_session(desk->fetch, desk_identity(desk, 9));
	desk_wait_detail(desk, DETAIL_ASKING);
	sim_fault(sim, "");
	fetch_watch_session(desk->fetch, second);
	desk_wait_detail(desk, DETAIL_OPEN);
	assert_true(identity_equals(&desk->detail.identity, second));
}

static void
watch_that_ended_brings_no_more_news(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 50 --frozen");
	struct desk *desk = open_walked(*state, sim);
	size_t details;

	fetch_set_interval(desk->fetch, 50);
	fetch_watch_session(desk->fetch, desk_identity(desk, 9));
	desk_wait_detail(desk, DETAIL_OPEN);
	fetch_watch_session(desk->fetch, NULL);
	detail_news_clear(&desk->detail);
	desk_wait_walks(desk, desk_status(desk)->walks + 1);
	details = sim_requests(sim, "/sessions/");
	desk_wait_walks(desk, desk_status(desk)->walks + 3);
	assert_int_equal(desk->detail.state, DETAIL_NONE);
	assert_int_equal(sim_requests(sim, "/sessions/"), details);
}

static void
session_without_a_whole_key_is_not_asked_for(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 50 --frozen");
	struct desk *desk = open_walked(*state, sim);
	struct identity identity = {.kind = &session_kind, .parts = {{0}, {0}, {.number = 7}, {.number = 1}}};

	fetch_watch_session(desk->fetch, &identity);
	desk_wait_detail(desk, DETAIL_FAILED);
	check_contains(desk->detail.trouble, "key");
	assert_null(desk->detail.snapshot);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    SCENE_TEST(watched_session_is_seen_whole),
	    SCENE_TEST(listed_row_is_there_before_the_first_answer),
	    SCENE_TEST(detail_overtakes_a_walk_that_hangs),
	    SCENE_TEST(changes_are_seen_at_the_interval),
	    SCENE_TEST(session_that_ends_keeps_its_last_row_and_is_not_asked_for_again),
	    SCENE_TEST(trouble_keeps_the_last_row_and_passes),
	    SCENE_TEST(refused_password_stops_the_whole_cluster),
	    SCENE_TEST(next_watch_drops_the_one_that_hangs),
	    SCENE_TEST(watch_that_ended_brings_no_more_news),
	    SCENE_TEST(session_without_a_whole_key_is_not_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
