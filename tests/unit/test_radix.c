/* test_radix.c: sorting many small keys. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/radix.h"

#define MANY 5000u

static uint64_t items[MANY], scratch[MANY];

/* Keys of `bits` bits, values in the order in which they stand. */
static void
fill(unsigned bits)
{
	uint64_t random = 11;

	for (uint32_t i = 0; i < MANY; i++) {
		random = random * UINT64_C(6364136223846793005) + 1442695040888963407;
		items[i] = radix_item((uint32_t)(random >> 32) >> (32 - bits), i);
	}
}

static void
keys_of_any_width_are_sorted_and_equal_ones_keep_their_order(void **state)
{
	(void)state;
	for (unsigned bits = 1; bits <= 32; bits++) {
		uint64_t sum = 0;

		fill(bits);
		radix_sort(items, scratch, MANY);
		for (uint32_t i = 0; i < MANY; i++) {
			sum += radix_value(items[i]);
			if (i > 0)
				/* Values grew with the places, so whole words are in order exactly when it is stable.
				 */
				assert_true(items[i - 1] < items[i]);
		}
		assert_int_equal(sum, (uint64_t)MANY * (MANY - 1) / 2);
	}
}

static void
keys_that_differ_only_in_high_bits_are_sorted(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < MANY; i++)
		items[i] = radix_item(((MANY - i) % 256) << 24 | 0x00abcdef, i);
	radix_sort(items, scratch, MANY);
	for (uint32_t i = 1; i < MANY; i++)
		assert_true(items[i - 1] < items[i]);
}

static void
nothing_and_one_are_sorted_already(void **state)
{
	uint64_t one = radix_item(UINT32_MAX, 7);

	(void)state;
	radix_sort(NULL, NULL, 0);
	radix_sort(&one, scratch, 1);
	assert_int_equal(radix_value(one), 7);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(keys_of_any_width_are_sorted_and_equal_ones_keep_their_order),
	    cmocka_unit_test(keys_that_differ_only_in_high_bits_are_sorted),
	    cmocka_unit_test(nothing_and_one_are_sorted_already),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
