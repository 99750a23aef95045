/* test_summary.c: what the sessions of some clusters are made of. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/summary.h"
#include "world.h"

static void
no_sessions_sum_up_to_nothing(void **state)
{
	struct world *world = world_new(0, "east");
	struct snapshot *snapshots[2] = {NULL, world_seal(world)};
	struct summary summary = summary_compute(snapshots, 2);

	(void)state;
	assert_int_equal(summary.sessions, 0);
	assert_int_equal(summary.users, 0);
	assert_int_equal(summary.open_files, 0);
	summary = summary_compute(NULL, 0);
	assert_int_equal(summary.sessions, 0);
	world_free(world);
}

static void
users_and_clients_count_once_over_all_clusters(void **state)
{
	struct world *east = world_new(0, "east"), *west = world_new(1, "west");
	struct snapshot *snapshots[3] = {NULL};
	struct summary summary;

	(void)state;
	world_add(west, "unix=x");
	world_add(west, "user=bob client=10.0.0.2");
	world_add(west, "user=carol client=10.0.0.3");
	world_add(east, "user=alice client=10.0.0.1");
	world_add(east, "user=bob client=10.0.0.1");
	world_add(east, "user=bob client=10.0.0.2");
	world_add(east, "user=- client=-");
	snapshots[0] = world_seal(east);
	snapshots[2] = world_seal(west);
	summary = summary_compute(snapshots, 3);
	assert_int_equal(summary.sessions, 7);
	assert_int_equal(summary.users, 3);
	assert_int_equal(summary.clients, 3);
	summary = summary_compute(snapshots, 1);
	assert_int_equal(summary.sessions, 4);
	assert_int_equal(summary.users, 2);
	assert_int_equal(summary.clients, 2);
	world_free(east);
	world_free(west);
}

static void
many_users_of_two_clusters_are_told_apart(void **state)
{
	struct world *worlds[2] = {world_new(0, "east"), world_new(1, "west")};
	struct snapshot *snapshots[2];

	(void)state;
	for (unsigned i = 0; i < 3000; i++) {
		char written[] = "user=....";

		for (unsigned digit = 0, rest = i % 2000; digit < 4; digit++, rest /= 10)
			written[5 + digit] = (char)('0' + rest % 10);
		world_add(worlds[i % 2], written);
	}
	snapshots[0] = world_seal(worlds[0]);
	snapshots[1] = world_seal(worlds[1]);
	assert_int_equal(summary_compute(snapshots, 2).users, 2000);
	world_free(worlds[0]);
	world_free(worlds[1]);
}

static void
the_files_of_a_session_of_several_connections_count_once(void **state)
{
	struct world *world = world_new(0, "east");
	struct snapshot *snapshot;

	(void)state;
	world_add(world, "id=1 connection_id=1 connection_count=3 files=10");
	world_add(world, "id=1 connection_id=2 connection_count=3 files=12");
	world_add(world, "id=1 connection_id=3 connection_count=3 files=-");
	/* Other sessions, though their number is the same. */
	world_add(world, "id=1 connection_id=1 connection_count=2 node.uuid=node-2 files=100");
	world_add(world, "id=1 connection_id=1 connection_count=2 svm.uuid=svm-2 files=1000");
	world_add(world, "id=2 connection_id=1 connection_count=1 files=5");
	world_add(world, "id=3 connection_id=1 files=7");
	snapshot = world_seal(world);
	assert_int_equal(summary_compute(&snapshot, 1).open_files, 12 + 100 + 1000 + 5 + 7);
	world_free(world);
}

static void
many_sessions_of_several_connections_all_count_once(void **state)
{
	struct world *world = world_new(0, "east");
	struct snapshot *snapshot;

	(void)state;
	for (unsigned connection = 1; connection <= 2; connection++) {
		for (unsigned i = 1; i <= 2000; i++) {
			char written[] = "id=0000 connection_id=1 connection_count=2 files=3";

			for (unsigned digit = 0, rest = i; digit < 4; digit++, rest /= 10)
				written[6 - digit] = (char)('0' + rest % 10);
			written[22] = (char)('0' + connection);
			world_add(world, written);
		}
	}
	snapshot = world_seal(world);
	assert_int_equal(snapshot_count(snapshot), 4000);
	assert_int_equal(summary_compute(&snapshot, 1).open_files, 6000);
	world_free(world);
}

static void
dialects_authentication_signing_and_encryption_are_counted(void **state)
{
	struct world *world = world_new(0, "east");
	struct snapshot *snapshot;
	struct summary summary;

	(void)state;
	world_add(world, "protocol=smb3_1 auth=kerberos signed=yes encryption=encrypted");
	world_add(world, "protocol=smb3_1 auth=ntlmv2 signed=no encryption=partially_encrypted");
	world_add(world, "protocol=smb1 auth=none signed=yes encryption=unencrypted");
	world_add(world, "protocol=quic auth=magic encryption=rot13");
	world_add(world, "");
	snapshot = world_seal(world);
	summary = summary_compute(&snapshot, 1);
	assert_int_equal(summary.protocols[PROTOCOL_SMB3_1], 2);
	assert_int_equal(summary.protocols[PROTOCOL_SMB1], 1);
	assert_int_equal(summary.protocols[PROTOCOL_SMB2], 0);
	assert_int_equal(summary.authentications[AUTH_KERBEROS], 1);
	assert_int_equal(summary.authentications[AUTH_NTLMV2], 1);
	assert_int_equal(summary.authentications[AUTH_NONE], 1);
	assert_int_equal(summary.signed_sessions, 2);
	assert_int_equal(summary.encrypted_sessions, 1);
	assert_int_equal(summary.partially_encrypted_sessions, 1);
	world_free(world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(no_sessions_sum_up_to_nothing),
	    cmocka_unit_test(users_and_clients_count_once_over_all_clusters),
	    cmocka_unit_test(many_users_of_two_clusters_are_told_apart),
	    cmocka_unit_test(the_files_of_a_session_of_several_connections_count_once),
	    cmocka_unit_test(many_sessions_of_several_connections_all_count_once),
	    cmocka_unit_test(dialects_authentication_signing_and_encryption_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
