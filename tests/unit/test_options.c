/* test_options.c: the command line is read by its table, and its mistakes are told in one sentence. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/options.h"
#include "model/session_fields.h"

#define ARGUMENTS_MAX 16

/* A command line that getopt may reorder. */
struct line {
	char text[512];
	char *arguments[ARGUMENTS_MAX];
	int count;
	struct options options;
};

/* Reads "cifstop ARGUMENTS", split at spaces; the sentence is the caller's. */
static char *
parse(struct line *line, const char *arguments)
{
	char *rest = line->text;

	assert_true(strlen(arguments) < sizeof line->text);
	memcpy(line->text, arguments, strlen(arguments) + 1);
	line->arguments[0] = (char[]){"cifstop"};
	line->count = 1;
	while (rest != NULL && *rest != '\0') {
		assert_true(line->count < ARGUMENTS_MAX - 1);
		line->arguments[line->count++] = strsep(&rest, " ");
	}
	line->arguments[line->count] = NULL;
	return options_parse(line->count, line->arguments, &line->options);
}

/* The options point into the line, which stays until the next one. */
static const struct options *
accept(const char *arguments)
{
	static struct line line;
	char *sentence = parse(&line, arguments);

	if (sentence != NULL)
		fail_msg("%s: %s", arguments, sentence);
	return &line.options;
}

static void
expect_refusal(const char *arguments, const char *expected)
{
	struct line line;
	char *sentence = parse(&line, arguments);

	if (sentence == NULL)
		fail_msg("accepted: %s", arguments);
	else
		assert_string_equal(sentence, expected);
	free(sentence);
}

static void
no_arguments_ask_for_the_screen(void **state)
{
	const struct options *options = accept("");

	(void)state;
	assert_int_equal(options->mode, MODE_MONITOR);
	assert_int_equal(options->format, FORMAT_TABLE);
	assert_int_equal(options->cluster_count, 0);
}

static void
expect_same(const char *arguments)
{
	const struct options *options = accept(arguments);

	assert_int_equal(options->mode, MODE_BATCH);
	assert_int_equal(options->refreshes, 3);
	assert_int_equal(options->interval_ms, 120000);
	assert_int_equal(options->order.count, 1);
	assert_int_equal(options->order.keys[0].field, FIELD_USER);
	assert_true(options->order.keys[0].is_descending);
	assert_int_equal(options->column_count, 2);
	assert_int_equal(options->columns[1], FIELD_OPEN_FILES);
	assert_string_equal(options->filter, "x");
	assert_string_equal(options->config_path, "f");
}

static void
long_and_short_spellings_mean_the_same(void **state)
{
	(void)state;
	expect_same("--batch -n 3 --delay=2m --sort=user:desc --columns=user,files --filter=x --config=f");
	expect_same("-b -n3 -d 2m -s user:desc -o user,files -f x -c f");
}

static void
arguments_that_are_no_options_name_clusters(void **state)
{
	const struct options *options = accept("east --once west");

	(void)state;
	assert_int_equal(options->cluster_count, 2);
	assert_string_equal(options->clusters[0], "east");
	assert_string_equal(options->clusters[1], "west");
}

static void
the_demo_has_sessions_without_a_number(void **state)
{
	(void)state;
	assert_int_equal(accept("--demo")->demo_sessions, OPTIONS_DEMO_SESSIONS);
	assert_int_equal(accept("--demo=100000")->demo_sessions, 100000);
}

static void
a_format_alone_asks_for_one_refresh(void **state)
{
	(void)state;
	assert_int_equal(accept("--format json")->mode, MODE_ONCE);
	assert_int_equal(accept("--format json -b")->mode, MODE_BATCH);
}

static void
help_is_given_whatever_else_is_there(void **state)
{
	(void)state;
	assert_int_equal(accept("--once --user x --help")->mode, MODE_HELP);
}

static void
unknown_options_get_the_nearest_one_named(void **state)
{
	(void)state;
	expect_refusal("--onec", "unknown option '--onec'; did you mean '--once'?");
	expect_refusal("--colums=user", "unknown option '--colums'; did you mean '--columns'?");
	expect_refusal("--xyzzy", "unknown option '--xyzzy'; --help lists them");
	expect_refusal("-x", "unknown option '-x'; --help lists them");
}

static void
a_secret_among_the_arguments_is_refused_and_not_repeated(void **state)
{
	static const char *const written[] = {
	    "--password=geheim", "--passwd geheim", "--token=geheim", "--url h --user a:geheim"};

	(void)state;
	for (size_t i = 0; i < sizeof written / sizeof *written; i++) {
		struct line line;
		char *trouble = parse(&line, written[i]);

		assert_non_null(trouble);
		assert_null(strstr(trouble, "geheim"));
		assert_non_null(strstr(trouble, "CIFSTOP_PASSWORD"));
		free(trouble);
	}
}

static void
bad_values_are_told_with_what_would_be_right(void **state)
{
	(void)state;
	expect_refusal("-d soon", "'soon' is no time for --delay; write 5s, 500ms or 2m");
	expect_refusal("-d 100ms", "--delay goes from 500ms to 24h, not '100ms'");
	expect_refusal("-b -n 0", "-n takes a number from 1 up, not '0'");
	expect_refusal("-b -n -3", "-n takes a number from 1 up, not '-3'");
	expect_refusal("--demo=many", "--demo takes a number of sessions from 1 to 5000000, not 'many'");
	expect_refusal("--format xml", "--format is one of table, csv, json and ndjson, not 'xml'");
	expect_refusal("--once=3", "--once takes no value");
	expect_refusal("--url", "--url needs a value: --url=URL");
	expect_refusal("--url --once", "--url needs a value: --url=URL");
	expect_refusal("-b -n", "-n needs a value: -n N");
}

static void
what_does_not_go_together_is_refused(void **state)
{
	(void)state;
	expect_refusal(
	    "--once --batch", "choose one of --once, --batch, --count, --trust, --check-config and --list-fields");
	expect_refusal("--url a --demo", "choose one of --config, --url and --demo");
	expect_refusal("-n 3", "-n counts the refreshes of --batch; add -b");
	expect_refusal("-u monitor", "--user goes with --url; clusters of a configuration have their username there");
	expect_refusal("--insecure", "--ca-file and --insecure go with --url; a configuration has both below tls:");
	expect_refusal(
	    "--url a east", "'east' would choose from a configuration, and --url has none; write one or the other");
}

static void
the_parameters_of_the_api_are_taken_as_they_are_written(void **state)
{
	const struct options *options = accept(
	    "--query user=CORP\\a=b --query open_files=>3 --fields user,idle --order-by user --max-records 7 "
	    "--return-timeout 0 --once");

	(void)state;
	assert_int_equal(options->query_count, 2);
	assert_string_equal(options->queries[0], "user=CORP\\a=b");
	assert_string_equal(options->queries[1], "open_files=>3");
	assert_int_equal(options->asked.count, 2);
	assert_int_equal(options->asked.fields[1], FIELD_IDLE_DURATION);
	assert_string_equal(options->order_by, "user");
	assert_int_equal(options->max_records, 7);
	assert_int_equal(options->return_timeout_seconds, 0);
	assert_true(options->has_return_timeout);
}

static void
what_the_api_does_not_have_is_refused_with_what_it_has(void **state)
{
	(void)state;
	expect_refusal("--query user", "--query: 'user' has no =; write FIELD=VALUE");
	expect_refusal("--query usr=x", "--query: the API has no field 'usr'; did you mean 'user'?");
	expect_refusal("--query max_records=5", "--query: max_records is no field; write --max-records=N");
	expect_refusal("--query return_records=false", "--query: return_records is no field; write --count");
	expect_refusal("--query user=a --query user=b", "--query: user is there twice; join its values with |");
	expect_refusal(
	    "--query open_files=x", "--query: open_files: 'x' is no number (operators: | ! * < <= > >= .. null)");
	expect_refusal("--fields usr", "--fields: the API has no field 'usr'; did you mean 'user'?");
	expect_refusal("--order-by idle", "--order-by: the API has no field 'idle'; did you mean 'idle_duration'?");
	expect_refusal("--max-records 0", "--max-records: '0' is no number from 1 to 100000");
	expect_refusal("--max-records 100001", "--max-records: '100001' is no number from 1 to 100000");
	expect_refusal("--max-records 7x", "--max-records: '7x' is no number from 1 to 100000");
	expect_refusal("--return-timeout 121", "--return-timeout: '121' is no number from 0 to 120");
	expect_refusal("--return-timeout -1", "--return-timeout: '-1' is no number from 0 to 120");
}

static void
what_is_not_asked_for_is_not_shown_and_numbers_have_no_columns(void **state)
{
	(void)state;
	expect_refusal("--fields user -o user,idle",
	    "--columns shows idle_duration, which --fields does not ask for; name it in both");
	expect_refusal("--fields user,protocol,smb_signing,smb_encryption -o sec",
	    "--columns shows security, which --fields does not ask for; name it in both");
	accept("--fields user,auth,protocol,smb_signing,smb_encryption -o cluster,user,sec --once");
	expect_refusal("--count -f smith",
	    "--count has the clusters count, and --filter looks at sessions here; write --query FIELD=VALUE, or "
	    "count the lines of --once");
	expect_refusal(
	    "--count -o user", "--count prints numbers; leave --columns, --fields, --sort and --order-by out");
	expect_refusal(
	    "--count --once", "choose one of --once, --batch, --count, --trust, --check-config and --list-fields");
}

static void
what_is_looked_for_decides_what_fields_mean_wherever_it_stands(void **state)
{
	(void)state;
	accept("-o path,user -s path --find-file budget --once");
	accept("--find-file=budget --once -f type=regular");
	expect_refusal("--find-file budget --once -o smb_signing",
	    "--columns: unknown field 'smb_signing'; --list-fields names them all");
	expect_refusal("--find-file b", "--find-file: a part of a path has at least 2 characters");
	expect_refusal("--find-file budget --count",
	    "--find-file asks for open files; leave --count, --query, --fields and --order-by out");
	expect_refusal("--find-file budget -o path",
	    "--find-file takes --filter, --sort and --columns with --once; on the screen there are keys");
}

static void
help_names_every_option_and_fits_a_terminal(void **state)
{
	struct buffer help;
	const char *line;

	(void)state;
	buffer_init(&help, 1 << 20);
	options_print_help(&help);
	for (size_t i = 0; i < option_count; i++) {
		struct buffer usage;

		buffer_init(&usage, 1 << 10);
		option_print_usage(&option_table[i], &usage);
		assert_non_null(strstr(buffer_string(&help), buffer_string(&usage)));
		buffer_free(&usage);
	}
	for (line = buffer_string(&help); *line != '\0'; line += strcspn(line, "\n") + 1) {
		assert_true(strcspn(line, "\n") < 80);
		assert_true(line[strcspn(line, "\n") - 1] != ' ' || *line == '\n');
	}
	buffer_free(&help);
}

static void
names_and_letters_are_used_once(void **state)
{
	(void)state;
	for (size_t i = 0; i < option_count; i++) {
		for (size_t j = 0; j < i; j++) {
			const struct option_entry *a = &option_table[i], *b = &option_table[j];

			assert_true(a->letter == '\0' || a->letter != b->letter);
			assert_true(a->name == NULL || b->name == NULL || strcmp(a->name, b->name) != 0);
		}
	}
}

/* The line of a field in the table of a kind, both of which begin a line. */
static const char *
listed_line(const char *text, const char *kind, const char *field)
{
	static char line[256];
	const char *at = strstr(text, kind);

	assert_non_null(at);
	at = strstr(at, field);
	assert_non_null(at);
	snprintf(line, sizeof line, "%.*s", (int)strcspn(at + 1, "\n"), at + 1);
	return line;
}

static void
the_list_of_fields_has_every_kind_and_says_what_a_server_can_be_asked(void **state)
{
	struct buffer out;
	const char *text;

	(void)state;
	buffer_init(&out, SIZE_MAX / 2);
	options_print_fields(&out);
	text = buffer_string(&out);
	assert_non_null(strstr(listed_line(text, "Fields of sessions:", "\nopen_files "), " 9.8     filter  "));
	assert_non_null(strstr(listed_line(text, "Fields of sessions:", "\nidle_duration "), " 9.8     query   "));
	assert_non_null(strstr(listed_line(text, "Fields of sessions:", "\nsecurity "), " -       -       "));
	assert_non_null(strstr(listed_line(text, "Fields of open files:", "\npath "), " 9.11.1  query   "));
	assert_non_null(strstr(listed_line(text, "Fields of open files:", "\nuser "), " -       -       "));
	assert_non_null(strstr(listed_line(text, "Fields of connections:", "\nclient_port "), " 9.11.1  query   "));
	assert_non_null(strstr(listed_line(text, "Fields of locks:", "\npath "), " 9.10.1  query   "));
	buffer_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(no_arguments_ask_for_the_screen),
	    cmocka_unit_test(long_and_short_spellings_mean_the_same),
	    cmocka_unit_test(arguments_that_are_no_options_name_clusters),
	    cmocka_unit_test(the_demo_has_sessions_without_a_number),
	    cmocka_unit_test(a_format_alone_asks_for_one_refresh),
	    cmocka_unit_test(help_is_given_whatever_else_is_there),
	    cmocka_unit_test(unknown_options_get_the_nearest_one_named),
	    cmocka_unit_test(a_secret_among_the_arguments_is_refused_and_not_repeated),
	    cmocka_unit_test(bad_values_are_told_with_what_would_be_right),
	    cmocka_unit_test(what_does_not_go_together_is_refused),
	    cmocka_unit_test(the_parameters_of_the_api_are_taken_as_they_are_written),
	    cmocka_unit_test(what_the_api_does_not_have_is_refused_with_what_it_has),
	    cmocka_unit_test(what_is_not_asked_for_is_not_shown_and_numbers_have_no_columns),
	    cmocka_unit_test(what_is_looked_for_decides_what_fields_mean_wherever_it_stands),
	    cmocka_unit_test(help_names_every_option_and_fits_a_terminal),
	    cmocka_unit_test(names_and_letters_are_used_once),
	    cmocka_unit_test(the_list_of_fields_has_every_kind_and_says_what_a_server_can_be_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
