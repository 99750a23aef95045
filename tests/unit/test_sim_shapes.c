/*
 * The answers of the simulated cluster have the shapes of the documented examples: the same members with the same
 * types. A shape is written as the sorted list of its values' paths, each with its type: n(umber), s(tring), b(oolean);
 * [] is an array. Values are never compared.
 */
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

enum { LINES_MAX = 64, LINE_MAX_LENGTH = 96 };

struct shape {
	char lines[LINES_MAX][LINE_MAX_LENGTH];
	size_t count;
};

static char
type_of(const cJSON *value)
{
	if (cJSON_IsNumber(value))
		return 'n';
	if (cJSON_IsString(value))
		return 's';
	return cJSON_IsBool(value) ? 'b' : '?';
}

/* Adds the values below `value`. Elements of an array have one shape, which is added once. */
static void
add_shape(struct shape *shape, const char *path, const cJSON *value)
{
	char line[LINE_MAX_LENGTH];
	const cJSON *member;

	if (cJSON_IsObject(value)) {
		cJSON_ArrayForEach(member, value)
		{
			snprintf(line, sizeof(line), "%s%s%s", path, *path == '\0' ? "" : ".", member->string);
			add_shape(shape, line, member);
		}
		return;
	}
	if (cJSON_IsArray(value)) {
		snprintf(line, sizeof(line), "%s[]", path);
		cJSON_ArrayForEach(member, value) add_shape(shape, line, member);
		return;
	}
	snprintf(line, sizeof(line), "%s:%c", path, type_of(value));
	for (size_t i = 0; i < shape->count; i++) {
		if (strcmp(shape->lines[i], line) == 0)
			return;
	}
	assert_true(shape->count < LINES_MAX);
	memcpy(shape->lines[shape->count++], line, sizeof(line));
}

static int
compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* Fails unless `value` has exactly this shape: lines in any order, blanks between them. */
static void
expect_shape(const cJSON *value, const char *expected)
{
	struct shape shape = {.count = 0}, wanted = {.count = 0};

	add_shape(&shape, "", value);
	while (*expected != '\0') {
		size_t length = strcspn(expected, " ");

		assert_true(wanted.count < LINES_MAX);
		snprintf(wanted.lines[wanted.count++], LINE_MAX_LENGTH, "%.*s", (int)length, expected);
		expected += length + strspn(expected + length, " ");
	}
	qsort(shape.lines, shape.count, LINE_MAX_LENGTH, compare);
	qsort(wanted.lines, wanted.count, LINE_MAX_LENGTH, compare);
	for (size_t i = 0; i < shape.count && i < wanted.count; i++)
		assert_string_equal(shape.lines[i], wanted.lines[i]);
	assert_int_equal(shape.count, wanted.count);
}

#define PLACE "node.name:s node.uuid:s svm.name:s svm.uuid:s "
#define LINKED_PLACE PLACE "node._links.self.href:s svm._links.self.href:s _links.self.href:s "
#define SESSION \
	"identifier:n connection_id:n server_ip:s client_ip:s authentication:s user:s mapped_unix_user:s " \
	"open_shares:n open_files:n open_other:n connected_duration:s idle_duration:s protocol:s " \
	"continuous_availability:s smb_signing:b smb_encryption:s connection_count:n large_mtu:b volumes[].name:s " \
	"volumes[].uuid:s "
#define FULL_SESSION "?fields=*&max_records=1&user=!null&mapped_unix_user=!null&volumes.name=!null"

static void
a_session_has_the_shape_of_9_17_1(void **state)
{
	struct sim_stage s;

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	sim_get(&s, SESSIONS FULL_SESSION);
	expect_shape(sim_row(&s, 0), PLACE SESSION);
	sim_stage_close(&s);
}

/* The generated example of 9.12.1; its odd types (volumes an object, large_mtu 1) are the dialect `odd`. */
static void
a_session_with_links_has_the_shape_of_9_12_1(void **state)
{
	struct sim_stage s;

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	s.accept = "application/hal+json";
	sim_get(&s, SESSIONS FULL_SESSION);
	expect_shape(sim_row(&s, 0), LINKED_PLACE SESSION "volumes[]._links.self.href:s");
	sim_stage_close(&s);
}

static void
a_session_in_old_names_has_the_shape_of_the_overview_of_9_8(void **state)
{
	struct world_options options = sim_stage_small_world();
	struct sim_stage s;

	(void)state;
	options.dialect = DIALECT_OVERVIEW;
	options.release = (struct release){9, 8, 0};
	sim_stage_open(&s, options);
	sim_get(&s, SESSIONS FULL_SESSION);
	expect_shape(sim_row(&s, 0),
	    PLACE "identifier:n connection_id:n lif_address:s address:s auth_mechanism:s windows_user:s unix_user:s "
		  "shares:n files:n other:n connected_time:s idle_time:s protocol_version:s "
		  "continuously_available:s is_session_signed:b smb_encryption_status:s connection_count:n "
		  "is_large_mtu_enabled:b vol_names[]:s vol_uuids[]:s");
	sim_stage_close(&s);
}

#define FILE_VALUES \
	"identifier:n connection.identifier:n connection.count:n session.identifier:n type:s open_mode:s " \
	"volume.name:s volume.uuid:s share.name:s share.mode:s path:s continuously_available:s range_locks_count:n "

static void
an_open_file_has_the_shape_of_9_17_1(void **state)
{
	struct sim_stage s;
	char *path;

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	path = sim_instance_of_first(&s, FILES "?max_records=1");
	sim_get(&s, path);
	expect_shape(s.json, PLACE FILE_VALUES);
	free(path);
	sim_stage_close(&s);
}

static void
an_open_file_with_links_has_the_shape_of_9_12_1(void **state)
{
	struct sim_stage s;
	char *path;

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	path = sim_instance_of_first(&s, FILES "?max_records=1");
	s.accept = "application/hal+json";
	sim_get(&s, path);
	expect_shape(s.json, LINKED_PLACE FILE_VALUES "volume._links.self.href:s");
	free(path);
	sim_stage_close(&s);
}

static void
an_open_file_in_old_names_has_the_shape_of_the_overview_of_9_12_1(void **state)
{
	struct world_options options = sim_stage_small_world();
	struct sim_stage s;

	(void)state;
	options.dialect = DIALECT_OVERVIEW;
	options.release = (struct release){9, 12, 1};
	sim_stage_open(&s, options);
	sim_get(&s, FILES "?fields=*&max_records=2");
	expect_shape(sim_row(&s, 0),
	    PLACE "file.identifier:n file.type:s connection.identifier:n connection.count:n session_id:n open_mode:s "
		  "volume.name:s volume.uuid:s share.name:s share.mode:s path:s continuously_available:s "
		  "reconnected:s range_lock_count:n");
	sim_stage_close(&s);
}

#define CONNECTION_VALUES \
	"sessions[].identifier:n identifier:n server_ip:s client_ip:s client_port:n network_context_id:n "

static void
a_connection_has_the_shape_of_the_clients_example(void **state)
{
	struct sim_stage s;

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	sim_get(&s, CONNECTIONS "?fields=*&max_records=1");
	expect_shape(sim_row(&s, 0), PLACE CONNECTION_VALUES);
	sim_stage_close(&s);
}

/* The collection as a whole; it has no instances, so that no record has a link to itself. */
static void
connections_with_links_have_the_shape_of_9_12_1(void **state)
{
	struct sim_stage s;

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	s.accept = "application/hal+json";
	sim_get(&s, CONNECTIONS "?fields=*&max_records=1");
	expect_shape(sim_row(&s, 0), PLACE CONNECTION_VALUES "node._links.self.href:s svm._links.self.href:s");
	cJSON_DeleteItemFromObject(s.json, "records");
	expect_shape(s.json, "num_records:n _links.self.href:s _links.next.href:s");
	sim_stage_close(&s);
}

#define LOCK_VALUES \
	PLACE "volume.uuid:s volume.name:s interface.name:s interface.uuid:s interface.ip.address:s path:s uuid:s " \
	      "constituent:b protocol:s client_address:s owner_id:s smb.connect_state:s smb.open_group_id:s state:s " \
	      "type:s "

static void
locks_have_the_shapes_of_the_overview_of_9_12_1(void **state)
{
	struct sim_stage s;

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	sim_get(&s, LOCKS "?fields=*&max_records=1&type=share_level");
	expect_shape(sim_row(&s, 0), LOCK_VALUES "share_lock.mode:s share_lock.soft:b smb.open_type:s");
	sim_get(&s, LOCKS "?fields=*&max_records=1&type=op_lock");
	expect_shape(sim_row(&s, 0), LOCK_VALUES "oplock_level:s");
	sim_stage_close(&s);
}

static void
the_cluster_has_the_shape_of_its_overview_where_it_says_something(void **state)
{
	struct sim_stage s;

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	sim_get(&s, "/api/cluster?fields=name,version");
	expect_shape(s.json, "name:s version.full:s version.generation:n version.major:n version.minor:n");
	sim_get(&s, "/api/cluster");
	assert_true(cJSON_IsString(sim_at(s.json, "uuid")));
	sim_stage_close(&s);
}

/* As in the example of a count: self and next, and all parameters in both. */
static void
a_page_with_a_next_link_has_the_documented_shape(void **state)
{
	struct sim_stage s;

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	s.accept = "application/hal+json";
	sim_get(&s, SESSIONS "?fields=**&max_records=1&return_records=false&svm.name=*");
	expect_shape(s.json, "num_records:n _links.self.href:s _links.next.href:s");
	assert_non_null(strstr(s.next, "?start."));
	assert_non_null(strstr(s.next, "fields=%2A%2A&max_records=1&return_records=false&svm.name=%2A"));
	s.accept = "application/json";
	sim_get(&s, SESSIONS "?max_records=1&return_records=false");
	expect_shape(s.json, "num_records:n _links.next.href:s");
	sim_stage_close(&s);
}

static void
an_error_has_the_documented_shapes(void **state)
{
	struct sim_stage s;

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	sim_set_fault(&s, "403");
	sim_get(&s, SESSIONS);
	expect_shape(s.json, "error.code:s error.message:s");
	sim_set_fault(&s, "late=0");
	sim_get(&s, SESSIONS "?max_records=none");
	expect_shape(s.json, "error.code:s error.message:s error.target:s");
	sim_stage_close(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_session_has_the_shape_of_9_17_1),
	    cmocka_unit_test(a_session_with_links_has_the_shape_of_9_12_1),
	    cmocka_unit_test(a_session_in_old_names_has_the_shape_of_the_overview_of_9_8),
	    cmocka_unit_test(an_open_file_has_the_shape_of_9_17_1),
	    cmocka_unit_test(an_open_file_with_links_has_the_shape_of_9_12_1),
	    cmocka_unit_test(an_open_file_in_old_names_has_the_shape_of_the_overview_of_9_12_1),
	    cmocka_unit_test(a_connection_has_the_shape_of_the_clients_example),
	    cmocka_unit_test(connections_with_links_have_the_shape_of_9_12_1),
	    cmocka_unit_test(locks_have_the_shapes_of_the_overview_of_9_12_1),
	    cmocka_unit_test(the_cluster_has_the_shape_of_its_overview_where_it_says_something),
	    cmocka_unit_test(a_page_with_a_next_link_has_the_documented_shape),
	    cmocka_unit_test(an_error_has_the_documented_shapes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
