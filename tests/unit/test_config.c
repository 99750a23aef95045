/* test_config.c: what is read from a configuration, and what is said of its mistakes. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "config/config_private.h"
#include "model/session_fields.h"
#include "scratch.h"

static struct config *
parse_private(const char *yaml, const struct stat *status, struct report *report)
{
	return config_parse("c.yaml", text_of(yaml), status, report);
}

/* The configuration of a text without mistakes. */
static struct config *
parse(const char *yaml)
{
	struct report report = {0};
	struct config *config = parse_private(yaml, NULL, &report);

	report_print(&report, stderr);
	assert_int_equal(report.count, 0);
	assert_non_null(config);
	return config;
}

/* All that is said of a text, one sentence a line, without the file's name; the caller frees. */
static char *
mistakes(const char *yaml)
{
	struct report report = {0};
	struct config *config = parse_private(yaml, NULL, &report);
	struct buffer all;

	buffer_init(&all, 1 << 20);
	for (size_t i = 0; i < report.count; i++) {
		assert_memory_equal(report.lines[i], "c.yaml:", 7);
		buffer_add_format(&all, "%s%s", i > 0 ? "\n" : "", report.lines[i] + 7);
	}
	assert_true((config == NULL) == (report.count > 0));
	config_free(config);
	report_free(&report);
	if (all.length == 0)
		buffer_add_string(&all, "none");
	return buffer_take(&all);
}

static void
expect_mistakes(const char *yaml, const char *expected)
{
	char *got = mistakes(yaml);

	assert_string_equal(got, expected);
	free(got);
}

/* A mistake in a key of a cluster that is complete otherwise; the key stands at 2:1. */
static void
expect_cluster_mistake(const char *key, const char *expected)
{
	struct buffer yaml;

	buffer_init(&yaml, 1 << 16);
	buffer_add_format(&yaml, "clusters: [{name: a, url: b, username: c,\n%s}]", key);
	expect_mistakes(buffer_string(&yaml), expected);
	buffer_free(&yaml);
}

static void
every_key_of_a_cluster_arrives(void **state)
{
	struct config *config = parse("clusters:\n"
				      "  - name: prod-east\n"
				      "    url: cluster1.example.com:8443\n"
				      "    username: monitor\n"
				      "    password_command: pass show ontap/prod-east\n"
				      "    tls: {ca_file: /etc/ssl/ontap.pem}\n"
				      "    interval: 1m30s\n"
				      "    timeout: 20s\n"
				      "    return_timeout: 10\n"
				      "    max_records: 500\n"
				      "    query: {svm.name: \"vs*\", open_files: 5}\n"
				      "    proxy: socks5h://127.0.0.1:1080\n");
	const struct cluster_config *cluster = config->clusters;
	const struct target *target = &cluster->target;

	(void)state;
	assert_int_equal(config->cluster_count, 1);
	assert_string_equal(target->name, "prod-east");
	assert_string_equal(target->url, "https://cluster1.example.com:8443");
	assert_string_equal(target->username, "monitor");
	assert_null(target->password);
	assert_int_equal(cluster->secret_source, SECRET_COMMAND);
	assert_string_equal(cluster->command[0], "pass");
	assert_string_equal(cluster->command[2], "ontap/prod-east");
	assert_null(cluster->command[3]);
	assert_string_equal(target->ca_file, "/etc/ssl/ontap.pem");
	assert_false(target->is_insecure);
	assert_int_equal(cluster->interval_ms, 90000);
	assert_int_equal(target->timeout_ms, 20000);
	assert_int_equal(target->return_timeout_seconds, 10);
	assert_int_equal(target->max_records, 500);
	assert_int_equal(target->query_count, 2);
	assert_string_equal(target->query[0].name, "svm.name");
	assert_string_equal(target->query[0].value, "vs*");
	assert_string_equal(target->query[1].value, "5");
	assert_string_equal(secret_text_string(target->proxy), "socks5h://127.0.0.1:1080");
	config_free(config);
}

static void
what_is_not_written_has_the_documented_default(void **state)
{
	struct config *config = parse("clusters: [{name: a, url: b}]");
	const struct cluster_config *cluster = config->clusters;

	(void)state;
	assert_int_equal(cluster->interval_ms, 5000);
	assert_int_equal(cluster->target.timeout_ms, 30000);
	assert_int_equal(cluster->target.return_timeout_seconds, 15);
	assert_int_equal(cluster->target.max_records, 1000);
	assert_int_equal(cluster->secret_source, SECRET_NETRC_OR_ASK);
	assert_null(cluster->target.username);
	assert_null(config->ui.theme);
	assert_int_equal(config->ui.column_count, 0);
	assert_int_equal(config->ui.order.count, order_default(&session_kind).count);
	config_free(config);
}

static void
defaults_hold_for_every_cluster_wherever_they_stand(void **state)
{
	struct config *config = parse("clusters:\n"
				      "  - {name: a, url: a}\n"
				      "  - {name: b, url: b, interval: 2m, username: other}\n"
				      "defaults: {interval: 7s, username: monitor, query: {svm.name: x}}\n");

	(void)state;
	assert_int_equal(config->clusters[0].interval_ms, 7000);
	assert_string_equal(config->clusters[0].target.username, "monitor");
	assert_string_equal(config->clusters[0].target.query[0].value, "x");
	assert_int_equal(config->clusters[1].interval_ms, 120000);
	assert_string_equal(config->clusters[1].target.username, "other");
	assert_string_equal(config->clusters[1].target.query[0].value, "x");
	config_free(config);
}

static void
a_key_of_a_cluster_replaces_the_default_as_a_whole(void **state)
{
	struct config *config = parse(
	    "defaults: {username: u, password_command: pass, tls: {ca_file: /x.pem},\n"
	    "  query: {svm.name: x}}\n"
	    "clusters:\n"
	    "  - {name: a, url: a, password_env: PW, tls: {insecure: yes}, query: {user: y}}\n");
	const struct cluster_config *cluster = config->clusters;

	(void)state;
	assert_int_equal(cluster->secret_source, SECRET_ENVIRONMENT);
	assert_string_equal(cluster->secret, "PW");
	assert_null(cluster->target.ca_file);
	assert_true(cluster->target.is_insecure);
	assert_int_equal(cluster->target.query_count, 1);
	assert_string_equal(cluster->target.query[0].name, "user");
	config_free(config);
}

static void
an_anchor_is_what_it_names(void **state)
{
	struct config *config = parse("clusters:\n"
				      "  - {name: a, url: a, query: &q {svm.name: x}}\n"
				      "  - {name: b, url: b, query: *q}\n");

	(void)state;
	assert_string_equal(config->clusters[1].target.query[0].value, "x");
	config_free(config);
}

static void
a_password_may_look_like_a_number(void **state)
{
	struct config *config = parse("clusters: [{name: a, url: a, username: u, password: 007}]");

	(void)state;
	assert_int_equal(config->clusters[0].secret_source, SECRET_INLINE);
	assert_string_equal(secret_text_string(config->clusters[0].target.password), "007");
	config_free(config);
}

static void
a_list_of_words_is_run_as_it_is(void **state)
{
	struct config *config = parse("clusters:\n"
				      "  - name: a\n"
				      "    url: a\n"
				      "    username: u\n"
				      "    password_command:\n"
				      "      - sh\n"
				      "      - -c\n"
				      "      - |\n"
				      "        x=1\n"
				      "        echo $x\n");

	(void)state;
	assert_string_equal(config->clusters[0].command[2], "x=1\necho $x");
	assert_null(config->clusters[0].command[3]);
	config_free(config);
}

static void
the_screen_starts_as_written(void **state)
{
	struct config *config = parse("clusters: [{name: a, url: a}]\n"
				      "ui: {theme: light, columns: [cluster, user, client, svm, files, idle],\n"
				      "  sort: [idle_duration, user:desc], filter: \"\"}\n");
	const struct ui_config *ui = &config->ui;

	(void)state;
	assert_string_equal(ui->theme, "light");
	assert_string_equal(ui->filter, "");
	assert_int_equal(ui->column_count, 6);
	assert_int_equal(ui->columns[2], FIELD_CLIENT_IP);
	assert_int_equal(ui->columns[5], FIELD_IDLE_DURATION);
	assert_int_equal(ui->order.count, 2);
	assert_int_equal(ui->order.keys[0].field, FIELD_IDLE_DURATION);
	assert_true(ui->order.keys[0].is_descending);
	assert_int_equal(ui->order.keys[1].field, FIELD_USER);
	assert_true(ui->order.keys[1].is_descending);
	config_free(config);
}

static void
a_list_may_be_a_text_with_commas(void **state)
{
	struct config *config = parse(
	    "{clusters: [{name: a, url: a}], ui: {columns: \"user, files\", sort: \"user,files\"}}");

	(void)state;
	assert_int_equal(config->ui.column_count, 2);
	assert_int_equal(config->ui.columns[1], FIELD_OPEN_FILES);
	assert_int_equal(config->ui.order.count, 2);
	config_free(config);
}

static void
all_mistakes_are_told_at_once_in_the_order_of_the_file(void **state)
{
	(void)state;
	expect_mistakes("ui: {filtre: x}\n"
			"clusters:\n"
			"  - name: a\n"
			"    url: b\n"
			"    interval: 1x\n"
			"    max_records: 0\n"
			"defaults:\n"
			"  proxi: x\n",
	    "1:6: unknown key 'filtre' of ui: did you mean 'filter'?\n"
	    "5:15: interval is '1x'; a duration from 500ms to 1d is due (500ms, 5s, 2m)\n"
	    "6:18: max_records is '0'; a number from 1 to 100000 is due\n"
	    "8:3: unknown key 'proxi' of defaults: did you mean 'proxy'?");
}

static void
an_unknown_key_that_is_near_to_none_lists_the_known(void **state)
{
	(void)state;
	expect_mistakes("{clusters: [{name: a, url: b}], colours: blue}",
	    "1:33: unknown key 'colours' of the configuration; known are defaults, clusters and ui");
}

static void
a_value_of_the_wrong_kind_says_which_is_due(void **state)
{
	(void)state;
	expect_cluster_mistake(
	    "timeout: [1s]", "2:10: timeout is a list; a duration from 1s to 1h is due (500ms, 5s, 2m)");
	expect_cluster_mistake(
	    "interval: {a: b}", "2:11: interval is a map; a duration from 500ms to 1d is due (500ms, 5s, 2m)");
	expect_cluster_mistake("max_records: []", "2:14: max_records is a list; a number from 1 to 100000 is due");
	expect_cluster_mistake("return_timeout: 15s", "2:17: return_timeout is '15s'; a number from 0 to 120 is due");
	expect_cluster_mistake("tls: strict", "2:6: tls is 'strict'; a map is due, with keys like ca_file:");
	expect_cluster_mistake("tls: {insecure: maybe}", "2:17: insecure is 'maybe'; true or false is due");
	expect_cluster_mistake("query: vs*", "2:8: query is 'vs*'; a map is due, like {svm.name: \"vs*\"}");
	expect_cluster_mistake("password_command: ", "2:19: password_command is nothing; a command is due");
	expect_cluster_mistake("password_env: \"\"",
	    "2:15: password_env is no name of a variable; that is due, without $ and not the password");
	expect_cluster_mistake("proxy: [a]", "2:8: proxy is a list; an address is due");
	expect_mistakes("[a]", "1:1: the configuration is a list; a map is due, with keys like defaults:");
	expect_mistakes(
	    "clusters: {name: a}", "1:11: clusters is a map; a list is due: each cluster begins with \"- name:\"");
	expect_mistakes("clusters: [a]", "1:12: a cluster is 'a'; a map is due, with keys like name:");
	expect_mistakes("clusters: []", "1:11: clusters is empty; each cluster begins with \"- name:\"");
}

static void
durations_and_numbers_hold_their_ranges_to_the_end(void **state)
{
	(void)state;
	expect_cluster_mistake("interval: 500ms", "none");
	expect_cluster_mistake(
	    "interval: 499ms", "2:11: interval is '499ms'; a duration from 500ms to 1d is due (500ms, 5s, 2m)");
	expect_cluster_mistake("interval: 24h", "none");
	expect_cluster_mistake(
	    "interval: 86401s", "2:11: interval is '86401s'; a duration from 500ms to 1d is due (500ms, 5s, 2m)");
	expect_cluster_mistake("max_records: 100000", "none");
	expect_cluster_mistake(
	    "max_records: 100001", "2:14: max_records is '100001'; a number from 1 to 100000 is due");
	expect_cluster_mistake("max_records: 18446744073709551617",
	    "2:14: max_records is '18446744073709551617'; a number from 1 to 100000 is due");
	expect_cluster_mistake("return_timeout: -1", "2:17: return_timeout is '-1'; a number from 0 to 120 is due");
}

static void
a_timeout_is_longer_than_the_return_timeout(void **state)
{
	(void)state;
	expect_cluster_mistake("timeout: 15s", "2:10: timeout (15 s) must be longer than return_timeout (15 s)");
	expect_cluster_mistake("timeout: 15001ms", "none");
	expect_cluster_mistake("return_timeout: 60", "2:17: timeout (30 s) must be longer than return_timeout (60 s)");
	/* Wrong in the defaults: told once, not for every cluster. */
	expect_mistakes("defaults: {timeout: 5s}\nclusters: [{name: a, url: a}, {name: b, url: b}]",
	    "1:21: timeout (5 s) must be longer than return_timeout (15 s)");
}

static void
a_cluster_has_a_name_and_an_address(void **state)
{
	(void)state;
	expect_mistakes("clusters: [{url: a}]", "1:12: a cluster without a name; write name: and what you call it");
	expect_mistakes(
	    "clusters: [{name: a}]", "1:12: a cluster without a url; write url: and the address of its management LIF");
	expect_mistakes("clusters: [{name: \"\", url: a}]", "1:19: name is empty; a text is due");
	expect_mistakes(
	    "clusters: [{name: \"a\\eb\", url: a}]", "1:19: name has a control character in it; a text is due");
	expect_mistakes(
	    "ui: {}", "1:1: there are no clusters; write \"clusters:\" and below it \"- name:\" and \"url:\" of each");
	expect_mistakes(
	    "", "1:1: there are no clusters; write \"clusters:\" and below it \"- name:\" and \"url:\" of each");
}

static void
a_wrong_address_is_told_where_it_stands(void **state)
{
	char *got = mistakes("clusters:\n  - name: a\n    url: ftp://x\n");

	(void)state;
	assert_memory_equal(got, "3:10: url: ", 11);
	assert_null(strchr(got, '\n'));
	free(got);
}

static void
nothing_is_there_twice(void **state)
{
	(void)state;
	expect_cluster_mistake("name: x", "2:1: name is there twice, first in line 1; one of them goes");
	expect_mistakes("clusters: [{name: a, url: b},\n{name: a, url: c}]",
	    "2:8: another cluster is called 'a' already; each has its own name");
	expect_mistakes("clusters: [{name: a, url: b}]\nui: {columns: [user, USER], sort: [user, idle, user:desc]}",
	    "2:22: columns: user is there twice; one of them goes\n2:48: sort: user is there twice; one of them goes");
	expect_cluster_mistake("query: {user: a, user: b}", "2:18: user is there twice; one of them goes");
}

static void
a_password_comes_from_one_place_and_has_a_user(void **state)
{
	(void)state;
	expect_cluster_mistake("password_file: /x, password_env: Y",
	    "2:34: password_file and password_env say both where the password is; one of them goes");
	expect_mistakes("clusters: [{name: a, url: a, password_env: Y}]",
	    "1:12: a cluster with a password and no username; write username: as well");
	expect_cluster_mistake("password_env: $Y",
	    "2:15: password_env is no name of a variable; that is due, without $ and not the password");
}

static void
unknown_fields_come_with_the_nearest(void **state)
{
	(void)state;
	expect_mistakes("clusters: [{name: a, url: b}]\nui: {columns: [usr]}",
	    "2:16: columns: unknown field 'usr': did you mean 'user'?");
	expect_mistakes("clusters: [{name: a, url: b}]\nui: {columns: [[user]]}",
	    "2:16: an item of the list is a list; a field is due");
}

static void
a_filter_is_checked_where_it_stands(void **state)
{
	(void)state;
	expect_mistakes("clusters: [{name: a, url: b}]\nui: {filter: 'files > 3 and usr = bob'}",
	    "2:14: filter: at its character 15: unknown field 'usr'; did you mean 'user'?");
	expect_mistakes("clusters: [{name: a, url: b}]\nui:\n  filter: idle > \n",
	    "3:11: filter: at its character 7: a value is due here; one with blanks or ( ) | = < > ~ ! in it stands in "
	    "quotes");
}

static void
an_unknown_sort_field_is_told_where_it_stands(void **state)
{
	char *got = mistakes("clusters: [{name: a, url: b}]\nui:\n  sort:\n    - user\n    - idel:desc\n");

	(void)state;
	assert_memory_equal(got, "5:7: sort: ", 11);
	assert_non_null(strstr(got, "'idle'"));
	free(got);
}

static void
more_sort_fields_than_there_is_room_for_are_refused(void **state)
{
	(void)state;
	expect_mistakes("clusters: [{name: a, url: b}]\n"
			"ui: {sort: [user, idle, age, files, shares, other, svm, node, cluster]}",
	    "2:63: sort: more than 8 fields");
}

static void
an_unknown_theme_is_told_where_it_is_named(void **state)
{
	(void)state;
	expect_mistakes("clusters: [{name: a, url: b}]\nui: {theme: defalt}",
	    "2:13: there is no theme 'defalt'; there are colorblind, default, light and mono");
	expect_mistakes("clusters: [{name: a, url: b}]\nui: {theme: /nowhere/x.yaml}",
	    "2:13: there is no theme at '/nowhere/x.yaml'");
}

static void
query_parameters_that_cifstop_sets_are_refused(void **state)
{
	(void)state;
	expect_cluster_mistake(
	    "query: {max_records: 5}", "2:9: query cannot set max_records; write max_records: for the cluster");
	expect_cluster_mistake("query: {fields: \"*\"}", "2:9: query cannot set fields; write fields: for the cluster");
	expect_cluster_mistake(
	    "query: {order_by: user}", "2:9: query cannot set order_by; write order_by: for the cluster");
	expect_cluster_mistake("query: {return_records: false}",
	    "2:9: query cannot set return_records; cifstop needs the records, and --count does without");
	expect_cluster_mistake("query: {offset: 5}", "2:9: query cannot set offset; cifstop follows the pages itself");
	expect_cluster_mistake("query: {user: [a]}", "2:15: user is a list; a text is due");
}

static void
a_query_has_fields_and_values_of_the_api(void **state)
{
	(void)state;
	expect_cluster_mistake("query: {usr: x}", "2:9: query: the API has no field 'usr'; did you mean 'user'?");
	expect_cluster_mistake("query: {svm: x}", "2:9: query: the API has no field 'svm'; did you mean 'svm.name'?");
	expect_cluster_mistake("query: {open_files: many}",
	    "2:21: query: open_files: 'many' is no number (operators: | ! * < <= > >= .. null)");
	expect_cluster_mistake("query: {open_files: \">10\", protocol: smb1|smb2}", "none");
}

static void
what_a_cluster_is_asked_can_be_limited_and_ordered(void **state)
{
	struct config *config = parse(
	    "clusters:\n"
	    "  - {name: a, url: a, fields: [user, svm], order_by: [idle_duration desc, user],\n"
	    "     release: 9.8}\n"
	    "  - {name: b, url: b, fields: 'user,idle', order_by: 'open_files desc'}\n");
	const struct target *a = &config->clusters[0].target, *b = &config->clusters[1].target;

	(void)state;
	assert_true(a->fields[FIELD_USER] && a->fields[FIELD_SVM_NAME] && a->fields[FIELD_SVM_UUID]);
	assert_false(a->fields[FIELD_IDLE_DURATION]);
	assert_string_equal(a->order_by, "idle_duration desc,user");
	assert_string_equal(a->release, "9.8");
	assert_true(b->fields[FIELD_USER] && b->fields[FIELD_IDLE_DURATION]);
	assert_string_equal(b->order_by, "open_files desc");
	assert_null(b->release);
	config_free(config);
}

static void
what_a_cluster_cannot_be_asked_is_refused(void **state)
{
	(void)state;
	expect_cluster_mistake("fields: [user, usr]", "2:16: fields: the API has no field 'usr'; did you mean 'user'?");
	expect_cluster_mistake(
	    "fields: sec", "2:9: fields: 'security' is made here, no cluster has it; --columns shows it");
	expect_cluster_mistake(
	    "order_by: idle", "2:11: order_by: the API has no field 'idle'; did you mean 'idle_duration'?");
	expect_cluster_mistake(
	    "order_by: []", "2:11: order_by: the name of a field is missing, as in idle_duration desc,user");
	expect_cluster_mistake("release: new", "2:10: release is 'new'; a release such as 9.8 or 9.14.1P2 is due");
	expect_cluster_mistake("release: [9.8]", "2:10: release is a list; a release is due");
}

static void
insecure_and_a_ca_file_exclude_each_other(void **state)
{
	(void)state;
	expect_cluster_mistake("tls: {insecure: true, ca_file: /x}",
	    "2:17: insecure: true and ca_file exclude each other; without insecure the ca_file is used");
	expect_cluster_mistake("tls: {insecure: false, ca_file: /x}", "none");
}

#define PIN "sha256//47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="

static void
there_is_one_way_to_know_a_cluster(void **state)
{
	(void)state;
	expect_cluster_mistake("tls: {insecure: true, pin: '" PIN "'}",
	    "2:17: insecure: true and pin exclude each other; without insecure the pin is used");
	expect_cluster_mistake("tls: {pin: '" PIN "', ca_file: /x}",
	    "2:77: pin and ca_file exclude each other; the pin is enough, whoever signed the certificate");
	expect_cluster_mistake("tls: {pin: '" PIN "'}", "none");
	expect_cluster_mistake("tls: {pin: sha256//abc=}",
	    "2:12: pin is 'sha256//abc='; sha256//, 43 characters and = are due, as cifstop --trust prints it");
}

static void
a_key_needs_its_certificate(void **state)
{
	(void)state;
	expect_cluster_mistake("tls: {key_file: /x}", "2:17: a key without its certificate; write cert_file: as well");
	expect_cluster_mistake("tls: {cert_file: /x, key_file: /y}", "none");
}

static void
tls_of_a_cluster_takes_the_place_of_that_of_defaults(void **state)
{
	struct config *config = parse("defaults: {tls: {ca_file: /ca, cert_file: /c, key_file: /k}}\n"
				      "clusters: [{name: a, url: a}, {name: b, url: b, tls: {pin: '" PIN "'}}]");

	(void)state;
	assert_string_equal(config->clusters[0].target.ca_file, "/ca");
	assert_string_equal(config->clusters[0].target.cert_file, "/c");
	assert_string_equal(config->clusters[0].target.key_file, "/k");
	assert_null(config->clusters[1].target.ca_file);
	assert_null(config->clusters[1].target.cert_file);
	assert_null(config->clusters[1].target.key_file);
	assert_string_equal(config->clusters[1].target.pin, PIN);
	assert_null(config->clusters[1].target.pin_place);
	config_free(config);
}

static void
http_is_refused_but_on_this_machine(void **state)
{
	(void)state;
	expect_mistakes("clusters: [{name: a, url: 'http://b'}]",
	    "1:27: url: http:// would show the password to everyone on the way; write https://, or insecure: true "
	    "below tls: (--insecure) when that is meant");
	expect_mistakes("clusters: [{name: a, url: 'http://b', tls: {insecure: true}}]", "none");
	expect_mistakes("clusters: [{name: a, url: 'http://127.0.0.1:8080'}]", "none");
	expect_mistakes("clusters: [{name: a, url: 'http://127.0.0.1', tls: {pin: '" PIN "'}}]",
	    "1:27: url: http:// has no key that pin could be compared with; write https://");
}

static void
a_proxy_has_a_scheme_that_is_spoken(void **state)
{
	(void)state;
	expect_cluster_mistake("proxy: sock5://h", "2:8: proxy has an unknown scheme 'sock5': did you mean 'socks5'?");
	expect_cluster_mistake("proxy: h:3128", "none");
	expect_cluster_mistake("proxy: \"\"", "none");
}

static void
merge_keys_point_to_defaults(void **state)
{
	(void)state;
	expect_mistakes("clusters:\n  - &a {name: a, url: b}\n  - <<: *a\n    name: c\n    url: d\n",
	    "3:5: merge keys are not supported; what clusters have in common stands under defaults:");
}

static void
what_is_no_yaml_is_told_with_its_place(void **state)
{
	(void)state;
	expect_mistakes("clusters:\n\t- name: a\n", "2:1: a tab cannot indent YAML; write spaces");
	expect_mistakes("clusters: [{name: a]\n",
	    "1:20: is no YAML: did not find expected ',' or '}', while parsing a flow mapping that begins at line 1");
	expect_mistakes("a: b\nc: \xff\n", "2:4: is no UTF-8 text: invalid leading UTF-8 octet");
	expect_mistakes("clusters: [{name: a, url: b}]\n---\nx: y\n",
	    "2:1: a second document; a file has one, so the line --- goes");
	expect_mistakes(
	    "clusters: [{name: a, url: b}]\n? [a]\n: b\n", "2:3: a key of the configuration is a list; a name is due");
}

static void
a_circle_of_anchors_ends(void **state)
{
	char *got = mistakes("&a {clusters: [*a, {name: *a, url: *a, query: *a}], ui: *a, defaults: *a}");

	(void)state;
	assert_non_null(strstr(got, "name is a map; a text is due"));
	free(got);
}

static void
depth_has_an_end(void **state)
{
	char *deep = malloc(YAML_FILE_MAX + 1);

	(void)state;
	assert_non_null(deep);
	memset(deep, '[', YAML_FILE_MAX);
	deep[YAML_FILE_MAX] = '\0';
	expect_mistakes(deep, "1:33: lists and maps in each other more than 32 deep");
	free(deep);
}

static void
very_many_mistakes_are_counted(void **state)
{
	struct buffer yaml;
	char *got;

	(void)state;
	buffer_init(&yaml, 1 << 20);
	buffer_add_string(&yaml, "clusters: [{name: a, url: b}]\n");
	for (int i = 0; i < YAML_MISTAKES_MAX + 50; i++)
		buffer_add_format(&yaml, "key%d: 1\n", i);
	got = mistakes(buffer_string(&yaml));
	assert_non_null(strstr(got, "\n and 50 mistakes more"));
	free(got);
	buffer_free(&yaml);
}

static void
a_quoted_value_cannot_write_to_the_terminal(void **state)
{
	char *got = mistakes("clusters: [{name: a, url: b, \"x\\e[2J\": 1}]");

	(void)state;
	assert_null(strchr(got, 0x1b));
	free(got);
}

static void
a_file_with_a_password_that_others_can_read_is_refused(void **state)
{
	static const char yaml[] = "clusters:\n  - {name: a, url: b, username: u, password: geheim}\n";
	struct report report = {0};
	struct config *config;
	char *path = scratch_write(*state, "c.yaml", yaml, 0640), *expected;

	config = config_load(path, &report);
	assert_null(config);
	assert_int_equal(report.count, 1);
	expected = scratch_format(
	    "%s:2:46: there is a password in this file, and it can be read by others than its owner; "
	    "run: chmod 600 %s",
	    path, path);
	assert_string_equal(report.lines[0], expected);
	assert_null(strstr(report.lines[0], "geheim"));
	free(expected);
	report_free(&report);

	assert_int_equal(chmod(path, 0600), 0);
	config = config_load(path, &report);
	assert_non_null(config);
	assert_string_equal(secret_text_string(config->clusters[0].target.password), "geheim");
	config_free(config);
	free(path);
}

static void
a_proxy_with_a_password_makes_the_file_a_secret(void **state)
{
	char *path = scratch_write(*state, "c.yaml", "clusters: [{name: a, url: b, proxy: \"http://u:p@h\"}]", 0644);
	struct report report = {0};

	assert_null(config_load(path, &report));
	assert_int_equal(report.count, 1);
	report_free(&report);
	free(path);
}

static void
a_file_of_somebody_else_with_a_password_is_refused(void **state)
{
	struct stat status = {.st_mode = S_IFREG | 0600, .st_uid = geteuid() + 1};
	struct report report = {0};
	struct config *config;

	(void)state;
	config = parse_private("clusters: [{name: a, url: b, username: u, password: x}]", &status, &report);
	assert_null(config);
	assert_non_null(strstr(report.lines[0], "belongs to another user; run: sudo chown"));
	report_free(&report);
}

static void
a_file_without_a_password_may_be_read_by_all(void **state)
{
	char *path = scratch_write(
	    *state, "c.yaml", "clusters: [{name: a, url: b, username: u, password_env: X}]", 0644);
	struct report report = {0};
	struct config *config = config_load(path, &report);

	assert_non_null(config);
	config_free(config);
	free(path);
}

static void
a_password_file_that_others_can_read_is_refused(void **state)
{
	char *secret = scratch_write(*state, "it's secret", "x\n", 0604);
	char *yaml = scratch_format("clusters: [{name: a, url: b, username: u, password_file: \"%s\"}]", secret);
	char *got = mistakes(yaml);

	assert_non_null(strstr(got, "can be read by others than its owner; run: chmod 600 '"));
	assert_non_null(strstr(got, "it'\\''s secret'"));
	free(got);
	free(yaml);
	free(secret);
}

static void
relative_paths_start_beside_the_file_and_tilde_at_home(void **state)
{
	static const char yaml[] = "clusters:\n"
				   "  - {name: a, url: b, tls: {ca_file: ca.pem}}\n"
				   "  - {name: c, url: d, username: u, password_file: ~/pw}\n";
	char *path = scratch_write(*state, "c.yaml", yaml, 0600), *expected;
	struct report report = {0};
	struct config *config;

	setenv("HOME", "/home/somebody", 1);
	config = config_load(path, &report);
	assert_non_null(config);
	expected = scratch_format("%s/ca.pem", (const char *)*state);
	assert_string_equal(config->clusters[0].target.ca_file, expected);
	assert_string_equal(config->clusters[1].secret, "/home/somebody/pw");
	free(expected);
	config_free(config);
	free(path);
}

static void
a_file_that_is_not_there_or_too_large_is_told(void **state)
{
	char *path = scratch_format("%s/none.yaml", (const char *)*state), *large;
	struct report report = {0};

	assert_null(config_load(path, &report));
	assert_non_null(strstr(report.lines[0], "none.yaml: cannot be read: No such file or directory"));
	report_free(&report);
	free(path);

	large = calloc(1, YAML_FILE_MAX + 2);
	assert_non_null(large);
	memset(large, '#', YAML_FILE_MAX + 1);
	path = scratch_write(*state, "large.yaml", large, 0600);
	assert_null(config_load(path, &report));
	assert_non_null(strstr(report.lines[0], "is larger than 1024 KiB"));
	report_free(&report);
	free(large);
	free(path);
}

static void
the_file_of_the_user_is_found_first(void **state)
{
	char *path, *expected;

	path = config_find("given.yaml");
	assert_string_equal(path, "given.yaml");
	free(path);

	setenv("XDG_CONFIG_HOME", *state, 1);
	path = config_find(NULL);
	assert_true(path == NULL || strcmp(path, SYSCONFDIR "/cifstop/config.yaml") == 0);
	free(path);

	scratch_folder(*state, "cifstop");
	expected = scratch_write(*state, "cifstop/config.yaml", "", 0600);
	path = config_find(NULL);
	assert_string_equal(path, expected);
	free(path);
	free(expected);

	unsetenv("XDG_CONFIG_HOME");
	setenv("HOME", *state, 1);
	scratch_folder(*state, ".config");
	scratch_folder(*state, ".config/cifstop");
	expected = scratch_write(*state, ".config/cifstop/config.yaml", "", 0600);
	path = config_find(NULL);
	assert_string_equal(path, expected);
	free(path);
	free(expected);
}

static void
the_example_can_be_used_as_it_is(void **state)
{
	struct config *config = parse(config_example());

	(void)state;
	assert_int_equal(config->cluster_count, 1);
	assert_int_equal(config->clusters[0].secret_source, SECRET_COMMAND);
	config_free(config);
}

static void
a_cluster_that_is_added_has_the_defaults(void **state)
{
	struct config *config = config_new();
	struct cluster_config *cluster = config_add_cluster(config);

	(void)state;
	assert_int_equal(config->cluster_count, 1);
	assert_int_equal(cluster->interval_ms, CONFIG_INTERVAL_MS);
	assert_int_equal(cluster->target.timeout_ms, TARGET_TIMEOUT_MS);
	assert_int_equal(cluster->secret_source, SECRET_NETRC_OR_ASK);
	config_free(config);
}

static void
a_token_takes_the_place_of_name_and_password(void **state)
{
	struct config *config = parse("defaults: {username: u, password_command: pass}\n"
				      "clusters:\n"
				      "  - {name: a, url: a, token_command: [vault, read, \"x y\"]}\n"
				      "  - {name: b, url: b, token_file: /run/token}\n"
				      "  - {name: c, url: c}\n");

	(void)state;
	assert_true(config->clusters[0].is_token);
	assert_int_equal(config->clusters[0].secret_source, SECRET_COMMAND);
	assert_string_equal(config->clusters[0].command[2], "x y");
	assert_null(config->clusters[0].target.username);
	assert_true(config->clusters[1].is_token);
	assert_string_equal(config->clusters[1].secret, "/run/token");
	assert_null(config->clusters[1].command);
	assert_false(config->clusters[2].is_token);
	assert_string_equal(config->clusters[2].target.username, "u");
	assert_string_equal(config->clusters[2].command[0], "pass");
	config_free(config);
}

static void
a_name_takes_the_place_of_a_token_of_the_defaults(void **state)
{
	struct config *config = parse("defaults: {token_file: /run/token}\n"
				      "clusters: [{name: a, url: a, username: u}, {name: b, url: b}]\n");

	(void)state;
	assert_false(config->clusters[0].is_token);
	assert_int_equal(config->clusters[0].secret_source, SECRET_NETRC_OR_ASK);
	assert_true(config->clusters[1].is_token);
	config_free(config);
}

static void
token_and_password_exclude_each_other(void **state)
{
	(void)state;
	expect_cluster_mistake("password_file: /x, token_file: /y",
	    "2:32: password_file and token_file say both where the secret is; one of them goes");
	expect_cluster_mistake("token_command: x, token_file: /y",
	    "2:31: token_command and token_file say both where the secret is; one of them goes");
	expect_mistakes("clusters: [{name: a, url: a, username: u, token_file: /y}]",
	    "1:55: a token says who asks; username or token_file goes");
}

static void
what_a_shell_would_do_is_a_mistake_that_repeats_nothing(void **state)
{
	(void)state;
	expect_cluster_mistake("password_command: pass show x | head -1",
	    "2:19: password_command has a | in it, and no shell runs it; write [sh, -c, '…'], or quote the |");
	expect_cluster_mistake("password_command: \"PW=geheim\"",
	    "2:19: password_command begins with a variable, and no shell runs it; write env in front of it");
	expect_cluster_mistake("password_command: []", "2:19: password_command is empty; a command is due");
	expect_cluster_mistake("password_command: [[a]]", "2:20: password_command is a list; a list of words is due");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_token_takes_the_place_of_name_and_password),
	    cmocka_unit_test(a_name_takes_the_place_of_a_token_of_the_defaults),
	    cmocka_unit_test(token_and_password_exclude_each_other),
	    cmocka_unit_test(what_a_shell_would_do_is_a_mistake_that_repeats_nothing),
	    cmocka_unit_test(every_key_of_a_cluster_arrives),
	    cmocka_unit_test(what_is_not_written_has_the_documented_default),
	    cmocka_unit_test(defaults_hold_for_every_cluster_wherever_they_stand),
	    cmocka_unit_test(a_key_of_a_cluster_replaces_the_default_as_a_whole),
	    cmocka_unit_test(an_anchor_is_what_it_names),
	    cmocka_unit_test(a_password_may_look_like_a_number),
	    cmocka_unit_test(a_list_of_words_is_run_as_it_is),
	    cmocka_unit_test(the_screen_starts_as_written),
	    cmocka_unit_test(a_list_may_be_a_text_with_commas),
	    cmocka_unit_test(all_mistakes_are_told_at_once_in_the_order_of_the_file),
	    cmocka_unit_test(an_unknown_key_that_is_near_to_none_lists_the_known),
	    cmocka_unit_test(a_value_of_the_wrong_kind_says_which_is_due),
	    cmocka_unit_test(durations_and_numbers_hold_their_ranges_to_the_end),
	    cmocka_unit_test(a_timeout_is_longer_than_the_return_timeout),
	    cmocka_unit_test(a_cluster_has_a_name_and_an_address),
	    cmocka_unit_test(a_wrong_address_is_told_where_it_stands),
	    cmocka_unit_test(nothing_is_there_twice),
	    cmocka_unit_test(a_password_comes_from_one_place_and_has_a_user),
	    cmocka_unit_test(unknown_fields_come_with_the_nearest),
	    cmocka_unit_test(a_filter_is_checked_where_it_stands),
	    cmocka_unit_test(an_unknown_sort_field_is_told_where_it_stands),
	    cmocka_unit_test(more_sort_fields_than_there_is_room_for_are_refused),
	    cmocka_unit_test(an_unknown_theme_is_told_where_it_is_named),
	    cmocka_unit_test(query_parameters_that_cifstop_sets_are_refused),
	    cmocka_unit_test(a_query_has_fields_and_values_of_the_api),
	    cmocka_unit_test(what_a_cluster_is_asked_can_be_limited_and_ordered),
	    cmocka_unit_test(what_a_cluster_cannot_be_asked_is_refused),
	    cmocka_unit_test(insecure_and_a_ca_file_exclude_each_other),
	    cmocka_unit_test(there_is_one_way_to_know_a_cluster),
	    cmocka_unit_test(a_key_needs_its_certificate),
	    cmocka_unit_test(tls_of_a_cluster_takes_the_place_of_that_of_defaults),
	    cmocka_unit_test(http_is_refused_but_on_this_machine),
	    cmocka_unit_test(a_proxy_has_a_scheme_that_is_spoken),
	    cmocka_unit_test(merge_keys_point_to_defaults),
	    cmocka_unit_test(what_is_no_yaml_is_told_with_its_place),
	    cmocka_unit_test(a_circle_of_anchors_ends),
	    cmocka_unit_test(depth_has_an_end),
	    cmocka_unit_test(very_many_mistakes_are_counted),
	    cmocka_unit_test(a_quoted_value_cannot_write_to_the_terminal),
	    cmocka_unit_test_setup_teardown(
		a_file_with_a_password_that_others_can_read_is_refused, scratch_open, scratch_close),
	    cmocka_unit_test_setup_teardown(
		a_proxy_with_a_password_makes_the_file_a_secret, scratch_open, scratch_close),
	    cmocka_unit_test(a_file_of_somebody_else_with_a_password_is_refused),
	    cmocka_unit_test_setup_teardown(a_file_without_a_password_may_be_read_by_all, scratch_open, scratch_close),
	    cmocka_unit_test_setup_teardown(
		a_password_file_that_others_can_read_is_refused, scratch_open, scratch_close),
	    cmocka_unit_test_setup_teardown(
		relative_paths_start_beside_the_file_and_tilde_at_home, scratch_open, scratch_close),
	    cmocka_unit_test_setup_teardown(a_file_that_is_not_there_or_too_large_is_told, scratch_open, scratch_close),
	    cmocka_unit_test_setup_teardown(the_file_of_the_user_is_found_first, scratch_open, scratch_close),
	    cmocka_unit_test(the_example_can_be_used_as_it_is),
	    cmocka_unit_test(a_cluster_that_is_added_has_the_defaults),
	};

	/* No theme of whoever runs this. */
	setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
