/* test_complete.c: what may stand where a person types a filter. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "model/session_fields.h"
#include "query/complete.h"
#include "world.h"

static struct world *world, *west;
static struct snapshot *snapshots[3];

static int
make_worlds(void **state)
{
	(void)state;
	world = world_new(0, "east");
	west = world_new(1, "west side");
	world_add(world, "user=CORP\\alice client=10.0.0.9 vol=fin12,hr1 svm=svm1");
	world_add(world, "user=corp\\bob client=10.0.0.10 vol=fin13 svm=svm1");
	world_add(world, "user=and svm=svm2");
	world_add(west, "user=CORP\\alice client=fd20::1 svm=svm1");
	snapshots[0] = world_seal(world);
	snapshots[2] = world_seal(west);
	return 0;
}

static int
end_worlds(void **state)
{
	(void)state;
	world_free(world);
	world_free(west);
	return 0;
}

/* With the cursor at the end of `typed`: what stands before the word there, and then each candidate: "user = [a b]". */
static void
expect_offered(const char *typed, const char *expected)
{
	size_t cursor = strlen(typed);
	struct completion completion = filter_complete(&session_kind, typed, cursor, snapshots, 3);
	struct buffer out;

	buffer_init(&out, SIZE_MAX / 2);
	buffer_add(&out, typed, completion.start);
	buffer_add_byte(&out, '[');
	for (size_t i = 0; i < completion.count; i++)
		buffer_add_format(&out, "%s%s", i > 0 ? " " : "", completion.candidates[i]);
	buffer_add_byte(&out, ']');
	assert_int_equal(completion.end, cursor);
	assert_string_equal(buffer_string(&out), expected);
	buffer_free(&out);
	completion_clear(&completion);
}

static void
fields_are_offered_where_a_term_may_begin(void **state)
{
	(void)state;
	expect_offered("open_", "[open_files open_other open_others open_shares]");
	expect_offered("OPEN_F", "[open_files]");
	expect_offered("files > 3 and cli", "files > 3 and [client client_ip]");
	expect_offered("(vo", "([vol volume volumes volumes.name volumes.uuid]");
	expect_offered("!vol", "![vol volume volumes volumes.name volumes.uuid]");
	expect_offered("no", "[node node.name node.uuid not]");
}

static void
operators_are_offered_behind_a_field(void **state)
{
	(void)state;
	expect_offered("files ", "files [= != < <= > >=]");
	expect_offered("signed ", "signed [= !=]");
	expect_offered("alice or user ", "alice or user [= != < <= > >= ~ !~]");
}

static void
and_and_or_are_offered_behind_a_term(void **state)
{
	(void)state;
	expect_offered("files > 3 a", "files > 3 [age and auth authentication availability]");
	expect_offered("alice o", "alice [open_files open_other open_others open_shares or other]");
	expect_offered("(files > 3) o", "(files > 3) [open_files open_other open_others open_shares or other]");
	expect_offered("o", "[open_files open_other open_others open_shares other]");
}

static void
words_and_switches_are_offered_in_their_order(void **state)
{
	(void)state;
	expect_offered("protocol = ", "protocol = [smb1 smb2 smb2_1 smb3 smb3_1]");
	expect_offered("protocol=SMB2", "protocol=[smb2 smb2_1]");
	expect_offered("protocol = smb1|smb3", "protocol = smb1|[smb3 smb3_1]");
	expect_offered("signed=", "signed=[no yes]");
	expect_offered("signed = n", "signed = [no null]");
}

static void
values_that_are_there_are_offered(void **state)
{
	(void)state;
	expect_offered("user = ", "user = [\"and\" CORP\\alice corp\\bob]");
	expect_offered("user = corp\\a", "user = [CORP\\alice]");
	expect_offered("user = bo", "user = [corp\\bob]");
	expect_offered("user = \"corp", "user = [CORP\\alice corp\\bob]");
	expect_offered("vol != f", "vol != [fin12 fin13]");
	expect_offered("client = 10", "client = [10.0.0.10 10.0.0.9]");
	expect_offered("cluster = ", "cluster = [east \"west side\"]");
	expect_offered("svm = svm1|svm", "svm = svm1|[svm1 svm2]");
	expect_offered("node.name = x", "node.name = []");
}

static void
nothing_is_offered_where_nothing_is_known(void **state)
{
	(void)state;
	expect_offered("user ~ ", "user ~ []");
	expect_offered("files = ", "files = []");
	expect_offered("nobody = ", "nobody = []");
	expect_offered("user == ", "user == []");
	expect_offered("zzz", "[]");
}

static void
no_more_are_offered_than_can_be_gone_through(void **state)
{
	struct world *many = world_new(0, "many");
	struct completion completion;
	struct snapshot *sealed;
	char written[32];

	(void)state;
	for (unsigned i = 0; i < 2 * COMPLETIONS_MAX; i++) {
		snprintf(written, sizeof written, "user=u%03u", 2 * COMPLETIONS_MAX - 1 - i);
		world_add(many, written);
	}
	sealed = world_seal(many);
	completion = filter_complete(&session_kind, "user=u", 6, &sealed, 1);
	assert_int_equal(completion.count, COMPLETIONS_MAX);
	assert_string_equal(completion.candidates[0], "u000");
	completion_clear(&completion);
	world_free(many);
}

/* A key must not wait for a walk over a million of them. */
static void
of_very_many_rows_some_are_looked_at_and_it_says_so(void **state)
{
	struct world *many = world_new(0, "many");
	struct completion completion;
	struct snapshot *sealed;
	char written[64];

	(void)state;
	for (unsigned i = 0; i < 100000; i++) {
		snprintf(written, sizeof written, "id=%u user=u%06u svm=%s", i + 1, i, i == 70003 ? "rare" : "often");
		world_add(many, written);
	}
	sealed = world_seal(many);
	completion = filter_complete(&session_kind, "user=u", 6, &sealed, 1);
	assert_int_equal(completion.count, COMPLETIONS_MAX);
	assert_true(completion.is_sampled);
	completion_clear(&completion);
	completion = filter_complete(&session_kind, "svm=", 4, &sealed, 1);
	assert_int_equal(completion.count, 2);
	assert_string_equal(completion.candidates[1], "rare");
	assert_false(completion.is_sampled);
	completion_clear(&completion);
	world_free(many);
}

static void
every_place_of_a_text_can_be_asked_about(void **state)
{
	static const char text[] = "files > 3|4 and (user ~ \"a b\" or not client = 10.0.0.0/8) \"x y";

	(void)state;
	for (size_t cursor = 0; cursor < sizeof text; cursor++) {
		struct completion completion = filter_complete(&session_kind, text, cursor, snapshots, 3);

		assert_true(completion.start <= cursor && completion.end == cursor);
		completion_clear(&completion);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(fields_are_offered_where_a_term_may_begin),
	    cmocka_unit_test(operators_are_offered_behind_a_field),
	    cmocka_unit_test(and_and_or_are_offered_behind_a_term),
	    cmocka_unit_test(words_and_switches_are_offered_in_their_order),
	    cmocka_unit_test(values_that_are_there_are_offered),
	    cmocka_unit_test(nothing_is_offered_where_nothing_is_known),
	    cmocka_unit_test(no_more_are_offered_than_can_be_gone_through),
	    cmocka_unit_test(of_very_many_rows_some_are_looked_at_and_it_says_so),
	    cmocka_unit_test(every_place_of_a_text_can_be_asked_about),
	};

	return cmocka_run_group_tests(tests, make_worlds, end_worlds);
}
