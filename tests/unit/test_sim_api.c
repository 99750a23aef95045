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

#include <cjson/cJSON.h>

#include "sim/api.h"
#include "sim/control.h"
#include "sim/fault.h"
#include "sim/simulator.h"

#define SESSIONS "/api/protocols/cifs/sessions"
#define FILES "/api/protocols/cifs/session/files"
#define CONNECTIONS "/api/protocols/cifs/connections"

/* One cluster, and its last answer. */
struct stage {
	struct simulator *sim;
	struct api_mischief mischief;
	const char *accept;
	unsigned status;
	char *text;
	char *next; /* the next link, or NULL */
	cJSON *json;
};

static void
stage_open(struct stage *s, struct world_options options)
{
	*s = (struct stage){.accept = "application/json"};
	s->sim = simulator_new(&options);
}

static struct world_options
small_world(void)
{
	return (struct world_options){
	    .name = "sim1",
	    .release = {9, 14, 1},
	    .seed = 3,
	    .sessions = 120,
	    .files_per_session = 3,
	    .churn = 60,
	    .frozen = true,
	};
}

static void
forget_answer(struct stage *s)
{
	cJSON_Delete(s->json);
	free(s->text);
	free(s->next);
	s->json = NULL;
	s->text = NULL;
	s->next = NULL;
}

static void
stage_close(struct stage *s)
{
	forget_answer(s);
	simulator_free(s->sim);
}

static void
ask(struct stage *s, const char *method, const char *uri)
{
	struct api_request request = {.method = method, .uri = uri, .accept = s->accept};
	struct answer a = {.status = 0};
	char *copy = strdup(uri);

	forget_answer(s);
	request.uri = copy;
	api_answer(s->sim, &request, &a, &s->mischief);
	s->status = a.status;
	s->text = sim_strndup(a.body.data, a.body.length);
	if (a.next.length > 0)
		s->next = sim_strndup(a.next.data, a.next.length);
	s->json = cJSON_ParseWithOpts(s->text, NULL, true);
	answer_free(&a);
	free(copy);
}

static void
get(struct stage *s, const char *uri)
{
	ask(s, "GET", uri);
}

static cJSON *
at(cJSON *object, const char *name)
{
	return cJSON_GetObjectItemCaseSensitive(object, name);
}

static int
rows(const struct stage *s)
{
	cJSON *records = at(s->json, "records");
	cJSON *number = at(s->json, "num_records");

	assert_int_equal(s->status, 200);
	assert_non_null(number);
	if (records != NULL && cJSON_IsArray(records))
		assert_int_equal(number->valueint, cJSON_GetArraySize(records));
	return number->valueint;
}

static cJSON *
row(const struct stage *s, int i)
{
	cJSON *record = cJSON_GetArrayItem(at(s->json, "records"), i);

	assert_non_null(record);
	return record;
}

static const char *
word(cJSON *object, const char *name)
{
	const char *text = cJSON_GetStringValue(at(object, name));

	assert_non_null(text);
	return text;
}

static void
expect_error(struct stage *s, const char *uri, unsigned status, const char *code, const char *target)
{
	cJSON *error;

	get(s, uri);
	assert_int_equal(s->status, status);
	error = at(s->json, "error");
	assert_string_equal(word(error, "code"), code);
	assert_true(word(error, "message")[0] != '\0');
	if (target == NULL)
		assert_null(at(error, "target"));
	else
		assert_string_equal(word(error, "target"), target);
}

static void
the_cluster_tells_name_and_version(void **state)
{
	struct world_options options = small_world();
	struct stage s;

	(void)state;
	options.release = (struct release){9, 9, 1};
	stage_open(&s, options);
	get(&s, "/api/cluster?fields=name,version");
	assert_string_equal(s.text,
	    "{\"name\":\"sim1\",\"version\":{\"full\":\"NetApp Release 9.9.1: Thu Nov 09 13:22:55 UTC "
	    "2023\",\"generation\":9,\"major\":9,\"minor\":1}}");
	get(&s, "/api/cluster");
	assert_non_null(at(s.json, "uuid"));
	expect_error(&s, "/api/cluster?fields=nothing", 400, "262197", "fields");
	expect_error(&s, "/api/cluster?name=x", 400, "262179", "name");
	stage_close(&s);
}

static void
without_fields_a_session_shows_its_keys_only(void **state)
{
	struct stage s;

	(void)state;
	stage_open(&s, small_world());
	get(&s, SESSIONS "?max_records=1");
	assert_int_equal(cJSON_GetArraySize(row(&s, 0)), 4);
	assert_int_equal(cJSON_GetArraySize(at(row(&s, 0), "node")), 2);
	assert_int_equal(cJSON_GetArraySize(at(row(&s, 0), "svm")), 2);
	assert_true(cJSON_IsNumber(at(row(&s, 0), "identifier")));
	assert_true(cJSON_IsNumber(at(row(&s, 0), "connection_id")));
	stage_close(&s);
}

static void
fields_adds_values_objects_and_dotted_names(void **state)
{
	struct stage s;

	(void)state;
	stage_open(&s, small_world());
	get(&s, SESSIONS "?max_records=1&volumes.name=!null&fields=user,volumes.name");
	assert_int_equal(cJSON_GetArraySize(row(&s, 0)), 6);
	assert_int_equal(cJSON_GetArraySize(cJSON_GetArrayItem(at(row(&s, 0), "volumes"), 0)), 1);
	get(&s, SESSIONS "?max_records=1&volumes.name=!null&fields=volumes");
	assert_int_equal(cJSON_GetArraySize(cJSON_GetArrayItem(at(row(&s, 0), "volumes"), 0)), 2);
	get(&s, SESSIONS "?max_records=1&volumes.name=!null&user=!null&mapped_unix_user=!null&fields=*");
	assert_int_equal(cJSON_GetArraySize(row(&s, 0)), 21);
	get(&s, SESSIONS "?max_records=1&volumes.name=!null&fields=volumes,!volumes.uuid");
	assert_int_equal(cJSON_GetArraySize(cJSON_GetArrayItem(at(row(&s, 0), "volumes"), 0)), 1);
	get(&s, SESSIONS "?max_records=1&volumes.name=!null&fields=**,!volumes,!user");
	assert_null(at(row(&s, 0), "volumes"));
	assert_null(at(row(&s, 0), "user"));
	get(&s, SESSIONS "?max_records=1&volumes.name=!null&fields=volumes.%7Bname,uuid%7D,protocol");
	assert_int_equal(cJSON_GetArraySize(row(&s, 0)), 6);
	stage_close(&s);
}

static void
an_unknown_field_is_refused_unless_that_is_to_be_ignored(void **state)
{
	struct world_options options = small_world();
	struct stage s;

	(void)state;
	stage_open(&s, options);
	expect_error(&s, SESSIONS "?fields=user,colour", 400, "262197", "fields");
	get(&s, SESSIONS "?fields=user,colour&ignore_unknown_fields=true&max_records=1");
	assert_int_equal(rows(&s), 1);
	stage_close(&s);
	options.release = (struct release){9, 10, 1};
	stage_open(&s, options);
	expect_error(&s, SESSIONS "?ignore_unknown_fields=true", 400, "262179", "ignore_unknown_fields");
	stage_close(&s);
}

static void
bad_parameters_get_the_documented_codes(void **state)
{
	struct stage s;

	(void)state;
	stage_open(&s, small_world());
	expect_error(&s, SESSIONS "?colour=red", 400, "262179", "colour");
	expect_error(&s, SESSIONS "?lif_address=10.1.1.1", 400, "262179", "lif_address");
	expect_error(&s, SESSIONS "?svm=x", 400, "262179", "svm");
	expect_error(&s, SESSIONS "?open_files=many", 400, "262197", "open_files");
	expect_error(&s, SESSIONS "?protocol=smb9", 400, "262197", "protocol");
	expect_error(&s, SESSIONS "?max_records=0", 400, "262197", "max_records");
	expect_error(&s, SESSIONS "?return_timeout=121", 400, "262197", "return_timeout");
	expect_error(&s, SESSIONS "?return_records=maybe", 400, "262197", "return_records");
	expect_error(&s, SESSIONS "?user", 400, "262248", "user");
	expect_error(&s, SESSIONS "?user=a&user=b", 400, "262188", "user");
	expect_error(&s, SESSIONS "?user=%zz", 400, "39387137", "user");
	expect_error(&s, SESSIONS "?order_by=volumes", 400, "262268", "order_by");
	expect_error(&s, SESSIONS "?order_by=colour", 400, "262197", "order_by");
	expect_error(&s, SESSIONS "?order_by=user%20up", 400, "262197", "order_by");
	stage_close(&s);
}

/* Follows the next links to the end and counts records and pages. */
static int
walk(struct stage *s, const char *uri, int *pages)
{
	int total = 0;

	*pages = 0;
	get(s, uri);
	for (;;) {
		char *next;

		total += rows(s);
		(*pages)++;
		assert_true(*pages < 1000);
		if (s->next == NULL)
			return total;
		assert_string_equal(word(at(at(s->json, "_links"), "next"), "href"), s->next);
		next = strdup(s->next);
		get(s, next);
		free(next);
	}
}

static void
pages_follow_each_other_without_gap_to_an_empty_one(void **state)
{
	struct stage s;
	int pages;

	(void)state;
	stage_open(&s, small_world());
	assert_int_equal(walk(&s, SESSIONS "?max_records=40", &pages), 120);
	/* No look-ahead: the third page is full, so it has a link, to nothing. */
	assert_int_equal(pages, 4);
	assert_int_equal(walk(&s, SESSIONS "?max_records=50", &pages), 120);
	assert_int_equal(pages, 3);
	assert_int_equal(walk(&s, SESSIONS, &pages), 120);
	assert_int_equal(pages, 1);
	assert_int_equal(walk(&s, SESSIONS "?max_records=7&return_records=false", &pages), 120);
	stage_close(&s);
}

static void
the_next_link_carries_all_parameters_encoded(void **state)
{
	struct stage s;

	(void)state;
	stage_open(&s, small_world());
	get(&s, "/api/v1/protocols/cifs/sessions?max_records=1&fields=*&user=%21null%7C%22a%20b%22&svm.name=svm*");
	assert_int_equal(rows(&s), 1);
	assert_non_null(s.next);
	assert_memory_equal(s.next, SESSIONS "?start.", strlen(SESSIONS "?start."));
	assert_non_null(strstr(s.next, "&max_records=1&fields=%2A&user=%21null%7C%22a%20b%22&svm.name=svm%2A"));
	stage_close(&s);
}

static void
a_walk_survives_that_its_last_session_ends(void **state)
{
	struct world_options options = small_world();
	struct answer a = {.status = 0};
	char *next, *end = NULL;
	struct stage s;
	struct buffer uri = {NULL, 0, 0};

	(void)state;
	stage_open(&s, options);
	get(&s, SESSIONS "?max_records=40");
	next = strdup(s.next);
	end = strstr(next, "start.identifier=") + strlen("start.identifier=");
	buffer_literal(&uri, "/sim/end?identifier=");
	buffer_put(&uri, end, strcspn(end, "&"));
	buffer_byte(&uri, '\0');
	control_answer(s.sim, "POST", uri.data, &a);
	assert_int_equal(a.status, 200);
	get(&s, next);
	assert_int_equal(rows(&s), 40);
	answer_free(&a);
	buffer_free(&uri);
	free(next);
	stage_close(&s);
}

static void
queries_are_anded_and_counted_right(void **state)
{
	struct stage s;
	int all, few, many, both;

	(void)state;
	stage_open(&s, small_world());
	get(&s, SESSIONS "?return_records=false");
	all = rows(&s);
	assert_null(at(s.json, "records"));
	get(&s, SESSIONS "?return_records=false&open_files=<2");
	few = rows(&s);
	get(&s, SESSIONS "?return_records=false&open_files=>=2");
	many = rows(&s);
	assert_int_equal(all, 120);
	assert_int_equal(few + many, all);
	assert_true(few > 0 && many > 0);
	get(&s, SESSIONS "?open_files=>=2&smb_signing=true&protocol=smb3_1&fields=*");
	both = rows(&s);
	assert_true(both > 0 && both < many);
	for (int i = 0; i < both; i++) {
		assert_true(at(row(&s, i), "open_files")->valueint >= 2);
		assert_true(cJSON_IsTrue(at(row(&s, i), "smb_signing")));
		assert_string_equal(word(row(&s, i), "protocol"), "smb3_1");
	}
	stage_close(&s);
}

static void
offset_skips_on_the_first_page_only(void **state)
{
	struct stage s;
	int pages;

	(void)state;
	stage_open(&s, small_world());
	assert_int_equal(walk(&s, SESSIONS "?max_records=20&offset=50", &pages), 70);
	assert_int_equal(walk(&s, SESSIONS "?max_records=20&offset=50&order_by=user", &pages), 70);
	assert_int_equal(walk(&s, SESSIONS "?offset=500", &pages), 0);
	stage_close(&s);
}

static void
order_by_sorts_over_all_pages(void **state)
{
	struct stage s;
	int last = 1 << 30, count = 0;
	char *next = NULL;

	(void)state;
	stage_open(&s, small_world());
	get(&s, SESSIONS "?max_records=50&fields=open_files&order_by=open_files%20desc,user");
	for (;;) {
		for (int i = 0; i < rows(&s); i++, count++) {
			int files = at(row(&s, i), "open_files")->valueint;

			assert_true(files <= last);
			last = files;
		}
		free(next);
		next = s.next == NULL ? NULL : strdup(s.next);
		if (next == NULL)
			break;
		get(&s, next);
	}
	assert_int_equal(count, 120);
	stage_close(&s);
}

static void
unset_users_sort_last_and_match_null(void **state)
{
	struct world_options options = small_world();
	struct stage s;
	int unset, all;

	(void)state;
	options.sessions = 2000;
	stage_open(&s, options);
	get(&s, SESSIONS "?user=null&fields=user");
	unset = rows(&s);
	assert_true(unset > 0);
	assert_null(at(row(&s, 0), "user"));
	get(&s, SESSIONS "?order_by=user&fields=user");
	all = rows(&s);
	assert_null(at(row(&s, all - 1), "user"));
	assert_null(at(row(&s, all - unset), "user"));
	assert_non_null(at(row(&s, all - unset - 1), "user"));
	stage_close(&s);
}

/* The path of the first record's instance; the caller frees it. */
static char *
instance_of_first(struct stage *s, const char *collection)
{
	char *path;

	s->accept = "application/hal+json";
	get(s, collection);
	path = strdup(word(at(at(row(s, 0), "_links"), "self"), "href"));
	s->accept = "application/json";
	return path;
}

static void
an_instance_has_all_fields_and_ends_with_code_4(void **state)
{
	struct answer a = {.status = 0};
	struct stage s;
	char *path, *one, *uri, *list;

	(void)state;
	stage_open(&s, small_world());
	path = instance_of_first(&s, SESSIONS "?max_records=1&user=CORP*&mapped_unix_user=!null&volumes.name=!null");
	get(&s, path);
	assert_int_equal(s.status, 200);
	assert_int_equal(cJSON_GetArraySize(s.json), 21);
	one = strdup(s.text);
	get(&s, SESSIONS "?fields=*&user=CORP*&max_records=1&mapped_unix_user=!null&volumes.name=!null");
	list = strdup(s.text);
	assert_non_null(strstr(list, one));
	expect_error(&s, SESSIONS "/no-node/no-svm/1/1", 404, "4", NULL);
	get(&s, path);
	uri = sim_alloc(400, 1);
	snprintf(uri, 400, "/sim/end?user=%s", word(s.json, "user"));
	control_answer(s.sim, "POST", uri, &a);
	assert_int_equal(a.status, 200);
	expect_error(&s, path, 404, "4", NULL);
	snprintf(uri, 400, "%s?max_records=3", path);
	expect_error(&s, uri, 400, "262179", "max_records");
	answer_free(&a);
	free(uri);
	free(list);
	free(one);
	free(path);
	stage_close(&s);
}

static void
open_files_of_a_session_are_as_many_as_it_says(void **state)
{
	struct stage s;
	char uri[400], *record;
	int files;

	(void)state;
	stage_open(&s, small_world());
	get(&s, SESSIONS "?fields=open_files&open_files=>3&connection_count=1&max_records=1");
	files = at(row(&s, 0), "open_files")->valueint;
	record = strstr(s.text, "\"identifier\":") + strlen("\"identifier\":");
	snprintf(uri, sizeof(uri),
	    FILES "?node.uuid=%s&svm.uuid=%s&session.identifier=%.*s&connection.identifier=%d&fields=*",
	    word(at(row(&s, 0), "node"), "uuid"), word(at(row(&s, 0), "svm"), "uuid"), (int)strcspn(record, ","),
	    record, at(row(&s, 0), "connection_id")->valueint);
	get(&s, uri);
	assert_int_equal(rows(&s), files);
	assert_int_equal(cJSON_GetArraySize(row(&s, 0)), 12);
	assert_non_null(at(at(row(&s, 0), "share"), "mode"));
	stage_close(&s);
}

static void
files_page_and_stand_alone(void **state)
{
	struct stage s;
	char *path;
	int all, pages;

	(void)state;
	stage_open(&s, small_world());
	get(&s, FILES "?return_records=false");
	all = rows(&s);
	assert_true(all > 150);
	assert_int_equal(walk(&s, FILES "?max_records=11", &pages), all);
	path = instance_of_first(&s, FILES "?max_records=1&path=*.docx");
	get(&s, path);
	assert_int_equal(s.status, 200);
	assert_non_null(strstr(word(s.json, "path"), ".docx"));
	free(path);
	expect_error(&s, FILES "/a/b/1/2/3", 404, "4", NULL);
	stage_close(&s);
}

static void
connections_list_each_once_with_all_its_sessions(void **state)
{
	struct world_options options = small_world();
	struct stage s;
	int pages, all, sessions = 0;

	(void)state;
	options.sessions = 800;
	stage_open(&s, options);
	get(&s, CONNECTIONS "?fields=*");
	all = rows(&s);
	for (int i = 0; i < all; i++)
		sessions += cJSON_GetArraySize(at(row(&s, i), "sessions"));
	assert_int_equal(sessions, 800);
	assert_true(all < 800);
	assert_int_equal(walk(&s, CONNECTIONS "?max_records=33", &pages), all);
	stage_close(&s);
}

static void
old_releases_have_no_files_and_connections(void **state)
{
	struct world_options options = small_world();
	struct stage s;

	(void)state;
	options.release = (struct release){9, 10, 1};
	stage_open(&s, options);
	expect_error(&s, FILES, 404, "3", NULL);
	expect_error(&s, CONNECTIONS, 404, "3", NULL);
	get(&s, SESSIONS);
	assert_int_equal(rows(&s), 120);
	expect_error(&s, "/api/nothing", 404, "3", NULL);
	ask(&s, "DELETE", SESSIONS);
	assert_int_equal(s.status, 405);
	assert_string_equal(word(at(s.json, "error"), "code"), "3");
	stage_close(&s);
}

static void
links_are_on_every_object_for_hal_only(void **state)
{
	struct stage s;

	(void)state;
	stage_open(&s, small_world());
	get(&s, SESSIONS "?fields=*");
	assert_null(strstr(s.text, "_links"));
	s.accept = "application/hal+json";
	get(&s, SESSIONS "?fields=*&volumes.name=!null&max_records=1");
	assert_non_null(at(at(row(&s, 0), "node"), "_links"));
	assert_non_null(at(at(row(&s, 0), "svm"), "_links"));
	assert_non_null(at(cJSON_GetArrayItem(at(row(&s, 0), "volumes"), 0), "_links"));
	assert_non_null(at(at(s.json, "_links"), "self"));
	s.accept = "text/plain";
	get(&s, SESSIONS "?max_records=1");
	assert_non_null(at(row(&s, 0), "_links"));
	stage_close(&s);
}

static void
the_page_of_98_spells_with_dots_and_yes(void **state)
{
	struct world_options options = small_world();
	struct stage s;

	(void)state;
	options.dialect = DIALECT_PAGE98;
	options.sessions = 500;
	stage_open(&s, options);
	get(&s, SESSIONS "?fields=*");
	assert_non_null(strstr(s.text, "\"protocol\":\"smb3.1\""));
	assert_non_null(strstr(s.text, "\"continuous_availability\":\"no\""));
	assert_non_null(strstr(s.text, "\"continuous_availability\":\"yes\""));
	assert_null(strstr(s.text, "smb3_1"));
	get(&s, SESSIONS "?protocol=smb3.1");
	assert_true(rows(&s) > 0);
	stage_close(&s);
}

static void
the_overview_has_the_old_names(void **state)
{
	static const char *const names[] = {"lif_address", "address", "auth_mechanism", "windows_user", "unix_user",
	    "shares", "files", "other", "connected_time", "idle_time", "protocol_version", "continuously_available",
	    "is_session_signed", "smb_encryption_status", "connection_count", "is_large_mtu_enabled", "vol_names",
	    "vol_uuids"};
	struct world_options options = small_world();
	struct stage s;

	(void)state;
	options.dialect = DIALECT_OVERVIEW;
	stage_open(&s, options);
	get(&s, SESSIONS "?fields=*&user=!null&mapped_unix_user=!null&volumes.name=!null&max_records=1");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_non_null(at(row(&s, 0), names[i]));
	assert_int_equal(
	    cJSON_GetArraySize(at(row(&s, 0), "vol_names")), cJSON_GetArraySize(at(row(&s, 0), "vol_uuids")));
	get(&s, FILES "?fields=*&max_records=1");
	assert_non_null(at(at(row(&s, 0), "file"), "identifier"));
	assert_non_null(at(at(row(&s, 0), "file"), "type"));
	assert_non_null(at(row(&s, 0), "session_id"));
	assert_string_equal(word(row(&s, 0), "reconnected"), "No");
	assert_non_null(at(row(&s, 0), "range_lock_count"));
	stage_close(&s);
}

static void
an_odd_cluster_mixes_types_but_not_values(void **state)
{
	struct world_options options = small_world();
	struct stage s;
	unsigned numbers = 0, texts = 0, ones = 0, empties = 0, objects = 0, missing = 0;

	(void)state;
	options.dialect = DIALECT_ODD;
	options.sessions = 400;
	stage_open(&s, options);
	get(&s, SESSIONS "?fields=*");
	for (int i = 0; i < rows(&s); i++) {
		cJSON *signing = at(row(&s, i), "smb_signing"), *files = at(row(&s, i), "open_files");

		numbers += cJSON_IsNumber(at(row(&s, i), "identifier")) ? 1 : 0;
		texts += cJSON_IsString(at(row(&s, i), "identifier")) ? 1 : 0;
		ones += cJSON_IsNumber(signing) && signing->valueint == 1;
		empties += cJSON_IsString(signing) && signing->valuestring[0] == '\0';
		objects += cJSON_IsObject(at(row(&s, i), "volumes")) ? 1 : 0;
		missing += files == NULL;
	}
	assert_true(numbers > 100 && texts > 100 && ones > 50 && empties > 5 && objects > 50 && missing > 20);
	get(&s, SESSIONS "?max_records=1");
	assert_true(cJSON_IsObject(at(s.json, "records")));
	get(&s, SESSIONS "?open_files=null&return_records=false");
	assert_int_equal(rows(&s), (int)missing);
	stage_close(&s);
}

static void
hostile_names_are_still_json(void **state)
{
	struct world_options options = small_world();
	struct stage s;

	(void)state;
	options.hostile = true;
	options.sessions = 400;
	stage_open(&s, options);
	get(&s, SESSIONS "?fields=*");
	assert_int_equal(rows(&s), 400);
	assert_non_null(strstr(s.text, "\\u001b["));
	assert_non_null(strstr(s.text, "\\u000a"));
	assert_non_null(strstr(s.text, "\xe2\x80\xae"));
	assert_non_null(strstr(s.text, "\xff\xfe"));
	assert_null(strchr(s.text, '\x1b'));
	get(&s, FILES "?fields=*");
	assert_true(rows(&s) > 100);
	stage_close(&s);
}

static void
set_fault(struct stage *s, const char *spec)
{
	faults_clear(simulator_faults(s->sim));
	assert_null(faults_add(simulator_faults(s->sim), spec));
}

static void
refusals_come_on_demand(void **state)
{
	static const struct {
		const char *spec;
		unsigned status;
		const char *code;
	} cases[] = {{"401", 401, "6691623"}, {"403", 403, "6"}, {"404", 404, "4"}, {"405", 405, "3"},
	    {"429=3", 429, "262160"}, {"503", 503, "8"}, {"500", 500, "65541"}};
	struct stage s;

	(void)state;
	stage_open(&s, small_world());
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		set_fault(&s, cases[i].spec);
		expect_error(&s, SESSIONS, cases[i].status, cases[i].code, NULL);
	}
	set_fault(&s, "403,path=files");
	get(&s, SESSIONS);
	assert_int_equal(s.status, 200);
	expect_error(&s, FILES, 403, "6", NULL);
	stage_close(&s);
}

static void
a_fault_comes_at_its_nth_request_and_as_often_as_said(void **state)
{
	static const unsigned expected[] = {200, 200, 500, 500, 200, 200};
	struct stage s;

	(void)state;
	stage_open(&s, small_world());
	set_fault(&s, "500,nth=3,count=2,path=sessions");
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
		get(&s, "/api/cluster");
		assert_int_equal(s.status, 200);
		get(&s, SESSIONS);
		assert_int_equal(s.status, expected[i]);
	}
	stage_close(&s);
}

static void
a_rate_is_kept_about(void **state)
{
	struct stage s;
	unsigned failed = 0;

	(void)state;
	stage_open(&s, small_world());
	set_fault(&s, "500,rate=0.3");
	for (int i = 0; i < 500; i++) {
		get(&s, "/api/cluster");
		failed += s.status == 500;
	}
	assert_true(failed > 100 && failed < 200);
	stage_close(&s);
}

static void
page_faults_keep_the_walk_whole(void **state)
{
	struct stage s;
	int pages;

	(void)state;
	stage_open(&s, small_world());
	set_fault(&s, "empty_page");
	assert_int_equal(walk(&s, SESSIONS "?max_records=50", &pages), 120);
	assert_int_equal(pages, 6);
	assert_int_equal(walk(&s, SESSIONS "?max_records=50&order_by=user&offset=10", &pages), 110);
	set_fault(&s, "short_pages");
	assert_int_equal(walk(&s, SESSIONS "?max_records=50", &pages), 120);
	assert_true(pages > 4);
	set_fault(&s, "duplicates=4");
	assert_int_equal(walk(&s, SESSIONS "?max_records=50", &pages), 120 + 2 * 4);
	assert_int_equal(walk(&s, SESSIONS "?max_records=50&order_by=user", &pages), 120 + 2 * 4);
	stage_close(&s);
}

static void
links_go_wrong_on_demand(void **state)
{
	struct stage s;
	char *next;

	(void)state;
	stage_open(&s, small_world());
	set_fault(&s, "evil_link=http://127.0.0.1:9/api/x");
	get(&s, SESSIONS);
	assert_string_equal(s.next, "http://127.0.0.1:9/api/x");
	set_fault(&s, "loop_link");
	get(&s, SESSIONS "?max_records=10&fields=user");
	assert_string_equal(s.next, SESSIONS "?max_records=10&fields=user");
	set_fault(&s, "mid_walk");
	get(&s, SESSIONS "?max_records=50");
	assert_int_equal(rows(&s), 50);
	next = strdup(s.next);
	expect_error(&s, next, 500, "65541", NULL);
	free(next);
	stage_close(&s);
}

static void
bodies_go_wrong_on_demand(void **state)
{
	struct stage s;

	(void)state;
	stage_open(&s, small_world());
	set_fault(&s, "broken");
	for (int i = 1; i < 60; i++) {
		char uri[80];

		snprintf(uri, sizeof(uri), SESSIONS "?fields=*&max_records=%d", i);
		get(&s, uri);
		assert_int_equal(s.status, 200);
		assert_null(s.json);
	}
	set_fault(&s, "html");
	get(&s, SESSIONS);
	assert_int_equal(s.status, 200);
	assert_non_null(strstr(s.text, "<html>"));
	set_fault(&s, "late=0.25");
	get(&s, SESSIONS);
	assert_int_equal(s.mischief.late_ms, 250);
	set_fault(&s, "hang");
	get(&s, SESSIONS);
	assert_true(s.mischief.hangs);
	set_fault(&s, "cut");
	get(&s, SESSIONS);
	assert_true(s.mischief.is_cut);
	stage_close(&s);
}

static void
pretty_answers_hold_the_same(void **state)
{
	struct stage s;
	char *plain, *again;

	(void)state;
	stage_open(&s, small_world());
	get(&s, SESSIONS "?fields=*&max_records=30");
	cJSON_DeleteItemFromObject(s.json, "_links");
	plain = cJSON_PrintUnformatted(s.json);
	get(&s, SESSIONS "?fields=*&max_records=30&pretty=true");
	assert_non_null(strstr(s.text, "\n      \"node\": {\n"));
	cJSON_DeleteItemFromObject(s.json, "_links");
	again = cJSON_PrintUnformatted(s.json);
	assert_string_equal(plain, again);
	free(plain);
	free(again);
	stage_close(&s);
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
	    cmocka_unit_test(links_are_on_every_object_for_hal_only),
	    cmocka_unit_test(the_page_of_98_spells_with_dots_and_yes),
	    cmocka_unit_test(the_overview_has_the_old_names),
	    cmocka_unit_test(an_odd_cluster_mixes_types_but_not_values),
	    cmocka_unit_test(hostile_names_are_still_json),
	    cmocka_unit_test(refusals_come_on_demand),
	    cmocka_unit_test(a_fault_comes_at_its_nth_request_and_as_often_as_said),
	    cmocka_unit_test(a_rate_is_kept_about),
	    cmocka_unit_test(page_faults_keep_the_walk_whole),
	    cmocka_unit_test(links_go_wrong_on_demand),
	    cmocka_unit_test(bodies_go_wrong_on_demand),
	    cmocka_unit_test(pretty_answers_hold_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
