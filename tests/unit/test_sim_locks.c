/* Locks, the role, and pages cut by time, as the simulated cluster has them. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sim/simulator.h"
#include "sim_stage.h"

static int
count(struct sim_stage *s, const char *uri)
{
	int pages;

	return sim_walk(s, uri, &pages);
}

static void
each_open_file_has_its_share_lock_and_its_range_locks(void **state)
{
	struct sim_stage s;
	int files, ranges = 0;

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	sim_get(&s, FILES "?fields=range_locks_count");
	files = sim_rows(&s);
	for (int i = 0; i < files; i++)
		ranges += sim_at(sim_row(&s, i), "range_locks_count")->valueint;
	assert_true(ranges > 0);
	assert_int_equal(count(&s, LOCKS "?type=share_level&smb.connect_state=connected"), files);
	assert_int_equal(count(&s, LOCKS "?type=byte_range"), ranges);
	assert_true(count(&s, LOCKS "?type=op_lock&smb.connect_state=connected") < files);
	assert_true(count(&s, LOCKS "?type=op_lock") > files / 3);
	sim_stage_close(&s);
}

static void
a_lock_names_the_file_from_the_junction_of_its_volume(void **state)
{
	struct sim_stage s;
	char uri[700], path[500];

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	sim_get(&s, FILES "?fields=path,volume&path=*.xlsx&max_records=1");
	snprintf(path, sizeof(path), "/%s/%s", sim_word(sim_at(sim_row(&s, 0), "volume"), "name"),
	    sim_word(sim_row(&s, 0), "path"));
	for (char *c = path; *c != '\0'; c++)
		*c = *c == '\\' ? '/' : *c;
	assert_null(strpbrk(path, "&+%"));
	for (char *c = strchr(path, ' '); c != NULL; c = strchr(path, ' '))
		*c = '*';
	snprintf(uri, sizeof(uri), LOCKS "?path=%s&fields=*", path);
	sim_get(&s, uri);
	assert_true(sim_rows(&s) >= 1);
	assert_string_equal(sim_word(sim_row(&s, 0), "protocol"), "cifs");
	sim_stage_close(&s);
}

static void
a_lock_is_found_by_client_svm_and_path(void **state)
{
	struct sim_stage s;
	char uri[400];
	int files;

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	sim_get(&s, SESSIONS "?fields=client_ip,open_files&open_files=>5&connection_count=1&max_records=1");
	files = sim_at(sim_row(&s, 0), "open_files")->valueint;
	snprintf(uri, sizeof(uri), LOCKS "?protocol=cifs&type=share_level&client_address=%s&svm.uuid=%s",
	    sim_word(sim_row(&s, 0), "client_ip"), sim_word(sim_at(sim_row(&s, 0), "svm"), "uuid"));
	assert_true(count(&s, uri) >= files);
	sim_stage_close(&s);
}

static void
some_locks_outlived_their_sessions(void **state)
{
	struct sim_stage s;
	char uri[200];
	int strays;

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	strays = count(&s, LOCKS "?smb.connect_state=!connected");
	assert_true(strays > 0 && strays < 10);
	sim_get(&s, LOCKS "?smb.connect_state=!connected&fields=client_address");
	snprintf(uri, sizeof(uri), SESSIONS "?client_ip=%s", sim_word(sim_row(&s, 0), "client_address"));
	assert_int_equal(count(&s, uri), 0);
	assert_true(count(&s, LOCKS "?protocol=!cifs") > 0);
	sim_stage_close(&s);
}

static void
locks_page_without_gap_and_each_stands_alone(void **state)
{
	struct world_options options = sim_stage_small_world();
	struct sim_stage s;
	int all, pages;
	char *path;

	(void)state;
	options.sessions = 40;
	sim_stage_open(&s, options);
	all = count(&s, LOCKS "?return_records=false");
	assert_int_equal(sim_walk(&s, LOCKS "?max_records=7", &pages), all);
	assert_int_equal(sim_walk(&s, LOCKS "?max_records=1", &pages), all);
	path = sim_instance_of_first(&s, LOCKS "?max_records=1&type=byte_range");
	sim_get(&s, path);
	assert_int_equal(s.status, 200);
	assert_string_equal(sim_word(s.json, "type"), "byte_range");
	free(path);
	path = sim_instance_of_first(&s, LOCKS "?max_records=1&protocol=nfsv4");
	sim_get(&s, path);
	assert_string_equal(sim_word(s.json, "type"), "delegation");
	free(path);
	sim_expect_error(&s, LOCKS "/bf03d8b4-e145-498a-902d-b9fe5d546d18", 404, "4", NULL);
	sim_stage_close(&s);
}

static void
the_uuids_of_locks_are_all_different(void **state)
{
	static const char name[] = "\"uuid\":\"";
	struct sim_stage s;
	int rows;

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	sim_get(&s, LOCKS);
	rows = sim_rows(&s);
	for (int i = 0; i < rows; i++) {
		char *uuid = NULL;
		const char *at = NULL;

		assert_true(asprintf(&uuid, "%s%s\"", name, sim_word(sim_row(&s, i), "uuid")) > 0);
		at = strstr(s.text, uuid);
		assert_non_null(at);
		assert_null(strstr(at + 1, uuid));
		free(uuid);
	}
	sim_stage_close(&s);
}

static void
locks_came_with_9_10_1(void **state)
{
	struct world_options options = sim_stage_small_world();
	struct sim_stage s;

	(void)state;
	options.release = (struct release){9, 9, 1};
	sim_stage_open(&s, options);
	sim_expect_error(&s, LOCKS, 404, "3", NULL);
	sim_stage_close(&s);
	options.release = (struct release){9, 10, 1};
	sim_stage_open(&s, options);
	assert_true(count(&s, LOCKS) > 0);
	sim_stage_close(&s);
}

static void
a_forbidden_path_is_refused_with_all_that_is_below_it(void **state)
{
	struct sim_stage s;
	char *path;

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	path = sim_instance_of_first(&s, FILES "?max_records=1");
	simulator_forbid(s.sim, FILES);
	simulator_forbid(s.sim, "/api/cluster");
	sim_expect_error(&s, FILES, 403, "6", NULL);
	sim_expect_error(&s, "/api/v1/protocols/cifs/session/files?fields=*", 403, "6", NULL);
	sim_expect_error(&s, path, 403, "6", NULL);
	sim_expect_error(&s, "/api/cluster", 403, "6", NULL);
	sim_get(&s, SESSIONS);
	assert_int_equal(sim_rows(&s), 120);
	sim_get(&s, CONNECTIONS);
	assert_true(sim_rows(&s) > 0);
	free(path);
	sim_stage_close(&s);
}

static void
slow_pages_hold_what_return_timeout_has_time_for(void **state)
{
	struct sim_stage s;
	int pages;

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	sim_set_fault(&s, "slow_pages=2");
	sim_get(&s, SESSIONS "?return_timeout=10");
	assert_int_equal(sim_rows(&s), 20);
	sim_get(&s, SESSIONS);
	assert_int_equal(sim_rows(&s), 30);
	sim_get(&s, SESSIONS "?return_timeout=0");
	assert_int_equal(sim_rows(&s), 1);
	sim_get(&s, SESSIONS "?return_timeout=120&max_records=50");
	assert_int_equal(sim_rows(&s), 50);
	assert_int_equal(sim_walk(&s, SESSIONS "?return_timeout=5", &pages), 120);
	assert_int_equal(pages, 13);
	assert_int_equal(sim_walk(&s, SESSIONS "?return_timeout=5&return_records=false", &pages), 120);
	assert_int_equal(pages, 13);
	sim_stage_close(&s);
}

static void
ignored_queries_leave_all_records_and_are_still_checked(void **state)
{
	struct sim_stage s;

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	sim_set_fault(&s, "ignore_query");
	sim_get(&s, SESSIONS "?user=nobody");
	assert_int_equal(sim_rows(&s), 120);
	sim_expect_error(&s, SESSIONS "?open_files=many", 400, "262197", "open_files");
	sim_get(&s, SESSIONS "?user=nobody&max_records=7");
	assert_int_equal(sim_rows(&s), 7);
	sim_stage_close(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_open_file_has_its_share_lock_and_its_range_locks),
	    cmocka_unit_test(a_lock_names_the_file_from_the_junction_of_its_volume),
	    cmocka_unit_test(a_lock_is_found_by_client_svm_and_path),
	    cmocka_unit_test(some_locks_outlived_their_sessions),
	    cmocka_unit_test(locks_page_without_gap_and_each_stands_alone),
	    cmocka_unit_test(the_uuids_of_locks_are_all_different),
	    cmocka_unit_test(locks_came_with_9_10_1),
	    cmocka_unit_test(a_forbidden_path_is_refused_with_all_that_is_below_it),
	    cmocka_unit_test(slow_pages_hold_what_return_timeout_has_time_for),
	    cmocka_unit_test(ignored_queries_leave_all_records_and_are_still_checked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
