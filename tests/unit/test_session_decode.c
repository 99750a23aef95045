/* test_session_decode.c: whatever shape a record has, its session is read right. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

/* cmocka wants those before it. */
#include <cmocka.h>

#include "base/buffer.h"
#include "fixture.h"
#include "model/session_fields.h"
#include "ontap/record_decode.h"
#include "ontap/records.h"

static struct record_decoder *decoder;

static int
set_up(void **state)
{
	(void)state;
	decoder = record_decoder_new(&session_kind);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	record_decoder_free(decoder);
	return 0;
}

static struct record
decode(const char *record)
{
	struct record session;

	assert_true(record_decode(decoder, text_of(record), &session));
	return session;
}

static void
expect_number(const struct record *session, unsigned field, uint64_t number)
{
	if (session->number[field] != number)
		fail_msg("%s is %llu", session_kind.fields[field].api_name, (unsigned long long)session->number[field]);
}

static void
expect_text(const struct record *session, unsigned field, const char *text)
{
	if (!text_equals(session->text[field], text_of(text)))
		fail_msg("%s is not %s", session_kind.fields[field].api_name, text);
}

static void
expect_oddity(const char *oddity)
{
	assert_non_null(record_decoder_oddity(decoder));
	assert_string_equal(record_decoder_oddity(decoder), oddity);
}

/* Reads the records of a fixture; `check` gets each with its number. */
struct reading {
	void (*check)(const struct record *session, unsigned number);
	unsigned count;
};

static void
check_record(struct text record, void *context)
{
	struct reading *reading = context;
	struct record session;

	assert_true(record_decode(decoder, record, &session));
	assert_null(record_decoder_oddity(decoder));
	reading->check(&session, reading->count++);
}

static unsigned
read_fixture(const char *name, void (*check)(const struct record *session, unsigned number))
{
	struct text body = fixture_read(name);
	struct reading reading = {check, 0};
	struct records *records = records_new(check_record, &reading);

	assert_true(records_feed(records, body.bytes, body.length));
	assert_int_equal(records_finish(records), BODY_FINE);
	records_free(records);
	fixture_free(body);
	return reading.count;
}

static void
check_schema(const struct record *session, unsigned number)
{
	assert_int_equal(session->item_count, number == 0 ? 2 : 1);
	if (number > 0) {
		expect_number(session, FIELD_IDENTIFIER, UINT64_C(17365880163140632576));
		expect_text(session, FIELD_CLIENT_IP, "2001:db8:1::17");
		expect_number(session, FIELD_CONNECTED_DURATION, ((428 * 24 + 22) * 60 + 45) * 60 + 19);
		expect_number(session, FIELD_PROTOCOL, PROTOCOL_SMB2_1);
		expect_number(session, FIELD_CONTINUOUS_AVAILABILITY, AVAILABILITY_PARTIAL);
		expect_number(session, FIELD_SMB_ENCRYPTION, ENCRYPTION_PARTIALLY);
		expect_number(session, FIELD_LARGE_MTU, 0);
		return;
	}
	expect_text(session, FIELD_NODE_UUID, "0b6f0a9e-5d1e-11ee-8f0e-005056a10001");
	expect_text(session, FIELD_NODE_NAME, "east-01");
	expect_text(session, FIELD_SVM_UUID, "4c9d2f10-5d21-11ee-8f0e-005056a10001");
	expect_text(session, FIELD_SVM_NAME, "files1");
	expect_number(session, FIELD_IDENTIFIER, UINT64_C(17365880163140632575));
	expect_number(session, FIELD_CONNECTION_ID, 4160072788);
	expect_number(session, FIELD_CONNECTION_COUNT, 2);
	expect_text(session, FIELD_SERVER_IP, "198.51.100.20");
	expect_text(session, FIELD_CLIENT_IP, "192.0.2.17");
	expect_number(session, FIELD_AUTHENTICATION, AUTH_KERBEROS);
	expect_text(session, FIELD_USER, "CORP\\anna");
	expect_text(session, FIELD_MAPPED_UNIX_USER, "anna");
	expect_number(session, FIELD_OPEN_SHARES, 1);
	expect_number(session, FIELD_OPEN_FILES, 5);
	expect_number(session, FIELD_OPEN_OTHER, 0);
	expect_number(session, FIELD_CONNECTED_DURATION, 37 * 60 + 53);
	expect_number(session, FIELD_IDLE_DURATION, 3 * 60 + 15);
	expect_number(session, FIELD_PROTOCOL, PROTOCOL_SMB3_1);
	expect_number(session, FIELD_CONTINUOUS_AVAILABILITY, AVAILABILITY_UNAVAILABLE);
	expect_number(session, FIELD_SMB_SIGNING, 1);
	expect_number(session, FIELD_SMB_ENCRYPTION, ENCRYPTION_UNENCRYPTED);
	expect_number(session, FIELD_LARGE_MTU, 1);
	assert_true(text_equals(session->items[0].part[VOLUME_NAME], text_of("home")));
	assert_true(text_equals(session->items[1].part[VOLUME_UUID], text_of("84b94bb8-5d22-11ee-8f0e-005056a10001")));
}

static void
the_schema_is_read_to_the_last_digit(void **state)
{
	(void)state;
	assert_int_equal(read_fixture("ontap/sessions-schema.json", check_schema), 2);
}

static void
check_old_names(const struct record *session, unsigned number)
{
	if (number > 0) {
		expect_number(session, FIELD_IDENTIFIER, UINT64_C(625718873227788312));
		expect_number(session, FIELD_CONNECTION_ID, 92080);
		expect_number(session, FIELD_PROTOCOL, PROTOCOL_SMB2_1);
		expect_number(session, FIELD_CONTINUOUS_AVAILABILITY, AVAILABILITY_AVAILABLE);
		expect_number(session, FIELD_OPEN_FILES, VALUE_ABSENT);
		assert_int_equal(session->item_count, 1);
		assert_true(text_equals(session->items[0].part[VOLUME_NAME], text_of("origin")));
		assert_true(text_is_absent(session->items[0].part[VOLUME_UUID]));
		return;
	}
	expect_number(session, FIELD_IDENTIFIER, UINT64_C(625718873227788311));
	expect_text(session, FIELD_SERVER_IP, "203.0.113.97");
	expect_text(session, FIELD_CLIENT_IP, "192.0.2.182");
	expect_number(session, FIELD_AUTHENTICATION, AUTH_NTLMV2);
	expect_text(session, FIELD_USER, "LAB\\administrator");
	expect_text(session, FIELD_MAPPED_UNIX_USER, "root");
	expect_number(session, FIELD_OPEN_SHARES, 1);
	expect_number(session, FIELD_OPEN_FILES, 2);
	expect_number(session, FIELD_OPEN_OTHER, 0);
	expect_number(session, FIELD_CONNECTED_DURATION, (16 * 60 + 54) * 60 + 47);
	expect_number(session, FIELD_IDLE_DURATION, 3);
	expect_number(session, FIELD_PROTOCOL, PROTOCOL_SMB3_1);
	expect_number(session, FIELD_CONTINUOUS_AVAILABILITY, AVAILABILITY_UNAVAILABLE);
	expect_number(session, FIELD_SMB_SIGNING, 0);
	expect_number(session, FIELD_SMB_ENCRYPTION, ENCRYPTION_UNENCRYPTED);
	expect_number(session, FIELD_CONNECTION_COUNT, 0);
	expect_number(session, FIELD_LARGE_MTU, 1);
	assert_int_equal(session->item_count, 3);
	assert_true(text_equals(session->items[2].part[VOLUME_NAME], text_of("vol1")));
	assert_true(text_equals(session->items[2].part[VOLUME_UUID], text_of("1d2c3b4a-0014-11ea-9c2a-005056b20001")));
}

static void
old_names_are_read_as_the_schema_s(void **state)
{
	(void)state;
	assert_int_equal(read_fixture("ontap/sessions-old-names.json", check_old_names), 2);
}

static void
odd_types_are_read(void **state)
{
	struct text record = fixture_read("ontap/session-odd-types.json");
	struct record session;

	(void)state;
	assert_true(record_decode(decoder, record, &session));
	fixture_free(record);
	assert_null(record_decoder_oddity(decoder));
	expect_number(&session, FIELD_IDENTIFIER, UINT64_C(4622663542519103507));
	expect_number(&session, FIELD_CONNECTION_ID, 22802);
	expect_number(&session, FIELD_OPEN_FILES, 7);
	expect_number(&session, FIELD_LARGE_MTU, 1);
	expect_number(&session, FIELD_SMB_SIGNING, VALUE_ABSENT);
	expect_number(&session, FIELD_CONNECTED_DURATION, (4 * 24 + 84) * 3600 + 30 * 60 + 5);
	expect_number(&session, FIELD_IDLE_DURATION, 48 * 60);
	expect_text(&session, FIELD_NODE_NAME, "node1");
	assert_int_equal(session.item_count, 1);
	assert_true(text_equals(session.items[0].part[VOLUME_NAME], text_of("volume1")));
}

static void
every_spelling_of_a_boolean_is_read(void **state)
{
	static const struct {
		const char *record;
		uint64_t value;
	} cases[] = {
	    {"{\"identifier\":1,\"smb_signing\":true}", 1},
	    {"{\"identifier\":1,\"smb_signing\":false}", 0},
	    {"{\"identifier\":1,\"smb_signing\":1}", 1},
	    {"{\"identifier\":1,\"smb_signing\":0}", 0},
	    {"{\"identifier\":1,\"smb_signing\":\"True\"}", 1},
	    {"{\"identifier\":1,\"smb_signing\":\"false\"}", 0},
	    {"{\"identifier\":1,\"smb_signing\":\"yes\"}", 1},
	    {"{\"identifier\":1,\"smb_signing\":\"no\"}", 0},
	    {"{\"identifier\":1,\"smb_signing\":\"1\"}", 1},
	    {"{\"identifier\":1,\"smb_signing\":\"\"}", VALUE_ABSENT},
	    {"{\"identifier\":1,\"smb_signing\":null}", VALUE_ABSENT},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct record session = decode(cases[i].record);

		expect_number(&session, FIELD_SMB_SIGNING, cases[i].value);
		assert_null(record_decoder_oddity(decoder));
	}
}

static void
ids_above_two_to_the_63_differ_in_their_last_digit(void **state)
{
	struct record a = decode("{\"identifier\":18446744073709551613}");
	struct record b = decode("{\"identifier\":18446744073709551614}");

	(void)state;
	assert_true(a.number[FIELD_IDENTIFIER] == UINT64_MAX - 2);
	assert_true(b.number[FIELD_IDENTIFIER] == UINT64_MAX - 1);
}

static void
everything_but_the_identifier_may_be_missing(void **state)
{
	struct record session = decode("{\"identifier\":0}");

	(void)state;
	for (unsigned field = 0; field < SESSION_FIELD_COUNT; field++) {
		expect_number(&session, field, field == FIELD_IDENTIFIER ? 0 : VALUE_ABSENT);
		assert_true(text_is_absent(session.text[field]));
	}
	assert_int_equal(session.item_count, 0);
	assert_null(record_decoder_oddity(decoder));
}

static void
an_unknown_word_stays_as_it_came(void **state)
{
	struct record session = decode("{\"identifier\":1,\"protocol\":\"smb4\"}");

	(void)state;
	expect_number(&session, FIELD_PROTOCOL, VALUE_ABSENT);
	expect_text(&session, FIELD_PROTOCOL, "smb4");
	assert_null(record_decoder_oddity(decoder));
}

static void
a_value_that_cannot_be_read_is_absent_and_named(void **state)
{
	static const struct {
		const char *record;
		unsigned field;
		const char *oddity;
	} cases[] = {
	    {"{\"identifier\":1,\"open_files\":\"abc\"}", FIELD_OPEN_FILES, "open_files: \"abc\" is not a number"},
	    {"{\"identifier\":1,\"files\":-1}", FIELD_OPEN_FILES, "open_files: \"-1\" is not a number"},
	    {"{\"identifier\":1,\"open_files\":4294967295}", FIELD_OPEN_FILES,
		"open_files: \"4294967295\" is too large a number"},
	    {"{\"identifier\":1,\"connection_id\":18446744073709551616}", FIELD_CONNECTION_ID,
		"connection_id: \"18446744073709551616\" is not a number of 64 bits"},
	    {"{\"identifier\":1,\"idle_duration\":\"PT\"}", FIELD_IDLE_DURATION,
		"idle_duration: \"PT\" is not a duration"},
	    {"{\"identifier\":1,\"idle_duration\":\"P1Y\"}", FIELD_IDLE_DURATION,
		"idle_duration: \"P1Y\" is not a duration"},
	    {"{\"identifier\":1,\"smb_signing\":\"maybe\"}", FIELD_SMB_SIGNING,
		"smb_signing: \"maybe\" is neither true nor false"},
	    {"{\"identifier\":1,\"user\":{\"name\":\"x\"}}", FIELD_USER,
		"user: is an object or an array, not one value"},
	    {"{\"identifier\":1,\"svm\":\"vs1\"}", FIELD_SVM_NAME, "svm: \"vs1\" is not an object"},
	    {"{\"identifier\":1,\"volumes\":[7]}", FIELD_VOLUMES_NAME, "volumes: holds something that is no volume"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct record session = decode(cases[i].record);

		expect_number(&session, cases[i].field, VALUE_ABSENT);
		assert_true(text_is_absent(session.text[cases[i].field]));
		expect_oddity(cases[i].oddity);
	}
}

static void
a_record_without_a_session_is_refused_with_a_reason(void **state)
{
	static const struct {
		const char *record;
		const char *oddity;
	} cases[] = {
	    {"{\"user\":\"x\"}", "record: without an identifier"},
	    {"{\"identifier\":-5}", "record: without an identifier (identifier: \"-5\" is not a number of 64 bits)"},
	    {"{\"identifier\":18446744073709551615}",
		"record: without an identifier (identifier: \"18446744073709551615\" is not a number of 64 bits)"},
	    {"{\"identifier\":1,}", "record: \"{\"identifier\":1,}\" is not JSON"},
	    {"[1]", "record: \"[1]\" is not JSON"},
	};
	struct record session;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_false(record_decode(decoder, text_of(cases[i].record), &session));
		expect_oddity(cases[i].oddity);
	}
}

static void
the_schema_s_name_counts_more_than_the_old_one(void **state)
{
	struct record a = decode("{\"identifier\":1,\"files\":1,\"open_files\":2}");
	struct record b = decode("{\"identifier\":1,\"open_files\":2,\"files\":1}");

	(void)state;
	expect_number(&a, FIELD_OPEN_FILES, 2);
	expect_number(&b, FIELD_OPEN_FILES, 2);
}

static void
names_in_other_objects_mean_nothing(void **state)
{
	struct record session = decode("{\"identifier\":1,\"_links\":{\"user\":\"x\",\"name\":\"y\"},"
				       "\"node\":{\"identifier\":2,\"user\":\"z\",\"node\":{\"name\":\"n\"}}}");

	(void)state;
	expect_number(&session, FIELD_IDENTIFIER, 1);
	assert_true(text_is_absent(session.text[FIELD_USER]));
	assert_true(text_is_absent(session.text[FIELD_NODE_NAME]));
}

static void
hostile_text_comes_through_byte_for_byte(void **state)
{
	struct record session = decode("{\"identifier\":1,\"user\":\"\\u001b[2J\\u202e\\n\xff\"}");

	(void)state;
	expect_text(&session, FIELD_USER, "\x1b[2J\xe2\x80\xae\n\xff");
}

static void
parallel_arrays_of_different_length_lose_nothing(void **state)
{
	struct record session = decode(
	    "{\"identifier\":1,\"vol_uuids\":[\"u1\",\"u2\",\"u3\"],\"vol_names\":[\"n1\"]}");

	(void)state;
	assert_int_equal(session.item_count, 3);
	assert_true(text_equals(session.items[0].part[VOLUME_NAME], text_of("n1")));
	assert_true(text_is_absent(session.items[2].part[VOLUME_NAME]));
	assert_true(text_equals(session.items[2].part[VOLUME_UUID], text_of("u3")));
}

/* The record stays, also when the ones before it were of the same shape and not as long. */
static void
a_text_may_be_as_long_as_the_limit(void **state)
{
	struct buffer json;
	struct record record;

	(void)state;
	buffer_init(&json, SIZE_MAX / 2);
	for (size_t length = TEXT_BYTES_MAX - 2; length < TEXT_BYTES_MAX + 3; length++) {
		bool is_long = length > TEXT_BYTES_MAX;

		buffer_reset(&json);
		buffer_add_string(&json, "{\"identifier\":1,\"volumes\":[{\"name\":\"v\"}],\"user\":\"");
		for (size_t i = 0; i < length; i++)
			buffer_add_byte(&json, 'u');
		buffer_add_string(&json, "\"}");
		assert_true(record_decode(decoder, buffer_text(&json), &record));
		assert_int_equal(record.text[FIELD_USER].length, is_long ? 0 : length);
		assert_int_equal(record_decoder_oddity(decoder) != NULL, is_long);
		assert_int_equal(record.item_count, 1);
	}
	assert_non_null(strstr(record_decoder_oddity(decoder), "\" is longer than 128 KiB"));
	buffer_free(&json);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_schema_is_read_to_the_last_digit),
	    cmocka_unit_test(old_names_are_read_as_the_schema_s),
	    cmocka_unit_test(odd_types_are_read),
	    cmocka_unit_test(every_spelling_of_a_boolean_is_read),
	    cmocka_unit_test(ids_above_two_to_the_63_differ_in_their_last_digit),
	    cmocka_unit_test(everything_but_the_identifier_may_be_missing),
	    cmocka_unit_test(an_unknown_word_stays_as_it_came),
	    cmocka_unit_test(a_value_that_cannot_be_read_is_absent_and_named),
	    cmocka_unit_test(a_record_without_a_session_is_refused_with_a_reason),
	    cmocka_unit_test(the_schema_s_name_counts_more_than_the_old_one),
	    cmocka_unit_test(names_in_other_objects_mean_nothing),
	    cmocka_unit_test(hostile_text_comes_through_byte_for_byte),
	    cmocka_unit_test(parallel_arrays_of_different_length_lose_nothing),
	    cmocka_unit_test(a_text_may_be_as_long_as_the_limit),
	};

	return cmocka_run_group_tests_name("record_decode", tests, set_up, tear_down);
}
