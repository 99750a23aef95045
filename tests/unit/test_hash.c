/* test_hash.c: hashes that nobody can foresee, and the tables that they lead into. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "base/slots.h"

#define MANY 100000u
#define LENGTH_MAX 70

static int
compare_hashes(const void *a, const void *b)
{
	const uint64_t *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

/* How many are the same as another; puts them in order. */
static size_t
count_equal(uint64_t *hashes, size_t count)
{
	size_t equal = 0;

	qsort(hashes, count, sizeof *hashes, compare_hashes);
	for (size_t i = 1; i < count; i++)
		equal += hashes[i] == hashes[i - 1];
	return equal;
}

static void
every_byte_and_the_length_count(void **state)
{
	char bytes[LENGTH_MAX + 1] = {0};

	(void)state;
	for (size_t length = 1; length <= LENGTH_MAX; length++) {
		uint64_t whole = hash_text((struct text){bytes, length});

		assert_true(whole != hash_text((struct text){bytes, length - 1}));
		for (size_t at = 0; at < length; at++) {
			bytes[at] = 1;
			assert_true(whole != hash_text((struct text){bytes, length}));
			bytes[at] = 0;
		}
	}
}

static void
each_process_has_hashes_of_its_own(void **state)
{
	uint64_t secrets[2], before = hash_text(text_of("CORP\\alice")), id_before = hash_add(0, 42);

	(void)state;
	assert_true(hash_secrets[0] != 0 && hash_secrets[1] != 0);
	memcpy(secrets, hash_secrets, sizeof secrets);
	hash_secrets[0] ^= UINT64_C(0x123456789);
	hash_secrets[1] ^= UINT64_C(0x9876543210);
	assert_true(hash_text(text_of("CORP\\alice")) != before);
	assert_true(hash_add(0, 42) != id_before);
	memcpy(hash_secrets, secrets, sizeof secrets);
	assert_true(hash_text(text_of("CORP\\alice")) == before);
}

/* Bits that one step of a hash by multiplication leaves alone, and the next takes back, whatever the secret. */
static void
what_cancels_in_a_hash_without_secrets_does_not_here(void **state)
{
	uint64_t *hashes = calloc(1 << 12, sizeof *hashes);

	(void)state;
	for (uint64_t choice = 0; choice < 1 << 12; choice++) {
		uint64_t words[24];

		for (unsigned pair = 0; pair < 12; pair++) {
			bool is_on = choice >> pair & 1;

			words[2 * pair] = is_on ? UINT64_C(1) << 63 : 0;
			words[2 * pair + 1] = is_on ? UINT64_C(1) << 63 | UINT64_C(1) << 31 : 0;
		}
		hashes[choice] = hash_text((struct text){(const char *)words, sizeof words});
	}
	assert_int_equal(count_equal(hashes, 1 << 12), 0);
	free(hashes);
}

static void
numbers_in_a_row_spread_in_both_halves(void **state)
{
	uint64_t *low = calloc(MANY, sizeof *low), *high = calloc(MANY, sizeof *high);

	(void)state;
	for (uint32_t i = 0; i < MANY; i++) {
		uint64_t hash = hash_add(hash_add(0, i), i / 7);

		low[i] = hash & UINT32_MAX;
		high[i] = hash >> 32;
	}
	/* By chance about one pair of them would be equal. */
	assert_true(count_equal(low, MANY) < 20);
	assert_true(count_equal(high, MANY) < 20);
	free(low);
	free(high);
}

static uint32_t
find(const struct slots *slots, uint64_t hash, uint32_t wanted)
{
	struct slots_probe probe = slots_start(slots, hash);
	uint32_t number;

	while ((number = slots_next(slots, &probe)) != SLOTS_NONE && number != wanted)
		continue;
	return number;
}

static void
all_that_was_put_is_found_while_the_table_grows(void **state)
{
	struct slots slots = {NULL, 0};

	(void)state;
	for (uint32_t number = 0; number < MANY; number++) {
		if (slots_is_full(&slots, number)) {
			slots_grow(&slots, 16);
			for (uint32_t again = 0; again < number; again++)
				slots_put(&slots, hash_add(0, again), again);
		}
		slots_put(&slots, hash_add(0, number), number);
	}
	for (uint32_t number = 0; number < MANY; number++)
		assert_int_equal(find(&slots, hash_add(0, number), number), number);
	assert_int_equal(find(&slots, hash_add(0, MANY), MANY), SLOTS_NONE);
	slots_free(&slots);
	assert_int_equal(find(&slots, hash_add(0, 1), 1), SLOTS_NONE);
}

/* As many of one hash as somebody likes: the time for one more has a limit. */
static void
equal_hashes_cost_no_more_than_a_limit(void **state)
{
	struct slots slots = {NULL, 0};
	struct slots_probe probe;
	uint32_t looked_at = 0;

	(void)state;
	slots_grow(&slots, 1 << 16);
	for (uint32_t number = 0; number < 20000; number++)
		slots_put(&slots, 42, number);
	probe = slots_start(&slots, 42);
	while (slots_next(&slots, &probe) != SLOTS_NONE)
		looked_at++;
	assert_int_equal(looked_at, SLOTS_PROBE_MAX);
	slots_free(&slots);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_byte_and_the_length_count),
	    cmocka_unit_test(each_process_has_hashes_of_its_own),
	    cmocka_unit_test(what_cancels_in_a_hash_without_secrets_does_not_here),
	    cmocka_unit_test(numbers_in_a_row_spread_in_both_halves),
	    cmocka_unit_test(all_that_was_put_is_found_while_the_table_grows),
	    cmocka_unit_test(equal_hashes_cost_no_more_than_a_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
