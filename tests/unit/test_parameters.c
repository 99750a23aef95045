/* test_parameters.c: what may be asked of the API's sessions, and what is said of what may not. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* cmocka wants those before it. */
#include <cmocka.h>

#include "model/session_fields.h"
#include "ontap/parameters.h"

/* Checks FIELD=VALUE as the command line does. */
static char *
check(const char *query)
{
	const char *equals = strchr(query, '=');
	struct text name = {query, (size_t)(equals - query)};
	char *trouble = parameter_check_name(&session_kind, name);

	return trouble != NULL ? trouble : parameter_check_value(&session_kind, name, text_of(equals + 1));
}

static void
expect_good(const char *const *queries)
{
	for (; *queries != NULL; queries++) {
		char *trouble = check(*queries);

		if (trouble != NULL)
			fail_msg("%s was refused: %s", *queries, trouble);
	}
}

static void
expect(const char *query, const char *said)
{
	char *trouble = check(query);

	if (trouble == NULL)
		fail_msg("%s was not refused", query);
	assert_string_equal(trouble, said);
	free(trouble);
}

#define ANY " (operators: | ! * < <= > >= .. null)"

static void
the_api_has_24_filters_and_five_more_parameters(void **state)
{
	static const char *const names[] = {"svm.uuid", "svm.name", "large_mtu", "authentication", "user", "open_other",
	    "client_ip", "smb_encryption", "continuous_availability", "connected_duration", "mapped_unix_user",
	    "idle_duration", "volumes.uuid", "volumes.name", "open_shares", "server_ip", "node.name", "node.uuid",
	    "connection_id", "smb_signing", "open_files", "identifier", "protocol", "connection_count"};
	size_t filters = 0;

	(void)state;
	for (unsigned id = 0; id < session_kind.field_count; id++)
		filters += session_kind.fields[id].origin == ORIGIN_API;
	assert_int_equal(filters, sizeof names / sizeof *names);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		assert_int_not_equal(parameter_find_field(&session_kind, text_of(names[i])), FIELD_NONE);
	for (size_t i = 0; i < GENERAL_PARAMETER_COUNT; i++)
		assert_ptr_equal(parameter_find(text_of(general_parameters[i].name)), &general_parameters[i]);
	assert_null(parameter_find(text_of("offset")));
}

static void
what_is_sent_has_the_name_of_the_schema(void **state)
{
	(void)state;
	expect("usr=x", "the API has no field 'usr'; did you mean 'user'?");
	expect("lif=10.0.0.1", "the API has no field 'lif'; did you mean 'server_ip'?");
	expect("lif_address=10.0.0.1", "the API has no field 'lif_address'; did you mean 'server_ip'?");
	expect("idle=PT1S", "the API has no field 'idle'; did you mean 'idle_duration'?");
	expect("USER=x", "the API has no field 'USER'; did you mean 'user'?");
	expect("=x", "the name of a field is missing, such as svm.name");
}

static void
a_name_that_is_near_to_nothing_is_told_all_there_are(void **state)
{
	char *trouble = check("colour_of_the_case=red");

	(void)state;
	assert_non_null(strstr(trouble, "; it has node.uuid, node.name, "));
	assert_non_null(strstr(trouble, " volumes.name and volumes.uuid"));
	assert_null(strstr(trouble, "cluster"));
	assert_null(strstr(trouble, "security"));
	free(trouble);
}

static void
every_documented_operator_is_let_through(void **state)
{
	static const char *const good[] = {"open_files=3|5..9|>100", "open_files=!3", "open_files=!5..9",
	    "open_files=<10|null", "open_files=>=10", "open_files=<=10", "identifier=10878444899913433090",
	    "identifier=18446744073709551615", "connection_id=4160072788|22802", "user=abc*", "user=*xyz", "user=a*b",
	    "user=!abc*", "user=jim..joe", "user=!jim..joe", "user=null", "user=!null", "user=\"joe*\"", "user={a|b}",
	    "user=\"\"", "user=CORP\\alice", "user={a\"b}|\"{\"", "user=a=b&c", "user=M\xc3\xbcller",
	    "smb_signing=true", "smb_signing=!true", "smb_signing=true|null", "smb_signing=false",
	    "protocol=smb3_1|smb3", "protocol=smb3.1", "protocol=SMB2_1", "protocol=smb3*", "protocol=!smb1",
	    "protocol=<smb3", "continuous_availability=no|partial", "continuous_availability=available",
	    "smb_encryption=partially-encrypted", "authentication=none..ntlmv2", "idle_duration=PT*",
	    "idle_duration=>PT30M", "idle_duration=PT1S..P4DT84H30M5S", "client_ip=10.1.2.3|fd20:8b1e::a02",
	    "client_ip=10.1.*", "client_ip=10.1.0.0..10.1.255.255", "server_ip=!10.0.0.1", "volumes.name=proj*|home",
	    "svm.uuid=02c9e252-41be-11e9-81d5-00a0986138f7", "open_files=1*", NULL};

	(void)state;
	expect_good(good);
}

static void
a_number_has_digits_and_ends_somewhere(void **state)
{
	(void)state;
	expect("open_files=many", "open_files: 'many' is no number" ANY);
	expect("open_files=-1", "open_files: '-1' is no number" ANY);
	expect("open_files=1.5", "open_files: '1.5' is no number" ANY);
	expect("open_files=4294967296", "open_files: 4294967296 is too large" ANY);
	expect("identifier=18446744073709551616", "identifier: 18446744073709551616 is too large" ANY);
	expect("open_files=5|x", "open_files: 'x' is no number" ANY);
	expect("open_files=>x", "open_files: 'x' is no number" ANY);
	expect("open_files=1..x", "open_files: 'x' is no number" ANY);
	expect("open_files=!x", "open_files: 'x' is no number" ANY);
	/* In quotes there is no operator. */
	expect("open_files=\"1|2\"", "open_files: '1|2' is no number" ANY);
}

static void
a_word_is_one_of_the_documented_ones(void **state)
{
	(void)state;
	expect("protocol=smb9", "protocol: 'smb9' is none of smb1, smb2, smb2_1, smb3 and smb3_1" ANY);
	expect("protocol=smb1|", "protocol: a value is missing; \"\" is an empty text, and null an absent value" ANY);
	expect("smb_encryption=maybe",
	    "smb_encryption: 'maybe' is none of unencrypted, partially_encrypted and encrypted" ANY);
}

static void
a_boolean_is_true_or_false_and_nothing_between(void **state)
{
	(void)state;
	expect("smb_signing=yes", "smb_signing: 'yes' is neither true nor false (operators: | ! null)");
	expect("smb_signing=t*", "smb_signing: 't*' is neither true nor false (operators: | ! null)");
	expect("large_mtu=>false", "large_mtu: a boolean is neither above nor below another (operators: | ! null)");
	expect("large_mtu=false..true", "large_mtu: a boolean has no ranges (operators: | ! null)");
}

static void
a_duration_is_as_ontap_writes_it(void **state)
{
	(void)state;
	expect("idle_duration=>30m", "idle_duration: '30m' is no ISO 8601 duration; write PT30M" ANY);
	expect("idle_duration=2d4h", "idle_duration: '2d4h' is no ISO 8601 duration; write P2DT4H" ANY);
	expect("connected_duration=long",
	    "connected_duration: 'long' is no ISO 8601 duration, such as PT30M or P1DT2H" ANY);
}

static void
an_address_is_no_network(void **state)
{
	(void)state;
	expect("client_ip=10.0.0.0/8", "client_ip: '10.0.0.0/8': ONTAP's queries know no networks; write 10.20.* or a "
				       "range, or use --filter, which "
				       "does" ANY);
	expect("client_ip=10.1.2", "client_ip: '10.1.2' is no address" ANY);
	expect("server_ip=fileserver1", "server_ip: 'fileserver1' is no address" ANY);
}

static void
what_was_opened_is_closed_and_what_has_two_ends_has_both(void **state)
{
	(void)state;
	expect("user=\"joe", "user: a quote is not closed; inside of { and } nothing is an operator" ANY);
	expect("user={joe", "user: a brace is not closed; inside of double quotes nothing is an operator" ANY);
	expect("open_files=3..", "open_files: '3..': a range has two ends; write >= or <= for one" ANY);
	expect("open_files=..3", "open_files: '..3': a range has two ends; write >= or <= for one" ANY);
	expect("open_files=>", "open_files: nothing stands behind >" ANY);
	expect("open_files=<=", "open_files: nothing stands behind <=" ANY);
	expect("user=", "user: a value is missing; \"\" is an empty text, and null an absent value" ANY);
	expect("user=!", "user: a value is missing; \"\" is an empty text, and null an absent value" ANY);
	expect("user=a||b", "user: a value is missing; \"\" is an empty text, and null an absent value" ANY);
}

static void
expect_fields(const char *written, const char *expected)
{
	struct field_list list = {.count = 0};
	char *trouble = parameter_parse_fields(&session_kind, text_of(written), &list), names[1000] = "";

	if (trouble != NULL)
		fail_msg("%s", trouble);
	for (size_t i = 0; i < list.count; i++) {
		strncat(names, i == 0 ? "" : ",", sizeof names - strlen(names) - 1);
		strncat(names, session_kind.fields[list.fields[i]].api_name, sizeof names - strlen(names) - 1);
	}
	assert_string_equal(names, expected);
}

static void
fields_are_named_alone_by_short_names_and_as_objects(void **state)
{
	struct field_list all;

	(void)state;
	expect_fields("user", "user");
	expect_fields("user, client ,idle", "user,client_ip,idle_duration");
	expect_fields("svm", "svm.uuid,svm.name");
	expect_fields("volumes,volumes.name", "volumes.name,volumes.uuid");
	expect_fields("files,open_files", "open_files");
	assert_null(parameter_parse_fields(&session_kind, text_of("*"), &all));
	assert_int_equal(all.count, 24);
	assert_null(parameter_parse_fields(&session_kind, text_of("user,**"), &all));
	assert_int_equal(all.count, 24);
}

static void
expect_refused(char *trouble, const char *said)
{
	assert_non_null(trouble);
	assert_string_equal(trouble, said);
	free(trouble);
}

static void
fields_that_no_cluster_has_are_refused(void **state)
{
	struct field_list list = {.count = 7};

	(void)state;
	expect_refused(parameter_parse_fields(&session_kind, text_of("user,usr"), &list),
	    "the API has no field 'usr'; did you mean 'user'?");
	expect_refused(parameter_parse_fields(&session_kind, text_of("sec"), &list),
	    "'security' is made here, no cluster has it; --columns shows it");
	expect_refused(parameter_parse_fields(&session_kind, text_of("user,,idle"), &list),
	    "the name of a field is missing, as in user,client_ip,svm");
	expect_refused(parameter_parse_fields(&session_kind, text_of(""), &list),
	    "the name of a field is missing, as in user,client_ip,svm");
	assert_int_equal(list.count, 7);
}

static void
order_by_takes_the_names_of_the_api_and_directions(void **state)
{
	static const char *const good[] = {
	    "user", "idle_duration desc", "idle_duration desc,user", "svm.name asc, user  desc", "volumes.name"};

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_null(parameter_check_order_by(&session_kind, text_of(good[i])));
	expect_refused(parameter_check_order_by(&session_kind, text_of("idle")),
	    "the API has no field 'idle'; did you mean 'idle_duration'?");
	expect_refused(
	    parameter_check_order_by(&session_kind, text_of("user up")), "'up' is no direction; user asc or user desc");
	expect_refused(parameter_check_order_by(&session_kind, text_of("user:desc")),
	    "'user:desc': ONTAP wants a blank before asc and desc");
	expect_refused(parameter_check_order_by(&session_kind, text_of("user,")),
	    "the name of a field is missing, as in idle_duration desc,user");
	expect_refused(parameter_check_order_by(&session_kind, text_of("")),
	    "the name of a field is missing, as in idle_duration desc,user");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_api_has_24_filters_and_five_more_parameters),
	    cmocka_unit_test(what_is_sent_has_the_name_of_the_schema),
	    cmocka_unit_test(a_name_that_is_near_to_nothing_is_told_all_there_are),
	    cmocka_unit_test(every_documented_operator_is_let_through),
	    cmocka_unit_test(a_number_has_digits_and_ends_somewhere),
	    cmocka_unit_test(a_word_is_one_of_the_documented_ones),
	    cmocka_unit_test(a_boolean_is_true_or_false_and_nothing_between),
	    cmocka_unit_test(a_duration_is_as_ontap_writes_it),
	    cmocka_unit_test(an_address_is_no_network),
	    cmocka_unit_test(what_was_opened_is_closed_and_what_has_two_ends_has_both),
	    cmocka_unit_test(fields_are_named_alone_by_short_names_and_as_objects),
	    cmocka_unit_test(fields_that_no_cluster_has_are_refused),
	    cmocka_unit_test(order_by_takes_the_names_of_the_api_and_directions),
	};

	return cmocka_run_group_tests_name("parameters", tests, NULL, NULL);
}
