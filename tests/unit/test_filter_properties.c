/* test_filter_properties.c: thousands of random filters over random sessions agree with a naive reading of them. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "filter_case.h"
#include "query/filter.h"
#include "query/server_query.h"

#define WORLDS 60
#define FILTERS 150
#define ROWS 24

static const unsigned columns[] = {FIELD_CLUSTER, FIELD_USER, FIELD_CLIENT_IP, FIELD_OPEN_FILES, FIELD_IDLE_DURATION,
    FIELD_PROTOCOL, FIELD_VOLUMES_NAME, FIELD_SMB_SIGNING};

#define COLUMNS (sizeof columns / sizeof *columns)

/* What a check is given: a filter as text and as tree, and the rows. */
struct matter {
	const char *text;
	const struct case_filter *tree;
	const struct case_session *sessions;
	const struct snapshot *snapshot;
	struct filter *filter;
	bool passes[ROWS];
};

typedef void checker(const struct matter *matter);

static struct filter *
compile(const char *text)
{
	struct filter_error error;
	struct filter *filter = filter_compile(&session_kind, text, columns, COLUMNS, &error);

	if (filter == NULL)
		fail_msg("%s\nis refused at %zu: %s", text, error.position, error.sentence);
	return filter;
}

static void
check_filters(
    struct case_random *random, const struct case_session *sessions, const struct snapshot *snapshot, checker *check)
{
	for (unsigned i = 0; i < FILTERS; i++) {
		struct buffer text;
		struct matter matter = {.sessions = sessions, .snapshot = snapshot};

		buffer_init(&text, SIZE_MAX / 2);
		matter.tree = case_make_filter(random, &text);
		matter.text = buffer_string(&text);
		matter.filter = compile(matter.text);
		filter_apply(matter.filter, snapshot, matter.passes);
		check(&matter);
		filter_free(matter.filter);
		buffer_free(&text);
	}
}

static void
check_worlds(uint64_t seed, bool is_flat, checker *check)
{
	static struct case_random random;

	random.state = seed;
	random.is_flat = is_flat;
	for (unsigned i = 0; i < WORLDS; i++) {
		struct world *world = world_new(0, "east");
		struct case_session sessions[ROWS];
		struct snapshot *snapshot;

		for (unsigned row = 0; row < ROWS; row++)
			case_make_session(&random, &sessions[row], world);
		snapshot = world_seal(world);
		assert_int_equal(snapshot_count(snapshot), ROWS);
		check_filters(&random, sessions, snapshot, check);
		world_free(world);
	}
}

static void
check_against_naive(const struct matter *matter)
{
	for (uint32_t row = 0; row < ROWS; row++) {
		bool expected = case_passes(
		    matter->tree, &matter->sessions[row], matter->snapshot, row, columns, COLUMNS);

		if (matter->passes[row] != expected || filter_passes(matter->filter, matter->snapshot, row) != expected)
			fail_msg("row %u %s:\n%s", row, expected ? "should pass" : "should not pass", matter->text);
	}
}

static void
every_filter_agrees_with_a_naive_reading(void **state)
{
	(void)state;
	check_worlds(0x1234567, false, check_against_naive);
}

static void
check_printed(const struct matter *matter)
{
	struct arena *arena = arena_new(4096);
	struct filter_error error;
	struct syntax *syntax;
	struct buffer printed, again;
	struct filter *filter;
	bool passes[ROWS];

	buffer_init(&printed, SIZE_MAX / 2);
	buffer_init(&again, SIZE_MAX / 2);
	assert_true(syntax_parse(matter->text, arena, &syntax, &error));
	syntax_print(syntax, &printed);
	filter = compile(buffer_string(&printed));
	filter_apply(filter, matter->snapshot, passes);
	for (uint32_t row = 0; row < ROWS; row++) {
		if (passes[row] != matter->passes[row])
			fail_msg("row %u passes one of\n%s\n%s", row, matter->text, buffer_string(&printed));
	}
	assert_true(syntax_parse(buffer_string(&printed), arena, &syntax, &error));
	syntax_print(syntax, &again);
	assert_string_equal(buffer_string(&again), buffer_string(&printed));
	filter_free(filter);
	buffer_free(&printed);
	buffer_free(&again);
	arena_free(arena);
}

static void
a_filter_that_is_printed_and_read_passes_the_same(void **state)
{
	(void)state;
	check_worlds(0x89abcdef, false, check_printed);
}

static unsigned asked, left_out;

static bool
is_listed(const struct case_server *server, const struct server_query *query, const struct case_session *session)
{
	for (size_t i = 0; i < query->count; i++) {
		const struct server_condition *condition = &query->conditions[i];
		unsigned field = field_find(&session_kind, text_of(condition->name));

		if (!case_server_lists(server, session, field, condition->value))
			return false;
	}
	return true;
}

static void
check_sent(const struct matter *matter)
{
	struct server_query query = server_query_make(matter->filter);

	asked += query.count > 0;
	for (unsigned variant = 0; variant < 8; variant++) {
		struct case_server server = {variant & 1, variant & 2, variant & 4};

		for (uint32_t row = 0; row < ROWS; row++) {
			bool listed = is_listed(&server, &query, &matter->sessions[row]);

			left_out += !listed;
			if (matter->passes[row] && !listed)
				fail_msg("row %u passes and server %u would leave it out:\n%s\n%s=%s", row, variant,
				    matter->text, query.conditions[0].name, query.conditions[0].value);
		}
	}
	server_query_clear(&query);
}

static void
whatever_the_server_makes_of_what_is_sent_no_row_that_passes_is_left_out(void **state)
{
	(void)state;
	check_worlds(0xfeed, false, check_sent);
	check_worlds(0xface, true, check_sent);
	/* Or it would prove nothing. */
	assert_true(asked > 500);
	assert_true(left_out > 10000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_filter_agrees_with_a_naive_reading),
	    cmocka_unit_test(a_filter_that_is_printed_and_read_passes_the_same),
	    cmocka_unit_test(whatever_the_server_makes_of_what_is_sent_no_row_that_passes_is_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
