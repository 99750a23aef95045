/* test_view.c: what is on the screen, as data. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "view/view.h"
#include "world.h"

static const unsigned searched[] = {
    FIELD_CLUSTER, FIELD_USER, FIELD_CLIENT_IP, FIELD_OPEN_FILES, FIELD_IDLE_DURATION, FIELD_SECURITY};

static struct view_request
request_of(struct snapshot *const *snapshots, size_t count, const char *sort)
{
	struct view_request request = {
	    .kind = &session_kind, .snapshots = snapshots, .snapshot_count = count, .columns = searched};

	request.column_count = sizeof searched / sizeof *searched;
	assert_null(order_parse(&session_kind, sort, &request.order));
	return request;
}

/* The rows' values of a field, one behind another; good until the next call. */
static const char *
shown(const struct view *view, unsigned field)
{
	static char text[4096];
	struct buffer out;

	buffer_init(&out, sizeof text - 1);
	for (size_t i = 0; i < view_count(view); i++) {
		struct view_row row = view_row(view, i);

		if (i > 0)
			buffer_add_byte(&out, ' ');
		buffer_add_string(&out, world_shown(row.snapshot, field, row.row));
	}
	memcpy(text, buffer_string(&out), out.length + 1);
	buffer_free(&out);
	return text;
}

static void
expect_order(struct snapshot *const *snapshots, size_t count, const char *sort, unsigned field, const char *wanted)
{
	struct view_request request = request_of(snapshots, count, sort);
	struct view *view = view_compute(&request);

	assert_string_equal(shown(view, field), wanted);
	view_unref(view);
}

/* Both with and without what was kept from the views before. */
static void
expect_same_with_cache(struct view_request request, struct view_cache *cache)
{
	struct view *fresh = view_compute(&request), *cached;

	request.cache = cache;
	cached = view_compute(&request);
	assert_int_equal(view_count(fresh), view_count(cached));
	for (size_t i = 0; i < view_count(fresh); i++) {
		assert_ptr_equal(view_row(fresh, i).snapshot, view_row(cached, i).snapshot);
		assert_int_equal(view_row(fresh, i).row, view_row(cached, i).row);
	}
	assert_memory_equal(view_summary(fresh), view_summary(cached), sizeof *view_summary(fresh));
	view_unref(cached);
	view_unref(fresh);
}

static void
what_is_kept_from_one_view_changes_nothing_of_the_next(void **state)
{
	static const char *const sorts[] = {"user", "client_ip", "svm.name,user", "user:desc", "files,user"};
	struct world *east = world_new(0, "east"), *west = world_new(1, "west");
	struct view_cache *cache = view_cache_new();

	(void)state;
	for (unsigned refresh = 0; refresh < 4; refresh++) {
		struct snapshot *snapshots[2];

		for (unsigned i = 0; i < 12; i++) {
			char written[128];

			/* With each refresh some users are new, some addresses are absent, and one is no address. */
			snprintf(written, sizeof written, "id=%u user=u%u client=%s%u svm.name=s%u files=%u", i + 1,
			    (i * 7 + refresh * 5) % 23, i == 3 ? "x" : "10.0.0.", (i * 5 + refresh) % 11, i % 3, i % 4);
			world_add(i % 2 == 0 ? east : west, written);
		}
		snapshots[0] = world_seal(east);
		snapshots[1] = refresh == 1 ? NULL : world_seal(west);
		for (size_t i = 0; i < sizeof sorts / sizeof *sorts; i++) {
			struct view_request request = request_of(snapshots, 2, sorts[i]);

			expect_same_with_cache(request, cache);
			request.filter = "u1";
			expect_same_with_cache(request, cache);
			request.filter = "u21";
			expect_same_with_cache(request, cache);
		}
	}
	view_cache_free(cache);
	world_free(east);
	world_free(west);
}

static void
rows_can_stay_as_they_came(void **state)
{
	struct world *east = world_new(0, "east"), *west = world_new(1, "west");
	struct view_request request;
	struct snapshot *snapshots[2];
	struct view *view;

	(void)state;
	world_add(east, "id=9 files=3 user=b");
	world_add(east, "id=1 files=7 user=a");
	world_add(east, "id=5 files=1 user=b");
	world_add(west, "id=4 files=9 user=b");
	snapshots[0] = world_seal(east);
	snapshots[1] = world_seal(west);
	request = request_of(snapshots, 2, "files:asc");
	request.keeps_order = true;
	view = view_compute(&request);
	assert_string_equal(shown(view, FIELD_OPEN_FILES), "3 7 1 9");
	view_unref(view);
	world_free(east);
	world_free(west);
}

static void
numbers_sort_both_ways_with_absent_ones_last(void **state)
{
	struct world *world = world_new(0, "east");
	struct snapshot *snapshot;

	(void)state;
	world_add(world, "files=3");
	world_add(world, "files=-");
	world_add(world, "files=1000");
	world_add(world, "files=0");
	snapshot = world_seal(world);
	expect_order(&snapshot, 1, "files:asc", FIELD_OPEN_FILES, "0 3 1,000 -");
	expect_order(&snapshot, 1, "files:desc", FIELD_OPEN_FILES, "1,000 3 0 -");
	world_free(world);
}

static void
identifiers_sort_by_all_their_64_bits(void **state)
{
	struct world *world = world_new(0, "east");
	struct snapshot *snapshot;

	(void)state;
	world_add(world, "id=18446744073709551614");
	world_add(world, "id=4294967296");
	world_add(world, "id=4294967295");
	world_add(world, "id=9223372036854775808");
	world_add(world, "id=1");
	snapshot = world_seal(world);
	expect_order(&snapshot, 1, "id:asc", FIELD_IDENTIFIER,
	    "1 4294967295 4294967296 9223372036854775808 18446744073709551614");
	expect_order(&snapshot, 1, "id:desc", FIELD_IDENTIFIER,
	    "18446744073709551614 9223372036854775808 4294967296 4294967295 1");
	world_free(world);
}

static void
addresses_sort_as_numbers_ipv4_first_and_odd_ones_last(void **state)
{
	struct world *world = world_new(0, "east");
	struct snapshot *snapshot;

	(void)state;
	world_add(world, "client=fd20::a");
	world_add(world, "client=10.0.0.10");
	world_add(world, "client=nonsense");
	world_add(world, "client=9.255.255.255");
	world_add(world, "client=-");
	world_add(world, "client=fd20::9");
	world_add(world, "client=10.0.0.9");
	snapshot = world_seal(world);
	expect_order(
	    &snapshot, 1, "client:asc", FIELD_CLIENT_IP, "9.255.255.255 10.0.0.9 10.0.0.10 fd20::9 fd20::a nonsense -");
	expect_order(&snapshot, 1, "client:desc", FIELD_CLIENT_IP,
	    "nonsense fd20::a fd20::9 10.0.0.10 10.0.0.9 9.255.255.255 -");
	world_free(world);
}

static void
enums_sort_by_strength_and_unknown_words_behind_by_text(void **state)
{
	struct world *world = world_new(0, "east");
	struct snapshot *snapshot;

	(void)state;
	world_add(world, "protocol=smb9");
	world_add(world, "protocol=smb3_1");
	world_add(world, "protocol=-");
	world_add(world, "protocol=smb4");
	world_add(world, "protocol=smb1");
	world_add(world, "protocol=smb2_1");
	snapshot = world_seal(world);
	expect_order(&snapshot, 1, "protocol", FIELD_PROTOCOL, "smb1 smb2_1 smb3_1 smb4 smb9 -");
	expect_order(&snapshot, 1, "protocol:desc", FIELD_PROTOCOL, "smb9 smb4 smb3_1 smb2_1 smb1 -");
	world_free(world);
}

static void
unknown_words_of_two_clusters_sort_by_text(void **state)
{
	struct world *east = world_new(0, "east"), *west = world_new(1, "west");
	struct snapshot *snapshots[2];

	(void)state;
	world_add(east, "protocol=smb9");
	world_add(east, "protocol=smb5");
	world_add(west, "protocol=smb7");
	world_add(west, "protocol=smb5");
	snapshots[0] = world_seal(east);
	snapshots[1] = world_seal(west);
	expect_order(snapshots, 2, "protocol", FIELD_PROTOCOL, "smb5 smb5 smb7 smb9");
	world_free(east);
	world_free(west);
}

static void
lists_sort_by_their_first_name_then_by_their_length(void **state)
{
	struct world *world = world_new(0, "east");
	struct snapshot *snapshot;

	(void)state;
	world_add(world, "volumes=hr,a");
	world_add(world, "volumes=hr");
	world_add(world, "");
	world_add(world, "volumes=eng,z,y");
	world_add(world, "volumes=eng,a");
	snapshot = world_seal(world);
	expect_order(&snapshot, 1, "volumes", FIELD_VOLUMES_NAME, "eng,a eng,z,y hr hr,a -");
	expect_order(&snapshot, 1, "volumes:desc", FIELD_VOLUMES_NAME, "hr,a hr eng,z,y eng,a -");
	world_free(world);
}

static void
security_sorts_the_worst_first(void **state)
{
	struct world *world = world_new(0, "east");
	struct snapshot *snapshot;

	(void)state;
	world_add(world, "auth=kerberos protocol=smb3_1 signed=yes encryption=encrypted");
	world_add(world, "auth=ntlmv1 protocol=smb3_1 signed=yes encryption=encrypted");
	world_add(world, "");
	world_add(world, "auth=kerberos protocol=smb1 signed=no encryption=unencrypted");
	snapshot = world_seal(world);
	expect_order(&snapshot, 1, "security", FIELD_SECURITY, "!3.1SE K1.0-- K3.1SE -");
	world_free(world);
}

static void
texts_sort_without_regard_to_case_over_clusters(void **state)
{
	struct world *east = world_new(0, "east"), *west = world_new(1, "west");
	struct snapshot *snapshots[3] = {NULL};

	(void)state;
	world_add(east, "user=bob files=1");
	world_add(east, "user=Alice files=2");
	world_add(west, "user=alice files=3");
	world_add(west, "user=BOB files=4");
	world_add(west, "user=- files=9");
	world_add(west, "user=Alice files=5");
	snapshots[0] = world_seal(east);
	snapshots[2] = world_seal(west);
	expect_order(snapshots, 3, "user,files:desc", FIELD_USER, "Alice Alice alice BOB bob -");
	expect_order(snapshots, 3, "user,files:desc", FIELD_OPEN_FILES, "5 2 3 4 1 9");
	world_free(east);
	world_free(west);
}

static void
later_keys_break_ties_of_earlier_ones(void **state)
{
	struct world *world = world_new(0, "east");
	struct snapshot *snapshot;

	(void)state;
	world_add(world, "user=b files=1 idle=5s");
	world_add(world, "user=a files=1 idle=7s");
	world_add(world, "user=a files=2 idle=9s");
	world_add(world, "user=a files=1 idle=8s");
	snapshot = world_seal(world);
	expect_order(&snapshot, 1, "files:asc,user:desc,idle:desc", FIELD_IDLE_DURATION, "5s 8s 7s 9s");
	world_free(world);
}

static void
ties_are_broken_by_identity_however_rows_arrive(void **state)
{
	static const char *const rows[] = {
	    "node.uuid=n2 svm.uuid=s1 id=1 connection_id=1 files=1",
	    "node.uuid=n1 svm.uuid=s2 id=1 connection_id=1 files=2",
	    "node.uuid=n1 svm.uuid=s1 id=18446744073709551000 connection_id=1 files=3",
	    "node.uuid=n1 svm.uuid=s1 id=5 connection_id=2 files=4",
	    "node.uuid=n1 svm.uuid=s1 id=5 connection_id=1 files=5",
	    "node.uuid=- svm.uuid=s1 id=5 connection_id=1 files=6",
	};
	struct world *forth = world_new(0, "east"), *back = world_new(0, "east");
	struct snapshot *snapshot;
	size_t count = sizeof rows / sizeof *rows;

	(void)state;
	for (size_t i = 0; i < count; i++) {
		world_add(forth, rows[i]);
		world_add(back, rows[count - 1 - i]);
	}
	snapshot = world_seal(forth);
	expect_order(&snapshot, 1, "user", FIELD_OPEN_FILES, "5 4 3 2 1 6");
	expect_order(&snapshot, 1, "user:desc", FIELD_OPEN_FILES, "5 4 3 2 1 6");
	snapshot = world_seal(back);
	expect_order(&snapshot, 1, "user", FIELD_OPEN_FILES, "5 4 3 2 1 6");
	world_free(forth);
	world_free(back);
}

static void
ended_sessions_stand_among_the_others_only_when_wanted(void **state)
{
	struct world *world = world_new(0, "east");
	struct snapshot *snapshot;
	struct view_request request;
	struct view *view;

	(void)state;
	world_add(world, "id=1 user=a");
	world_add(world, "id=2 user=b");
	world_add(world, "id=3 user=c");
	world_seal(world);
	world_add(world, "id=3 user=c");
	world_add(world, "id=1 user=a");
	snapshot = world_seal(world);
	expect_order(&snapshot, 1, "user", FIELD_USER, "a c");

	request = request_of(&snapshot, 1, "files");
	request.shows_ended = true;
	view = view_compute(&request);
	assert_string_equal(shown(view, FIELD_USER), "a b c");
	assert_true(view_row(view, 1).has_ended);
	assert_false(view_row(view, 0).has_ended);
	assert_int_equal(view_total(view), 2);
	assert_int_equal(view_summary(view)->sessions, 2);
	view_unref(view);
	world_free(world);
}

static void
a_view_that_is_not_wanted_any_more_is_none(void **state)
{
	struct world *world = world_new(0, "east");
	atomic_bool stop = true;
	struct view_request request;
	struct snapshot *snapshot;
	struct view *view;

	(void)state;
	world_add(world, "user=a");
	snapshot = world_seal(world);
	request = request_of(&snapshot, 1, "user");
	request.filter = "user ~ ^a";
	request.stop = &stop;
	assert_null(view_compute(&request));
	stop = false;
	view = view_compute(&request);
	assert_int_equal(view_count(view), 1);
	view_unref(view);
	world_free(world);
}

/* Each text of another length, so that a clock that is looked at now and then is looked at. */
static void
an_expression_that_takes_too_long_shows_nothing_and_says_so(void **state)
{
	struct world *world = world_new(0, "east");
	struct view_cache *cache = view_cache_new();
	struct view_request request;
	struct snapshot *snapshot;
	struct view *view;

	(void)state;
	for (unsigned i = 0; i < 3000; i++) {
		char written[64];

		snprintf(written, sizeof written, "id=%u user=%0*u", i + 1, 10 + (int)(i % 40), i);
		world_add(world, written);
	}
	snapshot = world_seal(world);
	request = request_of(&snapshot, 1, "user");
	request.filter = "not user ~ (.{1,13}){15}x";
	request.cache = cache;
	request.patience = 1e-4;
	for (unsigned round = 0; round < 2; round++) {
		view = view_compute(&request);
		assert_int_equal(view_count(view), 0);
		assert_int_equal(view_total(view), 3000);
		assert_non_null(strstr(view_trouble(view), "takes too long"));
		view_unref(view);
		/* What failed is not tried again, whatever there is to be had. */
		request.patience = 1000;
	}
	request.filter = "not user ~ x$";
	view = view_compute(&request);
	assert_int_equal(view_count(view), 3000);
	assert_null(view_trouble(view));
	view_unref(view);
	/* Once another one was, it is. */
	request.filter = "not user ~ (.{1,13}){15}x";
	view = view_compute(&request);
	assert_int_equal(view_count(view), 3000);
	view_unref(view);
	view_cache_free(cache);
	world_free(world);
}

static void
a_filter_that_makes_no_sense_narrows_nothing(void **state)
{
	struct world *world = world_new(0, "east");
	struct view_request request;
	struct snapshot *snapshot;
	struct view *view;

	(void)state;
	world_add(world, "user=a");
	world_add(world, "user=b");
	snapshot = world_seal(world);
	request = request_of(&snapshot, 1, "user");
	request.filter = "user = (";
	view = view_compute(&request);
	assert_int_equal(view_count(view), 2);
	view_unref(view);
	world_free(world);
}

static void
a_cluster_of_which_all_sessions_ended_is_listed_after_another(void **state)
{
	struct world *east = world_new(0, "east"), *west = world_new(1, "west");
	struct snapshot *snapshots[2];
	struct view_request request;
	struct view *view;

	(void)state;
	world_add(east, "user=a");
	world_add(west, "user=b");
	snapshots[0] = world_seal(east);
	world_seal(west);
	snapshots[1] = world_seal(west);
	request = request_of(snapshots, 2, "files");
	request.shows_ended = true;
	view = view_compute(&request);
	assert_string_equal(shown(view, FIELD_USER), "a b");
	assert_false(view_row(view, 0).has_ended);
	assert_true(view_row(view, 1).has_ended);
	view_unref(view);
	world_free(east);
	world_free(west);
}

static void
only_rows_that_contain_the_text_are_shown(void **state)
{
	struct world *east = world_new(0, "prod-east"), *west = world_new(1, "prod-west");
	struct snapshot *snapshots[2];
	struct view_request request;
	struct view *view;

	(void)state;
	world_add(east, "user=CORP\\alice");
	world_add(east, "user=CORP\\bob");
	world_add(west, "user=LEGACY\\Alice");
	snapshots[0] = world_seal(east);
	snapshots[1] = world_seal(west);
	request = request_of(snapshots, 2, "user");
	request.filter = "aLiCe";
	view = view_compute(&request);
	assert_string_equal(shown(view, FIELD_USER), "CORP\\alice LEGACY\\Alice");
	assert_int_equal(view_total(view), 3);
	view_unref(view);
	request.filter = "-west";
	view = view_compute(&request);
	assert_string_equal(shown(view, FIELD_USER), "LEGACY\\Alice");
	view_unref(view);
	world_free(east);
	world_free(west);
}

static void
a_session_is_found_where_it_stands(void **state)
{
	struct world *east = world_new(0, "east"), *west = world_new(1, "west");
	struct snapshot *snapshots[2];
	struct view_request request;
	struct view *view;

	(void)state;
	world_add(east, "user=d");
	world_add(east, "user=a");
	world_add(west, "user=c");
	world_add(west, "user=b");
	snapshots[0] = world_seal(east);
	snapshots[1] = world_seal(west);
	request = request_of(snapshots, 2, "user");
	view = view_compute(&request);
	for (size_t i = 0; i < 4; i++) {
		struct view_row row = view_row(view, i);
		struct identity identity = snapshot_identity(row.snapshot, row.row);

		assert_int_equal(view_find(view, &identity), i);
		identity_clear(&identity);
	}
	view_unref(view);
	world_free(east);
	world_free(west);
}

static void
a_session_that_is_hidden_or_gone_is_found_nowhere(void **state)
{
	struct world *world = world_new(0, "east");
	struct snapshot *snapshot;
	struct view_request request;
	struct view *view;
	struct identity identity, nothing = {0};

	(void)state;
	world_add(world, "id=1 user=a");
	world_add(world, "id=2 user=b");
	snapshot = world_seal(world);
	identity = snapshot_identity(snapshot, 0);
	request = request_of(&snapshot, 1, "user");
	request.filter = "b";
	view = view_compute(&request);
	assert_true(view_find(view, &identity) == POSITION_NONE);
	assert_true(view_find(view, &nothing) == POSITION_NONE);
	identity.parts[2].number = 77;
	assert_true(view_find(view, &identity) == POSITION_NONE);
	identity_clear(&identity);
	view_unref(view);
	world_free(world);
}

static void
the_search_goes_round_in_both_directions_and_ends_at_its_start(void **state)
{
	struct world *world = world_new(0, "east");
	struct snapshot *snapshot;
	struct view_request request;
	struct view *view;
	size_t columns = sizeof searched / sizeof *searched;

	(void)state;
	world_add(world, "user=a1");
	world_add(world, "user=x2");
	world_add(world, "user=a3");
	world_add(world, "user=y4");
	snapshot = world_seal(world);
	request = request_of(&snapshot, 1, "user");
	view = view_compute(&request);
	assert_string_equal(shown(view, FIELD_USER), "a1 a3 x2 y4");
	assert_int_equal(view_search(view, 0, false, "A", searched + 1, 1), 1);
	assert_int_equal(view_search(view, 1, false, "A", searched + 1, 1), 0);
	assert_int_equal(view_search(view, 0, true, "a", searched + 1, 1), 1);
	assert_int_equal(view_search(view, 3, false, "x", searched, columns), 2);
	assert_int_equal(view_search(view, 2, false, "x", searched, columns), 2);
	assert_true(view_search(view, 0, false, "nobody", searched, columns) == POSITION_NONE);
	view_unref(view);
	world_free(world);
}

static void
what_is_far_away_is_found_as_what_is_near(void **state)
{
	struct world *world = world_new(0, "east");
	struct snapshot *snapshot;
	struct view_request request;
	struct view *view;
	char written[32];

	(void)state;
	for (unsigned i = 0; i < 3000; i++) {
		snprintf(written, sizeof written, "user=%s%04u", i == 1500 ? "far" : "x", i);
		world_add(world, written);
	}
	snapshot = world_seal(world);
	request = request_of(&snapshot, 1, "id");
	view = view_compute(&request);
	assert_int_equal(view_search(view, 10, false, "FAR", searched + 1, 1), 1500);
	assert_int_equal(view_search(view, 10, true, "FAR", searched + 1, 1), 1500);
	assert_int_equal(view_search(view, 1499, false, "FAR", searched + 1, 1), 1500);
	assert_int_equal(view_search(view, 1500, false, "FAR", searched + 1, 1), 1500);
	view_unref(view);
	world_free(world);
}

static void
without_sessions_there_is_nothing_to_see_or_to_find(void **state)
{
	struct world *world = world_new(0, "east");
	struct snapshot *snapshots[2] = {NULL, world_seal(world)};
	struct view_request request = request_of(snapshots, 2, "user");
	struct view *view = view_compute(&request);

	(void)state;
	assert_int_equal(view_count(view), 0);
	assert_int_equal(view_total(view), 0);
	assert_int_equal(view_width(view, FIELD_USER), 0);
	assert_true(view_search(view, 0, false, "a", searched, 2) == POSITION_NONE);
	view_unref(view);
	world_free(world);
}

static void
a_view_keeps_the_snapshots_that_it_shows(void **state)
{
	struct world *world = world_new(0, "east");
	struct snapshot *snapshot;
	struct view_request request;
	struct view *view;

	(void)state;
	world_add(world, "user=a");
	snapshot = world_seal(world);
	request = request_of(&snapshot, 1, "user");
	view = view_compute(&request);
	world_free(world);
	view_unref(view_ref(view));
	assert_string_equal(shown(view, FIELD_USER), "a");
	view_unref(view);
}

/* Printed text may be narrower than the width, never wider, but for what the strings pool cuts. */
static void
no_value_is_wider_than_its_column_says(void **state)
{
	struct world *world = world_new(0, "east");
	struct snapshot *snapshot;
	struct view_request request;
	struct view *view;

	(void)state;
	world_add(world, "user=CORP\\alice files=1234567 idle=9d23h age=50d mtu=no signed=yes auth=kerberos "
			 "protocol=smb3_1 encryption=partially_encrypted volumes=fin12,hr1,a client=fd20:8b1e::1");
	world_add(world, "files=999 idle=20d conns=1000 age=59s volumes=x mtu=yes protocol=quic");
	snapshot = world_seal(world);
	request = request_of(&snapshot, 1, "user");
	view = view_compute(&request);
	for (unsigned field = 0; field < SESSION_FIELD_COUNT; field++) {
		uint32_t widest = 0;

		for (uint32_t row = 0; row < 2; row++) {
			const char *value = world_shown(snapshot, field, row);

			if (strcmp(value, "-") != 0 && strlen(value) > widest)
				widest = (uint32_t)strlen(value);
		}
		assert_int_equal(view_width(view, field), widest);
	}
	view_unref(view);
	world_free(world);
}

/* Enough rows and values that sorts take all their passes; neighbours must be in order. */
static void
a_large_view_is_in_order_and_complete(void **state)
{
	struct world *world = world_new(0, "east");
	struct snapshot *snapshot;
	struct view_request request;
	struct view *view;
	uint64_t random = 7;
	char written[128];

	(void)state;
	for (unsigned i = 0; i < 20000; i++) {
		random = random * UINT64_C(6364136223846793005) + 1442695040888963407;
		snprintf(written, sizeof written, "id=%llu files=%u user=CORP\\user%u client=10.%u.%u.%u",
		    (unsigned long long)(random | 1), (unsigned)(random >> 33) % 100000,
		    (unsigned)(random >> 40) % 3000, (unsigned)(random >> 20) & 255, (unsigned)(random >> 28) & 255,
		    (unsigned)(random >> 36) & 255);
		world_add(world, written);
	}
	snapshot = world_seal(world);
	request = request_of(&snapshot, 1, "files:desc,user");
	view = view_compute(&request);
	assert_int_equal(view_count(view), snapshot_count(snapshot));
	for (size_t i = 1; i < view_count(view); i++) {
		uint32_t a = view_row(view, i - 1).row, b = view_row(view, i).row;
		uint64_t files_a = snapshot_number(snapshot, FIELD_OPEN_FILES, a),
			 files_b = snapshot_number(snapshot, FIELD_OPEN_FILES, b);
		int users = text_compare(
		    snapshot_text(snapshot, FIELD_USER, a), snapshot_text(snapshot, FIELD_USER, b));

		assert_true(files_a > files_b ||
			    (files_a == files_b && (users < 0 || (users == 0 && snapshot_compare_identities(
										    snapshot, a, snapshot, b) < 0))));
	}
	view_unref(view);
	world_free(world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rows_can_stay_as_they_came),
	    cmocka_unit_test(what_is_kept_from_one_view_changes_nothing_of_the_next),
	    cmocka_unit_test(numbers_sort_both_ways_with_absent_ones_last),
	    cmocka_unit_test(identifiers_sort_by_all_their_64_bits),
	    cmocka_unit_test(addresses_sort_as_numbers_ipv4_first_and_odd_ones_last),
	    cmocka_unit_test(enums_sort_by_strength_and_unknown_words_behind_by_text),
	    cmocka_unit_test(unknown_words_of_two_clusters_sort_by_text),
	    cmocka_unit_test(lists_sort_by_their_first_name_then_by_their_length),
	    cmocka_unit_test(security_sorts_the_worst_first),
	    cmocka_unit_test(texts_sort_without_regard_to_case_over_clusters),
	    cmocka_unit_test(later_keys_break_ties_of_earlier_ones),
	    cmocka_unit_test(ties_are_broken_by_identity_however_rows_arrive),
	    cmocka_unit_test(ended_sessions_stand_among_the_others_only_when_wanted),
	    cmocka_unit_test(a_cluster_of_which_all_sessions_ended_is_listed_after_another),
	    cmocka_unit_test(only_rows_that_contain_the_text_are_shown),
	    cmocka_unit_test(a_session_is_found_where_it_stands),
	    cmocka_unit_test(a_session_that_is_hidden_or_gone_is_found_nowhere),
	    cmocka_unit_test(the_search_goes_round_in_both_directions_and_ends_at_its_start),
	    cmocka_unit_test(what_is_far_away_is_found_as_what_is_near),
	    cmocka_unit_test(without_sessions_there_is_nothing_to_see_or_to_find),
	    cmocka_unit_test(a_view_keeps_the_snapshots_that_it_shows),
	    cmocka_unit_test(no_value_is_wider_than_its_column_says),
	    cmocka_unit_test(a_view_that_is_not_wanted_any_more_is_none),
	    cmocka_unit_test(an_expression_that_takes_too_long_shows_nothing_and_says_so),
	    cmocka_unit_test(a_filter_that_makes_no_sense_narrows_nothing),
	    cmocka_unit_test(a_large_view_is_in_order_and_complete),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
