/* test_json.c: JSON is read without loss. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* cmocka wants those before it. */
#include <cmocka.h>

#include "base/xalloc.h"
#include "ontap/json.h"

/* Parses `source`, in memory that ends where it does, and expects the text of its member `a`. */
static void
expect_text(const char *source, const char *expected, size_t length)
{
	struct json *json = json_new();
	size_t size = strlen(source);
	char *exact = xmalloc(size);
	struct text text;

	memcpy(exact, source, size);
	text = json_text(json_member(json_parse(json, (struct text){exact, size}), "a"));
	assert_false(text_is_absent(text));
	assert_int_equal(text.length, length);
	assert_memory_equal(text.bytes, expected, length);
	free(exact);
	json_free(json);
}

#define EXPECT(source, expected) expect_text(source, expected, sizeof(expected) - 1)

static void
numbers_keep_their_digits(void **state)
{
	(void)state;
	EXPECT("{\"a\":18446744073709551615}", "18446744073709551615");
	EXPECT("{\"a\": 10878444899913433090 }", "10878444899913433090");
	EXPECT("{\"b\":[1,2,3],\"a\":-1.50e+3}", "-1.50e+3");
	EXPECT("{\"a\":0}", "0");
	EXPECT("{\"1\":1,\"a\":\"1\\\"2\"}", "1\"2");
}

static void
escapes_that_json_does_not_know_are_backslashes(void **state)
{
	(void)state;
	EXPECT("{\"a\":\"CORP\\anna\"}", "CORP\\anna");
	EXPECT("{\"a\":\"CORP\\ulrich\"}", "CORP\\ulrich");
	EXPECT("{\"a\":\"CORP\\\\anna\\n\\u00e4\"}", "CORP\\anna\n\xc3\xa4");
}

static void
halves_of_surrogates_and_nul_do_not_lose_the_text(void **state)
{
	(void)state;
	EXPECT("{\"a\":\"x\\ud800y\"}", "x\xef\xbf\xbdy");
	EXPECT("{\"a\":\"x\\udc00\\ud83d\"}", "x\xef\xbf\xbd\xef\xbf\xbd");
	EXPECT("{\"a\":\"\\ud83d\\ude00\"}", "\xf0\x9f\x98\x80");
	EXPECT("{\"a\":\"x\\u0000y\"}", "x\xef\xbf\xbdy");
}

static void
broken_json_is_nothing(void **state)
{
	static const char *const broken[] = {
	    "", " ", "{", "{\"a\":1", "{\"a\":1}x", "{\"a\":}", "{\"a\":\"x}", "nul", "{\"a\":\"\\", "{a:1}"};
	struct json *json = json_new();

	(void)state;
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
		assert_null(json_parse(json, text_of(broken[i])));
	assert_non_null(json_parse(json, text_of("{\"a\":1}")));
	json_free(json);
}

static void
texts_are_of_strings_numbers_and_booleans(void **state)
{
	static const char *const path[] = {"b", "c", NULL};
	struct json *json = json_new();
	const cJSON *tree = json_parse(json, text_of("{\"a\":true,\"b\":{\"c\":\"x\"},\"d\":[1],\"e\":null}"));

	(void)state;
	assert_true(text_equals(json_text(json_member(tree, "a")), text_of("true")));
	assert_true(text_equals(json_text_at(tree, path), text_of("x")));
	assert_true(text_is_absent(json_text(json_member(tree, "d"))));
	assert_true(text_is_absent(json_text(json_member(tree, "e"))));
	assert_true(text_is_absent(json_text(json_member(tree, "f"))));
	assert_true(text_is_absent(json_text_at(json_member(tree, "a"), path)));
	json_free(json);
}

static void
cjson_elsewhere_still_uses_the_heap(void **state)
{
	struct json *json = json_new();
	cJSON *own = cJSON_Parse("{\"x\":[1,2]}");

	(void)state;
	assert_non_null(json_parse(json, text_of("{\"a\":1}")));
	json_free(json);
	/* Lives on, and is freed without a leak that a sanitizer would see. */
	assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(own, "x")), 2);
	cJSON_Delete(own);
}

static void
unsigned_numbers_end_at_64_bits(void **state)
{
	uint64_t number = 0;

	(void)state;
	assert_true(json_unsigned(text_of("18446744073709551615"), &number));
	assert_true(number == UINT64_MAX);
	assert_false(json_unsigned(text_of("18446744073709551616"), &number));
	assert_false(json_unsigned(text_of("99999999999999999999"), &number));
	assert_false(json_unsigned(text_of("-1"), &number));
	assert_false(json_unsigned(text_of("1.0"), &number));
	assert_false(json_unsigned(text_of(""), &number));
	assert_false(json_unsigned(TEXT_ABSENT, &number));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(numbers_keep_their_digits),
	    cmocka_unit_test(escapes_that_json_does_not_know_are_backslashes),
	    cmocka_unit_test(halves_of_surrogates_and_nul_do_not_lose_the_text),
	    cmocka_unit_test(broken_json_is_nothing),
	    cmocka_unit_test(texts_are_of_strings_numbers_and_booleans),
	    cmocka_unit_test(cjson_elsewhere_still_uses_the_heap),
	    cmocka_unit_test(unsigned_numbers_end_at_64_bits),
	};

	return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
