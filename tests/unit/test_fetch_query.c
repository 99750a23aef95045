/* test_fetch_query.c: collections beside the sessions, against simulated clusters. */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "e2e/check.h"
#include "fetch_desk.h"
#include "model/connection_fields.h"
#include "model/file_fields.h"
#include "model/lock_fields.h"
#include "model/session_fields.h"

#define FILES_REQUEST "/session/files?"
#define PANE FETCH_SLOT_PANE
#define TABLE FETCH_SLOT_TABLE

static const struct fetch_query all_files = {.kind = &file_kind, .cluster = FETCH_ALL};

/* The thread with a cluster that has been walked; the next walk is an hour away. */
static struct desk *
open_walked(struct scene *scene, struct sim *sim)
{
	struct desk *desk = desk_open(scene, &(struct desk_settings){.sims = {sim}, .interval_ms = 3600000});

	desk_wait_state(desk, CLUSTER_OK);
	return desk;
}

static const struct snapshot *
rows_of(const struct desk *desk, enum fetch_slot slot, size_t cluster)
{
	return desk->queries[slot][cluster].snapshot;
}

static uint32_t
count_of(const struct desk *desk, enum fetch_slot slot, size_t cluster)
{
	const struct snapshot *rows = rows_of(desk, slot, cluster);

	return rows == NULL ? 0 : snapshot_count(rows);
}

/* A session that has files open, and how many. */
static uint32_t
find_busy_session(const struct desk *desk, uint64_t *files)
{
	uint32_t row = 0;

	while (row < desk_rows(desk) && snapshot_number(desk->news[0].snapshot, FIELD_OPEN_FILES, row) < 3)
		row++;
	assert_true(row < desk_rows(desk));
	*files = snapshot_number(desk->news[0].snapshot, FIELD_OPEN_FILES, row);
	return row;
}

/* Watches the files of one session, as the detail does. */
static void
watch_files_of(struct desk *desk, uint32_t row, bool keeps_ended)
{
	char names[4][32] = {"node.uuid", "svm.uuid", "session.identifier", "connection.identifier"}, values[4][64];
	const struct snapshot *sessions = desk->news[0].snapshot;
	struct query_parameter parameters[4];
	struct fetch_query query = {
	    .kind = &file_kind, .parameters = parameters, .parameter_count = 4, .keeps_ended = keeps_ended};

	snprintf(values[0], sizeof values[0], "%s", snapshot_text(sessions, FIELD_NODE_UUID, row).bytes);
	snprintf(values[1], sizeof values[1], "%s", snapshot_text(sessions, FIELD_SVM_UUID, row).bytes);
	snprintf(values[2], sizeof values[2], "%" PRIu64, snapshot_number(sessions, FIELD_IDENTIFIER, row));
	snprintf(values[3], sizeof values[3], "%" PRIu64, snapshot_number(sessions, FIELD_CONNECTION_ID, row));
	for (size_t i = 0; i < 4; i++)
		parameters[i] = (struct query_parameter){names[i], values[i]};
	fetch_watch_query(desk->fetch, PANE, &query);
}

static void
files_of_a_session_are_joined_to_it(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 50 --frozen");
	struct desk *desk = open_walked(*state, sim);
	uint64_t files;
	uint32_t row = find_busy_session(desk, &files);
	const struct snapshot *rows, *sessions;

	watch_files_of(desk, row, false);
	desk_wait_query(desk, PANE, 0, CLUSTER_OK);
	rows = rows_of(desk, PANE, 0);
	sessions = desk->news[0].snapshot;
	assert_int_equal(snapshot_count(rows), files);
	for (uint32_t i = 0; i < files; i++) {
		assert_int_equal(snapshot_number(rows, FILE_SESSION_IDENTIFIER, i),
		    snapshot_number(sessions, FIELD_IDENTIFIER, row));
		assert_true(text_equals(snapshot_text(rows, FILE_USER, i), snapshot_text(sessions, FIELD_USER, row)));
		assert_int_equal(
		    snapshot_number(rows, FILE_IDLE_DURATION, i), snapshot_number(sessions, FIELD_IDLE_DURATION, row));
	}
}

/* Every file has the user of its session; or, where the world has none, none. */
static void
expect_all_joined(const struct snapshot *files)
{
	uint32_t joined = 0;

	for (uint32_t row = 0; row < snapshot_count(files); row++)
		joined += !text_is_absent(snapshot_text(files, FILE_CLIENT_IP, row));
	assert_true(joined > 0);
	assert_int_equal(joined, snapshot_count(files));
}

static void
pages_are_followed_to_their_end_and_shown_as_they_come(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 200 --frozen --fault duplicates,path=files");
	struct desk *desk = desk_open(
	    *state, &(struct desk_settings){.sims = {sim}, .interval_ms = 3600000, .max_records = 20});
	bool was_partial = false;

	desk_wait_state(desk, CLUSTER_OK);
	fetch_watch_query(desk->fetch, TABLE, &all_files);
	while (desk->queries[TABLE][0].status.state != CLUSTER_OK) {
		desk_turn(desk);
		was_partial = was_partial ||
			      (rows_of(desk, TABLE, 0) != NULL && snapshot_is_partial(rows_of(desk, TABLE, 0)));
	}
	assert_true(was_partial);
	assert_true(desk->queries[TABLE][0].status.pages > 3);
	assert_true(count_of(desk, TABLE, 0) < desk->queries[TABLE][0].status.records);
	expect_all_joined(rows_of(desk, TABLE, 0));
}

static void
sessions_that_come_after_the_files_are_joined_then(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 50 --frozen --fault late=1,path=sessions");
	struct desk *desk = desk_open(
	    *state, &(struct desk_settings){.sims = {sim}, .interval_ms = 3600000, .query = &all_files});

	desk_wait_query(desk, TABLE, 0, CLUSTER_OK);
	assert_int_equal(desk_status(desk)->state, CLUSTER_ASKING);
	assert_false(snapshot_has(rows_of(desk, TABLE, 0), FILE_CLIENT_IP));
	while (!snapshot_has(rows_of(desk, TABLE, 0), FILE_CLIENT_IP))
		desk_turn(desk);
	expect_all_joined(rows_of(desk, TABLE, 0));
	assert_int_equal(sim_requests(sim, FILES_REQUEST), 1);
}

static void
query_overtakes_a_walk_that_hangs(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 50 --frozen");
	struct desk *desk = open_walked(*state, sim);

	sim_fault(sim, "hang,path=sessions");
	fetch_refresh(desk->fetch, 0);
	while (!desk_status(desk)->is_walking)
		desk_turn(desk);
	fetch_watch_query(desk->fetch, TABLE, &all_files);
	desk_wait_query(desk, TABLE, 0, CLUSTER_OK);
	assert_true(desk_status(desk)->is_walking);
}

static void
older_release_says_so_and_the_others_go_on(void **state)
{
	struct sim *old = sim_start(*state, "--sessions 50 --frozen --release 9.8");
	struct sim *new = sim_start(*state, "--sessions 50 --frozen --release 9.16.1");
	struct desk *desk = desk_open(*state, &(struct desk_settings){.sims = {old, new}, .query = &all_files});

	desk_wait_query(desk, TABLE, 1, CLUSTER_OK);
	desk_wait_query(desk, TABLE, 0, CLUSTER_FAILED);
	while (strcmp(desk->queries[TABLE][0].status.trouble, "open files need ONTAP 9.11.1; this is 9.8") != 0)
		desk_turn(desk);
	/* One at most, from before the release was known. */
	desk_wait_walks(desk, desk_status(desk)->walks + 3);
	assert_true(sim_requests(old, FILES_REQUEST) <= 1);
	assert_int_equal(desk_status(desk)->state, CLUSTER_OK);
	assert_int_equal(desk->queries[TABLE][0].status.state, CLUSTER_FAILED);
}

static void
forbidden_path_says_which_and_sessions_go_on(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 50 --frozen --forbid /api/protocols/cifs/session/files");
	struct desk *desk = desk_open(*state, &(struct desk_settings){.sims = {sim}, .query = &all_files});

	desk_wait_query(desk, TABLE, 0, CLUSTER_FAILED);
	check_contains(desk->queries[TABLE][0].status.trouble,
	    "security login rest-role create -role cifstop -access readonly -api /api/protocols/cifs/session/files");
	desk_wait_walks(desk, desk_status(desk)->walks + 3);
	assert_int_equal(desk_status(desk)->state, CLUSTER_OK);
	assert_int_equal(sim_requests(sim, FILES_REQUEST), 1);
}

static void
what_was_refused_is_not_asked_for_again_by_watching_again(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 50 --frozen --forbid /api/protocols/cifs/session/files");
	struct desk *desk = open_walked(*state, sim);
	const struct fetch_query connections = {.kind = &connection_kind, .cluster = FETCH_ALL};

	for (unsigned i = 0; i < 3; i++) {
		fetch_watch_query(desk->fetch, PANE, &all_files);
		desk_wait_query(desk, PANE, 0, CLUSTER_FAILED);
		check_contains(desk->queries[PANE][0].status.trouble, "rest-role create");
		fetch_watch_query(desk->fetch, PANE, &connections);
		desk_wait_query(desk, PANE, 0, CLUSTER_OK);
	}
	assert_int_equal(sim_requests(sim, FILES_REQUEST), 1);
	fetch_watch_query(desk->fetch, PANE, &all_files);
	desk_wait_query(desk, PANE, 0, CLUSTER_FAILED);
	fetch_refresh(desk->fetch, FETCH_ALL);
	while (sim_requests(sim, FILES_REQUEST) < 2)
		desk_turn(desk);
}

static void
refused_password_costs_one_401(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 50 --frozen");
	struct desk *desk = desk_open(
	    *state, &(struct desk_settings){.sims = {sim}, .password = "falsch", .query = &all_files});

	fetch_watch_query(desk->fetch, PANE, &all_files);
	desk_wait_state(desk, CLUSTER_STOPPED);
	desk_wait_query(desk, TABLE, 0, CLUSTER_STOPPED);
	desk_wait_query(desk, PANE, 0, CLUSTER_STOPPED);
	check_contains(desk->queries[TABLE][0].status.trouble, "401");
	assert_int_equal(sim_requests(sim, " 401 "), 1);
}

static void
refresh_asks_a_stopped_cluster_again(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 50 --frozen --fault 401,path=files,count=1");
	struct desk *desk = open_walked(*state, sim);

	fetch_watch_query(desk->fetch, TABLE, &all_files);
	desk_wait_query(desk, TABLE, 0, CLUSTER_STOPPED);
	desk_wait_state(desk, CLUSTER_STOPPED);
	fetch_refresh(desk->fetch, FETCH_ALL);
	desk_wait_query(desk, TABLE, 0, CLUSTER_OK);
	desk_wait_state(desk, CLUSTER_OK);
	assert_int_equal(sim_requests(sim, " 401 "), 1);
}

static void
trouble_keeps_the_last_rows_and_passes(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 50 --frozen");
	struct desk *desk = desk_open(*state, &(struct desk_settings){.sims = {sim}, .query = &all_files});
	uint32_t count;

	desk_wait_query(desk, TABLE, 0, CLUSTER_OK);
	count = count_of(desk, TABLE, 0);
	sim_fault(sim, "500,path=files");
	desk_wait_query(desk, TABLE, 0, CLUSTER_STALE);
	check_contains(desk->queries[TABLE][0].status.trouble, "500");
	assert_int_equal(count_of(desk, TABLE, 0), count);
	sim_fault(sim, "");
	desk_wait_query(desk, TABLE, 0, CLUSTER_OK);
	assert_null(desk->queries[TABLE][0].status.trouble);
}

static void
files_that_were_closed_stay_listed_as_ended(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 50 --frozen");
	struct desk *desk = open_walked(*state, sim);
	uint64_t files;
	uint32_t row = find_busy_session(desk, &files);
	uint32_t walks;

	fetch_set_interval(desk->fetch, 50);
	watch_files_of(desk, row, true);
	desk_wait_query(desk, PANE, 0, CLUSTER_OK);
	sim_post(sim, "end?identifier=%" PRIu64, snapshot_number(rows_of(desk, PANE, 0), FILE_SESSION_IDENTIFIER, 0));
	while (count_of(desk, PANE, 0) > 0)
		desk_turn(desk);
	walks = desk->queries[PANE][0].status.walks;
	desk_wait_query_walks(desk, PANE, 0, walks + 3);
	assert_int_equal(snapshot_count(snapshot_ended(rows_of(desk, PANE, 0))), files);
	assert_false(text_is_absent(snapshot_text(snapshot_ended(rows_of(desk, PANE, 0)), FILE_CLIENT_IP, 0)));
}

static void
next_query_drops_the_one_that_hangs(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 50 --frozen --fault hang,path=files");
	struct desk *desk = open_walked(*state, sim);
	const struct fetch_query connections = {.kind = &connection_kind, .cluster = FETCH_ALL};

	fetch_watch_query(desk->fetch, PANE, &all_files);
	while (!desk->queries[PANE][0].status.is_walking)
		desk_turn(desk);
	fetch_watch_query(desk->fetch, PANE, &connections);
	desk_wait_query(desk, PANE, 0, CLUSTER_OK);
	assert_ptr_equal(snapshot_kind(rows_of(desk, PANE, 0)), &connection_kind);
	assert_true(count_of(desk, PANE, 0) > 0);
}

static void
query_that_ended_brings_no_more_news_and_slots_are_independent(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 50 --frozen");
	struct desk *desk = open_walked(*state, sim);
	const struct fetch_query connections = {.kind = &connection_kind, .cluster = FETCH_ALL};
	size_t requests;

	fetch_set_interval(desk->fetch, 50);
	fetch_watch_query(desk->fetch, PANE, &all_files);
	fetch_watch_query(desk->fetch, TABLE, &connections);
	desk_wait_query(desk, PANE, 0, CLUSTER_OK);
	desk_wait_query(desk, TABLE, 0, CLUSTER_OK);
	fetch_watch_query(desk->fetch, PANE, NULL);
	fetch_news_clear(&desk->queries[PANE][0]);
	desk_wait_query_walks(desk, TABLE, 0, desk->queries[TABLE][0].status.walks + 1);
	requests = sim_requests(sim, FILES_REQUEST);
	desk_wait_query_walks(desk, TABLE, 0, desk->queries[TABLE][0].status.walks + 3);
	assert_int_equal(desk->queries[PANE][0].status.walks, 0);
	assert_int_equal(sim_requests(sim, FILES_REQUEST), requests);
}

static void
only_the_named_cluster_is_asked(void **state)
{
	struct sim *first = sim_start(*state, "--sessions 20 --frozen");
	struct sim *second = sim_start(*state, "--sessions 20 --frozen");
	const struct fetch_query query = {.kind = &file_kind, .cluster = 1};
	struct desk *desk = desk_open(*state, &(struct desk_settings){.sims = {first, second}, .query = &query});

	desk_wait_query(desk, TABLE, 1, CLUSTER_OK);
	desk_wait_walks(desk, 3);
	assert_int_equal(sim_requests(first, FILES_REQUEST), 0);
}

/* A part of the path of some open file, in capitals and with the other slashes. */
static const char *
fragment_of(struct scene *scene, const struct snapshot *files, uint32_t row)
{
	struct text path = snapshot_text(files, FILE_PATH, row);
	char *fragment = scene_memory(scene, path.length + 1);

	for (size_t i = 0; i < path.length; i++) {
		char byte = path.bytes[i];

		fragment[i] = byte >= 'a' && byte <= 'z' ? (char)(byte - 'a' + 'A') : byte == '\\' ? '/' : byte;
	}
	return fragment;
}

static void
file_is_found_by_a_part_of_its_path_in_any_case(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 200 --frozen");
	struct desk *desk = open_walked(*state, sim);
	struct fetch_query find = all_files;
	uint32_t hits = 0, all;

	fetch_watch_query(desk->fetch, PANE, &all_files);
	desk_wait_query(desk, PANE, 0, CLUSTER_OK);
	all = count_of(desk, PANE, 0);
	find.path_fragment = fragment_of(*state, rows_of(desk, PANE, 0), 5);
	fetch_watch_query(desk->fetch, TABLE, &find);
	desk_wait_query(desk, TABLE, 0, CLUSTER_OK);
	for (uint32_t row = 0; row < all; row++)
		hits += text_equals_nocase(snapshot_text(rows_of(desk, PANE, 0), FILE_PATH, row),
		    snapshot_text(rows_of(desk, PANE, 0), FILE_PATH, 5));
	assert_true(hits >= 1 && hits < all);
	assert_true(count_of(desk, TABLE, 0) >= hits);
	assert_true(count_of(desk, TABLE, 0) < all);
	/* The cluster filtered; what came more than is shown is what the query had to leave open. */
	assert_true(desk->queries[TABLE][0].status.records < all);
	expect_all_joined(rows_of(desk, TABLE, 0));
}

static void
once_walks_each_cluster_once_after_its_sessions(void **state)
{
	struct sim *old = sim_start(*state, "--sessions 50 --frozen --release 9.8");
	struct sim *new = sim_start(*state, "--sessions 50 --frozen");
	struct desk *desk = desk_open(
	    *state, &(struct desk_settings){.sims = {old, new}, .query = &all_files, .is_once = true});

	desk_wait_query_walks(desk, TABLE, 0, 1);
	desk_wait_query_walks(desk, TABLE, 1, 1);
	assert_int_equal(desk->queries[TABLE][0].status.state, CLUSTER_FAILED);
	check_contains(desk->queries[TABLE][0].status.trouble, "open files need ONTAP 9.11.1");
	assert_int_equal(desk->queries[TABLE][1].status.state, CLUSTER_OK);
	expect_all_joined(rows_of(desk, TABLE, 1));
	assert_int_equal(desk->news[1].status.walks, 1);
	assert_int_equal(sim_requests(new, FILES_REQUEST), 1);
}

static void
once_ends_where_the_password_is_refused(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 50 --frozen");
	struct desk *desk = desk_open(
	    *state, &(struct desk_settings){.sims = {sim}, .password = "falsch", .query = &all_files, .is_once = true});

	desk_wait_query_walks(desk, TABLE, 0, 1);
	assert_int_equal(desk->queries[TABLE][0].status.state, CLUSTER_STOPPED);
	assert_int_equal(sim_requests(sim, " 401 "), 1);
}

static void
files_of_a_client_follow_its_sessions(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 20 --frozen");
	struct desk *desk = desk_open(*state, &(struct desk_settings){.sims = {sim}});
	const struct fetch_query query = {
	    .kind = &file_kind, .cluster = FETCH_ALL, .sessions_field = FIELD_CLIENT_IP, .sessions_value = "10.9.8.7"};

	fetch_watch_query(desk->fetch, PANE, &query);
	desk_wait_query(desk, PANE, 0, CLUSTER_OK);
	assert_int_equal(count_of(desk, PANE, 0), 0);
	assert_int_equal(sim_requests(sim, FILES_REQUEST), 0);
	sim_post(sim, "add?user=busy&client_ip=10.9.8.7&open_files=4");
	while (count_of(desk, PANE, 0) != 4)
		desk_turn(desk);
	sim_post(sim, "add?user=other&client_ip=10.9.8.7&open_files=3");
	while (count_of(desk, PANE, 0) != 7)
		desk_turn(desk);
	sim_post(sim, "end?user=busy");
	while (count_of(desk, PANE, 0) != 3)
		desk_turn(desk);
}

static void
locks_know_who_holds_them(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 100 --frozen");
	struct desk *desk = open_walked(*state, sim);
	char name[] = "protocol", value[] = "cifs";
	const struct query_parameter smb = {name, value};
	const struct fetch_query query = {
	    .kind = &lock_kind, .cluster = FETCH_ALL, .parameters = &smb, .parameter_count = 1};
	uint32_t held = 0, stray = 0;

	fetch_watch_query(desk->fetch, TABLE, &query);
	desk_wait_query(desk, TABLE, 0, CLUSTER_OK);
	for (uint32_t row = 0; row < count_of(desk, TABLE, 0); row++) {
		if (text_is_absent(snapshot_text(rows_of(desk, TABLE, 0), LOCK_USER, row)))
			stray++;
		else
			held++;
	}
	assert_true(held > stray && stray > 0);
}

static void
thread_ends_while_queries_are_under_way(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 50 --frozen --fault hang,path=files");
	struct desk *desk = open_walked(*state, sim);

	fetch_watch_query(desk->fetch, PANE, &all_files);
	fetch_watch_query(desk->fetch, TABLE, &all_files);
	while (!desk->queries[PANE][0].status.is_walking || !desk->queries[TABLE][0].status.is_walking)
		desk_turn(desk);
	assert_true(desk_stop(desk) < 2000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    SCENE_TEST(files_of_a_session_are_joined_to_it),
	    SCENE_TEST(pages_are_followed_to_their_end_and_shown_as_they_come),
	    SCENE_TEST(sessions_that_come_after_the_files_are_joined_then),
	    SCENE_TEST(query_overtakes_a_walk_that_hangs),
	    SCENE_TEST(older_release_says_so_and_the_others_go_on),
	    SCENE_TEST(forbidden_path_says_which_and_sessions_go_on),
	    SCENE_TEST(what_was_refused_is_not_asked_for_again_by_watching_again),
	    SCENE_TEST(refused_password_costs_one_401),
	    SCENE_TEST(refresh_asks_a_stopped_cluster_again),
	    SCENE_TEST(trouble_keeps_the_last_rows_and_passes),
	    SCENE_TEST(files_that_were_closed_stay_listed_as_ended),
	    SCENE_TEST(next_query_drops_the_one_that_hangs),
	    SCENE_TEST(query_that_ended_brings_no_more_news_and_slots_are_independent),
	    SCENE_TEST(only_the_named_cluster_is_asked),
	    SCENE_TEST(file_is_found_by_a_part_of_its_path_in_any_case),
	    SCENE_TEST(once_walks_each_cluster_once_after_its_sessions),
	    SCENE_TEST(once_ends_where_the_password_is_refused),
	    SCENE_TEST(files_of_a_client_follow_its_sessions),
	    SCENE_TEST(locks_know_who_holds_them),
	    SCENE_TEST(thread_ends_while_queries_are_under_way),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
