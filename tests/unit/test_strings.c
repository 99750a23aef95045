/* test_strings.c: each distinct text of a cluster once, by number. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "model/strings.h"

#define MANY 100000u

static struct text
numbered(char *out, size_t size, unsigned number)
{
	snprintf(out, size, "user%u", number);
	return text_of(out);
}

static void
equal_texts_have_one_number_and_different_ones_have_different(void **state)
{
	struct strings *strings = strings_new();
	uint32_t alice = strings_intern(strings, text_of("alice")), bob = strings_intern(strings, text_of("bob"));

	(void)state;
	assert_int_not_equal(alice, bob);
	assert_int_equal(strings_intern(strings, text_of("alice")), alice);
	assert_int_not_equal(strings_intern(strings, text_of("Alice")), alice);
	assert_int_equal(strings_count(strings), 3);
	assert_int_equal(strings_bytes(strings), strlen("alice") + strlen("bob") + strlen("Alice"));
	strings_unref(strings);
}

static void
texts_with_nul_and_empty_ones_are_kept_whole(void **state)
{
	struct strings *strings = strings_new();
	uint32_t both = strings_intern(strings, (struct text){"a\0b", 3}),
		 other = strings_intern(strings, (struct text){"a\0c", 3}),
		 empty = strings_intern(strings, text_of(""));

	(void)state;
	assert_int_not_equal(both, other);
	assert_true(text_equals(strings_text(strings, both), (struct text){"a\0b", 3}));
	assert_int_equal(strings_text(strings, empty).length, 0);
	assert_false(text_is_absent(strings_text(strings, empty)));
	strings_unref(strings);
}

static void
numbers_stay_and_texts_do_not_move_while_the_pool_grows(void **state)
{
	struct strings *strings = strings_new();
	uint32_t first = strings_intern(strings, text_of("first"));
	const char *bytes = strings_text(strings, first).bytes;
	char text[32];

	(void)state;
	for (unsigned i = 0; i < MANY; i++)
		assert_int_equal(strings_intern(strings, numbered(text, sizeof text, i)), i + 1);
	assert_int_equal(strings_count(strings), MANY + 1);
	assert_ptr_equal(strings_text(strings, first).bytes, bytes);
	for (unsigned i = 0; i < MANY; i += 997) {
		assert_true(text_equals(strings_text(strings, i + 1), numbered(text, sizeof text, i)));
		assert_int_equal(strings_intern(strings, text_of(text)), i + 1);
	}
	strings_unref(strings);
}

static void
hashes_are_the_same_in_every_pool(void **state)
{
	struct strings *here = strings_new(), *there = strings_new();
	uint32_t number_here, number_there;

	(void)state;
	strings_intern(there, text_of("something else"));
	number_here = strings_intern(here, text_of("CORP\\alice.example"));
	number_there = strings_intern(there, text_of("CORP\\alice.example"));
	assert_int_not_equal(number_here, number_there);
	assert_true(strings_hash(here, number_here) == strings_hash(there, number_there));
	assert_true(strings_hash(here, number_here) == hash_text(text_of("CORP\\alice.example")));
	strings_unref(here);
	strings_unref(there);
}

static void
columns_are_known_and_have_a_limit(void **state)
{
	static char wide[UINT16_MAX + 10];
	struct strings *strings = strings_new();

	(void)state;
	memset(wide, 'x', sizeof wide);
	assert_int_equal(strings_columns(strings, strings_intern(strings, text_of("alice"))), 5);
	assert_int_equal(
	    strings_columns(strings, strings_intern(strings, (struct text){wide, sizeof wide})), UINT16_MAX);
	strings_unref(strings);
}

static void
the_last_reference_frees_and_null_is_nobodys(void **state)
{
	struct strings *strings = strings_new();
	uint32_t number = strings_intern(strings, text_of("alice"));

	(void)state;
	assert_ptr_equal(strings_ref(strings), strings);
	strings_unref(strings);
	assert_string_equal(strings_text(strings, number).bytes, "alice");
	strings_unref(strings);
	strings_unref(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(equal_texts_have_one_number_and_different_ones_have_different),
	    cmocka_unit_test(texts_with_nul_and_empty_ones_are_kept_whole),
	    cmocka_unit_test(numbers_stay_and_texts_do_not_move_while_the_pool_grows),
	    cmocka_unit_test(hashes_are_the_same_in_every_pool),
	    cmocka_unit_test(columns_are_known_and_have_a_limit),
	    cmocka_unit_test(the_last_reference_frees_and_null_is_nobodys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
