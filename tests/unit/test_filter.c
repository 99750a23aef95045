/* test_filter.c: which rows are shown. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "query/filter.h"
#include "world.h"

#define ROWS_MAX 64

static unsigned all[FIELDS_MAX];

static int
name_all_fields(void **state)
{
	(void)state;
	for (unsigned field = 0; field < SESSION_FIELD_COUNT; field++)
		all[field] = field;
	return 0;
}

/* Whether row 0 of a cluster of one session passes, looking at one field only. */
static bool
passes(const char *session, unsigned field, const char *text)
{
	struct world *world = world_new(0, "east");
	struct filter *filter = filter_new(&session_kind, text, &field, 1);
	struct snapshot *snapshot;
	bool found = false, again;

	world_add(world, session);
	snapshot = world_seal(world);
	filter_apply(filter, snapshot, &found);
	again = filter_passes(filter, snapshot, 0);
	assert_int_equal(found, again);
	filter_free(filter);
	world_free(world);
	return found;
}

static void
text_is_found_in_either_case(void **state)
{
	(void)state;
	assert_true(passes("user=CORP\\Alice", FIELD_USER, "corp\\aL"));
	assert_false(passes("user=CORP\\Alice", FIELD_USER, "bob"));
	assert_true(passes("client=10.20.30.40", FIELD_CLIENT_IP, "20.30"));
	assert_true(passes("", FIELD_CLUSTER, "EAS"));
}

static void
numbers_are_found_as_the_screen_prints_them(void **state)
{
	(void)state;
	assert_true(passes("files=31870", FIELD_OPEN_FILES, "31,8"));
	assert_false(passes("files=31870", FIELD_OPEN_FILES, "318"));
	assert_true(passes("files=118", FIELD_OPEN_FILES, "18"));
	assert_false(passes("files=118", FIELD_OPEN_FILES, "1a"));
	assert_true(passes("files=4095", FIELD_OPEN_FILES, "4,095"));
	assert_true(passes("files=4096", FIELD_OPEN_FILES, "4,096"));
	assert_true(passes("id=18446744073709551614", FIELD_IDENTIFIER, "9551614"));
	assert_false(passes("id=18446744073709551614", FIELD_IDENTIFIER, "18,446"));
}

static void
times_are_found_as_the_screen_prints_them(void **state)
{
	static const struct {
		const char *session;
		const char *text;
	} shown[] = {{"idle=59s", "59s"}, {"idle=60s", "1m"}, {"idle=3599s", "59m"}, {"idle=1h", "1h"},
	    {"idle=23h", "23h"}, {"idle=1d", "1d"}, {"idle=4d2h", "4d2H"}, {"idle=9d23h", "9d23h"}, {"idle=10d", "10d"},
	    {"idle=4294967294s", "49710d"}, {"idle=0s", "0s"}};
	size_t count = sizeof shown / sizeof *shown;

	(void)state;
	for (size_t i = 0; i < count; i++)
		assert_true(passes(shown[i].session, FIELD_IDLE_DURATION, shown[i].text));
	assert_false(passes("idle=41s", FIELD_IDLE_DURATION, "PT41S"));
}

static void
words_and_marks_are_found(void **state)
{
	static const char session[] = "auth=kerberos protocol=smb3_1 signed=yes encryption=unencrypted mtu=no";

	(void)state;
	assert_true(passes(session, FIELD_SECURITY, "k3.1s-"));
	assert_false(passes(session, FIELD_SECURITY, "e"));
	assert_true(passes(session, FIELD_PROTOCOL, "smb3"));
	assert_true(passes(session, FIELD_SMB_SIGNING, "yes"));
	assert_false(passes(session, FIELD_SMB_SIGNING, "true"));
	assert_true(passes(session, FIELD_LARGE_MTU, "no"));
	assert_true(passes("protocol=quic", FIELD_PROTOCOL, "QUI"));
	assert_true(passes("protocol=quic", FIELD_SECURITY, "?.?"));
}

static void
volumes_are_found_by_name_and_over_the_comma_between_them(void **state)
{
	(void)state;
	assert_true(passes("volumes=fin12,hr1", FIELD_VOLUMES_NAME, "HR"));
	assert_true(passes("volumes=fin12,hr1", FIELD_VOLUMES_NAME, "12,h"));
	assert_false(passes("volumes=fin12,hr1", FIELD_VOLUMES_NAME, "12h"));
	assert_false(passes("volumes=fin12,hr1", FIELD_VOLUMES_NAME, "u-fin"));
	assert_true(passes("volumes=fin12,hr1", FIELD_VOLUMES_UUID, "u-fin"));
	assert_true(passes("volumes=fin12,hr1", FIELD_VOLUMES_UUID, "2,u-"));
}

static void
absent_values_match_nothing(void **state)
{
	(void)state;
	for (unsigned field = 0; field < SESSION_FIELD_COUNT; field++) {
		if (field != FIELD_CLUSTER && field != FIELD_IDENTIFIER)
			assert_false(passes("node.uuid=- svm.uuid=- connection_id=-", field, "-"));
	}
}

static void
an_empty_text_passes_everything(void **state)
{
	struct filter *filter = filter_new(&session_kind, NULL, NULL, 0);
	struct world *world = world_new(0, "east");
	struct snapshot *snapshot;
	bool found[2] = {false, false};

	(void)state;
	world_add(world, "");
	world_add(world, "");
	snapshot = world_seal(world);
	filter_apply(filter, snapshot, found);
	assert_true(found[0] && found[1]);
	assert_true(filter_passes(filter, snapshot, 1));
	assert_true(passes("user=a", FIELD_USER, ""));
	filter_free(filter);
	world_free(world);
}

static void
only_the_columns_that_are_named_are_looked_at(void **state)
{
	(void)state;
	assert_false(passes("user=alice unix=bob", FIELD_USER, "bob"));
	assert_true(passes("user=alice unix=bob", FIELD_MAPPED_UNIX_USER, "bob"));
}

static void
one_filter_serves_several_clusters_and_a_pool_that_grows(void **state)
{
	static const unsigned columns[] = {FIELD_USER, FIELD_CLUSTER};
	struct filter *filter = filter_new(&session_kind, "al", columns, 2);
	struct world *east = world_new(0, "east"), *west = world_new(1, "alamo");
	bool found[2] = {false, false};

	(void)state;
	world_add(east, "user=alice");
	world_add(east, "user=bob");
	filter_apply(filter, world_seal(east), found);
	assert_true(found[0] && !found[1]);
	world_add(west, "user=bob");
	filter_apply(filter, world_seal(west), found);
	assert_true(found[0]);
	world_add(east, "user=bob");
	world_add(east, "user=Albert");
	filter_apply(filter, world_seal(east), found);
	assert_true(!found[0] && found[1]);
	filter_free(filter);
	world_free(east);
	world_free(west);
}

/* What the filter remembers must give what looking at every printed value gives. */
static void
what_is_remembered_agrees_with_what_is_printed(void **state)
{
	static const char *const texts[] = {
	    "1", "12", ",", "1,2", "s", "d2", "e", "smb", "yes", "o", "K", "3.1", "u-", "n1"};
	static const char *const protocols[] = {"smb1", "smb2", "smb2_1", "smb3", "smb3_1", "quic", "-"};
	struct world *world = world_new(0, "east");
	struct snapshot *snapshot;
	char written[256];

	(void)state;
	for (unsigned i = 0; i < ROWS_MAX; i++) {
		snprintf(written, sizeof written,
		    "user=user%u files=%u idle=%us age=%us protocol=%s auth=%s signed=%s encryption=%s volumes=n%u,m%u",
		    i * 37 % 50, i * i * 7, i * i * 97, i * 20011, protocols[i % 7], i % 3 ? "kerberos" : "none",
		    i % 2 ? "yes" : "no", i % 5 ? "encrypted" : "-", i % 12, i % 7);
		world_add(world, written);
	}
	snapshot = world_seal(world);
	for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
		struct filter *filter = filter_new(&session_kind, texts[t], all, SESSION_FIELD_COUNT);
		bool found[ROWS_MAX];

		filter_apply(filter, snapshot, found);
		for (uint32_t row = 0; row < ROWS_MAX; row++) {
			bool is_printed = false;

			for (unsigned field = 0; field < SESSION_FIELD_COUNT; field++) {
				const char *value = world_shown(snapshot, field, row);

				is_printed |= strcmp(value, "-") != 0 &&
					      text_contains_nocase(text_of(value), text_of(texts[t]));
			}
			assert_int_equal(found[row], is_printed);
			assert_int_equal(filter_passes(filter, snapshot, row), is_printed);
		}
		filter_free(filter);
	}
	world_free(world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(text_is_found_in_either_case),
	    cmocka_unit_test(numbers_are_found_as_the_screen_prints_them),
	    cmocka_unit_test(times_are_found_as_the_screen_prints_them),
	    cmocka_unit_test(words_and_marks_are_found),
	    cmocka_unit_test(volumes_are_found_by_name_and_over_the_comma_between_them),
	    cmocka_unit_test(absent_values_match_nothing),
	    cmocka_unit_test(an_empty_text_passes_everything),
	    cmocka_unit_test(only_the_columns_that_are_named_are_looked_at),
	    cmocka_unit_test(one_filter_serves_several_clusters_and_a_pool_that_grows),
	    cmocka_unit_test(what_is_remembered_agrees_with_what_is_printed),
	};

	return cmocka_run_group_tests(tests, name_all_fields, NULL);
}
