/* test_kind_decode.c: open files, connections and locks, of whatever shape, become rows of their kinds. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* cmocka wants those before it. */
#include <cmocka.h>

#include "fixture.h"
#include "model/connection_fields.h"
#include "model/file_fields.h"
#include "model/lock_fields.h"
#include "model/print.h"
#include "model/snapshot.h"
#include "ontap/record_decode.h"
#include "ontap/records.h"

/* What is made of records: a snapshot of one kind. */
struct table {
	const struct kind *kind;
	struct strings *strings;
	struct record_decoder *decoder;
	struct snapshot_builder *builder;
	struct snapshot *rows;
};

static void
table_open(struct table *table, const struct kind *kind)
{
	table->kind = kind;
	table->strings = strings_new();
	table->decoder = record_decoder_new(kind);
	table->builder = snapshot_builder_new(&(struct snapshot_origin){kind, 0, "east", table->strings});
	table->rows = NULL;
}

static void
table_add(struct text json, void *context)
{
	struct table *table = context;
	struct record record;

	assert_true(record_decode(table->decoder, json, &record));
	if (record_decoder_oddity(table->decoder) != NULL)
		fail_msg("%s", record_decoder_oddity(table->decoder));
	snapshot_builder_add(table->builder, &record);
}

static void
table_seal(struct table *table)
{
	table->rows = snapshot_builder_seal(table->builder, NULL, 0, false);
}

/* The records of a fixture, in its order. */
static void
table_read(struct table *table, const struct kind *kind, const char *name)
{
	struct text body = fixture_read(name);
	struct records *records = records_new(table_add, table);

	table_open(table, kind);
	assert_true(records_feed(records, body.bytes, body.length));
	assert_int_equal(records_finish(records), BODY_FINE);
	records_free(records);
	fixture_free(body);
	table_seal(table);
}

static void
table_close(struct table *table)
{
	snapshot_unref(table->rows);
	record_decoder_free(table->decoder);
	strings_unref(table->strings);
}

/* Fields by their API names and values as the API writes them, "-" for absent; ended by NULL. */
static void
expect_row(const struct table *table, uint32_t row, const char *const *expected)
{
	struct buffer out;

	buffer_init(&out, SIZE_MAX / 2);
	for (; expected[0] != NULL; expected += 2) {
		unsigned field = field_find(table->kind, text_of(expected[0]));

		assert_int_not_equal(field, FIELD_NONE);
		buffer_reset(&out);
		if (!print_value(table->rows, field, row, PRINT_EXACT, &out))
			buffer_add_string(&out, "-");
		if (strcmp(buffer_string(&out), expected[1]) != 0)
			fail_msg("%s of row %u is %s, not %s", expected[0], row, buffer_string(&out), expected[1]);
	}
	buffer_free(&out);
}

#define EXPECT_ROW(table, row, ...) expect_row(table, row, (const char *const[]){__VA_ARGS__, NULL})

static void
files_are_read_by_the_names_of_the_schema(void **state)
{
	struct table table;

	(void)state;
	table_read(&table, &file_kind, "ontap/files-schema.json");
	assert_int_equal(snapshot_count(table.rows), 2);
	EXPECT_ROW(&table, 0, "cluster", "east", "node.uuid", "0b6f0a9e-5d1e-11ee-8f0e-005056a10001", "node.name",
	    "east-01", "svm.uuid", "4c9d2f10-5d21-11ee-8f0e-005056a10001", "svm.name", "files1", "identifier", "24",
	    "connection.identifier", "4160072788", "connection.count", "2", "session.identifier",
	    "17365880163140632575", "type", "regular", "open_mode", "rw", "share.name", "home$", "share.mode", "rwd",
	    "path", "projects\\2024\\Plan \xc3\xa9t\xc3\xa9.xlsx", "volume.name", "home", "volume.uuid",
	    "5015c99b-5d22-11ee-8f0e-005056a10001", "continuously_available", "no", "range_locks_count", "3", "user",
	    "-", "client_ip", "-", "idle_duration", "-");
	EXPECT_ROW(&table, 1, "type", "directory", "open_mode", "d", "path", "\\projects", "volume.name", "-",
	    "continuously_available", "yes", "range_locks_count", "-");
	table_close(&table);
}

static void
files_of_sessions_that_differ_in_the_last_digit_are_two(void **state)
{
	struct identity identity;
	struct table table;

	(void)state;
	table_read(&table, &file_kind, "ontap/files-schema.json");
	EXPECT_ROW(&table, 0, "session.identifier", "17365880163140632575");
	EXPECT_ROW(&table, 1, "session.identifier", "17365880163140632576");
	for (uint32_t row = 0; row < 2; row++) {
		identity = snapshot_identity(table.rows, row);
		assert_int_equal(snapshot_find(table.rows, &identity), row);
		assert_true(
		    identity_number(&identity, FILE_SESSION_IDENTIFIER) == UINT64_C(17365880163140632575) + row);
		identity_clear(&identity);
	}
	table_close(&table);
}

static void
a_word_that_no_document_knows_stays_as_it_is(void **state)
{
	struct table table;

	(void)state;
	table_read(&table, &file_kind, "ontap/files-schema.json");
	EXPECT_ROW(&table, 1, "share.mode", "rd");
	assert_true(snapshot_number(table.rows, FILE_SHARE_MODE, 1) >= ENUM_UNKNOWN_FIRST);
	table_close(&table);
}

static void
files_are_read_by_the_names_of_the_first_documents(void **state)
{
	struct table table;

	(void)state;
	table_read(&table, &file_kind, "ontap/files-old-names.json");
	assert_int_equal(snapshot_count(table.rows), 1);
	EXPECT_ROW(&table, 0, "identifier", "51", "type", "stream", "connection.identifier", "127465",
	    "session.identifier", "18027054073828868097", "path", "a\\b\\notes.txt:summary", "range_locks_count", "0");
	table_close(&table);
}

static void
connections_have_the_exact_ids_of_their_sessions(void **state)
{
	struct table table;

	(void)state;
	table_read(&table, &connection_kind, "ontap/connections-schema.json");
	assert_int_equal(snapshot_count(table.rows), 2);
	EXPECT_ROW(&table, 0, "node.name", "east-01", "svm.name", "files1", "identifier", "92080", "server_ip",
	    "198.51.100.20", "client_ip", "2001:db8:1::17", "client_port", "54321", "network_context_id", "3",
	    "sessions.identifier", "17365880163140632575,17365880163140632576");
	EXPECT_ROW(&table, 1, "client_port", "49152", "sessions.identifier", "-");
	table_close(&table);
}

static void
records_and_sessions_may_be_objects(void **state)
{
	struct table table;

	(void)state;
	table_read(&table, &connection_kind, "ontap/connections-all-objects.json");
	assert_int_equal(snapshot_count(table.rows), 1);
	EXPECT_ROW(&table, 0, "identifier", "22802", "client_port", "12345", "sessions.identifier",
	    "10878444899913433091", "node.name", "lab-01");
	table_close(&table);
}

static void
sessions_of_a_connection_may_be_bare_ids(void **state)
{
	struct table table;

	(void)state;
	table_open(&table, &connection_kind);
	table_add(text_of("{\"identifier\":1,\"sessions\":[18446744073709551613,\"18446744073709551614\"]}"), &table);
	table_seal(&table);
	EXPECT_ROW(&table, 0, "sessions.identifier", "18446744073709551613,18446744073709551614");
	table_close(&table);
}

static void
locks_are_read_with_the_objects_inside_their_objects(void **state)
{
	struct table table;

	(void)state;
	table_read(&table, &lock_kind, "ontap/locks-schema.json");
	assert_int_equal(snapshot_count(table.rows), 3);
	EXPECT_ROW(&table, 0, "uuid", "bf03d8b4-0001-498a-902d-005056a10001", "node.name", "east-01", "svm.name",
	    "files1", "volume.name", "home", "path", "/home/projects/2024/Plan.xlsx", "protocol", "cifs", "type",
	    "share_level", "state", "granted", "client_address", "192.0.2.17", "interface.uuid",
	    "6bf26e25-5d23-11ee-8f0e-005056a10001", "interface.name", "files1.data", "interface.ip.address",
	    "198.51.100.20", "oplock_level", "-", "share_lock.mode", "read_write_deny_write_delete", "share_lock.soft",
	    "false", "smb.connect_state", "disconnected", "smb.open_type", "durable", "smb.open_group_id",
	    "71756e2325a7eb11", "owner_id", "feff-0206000000020000", "constituent", "false");
	EXPECT_ROW(&table, 1, "protocol", "nfsv4.1", "type", "byte_range", "state", "waiting", "byte_lock.offset",
	    "9223372036854775809", "byte_lock.length", "18446744073709551615", "byte_lock.exclusive", "true",
	    "byte_lock.mandatory", "true", "byte_lock.soft", "-", "byte_lock.super", "false", "interface.ip.address",
	    "-");
	EXPECT_ROW(&table, 2, "type", "op_lock", "oplock_level", "batch", "svm.name", "-");
	table_close(&table);
}

static void
what_cannot_be_read_is_told_and_the_rest_is_there(void **state)
{
	static const struct {
		const struct kind *kind;
		const char *record;
		const char *oddity;
	} cases[] = {
	    {&file_kind, "{\"identifier\":1,\"session\":7}", "session: \"7\" is not an object"},
	    {&file_kind, "{\"identifier\":1,\"range_lock_count\":\"x\"}", "range_locks_count: \"x\" is not a number"},
	    {&connection_kind, "{\"identifier\":1,\"sessions\":[{\"identifier\":\"x\"}]}",
		"sessions: holds something that is no session"},
	    {&connection_kind, "{\"identifier\":1,\"sessions\":[-1]}", "sessions: holds something that is no session"},
	    {&lock_kind, "{\"uuid\":\"u\",\"interface\":{\"ip\":\"192.0.2.1\"}}", "ip: \"192.0.2.1\" is not an object"},
	    {&lock_kind, "{\"uuid\":\"u\",\"byte_lock\":{\"offset\":1.5}}",
		"byte_lock.offset: \"1.5\" is not a number of 64 bits"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct record_decoder *decoder = record_decoder_new(cases[i].kind);
		struct record record;

		assert_true(record_decode(decoder, text_of(cases[i].record), &record));
		assert_non_null(record_decoder_oddity(decoder));
		assert_string_equal(record_decoder_oddity(decoder), cases[i].oddity);
		assert_true(record_has(&record, cases[i].kind->required));
		record_decoder_free(decoder);
	}
}

static void
without_what_the_kind_requires_there_is_no_record(void **state)
{
	static const struct {
		const struct kind *kind;
		const char *record;
		const char *oddity;
	} cases[] = {
	    {&file_kind, "{\"session\":{\"identifier\":1}}", "record: without an identifier"},
	    {&file_kind, "{\"file\":{\"type\":\"regular\"}}", "record: without an identifier"},
	    {&connection_kind, "{\"sessions\":{\"identifier\":1}}", "record: without an identifier"},
	    {&lock_kind, "{\"svm\":{\"uuid\":\"u\"}}", "record: without a uuid"},
	    {&lock_kind, "{\"uuid\":\"\"}", "record: without a uuid"},
	    {&lock_kind, "[]", "record: \"[]\" is not JSON"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct record_decoder *decoder = record_decoder_new(cases[i].kind);
		struct record record;

		assert_false(record_decode(decoder, text_of(cases[i].record), &record));
		assert_string_equal(record_decoder_oddity(decoder), cases[i].oddity);
		record_decoder_free(decoder);
	}
}

static void
the_name_of_one_kind_means_nothing_to_another(void **state)
{
	struct table table;

	(void)state;
	table_open(&table, &lock_kind);
	table_add(text_of("{\"uuid\":\"u\",\"identifier\":{},\"session_id\":[1],\"user\":\"x\"}"), &table);
	table_seal(&table);
	EXPECT_ROW(&table, 0, "uuid", "u", "owner_id", "-", "path", "-");
	table_close(&table);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(files_are_read_by_the_names_of_the_schema),
	    cmocka_unit_test(files_of_sessions_that_differ_in_the_last_digit_are_two),
	    cmocka_unit_test(a_word_that_no_document_knows_stays_as_it_is),
	    cmocka_unit_test(files_are_read_by_the_names_of_the_first_documents),
	    cmocka_unit_test(connections_have_the_exact_ids_of_their_sessions),
	    cmocka_unit_test(records_and_sessions_may_be_objects),
	    cmocka_unit_test(sessions_of_a_connection_may_be_bare_ids),
	    cmocka_unit_test(locks_are_read_with_the_objects_inside_their_objects),
	    cmocka_unit_test(what_cannot_be_read_is_told_and_the_rest_is_there),
	    cmocka_unit_test(without_what_the_kind_requires_there_is_no_record),
	    cmocka_unit_test(the_name_of_one_kind_means_nothing_to_another),
	};

	return cmocka_run_group_tests_name("kind_decode", tests, NULL, NULL);
}
