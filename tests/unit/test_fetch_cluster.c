/* test_fetch_cluster.c: the fetch thread against simulated clusters, over real sockets. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "e2e/check.h"
#include "fetch/neighbours.h"
#include "fetch_desk.h"
#include "model/session_fields.h"

/* ------------------------------------------------------------------ walks */

static void
all_pages_make_one_snapshot(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 2345 --frozen");
	struct desk *desk = desk_open(*state, &(struct desk_settings){.sims = {sim}, .max_records = 100});

	desk_wait_state(desk, CLUSTER_OK);
	assert_int_equal(desk_rows(desk), sim_world(sim).count);
	assert_false(snapshot_is_partial(desk->news[0].snapshot));
	assert_in_range(desk_status(desk)->pages, 23, 26);
	assert_true(desk_status(desk)->bytes > 10000);
	assert_null(desk_status(desk)->trouble);
}

static void
short_empty_and_overlapping_pages_lose_and_double_nothing(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 500 --frozen");
	struct desk *desk;

	sim_post(sim, "fault?spec=empty_page&spec=short_pages&spec=duplicates");
	desk = desk_open(*state, &(struct desk_settings){.sims = {sim}, .max_records = 50});
	desk_wait_state(desk, CLUSTER_OK);
	assert_int_equal(desk_rows(desk), sim_world(sim).count);
	assert_true(desk_status(desk)->records > desk_rows(desk));
}

static void
rows_appear_while_the_first_walk_goes_on(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 500 --frozen");
	struct desk *desk;

	sim_fault(sim, "hang,path=sessions,nth=3");
	desk = desk_open(*state, &(struct desk_settings){.sims = {sim}, .max_records = 100});
	while (desk_rows(desk) < 200)
		desk_turn(desk);
	assert_int_equal(desk_status(desk)->state, CLUSTER_ASKING);
	assert_true(desk_status(desk)->is_walking);
	assert_int_equal(desk_status(desk)->pages, 2);
	assert_int_equal(desk_status(desk)->due_ms, 0);
	assert_true(snapshot_is_partial(desk->news[0].snapshot));
}

static void
later_walks_swap_whole(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 100 --frozen");
	struct desk *desk = desk_open(*state, &(struct desk_settings){.sims = {sim}, .max_records = 10});

	desk_wait_state(desk, CLUSTER_OK);
	for (int i = 0; i < 50; i++)
		sim_post(sim, "add?user=newcomer&client_ip=10.9.8.7");
	while (desk_rows(desk) < 150) {
		desk_turn(desk);
		assert_false(snapshot_is_partial(desk->news[0].snapshot));
	}
}

static void
sessions_that_came_and_ended_are_told_apart(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 50 --frozen");
	struct desk *desk = desk_open(*state, &(struct desk_settings){.sims = {sim}});
	const struct identity *leaver;
	uint32_t newcomers = 0;

	desk_wait_state(desk, CLUSTER_OK);
	leaver = desk_identity(desk, 7);
	sim_post(sim, "end?identifier=%llu", (unsigned long long)identity_number(leaver, FIELD_IDENTIFIER));
	sim_post(sim, "add?user=newcomer&client_ip=10.9.8.7");
	while (snapshot_ended(desk->news[0].snapshot) == NULL)
		desk_turn(desk);
	assert_int_not_equal(snapshot_find(snapshot_ended(desk->news[0].snapshot), leaver), ROW_NONE);
	assert_int_equal(snapshot_find(desk->news[0].snapshot, leaver), ROW_NONE);
	desk_wait_walks(desk, desk_status(desk)->walks + 2);
	for (uint32_t row = 0; row < desk_rows(desk); row++)
		newcomers += snapshot_first_seen(desk->news[0].snapshot, row) > 0;
	assert_int_equal(newcomers, 1);
	assert_null(snapshot_ended(desk->news[0].snapshot));
}

static void
interval_stretches_to_twice_the_walk(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 300 --frozen --fault late=0.1,path=sessions");
	struct desk *desk = desk_open(*state, &(struct desk_settings){.sims = {sim}, .max_records = 100});

	desk_wait_state(desk, CLUSTER_OK);
	assert_true(desk_status(desk)->walk_ms >= 300);
	assert_int_equal(desk_status(desk)->interval_ms, 2 * desk_status(desk)->walk_ms);
	assert_true(desk_status(desk)->due_ms >= desk_status(desk)->data_ms + 250);
}

static void
shorter_interval_counts_from_the_last_start(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 10 --frozen");
	struct desk *desk = desk_open(*state, &(struct desk_settings){.sims = {sim}, .interval_ms = 3600000});

	desk_wait_state(desk, CLUSTER_OK);
	fetch_set_interval(desk->fetch, 50);
	desk_wait_walks(desk, 3);
	assert_in_range(desk_status(desk)->interval_ms, 50, 2000);
}

static void
refresh_does_not_wait_for_the_interval(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 10 --frozen");
	struct desk *desk = desk_open(*state, &(struct desk_settings){.sims = {sim}, .interval_ms = 3600000});

	desk_wait_state(desk, CLUSTER_OK);
	assert_true(desk_status(desk)->due_ms > clock_monotonic_ms() + 3000000);
	fetch_refresh(desk->fetch, FETCH_ALL);
	desk_wait_walks(desk, 2);
	fetch_refresh(desk->fetch, 0);
	desk_wait_walks(desk, 3);
}

static void
wanted_fields_are_asked_for_from_the_next_walk_on(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 10 --frozen");
	struct desk *desk = desk_open(*state, &(struct desk_settings){.sims = {sim}, .interval_ms = 3600000});
	bool wanted[FIELDS_MAX] = {[FIELD_USER] = true};

	desk_wait_state(desk, CLUSTER_OK);
	assert_true(snapshot_has(desk->news[0].snapshot, FIELD_CLIENT_IP));
	fetch_set_wanted(desk->fetch, wanted);
	fetch_refresh(desk->fetch, 0);
	desk_wait_walks(desk, 2);
	assert_true(snapshot_has(desk->news[0].snapshot, FIELD_USER));
	assert_false(snapshot_has(desk->news[0].snapshot, FIELD_CLIENT_IP));
}

/* ------------------------------------------------------------------ the release */

static void
release_is_told(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 10 --frozen --release 9.11.1");
	struct desk *desk = desk_open(*state, &(struct desk_settings){.sims = {sim}, .interval_ms = 3600000});

	while (desk_status(desk)->release == NULL)
		desk_turn(desk);
	assert_string_equal(desk_status(desk)->release, "9.11.1");
}

static void
cluster_that_does_not_tell_its_release_is_watched_all_the_same(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 10 --frozen --fault 403,path=cluster");
	struct desk *desk = desk_open(*state, &(struct desk_settings){.sims = {sim}});

	desk_wait_walks(desk, 3);
	assert_int_equal(desk_status(desk)->state, CLUSTER_OK);
	assert_null(desk_status(desk)->release);
	assert_int_equal(sim_requests(sim, "GET /api/cluster?"), 1);
}

/* ------------------------------------------------------------------ trouble */

static void
rows_stay_and_are_stale_while_the_cluster_fails(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 20 --frozen");
	struct desk *desk = desk_open(*state, &(struct desk_settings){.sims = {sim}, .max_records = 10});
	uint64_t data_ms;

	desk_wait_state(desk, CLUSTER_OK);
	sim_fault(sim, "mid_walk");
	desk_wait_state(desk, CLUSTER_STALE);
	assert_int_equal(desk_rows(desk), 20);
	assert_false(snapshot_is_partial(desk->news[0].snapshot));
	check_contains(desk_status(desk)->trouble, "500");
	data_ms = desk_status(desk)->data_ms;
	sim_fault(sim, "");
	desk_wait_state(desk, CLUSTER_OK);
	assert_true(desk_status(desk)->data_ms > data_ms);
	assert_null(desk_status(desk)->trouble);
}

static void
walk_that_never_reached_its_end_leaves_partial_rows(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 300 --frozen --fault mid_walk=3");
	struct desk *desk = desk_open(*state, &(struct desk_settings){.sims = {sim}, .max_records = 100});

	desk_wait_state(desk, CLUSTER_PARTIAL);
	assert_int_equal(desk_rows(desk), 200);
	assert_true(snapshot_is_partial(desk->news[0].snapshot));
	assert_non_null(desk_status(desk)->trouble);
	sim_fault(sim, "");
	desk_wait_state(desk, CLUSTER_OK);
	assert_int_equal(desk_rows(desk), 300);
}

static void
cluster_without_rows_has_failed(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 10 --frozen --fault 500");
	struct desk *desk = desk_open(*state, &(struct desk_settings){.sims = {sim}});

	desk_wait_state(desk, CLUSTER_FAILED);
	assert_null(desk->news[0].snapshot);
	assert_int_equal(desk_status(desk)->data_ms, 0);
	assert_int_not_equal(desk_status(desk)->due_ms, 0);
}

static void
busy_cluster_is_not_asked_before_it_says(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 10 --frozen --fault 429=300");
	uint64_t before_ms = clock_monotonic_ms();
	struct desk *desk = desk_open(*state, &(struct desk_settings){.sims = {sim}});

	desk_wait_state(desk, CLUSTER_FAILED);
	assert_true(desk_status(desk)->due_ms >= before_ms + 300000);
	fetch_set_interval(desk->fetch, 50);
	desk_turn(desk);
	assert_true(desk_status(desk)->due_ms >= before_ms + 300000);
	sim_fault(sim, "");
	fetch_refresh(desk->fetch, 0);
	desk_wait_state(desk, CLUSTER_OK);
}

static void
page_that_a_busy_cluster_refused_is_asked_for_again(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 300 --frozen --fault 503=1,path=sessions,nth=2");
	struct desk *desk = desk_open(
	    *state, &(struct desk_settings){.sims = {sim}, .max_records = 100, .interval_ms = 3600000});

	desk_wait_walks(desk, 1);
	assert_int_equal(desk_status(desk)->state, CLUSTER_OK);
	assert_int_equal(desk_rows(desk), 300);
	assert_int_equal(sim_requests(sim, " 503 "), 1);
}

static void
refusal_is_not_repeated_at_the_interval(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 10 --frozen --fault 403");
	uint64_t before_ms = clock_monotonic_ms();
	struct desk *desk = desk_open(*state, &(struct desk_settings){.sims = {sim}});

	desk_wait_state(desk, CLUSTER_FAILED);
	assert_true(desk_status(desk)->due_ms >= before_ms + 60000);
}

static void
pages_that_go_in_circles_are_trouble(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 300 --frozen --fault loop_link,path=sessions");
	struct desk *desk = desk_open(*state, &(struct desk_settings){.sims = {sim}, .max_records = 100});

	desk_wait_state(desk, CLUSTER_PARTIAL);
	check_contains(desk_status(desk)->trouble, "circles");
	assert_int_equal(desk_rows(desk), 100);
}

static void
link_to_another_host_is_not_followed(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 300 --frozen"), *thief = sim_start(*state, "--sessions 1");
	struct desk *desk;

	sim_fault(sim, scene_text(*state, "evil_link=%s/api/protocols/cifs/sessions", sim_url(thief)));
	desk = desk_open(*state, &(struct desk_settings){.sims = {sim}, .max_records = 100});
	desk_wait_walks(desk, 1);
	assert_int_not_equal(desk_status(desk)->state, CLUSTER_OK);
	assert_int_equal(sim_requests(thief, "/api/"), 0);
}

static void
cluster_that_hangs_does_not_hold_up_another(void **state)
{
	struct sim *deaf = sim_start(*state, "--sessions 10 --frozen --fault hang");
	struct sim *sim = sim_start(*state, "--sessions 10 --frozen");
	struct desk *desk = desk_open(*state, &(struct desk_settings){.sims = {deaf, sim}});

	while (desk->news[1].status.walks < 3)
		desk_turn(desk);
	assert_int_equal(desk_status(desk)->state, CLUSTER_ASKING);
	assert_int_equal(desk_status(desk)->walks, 0);
}

static void
stop_does_not_wait_for_requests_that_hang(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 10 --frozen --fault hang");
	struct desk *desk = desk_open(*state, &(struct desk_settings){.sims = {sim}});

	while (sim_requests(sim, "GET ") == 0)
		sim_post(sim, "step?seconds=1");
	assert_true(desk_stop(desk) < 1000);
}

static void
request_that_hangs_is_given_up_in_time(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 10 --frozen --fault hang");
	struct desk *desk = desk_open(*state, &(struct desk_settings){.sims = {sim}, .timeout_ms = 200});

	desk_wait_state(desk, CLUSTER_FAILED);
	check_contains(desk_status(desk)->trouble, "200 ms");
	sim_fault(sim, "");
	desk_wait_state(desk, CLUSTER_OK);
}

/* ------------------------------------------------------------------ passwords */

/* The refusal is late, so that a second request would have the time to go out beside it. */
static void
wrong_password_costs_one_login(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 10 --frozen --fault 401 --fault late=0.2");
	char node[] = "n", svm[] = "s";
	struct identity identity = {
	    .kind = &session_kind, .parts = {{.text = node}, {.text = svm}, {.number = 1}, {.number = 1}}};
	struct desk *desk = desk_open(*state, &(struct desk_settings){.sims = {sim}});

	fetch_watch_session(desk->fetch, &identity);
	desk_wait_state(desk, CLUSTER_STOPPED);
	desk_wait_detail(desk, DETAIL_FAILED);
	assert_int_equal(desk_status(desk)->due_ms, 0);
	check_contains(desk_status(desk)->trouble, "401");
	check_contains(desk->detail.trouble, "401");

	fetch_set_interval(desk->fetch, 10);
	desk_turn(desk);
	desk_stop(desk);
	assert_int_equal(sim_requests(sim, "GET "), 1);
}

static void
each_refresh_of_a_stopped_cluster_costs_one_login(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 10 --frozen");
	struct desk *desk = desk_open(*state, &(struct desk_settings){.sims = {sim}, .password = "wrong"});

	desk_wait_walks(desk, 1);
	fetch_refresh(desk->fetch, FETCH_ALL);
	desk_wait_walks(desk, 2);
	assert_int_equal(desk_status(desk)->state, CLUSTER_STOPPED);
	desk_stop(desk);
	assert_int_equal(sim_requests(sim, " 401 "), 2);
}

static void
password_that_is_good_again_is_found_by_a_refresh(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 10 --frozen");
	struct desk *desk = desk_open(*state, &(struct desk_settings){.sims = {sim}});

	desk_wait_state(desk, CLUSTER_OK);
	sim_fault(sim, "401");
	desk_wait_state(desk, CLUSTER_STOPPED);
	assert_int_equal(desk_rows(desk), 10);
	sim_fault(sim, "");
	fetch_refresh(desk->fetch, 0);
	desk_wait_state(desk, CLUSTER_OK);
}

static void
refused_probe_stops_the_cluster_in_the_middle_of_a_walk(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 300 --frozen");
	struct desk *desk;

	sim_post(sim, "fault?spec=401,path=cluster&spec=hang,path=sessions,nth=2");
	desk = desk_open(*state, &(struct desk_settings){.sims = {sim}, .max_records = 100});
	desk_wait_state(desk, CLUSTER_STOPPED);
	assert_int_equal(desk_rows(desk), 100);
	assert_false(desk_status(desk)->is_walking);
	assert_int_equal(sim_requests(sim, " 401 "), 1);
}

/* ------------------------------------------------------------------ once */

static void
once_walks_each_cluster_once_and_asks_for_no_release(void **state)
{
	struct sim *a = sim_start(*state, "--sessions 300 --frozen"), *b = sim_start(*state, "--sessions 20 --frozen");
	struct desk *desk = desk_open(
	    *state, &(struct desk_settings){.sims = {a, b}, .max_records = 100, .is_once = true});

	while (desk->news[0].status.walks < 1 || desk->news[1].status.walks < 1)
		desk_turn(desk);
	assert_int_equal(desk_rows(desk), 300);
	assert_int_equal(desk_status(desk)->state, CLUSTER_OK);
	assert_int_equal(desk_status(desk)->due_ms, 0);
	desk_stop(desk);
	assert_int_equal(sim_requests(b, "GET "), 1);
	assert_int_equal(sim_requests(a, "GET /api/cluster?"), 0);
}

static void
once_asks_a_busy_cluster_again(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 10 --frozen --fault 429=1,count=2");
	struct desk *desk = desk_open(*state, &(struct desk_settings){.sims = {sim}, .is_once = true});

	desk_wait_walks(desk, 1);
	assert_int_equal(desk_status(desk)->state, CLUSTER_OK);
	assert_int_equal(desk_status(desk)->walks, 1);
	assert_int_equal(sim_requests(sim, " 429 "), 2);
}

static void
once_does_not_wait_for_who_is_busy_for_long(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 10 --frozen --fault 429=11");
	struct desk *desk = desk_open(*state, &(struct desk_settings){.sims = {sim}, .is_once = true});

	desk_wait_walks(desk, 1);
	assert_int_equal(desk_status(desk)->state, CLUSTER_FAILED);
	assert_int_equal(desk_status(desk)->due_ms, 0);
	assert_int_equal(sim_requests(sim, "GET "), 1);
}

static void
once_ends_also_with_a_refused_password(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 10 --frozen");
	struct desk *desk = desk_open(
	    *state, &(struct desk_settings){.sims = {sim}, .password = "wrong", .is_once = true});

	desk_wait_walks(desk, 1);
	assert_int_equal(desk_status(desk)->state, CLUSTER_STOPPED);
}

/* ------------------------------------------------------------------ neighbours */

#define SHORT_MS 200u

static void
a_walk_waits_for_a_neighbours_but_not_for_ever(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 20 --frozen");
	const char *folder = scene_path(*state, "cifstop");
	struct neighbours *others = neighbours_new(folder);
	struct neighbourhood *other = neighbours_join(others, sim_url(sim));
	struct desk *desk;
	uint64_t started;

	assert_true(neighbourhood_begin_walk(other));
	desk = desk_open(
	    *state, &(struct desk_settings){.sims = {sim}, .interval_ms = SHORT_MS, .neighbours_folder = folder});
	/* Somebody waits for the first one. */
	desk_wait_walks(desk, 1);
	started = clock_monotonic_ms();
	assert_int_equal(desk_status(desk)->watchers, 2);
	assert_int_equal(desk_status(desk)->interval_ms, 2 * SHORT_MS);
	/* The interval of two, and half of it once more; walks count from their start, a moment before. */
	desk_wait_walks(desk, 2);
	assert_true(clock_monotonic_ms() - started >= 5 * SHORT_MS / 2);
	/* r does not wait. */
	fetch_refresh(desk->fetch, 0);
	desk_wait_walks(desk, 3);
	desk_stop(desk);
	neighbours_free(others);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    SCENE_TEST(all_pages_make_one_snapshot),
	    SCENE_TEST(short_empty_and_overlapping_pages_lose_and_double_nothing),
	    SCENE_TEST(rows_appear_while_the_first_walk_goes_on),
	    SCENE_TEST(later_walks_swap_whole),
	    SCENE_TEST(sessions_that_came_and_ended_are_told_apart),
	    SCENE_TEST(interval_stretches_to_twice_the_walk),
	    SCENE_TEST(shorter_interval_counts_from_the_last_start),
	    SCENE_TEST(refresh_does_not_wait_for_the_interval),
	    SCENE_TEST(wanted_fields_are_asked_for_from_the_next_walk_on),
	    SCENE_TEST(release_is_told),
	    SCENE_TEST(cluster_that_does_not_tell_its_release_is_watched_all_the_same),
	    SCENE_TEST(rows_stay_and_are_stale_while_the_cluster_fails),
	    SCENE_TEST(walk_that_never_reached_its_end_leaves_partial_rows),
	    SCENE_TEST(cluster_without_rows_has_failed),
	    SCENE_TEST(busy_cluster_is_not_asked_before_it_says),
	    SCENE_TEST(page_that_a_busy_cluster_refused_is_asked_for_again),
	    SCENE_TEST(refusal_is_not_repeated_at_the_interval),
	    SCENE_TEST(pages_that_go_in_circles_are_trouble),
	    SCENE_TEST(link_to_another_host_is_not_followed),
	    SCENE_TEST(cluster_that_hangs_does_not_hold_up_another),
	    SCENE_TEST(stop_does_not_wait_for_requests_that_hang),
	    SCENE_TEST(request_that_hangs_is_given_up_in_time),
	    SCENE_TEST(wrong_password_costs_one_login),
	    SCENE_TEST(each_refresh_of_a_stopped_cluster_costs_one_login),
	    SCENE_TEST(password_that_is_good_again_is_found_by_a_refresh),
	    SCENE_TEST(refused_probe_stops_the_cluster_in_the_middle_of_a_walk),
	    SCENE_TEST(once_walks_each_cluster_once_and_asks_for_no_release),
	    SCENE_TEST(once_asks_a_busy_cluster_again),
	    SCENE_TEST(once_does_not_wait_for_who_is_busy_for_long),
	    SCENE_TEST(once_ends_also_with_a_refused_password),
	    SCENE_TEST(a_walk_waits_for_a_neighbours_but_not_for_ever),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
