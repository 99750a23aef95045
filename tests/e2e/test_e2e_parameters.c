/*
 * test_e2e_parameters.c: every parameter of the API reaches the cluster as it was written, and what comes back is what
 * it says. One simulator, whose time stands still, serves all tests; its own dump of its world is the truth.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "e2e/process.h"
#include "e2e/sim.h"
#include "e2e/watch.h"

static struct sim *cluster;
static struct scene *whole; /* lives as long as the simulator */

static int
start_cluster(void **state)
{
	void *scene = NULL;

	(void)state;
	if (scene_setup(&scene) != 0)
		return -1;
	whole = scene;
	cluster = sim_start(whole, "--sessions 300 --seed 17 --frozen");
	return 0;
}

static int
stop_cluster(void **state)
{
	void *scene = whole;

	(void)state;
	return scene_teardown(&scene);
}

/* One run of cifstop: what came of it, and the requests that it made. */
struct run {
	struct outcome outcome;
	const char *requests;
};

static struct run
run(struct scene *scene, const char *options)
{
	size_t before = strlen(sim_log(cluster));
	struct run run;

	scene_set(scene, "CIFSTOP_PASSWORD", SIM_PASSWORD);
	run.outcome = cifstop_run(scene, "--url %s --user " SIM_USER " %s", sim_url(cluster), options);
	run.requests = scene_text(scene, "%s", sim_log(cluster) + before);
	return run;
}

/* A run that succeeds, and the sessions that it printed. */
static struct records
fetch(struct scene *scene, const char *options, const char **requests)
{
	struct run fetched = run(scene, scene_text(scene, "--once --format ndjson %s", options));

	assert_string_equal(fetched.outcome.err, "");
	assert_int_equal(fetched.outcome.code, 0);
	*requests = fetched.requests;
	return records_parse_json(scene, fetched.outcome.out);
}

static size_t
count_lines(const char *text)
{
	size_t count = 0;

	for (; *text != '\0'; text++)
		count += *text == '\n';
	return count;
}

/* The first request has this parameter, and it ends there. */
static void
check_parameter(struct scene *scene, const char *requests, const char *parameter)
{
	const char *line = scene_text(scene, "%.*s", (int)strcspn(requests, "\n"), requests);
	const char *at = strstr(line, parameter);

	if (at == NULL || (at[-1] != '?' && at[-1] != '&') ||
	    (at[strlen(parameter)] != ' ' && at[strlen(parameter)] != '&'))
		check_fail("%s is not in %s", parameter, line);
}

/* ------------------------------------------------------------------ the 24 filters */

/* Whether a session's value (NULL: absent) is one of those that were asked for. */
typedef bool match_fn(const char *value, const char *const *operands);

static bool
is_any_of(const char *value, const char *const *operands)
{
	for (; value != NULL && *operands != NULL; operands++) {
		if (strcmp(value, *operands) == 0)
			return true;
	}
	return false;
}

static bool
is_other(const char *value, const char *const *operands)
{
	return value != NULL && !is_any_of(value, operands);
}

static bool
is_above(const char *value, const char *const *operands)
{
	return value != NULL && strtoull(value, NULL, 10) > strtoull(operands[0], NULL, 10);
}

static bool
begins_so(const char *value, const char *const *operands)
{
	return value != NULL && strncmp(value, operands[0], strlen(operands[0])) == 0;
}

/* Of a list, whose items stand between semicolons. */
static bool
has_item(const char *value, const char *const *operands)
{
	size_t length = strlen(operands[0]);

	for (const char *at = value; at != NULL; at = strchr(at, ';') == NULL ? NULL : strchr(at, ';') + 1) {
		if (strncmp(at, operands[0], length) == 0 && (at[length] == ';' || at[length] == '\0'))
			return true;
	}
	return false;
}

/* Asks for `field=query`: it is sent so, and exactly the sessions of the world come that match. */
static void
check_filter(struct scene *scene, const char *field, const char *query, match_fn *matches, const char *const *operands)
{
	struct records world = sim_world(cluster), expected = {.list = NULL}, seen;
	const char *requests;

	expected.list = scene_memory(scene, (world.count + 1) * sizeof *expected.list);
	for (size_t i = 0; i < world.count; i++) {
		if (matches(record_value(&world.list[i], field), operands))
			expected.list[expected.count++] = world.list[i];
	}
	/* What matches nothing or everything shows nothing. */
	assert_true(expected.count > 0 && expected.count < world.count);
	seen = fetch(scene, scene_text(scene, "--query '%s=%s'", field, query), &requests);
	check_parameter(scene, requests, scene_text(scene, "%s=%s", field, sim_escape(cluster, query)));
	records_check_equal(scene, &expected, &seen, false);
}

/* Two different values of a field, from the middle of the world. */
struct pair {
	const char *values[3];
};

static struct pair
pick(const char *field)
{
	struct records world = sim_world(cluster);
	struct pair pair = {{NULL, NULL, NULL}};

	for (size_t i = world.count / 3; i < world.count && pair.values[1] == NULL; i++) {
		const char *value = record_value(&world.list[i], field);

		if (value != NULL && pair.values[0] == NULL)
			pair.values[0] = value;
		else if (value != NULL && strcmp(value, pair.values[0]) != 0)
			pair.values[1] = value;
	}
	assert_non_null(pair.values[1]);
	return pair;
}

/* One value exactly; and either of two. */
static void
check_exact(void **state, const char *field)
{
	struct pair pair = pick(field);
	const char *alone[] = {pair.values[0], NULL};

	check_filter(*state, field, pair.values[0], is_any_of, alone);
	check_filter(
	    *state, field, scene_text(*state, "%s|%s", pair.values[0], pair.values[1]), is_any_of, pair.values);
}

/* Numbers also by size; texts also by their beginning; words also by what they are not. */
static void
check_number(void **state, const char *field)
{
	struct pair pair = pick(field);
	const char *least[] = {pair.values[0], NULL};

	if (strtoull(pair.values[1], NULL, 10) < strtoull(pair.values[0], NULL, 10))
		least[0] = pair.values[1];
	check_exact(state, field);
	check_filter(*state, field, scene_text(*state, ">%s", least[0]), is_above, least);
}

static void
check_text(void **state, const char *field)
{
	const char *start[] = {scene_text(*state, "%.*s", 6, pick(field).values[0]), NULL};

	check_exact(state, field);
	check_filter(*state, field, scene_text(*state, "%s*", start[0]), begins_so, start);
}

static void
check_word(void **state, const char *field)
{
	const char *alone[] = {pick(field).values[0], NULL};

	check_filter(*state, field, alone[0], is_any_of, alone);
	check_filter(*state, field, scene_text(*state, "!%s", alone[0]), is_other, alone);
}

/* The world has seconds; the cluster, and who asks it, ISO 8601. */
static void
check_duration(void **state, const char *field)
{
	const char *alone[] = {pick(field).values[0], NULL};

	check_filter(*state, field, scene_text(*state, "PT%sS", alone[0]), is_any_of, alone);
}

static void
check_list(void **state, const char *field)
{
	const char *value = pick(field).values[0];
	const char *item[] = {scene_text(*state, "%.*s", (int)strcspn(value, ";"), value), NULL};

	check_filter(*state, field, item[0], has_item, item);
}

#define FILTER_TEST(name, check, field) \
	static void name##_is_filtered_by_the_cluster(void **state) \
	{ \
		check(state, field); \
	}

FILTER_TEST(svm_uuid, check_text, "svm.uuid")
FILTER_TEST(svm_name, check_exact, "svm.name")
FILTER_TEST(node_uuid, check_word, "node.uuid")
FILTER_TEST(node_name, check_word, "node.name")
FILTER_TEST(identifier, check_number, "identifier")
FILTER_TEST(connection_id, check_number, "connection_id")
FILTER_TEST(connection_count, check_word, "connection_count")
FILTER_TEST(server_ip, check_exact, "server_ip")
FILTER_TEST(client_ip, check_exact, "client_ip")
FILTER_TEST(authentication, check_word, "authentication")
FILTER_TEST(user, check_text, "user")
FILTER_TEST(mapped_unix_user, check_text, "mapped_unix_user")
FILTER_TEST(open_shares, check_number, "open_shares")
FILTER_TEST(open_files, check_number, "open_files")
FILTER_TEST(open_other, check_number, "open_other")
FILTER_TEST(connected_duration, check_duration, "connected_duration")
FILTER_TEST(idle_duration, check_duration, "idle_duration")
FILTER_TEST(protocol, check_word, "protocol")
FILTER_TEST(continuous_availability, check_word, "continuous_availability")
FILTER_TEST(smb_signing, check_word, "smb_signing")
FILTER_TEST(smb_encryption, check_word, "smb_encryption")
FILTER_TEST(large_mtu, check_word, "large_mtu")
FILTER_TEST(volumes_name, check_list, "volumes.name")
FILTER_TEST(volumes_uuid, check_list, "volumes.uuid")

/* ------------------------------------------------------------------ the five others */

static void
fields_narrow_what_is_asked_and_shown_beside_the_keys(void **state)
{
	struct records world = sim_world(cluster), seen;
	const char *requests;

	seen = fetch(*state, "--fields user,open_files", &requests);
	check_parameter(*state, requests, "fields=node.uuid,svm.uuid,identifier,connection_id,user,open_files");
	assert_int_equal(seen.count, world.count);
	for (size_t i = 0; i < seen.count; i++) {
		assert_non_null(record_value(&seen.list[i], "open_files"));
		/* And the cluster; not everybody has a user. */
		assert_int_equal(seen.list[i].count, record_value(&seen.list[i], "user") == NULL ? 2 : 3);
	}
	seen = fetch(*state, "--fields svm --sort user", &requests);
	check_parameter(*state, requests, "fields=node.uuid,svm.uuid,svm.name,identifier,connection_id,user");
	assert_null(record_value(&seen.list[0], "user"));
	assert_non_null(record_value(&seen.list[0], "svm.name"));
}

static void
max_records_is_the_size_of_a_page(void **state)
{
	struct records world = sim_world(cluster), seen;
	const char *requests;

	seen = fetch(*state, "--max-records 40", &requests);
	check_parameter(*state, requests, "max_records=40");
	records_check_equal(*state, &world, &seen, false);
	assert_int_equal(count_lines(requests), world.count / 40 + 1);
}

static void
return_timeout_ends_a_page_and_the_walk_goes_on(void **state)
{
	struct records world = sim_world(cluster), seen;
	const char *requests;

	sim_fault(cluster, "slow_pages=10");
	seen = fetch(*state, "--return-timeout 5", &requests);
	check_parameter(*state, requests, "return_timeout=5");
	records_check_equal(*state, &world, &seen, false);
	assert_int_equal(count_lines(requests), world.count / 50 + 1);
	/* More than the 30 s that a request may take without this option. */
	seen = fetch(*state, "--return-timeout 120", &requests);
	check_parameter(*state, requests, "return_timeout=120");
	assert_int_equal(count_lines(requests), 1);
	/* What 0 means nobody says; it must end all the same. */
	seen = fetch(*state, "--return-timeout 0 --query svm.name=svm_home", &requests);
	check_parameter(*state, requests, "return_timeout=0");
	assert_int_equal(count_lines(requests), seen.count + 1);
	sim_fault(cluster, "");
}

static void
return_records_false_counts_and_sends_nothing(void **state)
{
	struct records world = sim_world(cluster);
	struct run counted = run(*state, "--count --format csv --query 'protocol=!smb3_1'");
	size_t count = 0;

	for (size_t i = 0; i < world.count; i++)
		count += strcmp(record_value(&world.list[i], "protocol"), "smb3_1") != 0;
	assert_int_equal(counted.outcome.code, 0);
	assert_string_equal(counted.outcome.out,
	    scene_text(*state, "cluster,sessions,complete\n127.0.0.1,%zu,true\n,%zu,true\n", count, count));
	check_parameter(*state, counted.requests, "return_records=false");
	check_lacks(counted.requests, "fields=");
	check_lacks(counted.requests, "max_records=");
	assert_int_equal(count_lines(counted.requests), 1);
}

/* The rows stand in the order in which the cluster sent them, which is by number and, within it, by name. */
static void
check_order(const struct records *rows, bool is_descending)
{
	for (size_t i = 1; i < rows->count; i++) {
		const char *before = record_value(&rows->list[i - 1], "open_files");
		const char *after = record_value(&rows->list[i], "open_files");
		long step = strtol(after, NULL, 10) - strtol(before, NULL, 10);

		assert_true(is_descending ? step <= 0 : step >= 0);
		before = record_value(&rows->list[i - 1], "svm.name");
		after = record_value(&rows->list[i], "svm.name");
		assert_true(step != 0 || strcmp(before, after) <= 0);
	}
}

static void
order_by_is_the_order_of_what_is_printed_unless_sorted_here(void **state)
{
	struct records world = sim_world(cluster), seen;
	const char *requests;

	seen = fetch(*state, "--order-by 'open_files desc,svm.name' --max-records 100", &requests);
	check_parameter(*state, requests, "order_by=open_files%20desc%2Csvm.name");
	records_check_equal(*state, &world, &seen, false);
	check_order(&seen, true);
	seen = fetch(*state, "--order-by open_files,svm.name", &requests);
	check_parameter(*state, requests, "order_by=open_files%2Csvm.name");
	check_order(&seen, false);
	seen = fetch(*state, "--order-by 'open_files desc' --sort open_files:asc,svm.name", &requests);
	check_parameter(*state, requests, "order_by=open_files%20desc");
	check_order(&seen, false);
}

/* ------------------------------------------------------------------ what holds for all of them */

static void
every_character_arrives_as_it_was_written(void **state)
{
	static const char name[] = "CORP\\a&b=c%41+d \xc3\xa9\xe2\x82\xac|<>!*\"#?/;:@,$[]^`~";
	const char *query = scene_text(*state, "{%s}", name), *requests;
	struct records seen;

	sim_post(cluster, "add?user=%s&client_ip=10.9.9.9", sim_escape(cluster, name));
	seen = fetch(*state, scene_text(*state, "--query 'user=%s'", query), &requests);
	sim_post(cluster, "end?user=%s", sim_escape(cluster, name));
	check_parameter(*state, requests, scene_text(*state, "user=%s", sim_escape(cluster, query)));
	assert_int_equal(seen.count, 1);
	assert_string_equal(record_value(&seen.list[0], "user"), name);
}

static void
several_queries_hold_together(void **state)
{
	struct records world = sim_world(cluster), seen;
	const char *requests;
	size_t count = 0;

	seen = fetch(*state, "--query smb_signing=true --query 'open_files=>2' --query svm.name=svm_*", &requests);
	for (size_t i = 0; i < world.count; i++)
		count += strcmp(record_value(&world.list[i], "smb_signing"), "true") == 0 &&
			 strtoul(record_value(&world.list[i], "open_files"), NULL, 10) > 2;
	assert_true(count > 0 && count < world.count);
	assert_int_equal(seen.count, count);
}

static void
what_is_wrong_is_said_before_anything_is_asked(void **state)
{
	static const char *const wrong[][2] = {
	    {"--query usr=x", "did you mean 'user'?"},
	    {"--query open_files=many", "'many' is no number"},
	    {"--query protocol=smb9", "smb1, smb2, smb2_1, smb3 and smb3_1"},
	    {"--query max_records=5", "write --max-records=N"},
	    {"--fields usr", "did you mean 'user'?"},
	    {"--max-records 0", "1 to 100000"},
	    {"--return-timeout 121", "0 to 120"},
	    {"--order-by idle", "did you mean 'idle_duration'?"},
	};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct run refused = run(*state, scene_text(*state, "--once %s", wrong[i][0]));

		assert_int_equal(refused.outcome.code, 2);
		assert_string_equal(refused.outcome.out, "");
		assert_string_equal(refused.requests, "");
		check_contains(refused.outcome.err, wrong[i][1]);
	}
}

/* Any documented spelling is let through, since nobody knows which one a cluster wants; this one wants the schema's. */
static void
what_the_cluster_refuses_is_told_with_code_message_and_target(void **state)
{
	struct run refused = run(*state, "--once --query protocol=smb3.1");

	assert_int_equal(refused.outcome.code, 1);
	assert_string_equal(refused.outcome.out, "");
	check_contains(refused.outcome.err, "400: the request was refused");
	check_contains(refused.outcome.err, "262197");
	check_contains(refused.outcome.err, "The value \"smb3.1\" is invalid");
	check_contains(refused.outcome.err, "about protocol");
}

static void
a_server_that_ignores_queries_is_believed(void **state)
{
	struct records world = sim_world(cluster), seen;
	const char *requests;

	sim_fault(cluster, "ignore_query");
	seen = fetch(*state, "--query user=nobody", &requests);
	sim_fault(cluster, "");
	assert_int_equal(seen.count, world.count);
}

static void
partial_counts_are_followed_and_added(void **state)
{
	struct records world = sim_world(cluster);
	struct run counted;

	sim_fault(cluster, "slow_pages=2");
	counted = run(*state, "--count --format json");
	assert_int_equal(counted.outcome.code, 0);
	assert_int_equal(count_lines(counted.requests), world.count / 30 + 1);
	assert_string_equal(counted.outcome.out,
	    scene_text(*state,
		"{\"clusters\":[\n{\"cluster\":\"127.0.0.1\",\"sessions\":%zu,\"complete\":true}\n],"
		"\"sessions\":%zu,\"complete\":true}\n",
		world.count, world.count));
	counted = run(*state, "--count --format ndjson --max-records 7");
	sim_fault(cluster, "");
	check_parameter(*state, counted.requests, "max_records=7");
	assert_string_equal(counted.outcome.out, scene_text(*state,
						     "{\"cluster\":\"127.0.0.1\",\"sessions\":%zu,\"complete\":true}\n"
						     "{\"sessions\":%zu,\"complete\":true}\n",
						     world.count, world.count));
}

static void
a_count_that_breaks_off_says_how_far_it_came(void **state)
{
	struct run counted;

	sim_fault(cluster, "mid_walk=3");
	counted = run(*state, "--count --max-records 100");
	sim_fault(cluster, "");
	assert_int_equal(counted.outcome.code, 3);
	assert_string_equal(counted.outcome.out, "CLUSTER    SESSIONS\n"
						 "127.0.0.1      200+\n"
						 "total          200+\n");
	check_contains(counted.outcome.err, "partial: 500");
	sim_fault(cluster, "500");
	counted = run(*state, "--count --format csv");
	sim_fault(cluster, "");
	assert_int_equal(counted.outcome.code, 1);
}

/* ------------------------------------------------------------------ clusters of a file */

static void
each_cluster_of_a_file_is_asked_in_its_own_words(void **state)
{
	const char *config = scene_write(*state, "config.yaml",
	    "defaults: {url: '%s', username: %s, password: %s, query: {svm.name: svm_home}}\n"
	    "clusters:\n"
	    "  - {name: one, fields: [user, svm]}\n"
	    "  - {name: two, query: {protocol: 'smb1|smb2', open_files: '>0'}, order_by: [user desc]}\n",
	    sim_url(cluster), SIM_USER, SIM_PASSWORD);
	size_t before = strlen(sim_log(cluster));
	struct outcome outcome = cifstop_run(*state, "-c %s --once --format ndjson", config);
	struct records seen = records_parse_json(*state, outcome.out);
	const char *requests = sim_log(cluster) + before;

	assert_string_equal(outcome.err, "");
	check_contains(requests,
	    "fields=node.uuid,svm.uuid,svm.name,identifier,connection_id,user&max_records=1000&return_timeout=15"
	    "&svm.name=svm_home ");
	check_contains(requests, "&return_timeout=15&protocol=smb1%7Csmb2&open_files=%3E0&order_by=user%20desc ");
	for (size_t i = 0; i < seen.count; i++) {
		bool is_one = strcmp(record_value(&seen.list[i], "cluster"), "one") == 0;

		assert_true(is_one == (record_value(&seen.list[i], "protocol") == NULL));
		assert_true(!is_one || strcmp(record_value(&seen.list[i], "svm.name"), "svm_home") == 0);
	}
}

static void
the_command_line_adds_to_the_queries_of_a_file_and_replaces(void **state)
{
	const char *config = sim_config(
	    *state, "query: {svm.name: svm_home, protocol: smb1}", "", "a,b", cluster, cluster);
	size_t before = strlen(sim_log(cluster));
	struct outcome outcome = cifstop_run(
	    *state, "-c %s --count --query protocol=smb3 --query smb_signing=true", config);
	const char *requests = sim_log(cluster) + before;

	assert_int_equal(outcome.code, 0);
	assert_int_equal(count_lines(outcome.out), 4);
	assert_int_equal(count_lines(requests), 2);
	check_contains(requests, "svm.name=svm_home&protocol=smb3&smb_signing=true&return_records=false ");
	check_lacks(requests, "smb1");
}

static void
counts_of_clusters_that_fail_are_missing_and_in_no_sum(void **state)
{
	const char *config = scene_write(*state, "config.yaml",
	    "defaults: {username: %s, password: %s}\n"
	    "clusters:\n"
	    "  - {name: works, url: '%s'}\n"
	    "  - {name: 'fails, \"badly\"', url: '%s', password: wrong}\n",
	    SIM_USER, SIM_PASSWORD, sim_url(cluster), sim_url(cluster));
	size_t count = sim_world(cluster).count;
	struct outcome outcome = cifstop_run(*state, "-c %s --count", config);

	assert_int_equal(outcome.code, 3);
	check_contains(outcome.err, "401");
	assert_string_equal(outcome.out, scene_text(*state,
					     "CLUSTER         SESSIONS\n"
					     "works                %zu\n"
					     "fails, \"badly\"         -\n"
					     "total               %zu+\n",
					     count, count));
	outcome = cifstop_run(*state, "-c %s --count --format csv", config);
	assert_string_equal(
	    outcome.out, scene_text(*state,
			     "cluster,sessions,complete\nworks,%zu,true\n\"fails, \"\"badly\"\"\",,false\n,%zu,false\n",
			     count, count));
}

/* ------------------------------------------------------------------ releases and roles */

static void
only_releases_that_nobody_documented_may_lack_fields(void **state)
{
	struct sim *future = sim_start(*state, "--sessions 5 --frozen --release 9.20.1");
	const char *config = sim_config(*state, "release: 9.20.1", "", "c1", future);
	struct outcome outcome = cifstop_run(*state, "-c %s --once --format ndjson", config);

	assert_int_equal(outcome.code, 0);
	assert_int_equal(count_lines(outcome.out), 5);
	check_contains(sim_log(future), "ignore_unknown_fields=true");
	check_lacks(sim_log(cluster), "ignore_unknown_fields");
}

static void
a_role_without_sessions_is_told_what_to_ask_for(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 5 --frozen --forbid /api/protocols/cifs/sessions");
	struct outcome outcome = cifstop_run(*state, "-c %s --once", sim_config(*state, "", "", "c1", sim));

	assert_int_equal(outcome.code, 1);
	check_contains(outcome.err, "403: the role does not allow this (6: not authorized for that command); on the "
				    "cluster: security login rest-role create -role cifstop -access readonly -api "
				    "/api/protocols/cifs/sessions\n");
}

static void
without_the_right_to_probe_everything_else_works(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 20 --frozen --release 9.12.1 --forbid /api/cluster");
	struct stage *stage = stage_open_cifstop(
	    *state, "280x24", "-c %s", sim_config(*state, "interval: 500ms", "", "c1", sim));

	stage_wait_text(stage, "20 sessions");
	for (int waited = 0; sim_requests(sim, "GET /api/cluster?") == 0; waited++) {
		if (waited == scene_patience_ms() / 10)
			stage_fail(stage, "the release was not asked for");
		terminal_read(stage_terminal(stage), 10);
	}
	/* Refreshes go on after it was refused. */
	for (int waited = 0; sim_requests(sim, SESSIONS_PATH) < 3; waited++) {
		if (waited == scene_patience_ms() / 10)
			stage_fail(stage, "there are no more refreshes");
		terminal_read(stage_terminal(stage), 10);
	}
	stage_wait_text(stage, "20 sessions");
	stage_wait_text(
	    stage, "release unknown, write release: for the cluster, or: 403: the role does not allow this");
	stage_wait_text(stage, "security login rest-role create -role cifstop -access readonly -api /api/cluster");
	assert_false(stage_has(stage, "9.12.1"));
}

static void
a_release_that_is_told_is_shown_and_not_asked_for(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 20 --frozen --release 9.12.1 --forbid /api/cluster");
	struct stage *stage = stage_open_cifstop(
	    *state, "100x24", "-c %s", sim_config(*state, "interval: 500ms, release: 9.12.1P3", "", "c1", sim));

	stage_wait_text(stage, "20 sessions");
	stage_wait_text(stage, "9.12.1P3");
	assert_int_equal(sim_requests(sim, "GET /api/cluster?"), 0);
}

#define FILTER(name) SCENE_TEST(name##_is_filtered_by_the_cluster)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    FILTER(svm_uuid),
	    FILTER(svm_name),
	    FILTER(node_uuid),
	    FILTER(node_name),
	    FILTER(identifier),
	    FILTER(connection_id),
	    FILTER(connection_count),
	    FILTER(server_ip),
	    FILTER(client_ip),
	    FILTER(authentication),
	    FILTER(user),
	    FILTER(mapped_unix_user),
	    FILTER(open_shares),
	    FILTER(open_files),
	    FILTER(open_other),
	    FILTER(connected_duration),
	    FILTER(idle_duration),
	    FILTER(protocol),
	    FILTER(continuous_availability),
	    FILTER(smb_signing),
	    FILTER(smb_encryption),
	    FILTER(large_mtu),
	    FILTER(volumes_name),
	    FILTER(volumes_uuid),
	    SCENE_TEST(fields_narrow_what_is_asked_and_shown_beside_the_keys),
	    SCENE_TEST(max_records_is_the_size_of_a_page),
	    SCENE_TEST(return_timeout_ends_a_page_and_the_walk_goes_on),
	    SCENE_TEST(return_records_false_counts_and_sends_nothing),
	    SCENE_TEST(order_by_is_the_order_of_what_is_printed_unless_sorted_here),
	    SCENE_TEST(every_character_arrives_as_it_was_written),
	    SCENE_TEST(several_queries_hold_together),
	    SCENE_TEST(what_is_wrong_is_said_before_anything_is_asked),
	    SCENE_TEST(what_the_cluster_refuses_is_told_with_code_message_and_target),
	    SCENE_TEST(a_server_that_ignores_queries_is_believed),
	    SCENE_TEST(partial_counts_are_followed_and_added),
	    SCENE_TEST(a_count_that_breaks_off_says_how_far_it_came),
	    SCENE_TEST(each_cluster_of_a_file_is_asked_in_its_own_words),
	    SCENE_TEST(the_command_line_adds_to_the_queries_of_a_file_and_replaces),
	    SCENE_TEST(counts_of_clusters_that_fail_are_missing_and_in_no_sum),
	    SCENE_TEST(only_releases_that_nobody_documented_may_lack_fields),
	    SCENE_TEST(a_role_without_sessions_is_told_what_to_ask_for),
	    SCENE_TEST(without_the_right_to_probe_everything_else_works),
	    SCENE_TEST(a_release_that_is_told_is_shown_and_not_asked_for),
	};

	return cmocka_run_group_tests(tests, start_cluster, stop_cluster);
}
