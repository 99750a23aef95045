/* test_limits.c: what is taken from a cluster at most, and what is said of more. */
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
#include "loopback.h"
#include "model/session_fields.h"
#include "ontap/exchange.h"
#include "ontap/intake.h"
#include "ontap/limits.h"

#define HEAD "HTTP/1.1 200 OK\r\nConnection: close\r\n"

static void
expect_sentence(const struct intake *intake, const char *part)
{
	char *sentence = intake_describe(intake);

	if (strstr(sentence, part) == NULL)
		fail_msg("\"%s\" has no \"%s\"", sentence, part);
	free(sentence);
}

static void
a_body_may_be_as_large_as_the_limit_and_no_byte_more(void **state)
{
	struct intake intake = {0};

	(void)state;
	assert_true(intake_take_body(&intake, BODY_BYTES_MAX, BODY_BYTES_MAX));
	assert_false(intake_take_body(&intake, 1, BODY_BYTES_MAX + 1));
	assert_int_equal(intake.passed, INTAKE_BODY);
	expect_sentence(&intake, "larger than 256 MiB");
	expect_sentence(&intake, "max_records");
}

static void
a_body_may_unpack_a_hundredfold_but_no_more(void **state)
{
	struct intake intake = {0};
	uint64_t packed = UINT64_C(1) << 20;

	(void)state;
	assert_true(intake_take_body(&intake, BODY_RATIO_FREE + BODY_RATIO_MAX * packed, packed));
	assert_false(intake_take_body(&intake, BODY_RATIO_MAX, packed));
	assert_int_equal(intake.passed, INTAKE_RATIO);
	expect_sentence(&intake, "100 times");
}

static void
headers_are_limited_in_number_and_length(void **state)
{
	struct intake many = {0}, large = {0};

	(void)state;
	for (unsigned i = 0; i < HEADER_LINES_MAX; i++)
		assert_true(intake_take_header(&many, 10));
	assert_false(intake_take_header(&many, 10));
	assert_int_equal(many.passed, INTAKE_HEADER_LINES);
	expect_sentence(&many, "more than 256 headers");
	assert_true(intake_take_header(&large, HEADER_BYTES_MAX));
	assert_false(intake_take_header(&large, 1));
	assert_int_equal(large.passed, INTAKE_HEADER_BYTES);
	expect_sentence(&large, "more than 64 KiB of headers");
}

static void
records_of_a_page_are_limited(void **state)
{
	struct intake intake = {0};

	(void)state;
	assert_true(intake_take_records(&intake, PAGE_RECORDS_MAX));
	assert_false(intake_take_records(&intake, PAGE_RECORDS_MAX + 1));
	assert_int_equal(intake.passed, INTAKE_RECORDS);
	expect_sentence(&intake, "more than 250000 records");
}

/* ------------------------------------------------------------------ over a socket */

static void
count_record(const struct record *record, void *count)
{
	(void)record;
	++*(uint32_t *)count;
}

/* Asks for one page of which `given` is the answer, with its head; stores what came. Returns how many records came. */
static uint32_t
ask(struct text given, struct answer *answer)
{
	struct loopback *loopback = loopback_open(&given, 1);
	struct target target = target_default();
	const bool wanted[FIELDS_MAX] = {false};
	struct exchange *exchange;
	uint32_t count = 0;
	CURLcode result;

	target.url = xstrdup(loopback_url(loopback));
	exchange = exchange_new_sessions(&target, wanted, (struct exchange_reader){count_record, &count});
	result = curl_easy_perform(exchange_handle(exchange));
	exchange_finish(exchange, result, answer);
	exchange_free(exchange);
	loopback_close(loopback);
	target_clear(&target);
	return count;
}

/* The same; it is broken, for a reason in which `part` stands, and so many records came before. Frees `given`. */
static void
expect_broken(struct buffer *given, uint32_t records, const char *part)
{
	struct answer answer;
	uint32_t came = ask(buffer_text(given), &answer);

	assert_int_equal(answer.outcome, ANSWER_BROKEN);
	if (strstr(answer.trouble, part) == NULL)
		fail_msg("\"%s\" has no \"%s\"", answer.trouble, part);
	assert_true(came >= records);
	answer_clear(&answer);
	buffer_free(given);
}

static void
start(struct buffer *given, const char *head)
{
	buffer_init(given, SIZE_MAX / 2);
	buffer_add_string(given, head);
}

static void
repeat(struct buffer *given, const char *part, size_t length, size_t times)
{
	while (times-- > 0)
		buffer_add(given, part, length);
}

/* A record, then blanks, packed: the last 13 bytes are eight times 258 of them, whatever stands before. */
static void
a_bomb_is_left_before_it_goes_off(void **state)
{
	static const char start_of_gzip[] = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab\x56\x2a\x4a\x4d\xce\x2f\x4a"
					    "\x29\x56\xb2\x8a\x56";
	static const char blanks[] = "\x18\x05\xa3\x60\x14\x8c\x82\x51\x30\x0a\x46\xc1\x28";
	struct buffer given;
	struct answer answer;

	(void)state;
	start(&given, HEAD "Content-Encoding: gzip\r\n\r\n");
	buffer_add(&given, start_of_gzip, sizeof start_of_gzip - 1);
	repeat(&given, blanks, sizeof blanks - 1, 300000);
	ask(buffer_text(&given), &answer);
	assert_int_equal(answer.outcome, ANSWER_BROKEN);
	assert_non_null(strstr(answer.trouble, "unpacks to more than 100 times"));
	assert_true(answer.unpacked > BODY_RATIO_FREE && answer.unpacked < 2 * BODY_BYTES_MAX);
	answer_clear(&answer);
	buffer_free(&given);
}

static void
a_page_of_too_many_records_is_left_and_those_that_came_are_kept(void **state)
{
	static const char record[] = "{\"identifier\":1},";
	struct buffer given;

	(void)state;
	start(&given, HEAD "\r\n{\"records\":[");
	repeat(&given, record, sizeof record - 1, PAGE_RECORDS_MAX + 20000);
	expect_broken(&given, PAGE_RECORDS_MAX, "more than 250000 records");
}

static void
headers_without_end_are_left(void **state)
{
	static const char header[] = "X-A: b\r\n", again[] = "HTTP/1.1 100 Continue\r\n\r\n", letter[] = "x";
	struct buffer many, provisional, large;

	(void)state;
	start(&many, HEAD);
	repeat(&many, header, sizeof header - 1, 10000);
	expect_broken(&many, 0, "more than 256 headers");
	start(&provisional, "");
	repeat(&provisional, again, sizeof again - 1, 10000);
	expect_broken(&provisional, 0, "more than 256 headers");
	start(&large, HEAD "X-A: ");
	repeat(&large, letter, 1, 90000);
	buffer_add_string(&large, "\r\n\r\n{\"records\":[]}");
	expect_broken(&large, 0, "more than 64 KiB of headers");
}

static void
what_is_nested_too_deeply_is_told_with_the_limit(void **state)
{
	struct buffer given;

	(void)state;
	start(&given, HEAD "\r\n{\"records\":[{\"identifier\":1},{\"a\":");
	repeat(&given, "[", 1, 100000);
	expect_broken(&given, 1, "nested too deeply: more than 64 deep");
}

static void
what_is_too_large_beside_the_records_is_told_with_the_limit(void **state)
{
	struct buffer given;

	(void)state;
	start(&given, HEAD "\r\n{\"records\":[{\"identifier\":1}],\"x\":\"");
	repeat(&given, "y", 1, ENVELOPE_SIZE_MAX);
	buffer_add_string(&given, "\"}");
	expect_broken(&given, 1, "too large: more than 1 MiB beside its records");
}

static void
a_link_may_not_be_as_long_as_it_likes(void **state)
{
	struct buffer given;

	(void)state;
	start(&given, HEAD "\r\n{\"records\":[{\"identifier\":1}],\"_links\":{\"next\":{\"href\":\"/api/x?");
	repeat(&given, "y", 1, LINK_BYTES_MAX);
	buffer_add_string(&given, "\"}}}");
	expect_broken(&given, 1, "link is longer than 16 KiB");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_body_may_be_as_large_as_the_limit_and_no_byte_more),
	    cmocka_unit_test(a_body_may_unpack_a_hundredfold_but_no_more),
	    cmocka_unit_test(headers_are_limited_in_number_and_length),
	    cmocka_unit_test(records_of_a_page_are_limited),
	    cmocka_unit_test(a_bomb_is_left_before_it_goes_off),
	    cmocka_unit_test(a_page_of_too_many_records_is_left_and_those_that_came_are_kept),
	    cmocka_unit_test(headers_without_end_are_left),
	    cmocka_unit_test(what_is_nested_too_deeply_is_told_with_the_limit),
	    cmocka_unit_test(what_is_too_large_beside_the_records_is_told_with_the_limit),
	    cmocka_unit_test(a_link_may_not_be_as_long_as_it_likes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
