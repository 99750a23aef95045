/* How a simulated cluster spells what it says. */
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

#include "sim_stage.h"

static void
links_are_on_every_object_for_hal_only(void **state)
{
	struct sim_stage s;

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	sim_get(&s, SESSIONS "?fields=*");
	assert_null(strstr(s.text, "_links"));
	s.accept = "application/hal+json";
	sim_get(&s, SESSIONS "?fields=*&volumes.name=!null&max_records=1");
	assert_non_null(sim_at(sim_at(sim_row(&s, 0), "node"), "_links"));
	assert_non_null(sim_at(sim_at(sim_row(&s, 0), "svm"), "_links"));
	assert_non_null(sim_at(cJSON_GetArrayItem(sim_at(sim_row(&s, 0), "volumes"), 0), "_links"));
	assert_non_null(sim_at(sim_at(s.json, "_links"), "self"));
	s.accept = "text/plain";
	sim_get(&s, SESSIONS "?max_records=1");
	assert_non_null(sim_at(sim_row(&s, 0), "_links"));
	sim_stage_close(&s);
}

static void
the_page_of_98_spells_with_dots_and_yes(void **state)
{
	struct world_options options = sim_stage_small_world();
	struct sim_stage s;

	(void)state;
	options.dialect = DIALECT_PAGE98;
	options.sessions = 500;
	sim_stage_open(&s, options);
	sim_get(&s, SESSIONS "?fields=*");
	assert_non_null(strstr(s.text, "\"protocol\":\"smb3.1\""));
	assert_non_null(strstr(s.text, "\"continuous_availability\":\"no\""));
	assert_non_null(strstr(s.text, "\"continuous_availability\":\"yes\""));
	assert_null(strstr(s.text, "smb3_1"));
	sim_get(&s, SESSIONS "?protocol=smb3.1");
	assert_true(sim_rows(&s) > 0);
	sim_stage_close(&s);
}

static void
the_overview_has_the_old_names(void **state)
{
	static const char *const names[] = {"lif_address", "address", "auth_mechanism", "windows_user", "unix_user",
	    "shares", "files", "other", "connected_time", "idle_time", "protocol_version", "continuously_available",
	    "is_session_signed", "smb_encryption_status", "connection_count", "is_large_mtu_enabled", "vol_names",
	    "vol_uuids"};
	struct world_options options = sim_stage_small_world();
	struct sim_stage s;

	(void)state;
	options.dialect = DIALECT_OVERVIEW;
	sim_stage_open(&s, options);
	sim_get(&s, SESSIONS "?fields=*&user=!null&mapped_unix_user=!null&volumes.name=!null&max_records=1");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_non_null(sim_at(sim_row(&s, 0), names[i]));
	assert_int_equal(cJSON_GetArraySize(sim_at(sim_row(&s, 0), "vol_names")),
	    cJSON_GetArraySize(sim_at(sim_row(&s, 0), "vol_uuids")));
	sim_get(&s, FILES "?fields=*&max_records=1");
	assert_non_null(sim_at(sim_at(sim_row(&s, 0), "file"), "identifier"));
	assert_non_null(sim_at(sim_at(sim_row(&s, 0), "file"), "type"));
	assert_non_null(sim_at(sim_row(&s, 0), "session_id"));
	assert_string_equal(sim_word(sim_row(&s, 0), "reconnected"), "No");
	assert_non_null(sim_at(sim_row(&s, 0), "range_lock_count"));
	sim_stage_close(&s);
}

static void
an_odd_cluster_mixes_types_but_not_values(void **state)
{
	struct world_options options = sim_stage_small_world();
	struct sim_stage s;
	unsigned numbers = 0, texts = 0, ones = 0, empties = 0, objects = 0, missing = 0;

	(void)state;
	options.dialect = DIALECT_ODD;
	options.sessions = 400;
	sim_stage_open(&s, options);
	sim_get(&s, SESSIONS "?fields=*");
	for (int i = 0; i < sim_rows(&s); i++) {
		cJSON *signing = sim_at(sim_row(&s, i), "smb_signing"), *files = sim_at(sim_row(&s, i), "open_files");

		numbers += cJSON_IsNumber(sim_at(sim_row(&s, i), "identifier")) ? 1 : 0;
		texts += cJSON_IsString(sim_at(sim_row(&s, i), "identifier")) ? 1 : 0;
		ones += cJSON_IsNumber(signing) && signing->valueint == 1;
		empties += cJSON_IsString(signing) && signing->valuestring[0] == '\0';
		objects += cJSON_IsObject(sim_at(sim_row(&s, i), "volumes")) ? 1 : 0;
		missing += files == NULL;
	}
	assert_true(numbers > 100 && texts > 100 && ones > 50 && empties > 5 && objects > 50 && missing > 20);
	sim_get(&s, SESSIONS "?max_records=1");
	assert_true(cJSON_IsObject(sim_at(s.json, "records")));
	sim_get(&s, SESSIONS "?open_files=null&return_records=false");
	assert_int_equal(sim_rows(&s), (int)missing);
	sim_stage_close(&s);
}

static void
hostile_names_are_still_json(void **state)
{
	struct world_options options = sim_stage_small_world();
	struct sim_stage s;

	(void)state;
	options.hostile = true;
	options.sessions = 400;
	sim_stage_open(&s, options);
	sim_get(&s, SESSIONS "?fields=*");
	assert_int_equal(sim_rows(&s), 400);
	assert_non_null(strstr(s.text, "\\u001b["));
	assert_non_null(strstr(s.text, "\\u000a"));
	assert_non_null(strstr(s.text, "\xe2\x80\xae"));
	assert_non_null(strstr(s.text, "\xff\xfe"));
	assert_null(strchr(s.text, '\x1b'));
	sim_get(&s, FILES "?fields=*");
	assert_true(sim_rows(&s) > 100);
	sim_stage_close(&s);
}

/* What a client library does: everything, page by page over the links, and objects by their own links. */
static void
a_library_that_follows_links_gets_the_same_whatever_it_accepts(void **state)
{
	static const char *const collections[] = {SESSIONS, FILES, CONNECTIONS, LOCKS};
	static const char *const accepts[] = {
	    "application/json", "application/hal+json", "application/json, application/hal+json", "*/*", NULL};
	struct sim_stage s;

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	for (size_t i = 0; i < sizeof(collections) / sizeof(collections[0]); i++) {
		char uri[200];
		int all, pages;

		sim_get(&s, collections[i]);
		all = sim_rows(&s);
		snprintf(uri, sizeof(uri), "%s?fields=%%2A&max_records=97&return_timeout=15", collections[i]);
		for (size_t j = 0; j < sizeof(accepts) / sizeof(accepts[0]); j++) {
			s.accept = accepts[j];
			assert_int_equal(sim_walk(&s, uri, &pages), all);
			assert_int_equal(pages, all / 97 + 1);
		}
		if (strcmp(collections[i], CONNECTIONS) != 0) {
			char *path = sim_instance_of_first(&s, collections[i]);

			s.accept = "application/hal+json";
			sim_get(&s, path);
			assert_string_equal(sim_word(sim_at(sim_at(s.json, "_links"), "self"), "href"), path);
			free(path);
		}
		s.accept = "application/json";
	}
	sim_stage_close(&s);
}

static void
pretty_answers_hold_the_same(void **state)
{
	struct sim_stage s;
	char *plain, *again;

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	sim_get(&s, SESSIONS "?fields=*&max_records=30");
	cJSON_DeleteItemFromObject(s.json, "_links");
	plain = cJSON_PrintUnformatted(s.json);
	sim_get(&s, SESSIONS "?fields=*&max_records=30&pretty=true");
	assert_non_null(strstr(s.text, "\n      \"node\": {\n"));
	cJSON_DeleteItemFromObject(s.json, "_links");
	again = cJSON_PrintUnformatted(s.json);
	assert_string_equal(plain, again);
	free(plain);
	free(again);
	sim_stage_close(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(links_are_on_every_object_for_hal_only),
	    cmocka_unit_test(the_page_of_98_spells_with_dots_and_yes),
	    cmocka_unit_test(the_overview_has_the_old_names),
	    cmocka_unit_test(an_odd_cluster_mixes_types_but_not_values),
	    cmocka_unit_test(hostile_names_are_still_json),
	    cmocka_unit_test(a_library_that_follows_links_gets_the_same_whatever_it_accepts),
	    cmocka_unit_test(pretty_answers_hold_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
