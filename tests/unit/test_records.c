/* test_records.c: records are found while the bytes of an answer arrive. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* cmocka wants those before it. */
#include <cmocka.h>

#include "base/buffer.h"
#include "base/xalloc.h"
#include "fixture.h"
#include "ontap/records.h"

static const char *const fixture_names[] = {
    "ontap/sessions-schema.json",
    "ontap/sessions-old-names.json",
    "ontap/session-odd-types.json",
    "ontap/sessions-record-is-object.json",
};
#define FIXTURE_COUNT (sizeof fixture_names / sizeof *fixture_names)

/* What came of a body: its records, each with a line end behind it, and the rest. */
struct split {
	struct records *records;
	struct buffer found;
	enum body_fault fault;
};

static void
add_record(struct text record, void *context)
{
	struct split *split = context;

	buffer_add(&split->found, record.bytes, record.length);
	buffer_add_byte(&split->found, '\n');
}

/* Feeds `body` in chunks of `chunk` bytes, each in memory of its own, so that a sanitizer sees who reads beyond. */
static void
split_body(struct split *split, struct text body, size_t chunk)
{
	buffer_init(&split->found, SIZE_MAX / 2);
	split->records = records_new(add_record, split);
	for (size_t at = 0; at < body.length; at += chunk) {
		size_t length = body.length - at < chunk ? body.length - at : chunk;
		char *copy = xmalloc(length);
		bool goes_on;

		memcpy(copy, body.bytes + at, length);
		goes_on = records_feed(split->records, copy, length);
		free(copy);
		if (!goes_on)
			break;
	}
	split->fault = records_finish(split->records);
}

static void
split_end(struct split *split)
{
	records_free(split->records);
	buffer_free(&split->found);
}

static void
expect(const char *body, enum body_fault fault, const char *found, const char *envelope)
{
	for (size_t chunk = 1; chunk <= strlen(body) + 1; chunk++) {
		struct split split;

		split_body(&split, text_of(body), chunk);
		assert_int_equal(split.fault, fault);
		assert_string_equal(buffer_string(&split.found), found);
		if (envelope != NULL)
			assert_string_equal(records_envelope(split.records).bytes, envelope);
		split_end(&split);
	}
}

static void
every_chunk_size_gives_the_same(void **state)
{
	(void)state;
	for (size_t i = 0; i < FIXTURE_COUNT; i++) {
		struct text body = fixture_read(fixture_names[i]);
		struct split whole;

		split_body(&whole, body, body.length);
		assert_int_equal(whole.fault, BODY_FINE);
		for (size_t chunk = 1; chunk < body.length; chunk++) {
			struct split split;

			split_body(&split, body, chunk);
			assert_int_equal(split.fault, BODY_FINE);
			assert_true(text_equals(buffer_text(&split.found), buffer_text(&whole.found)));
			assert_true(text_equals(records_envelope(split.records), records_envelope(whole.records)));
			split_end(&split);
		}
		split_end(&whole);
		fixture_free(body);
	}
}

static void
every_beginning_of_a_body_is_cut(void **state)
{
	(void)state;
	for (size_t i = 0; i < FIXTURE_COUNT; i++) {
		struct text body = fixture_read(fixture_names[i]);

		/* The last byte is the line end behind the body. */
		for (size_t length = 1; length < body.length - 1; length++) {
			struct split split;

			split_body(&split, (struct text){body.bytes, length}, length);
			assert_int_equal(split.fault, BODY_CUT);
			split_end(&split);
		}
		fixture_free(body);
	}
}

static void
records_are_elements_of_the_outermost_array(void **state)
{
	(void)state;
	expect("{\"records\":[{\"a\":1},{\"b\":{\"c\":[2]}} ],\"num_records\":2}", BODY_FINE,
	    "{\"a\":1}\n{\"b\":{\"c\":[2]}}\n", "{\"records\":[],\"num_records\":2}");
	expect("{\"x\":{\"records\":[{\"a\":1}]},\"records\":[]}", BODY_FINE, "", NULL);
	expect("{\"x\":\"records\",\"y\":[{\"a\":1}]}", BODY_FINE, "", "{\"x\":\"records\",\"y\":[{\"a\":1}]}");
	expect("{\"records\":null,\"y\":[{\"a\":1}]}", BODY_FINE, "", NULL);
	expect(" \r\n\t{ \"records\" : [ { } , { } ] } \n", BODY_FINE, "{ }\n{ }\n", NULL);
}

static void
a_bare_object_is_one_record(void **state)
{
	(void)state;
	expect("{\"records\": {\"a\":{}}, \"num_records\":1}", BODY_FINE, "{\"a\":{}}\n",
	    "{\"records\": null, \"num_records\":1}");
}

static void
brackets_and_quotes_in_strings_are_text(void **state)
{
	(void)state;
	expect("{\"}\\\"\":\"]{\",\"records\":[{\"a\":\"}\\\\\"},{\"b\":\"\\\"}]\\\\\\\"\"}]}", BODY_FINE,
	    "{\"a\":\"}\\\\\"}\n{\"b\":\"\\\"}]\\\\\\\"\"}\n", NULL);
}

static void
num_records_among_the_records_is_no_loss(void **state)
{
	struct text body = fixture_read("ontap/sessions-old-names.json"), first;
	struct split split;

	(void)state;
	split_body(&split, body, 7);
	assert_int_equal(records_count(split.records), 2);
	assert_int_equal(records_strays(split.records, &first), 0);
	assert_true(text_is_absent(first));
	split_end(&split);
	fixture_free(body);
}

static void
what_is_no_object_among_the_records_is_counted(void **state)
{
	struct text first;
	struct split split;

	(void)state;
	split_body(&split, text_of("{\"records\":[{}, \"a]\\\",\", null,[{},{}],{\"b\":1}, 5]}"), 3);
	assert_int_equal(split.fault, BODY_FINE);
	assert_string_equal(buffer_string(&split.found), "{}\n{\"b\":1}\n");
	assert_int_equal(records_strays(split.records, &first), 4);
	assert_true(text_equals(first, text_of("\"a]\\\",\"")));
	split_end(&split);
}

static void
what_is_no_answer_is_told_apart(void **state)
{
	(void)state;
	expect(" \n", BODY_EMPTY, "", "");
	expect("<!DOCTYPE html><html></html>", BODY_HTML, "", NULL);
	expect("upstream timed out", BODY_NOT_JSON, "", NULL);
	expect("[{\"identifier\":1}]", BODY_NOT_JSON, "", NULL);
	expect("{\"records\":[{\"a\":1}}", BODY_BROKEN, "{\"a\":1}\n", NULL);
	expect("{\"records\":[{\"a\":[1}]}]}", BODY_BROKEN, "", NULL);
	expect("{\"records\":[{\"a\":1}]}{", BODY_BROKEN, "{\"a\":1}\n", NULL);
}

static void
an_empty_body_is_empty_even_if_nothing_was_fed(void **state)
{
	struct split split;

	(void)state;
	split_body(&split, text_of(""), 1);
	assert_int_equal(split.fault, BODY_EMPTY);
	split_end(&split);
}

/* `open` and `close`, each `count` times, around `{}`. The caller frees it. */
static char *
nest(const char *before, size_t count, const char *behind)
{
	struct buffer body;

	buffer_init(&body, SIZE_MAX / 2);
	buffer_add_string(&body, before);
	for (size_t i = 0; i < count; i++)
		buffer_add_byte(&body, '[');
	for (size_t i = 0; i < count; i++)
		buffer_add_byte(&body, ']');
	buffer_add_string(&body, behind);
	return buffer_take(&body);
}

static void
depth_has_a_limit(void **state)
{
	char *deepest = nest("{\"records\":[{\"a\":", RECORD_DEPTH_MAX - 3, "}]}");
	char *too_deep = nest("{\"records\":[{\"a\":", RECORD_DEPTH_MAX - 2, "}]}");
	char *far_too_deep = nest("{\"a\":", 100000, "}");
	struct split split;

	(void)state;
	split_body(&split, text_of(deepest), 11);
	assert_int_equal(split.fault, BODY_FINE);
	split_end(&split);
	split_body(&split, text_of(too_deep), 11);
	assert_int_equal(split.fault, BODY_TOO_DEEP);
	split_end(&split);
	split_body(&split, text_of(far_too_deep), 1000);
	assert_int_equal(split.fault, BODY_TOO_DEEP);
	split_end(&split);
	free(deepest);
	free(too_deep);
	free(far_too_deep);
}

/* A body with a text of `length` between `before` and `behind`. The caller frees it. */
static struct text
fill(const char *before, size_t length, const char *behind)
{
	size_t start = strlen(before), end = strlen(behind);
	char *bytes = xmalloc(start + length + end);

	memcpy(bytes, before, start);
	memset(bytes + start, 'x', length);
	memcpy(bytes + start + length, behind, end);
	return (struct text){bytes, start + length + end};
}

static void
a_record_that_is_too_long_is_left_out_and_the_next_is_read(void **state)
{
	static const size_t chunks[] = {4096, (size_t)64 << 20};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct text body = fill("{\"records\":[{\"a\":\"", RECORD_SIZE_MAX, "\"},{\"b\":1}]}");
		struct split split;

		split_body(&split, body, chunks[i]);
		assert_int_equal(split.fault, BODY_FINE);
		assert_string_equal(buffer_string(&split.found), "{\"b\":1}\n");
		assert_int_equal(records_count(split.records), 1);
		assert_int_equal(records_oversized(split.records), 1);
		split_end(&split);
		fixture_free(body);
	}
}

static void
an_envelope_that_grows_without_end_is_refused(void **state)
{
	struct text body = fill("{\"a\":\"", ENVELOPE_SIZE_MAX, "\"}");
	struct split split;

	(void)state;
	split_body(&split, body, 4096);
	assert_int_equal(split.fault, BODY_TOO_LARGE);
	assert_true(records_envelope(split.records).length <= ENVELOPE_SIZE_MAX);
	split_end(&split);
	fixture_free(body);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_chunk_size_gives_the_same),
	    cmocka_unit_test(every_beginning_of_a_body_is_cut),
	    cmocka_unit_test(records_are_elements_of_the_outermost_array),
	    cmocka_unit_test(a_bare_object_is_one_record),
	    cmocka_unit_test(brackets_and_quotes_in_strings_are_text),
	    cmocka_unit_test(num_records_among_the_records_is_no_loss),
	    cmocka_unit_test(what_is_no_object_among_the_records_is_counted),
	    cmocka_unit_test(what_is_no_answer_is_told_apart),
	    cmocka_unit_test(an_empty_body_is_empty_even_if_nothing_was_fed),
	    cmocka_unit_test(depth_has_a_limit),
	    cmocka_unit_test(a_record_that_is_too_long_is_left_out_and_the_next_is_read),
	    cmocka_unit_test(an_envelope_that_grows_without_end_is_refused),
	};

	return cmocka_run_group_tests_name("records", tests, NULL, NULL);
}
