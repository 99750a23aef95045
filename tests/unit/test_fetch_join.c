/* test_fetch_join.c: what records of other kinds get from the sessions that they belong to. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "e2e/check.h"
#include "fetch/join.h"
#include "model/connection_fields.h"
#include "model/file_fields.h"
#include "model/lock_fields.h"
#include "world.h"

#define ID_A UINT64_C(10878444899913433090)
#define ID_B UINT64_C(10878444899913433091)

static int
setup(void **state)
{
	*state = world_new(3, "one");
	return 0;
}

static int
teardown(void **state)
{
	world_free(*state);
	return 0;
}

static struct record
make_file(uint64_t session, uint64_t connection)
{
	struct record file;

	record_clear(&file, &file_kind);
	file.text[FILE_NODE_UUID] = text_of("node-1");
	file.text[FILE_SVM_UUID] = text_of("svm-1");
	file.number[FILE_IDENTIFIER] = 5;
	file.number[FILE_SESSION_IDENTIFIER] = session;
	file.number[FILE_CONNECTION_IDENTIFIER] = connection;
	return file;
}

static struct record
make_lock(const char *svm, const char *client)
{
	struct record lock;

	record_clear(&lock, &lock_kind);
	lock.text[LOCK_UUID] = text_of("lock-1");
	lock.text[LOCK_SVM_UUID] = text_of(svm);
	lock.text[LOCK_CLIENT_ADDRESS] = text_of(client);
	return lock;
}

static void
expect_user(struct join *join, struct record *record, unsigned field, const char *user)
{
	join_fill(join, record);
	assert_true(text_equals(record->text[field], text_of(user)));
}

static void
file_gets_user_client_and_idle_time_of_its_session(void **state)
{
	struct join *join = join_new(&file_kind);
	struct record file = make_file(7, 1);

	world_add(*state, "id=7 user=CORP\\alice client=10.0.0.9 idle=41s");
	join_set_sessions(join, world_seal(*state));
	expect_user(join, &file, FILE_USER, "CORP\\alice");
	assert_true(text_equals(file.text[FILE_CLIENT_IP], text_of("10.0.0.9")));
	assert_int_equal(file.number[FILE_IDLE_DURATION], 41);
	assert_false(join_has_missed(join));
	join_free(join);
}

static void
ids_above_2_to_63_that_differ_in_the_last_digit_are_two(void **state)
{
	struct join *join = join_new(&file_kind);
	struct record a = make_file(ID_A, 1), b = make_file(ID_B, 1), none = make_file(ID_B + 1, 1);

	world_add(*state, "id=10878444899913433090 user=alice");
	world_add(*state, "id=10878444899913433091 user=bob");
	join_set_sessions(join, world_seal(*state));
	expect_user(join, &a, FILE_USER, "alice");
	expect_user(join, &b, FILE_USER, "bob");
	assert_false(join_has_missed(join));
	expect_user(join, &none, FILE_USER, NULL);
	assert_true(join_has_missed(join));
	join_free(join);
}

static void
connection_decides_between_sessions_and_is_not_needed_for_one(void **state)
{
	struct join *join = join_new(&file_kind);
	struct record second = make_file(7, 2), unlisted = make_file(7, 3);

	world_add(*state, "id=7 connection_id=1 user=alice client=10.0.0.1");
	world_add(*state, "id=7 connection_id=2 user=alice client=10.0.0.2");
	join_set_sessions(join, world_seal(*state));
	expect_user(join, &second, FILE_USER, "alice");
	assert_true(text_equals(second.text[FILE_CLIENT_IP], text_of("10.0.0.2")));
	expect_user(join, &unlisted, FILE_USER, "alice");
	assert_true(text_equals(unlisted.text[FILE_CLIENT_IP], text_of("10.0.0.1")));
	join_free(join);
}

static void
session_of_another_node_or_svm_is_another(void **state)
{
	struct join *join = join_new(&file_kind);
	struct record file = make_file(1, 1);

	world_add(*state, "id=1 node.uuid=node-2 user=alice");
	world_add(*state, "id=1 svm.uuid=svm-2 user=bob");
	join_set_sessions(join, world_seal(*state));
	file.text[FILE_USER] = text_of("as it was");
	expect_user(join, &file, FILE_USER, NULL);
	join_free(join);
}

static void
lock_gets_all_users_of_its_client_on_its_svm(void **state)
{
	struct join *join = join_new(&lock_kind);
	struct record one = make_lock("svm-2", "10.0.0.9"), two = make_lock("svm-1", "10.0.0.9"),
		      none = make_lock("svm-1", "10.0.0.8"), keyless = make_lock("svm-1", NULL);

	world_add(*state, "user=alice client=10.0.0.9");
	world_add(*state, "user=bob client=10.0.0.9");
	world_add(*state, "user=alice client=10.0.0.9");
	world_add(*state, "user=carol client=10.0.0.9 svm.uuid=svm-2");
	join_set_sessions(join, world_seal(*state));
	expect_user(join, &one, LOCK_USER, "carol");
	expect_user(join, &two, LOCK_USER, "alice, bob");
	expect_user(join, &none, LOCK_USER, NULL);
	expect_user(join, &keyless, LOCK_USER, NULL);
	join_free(join);
}

/* Thousands of sessions come from a terminal server, and thousands of locks belong to all of them. */
static void
locks_of_a_terminal_server_cost_a_look_at_each_session_and_no_more(void **state)
{
	struct join *join = join_new(&lock_kind);
	const unsigned count = 4000;
	struct record here = make_lock("svm-1", "10.0.0.1"), there = make_lock("svm-1", "10.0.0.2");

	for (unsigned i = 0; i < count; i++) {
		char session[64];

		snprintf(session, sizeof session, "user=u%u client=10.0.0.%u", i / 2 % 3, i % 2 + 1);
		world_add(*state, session);
	}
	join_set_sessions(join, world_seal(*state));
	for (unsigned lock = 0; lock < count; lock++) {
		expect_user(join, &here, LOCK_USER, "u0, u1, u2");
		expect_user(join, &there, LOCK_USER, "u0, u1, u2");
		assert_false(join_is_of(join, &there, FIELD_USER, text_of("u3")));
		assert_false(join_is_of(join, &here, FIELD_USER, text_of("u3")));
	}
	assert_int_equal(join_steps(join), 2 * count);
	assert_true(join_is_of(join, &here, FIELD_USER, text_of("U2")));
	join_free(join);
}

static void
what_was_found_ends_with_the_sessions(void **state)
{
	struct join *join = join_new(&lock_kind);
	struct record lock = make_lock("svm-1", "10.0.0.9");

	world_add(*state, "user=alice client=10.0.0.9");
	world_add(*state, "user=bob client=10.0.0.9");
	join_set_sessions(join, world_seal(*state));
	expect_user(join, &lock, LOCK_USER, "alice, bob");
	assert_true(join_is_of(join, &lock, FIELD_USER, text_of("bob")));
	world_add(*state, "user=carol client=10.0.0.9");
	join_set_sessions(join, world_seal(*state));
	expect_user(join, &lock, LOCK_USER, "carol");
	assert_false(join_is_of(join, &lock, FIELD_USER, text_of("bob")));
	assert_true(join_is_of(join, &lock, FIELD_USER, text_of("carol")));
	join_free(join);
}

static void
record_is_of_any_of_its_sessions(void **state)
{
	struct join *lock_join = join_new(&lock_kind), *file_join = join_new(&file_kind);
	struct join *connection_join = join_new(&connection_kind);
	struct record lock = make_lock("svm-1", "10.0.0.9"), file = make_file(1, 1), connection;

	record_clear(&connection, &connection_kind);
	connection.text[CONNECTION_NODE_UUID] = text_of("node-1");
	connection.text[CONNECTION_SVM_UUID] = text_of("svm-1");
	connection.number[CONNECTION_IDENTIFIER] = 1;
	world_add(*state, "id=1 user=alice client=10.0.0.9");
	world_add(*state, "id=2 user=bob client=10.0.0.9");
	join_set_sessions(lock_join, world_seal(*state));
	join_set_sessions(file_join, (struct snapshot *)(uintptr_t)join_sessions(lock_join));
	join_set_sessions(connection_join, (struct snapshot *)(uintptr_t)join_sessions(lock_join));
	assert_true(join_is_of(lock_join, &lock, FIELD_USER, text_of("BOB")));
	assert_false(join_is_of(lock_join, &lock, FIELD_USER, text_of("carol")));
	assert_true(join_is_of(file_join, &file, FIELD_USER, text_of("Alice")));
	assert_false(join_is_of(file_join, &file, FIELD_USER, text_of("bob")));
	assert_true(join_is_of(connection_join, &connection, FIELD_USER, text_of("bob")));
	assert_false(join_is_of(connection_join, &connection, FIELD_USER, text_of("carol")));
	join_free(lock_join);
	join_free(file_join);
	join_free(connection_join);
}

static void
without_sessions_everything_joined_is_absent(void **state)
{
	struct join *join = join_new(&file_kind);
	struct record file = make_file(7, 1);

	(void)state;
	expect_user(join, &file, FILE_USER, NULL);
	assert_int_equal(file.number[FILE_IDLE_DURATION], VALUE_ABSENT);
	assert_true(join_has_missed(join));
	join_free(join);
}

/* A refresh of files: all that are given. */
static struct snapshot *
seal_files(struct strings *strings, const struct record *files, size_t count, const struct snapshot *previous,
    uint32_t now, bool keeps_ended)
{
	struct snapshot_origin origin = {&file_kind, 3, "one", strings};
	struct snapshot_builder *builder = snapshot_builder_new(&origin);

	for (size_t i = 0; i < count; i++)
		snapshot_builder_add(builder, &files[i]);
	if (keeps_ended)
		snapshot_builder_keep_ended(builder);
	return snapshot_builder_seal(builder, previous, now, false);
}

static void
sessions_that_come_late_are_joined_and_nothing_else_changes(void **state)
{
	struct strings *strings = strings_new();
	struct join *join = join_new(&file_kind);
	struct record files[] = {make_file(7, 1), make_file(8, 1), make_file(9, 1)};
	struct snapshot *first = seal_files(strings, files, 2, NULL, 100, false);
	struct snapshot *second = seal_files(strings, files + 1, 2, first, 200, false), *joined;

	world_add(*state, "id=8 user=alice");
	join_set_sessions(join, world_seal(*state));
	joined = join_again(join, second, strings);
	assert_int_equal(snapshot_count(joined), 2);
	assert_true(text_equals(snapshot_text(joined, FILE_USER, 0), text_of("alice")));
	assert_true(text_is_absent(snapshot_text(joined, FILE_USER, 1)));
	assert_int_equal(snapshot_first_seen(joined, 0), 0);
	assert_int_equal(snapshot_first_seen(joined, 1), 200);
	assert_int_equal(snapshot_count(snapshot_ended(joined)), 1);
	assert_int_equal(snapshot_first_seen(snapshot_ended(joined), 0), 200);
	assert_true(join_has_missed(join));
	snapshot_unref(first);
	snapshot_unref(second);
	snapshot_unref(joined);
	join_free(join);
	strings_unref(strings);
}

static void
what_ended_is_kept_until_it_comes_back(void **state)
{
	struct strings *strings = strings_new();
	struct record files[] = {make_file(7, 1), make_file(8, 1), make_file(9, 1)};
	struct snapshot *all = seal_files(strings, files, 3, NULL, 100, true);
	struct snapshot *one = seal_files(strings, files, 1, all, 200, true);
	struct snapshot *kept = seal_files(strings, files, 1, one, 300, true);
	struct snapshot *back = seal_files(strings, files, 2, kept, 400, true);
	struct snapshot *forgot = seal_files(strings, files, 2, back, 500, false);

	(void)state;
	assert_null(snapshot_ended(all));
	assert_int_equal(snapshot_count(snapshot_ended(kept)), 2);
	assert_int_equal(snapshot_first_seen(snapshot_ended(kept), 0), 200);
	assert_int_equal(snapshot_count(snapshot_ended(back)), 1);
	assert_int_equal(snapshot_number(snapshot_ended(back), FILE_SESSION_IDENTIFIER, 0), 9);
	assert_int_equal(snapshot_first_seen(back, 1), 400);
	assert_null(snapshot_ended(forgot));
	snapshot_unref(all);
	snapshot_unref(one);
	snapshot_unref(kept);
	snapshot_unref(back);
	snapshot_unref(forgot);
	strings_unref(strings);
}

static void
fields_that_are_joined_are_wanted_of_the_sessions(void **state)
{
	bool wanted[FIELDS_MAX] = {false};

	(void)state;
	join_want(&lock_kind, wanted);
	assert_true(wanted[FIELD_USER] && wanted[FIELD_CLIENT_IP] && wanted[FIELD_IDLE_DURATION]);
	assert_false(wanted[FIELD_OPEN_FILES]);
	join_want(&file_kind, wanted);
	assert_true(wanted[FIELD_IDLE_DURATION]);
	assert_false(wanted[FIELD_OPEN_FILES]);
}

int
main(void)
{
#define JOIN_TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)
	const struct CMUnitTest tests[] = {
	    JOIN_TEST(file_gets_user_client_and_idle_time_of_its_session),
	    JOIN_TEST(ids_above_2_to_63_that_differ_in_the_last_digit_are_two),
	    JOIN_TEST(connection_decides_between_sessions_and_is_not_needed_for_one),
	    JOIN_TEST(session_of_another_node_or_svm_is_another),
	    JOIN_TEST(lock_gets_all_users_of_its_client_on_its_svm),
	    JOIN_TEST(locks_of_a_terminal_server_cost_a_look_at_each_session_and_no_more),
	    JOIN_TEST(what_was_found_ends_with_the_sessions),
	    JOIN_TEST(record_is_of_any_of_its_sessions),
	    JOIN_TEST(without_sessions_everything_joined_is_absent),
	    JOIN_TEST(sessions_that_come_late_are_joined_and_nothing_else_changes),
	    JOIN_TEST(what_ended_is_kept_until_it_comes_back),
	    JOIN_TEST(fields_that_are_joined_are_wanted_of_the_sessions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
