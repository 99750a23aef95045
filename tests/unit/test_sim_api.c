/* The API of the simulated cluster against the documents, without HTTP. */
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

#include "sim/control.h"
#include "sim_stage.h"

static void
the_cluster_tells_name_and_version(void **state)
{
	struct world_options options = sim_stage_small_world();
	struct sim_stage s;

	(void)state;
	options.release = (struct release){9, 9, 1};
	sim_stage_open(&s, options);
	sim_get(&s, "/api/cluster?fields=name,version");
	assert_string_equal(s.text,
	    "{\"name\":\"sim1\",\"version\":{\"full\":\"NetApp Release 9.9.1: Thu Nov 09 13:22:55 UTC "
	    "2023\",\"generation\":9,\"major\":9,\"minor\":1}}");
	sim_get(&s, "/api/cluster");
	assert_non_null(sim_at(s.json, "uuid"));
	sim_expect_error(&s, "/api/cluster?fields=nothing", 400, "262197", "fields");
	sim_expect_error(&s, "/api/cluster?name=x", 400, "262179", "name");
	sim_stage_close(&s);
}

static void
without_fields_a_session_shows_its_keys_only(void **state)
{
	struct sim_stage s;

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	sim_get(&s, SESSIONS "?max_records=1");
	assert_int_equal(cJSON_GetArraySize(sim_row(&s, 0)), 4);
	assert_int_equal(cJSON_GetArraySize(sim_at(sim_row(&s, 0), "node")), 2);
	assert_int_equal(cJSON_GetArraySize(sim_at(sim_row(&s, 0), "svm")), 2);
	assert_true(cJSON_IsNumber(sim_at(sim_row(&s, 0), "identifier")));
	assert_true(cJSON_IsNumber(sim_at(sim_row(&s, 0), "connection_id")));
	sim_stage_close(&s);
}

static void
fields_adds_values_objects_and_dotted_names(void **state)
{
	struct sim_stage s;

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	sim_get(&s, SESSIONS "?max_records=1&volumes.name=!null&fields=user,volumes.name");
	assert_int_equal(cJSON_GetArraySize(sim_row(&s, 0)), 6);
	assert_int_equal(cJSON_GetArraySize(cJSON_GetArrayItem(sim_at(sim_row(&s, 0), "volumes"), 0)), 1);
	sim_get(&s, SESSIONS "?max_records=1&volumes.name=!null&fields=volumes");
	assert_int_equal(cJSON_GetArraySize(cJSON_GetArrayItem(sim_at(sim_row(&s, 0), "volumes"), 0)), 2);
	sim_get(&s, SESSIONS "?max_records=1&volumes.name=!null&user=!null&mapped_unix_user=!null&fields=*");
	assert_int_equal(cJSON_GetArraySize(sim_row(&s, 0)), 21);
	sim_get(&s, SESSIONS "?max_records=1&volumes.name=!null&fields=volumes,!volumes.uuid");
	assert_int_equal(cJSON_GetArraySize(cJSON_GetArrayItem(sim_at(sim_row(&s, 0), "volumes"), 0)), 1);
	sim_get(&s, SESSIONS "?max_records=1&volumes.name=!null&fields=**,!volumes,!user");
	assert_null(sim_at(sim_row(&s, 0), "volumes"));
	assert_null(sim_at(sim_row(&s, 0), "user"));
	sim_get(&s, SESSIONS "?max_records=1&volumes.name=!null&fields=volumes.%7Bname,uuid%7D,protocol");
	assert_int_equal(cJSON_GetArraySize(sim_row(&s, 0)), 6);
	sim_stage_close(&s);
}

static void
an_unknown_field_is_refused_unless_that_is_to_be_ignored(void **state)
{
	struct world_options options = sim_stage_small_world();
	struct sim_stage s;

	(void)state;
	sim_stage_open(&s, options);
	sim_expect_error(&s, SESSIONS "?fields=user,colour", 400, "262197", "fields");
	sim_get(&s, SESSIONS "?fields=user,colour&ignore_unknown_fields=true&max_records=1");
	assert_int_equal(sim_rows(&s), 1);
	sim_stage_close(&s);
	options.release = (struct release){9, 10, 1};
	sim_stage_open(&s, options);
	sim_expect_error(&s, SESSIONS "?ignore_unknown_fields=true", 400, "262179", "ignore_unknown_fields");
	sim_stage_close(&s);
}

static void
bad_parameters_get_the_documented_codes(void **state)
{
	struct sim_stage s;

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	sim_expect_error(&s, SESSIONS "?colour=red", 400, "262179", "colour");
	sim_expect_error(&s, SESSIONS "?lif_address=10.1.1.1", 400, "262179", "lif_address");
	sim_expect_error(&s, SESSIONS "?svm=x", 400, "262179", "svm");
	sim_expect_error(&s, SESSIONS "?open_files=many", 400, "262197", "open_files");
	sim_expect_error(&s, SESSIONS "?protocol=smb9", 400, "262197", "protocol");
	sim_expect_error(&s, SESSIONS "?max_records=0", 400, "262197", "max_records");
	sim_expect_error(&s, SESSIONS "?return_timeout=121", 400, "262197", "return_timeout");
	sim_expect_error(&s, SESSIONS "?return_records=maybe", 400, "262197", "return_records");
	sim_expect_error(&s, SESSIONS "?user", 400, "262248", "user");
	sim_expect_error(&s, SESSIONS "?user=a&user=b", 400, "262188", "user");
	sim_expect_error(&s, SESSIONS "?user=%zz", 400, "39387137", "user");
	sim_expect_error(&s, SESSIONS "?order_by=volumes", 400, "262268", "order_by");
	sim_expect_error(&s, SESSIONS "?order_by=colour", 400, "262197", "order_by");
	sim_expect_error(&s, SESSIONS "?order_by=user%20up", 400, "262197", "order_by");
	sim_stage_close(&s);
}

static void
pages_follow_each_other_without_gap_to_an_empty_one(void **state)
{
	struct sim_stage s;
	int pages;

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	assert_int_equal(sim_walk(&s, SESSIONS "?max_records=40", &pages), 120);
	/* No look-ahead: the third page is full, so it has a link, to nothing. */
	assert_int_equal(pages, 4);
	assert_int_equal(sim_walk(&s, SESSIONS "?max_records=50", &pages), 120);
	assert_int_equal(pages, 3);
	assert_int_equal(sim_walk(&s, SESSIONS, &pages), 120);
	assert_int_equal(pages, 1);
	assert_int_equal(sim_walk(&s, SESSIONS "?max_records=7&return_records=false", &pages), 120);
	sim_stage_close(&s);
}

static void
the_next_link_carries_all_parameters_encoded(void **state)
{
	struct sim_stage s;

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	sim_get(&s, "/api/v1/protocols/cifs/sessions?max_records=1&fields=*&user=%21null%7C%22a%20b%22&svm.name=svm*");
	assert_int_equal(sim_rows(&s), 1);
	assert_non_null(s.next);
	assert_memory_equal(s.next, SESSIONS "?start.", strlen(SESSIONS "?start."));
	assert_non_null(strstr(s.next, "&max_records=1&fields=%2A&user=%21null%7C%22a%20b%22&svm.name=svm%2A"));
	sim_stage_close(&s);
}

static void
a_walk_survives_that_its_last_session_ends(void **state)
{
	struct world_options options = sim_stage_small_world();
	struct answer a = {.status = 0};
	char *next, *end = NULL;
	struct sim_stage s;
	struct buffer uri = {NULL, 0, 0};

	(void)state;
	sim_stage_open(&s, options);
	sim_get(&s, SESSIONS "?max_records=40");
	next = strdup(s.next);
	end = strstr(next, "start.identifier=") + strlen("start.identifier=");
	buffer_literal(&uri, "/sim/end?identifier=");
	buffer_put(&uri, end, strcspn(end, "&"));
	buffer_byte(&uri, '\0');
	control_answer(s.sim, "POST", uri.data, &a);
	assert_int_equal(a.status, 200);
	sim_get(&s, next);
	assert_int_equal(sim_rows(&s), 40);
	answer_free(&a);
	buffer_free(&uri);
	free(next);
	sim_stage_close(&s);
}

static void
queries_are_anded_and_counted_right(void **state)
{
	struct sim_stage s;
	int all, few, many, both;

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	sim_get(&s, SESSIONS "?return_records=false");
	all = sim_rows(&s);
	assert_null(sim_at(s.json, "records"));
	sim_get(&s, SESSIONS "?return_records=false&open_files=<2");
	few = sim_rows(&s);
	sim_get(&s, SESSIONS "?return_records=false&open_files=>=2");
	many = sim_rows(&s);
	assert_int_equal(all, 120);
	assert_int_equal(few + many, all);
	assert_true(few > 0 && many > 0);
	sim_get(&s, SESSIONS "?open_files=>=2&smb_signing=true&protocol=smb3_1&fields=*");
	both = sim_rows(&s);
	assert_true(both > 0 && both < many);
	for (int i = 0; i < both; i++) {
		assert_true(sim_at(sim_row(&s, i), "open_files")->valueint >= 2);
		assert_true(cJSON_IsTrue(sim_at(sim_row(&s, i), "smb_signing")));
		assert_string_equal(sim_word(sim_row(&s, i), "protocol"), "smb3_1");
	}
	sim_stage_close(&s);
}

static void
offset_skips_on_the_first_page_only(void **state)
{
	struct sim_stage s;
	int pages;

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	assert_int_equal(sim_walk(&s, SESSIONS "?max_records=20&offset=50", &pages), 70);
	assert_int_equal(sim_walk(&s, SESSIONS "?max_records=20&offset=50&order_by=user", &pages), 70);
	assert_int_equal(sim_walk(&s, SESSIONS "?offset=500", &pages), 0);
	sim_stage_close(&s);
}

static void
order_by_sorts_over_all_pages(void **state)
{
	struct sim_stage s;
	int last = 1 << 30, count = 0;
	char *next = NULL;

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	sim_get(&s, SESSIONS "?max_records=50&fields=open_files&order_by=open_files%20desc,user");
	for (;;) {
		for (int i = 0; i < sim_rows(&s); i++, count++) {
			int files = sim_at(sim_row(&s, i), "open_files")->valueint;

			assert_true(files <= last);
			last = files;
		}
		free(next);
		next = s.next == NULL ? NULL : strdup(s.next);
		if (next == NULL)
			break;
		sim_get(&s, next);
	}
	assert_int_equal(count, 120);
	sim_stage_close(&s);
}

static void
unset_users_sort_last_and_match_null(void **state)
{
	struct world_options options = sim_stage_small_world();
	struct sim_stage s;
	int unset, all;

	(void)state;
	options.sessions = 2000;
	sim_stage_open(&s, options);
	sim_get(&s, SESSIONS "?user=null&fields=user");
	unset = sim_rows(&s);
	assert_true(unset > 0);
	assert_null(sim_at(sim_row(&s, 0), "user"));
	sim_get(&s, SESSIONS "?order_by=user&fields=user");
	all = sim_rows(&s);
	assert_null(sim_at(sim_row(&s, all - 1), "user"));
	assert_null(sim_at(sim_row(&s, all - unset), "user"));
	assert_non_null(sim_at(sim_row(&s, all - unset - 1), "user"));
	sim_stage_close(&s);
}

static void
an_instance_has_all_fields_and_ends_with_code_4(void **state)
{
	struct answer a = {.status = 0};
	struct sim_stage s;
	char *path, *one, *uri, *list;

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	path = sim_instance_of_first(
	    &s, SESSIONS "?max_records=1&user=CORP*&mapped_unix_user=!null&volumes.name=!null");
	sim_get(&s, path);
	assert_int_equal(s.status, 200);
	assert_int_equal(cJSON_GetArraySize(s.json), 21);
	one = strdup(s.text);
	sim_get(&s, SESSIONS "?fields=*&user=CORP*&max_records=1&mapped_unix_user=!null&volumes.name=!null");
	list = strdup(s.text);
	assert_non_null(strstr(list, one));
	sim_expect_error(&s, SESSIONS "/no-node/no-svm/1/1", 404, "4", NULL);
	sim_get(&s, path);
	uri = sim_alloc(400, 1);
	snprintf(uri, 400, "/sim/end?user=%s", sim_word(s.json, "user"));
	control_answer(s.sim, "POST", uri, &a);
	assert_int_equal(a.status, 200);
	sim_expect_error(&s, path, 404, "4", NULL);
	snprintf(uri, 400, "%s?max_records=3", path);
	sim_expect_error(&s, uri, 400, "262179", "max_records");
	answer_free(&a);
	free(uri);
	free(list);
	free(one);
	free(path);
	sim_stage_close(&s);
}

static void
open_files_of_a_session_are_as_many_as_it_says(void **state)
{
	struct sim_stage s;
	char uri[400], *record;
	int files;

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	sim_get(&s, SESSIONS "?fields=open_files&open_files=>3&connection_count=1&max_records=1");
	files = sim_at(sim_row(&s, 0), "open_files")->valueint;
	record = strstr(s.text, "\"identifier\":") + strlen("\"identifier\":");
	snprintf(uri, sizeof(uri),
	    FILES "?node.uuid=%s&svm.uuid=%s&session.identifier=%.*s&connection.identifier=%d&fields=*",
	    sim_word(sim_at(sim_row(&s, 0), "node"), "uuid"), sim_word(sim_at(sim_row(&s, 0), "svm"), "uuid"),
	    (int)strcspn(record, ","), record, sim_at(sim_row(&s, 0), "connection_id")->valueint);
	sim_get(&s, uri);
	assert_int_equal(sim_rows(&s), files);
	assert_int_equal(cJSON_GetArraySize(sim_row(&s, 0)), 12);
	assert_non_null(sim_at(sim_at(sim_row(&s, 0), "share"), "mode"));
	sim_stage_close(&s);
}

static void
files_page_and_stand_alone(void **state)
{
	struct sim_stage s;
	char *path;
	int all, pages;

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	sim_get(&s, FILES "?return_records=false");
	all = sim_rows(&s);
	assert_true(all > 150);
	assert_int_equal(sim_walk(&s, FILES "?max_records=11", &pages), all);
	path = sim_instance_of_first(&s, FILES "?max_records=1&path=*.docx");
	sim_get(&s, path);
	assert_int_equal(s.status, 200);
	assert_non_null(strstr(sim_word(s.json, "path"), ".docx"));
	free(path);
	sim_expect_error(&s, FILES "/a/b/1/2/3", 404, "4", NULL);
	sim_stage_close(&s);
}

static void
connections_list_each_once_with_all_its_sessions(void **state)
{
	struct world_options options = sim_stage_small_world();
	struct sim_stage s;
	int pages, all, sessions = 0;

	(void)state;
	options.sessions = 800;
	sim_stage_open(&s, options);
	sim_get(&s, CONNECTIONS "?fields=*");
	all = sim_rows(&s);
	for (int i = 0; i < all; i++)
		sessions += cJSON_GetArraySize(sim_at(sim_row(&s, i), "sessions"));
	assert_int_equal(sessions, 800);
	assert_true(all < 800);
	assert_int_equal(sim_walk(&s, CONNECTIONS "?max_records=33", &pages), all);
	sim_stage_close(&s);
}

static void
old_releases_have_no_files_and_connections(void **state)
{
	struct world_options options = sim_stage_small_world();
	struct sim_stage s;

	(void)state;
	options.release = (struct release){9, 10, 1};
	sim_stage_open(&s, options);
	sim_expect_error(&s, FILES, 404, "3", NULL);
	sim_expect_error(&s, CONNECTIONS, 404, "3", NULL);
	sim_get(&s, SESSIONS);
	assert_int_equal(sim_rows(&s), 120);
	sim_expect_error(&s, "/api/nothing", 404, "3", NULL);
	sim_ask(&s, "DELETE", SESSIONS);
	assert_int_equal(s.status, 405);
	assert_string_equal(sim_word(sim_at(s.json, "error"), "code"), "3");
	sim_stage_close(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_cluster_tells_name_and_version),
	    cmocka_unit_test(without_fields_a_session_shows_its_keys_only),
	    cmocka_unit_test(fields_adds_values_objects_and_dotted_names),
	    cmocka_unit_test(an_unknown_field_is_refused_unless_that_is_to_be_ignored),
	    cmocka_unit_test(bad_parameters_get_the_documented_codes),
	    cmocka_unit_test(pages_follow_each_other_without_gap_to_an_empty_one),
	    cmocka_unit_test(the_next_link_carries_all_parameters_encoded),
	    cmocka_unit_test(a_walk_survives_that_its_last_session_ends),
	    cmocka_unit_test(queries_are_anded_and_counted_right),
	    cmocka_unit_test(offset_skips_on_the_first_page_only),
	    cmocka_unit_test(order_by_sorts_over_all_pages),
	    cmocka_unit_test(unset_users_sort_last_and_match_null),
	    cmocka_unit_test(an_instance_has_all_fields_and_ends_with_code_4),
	    cmocka_unit_test(open_files_of_a_session_are_as_many_as_it_says),
	    cmocka_unit_test(files_page_and_stand_alone),
	    cmocka_unit_test(connections_list_each_once_with_all_its_sessions),
	    cmocka_unit_test(old_releases_have_no_files_and_connections),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
