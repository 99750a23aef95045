/* test_output.c: what programs read of sessions is exact, and what people read cannot act on their terminal. */
#include "config.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "app/output.h"
#include "base/buffer.h"
#include "model/connection_fields.h"
#include "model/file_fields.h"
#include "model/lock_fields.h"
#include "model/session_fields.h"
#include "model/snapshot.h"
#include "model/strings.h"
#include "view/view.h"
#include "world.h"

/* Sessions on their way into a view; each test adds what it needs. */
struct bench {
	struct strings *strings;
	struct snapshot_builder *builder;
	struct record session;
};

static void
open_bench(struct bench *bench)
{
	bench->strings = strings_new();
	bench->builder = snapshot_builder_new(&(struct snapshot_origin){
	    .kind = &session_kind, .cluster = 0, .cluster_name = "east", .strings = bench->strings});
	record_clear(&bench->session, &session_kind);
}

static void
add_session(struct bench *bench, uint64_t identifier)
{
	bench->session.number[FIELD_IDENTIFIER] = identifier;
	assert_true(snapshot_builder_add(bench->builder, &bench->session));
	record_clear(&bench->session, &session_kind);
}

static struct view *
view_of(struct bench *bench)
{
	struct snapshot *snapshot = snapshot_builder_seal(bench->builder, NULL, 0, false);
	struct view *view = view_compute(&(struct view_request){
	    .kind = &session_kind,
	    .snapshots = &snapshot,
	    .snapshot_count = 1,
	    .order = {.keys = {{.field = FIELD_IDENTIFIER}}, .count = 1},
	});

	snapshot_unref(snapshot);
	strings_unref(bench->strings);
	return view;
}

/* What `settings` prints of the view, `times` times; the caller frees it. */
static char *
print_view(const struct view *view, struct output_settings settings, int times)
{
	FILE *file = tmpfile();
	struct output *output;
	char *text = calloc(1, 65536);

	assert_non_null(file);
	assert_non_null(text);
	settings.descriptor = fileno(file);
	output = output_new(&settings);
	while (times-- > 0)
		assert_int_equal(output_print(output, view), 0);
	output_free(output);
	assert_true(pread(fileno(file), text, 65535, 0) >= 0);
	fclose(file);
	return text;
}

/* The same of the sessions, which end with it. */
static char *
print(struct bench *bench, struct output_settings settings, int times)
{
	struct view *view = view_of(bench);
	char *text = print_view(view, settings, times);

	view_unref(view);
	return text;
}

static void
expect(struct bench *bench, enum output_format format, const unsigned *list, size_t count, const char *expected)
{
	char *text = print(bench,
	    (struct output_settings){.kind = &session_kind, .format = format, .fields = list, .field_count = count}, 1);

	assert_string_equal(text, expected);
	free(text);
}

static void
fill_whole_session(struct record *session)
{
	static const struct list_item volumes[] = {
	    {.part = {[VOLUME_NAME] = {"fin12", 5}, [VOLUME_UUID] = {"7a5ef257", 8}}},
	    {.part = {[VOLUME_NAME] = {"hr1", 3}}},
	};

	session->text[FIELD_NODE_UUID] = text_of("9ea96c65");
	session->text[FIELD_NODE_NAME] = text_of("node1");
	session->text[FIELD_SVM_UUID] = text_of("62234287");
	session->text[FIELD_SVM_NAME] = text_of("vs1");
	session->number[FIELD_CONNECTION_ID] = 4160072788;
	session->number[FIELD_CONNECTION_COUNT] = 1;
	session->text[FIELD_SERVER_IP] = text_of("10.140.70.197");
	session->text[FIELD_CLIENT_IP] = text_of("2001:db8::7");
	session->number[FIELD_AUTHENTICATION] = AUTH_KERBEROS;
	session->text[FIELD_USER] = text_of("CORP\\alice");
	session->text[FIELD_MAPPED_UNIX_USER] = text_of("root");
	session->number[FIELD_OPEN_SHARES] = 1;
	session->number[FIELD_OPEN_FILES] = 31870;
	session->number[FIELD_OPEN_OTHER] = 0;
	session->number[FIELD_CONNECTED_DURATION] = 4 * 86400 + 2 * 3600 + 5;
	session->number[FIELD_IDLE_DURATION] = 41;
	session->number[FIELD_PROTOCOL] = PROTOCOL_SMB3_1;
	session->number[FIELD_CONTINUOUS_AVAILABILITY] = AVAILABILITY_UNAVAILABLE;
	session->number[FIELD_SMB_SIGNING] = 0;
	session->number[FIELD_SMB_ENCRYPTION] = ENCRYPTION_PARTIALLY;
	session->number[FIELD_LARGE_MTU] = 1;
	session->items = volumes;
	session->item_count = 2;
}

static void
json_has_the_shape_of_the_schema(void **state)
{
	struct bench bench;

	(void)state;
	open_bench(&bench);
	fill_whole_session(&bench.session);
	add_session(&bench, UINT64_C(10878444899913433090));
	expect(&bench, FORMAT_NDJSON, NULL, 0,
	    "{\"cluster\":\"east\",\"node\":{\"uuid\":\"9ea96c65\",\"name\":\"node1\"},"
	    "\"svm\":{\"uuid\":\"62234287\",\"name\":\"vs1\"},\"identifier\":\"10878444899913433090\","
	    "\"connection_id\":\"4160072788\",\"connection_count\":1,\"server_ip\":\"10.140.70.197\","
	    "\"client_ip\":\"2001:db8::7\",\"authentication\":\"kerberos\",\"user\":\"CORP\\\\alice\","
	    "\"mapped_unix_user\":\"root\",\"open_shares\":1,\"open_files\":31870,\"open_other\":0,"
	    "\"connected_duration\":\"P4DT2H5S\",\"idle_duration\":\"PT41S\",\"protocol\":\"smb3_1\","
	    "\"continuous_availability\":\"unavailable\",\"smb_signing\":false,"
	    "\"smb_encryption\":\"partially_encrypted\",\"large_mtu\":true,"
	    "\"volumes\":[{\"name\":\"fin12\",\"uuid\":\"7a5ef257\"},{\"name\":\"hr1\"}]}\n");
}

static void
json_leaves_out_what_is_absent(void **state)
{
	struct bench bench;

	(void)state;
	open_bench(&bench);
	bench.session.text[FIELD_SVM_NAME] = text_of("vs1");
	add_session(&bench, 1);
	expect(
	    &bench, FORMAT_NDJSON, NULL, 0, "{\"cluster\":\"east\",\"svm\":{\"name\":\"vs1\"},\"identifier\":\"1\"}\n");
}

static void
json_puts_each_session_on_a_line_of_one_array(void **state)
{
	static const unsigned chosen[] = {FIELD_IDENTIFIER};
	struct bench bench;

	(void)state;
	open_bench(&bench);
	add_session(&bench, 1);
	add_session(&bench, 2);
	expect(&bench, FORMAT_JSON, chosen, 1, "[\n{\"identifier\":\"1\"},\n{\"identifier\":\"2\"}\n]\n");
}

static void
json_without_sessions_is_an_empty_array(void **state)
{
	struct bench bench;

	(void)state;
	open_bench(&bench);
	expect(&bench, FORMAT_JSON, NULL, 0, "[]\n");
}

static void
json_strings_are_valid_whatever_bytes_came(void **state)
{
	static const unsigned chosen[] = {FIELD_USER};
	static const char user[] = "a\"b\\c\n\x1b\x7f\0\xc3\xa9\xff\xed\xa0\x80\xc2\x9b";
	struct bench bench;

	(void)state;
	open_bench(&bench);
	bench.session.text[FIELD_USER] = (struct text){user, sizeof user - 1};
	add_session(&bench, 1);
	expect(&bench, FORMAT_NDJSON, chosen, 1,
	    "{\"user\":\"a\\\"b\\\\c\\u000a\\u001b\\u007f\\u0000\xc3\xa9\xef\xbf\xbd"
	    "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\\u009b\"}\n");
}

static void
json_escapes_what_acts_on_a_terminal_and_keeps_its_meaning(void **state)
{
	static const unsigned chosen[] = {FIELD_USER};
	struct bench bench;

	(void)state;
	open_bench(&bench);
	bench.session.text[FIELD_USER] = text_of("\xe2\x80\xae"
						 "b\xe2\x80\x8b\xf3\xa0\x81\x81\xf0\x9f\x98\x80");
	add_session(&bench, 1);
	expect(&bench, FORMAT_NDJSON, chosen, 1, "{\"user\":\"\\u202eb\\u200b\\udb40\\udc41\xf0\x9f\x98\x80\"}\n");
}

static void
json_shows_an_unknown_word_as_it_came(void **state)
{
	static const unsigned chosen[] = {FIELD_PROTOCOL};
	struct bench bench;

	(void)state;
	open_bench(&bench);
	bench.session.text[FIELD_PROTOCOL] = text_of("smb4");
	add_session(&bench, 1);
	expect(&bench, FORMAT_NDJSON, chosen, 1, "{\"protocol\":\"smb4\"}\n");
}

static void
csv_is_exact(void **state)
{
	struct bench bench;

	(void)state;
	open_bench(&bench);
	fill_whole_session(&bench.session);
	add_session(&bench, UINT64_C(10878444899913433090));
	expect(&bench, FORMAT_CSV, NULL, 0,
	    "cluster,node.uuid,node.name,svm.uuid,svm.name,identifier,connection_id,connection_count,server_ip,"
	    "client_ip,authentication,user,mapped_unix_user,open_shares,open_files,open_other,connected_duration,"
	    "idle_duration,protocol,continuous_availability,smb_signing,smb_encryption,large_mtu,volumes.name,"
	    "volumes.uuid\n"
	    "east,9ea96c65,node1,62234287,vs1,10878444899913433090,4160072788,1,10.140.70.197,2001:db8::7,kerberos,"
	    "CORP\\alice,root,1,31870,0,352805,41,smb3_1,unavailable,false,partially_encrypted,true,fin12;hr1,"
	    "7a5ef257;\n");
}

static void
csv_quotes_what_would_break_a_record(void **state)
{
	static const unsigned chosen[] = {FIELD_IDENTIFIER, FIELD_USER};
	struct bench bench;

	(void)state;
	open_bench(&bench);
	bench.session.text[FIELD_USER] = text_of("a,b");
	add_session(&bench, 1);
	bench.session.text[FIELD_USER] = text_of("\"x\"\n");
	add_session(&bench, 2);
	bench.session.text[FIELD_USER] = text_of("");
	add_session(&bench, 3);
	add_session(&bench, 4);
	expect(&bench, FORMAT_CSV, chosen, 2, "identifier,user\n1,\"a,b\"\n2,\"\"\"x\"\"\xef\xbf\xbd\"\n3,\"\"\n4,\n");
}

/* Of each user, what stands in the cell. */
static void
expect_csv_users(const char *const (*users)[2], size_t count)
{
	static const unsigned chosen[] = {FIELD_USER};
	struct bench bench;
	struct buffer expected;

	open_bench(&bench);
	buffer_init(&expected, 10000);
	buffer_add_string(&expected, "user\n");
	for (size_t i = 0; i < count; i++) {
		bench.session.text[FIELD_USER] = text_of(users[i][0]);
		add_session(&bench, i + 1);
		buffer_add_format(&expected, "%s\n", users[i][1]);
	}
	expect(&bench, FORMAT_CSV, chosen, 1, buffer_string(&expected));
	buffer_free(&expected);
}

static void
csv_has_no_formula_for_a_spreadsheet(void **state)
{
	static const char *const users[][2] = {{"=1+1", "'=1+1"}, {"+1", "'+1"}, {"-1", "'-1"}, {"@x", "'@x"},
	    {"  =1", "'  =1"}, {"=a,b", "\"'=a,b\""}, {"=\"x\"", "\"'=\"\"x\"\"\""}, {"\t=1", "\xef\xbf\xbd=1"},
	    {"\r=1", "\xef\xbf\xbd=1"},
	    {"\xef\xbc\x9d"
	     "1",
		"'\xef\xbc\x9d"
		"1"},
	    {"a=1", "a=1"}, {"CORP\\-x", "CORP\\-x"}};

	(void)state;
	expect_csv_users(users, sizeof users / sizeof *users);
}

static void
csv_has_nothing_that_acts_on_a_terminal(void **state)
{
	static const char *const users[][2] = {{"\x1b]0;x\a", "\xef\xbf\xbd]0;x\xef\xbf\xbd"},
	    {"a\xc2\x9b"
	     "1m",
		"a\xef\xbf\xbd"
		"1m"},
	    {"a\xe2\x80\xae"
	     "b",
		"a\xef\xbf\xbd"
		"b"},
	    {"a\xff", "a\xef\xbf\xbd"}, {"m\xc3\xbcller", "m\xc3\xbcller"}};

	(void)state;
	expect_csv_users(users, sizeof users / sizeof *users);
}

static void
csv_has_its_heading_once(void **state)
{
	static const unsigned chosen[] = {FIELD_IDENTIFIER};
	struct bench bench;
	char *text;

	(void)state;
	open_bench(&bench);
	add_session(&bench, 1);
	text = print(&bench,
	    (struct output_settings){.kind = &session_kind, .format = FORMAT_CSV, .fields = chosen, .field_count = 1},
	    2);
	assert_string_equal(text, "identifier\n1\n1\n");
	free(text);
}

static void
table_aligns_and_never_cuts(void **state)
{
	static const unsigned chosen[] = {FIELD_USER, FIELD_OPEN_FILES, FIELD_SVM_NAME};
	struct bench bench;

	(void)state;
	open_bench(&bench);
	bench.session.text[FIELD_USER] = text_of("CORPORATION\\somebody.with.a.rather.long.name");
	bench.session.number[FIELD_OPEN_FILES] = 31870;
	bench.session.text[FIELD_SVM_NAME] = text_of("vs1");
	add_session(&bench, 1);
	add_session(&bench, 2);
	expect(&bench, FORMAT_TABLE, chosen, 3,
	    "USER                                           FILES  SVM\n"
	    "CORPORATION\\somebody.with.a.rather.long.name  31,870  vs1\n"
	    "-                                                  -  -\n");
}

static void
table_lets_no_name_act_on_the_terminal(void **state)
{
	static const unsigned chosen[] = {FIELD_USER};
	struct bench bench;
	char *text;

	(void)state;
	open_bench(&bench);
	bench.session.text[FIELD_USER] = text_of("\x1b]0;owned\x07\r\n\xc2\x9b"
						 "2J\xe2\x80\xae");
	add_session(&bench, 1);
	text = print(&bench,
	    (struct output_settings){.kind = &session_kind, .format = FORMAT_TABLE, .fields = chosen, .field_count = 1},
	    1);
	assert_string_equal(text, "USER\n?]0;owned????2J?\n");
	free(text);
}

static void
a_full_disk_is_reported(void **state)
{
	FILE *full = fopen("/dev/full", "we");
	struct output *output;
	struct bench bench;
	struct view *view;

	(void)state;
	if (full == NULL)
		skip();
	open_bench(&bench);
	add_session(&bench, 1);
	view = view_of(&bench);
	output = output_new(
	    &(struct output_settings){.kind = &session_kind, .format = FORMAT_JSON, .descriptor = fileno(full)});
	assert_string_equal(strerror(output_print(output, view)), "No space left on device");
	output_free(output);
	view_unref(view);
	fclose(full);
}

static void
expect_kind(struct world *world, const char *expected)
{
	struct snapshot *snapshot = world_seal(world);
	const struct kind *kind = snapshot_kind(snapshot);
	struct view *view = view_compute(&(struct view_request){
	    .kind = kind, .snapshots = &snapshot, .snapshot_count = 1, .order = order_default(kind)});
	char *text = print_view(view, (struct output_settings){.kind = kind, .format = FORMAT_NDJSON}, 1);

	assert_string_equal(text, expected);
	free(text);
	view_unref(view);
	world_free(world);
}

static void
json_of_every_kind_has_objects_inside_objects(void **state)
{
	struct world *locks = world_new_kind(&lock_kind, 0, "east"),
		     *connections = world_new_kind(&connection_kind, 0, "east"),
		     *files = world_new_kind(&file_kind, 0, "east");

	(void)state;
	world_add(locks, "uuid=u node=n path=/v/f client=192.0.2.1 interface=lif1 lif=192.0.2.9 share_lock.soft=no"
			 " byte_lock.offset=9223372036854775809 protocol=nfsv4.1");
	world_add(locks, "uuid=v lif=192.0.2.9");
	expect_kind(locks,
	    "{\"cluster\":\"east\",\"uuid\":\"u\",\"node\":{\"name\":\"n\"},\"path\":\"/v/f\",\"protocol\":\"nfsv4.1\","
	    "\"client_address\":\"192.0.2.1\",\"interface\":{\"name\":\"lif1\",\"ip\":{\"address\":\"192.0.2.9\"}},"
	    "\"share_lock\":{\"soft\":false},\"byte_lock\":{\"offset\":\"9223372036854775809\"}}\n"
	    "{\"cluster\":\"east\",\"uuid\":\"v\",\"interface\":{\"ip\":{\"address\":\"192.0.2.9\"}}}\n");
	world_add(connections, "id=7 port=445 sessions=17365880163140632575,1");
	expect_kind(connections,
	    "{\"cluster\":\"east\",\"node\":{\"uuid\":\"node-1\"},\"svm\":{\"uuid\":\"svm-1\"},\"identifier\":\"7\","
	    "\"client_port\":\"445\",\"network_context_id\":\"1\","
	    "\"sessions\":[{\"identifier\":\"17365880163140632575\"},{\"identifier\":\"1\"}]}\n");
	world_add(files, "id=7 session=17365880163140632575 path=a\\b share=s user=CORP\\ann idle=41s");
	expect_kind(files,
	    "{\"cluster\":\"east\",\"node\":{\"uuid\":\"node-1\"},\"svm\":{\"uuid\":\"svm-1\"},\"identifier\":\"7\","
	    "\"connection\":{\"identifier\":\"1\"},\"session\":{\"identifier\":\"17365880163140632575\"},"
	    "\"share\":{\"name\":\"s\"},\"path\":\"a\\\\b\",\"user\":\"CORP\\\\ann\",\"idle_duration\":\"PT41S\"}\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(json_of_every_kind_has_objects_inside_objects),
	    cmocka_unit_test(json_has_the_shape_of_the_schema),
	    cmocka_unit_test(json_leaves_out_what_is_absent),
	    cmocka_unit_test(json_puts_each_session_on_a_line_of_one_array),
	    cmocka_unit_test(json_without_sessions_is_an_empty_array),
	    cmocka_unit_test(json_strings_are_valid_whatever_bytes_came),
	    cmocka_unit_test(json_escapes_what_acts_on_a_terminal_and_keeps_its_meaning),
	    cmocka_unit_test(json_shows_an_unknown_word_as_it_came),
	    cmocka_unit_test(csv_is_exact),
	    cmocka_unit_test(csv_quotes_what_would_break_a_record),
	    cmocka_unit_test(csv_has_no_formula_for_a_spreadsheet),
	    cmocka_unit_test(csv_has_nothing_that_acts_on_a_terminal),
	    cmocka_unit_test(csv_has_its_heading_once),
	    cmocka_unit_test(table_aligns_and_never_cuts),
	    cmocka_unit_test(table_lets_no_name_act_on_the_terminal),
	    cmocka_unit_test(a_full_disk_is_reported),
	};

	setlocale(LC_ALL, "C");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
