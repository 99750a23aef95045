/* test_snapshot.c: all sessions of one cluster at one moment, sealed. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "model/snapshot.h"
#include "world.h"

static void
values_come_back_as_they_went_in(void **state)
{
	struct world *world = world_new(3, "east");
	struct snapshot *snapshot;

	(void)state;
	world_add(world, "id=18446744073709551614 conns=2 connection_id=4294967296 user=CORP\\alice files=4294967294 "
			 "idle=41s signed=no mtu=yes protocol=smb3_1 volumes=fin12,hr1 client=10.0.0.9");
	snapshot = world_seal(world);
	assert_int_equal(snapshot_count(snapshot), 1);
	assert_int_equal(snapshot_cluster(snapshot), 3);
	assert_true(snapshot_number(snapshot, FIELD_IDENTIFIER, 0) == UINT64_C(18446744073709551614));
	assert_true(snapshot_number(snapshot, FIELD_CONNECTION_ID, 0) == UINT64_C(4294967296));
	assert_int_equal(snapshot_number(snapshot, FIELD_OPEN_FILES, 0), UINT32_MAX - 1);
	assert_int_equal(snapshot_number(snapshot, FIELD_SMB_SIGNING, 0), 0);
	assert_int_equal(snapshot_number(snapshot, FIELD_LARGE_MTU, 0), 1);
	assert_int_equal(snapshot_number(snapshot, FIELD_PROTOCOL, 0), PROTOCOL_SMB3_1);
	assert_int_equal(snapshot_number(snapshot, FIELD_VOLUMES_NAME, 0), 2);
	assert_string_equal(world_shown(snapshot, FIELD_USER, 0), "CORP\\alice");
	assert_string_equal(world_shown(snapshot, FIELD_VOLUMES_NAME, 0), "fin12,hr1");
	assert_string_equal(world_shown(snapshot, FIELD_VOLUMES_UUID, 0), "u-fin12,u-hr1");
	assert_string_equal(world_shown(snapshot, FIELD_CLUSTER, 0), "east");
	world_free(world);
}

static void
what_was_not_said_is_absent(void **state)
{
	struct world *world = world_new(0, "east");
	struct snapshot *snapshot;

	(void)state;
	world_add(world, "node.uuid=- svm.uuid=- connection_id=-");
	snapshot = world_seal(world);
	for (unsigned field = 0; field < SESSION_FIELD_COUNT; field++) {
		if (field == FIELD_CLUSTER || field == FIELD_IDENTIFIER)
			continue;
		assert_true(snapshot_number(snapshot, field, 0) == VALUE_ABSENT);
		assert_true(text_is_absent(snapshot_text(snapshot, field, 0)));
		assert_false(snapshot_has(snapshot, field));
		assert_int_equal(snapshot_width(snapshot, field), 0);
	}
	world_free(world);
}

static void
a_session_that_comes_twice_is_there_once_as_it_came_last(void **state)
{
	struct world *world = world_new(0, "east");
	struct snapshot *snapshot;

	(void)state;
	world_add(world, "id=1 user=a files=1 volumes=x");
	world_add(world, "id=2 user=b");
	world_add(world, "id=1 user=c files=2");
	world_add(world, "id=1 user=d connection_id=2");
	snapshot = world_seal(world);
	assert_int_equal(snapshot_count(snapshot), 3);
	assert_string_equal(world_shown(snapshot, FIELD_USER, 0), "c");
	assert_string_equal(world_shown(snapshot, FIELD_OPEN_FILES, 0), "2");
	assert_string_equal(world_shown(snapshot, FIELD_VOLUMES_NAME, 0), "-");
	world_free(world);
}

static void
every_part_of_an_identity_counts(void **state)
{
	static const char *const rows[] = {"id=1", "id=2", "id=1 connection_id=2", "id=1 connection_id=-",
	    "id=1 node.uuid=node-2", "id=1 node.uuid=-", "id=1 svm.uuid=svm-2"};
	struct world *world = world_new(5, "east"), *elsewhere = world_new(6, "east");
	struct snapshot *snapshot, *other;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		world_add(world, rows[i]);
		world_add(elsewhere, rows[i]);
	}
	snapshot = world_seal(world);
	other = world_seal(elsewhere);
	assert_int_equal(snapshot_count(snapshot), sizeof rows / sizeof *rows);
	for (uint32_t row = 0; row < snapshot_count(snapshot); row++) {
		struct identity identity = snapshot_identity(snapshot, row);

		assert_int_equal(snapshot_find(snapshot, &identity), row);
		assert_int_equal(snapshot_find(other, &identity), ROW_NONE);
		identity_clear(&identity);
	}
	world_free(world);
	world_free(elsewhere);
}

static void
an_identity_is_a_copy_and_nothing_equals_only_nothing(void **state)
{
	struct world *world = world_new(0, "east");
	struct identity identity, copy, nothing = {0};

	(void)state;
	world_add(world, "id=7");
	identity = snapshot_identity(world_seal(world), 0);
	world_free(world);
	copy = identity_copy(&identity);
	assert_true(identity_equals(&identity, &copy));
	assert_true(text_equals(identity_text(&copy, FIELD_NODE_UUID), text_of("node-1")));
	copy.parts[3].number = 9;
	assert_false(identity_equals(&identity, &copy));
	assert_false(identity_equals(&identity, &nothing));
	identity_clear(&identity);
	assert_true(identity_equals(&identity, &nothing));
	identity_clear(&copy);
}

static void
new_sessions_have_the_time_at_which_they_came(void **state)
{
	struct world *world = world_new(0, "east");
	struct snapshot *snapshot;

	(void)state;
	world_add(world, "id=1");
	snapshot = world_seal_at(world, 10);
	assert_int_equal(snapshot_first_seen(snapshot, 0), 0);
	world_add(world, "id=2");
	world_add(world, "id=1");
	snapshot = world_seal_at(world, 20);
	assert_int_equal(snapshot_first_seen(snapshot, 0), 20);
	assert_int_equal(snapshot_first_seen(snapshot, 1), 0);
	world_add(world, "id=2");
	snapshot = world_seal_at(world, 30);
	assert_int_equal(snapshot_first_seen(snapshot, 0), 20);
	world_free(world);
}

static void
ended_sessions_stay_for_one_refresh_as_they_were(void **state)
{
	struct world *world = world_new(0, "east");
	struct snapshot *snapshot;
	const struct snapshot *ended;

	(void)state;
	world_add(world, "id=1 user=a");
	world_add(world, "id=2 user=b protocol=smb9 auth=kerberos volumes=x,y files=3 signed=yes");
	snapshot = world_seal(world);
	assert_null(snapshot_ended(snapshot));
	world_add(world, "id=1 user=a");
	snapshot = world_seal(world);
	ended = snapshot_ended(snapshot);
	assert_non_null(ended);
	assert_int_equal(snapshot_count(ended), 1);
	assert_string_equal(world_shown(ended, FIELD_USER, 0), "b");
	assert_string_equal(world_shown(ended, FIELD_PROTOCOL, 0), "smb9");
	assert_string_equal(world_shown(ended, FIELD_AUTHENTICATION, 0), "kerberos");
	assert_string_equal(world_shown(ended, FIELD_VOLUMES_UUID, 0), "u-x,u-y");
	assert_string_equal(world_shown(ended, FIELD_OPEN_FILES, 0), "3");
	assert_string_equal(world_shown(ended, FIELD_CLUSTER, 0), "east");
	world_add(world, "id=1 user=a");
	assert_null(snapshot_ended(world_seal(world)));
	world_free(world);
}

/* Adds sessions by chance, `percent` of 400; the same for the same `seed`. */
static void
add_some(struct world *world, unsigned *seed, unsigned percent)
{
	for (unsigned i = 0; i < 400; i++) {
		char text[80];

		*seed = *seed * 1103515245u + 12345u;
		if ((*seed >> 16) % 100 >= percent)
			continue;
		snprintf(text, sizeof text, "node.uuid=n%u svm.uuid=s%u id=%u connection_id=%u user=u%u", i % 5, i % 7,
		    i * 7919 % 400, i, i);
		world_add(world, text);
	}
}

static void
the_order_of_identities_is_the_same_whatever_was_before(void **state)
{
	struct world *world = world_new(0, "east");
	unsigned seed = 1;

	(void)state;
	for (unsigned refresh = 0; refresh < 30; refresh++) {
		struct snapshot *snapshot;
		const uint32_t *order;

		add_some(world, &seed, refresh % 3 == 0 ? 97 : refresh % 3 == 1 ? 93 : 30);
		snapshot = world_seal(world);
		order = snapshot_identity_order(snapshot);
		for (uint32_t i = 1; i < snapshot_count(snapshot); i++)
			assert_true(snapshot_compare_identities(snapshot, order[i - 1], snapshot, order[i]) < 0);
	}
	world_free(world);
}

static void
those_that_came_and_went_are_told_apart_in_any_order(void **state)
{
	struct world *world = world_new(0, "east");
	struct snapshot *snapshot;
	const struct snapshot *ended;

	(void)state;
	world_add(world, "id=1 user=a");
	world_add(world, "id=2 user=b");
	world_add(world, "id=3 user=c");
	world_add(world, "id=4 user=d");
	world_seal(world);
	world_add(world, "id=4 user=d");
	world_add(world, "id=5 user=e");
	world_add(world, "id=3 user=c");
	world_add(world, "id=1 user=a");
	snapshot = world_seal_at(world, 100);
	ended = snapshot_ended(snapshot);
	assert_int_equal(snapshot_count(ended), 1);
	assert_string_equal(world_shown(ended, FIELD_USER, 0), "b");
	assert_int_equal(snapshot_first_seen(ended, 0), 100);
	assert_int_equal(snapshot_first_seen(snapshot, 0), 0);
	assert_int_equal(snapshot_first_seen(snapshot, 1), 100);
	assert_int_equal(snapshot_first_seen(snapshot, 2), 0);
	assert_int_equal(snapshot_first_seen(snapshot, 3), 0);
	world_free(world);
}

static void
unknown_words_are_kept_as_they_came(void **state)
{
	struct world *world = world_new(0, "east");
	struct snapshot *snapshot;

	(void)state;
	world_add(world, "protocol=SMB-4x");
	world_add(world, "auth=SMB-4x");
	world_add(world, "protocol=SMB3.1");
	snapshot = world_seal(world);
	assert_string_equal(world_shown(snapshot, FIELD_PROTOCOL, 0), "SMB-4x");
	assert_string_equal(world_shown(snapshot, FIELD_AUTHENTICATION, 1), "SMB-4x");
	assert_string_equal(world_shown(snapshot, FIELD_PROTOCOL, 2), "smb3_1");
	assert_true(snapshot_number(snapshot, FIELD_PROTOCOL, 0) >= ENUM_UNKNOWN_FIRST);
	assert_int_equal(snapshot_unknown_count(snapshot), 1);
	world_free(world);
}

static void
more_unknown_words_than_anyone_means_are_absent(void **state)
{
	struct world *world = world_new(0, "east");
	struct snapshot *snapshot;

	(void)state;
	for (unsigned i = 0; i <= ENUM_UNKNOWN_MAX; i++) {
		char written[32] = "protocol=word";

		written[13] = (char)('a' + i % 26);
		written[14] = (char)('a' + i / 26);
		world_add(world, written);
	}
	snapshot = world_seal(world);
	assert_string_equal(world_shown(snapshot, FIELD_PROTOCOL, ENUM_UNKNOWN_MAX - 1), "wordxe");
	assert_string_equal(world_shown(snapshot, FIELD_PROTOCOL, ENUM_UNKNOWN_MAX), "-");
	world_free(world);
}

static void
many_rows_are_all_found_again(void **state)
{
	struct world *world = world_new(0, "east");
	struct snapshot *snapshot;

	(void)state;
	for (unsigned i = 0; i < 5000; i++)
		world_add(world, i % 2 ? "volumes=a,b,c" : "user=x");
	snapshot = world_seal(world);
	assert_int_equal(snapshot_count(snapshot), 5000);
	for (uint32_t row = 0; row < 5000; row++) {
		struct identity identity = snapshot_identity(snapshot, row);

		assert_int_equal(identity_number(&identity, FIELD_IDENTIFIER), row + 1);
		assert_int_equal(snapshot_find(snapshot, &identity), row);
		identity_clear(&identity);
	}
	world_free(world);
}

static void
many_numbers_at_once_are_the_same_as_one_by_one(void **state)
{
	struct world *world = world_new(0, "east");
	struct snapshot *snapshot;
	uint64_t numbers[4];

	(void)state;
	world_add(world, "");
	world_add(world, "user=a files=3 volumes=x,y signed=yes protocol=smb1 auth=kerberos client=10.0.0.1");
	world_add(world, "user=- files=- volumes=x");
	world_add(world, "id=18446744073709551614 user=b files=0 signed=no");
	snapshot = world_seal(world);
	for (unsigned field = 0; field < SESSION_FIELD_COUNT; field++) {
		snapshot_numbers(snapshot, field, 1, 3, numbers);
		for (uint32_t i = 0; i < 3; i++)
			assert_true(numbers[i] == snapshot_number(snapshot, field, 1 + i));
	}
	world_free(world);
}

static void
a_peek_shows_what_is_there_and_does_not_change_with_the_rest(void **state)
{
	struct strings *strings = strings_new();
	struct snapshot_origin origin = {&session_kind, 0, "east", strings};
	struct snapshot_builder *builder = snapshot_builder_new(&origin);
	struct snapshot *empty = snapshot_builder_peek(builder), *peek, *sealed;
	struct record session;

	(void)state;
	record_clear(&session, &session_kind);
	session.number[FIELD_IDENTIFIER] = 1;
	session.text[FIELD_USER] = text_of("a");
	snapshot_builder_add(builder, &session);
	peek = snapshot_builder_peek(builder);
	session.text[FIELD_USER] = text_of("b");
	snapshot_builder_add(builder, &session);
	session.number[FIELD_IDENTIFIER] = 2;
	snapshot_builder_add(builder, &session);
	sealed = snapshot_builder_seal(builder, NULL, 0, false);

	assert_int_equal(snapshot_count(empty), 0);
	assert_int_equal(snapshot_count(peek), 1);
	assert_true(snapshot_is_partial(peek));
	assert_string_equal(world_shown(peek, FIELD_USER, 0), "a");
	assert_int_equal(snapshot_first_seen(peek, 0), 0);
	assert_int_equal(snapshot_identity_order(peek)[0], 0);
	assert_int_equal(snapshot_count(sealed), 2);
	assert_false(snapshot_is_partial(sealed));
	assert_string_equal(world_shown(sealed, FIELD_USER, 0), "b");
	snapshot_unref(empty);
	snapshot_unref(peek);
	snapshot_unref(sealed);
	strings_unref(strings);
}

static void
counts_that_do_not_fit_are_absent(void **state)
{
	struct world *world = world_new(0, "east");
	struct snapshot *snapshot;

	(void)state;
	world_add(world, "files=4294967295");
	snapshot = world_seal(world);
	assert_string_equal(world_shown(snapshot, FIELD_OPEN_FILES, 0), "-");
	world_free(world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(values_come_back_as_they_went_in),
	    cmocka_unit_test(what_was_not_said_is_absent),
	    cmocka_unit_test(a_session_that_comes_twice_is_there_once_as_it_came_last),
	    cmocka_unit_test(every_part_of_an_identity_counts),
	    cmocka_unit_test(an_identity_is_a_copy_and_nothing_equals_only_nothing),
	    cmocka_unit_test(new_sessions_have_the_time_at_which_they_came),
	    cmocka_unit_test(ended_sessions_stay_for_one_refresh_as_they_were),
	    cmocka_unit_test(the_order_of_identities_is_the_same_whatever_was_before),
	    cmocka_unit_test(those_that_came_and_went_are_told_apart_in_any_order),
	    cmocka_unit_test(unknown_words_are_kept_as_they_came),
	    cmocka_unit_test(more_unknown_words_than_anyone_means_are_absent),
	    cmocka_unit_test(many_rows_are_all_found_again),
	    cmocka_unit_test(many_numbers_at_once_are_the_same_as_one_by_one),
	    cmocka_unit_test(a_peek_shows_what_is_there_and_does_not_change_with_the_rest),
	    cmocka_unit_test(counts_that_do_not_fit_are_absent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
