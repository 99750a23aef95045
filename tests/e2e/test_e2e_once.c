/* test_e2e_once.c: what cifstop prints without a terminal is what the simulator has. */
#include "config.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "e2e/listener.h"
#include "e2e/process.h"
#include "e2e/sim.h"

/* Runs cifstop --once against one simulator. */
static struct outcome
once(struct scene *scene, struct sim *sim, const char *options)
{
	scene_set(scene, "CIFSTOP_PASSWORD", SIM_PASSWORD);
	return cifstop_run(scene, "--once --url %s --user " SIM_USER " %s", sim_url(sim), options);
}

static void
check_complete(const struct outcome *outcome)
{
	assert_string_equal(outcome->err, "");
	assert_int_equal(outcome->code, 0);
}

/* Both ways of reading agree: cJSON takes the text as it is, and the values are those of the world. */
static void
check_dialect(void **state, const char *options, bool may_lack)
{
	struct sim *sim = sim_start(*state, "--sessions 300 --seed 5 --frozen %s", options);
	struct outcome outcome = once(*state, sim, "--format json");
	struct records world = sim_world(sim), seen = records_parse_json(*state, outcome.out);
	cJSON *json = cJSON_Parse(outcome.out);

	check_complete(&outcome);
	assert_true(cJSON_IsArray(json));
	assert_int_equal(cJSON_GetArraySize(json), world.count);
	cJSON_Delete(json);
	assert_true(world.count >= 300);
	records_check_equal(*state, &world, &seen, may_lack);
}

static void
json_holds_the_world_of_a_cluster_that_speaks_the_schema(void **state)
{
	check_dialect(state, "--dialect schema", false);
}

static void
json_holds_the_world_of_a_cluster_that_speaks_as_the_page_of_9_8(void **state)
{
	check_dialect(state, "--dialect page98 --release 9.8", false);
}

static void
json_holds_the_world_of_a_cluster_that_uses_the_old_names(void **state)
{
	check_dialect(state, "--dialect overview --release 9.9", false);
}

static void
json_holds_the_world_of_a_cluster_with_odd_types(void **state)
{
	check_dialect(state, "--dialect odd", true);
}

static void
ndjson_is_one_object_a_line(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 120 --seed 6 --frozen");
	struct outcome outcome = once(*state, sim, "--format ndjson");
	struct records world = sim_world(sim), seen = records_parse_json(*state, outcome.out);
	size_t lines = 0;

	check_complete(&outcome);
	records_check_equal(*state, &world, &seen, false);
	for (const char *line = outcome.out; *line != '\0'; line = strchr(line, '\n') + 1) {
		const char *end;
		cJSON *json = cJSON_ParseWithOpts(line, &end, 0);

		assert_true(cJSON_IsObject(json));
		assert_int_equal(*end, '\n');
		assert_true(cJSON_IsString(cJSON_GetObjectItem(json, "cluster")));
		cJSON_Delete(json);
		lines++;
	}
	assert_int_equal(lines, world.count);
}

/* Every line is of a file whose path holds the fragment, and says who has it open from where. */
static void
find_file_says_who_holds_it(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 200 --seed 5 --frozen");
	struct outcome outcome = once(*state, sim, "--find-file BUDGET --format csv -o path,user,client -s path");
	size_t lines = 0;

	check_complete(&outcome);
	for (const char *line = outcome.out; *line != '\0'; line = strchr(line, '\n') + 1) {
		const char *path_end = strchr(line, ',');

		if (lines++ == 0) {
			assert_true(strncmp(line, "path,user,client_ip\n", 20) == 0);
			continue;
		}
		assert_non_null(strstr(line, "budget"));
		assert_true(strstr(line, "budget") < path_end);
		assert_non_null(strchr(path_end + 1, '.'));
	}
	assert_true(lines > 3);
}

static void
find_file_says_which_cluster_is_too_old_for_open_files(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 20 --seed 5 --frozen --release 9.8");
	struct outcome outcome = once(*state, sim, "--find-file budget");

	assert_non_null(strstr(outcome.err, "open files need ONTAP 9.11.1"));
	assert_string_equal(outcome.out, "");
	assert_int_equal(outcome.code, 1);
}

static void
csv_has_dotted_names_and_durations_in_seconds(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 300 --seed 7 --frozen");
	struct outcome outcome = once(*state, sim, "--format csv");
	struct records world = sim_world(sim), seen = records_parse_csv(*state, outcome.out);

	check_complete(&outcome);
	records_check_equal(*state, &world, &seen, false);
}

/* Each session has its line, with its user and its client whole. */
static void
a_table_cuts_nothing_and_holds_no_escapes(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 100 --seed 8 --frozen");
	struct outcome outcome = once(*state, sim, "--columns user,client_ip,svm.name,identifier");
	struct records world = sim_world(sim);
	size_t lines = 0;

	check_complete(&outcome);
	for (const char *c = outcome.out; *c != '\0'; c++) {
		lines += *c == '\n';
		assert_true(*c == '\n' || (unsigned char)*c >= ' ');
	}
	assert_int_equal(lines, world.count + 1);
	for (size_t i = 0; i < world.count; i++) {
		const char *user = record_value(&world.list[i], "user");

		check_contains(outcome.out, user == NULL ? "-" : user);
		check_contains(outcome.out, record_value(&world.list[i], "client_ip"));
		check_contains(outcome.out, record_value(&world.list[i], "identifier"));
	}
}

static void
identifiers_above_two_to_the_63_are_exact(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 300 --seed 9 --frozen");
	struct outcome outcome = once(*state, sim, "--format json");
	struct records world = sim_world(sim);
	size_t large = 0;

	for (size_t i = 0; i < world.count; i++) {
		const char *id = record_value(&world.list[i], "identifier");

		if (strlen(id) < 19 || (strlen(id) == 19 && strcmp(id, "9223372036854775808") < 0))
			continue;
		check_contains(outcome.out, scene_text(*state, "\"identifier\":\"%s\"", id));
		large++;
	}
	assert_true(large > 0);
}

/* Whatever the cluster does with its pages, all sessions come, and each once. */
static void
check_pages(void **state, const char *options, const char *defaults)
{
	struct sim *sim = sim_start(*state, "--sessions 300 --seed 10 --frozen %s", options);
	const char *config = sim_config(*state, defaults, "", "c1", sim);
	struct outcome outcome = cifstop_run(*state, "-c %s --format ndjson", config);
	struct records world = sim_world(sim), seen = records_parse_json(*state, outcome.out);

	check_complete(&outcome);
	records_check_equal(*state, &world, &seen, false);
	assert_true(sim_requests(sim, SESSIONS_PATH) > 3);
}

static void
pages_are_followed_to_the_end(void **state)
{
	check_pages(state, "", "max_records: 64");
}

static void
short_pages_do_not_end_a_walk(void **state)
{
	check_pages(state, "--fault short_pages", "max_records: 100");
}

static void
empty_pages_do_not_end_a_walk(void **state)
{
	check_pages(state, "--fault empty_page", "max_records: 100");
}

static void
rows_that_come_twice_are_shown_once(void **state)
{
	check_pages(state, "--fault duplicates=5", "max_records: 64");
}

static void
requests_say_who_asks_and_what_for_and_only_get(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 20");
	struct outcome outcome = once(*state, sim, "--format json");
	const char *log = sim_log(sim);

	check_complete(&outcome);
	check_contains(log, "fields=");
	check_lacks(log, "fields=*");
	check_contains(log, "Accept=application/json ");
	check_contains(log, "App=cifstop/");
	check_contains(log, "return_timeout=15");
	assert_int_equal(sim_requests(sim, "GET /api/"), sim_requests(sim, ""));
}

static void
a_busy_cluster_is_asked_again(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 20 --frozen --fault 429=1,path=sessions,nth=1");
	struct outcome outcome = once(*state, sim, "--format ndjson");
	struct records world = sim_world(sim), seen = records_parse_json(*state, outcome.out);

	check_complete(&outcome);
	records_check_equal(*state, &world, &seen, false);
}

static void
nothing_at_all_is_exit_code_1_and_one_line(void **state)
{
	struct sim *sim = sim_start(*state, "--fault 401");
	struct outcome outcome = once(*state, sim, "--format csv");

	assert_int_equal(outcome.code, 1);
	check_contains(outcome.err, "401");
	check_contains(outcome.err, "password refused");
	assert_ptr_equal(strchr(outcome.err, '\n') + 1, outcome.err + strlen(outcome.err));
	assert_int_equal(sim_requests(sim, " 401 "), 1);
}

static void
one_of_two_clusters_failing_is_exit_code_3_and_names_it(void **state)
{
	struct sim *good = sim_start(*state, "--sessions 30 --frozen"), *bad = sim_start(*state, "--fault 403");
	const char *config = sim_config(*state, "", "", "good,bad", good, bad);
	struct outcome outcome = cifstop_run(*state, "-c %s --once --format ndjson", config);
	struct records world = sim_world(good), seen = records_parse_json(*state, outcome.out);

	assert_int_equal(outcome.code, 3);
	records_check_equal(*state, &world, &seen, false);
	assert_ptr_equal(strstr(outcome.err, "cifstop: bad: 403"), outcome.err);
	check_lacks(outcome.err, "good");
	assert_ptr_equal(strchr(outcome.err, '\n') + 1, outcome.err + strlen(outcome.err));
}

static void
a_walk_that_fails_in_the_middle_prints_what_came_and_says_partial(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 100 --frozen --fault mid_walk=3");
	const char *config = sim_config(*state, "max_records: 20", "", "c1", sim);
	struct outcome outcome = cifstop_run(*state, "-c %s --once --format ndjson", config);

	assert_int_equal(outcome.code, 3);
	assert_int_equal(records_parse_json(*state, outcome.out).count, 40);
	check_contains(outcome.err, "c1: partial: 500");
}

static void
only_the_clusters_that_are_named_are_asked(void **state)
{
	struct sim *one = sim_start(*state, "--sessions 10"), *two = sim_start(*state, "--sessions 10");
	const char *config = sim_config(*state, "", "", "one,two", one, two);
	struct outcome outcome = cifstop_run(*state, "-c %s --once --format csv two", config);

	check_complete(&outcome);
	assert_int_equal(sim_requests(one, ""), 0);
	assert_true(sim_requests(two, "") > 0);
	outcome = cifstop_run(*state, "-c %s --once three", config);
	assert_int_equal(outcome.code, 2);
	check_contains(outcome.err, "three");
}

static void
filter_and_sort_hold_without_a_screen(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 100 --seed 3 --frozen");
	struct outcome outcome = once(*state, sim, "--format ndjson --sort open_files:desc");
	struct records world = sim_world(sim), seen = records_parse_json(*state, outcome.out);
	const char *user = record_value(&seen.list[0], "user");

	check_complete(&outcome);
	assert_int_equal(seen.count, world.count);
	for (size_t i = 1; i < seen.count; i++)
		assert_true(strtoul(record_value(&seen.list[i - 1], "open_files"), NULL, 10) >=
			    strtoul(record_value(&seen.list[i], "open_files"), NULL, 10));
	outcome = once(*state, sim, scene_text(*state, "--format ndjson --filter '%s'", user));
	seen = records_parse_json(*state, outcome.out);
	check_complete(&outcome);
	assert_true(seen.count >= 1 && seen.count < world.count);
	for (size_t i = 0; i < seen.count; i++)
		check_contains(record_value(&seen.list[i], "user"), user);
}

static void
chosen_columns_are_the_csv_heading(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 10");
	struct outcome outcome = once(*state, sim, "--format csv -o user,idle,svm");

	check_complete(&outcome);
	assert_ptr_equal(strstr(outcome.out, "user,idle_duration,svm.name\n"), outcome.out);
}

static void
hostile_text_reaches_no_terminal_and_breaks_no_format(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 300 --seed 4 --hostile --frozen");
	struct outcome outcome = once(*state, sim, "");
	size_t count = sim_world(sim).count;

	check_complete(&outcome);
	for (const char *c = outcome.out; *c != '\0'; c++)
		assert_true(*c == '\n' || ((unsigned char)*c >= ' ' && *c != 0x7F));
	check_lacks(outcome.out, "\xe2\x80\xae");
	check_lacks(outcome.out, "\xc2\x9b");
	outcome = once(*state, sim, "--format csv");
	assert_int_equal(records_parse_csv(*state, outcome.out).count, count);
	outcome = once(*state, sim, "--format ndjson");
	assert_int_equal(records_parse_json(*state, outcome.out).count, count);
	check_lacks(outcome.out, "\x1b");
}

static void
tls_is_verified_and_can_be_told_whom_to_trust(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 20 --tls");
	struct outcome outcome = once(*state, sim, "--format csv");

	assert_int_equal(outcome.code, 1);
	check_contains(outcome.err, "certificate");
	check_contains(outcome.err, scene_text(*state, "cifstop --trust %s", sim_url(sim)));
	assert_int_equal(sim_requests(sim, ""), 0);
	outcome = once(*state, sim, scene_text(*state, "--format csv --ca-file %s", sim_certificate(sim)));
	check_complete(&outcome);
	outcome = once(*state, sim, "--format csv --insecure");
	assert_int_equal(outcome.code, 0);
	assert_string_equal(outcome.err, "cifstop: 127.0.0.1: INSECURE: the certificate is not verified\n");
}

static void
batch_prints_as_many_refreshes_as_asked_for(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 10 --frozen");
	struct outcome outcome;

	scene_set(*state, "CIFSTOP_PASSWORD", SIM_PASSWORD);
	outcome = cifstop_run(*state, "-b -n 2 -d 500ms --format ndjson --url %s -u " SIM_USER, sim_url(sim));
	check_complete(&outcome);
	assert_int_equal(records_parse_json(*state, outcome.out).count, 2 * sim_world(sim).count);
}

static void
the_demo_without_a_terminal_prints_one_table(void **state)
{
	struct outcome outcome = cifstop_run(*state, "--demo=50");

	check_complete(&outcome);
	check_contains(outcome.out, "USER");
	check_contains(outcome.out, "prod-east");
	check_contains(outcome.out, "prod-west");
	check_lacks(outcome.out, "\x1b");
}

static void
without_a_configuration_the_way_is_shown(void **state)
{
	struct outcome outcome = cifstop_run(*state, "--once");

	assert_int_equal(outcome.code, 2);
	assert_string_equal(outcome.out, "");
	check_contains(outcome.err, "--demo");
	check_contains(outcome.err, "--url");
	check_contains(outcome.err, "clusters:");
	check_contains(outcome.err, "config.yaml");
}

static void
the_minimal_file_that_is_shown_is_a_good_one(void **state)
{
	struct outcome outcome = cifstop_run(*state, "--once");
	const char *example = strstr(outcome.err, "\nclusters:");

	assert_non_null(example);
	outcome = cifstop_run(*state, "--check-config -c %s", scene_write(*state, "example.yaml", "%s", example));
	check_complete(&outcome);
}

static void
all_mistakes_of_a_configuration_are_told_with_their_places(void **state)
{
	const char *config = scene_write(*state, "bad.yaml",
	    "clusters:\n"
	    "  - name: one\n"
	    "    url: ftp://x.example.com\n"
	    "    usernam: monitor\n"
	    "    max_records: many\n"
	    "    timeout: 3 parsecs\n"
	    "ui: {sort: [colour]}\n");
	struct outcome outcome = cifstop_run(*state, "--check-config -c %s", config);

	assert_int_equal(outcome.code, 2);
	check_contains(outcome.err, "bad.yaml:3:10: ");
	check_contains(outcome.err, "bad.yaml:4:5: ");
	check_contains(outcome.err, "username");
	check_contains(outcome.err, "bad.yaml:5:18: ");
	check_contains(outcome.err, "bad.yaml:6:14: ");
	check_contains(outcome.err, "bad.yaml:7:13: ");
}

static void
broken_yaml_is_told_with_its_place(void **state)
{
	const char *config = scene_write(*state, "broken.yaml", "clusters:\n  - name: [one\n");
	struct outcome outcome = cifstop_run(*state, "--check-config -c %s", config);

	assert_int_equal(outcome.code, 2);
	check_contains(outcome.err, "broken.yaml:3:1: ");
}

static void
a_password_that_others_can_read_is_refused(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 10");
	const char *config = sim_config(*state, "", "", "c1", sim);
	struct outcome outcome;

	assert_int_equal(process_run(*state, "chmod 644 %s", config).code, 0);
	outcome = cifstop_run(*state, "--once -c %s", config);
	assert_int_equal(outcome.code, 2);
	check_contains(outcome.err, "config.yaml");
	check_contains(outcome.err, "password");
	check_lacks(outcome.err, SIM_PASSWORD);
	assert_int_equal(sim_requests(sim, ""), 0);
}

static void
passwords_come_from_commands_files_and_variables(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 10");
	const char *file = scene_write(*state, "secret", SIM_PASSWORD "\n");
	const char *sources[] = {
	    scene_text(*state, "password_command: 'cat %s'", file),
	    scene_text(*state, "password_file: '%s'", file),
	    "password_env: THE_PASSWORD",
	};

	scene_set(*state, "THE_PASSWORD", SIM_PASSWORD);
	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++) {
		const char *config = scene_write(*state, "config.yaml",
		    "clusters: [{name: c1, url: '%s', username: " SIM_USER ", %s}]\n", sim_url(sim), sources[i]);
		struct outcome outcome = cifstop_run(*state, "--once -c %s", config);

		check_complete(&outcome);
	}
}

static void
mistakes_on_the_command_line_are_exit_code_2(void **state)
{
	static const char *const lines[] = {
	    "--nonsense",
	    "--format xml",
	    "--sort colour",
	    "--columns colour",
	    "--delay never",
	    "--once --batch",
	    "--url ftp://x",
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct outcome outcome = cifstop_run(*state, "%s", lines[i]);

		if (outcome.code != 2 || *outcome.out != '\0' || *outcome.err == '\0')
			check_fail(
			    "%s: code %d, out \"%s\", err \"%s\"", lines[i], outcome.code, outcome.out, outcome.err);
	}
}

static void
help_names_every_option_and_goes_to_standard_output(void **state)
{
	static const char *const options[] = {"--config", "--url", "--user", "--delay", "--filter", "--sort",
	    "--columns", "--once", "--batch", "--format", "--demo", "--theme", "--check-config", "--list-fields",
	    "--help", "--version"};
	struct outcome outcome = cifstop_run(*state, "--help");

	check_complete(&outcome);
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		check_contains(outcome.out, options[i]);
}

static void
fields_are_listed_with_their_short_names(void **state)
{
	struct outcome outcome = cifstop_run(*state, "--list-fields");

	check_complete(&outcome);
	check_contains(outcome.out, "idle_duration");
	check_contains(outcome.out, "idle");
	check_contains(outcome.out, "volumes.uuid");
}

/* What cifstop prints with the filter, on standard output and on standard error. */
static struct outcome
filtered(struct scene *scene, const char *sim_options, const char *filter)
{
	struct sim *sim = sim_start(scene, "--sessions 300 --seed 5 --frozen %s", sim_options);

	return once(scene, sim, scene_text(scene, "--format csv -v -f '%s'", filter));
}

static void
a_filter_has_the_cluster_leave_out_what_it_can_and_finds_the_same(void **state)
{
	static const char filter[] = "files > 4 signed = yes and (user = CORP* or idle < 10m)";
	struct outcome narrowed = filtered(*state, "", filter);
	struct outcome whole = filtered(*state, "--fault ignore_query", filter);

	assert_int_equal(narrowed.code, 0);
	assert_int_equal(whole.code, 0);
	assert_true(strchr(narrowed.out, '\n')[1] != '\0');
	assert_string_equal(narrowed.out, whole.out);
	assert_non_null(strstr(narrowed.err, "asked for open_files=>=5 and smb_signing=true; came "));
	assert_non_null(strstr(narrowed.err, "; left out about "));
	assert_non_null(strstr(whole.err, "; came 300 sessions, "));
}

static void
a_filter_that_no_cluster_understands_is_said_to_be_one(void **state)
{
	struct outcome outcome = filtered(*state, "", "idle > 1m");

	assert_int_equal(outcome.code, 0);
	assert_non_null(strstr(outcome.err, "nothing of the filter can be asked of a cluster; came 300 sessions, "));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    SCENE_TEST(json_holds_the_world_of_a_cluster_that_speaks_the_schema),
	    SCENE_TEST(json_holds_the_world_of_a_cluster_that_speaks_as_the_page_of_9_8),
	    SCENE_TEST(json_holds_the_world_of_a_cluster_that_uses_the_old_names),
	    SCENE_TEST(json_holds_the_world_of_a_cluster_with_odd_types),
	    SCENE_TEST(ndjson_is_one_object_a_line),
	    SCENE_TEST(find_file_says_who_holds_it),
	    SCENE_TEST(find_file_says_which_cluster_is_too_old_for_open_files),
	    SCENE_TEST(csv_has_dotted_names_and_durations_in_seconds),
	    SCENE_TEST(a_table_cuts_nothing_and_holds_no_escapes),
	    SCENE_TEST(identifiers_above_two_to_the_63_are_exact),
	    SCENE_TEST(pages_are_followed_to_the_end),
	    SCENE_TEST(short_pages_do_not_end_a_walk),
	    SCENE_TEST(empty_pages_do_not_end_a_walk),
	    SCENE_TEST(rows_that_come_twice_are_shown_once),
	    SCENE_TEST(requests_say_who_asks_and_what_for_and_only_get),
	    SCENE_TEST(a_busy_cluster_is_asked_again),
	    SCENE_TEST(nothing_at_all_is_exit_code_1_and_one_line),
	    SCENE_TEST(one_of_two_clusters_failing_is_exit_code_3_and_names_it),
	    SCENE_TEST(a_walk_that_fails_in_the_middle_prints_what_came_and_says_partial),
	    SCENE_TEST(only_the_clusters_that_are_named_are_asked),
	    SCENE_TEST(filter_and_sort_hold_without_a_screen),
	    SCENE_TEST(a_filter_has_the_cluster_leave_out_what_it_can_and_finds_the_same),
	    SCENE_TEST(a_filter_that_no_cluster_understands_is_said_to_be_one),
	    SCENE_TEST(chosen_columns_are_the_csv_heading),
	    SCENE_TEST(hostile_text_reaches_no_terminal_and_breaks_no_format),
	    SCENE_TEST(tls_is_verified_and_can_be_told_whom_to_trust),
	    SCENE_TEST(batch_prints_as_many_refreshes_as_asked_for),
	    SCENE_TEST(the_demo_without_a_terminal_prints_one_table),
	    SCENE_TEST(without_a_configuration_the_way_is_shown),
	    SCENE_TEST(the_minimal_file_that_is_shown_is_a_good_one),
	    SCENE_TEST(all_mistakes_of_a_configuration_are_told_with_their_places),
	    SCENE_TEST(broken_yaml_is_told_with_its_place),
	    SCENE_TEST(a_password_that_others_can_read_is_refused),
	    SCENE_TEST(passwords_come_from_commands_files_and_variables),
	    SCENE_TEST(mistakes_on_the_command_line_are_exit_code_2),
	    SCENE_TEST(help_names_every_option_and_goes_to_standard_output),
	    SCENE_TEST(fields_are_listed_with_their_short_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
