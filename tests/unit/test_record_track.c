/* test_record_track.c: a record like those before is read without being taken apart, and any other is not. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

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

static void
teach(const char *json)
{
	struct record record;

	assert_true(record_decode(decoder, text_of(json), &record));
}

static struct record
expect_known(const char *json)
{
	struct record record;

	assert_int_equal(record_decode_known(decoder, text_of(json), &record), strlen(json));
	return record;
}

static void
expect_unknown(const char *json)
{
	struct record record;

	assert_int_equal(record_decode_known(decoder, text_of(json), &record), 0);
}

static void
expect_text(struct text text, const char *expected)
{
	assert_true(text_equals(text, text_of(expected)));
}

static void
nothing_is_known_at_first(void **state)
{
	(void)state;
	expect_unknown("{\"identifier\":1}");
}

static void
a_record_with_the_same_names_is_known(void **state)
{
	struct record record;

	(void)state;
	teach("{\"node\":{\"name\":\"n1\"},\"identifier\":1,\"user\":\"a\",\"smb_signing\":true,\"idle_duration\":"
	      "\"PT1S\"}");
	record = expect_known("{\"node\":{\"name\":\"\"},\"identifier\":18446744073709551614,\"user\":\"C\\\\\\u00e9\","
			      "\"smb_signing\":false,\"idle_duration\":\"P1D\"}");
	expect_text(record.text[FIELD_NODE_NAME], "");
	expect_text(record.text[FIELD_USER], "C\\\xc3\xa9");
	assert_int_equal(record.number[FIELD_IDENTIFIER], UINT64_C(18446744073709551614));
	assert_int_equal(record.number[FIELD_SMB_SIGNING], 0);
	assert_int_equal(record.number[FIELD_IDLE_DURATION], 86400);
	assert_int_equal(record.number[FIELD_OPEN_FILES], VALUE_ABSENT);
	assert_int_equal(record.item_count, 0);
}

static void
members_may_be_left_out_in_ways_that_no_record_went(void **state)
{
	(void)state;
	teach("{\"identifier\":1,\"user\":\"a\",\"open_files\":1,\"open_shares\":1}");
	teach("{\"identifier\":1,\"open_files\":1,\"open_shares\":1}");
	teach("{\"identifier\":1,\"user\":\"a\",\"open_files\":1}");
	assert_int_equal(expect_known("{\"identifier\":1,\"open_files\":7}").number[FIELD_OPEN_FILES], 7);
	expect_unknown("{\"identifier\":1,\"user\":\"a\",\"open_shares\":1}");
}

static void
lists_may_be_of_any_length(void **state)
{
	struct record record;

	(void)state;
	teach("{\"identifier\":1,\"volumes\":[{\"name\":\"a\",\"uuid\":\"b\"},{\"name\":\"c\",\"uuid\":\"d\"}]}");
	record = expect_known(
	    "{\"identifier\":1,\"volumes\":[{\"name\":\"e\",\"uuid\":\"f\"},{\"name\":\"g\",\"uuid\":\"h\"},"
	    "{\"name\":\"i\",\"uuid\":\"j\"}]}");
	assert_int_equal(record.item_count, 3);
	expect_text(record.items[2].part[VOLUME_NAME], "i");
	expect_text(record.items[2].part[VOLUME_UUID], "j");
	assert_int_equal(
	    expect_known("{\"identifier\":1,\"volumes\":[{\"name\":\"e\",\"uuid\":\"f\"}]}").item_count, 1);
	expect_unknown("{\"identifier\":1,\"volumes\":[]}");
	teach("{\"identifier\":1,\"volumes\":[]}");
	assert_int_equal(expect_known("{\"identifier\":1,\"volumes\":[]}").item_count, 0);
}

static void
names_beside_uuids_are_put_together(void **state)
{
	struct record record;

	(void)state;
	teach("{\"identifier\":1,\"vol_names\":[\"a\",\"b\",\"c\"],\"vol_uuids\":[\"c\",\"d\"]}");
	record = expect_known("{\"identifier\":1,\"vol_names\":[\"a\",\"b\",\"e\",\"e\"],\"vol_uuids\":[\"c\",\"d\"]}");
	assert_int_equal(record.item_count, 4);
	expect_text(record.items[0].part[VOLUME_UUID], "c");
	expect_text(record.items[2].part[VOLUME_NAME], "e");
	assert_true(text_is_absent(record.items[2].part[VOLUME_UUID]));
	expect_unknown("{\"identifier\":1,\"vol_names\":[null],\"vol_uuids\":[\"c\"]}");
}

static void
what_is_odd_is_left_to_whoever_can_say_so(void **state)
{
	static const char *const odd[] = {
	    "{\"identifier\":-1,\"open_files\":1}",
	    "{\"identifier\":1.5,\"open_files\":1}",
	    "{\"identifier\":\"x\",\"open_files\":1}",
	    "{\"identifier\":18446744073709551615,\"open_files\":1}",
	    "{\"identifier\":18446744073709551616,\"open_files\":1}",
	    "{\"identifier\":1,\"open_files\":4294967296}",
	    "{\"identifier\":1,\"open_files\":{}}",
	    "{\"identifier\":1,\"open_files\":[1]}",
	    "{\"identifier\":1,\"open_files\":tru}",
	    "{\"identifier\":1,\"open_files\":}",
	    "{\"identifier\":null,\"open_files\":1}",
	    "{\"identifier\":1,\"open_files\":1,}",
	    "{\"identifier\":1,\"open_files\":1]",
	    "{\"identifier\":1 ,\"open_files\":1}",
	};

	(void)state;
	teach("{\"identifier\":1,\"open_files\":1}");
	expect_known("{\"identifier\":2,\"open_files\":null}");
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
		expect_unknown(odd[i]);
}

/* In memory that ends with the bytes, so that the sanitizer sees who reads on. */
static void
a_record_that_is_cut_anywhere_is_unknown(void **state)
{
	static const char json[] = "{\"node\":{\"name\":\"n\\u00e91\"},\"identifier\":12,\"large_mtu\":false,"
				   "\"user\":\"C\\\\a\",\"volumes\":[{\"name\":\"e\",\"uuid\":\"f\"}]}";
	struct record record;

	(void)state;
	teach(json);
	for (size_t length = 0; length < sizeof json; length++) {
		char *copy = malloc(length + 1);

		assert_non_null(copy);
		memcpy(copy + 1, json, length);
		assert_int_equal(record_decode_known(decoder, (struct text){copy + 1, length}, &record),
		    length < sizeof json - 1 ? 0 : length);
		free(copy);
	}
}

static void
a_record_that_is_odd_or_broken_teaches_nothing(void **state)
{
	struct record record;

	(void)state;
	assert_true(record_decode(decoder, text_of("{\"identifier\":1,\"open_files\":\"x\"}"), &record));
	assert_non_null(record_decoder_oddity(decoder));
	expect_unknown("{\"identifier\":1,\"open_files\":\"1\"}");
	assert_false(record_decode(decoder, text_of("{\"identifier\":1,\"user\":\"a\"]"), &record));
	expect_unknown("{\"identifier\":1,\"user\":\"a\"]");
	teach("{\"identifier\":1}");
	expect_known("{\"identifier\":1}");
	assert_null(record_decoder_oddity(decoder));
}

/* ---- with the splitter ---- */

struct counts {
	unsigned known;
	unsigned split;
};

static void
count_split(struct text record, void *context)
{
	struct record decoded;

	((struct counts *)context)->split++;
	assert_true(record_decode(decoder, record, &decoded));
}

static size_t
count_known(struct text bytes, void *context)
{
	struct record decoded;
	size_t length = record_decode_known(decoder, bytes, &decoded);

	((struct counts *)context)->known += length > 0;
	return length;
}

static void
only_what_is_new_or_cut_is_split(void **state)
{
	static const char body[] =
	    "{\"records\":[{\"identifier\":1},{\"identifier\":2}, {\"identifier\":3},{\"identifier\":4}],"
	    "\"num_records\":4}";
	struct counts counts = {0, 0};
	struct records *records = records_new(count_split, &counts);
	size_t cut = (size_t)(strstr(body, "\":3") - body);

	(void)state;
	records_take_known(records, count_known);
	assert_true(records_feed(records, body, cut));
	assert_true(records_feed(records, body + cut, sizeof body - 1 - cut));
	assert_int_equal(records_finish(records), BODY_FINE);
	assert_int_equal(records_count(records), 4);
	assert_int_equal(counts.split, 2);
	assert_int_equal(counts.known, 2);
	expect_text(records_envelope(records), "{\"records\":[],\"num_records\":4}");
	records_free(records);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(nothing_is_known_at_first, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(a_record_with_the_same_names_is_known, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(members_may_be_left_out_in_ways_that_no_record_went, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(lists_may_be_of_any_length, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(names_beside_uuids_are_put_together, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(what_is_odd_is_left_to_whoever_can_say_so, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(a_record_that_is_cut_anywhere_is_unknown, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(a_record_that_is_odd_or_broken_teaches_nothing, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(only_what_is_new_or_cut_is_split, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("record_track", tests, NULL, NULL);
}
