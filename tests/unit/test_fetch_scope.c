/* test_fetch_scope.c: what a cluster is asked for when a query is watched. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "e2e/check.h"
#include "fetch/scope.h"
#include "model/connection_fields.h"
#include "model/file_fields.h"
#include "model/lock_fields.h"
#include "world.h"

static char svm_name[] = "svm.uuid", path_name[] = "path", odd[] = "7";

static int
setup(void **state)
{
	*state = world_new(0, "one");
	return 0;
}

static int
teardown(void **state)
{
	world_free(*state);
	return 0;
}

/* The value that would be sent, or NULL; good until the request is cleared. */
static const char *
sent(const struct scope_request *request, const char *name)
{
	for (size_t i = 0; i < request->count; i++) {
		if (strcmp(request->parameters[i].name, name) == 0)
			return request->parameters[i].value;
	}
	return NULL;
}

static struct scope_request
ask(const struct fetch_query *query, const struct snapshot *sessions)
{
	struct scope *scope = scope_new(query);
	struct scope_request request = scope_ask(scope, sessions);

	scope_free(scope);
	return request;
}

static void
parameters_are_sent_as_they_are(void **state)
{
	const struct query_parameter given[] = {{svm_name, odd}};
	struct fetch_query query = {.kind = &file_kind, .parameters = given, .parameter_count = 1};
	struct scope_request request = ask(&query, NULL);

	(void)state;
	assert_int_equal(request.count, 1);
	assert_string_equal(sent(&request, "svm.uuid"), "7");
	assert_false(request.is_nothing);
	scope_request_clear(&request);
}

static void
files_of_a_client_are_asked_for_by_its_sessions(void **state)
{
	struct fetch_query query = {
	    .kind = &file_kind, .sessions_field = FIELD_CLIENT_IP, .sessions_value = "10.0.0.9"};
	struct scope_request request;

	world_add(*state, "id=10878444899913433090 client=10.0.0.9");
	world_add(*state, "id=10878444899913433091 client=10.0.0.9 svm.uuid=svm-2");
	world_add(*state, "id=5 client=10.0.0.8");
	request = ask(&query, world_seal(*state));
	assert_string_equal(sent(&request, "session.identifier"), "10878444899913433090|10878444899913433091");
	assert_string_equal(sent(&request, "svm.uuid"), "svm-1|svm-2");
	scope_request_clear(&request);
}

static void
locks_and_connections_of_a_user_are_asked_for_by_what_they_have(void **state)
{
	struct fetch_query query = {.kind = &lock_kind, .sessions_field = FIELD_USER, .sessions_value = "corp\\ALICE"};
	struct scope_request request;
	const struct snapshot *sessions;

	world_add(*state, "user=CORP\\alice client=10.0.0.9 connection_id=4");
	world_add(*state, "user=CORP\\alice client=10.0.0.8 connection_id=5");
	sessions = world_seal(*state);
	request = ask(&query, sessions);
	assert_string_equal(sent(&request, "client_address"), "10.0.0.9|10.0.0.8");
	scope_request_clear(&request);
	query.kind = &connection_kind;
	request = ask(&query, sessions);
	assert_string_equal(sent(&request, "identifier"), "4|5");
	scope_request_clear(&request);
}

static void
too_many_sessions_are_asked_for_by_their_svms(void **state)
{
	struct fetch_query query = {.kind = &file_kind, .sessions_field = FIELD_USER, .sessions_value = "alice"};
	struct scope_request request;
	char written[64];

	for (unsigned i = 0; i < 1000; i++) {
		snprintf(written, sizeof written, "id=10878444899913%06u user=alice", i);
		world_add(*state, written);
	}
	request = ask(&query, world_seal(*state));
	assert_null(sent(&request, "session.identifier"));
	assert_string_equal(sent(&request, "svm.uuid"), "svm-1");
	assert_false(request.is_nothing);
	scope_request_clear(&request);
}

static void
nobody_is_asked_for_when_there_is_no_such_session(void **state)
{
	struct fetch_query query = {.kind = &file_kind, .sessions_field = FIELD_USER, .sessions_value = "alice"};
	struct scope_request request;

	world_add(*state, "user=bob");
	request = ask(&query, world_seal(*state));
	assert_true(request.is_nothing);
	scope_request_clear(&request);
}

static void
path_is_asked_for_broadly_and_compared_exactly(void **state)
{
	struct fetch_query query = {.kind = &file_kind, .path_fragment = "q3/Plan"};
	struct scope *scope = scope_new(&query);
	struct scope_request request = scope_ask(scope, NULL);
	struct join *join = join_new(&file_kind);
	struct record file;

	(void)state;
	check_contains(sent(&request, "path"), "*plan*|*Plan*");
	record_clear(&file, &file_kind);
	assert_false(scope_accepts(scope, join, &file));
	file.text[FILE_PATH] = text_of("a\\Q3\\PLAN.xls");
	assert_true(scope_accepts(scope, join, &file));
	file.text[FILE_PATH] = text_of("a\\plan.xls");
	assert_false(scope_accepts(scope, join, &file));
	join_free(join);
	scope_request_clear(&request);
	scope_free(scope);
}

static void
own_parameter_is_not_sent_twice(void **state)
{
	const struct query_parameter given[] = {{path_name, odd}, {svm_name, odd}};
	struct fetch_query query = {.kind = &file_kind,
	    .parameters = given,
	    .parameter_count = 2,
	    .path_fragment = "plan",
	    .sessions_field = FIELD_USER,
	    .sessions_value = "alice"};
	struct scope_request request;

	world_add(*state, "id=9 user=alice");
	request = ask(&query, world_seal(*state));
	assert_int_equal(request.count, 3);
	assert_string_equal(sent(&request, "path"), "7");
	assert_string_equal(sent(&request, "svm.uuid"), "7");
	assert_string_equal(sent(&request, "session.identifier"), "9");
	scope_request_clear(&request);
}

int
main(void)
{
#define SCOPE_TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)
	const struct CMUnitTest tests[] = {
	    SCOPE_TEST(parameters_are_sent_as_they_are),
	    SCOPE_TEST(files_of_a_client_are_asked_for_by_its_sessions),
	    SCOPE_TEST(locks_and_connections_of_a_user_are_asked_for_by_what_they_have),
	    SCOPE_TEST(too_many_sessions_are_asked_for_by_their_svms),
	    SCOPE_TEST(nobody_is_asked_for_when_there_is_no_such_session),
	    SCOPE_TEST(path_is_asked_for_broadly_and_compared_exactly),
	    SCOPE_TEST(own_parameter_is_not_sent_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
