/* test_request.c: what is asked of a cluster, and which links are followed. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* cmocka wants those before it. */
#include <cmocka.h>

#include "model/connection_fields.h"
#include "model/file_fields.h"
#include "model/lock_fields.h"
#include "model/session_fields.h"
#include "ontap/request.h"

static char url[] = "https://cluster1:8443";

static struct target
target_here(void)
{
	struct target target = target_default();

	target.url = url;
	return target;
}

static void
expect(char *path, const char *expected)
{
	assert_string_equal(path, expected);
	free(path);
}

/* The request for sessions, with the parameters that the user wrote. */
static char *
sessions_of(const struct target *target, const bool wanted[static FIELDS_MAX])
{
	return request_collection(
	    target, &(struct collection_request){&session_kind, target->query, target->query_count, wanted});
}

static void
keys_are_asked_for_even_if_nothing_is_wanted(void **state)
{
	struct target target = target_here();
	bool wanted[FIELDS_MAX] = {false};

	(void)state;
	expect(sessions_of(&target, wanted),
	    "/api/protocols/cifs/sessions?fields=node.uuid,svm.uuid,identifier,connection_id"
	    "&max_records=1000&return_timeout=15");
}

static void
only_fields_of_the_api_are_asked_for(void **state)
{
	struct target target = target_here();
	bool wanted[FIELDS_MAX] = {[FIELD_CLUSTER] = true, [FIELD_USER] = true, [FIELD_VOLUMES_NAME] = true};

	(void)state;
	expect(sessions_of(&target, wanted),
	    "/api/protocols/cifs/sessions?fields=node.uuid,svm.uuid,identifier,connection_id,user,volumes.name"
	    "&max_records=1000&return_timeout=15");
}

static void
the_security_column_asks_for_what_it_is_made_of(void **state)
{
	struct target target = target_here();
	bool wanted[FIELDS_MAX] = {[FIELD_SECURITY] = true};

	(void)state;
	expect(sessions_of(&target, wanted),
	    "/api/protocols/cifs/sessions?fields=node.uuid,svm.uuid,identifier,connection_id,authentication,protocol,"
	    "smb_signing,smb_encryption&max_records=1000&return_timeout=15");
}

static void
what_the_user_wrote_is_encoded_and_replaces_ours(void **state)
{
	char name1[] = "user", value1[] = "CORP\\a b&fields=*|{x}\xc3\xa4", name2[] = "max_records", value2[] = "7";
	struct query_parameter query[] = {{name1, value1}, {name2, value2}};
	struct target target = target_here();
	bool wanted[FIELDS_MAX] = {false};

	(void)state;
	target.query = query;
	target.query_count = 2;
	expect(sessions_of(&target, wanted),
	    "/api/protocols/cifs/sessions?fields=node.uuid,svm.uuid,identifier,connection_id&return_timeout=15"
	    "&user=CORP%5Ca%20b%26fields%3D%2A%7C%7Bx%7D%C3%A4&max_records=7");
}

static void
a_session_is_named_by_its_four_keys_in_their_order(void **state)
{
	char node[] = "0b6f0a9e-5d1e", svm[] = "4c9d/../x";
	struct identity identity = {.kind = &session_kind,
	    .parts = {
		{.text = node}, {.text = svm}, {.number = UINT64_C(17365880163140632575)}, {.number = 4160072788}}};
	char *path = request_record(&identity);
	static const char start[] = "/api/protocols/cifs/sessions/0b6f0a9e-5d1e/4c9d%2F..%2Fx/17365880163140632575/"
				    "4160072788?fields=node.uuid,";

	(void)state;
	assert_memory_equal(path, start, sizeof start - 1);
	free(path);
}

static void
a_file_is_named_by_file_connection_and_session_in_that_order(void **state)
{
	char node[] = "n", svm[] = "s";
	struct identity identity = {.kind = &file_kind,
	    .parts = {{.text = node}, {.text = svm}, {.number = 24}, {.number = 3},
		{.number = UINT64_C(17365880163140632575)}}};
	char *path = request_record(&identity);
	static const char start[] = "/api/protocols/cifs/session/files/n/s/24/3/17365880163140632575?fields=node.uuid,";

	(void)state;
	assert_memory_equal(path, start, sizeof start - 1);
	assert_null(strstr(path, "client_ip"));
	free(path);
}

static void
a_lock_is_named_by_its_uuid_and_a_connection_not_at_all(void **state)
{
	char uuid[] = "bf03d8b4", svm[] = "s";
	struct identity lock = {.kind = &lock_kind, .parts = {{.text = uuid}}},
			connection = {.kind = &connection_kind,
			    .parts = {{.text = uuid}, {.text = svm}, {.number = 1}, {.number = 2}}};
	char *path = request_record(&lock);
	static const char start[] = "/api/protocols/locks/bf03d8b4?fields=uuid,";

	(void)state;
	assert_memory_equal(path, start, sizeof start - 1);
	assert_null(request_record(&connection));
	free(path);
}

static void
parameters_narrow_a_collection_and_replace_ours(void **state)
{
	static char session[] = "session.identifier", id[] = "17365880163140632575", path[] = "path", part[] = "*a\\b*",
		    page[] = "max_records", many[] = "50", user[] = "user", name[] = "joe";
	struct query_parameter parameters[] = {{session, id}, {path, part}, {page, many}},
			       of_sessions[] = {{user, name}};
	bool wanted[FIELDS_MAX] = {[FILE_PATH] = true, [FILE_USER] = true, [FILE_CLUSTER] = true};
	struct target target = target_here();

	(void)state;
	target.query = of_sessions;
	target.query_count = 1;
	expect(request_collection(&target, &(struct collection_request){&file_kind, parameters, 3, wanted}),
	    "/api/protocols/cifs/session/files?fields=node.uuid,svm.uuid,identifier,connection.identifier,"
	    "session.identifier,path&return_timeout=15&session.identifier=17365880163140632575&path=%2Aa%5Cb%2A"
	    "&max_records=50");
}

static void
an_identity_that_lacks_a_part_names_no_session(void **state)
{
	char node[] = "n", svm[] = "s", empty[] = "";
	const struct identity lacking[] = {
	    {.parts = {{.text = node}, {.text = svm}, {.number = 1}, {.number = 2}}},
	    {&session_kind, {{.text = NULL}, {.text = svm}, {.number = 1}, {.number = 2}}, 0},
	    {&session_kind, {{.text = node}, {.text = NULL}, {.number = 1}, {.number = 2}}, 0},
	    {&session_kind, {{.text = node}, {.text = empty}, {.number = 1}, {.number = 2}}, 0},
	    {&session_kind, {{.text = node}, {.text = svm}, {.number = VALUE_ABSENT}, {.number = 2}}, 0},
	    {&session_kind, {{.text = node}, {.text = svm}, {.number = 1}, {.number = VALUE_ABSENT}}, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof lacking / sizeof *lacking; i++)
		assert_null(request_record(&lacking[i]));
}

static void
a_link_on_the_same_host_is_followed(void **state)
{
	static const char *const cases[][2] = {
	    {"/api/protocols/cifs/sessions?start.x=1", "/api/protocols/cifs/sessions?start.x=1"},
	    {"/api/x?a=/../b", "/api/x?a=/../b"},
	    {"https://cluster1:8443/api/x?y=%2A", "/api/x?y=%2A"},
	};
	struct target target = target_here();

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *next = NULL;

		assert_null(request_next(&target, text_of(cases[i][0]), &next));
		expect(next, cases[i][1]);
	}
}

static void
a_link_that_leads_elsewhere_is_not_followed(void **state)
{
	static const char *const links[] = {"", "https://evil.example.com/api/x", "http://cluster1:8443/api/x",
	    "https://cluster1/api/x", "https://cluster1:84431/api/x", "https://cluster1:8443@evil.example.com/api/x",
	    "https://cluster1:8443.evil.example.com/api/x", "//evil.example.com/api/x", "@evil.example.com/api/x",
	    "/other", "/api", "api/x", "/api/../x", "/api/x/..", "/api/%2e%2E/x", "/api//evil.example.com",
	    "/api/x\\..\\y", "/api/x y", "/api/x\r\nHost: evil", "/api/x#y", "/api/\xc3\xa4"};
	struct target target = target_here();

	(void)state;
	for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
		char *next = NULL, *trouble = request_next(&target, text_of(links[i]), &next);

		if (trouble == NULL)
			fail_msg("%s was followed", links[i]);
		assert_null(next);
		assert_non_null(strstr(trouble, "was not followed"));
		free(trouble);
	}
}

static void
a_link_with_a_nul_is_not_followed(void **state)
{
	struct target target = target_here();
	char *next = NULL, *trouble = request_next(&target, (struct text){"/api/x\0y", 8}, &next);

	(void)state;
	assert_non_null(trouble);
	assert_null(next);
	free(trouble);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(keys_are_asked_for_even_if_nothing_is_wanted),
	    cmocka_unit_test(only_fields_of_the_api_are_asked_for),
	    cmocka_unit_test(the_security_column_asks_for_what_it_is_made_of),
	    cmocka_unit_test(what_the_user_wrote_is_encoded_and_replaces_ours),
	    cmocka_unit_test(a_session_is_named_by_its_four_keys_in_their_order),
	    cmocka_unit_test(a_file_is_named_by_file_connection_and_session_in_that_order),
	    cmocka_unit_test(a_lock_is_named_by_its_uuid_and_a_connection_not_at_all),
	    cmocka_unit_test(parameters_narrow_a_collection_and_replace_ours),
	    cmocka_unit_test(an_identity_that_lacks_a_part_names_no_session),
	    cmocka_unit_test(a_link_on_the_same_host_is_followed),
	    cmocka_unit_test(a_link_that_leads_elsewhere_is_not_followed),
	    cmocka_unit_test(a_link_with_a_nul_is_not_followed),
	};

	return cmocka_run_group_tests_name("request", tests, NULL, NULL);
}
