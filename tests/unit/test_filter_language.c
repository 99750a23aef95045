/* test_filter_language.c: what each operator means for each type, how filters are read, and what is said of bad ones.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "model/session_fields.h"
#include "query/filter.h"
#include "query/typing.h"
#include "world.h"

static const unsigned columns[] = {FIELD_CLUSTER, FIELD_USER, FIELD_CLIENT_IP, FIELD_OPEN_FILES, FIELD_IDLE_DURATION,
    FIELD_VOLUMES_NAME, FIELD_SECURITY};

/* The world that most tests ask: seven sessions, the last with nothing in it. */
static const char *const sessions[] = {
    "id=1 user=CORP\\alice client=10.20.0.9 files=3 idle=41s protocol=smb1 signed=yes volumes=fin12,hr1 auth=ntlmv1",
    "id=2 user=CORP\\Bob client=10.20.30.40 files=31870 idle=30m protocol=smb2_1 signed=no volumes=proj_a "
    "auth=kerberos",
    "id=3 user=corp\\carol client=10.21.0.1 files=0 idle=4d2h protocol=smb3 signed=yes volumes=proj_b,fin13 "
    "auth=ntlmv2",
    "id=4 user=svc$ client=fd20::5 files=12 idle=0s protocol=smb3_1 signed=no volumes=data auth=none",
    "id=5 user=dave client=192.168.1.1 files=100 idle=1d protocol=quic signed=yes encryption=encrypted",
    "id=10878444899913433090 user=erin client=::1 files=5 protocol=smb2 ca=partial",
    "id=7 node.uuid=- svm.uuid=-",
};

#define SESSIONS (sizeof sessions / sizeof *sessions)

static struct world *world;
static struct snapshot *snapshot;

static int
make_world(void **state)
{
	(void)state;
	world = world_new(0, "east");
	for (size_t i = 0; i < SESSIONS; i++)
		world_add(world, sessions[i]);
	snapshot = world_seal(world);
	return 0;
}

static int
end_world(void **state)
{
	(void)state;
	world_free(world);
	return 0;
}

/* The numbers of the sessions that pass, from 1 on: "124". Aborts the test when the filter is refused. */
static const char *
passing(const char *text)
{
	static char found[SESSIONS + 1];
	struct filter_error error;
	struct filter *filter = filter_compile(&session_kind, text, columns, sizeof columns / sizeof *columns, &error);
	bool passes[SESSIONS];
	size_t count = 0;

	if (filter == NULL)
		fail_msg("'%s' is refused at %zu: %s", text, error.position, error.sentence);
	filter_apply(filter, snapshot, passes);
	for (size_t i = 0; i < SESSIONS; i++) {
		assert_int_equal(passes[i], filter_passes(filter, snapshot, (uint32_t)i));
		if (passes[i])
			found[count++] = (char)('1' + i);
	}
	found[count] = '\0';
	filter_free(filter);
	return found;
}

struct expectation {
	const char *text;
	const char *found;
};

static void
expect_all(const struct expectation *expectations, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(passing(expectations[i].text), expectations[i].found) != 0)
			fail_msg("'%s' passes %s and not %s", expectations[i].text, passing(expectations[i].text),
			    expectations[i].found);
	}
}

#define EXPECT(...) \
	do { \
		static const struct expectation expected[] = {__VA_ARGS__}; \
		expect_all(expected, sizeof expected / sizeof *expected); \
	} while (0)

static void
counts_are_compared_as_numbers(void **state)
{
	(void)state;
	EXPECT({"files = 12", "4"}, {"files=31,870", "2"}, {"files != 12", "12356"}, {"files < 5", "13"},
	    {"files <= 5", "136"}, {"files > 100", "2"}, {"files>=100", "25"}, {"files = 3..12", "146"},
	    {"files = 3|12|100..200", "145"}, {"files != 3..12|100", "23"}, {"open_files = 0", "3"},
	    {"FILES > 99999999999", ""}, {"files < 0", ""}, {"files >= 0", "123456"},
	    {"files <= 18446744073709551614", "123456"}, {"files > 18446744073709551614", ""});
}

static void
identifiers_are_exact_beyond_what_a_double_holds(void **state)
{
	(void)state;
	EXPECT({"id = 10878444899913433090", "6"}, {"id = 10878444899913433091", ""},
	    {"id > 10878444899913433089", "6"}, {"id > 9223372036854775807", "6"}, {"id <= 3", "123"});
}

static void
times_are_compared_with_units(void **state)
{
	(void)state;
	EXPECT({"idle > 30m", "35"}, {"idle >= 30m", "235"}, {"idle < 41", "4"}, {"idle <= 41s", "14"},
	    {"idle = 4d2h", "3"}, {"idle >= 2d4h", "3"}, {"idle = 1d..5d", "35"}, {"idle = PT30M", "2"},
	    {"idle > 40500ms", "1235"}, {"idle < 40500ms", "4"}, {"idle = 40500ms", ""}, {"idle >= 41000ms", "1235"},
	    {"idle != 30m", "1345"}, {"idle <= 41500ms", "14"}, {"idle = 40500ms..41500ms", "1"});
}

static void
switches_are_yes_or_no_in_every_word_for_it(void **state)
{
	(void)state;
	EXPECT({"signed = yes", "135"}, {"signed = TRUE", "135"}, {"signed = on", "135"}, {"signed=1", "135"},
	    {"signed = no", "24"}, {"signed = off", "24"}, {"signed != yes", "24"}, {"signed = yes|no", "12345"},
	    {"signed = false|null", "2467"});
}

static void
words_of_enums_have_an_order_and_many_spellings(void **state)
{
	(void)state;
	EXPECT({"protocol = smb3_1", "4"}, {"protocol = SMB3.1", "4"}, {"protocol = smb3-1", "4"},
	    {"protocol < smb3", "126"}, {"protocol <= smb3", "1236"}, {"protocol > smb2", "234"},
	    {"protocol >= smb3.1", "4"}, {"protocol = smb2..smb3", "236"}, {"protocol = smb1|smb2", "16"},
	    {"protocol != smb1", "23456"}, {"protocol = smb3*", "34"}, {"protocol = *.1", "24"},
	    {"auth < ntlmv2", "14"}, {"ca = partial", "6"}, {"ca = no|partial", "6"});
}

static void
words_that_no_document_knows_are_found_as_text_and_have_no_rank(void **state)
{
	(void)state;
	EXPECT({"protocol = \"quic\"", "5"}, {"protocol = \"QUIC\"", "5"}, {"protocol = qu*", "5"},
	    {"protocol ~ ^q", "5"}, {"protocol > smb1", "2346"}, {"protocol = \"smb1\"", "1"},
	    {"protocol != \"quic\"", "12346"}, {"protocol !~ smb", "5"}, {"protocol ~ ^smb[12]", "126"});
}

static void
texts_are_compared_in_either_case_and_as_a_whole(void **state)
{
	(void)state;
	EXPECT({"user = corp\\ALICE", "1"}, {"user = alice", ""}, {"user = *alice", "1"}, {"user = corp\\*", "123"},
	    {"user = *o*", "123"}, {"user = c*p*l", "3"}, {"user = *", "123456"}, {"user = svc$|dave", "45"},
	    {"user != svc$|corp*", "56"}, {"user = \"*\"", ""}, {"user = \"CORP\\alice\"", "1"},
	    {"user = \"CORP\\\\alice\"", "1"}, {"user = CORP\"\\a\"*", "1"}, {"user < d", "123"},
	    {"user <= DAVE", "1235"}, {"user > dave", "46"}, {"user >= dave", "456"}, {"user = dave..erin", "56"},
	    {"user = corp\\a..corp\\bob", "12"}, {"cluster = EAST", "1234567"}, {"user = \"\"", ""});
}

static void
expressions_match_anywhere_in_a_text(void **state)
{
	(void)state;
	EXPECT({"user ~ ^corp", "123"}, {"user ~ (bob|carol)$", "23"}, {"user !~ o", "456"}, {"user ~ \"e$\"", "15"},
	    {"(user ~ ^(dave|erin))", "56"}, {"user ~ [$)]", "4"}, {"user ~ ^.{4}$", "456"},
	    {"client ~ ^10\\.2[01]\\.", "123"}, {"user~^d or user~^e", "56"}, {"security ~ ^N", "3"},
	    {"user ~ corp\\\\a", "1"}, {"user ~ \"corp\\\\a\"", "1"}, {"user ~ =", ""});
}

static void
addresses_are_compared_as_numbers_within_their_family(void **state)
{
	(void)state;
	EXPECT({"client = 10.20.0.9", "1"}, {"client = 10.20.0.0/16", "12"}, {"client_ip=10.20.30.40/8", "123"},
	    {"client != 10.0.0.0/8", "456"}, {"client < 10.20.30.40", "1"}, {"client >= 10.20.30.40", "235"},
	    {"client = 10.20.0.1..10.21.0.1", "123"}, {"client = 10.20.*", "12"}, {"client = fd20:0:0::5", "4"},
	    {"client = fd20::/16", "4"}, {"client = ::/0", "46"}, {"client = 0.0.0.0/0", "1235"}, {"client > ::1", "4"},
	    {"client = ::1..::f|10.21.0.1", "36"}, {"client = 10.20.0.9/32", "1"}, {"client = fd20::5/128", "4"},
	    {"client = \"10.20.0.9\"", "1"}, {"client ~ :", "46"});
}

static void
lists_hold_when_any_item_does_and_deny_when_none_does(void **state)
{
	(void)state;
	EXPECT({"volumes.name = proj*", "23"}, {"vol = fin12", "1"}, {"vol = fin*|data", "134"}, {"vol != fin*", "24"},
	    {"vol !~ ^fin", "24"}, {"vol ~ ^hr", "1"}, {"vol = null", "567"}, {"vol != null", "1234"},
	    {"vol = null|data", "4567"}, {"volumes.uuid = u-data", "4"}, {"vol < e", "4"});
}

static void
the_security_marks_are_a_text(void **state)
{
	(void)state;
	EXPECT({"sec = \"!1.0S?\"", ""}, {"sec = \"!\"*", "14"}, {"sec = K*", "2"}, {"sec = null", "7"},
	    {"sec != K*", "13456"});
}

static void
null_is_what_is_absent_and_nothing_else_matches_that(void **state)
{
	(void)state;
	EXPECT({"user = null", "7"}, {"user != null", "123456"}, {"idle = null", "67"}, {"idle = NULL|0", "467"},
	    {"idle != null|0", "1235"}, {"not idle = null", "12345"}, {"not idle > 30m", "12467"},
	    {"node.uuid = null", "7"}, {"user = \"null\"", ""}, {"protocol = null", "7"}, {"files = null", "7"});
}

static void
not_binds_more_than_and_and_that_more_than_or(void **state)
{
	(void)state;
	EXPECT({"files = 3 or files = 12 and signed = no", "14"}, {"(files = 3 or files = 12) and signed = no", "4"},
	    {"not files = 3 and signed = yes", "35"}, {"not (files = 3 or signed = no)", "3567"},
	    {"files = 3 OR files = 5 Or files = 0", "136"}, {"signed = yes files > 2", "15"},
	    {"! signed = yes", "2467"}, {"!(signed = yes) !(signed = no)", "67"}, {"not not signed=no", "24"},
	    {"files>2 files<20", "146"}, {"(((files = 3)))", "1"}, {"corp (signed=yes)", "13"});
}

static void
bare_words_are_found_in_any_column_that_is_shown(void **state)
{
	(void)state;
	EXPECT({"alice", "1"}, {"CORP\\", "123"}, {"10.2", "123"}, {"31,8", "2"}, {"4d2h", "3"}, {"proj", "23"},
	    {"east", "1234567"}, {"corp fin", "13"}, {"\"alice\"", "1"}, {"fin*hr", "1"}, {"co*ol", "3"}, {"\"*\"", ""},
	    {"3.1", "4"}, {"", "1234567"}, {"   ", "1234567"}, {"alice or dave", "15"}, {"not corp", "4567"},
	    {"\"and\"", ""}, {"smb1", "1"}, {"kerb", "2"}, {"signed", "135"}, {"hr1,fin", ""}, {"12,hr", "1"},
	    {"-5", ""}, {"svc$", "4"});
}

/* What is refused, where, and a word that the sentence has in it. */
static void
expect_error(const char *text, size_t position, size_t length, const char *part)
{
	struct filter_error error;
	struct filter *filter = filter_compile(&session_kind, text, columns, 2, &error);

	if (filter != NULL)
		fail_msg("'%s' is not refused", text);
	if (strstr(error.sentence, part) == NULL || error.position != position || error.length != length)
		fail_msg("'%s' is refused at %zu+%zu: %s", text, error.position, error.length, error.sentence);
	free(error.sentence);
}

static void
errors_say_where_and_what_would_be_right(void **state)
{
	(void)state;
	expect_error("usr = bob", 0, 3, "did you mean 'user'?");
	expect_error("files > 3 and idel > 5", 14, 4, "did you mean 'idle'?");
	expect_error("files > many", 8, 4, "'many' is no number");
	expect_error("files = 1,00", 8, 4, "'1,00' is no number");
	expect_error("files = -5", 8, 2, "'-5' is no number");
	expect_error("files = 1*", 8, 2, "!= null");
	expect_error("idle > 5x", 7, 2, "'5x' is no time");
	expect_error("idle > 5..", 7, 3, "takes one such as");
	expect_error("files = 5..", 8, 3, "two ends");
	expect_error("files = 5..1", 8, 4, "ends before it begins");
	expect_error("protocol = smb4", 11, 4, "smb1 smb2 smb2_1 smb3 smb3_1");
	expect_error("signed = maybe", 9, 5, "neither yes nor no");
	expect_error("signed > no", 7, 1, "it takes = !=");
	expect_error("files ~ 3", 6, 1, "it takes = != < <= > >=");
	expect_error("client = 10.20", 9, 5, "10.20.*");
	expect_error("client = 10.0.0.0/33", 9, 11, "up to 32");
	expect_error("client = ::1..10.0.0.1", 9, 13, "IPv4 to IPv4");
	expect_error("files > 1|2", 10, 1, "a list goes with = and !=");
	expect_error("files > null", 8, 4, "null");
	expect_error("user < a*", 7, 2, "no place in an order");
	expect_error("security > K", 9, 1, "does not go with");
}

static void
errors_in_the_form_say_where_too(void **state)
{
	(void)state;
	expect_error("user = \"bob", 7, 1, "not closed");
	expect_error("(user = bob", 0, 1, "not closed");
	expect_error("user = bob)", 10, 1, "closes none");
	expect_error("()", 1, 1, "due before this parenthesis");
	expect_error("user =", 6, 0, "a value is due");
	expect_error("user = a|", 9, 0, "a value is due");
	expect_error("user == bob", 5, 2, "write =");
	expect_error("files => 5", 6, 2, "write >=");
	expect_error("files <> 5", 6, 2, "write !=");
	expect_error("user =~ bob", 5, 2, "write ~");
	expect_error("alice or", 8, 0, "ends where");
	expect_error("or alice", 0, 2, "due before 'or'");
	expect_error("not", 3, 0, "ends where");
	expect_error("> 5", 0, 1, "a field is due");
	expect_error("files > 5 < 10", 10, 1, "a field is due");
	expect_error("files>2files<20", 12, 1, "a field is due");
	expect_error("security = !1", 11, 1, "before the '='");
	expect_error("alice|bob", 5, 1, "write 'or'");
	expect_error("user ~ ((", 7, 2, "no regular expression");
	expect_error("user ~ (a)\\1", 7, 5, "refer back");
	expect_error("user ~", 6, 0, "a value is due");
	expect_error("user ~ \"a\"b", 10, 1, "a blank is due");
}

static void
expressions_have_limits(void **state)
{
	char text[512];

	(void)state;
	expect_error("user ~ (a{20}){30}", 7, 11, "more than 200 characters");
	expect_error("user ~ ((((((((((((((((((a))))))))))))))))))", 7, 37, "16 deep");
	memset(text, 'a', sizeof text);
	memcpy(text, "user ~ ", 7);
	text[300] = '\0';
	expect_error(text, 7, 293, "200 bytes");
	expect_error("user ~ a{2,1}", 7, 6, "no regular expression");
	EXPECT({"user ~ ^[a-z]{3}\\$$", "4"}, {"user ~ [[:alpha:]]{4}\\\\", "123"}, {"user ~ [(]{200}", ""});
}

static void
filters_have_limits(void **state)
{
	char text[FILTER_LENGTH_MAX + 2];
	struct buffer many;

	(void)state;
	memset(text, 'a', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	expect_error(text, FILTER_LENGTH_MAX, 1, "no more than 4096 bytes");
	memset(text, '(', 40);
	text[50] = '\0';
	expect_error(text, FILTER_DEPTH_MAX, 1, "32 deep");
	buffer_init(&many, SIZE_MAX / 2);
	for (unsigned i = 0; i < FILTER_DEPTH_MAX; i++)
		buffer_add_string(&many, "! ");
	buffer_add_string(&many, "alice");
	assert_string_equal(passing(buffer_string(&many)), "1");
	buffer_reset(&many);
	for (unsigned i = 0; i < FILTER_TERMS_MAX; i++)
		buffer_add_string(&many, "a ");
	passing(buffer_string(&many));
	buffer_add_string(&many, "a");
	expect_error(buffer_string(&many), 512, 1, "no more than 256 words");
	buffer_free(&many);
}

static void
what_is_printed_is_read_the_same(void **state)
{
	static const char *const pairs[][2] = {
	    {"files>3", "files > 3"},
	    {"a b or c", "a and b or c"},
	    {"(a or b) c", "(a or b) and c"},
	    {"not(a b)", "not (a and b)"},
	    {"!a", "not a"},
	    {"user=\"a b\"*|c", "user = \"a b\"*|c"},
	    {"user ~ ^a\\.b\"", "user ~ ^a\\.b\""},
	    {"user ~ \"a \\\\ \\\" \\.\"", "user ~ \"a \\\\ \\\" \\.\""},
	    {"user = and", "user = and"},
	    {"\"and\"", "\"and\""},
	    {"\"\"", "\"\""},
	    {"CORP\\alice", "CORP\\alice"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		struct arena *arena = arena_new(1024);
		struct filter_error error;
		struct syntax *syntax;
		struct buffer out;

		buffer_init(&out, SIZE_MAX / 2);
		assert_true(syntax_parse(pairs[i][0], arena, &syntax, &error));
		syntax_print(syntax, &out);
		assert_string_equal(buffer_string(&out), pairs[i][1]);
		assert_true(syntax_parse(pairs[i][1], arena, &syntax, &error));
		buffer_reset(&out);
		syntax_print(syntax, &out);
		assert_string_equal(buffer_string(&out), pairs[i][1]);
		buffer_free(&out);
		arena_free(arena);
	}
}

static void
values_are_quoted_when_they_need_it(void **state)
{
	static const char *const pairs[][2] = {{"alice", "alice"}, {"CORP\\alice", "CORP\\alice"}, {"a b", "\"a b\""},
	    {"a*", "\"a*\""}, {"null", "\"null\""}, {"a\"b\\", "\"a\\\"b\\\\\""}, {"", "\"\""}, {"a..b", "\"a..b\""},
	    {"10.0.0.1", "10.0.0.1"}, {"x=y", "\"x=y\""}, {"!x", "\"!x\""}};

	(void)state;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		struct buffer out;

		buffer_init(&out, SIZE_MAX / 2);
		syntax_print_value(text_of(pairs[i][0]), &out);
		assert_string_equal(buffer_string(&out), pairs[i][1]);
		buffer_free(&out);
	}
}

static void
it_says_which_fields_it_looks_at(void **state)
{
	bool marked[FIELDS_MAX] = {false};
	struct filter_error error;
	struct filter *filter = filter_compile(
	    &session_kind, "idle > 5 or not (auth = none alice)", columns, 2, &error);

	(void)state;
	filter_mark_fields(filter, marked);
	for (unsigned field = 0; field < SESSION_FIELD_COUNT; field++)
		assert_int_equal(marked[field], field == FIELD_IDLE_DURATION || field == FIELD_AUTHENTICATION ||
						    field == FIELD_CLUSTER || field == FIELD_USER);
	filter_free(filter);
}

/* What of `last` is in force once `text`, which makes no sense, was typed. */
static void
expect_fall_back(const char *last, const char *text, const char *expected)
{
	size_t length = typing_fall_back(&session_kind, text, last);

	if (length != strlen(expected) || strncmp(last, expected, length) != 0)
		fail_msg("after '%s' and '%s' the first %zu are in force", last, text, length);
}

static void
while_typing_the_last_good_filter_stays_but_for_a_word_that_is_none(void **state)
{
	(void)state;
	expect_fall_back("idle > 30", "idle > 30x", "idle > 30");
	expect_fall_back("idle", "idle >", "");
	expect_fall_back("idle ", "idle =>", "");
	expect_fall_back("alice idel ", "alice idel > 5", "alice ");
	expect_fall_back("alice and idel", "alice and idel=", "alice ");
	expect_fall_back("alice and (idle", "alice and (idle >", "alice and (idle");
	expect_fall_back("alice and not idle", "alice and not idle >", "alice ");
	expect_fall_back("alice an", "alice and", "alice ");
	expect_fall_back("alice or files", "alice or files !", "alice ");
	expect_fall_back("alice", "alice (", "alice");
	expect_fall_back("alice", "bob =", "alice");
	expect_fall_back("user = alice", "user = alice|", "user = alice");
	expect_fall_back("", "(", "");
}

static void
a_check_shows_the_place_below_the_filter(void **state)
{
	char *explained = filter_check(&session_kind, "files > 3 idel > 5");

	(void)state;
	assert_string_equal(
	    explained, "unknown field 'idel'; did you mean 'idle'?\n  files > 3 idel > 5\n            ^~~~");
	free(explained);
	explained = filter_check(&session_kind, "files >");
	assert_non_null(strstr(explained, "\n  files >\n         ^"));
	free(explained);
	assert_null(filter_check(&session_kind, "files > 3"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(counts_are_compared_as_numbers),
	    cmocka_unit_test(identifiers_are_exact_beyond_what_a_double_holds),
	    cmocka_unit_test(times_are_compared_with_units),
	    cmocka_unit_test(switches_are_yes_or_no_in_every_word_for_it),
	    cmocka_unit_test(words_of_enums_have_an_order_and_many_spellings),
	    cmocka_unit_test(words_that_no_document_knows_are_found_as_text_and_have_no_rank),
	    cmocka_unit_test(texts_are_compared_in_either_case_and_as_a_whole),
	    cmocka_unit_test(expressions_match_anywhere_in_a_text),
	    cmocka_unit_test(addresses_are_compared_as_numbers_within_their_family),
	    cmocka_unit_test(lists_hold_when_any_item_does_and_deny_when_none_does),
	    cmocka_unit_test(the_security_marks_are_a_text),
	    cmocka_unit_test(null_is_what_is_absent_and_nothing_else_matches_that),
	    cmocka_unit_test(not_binds_more_than_and_and_that_more_than_or),
	    cmocka_unit_test(bare_words_are_found_in_any_column_that_is_shown),
	    cmocka_unit_test(errors_say_where_and_what_would_be_right),
	    cmocka_unit_test(errors_in_the_form_say_where_too),
	    cmocka_unit_test(expressions_have_limits),
	    cmocka_unit_test(filters_have_limits),
	    cmocka_unit_test(what_is_printed_is_read_the_same),
	    cmocka_unit_test(values_are_quoted_when_they_need_it),
	    cmocka_unit_test(while_typing_the_last_good_filter_stays_but_for_a_word_that_is_none),
	    cmocka_unit_test(a_check_shows_the_place_below_the_filter),
	    cmocka_unit_test(it_says_which_fields_it_looks_at),
	};

	return cmocka_run_group_tests(tests, make_world, end_world);
}
