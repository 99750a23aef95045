/* test_e2e_clusters.c: several clusters at once, and everything that can be wrong with one. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "e2e/listener.h"
#include "e2e/watch.h"

/* Fast enough to see many refreshes, and time-outs that end while one waits. */
#define FAST "interval: 500ms, return_timeout: 1, timeout: 2s"
#define BY_HAND "interval: 1h, return_timeout: 1, timeout: 2s"

/* Sessions of a cluster that are seen. */
static size_t
rows_of(struct stage *stage, const char *cluster)
{
	const char *const *clusters = table_column(stage, "CLUSTER");
	size_t count = 0;

	for (size_t i = 0; clusters != NULL && clusters[i] != NULL; i++)
		count += strcmp(clusters[i], cluster) == 0;
	return count;
}

struct cluster_rows {
	const char *name;
	size_t count;
};

static bool
has_cluster_rows(struct stage *stage, const void *context)
{
	const struct cluster_rows *wanted = context;

	return rows_of(stage, wanted->name) == wanted->count;
}

static void
wait_cluster_rows(struct stage *stage, const char *name, size_t count)
{
	struct cluster_rows wanted = {name, count};

	stage_wait(stage, scene_text(stage_scene(stage), "%zu rows of %s", count, name), has_cluster_rows, &wanted);
}

static void
two_clusters_stand_in_one_table(void **state)
{
	struct sim *east = sim_start(*state, "--sessions 30 --seed 1 --frozen --release 9.14");
	struct sim *west = sim_start(*state, "--sessions 20 --seed 2 --frozen --release 9.8 --dialect page98");
	const char *config = sim_config(*state, BY_HAND, "", "east,west", east, west);
	struct stage *stage = stage_open_cifstop(*state, "120x80", "-c %s", config);
	size_t east_count = sim_world(east).count, west_count = sim_world(west).count;

	wait_cluster_rows(stage, "east", east_count);
	wait_cluster_rows(stage, "west", west_count);
	stage_wait_on_line(stage, 0, scene_text(*state, "2 clusters · %zu sessions", east_count + west_count));
	stage_wait_on_line(stage, 1, scene_text(*state, "east 9.14.1 %zu ok", east_count));
	stage_wait_on_line(stage, 1, "west 9.8");
}

static void
rows_are_refreshed_at_the_interval(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 20 --seed 1 --frozen");
	const char *config = sim_config(*state, FAST, "", "one", sim);
	struct stage *stage = stage_open_cifstop(*state, "100x40", "-c %s", config);

	table_wait_rows(stage, sim_world(sim).count);
	sim_post(sim, "add?user=CORP%%5Clate&client_ip=10.9.9.9");
	stage_wait_text(stage, "CORP\\late");
	watch_requests(stage, sim, 4);
}

static void
a_cluster_that_hangs_does_not_hold_up_the_other(void **state)
{
	struct sim *good = sim_start(*state, "--sessions 30 --seed 1 --frozen");
	struct sim *bad = sim_start(*state, "--sessions 30 --seed 2 --frozen --fault hang");
	const char *config = sim_config(*state, "interval: 500ms", "", "good,bad", good, bad);
	struct stage *stage = stage_open_cifstop(*state, "120x50", "-c %s", config);

	wait_cluster_rows(stage, "good", sim_world(good).count);
	stage_wait_on_line(stage, 1, "bad asking");
	sim_post(good, "add?user=CORP%%5Clate&client_ip=10.9.9.9");
	stage_wait_text(stage, "CORP\\late");
	stage_type(stage, "jj");
	stage_wait_on_line(stage, -2, "3/");
	stage_type(stage, "q");
	stage_wait_end(stage, 0);
}

static void
a_time_out_keeps_the_rows_and_says_how_old_they_are(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 30 --seed 1 --frozen");
	size_t count = sim_world(sim).count;
	const char *config = sim_config(*state, BY_HAND, "", "one", sim);
	struct stage *stage = stage_open_cifstop(*state, "120x50", "-c %s", config);

	table_wait_rows(stage, count);
	sim_fault(sim, "hang");
	stage_type(stage, "r");
	stage_wait_on_line(stage, 1, "timed out after 2 s");
	stage_wait_on_line(stage, 1, "!one");
	stage_wait_on_line(stage, 1, " stale ");
	table_wait_rows(stage, count);
	sim_fault(sim, "");
	stage_type(stage, "r");
	stage_wait_on_line(stage, 1, " ok ");
}

/* After a good walk the next one fails so; the rows stay, marked stale, with the reason; the next good one heals. */
static void
check_failure(void **state, const char *fault, const char *reason)
{
	struct sim *sim = sim_start(*state, "--sessions 30 --seed 1 --frozen");
	size_t count = sim_world(sim).count;
	const char *config = sim_config(*state, BY_HAND, "", "one", sim);
	struct stage *stage = stage_open_cifstop(*state, "160x50", "-c %s", config);

	table_wait_rows(stage, count);
	sim_fault(sim, fault);
	stage_type(stage, "r");
	stage_wait_on_line(stage, 1, " stale ");
	stage_wait_on_line(stage, 1, reason);
	table_wait_rows(stage, count);
	sim_fault(sim, "");
	stage_type(stage, "r");
	stage_wait_on_line(stage, 1, " ok ");
	stage_wait_no_text(stage, reason);
}

static void
a_broken_record_is_counted_and_named_and_the_others_are_shown(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 30 --seed 1 --frozen --fault broken,path=sessions");
	const char *config = sim_config(*state, BY_HAND, "", "one", sim);
	struct stage *stage = stage_open_cifstop(*state, "160x50", "-c %s", config);

	stage_wait_on_line(stage, 1, "!one");
	stage_wait_on_line(stage, 1, "1 unreadable");
	stage_wait_on_line(stage, 1, "is not JSON");
	table_wait_rows(stage, sim_world(sim).count - 1);
}

static void
a_web_page_keeps_the_rows(void **state)
{
	check_failure(state, "html,path=sessions", "web page");
}

static void
a_cut_answer_keeps_the_rows(void **state)
{
	check_failure(state, "cut,path=sessions", "cut");
}

static void
an_internal_error_keeps_the_rows(void **state)
{
	check_failure(state, "500,path=sessions", "500");
}

static void
a_refusal_of_the_role_says_what_to_type_on_the_cluster(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 30 --fault 403,path=sessions");
	const char *config = sim_config(*state, BY_HAND, "", "one", sim);
	struct stage *stage = stage_open_cifstop(*state, "200x50", "-c %s", config);

	stage_wait_on_line(stage, 1, "403");
	stage_wait_text(stage, "security login rest-role create");
	stage_wait_text(stage, "/api/protocols/cifs/sessions");
}

static void
a_walk_that_breaks_off_says_partial_and_shows_what_came(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 100 --seed 3 --frozen --fault mid_walk=3");
	const char *config = sim_config(*state, BY_HAND ", max_records: 20", "", "one", sim);
	struct stage *stage = stage_open_cifstop(*state, "120x60", "-c %s", config);

	stage_wait_on_line(stage, 1, "partial 40+ ");
	stage_wait_on_line(stage, 1, ": 500");
	table_wait_rows(stage, 40);
}

static void
a_later_walk_that_breaks_off_leaves_the_whole_older_one(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 50 --seed 3 --frozen");
	size_t count = sim_world(sim).count;
	const char *config = sim_config(*state, BY_HAND ", max_records: 20", "", "one", sim);
	struct stage *stage = stage_open_cifstop(*state, "120x70", "-c %s", config);

	table_wait_rows(stage, count);
	sim_fault(sim, "mid_walk=2");
	stage_type(stage, "r");
	stage_wait_on_line(stage, 1, " stale ");
	table_wait_rows(stage, count);
}

static void
the_first_401_is_the_last_until_the_user_asks_again(void **state)
{
	struct sim *good = sim_start(*state, "--sessions 20 --seed 1 --frozen");
	struct sim *bad = sim_start(*state, "--sessions 20 --seed 2 --frozen --fault 401");
	const char *config = sim_config(*state, FAST, "", "good,bad", good, bad);
	struct stage *stage = stage_open_cifstop(*state, "160x60", "-c %s", config);

	stage_wait_text(stage, "401");
	stage_wait_text(stage, "password refused, r to try again");
	/* The other one's refreshes are the clock. */
	watch_requests(stage, good, 6);
	assert_int_equal(sim_requests(bad, ""), 1);
	sim_fault(bad, "");
	stage_type(stage, "r");
	wait_cluster_rows(stage, "bad", sim_world(bad).count);
	stage_wait_no_text(stage, "401");
}

static void
a_password_that_is_changed_under_way_stops_as_well(void **state)
{
	struct sim *good = sim_start(*state, "--sessions 20 --seed 1 --frozen");
	struct sim *bad = sim_start(*state, "--sessions 20 --seed 2 --frozen");
	const char *config = sim_config(*state, FAST, "", "good,bad", good, bad);
	struct stage *stage = stage_open_cifstop(*state, "160x60", "-c %s", config);
	size_t count = sim_world(bad).count;

	wait_cluster_rows(stage, "bad", count);
	sim_fault(bad, "401");
	stage_wait_text(stage, "password refused, r to try again");
	watch_requests(stage, good, sim_requests(good, SESSIONS_PATH) + 5);
	assert_int_equal(sim_requests(bad, " 401 "), 1);
	wait_cluster_rows(stage, "bad", count);
}

static void
retry_after_is_waited_for(void **state)
{
	struct sim *clock = sim_start(*state, "--sessions 20 --seed 1 --frozen");
	struct sim *busy = sim_start(*state, "--sessions 20 --seed 2 --frozen --fault 429=3,path=sessions,nth=1");
	const char *config = sim_config(*state, FAST, "", "clock,busy", clock, busy);
	struct stage *stage = stage_open_cifstop(*state, "160x60", "-c %s", config);

	stage_wait_text(stage, "429");
	assert_int_equal(sim_requests(busy, SESSIONS_PATH), 1);
	wait_cluster_rows(stage, "busy", sim_world(busy).count);
	/* Three seconds are six of its refreshes; fewer on a machine that has much to do. */
	assert_true(sim_requests(clock, SESSIONS_PATH) >= 4);
	stage_wait_no_text(stage, "429");
}

static void
a_link_to_another_host_is_not_followed(void **state)
{
	struct listener *listener = listener_open(*state);
	struct sim *sim = sim_start(
	    *state, "--sessions 100 --seed 3 --frozen --fault evil_link=%s/api/x", listener_url(listener));
	const char *config = sim_config(*state, BY_HAND ", max_records: 20", "", "one", sim);
	struct stage *stage = stage_open_cifstop(*state, "160x60", "-c %s", config);

	stage_wait_on_line(stage, 1, "!one");
	stage_wait_on_line(stage, 1, "link");
	table_wait_rows(stage, 20);
	assert_int_equal(listener_visitors(listener), 0);
	assert_int_equal(sim_requests(sim, SESSIONS_PATH), 1);
}

static void
a_link_that_leads_in_circles_ends_the_walk(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 100 --seed 3 --frozen --fault loop_link");
	const char *config = sim_config(*state, BY_HAND ", max_records: 20", "", "one", sim);
	struct stage *stage = stage_open_cifstop(*state, "160x60", "-c %s", config);

	stage_wait_on_line(stage, 1, "circles");
	assert_true(sim_requests(sim, SESSIONS_PATH) <= 3);
}

static void
nobody_there_is_said_with_the_address(void **state)
{
	const char *config = scene_write(*state, "config.yaml",
	    "clusters: [{name: gone, url: 'http://127.0.0.1:1', username: u, password: p, interval: 1h}]\n");
	struct stage *stage = stage_open_cifstop(*state, "120x24", "-c %s", config);

	stage_wait_on_line(stage, 1, "!gone");
	stage_wait_on_line(stage, 1, "no connection to 127.0.0.1:1");
}

static struct stage *
open_tls(void **state, struct sim *sim, const char *tls)
{
	const char *config = sim_config(*state, scene_text(*state, BY_HAND "%s", tls), "", "one", sim);

	return stage_open_cifstop(*state, "160x40", "-c %s", config);
}

static void
a_certificate_that_nobody_vouches_for_is_refused(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 20 --frozen --tls");
	struct stage *stage = open_tls(state, sim, "");

	stage_wait_on_line(stage, 1, "certificate is not trusted");
	stage_wait_text(stage, "cifstop --trust one");
	assert_int_equal(sim_requests(sim, ""), 0);
}

static void
a_certificate_of_the_ca_file_is_trusted(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 20 --frozen --tls");
	struct stage *stage = open_tls(state, sim, scene_text(*state, ", tls: {ca_file: '%s'}", sim_certificate(sim)));

	table_wait_rows(stage, sim_world(sim).count);
	stage_wait_on_line(stage, 1, " ok ");
	assert_false(stage_has(stage, "INSECURE"));
}

static void
insecure_is_shown_all_the_time(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 20 --frozen --tls");
	struct stage *stage = open_tls(state, sim, ", tls: {insecure: true}");

	stage_wait_on_line(stage, 1, "INSECURE");
	table_wait_rows(stage, sim_world(sim).count);
	stage_wait_on_line(stage, 1, "INSECURE");
	stage_resize(stage, "60x12");
	stage_wait_on_line(stage, 0, "INSECURE");
	sim_fault(sim, "500");
	stage_resize(stage, "160x40");
	watch_refresh(stage, sim);
	stage_wait_on_line(stage, 1, "stale");
	stage_wait_on_line(stage, 1, "INSECURE");
}

static void
clusters_without_room_are_counted(void **state)
{
	struct sim *one = sim_start(*state, "--sessions 10 --frozen"), *bad = sim_start(*state, "--fault 401");
	const char *config = sim_config(*state, BY_HAND, "",
	    "cluster-with-a-long-name-1,cluster-with-a-long-name-2,cluster-with-a-long-name-3,cluster-with-a-long-name-"
	    "4,"
	    "cluster-with-a-long-name-5,cluster-with-a-long-name-6,cluster-with-a-long-name-7,cluster-with-a-long-name-"
	    "8,"
	    "cluster-with-a-long-name-9,cluster-with-a-long-name-10,cluster-with-a-long-name-11,"
	    "cluster-with-a-long-name-12",
	    one, one, one, one, one, one, one, one, one, one, one, bad);
	struct stage *stage = stage_open_cifstop(*state, "60x24", "-c %s", config);

	stage_wait_text(stage, "12 clusters");
	stage_wait_text(stage, " ok, 1 stopped");
	stage_wait_text(stage, " more: ");
	/* A third of the screen at most. */
	assert_true(table_rows(stage) >= 13);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    SCENE_TEST(two_clusters_stand_in_one_table),
	    SCENE_TEST(rows_are_refreshed_at_the_interval),
	    SCENE_TEST(a_cluster_that_hangs_does_not_hold_up_the_other),
	    SCENE_TEST(a_time_out_keeps_the_rows_and_says_how_old_they_are),
	    SCENE_TEST(a_broken_record_is_counted_and_named_and_the_others_are_shown),
	    SCENE_TEST(a_web_page_keeps_the_rows),
	    SCENE_TEST(a_cut_answer_keeps_the_rows),
	    SCENE_TEST(an_internal_error_keeps_the_rows),
	    SCENE_TEST(a_refusal_of_the_role_says_what_to_type_on_the_cluster),
	    SCENE_TEST(a_walk_that_breaks_off_says_partial_and_shows_what_came),
	    SCENE_TEST(a_later_walk_that_breaks_off_leaves_the_whole_older_one),
	    SCENE_TEST(the_first_401_is_the_last_until_the_user_asks_again),
	    SCENE_TEST(a_password_that_is_changed_under_way_stops_as_well),
	    SCENE_TEST(retry_after_is_waited_for),
	    SCENE_TEST(a_link_to_another_host_is_not_followed),
	    SCENE_TEST(a_link_that_leads_in_circles_ends_the_walk),
	    SCENE_TEST(nobody_there_is_said_with_the_address),
	    SCENE_TEST(a_certificate_that_nobody_vouches_for_is_refused),
	    SCENE_TEST(a_certificate_of_the_ca_file_is_trusted),
	    SCENE_TEST(insecure_is_shown_all_the_time),
	    SCENE_TEST(clusters_without_room_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
