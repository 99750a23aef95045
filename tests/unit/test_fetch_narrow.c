/* test_fetch_narrow.c: what clusters are asked to leave out changes what it costs, and never what is found. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "app/narrow.h"
#include "e2e/check.h"
#include "fetch_desk.h"
#include "filter_case.h"
#include "query/filter.h"

#define FILTERS 400

static const unsigned columns[] = {FIELD_USER, FIELD_CLIENT_IP};

/* The sessions of the cluster as a single walk brings them. */
static struct desk *
walk_once(struct scene *scene, struct sim *sim, const char *filter)
{
	struct desk *desk = desk_open(scene, &(struct desk_settings){.sims = {sim}, .filter = filter, .is_once = true});

	desk_wait_walks(desk, 1);
	if (desk_status(desk)->state != CLUSTER_OK)
		check_fail("%s: %s", filter == NULL ? "" : filter, desk_status(desk)->trouble);
	desk_stop(desk);
	return desk;
}

static bool *
passing(const struct desk *desk, const char *text)
{
	struct filter_error error;
	struct filter *filter = filter_compile(&session_kind, text, columns, 2, &error);
	bool *passes = scene_memory(desk->scene, desk_rows(desk) + 1);

	if (filter == NULL)
		check_fail("%s: %s", text, error.sentence);
	if (desk_rows(desk) > 0)
		filter_apply(filter, desk->news[0].snapshot, passes);
	filter_free(filter);
	return passes;
}

/* Whoever passes among all is among those that came, passes there, and there are no others. */
static uint32_t
compare(const struct desk *all, const struct desk *narrowed, const char *text)
{
	const struct snapshot *from = all->news[0].snapshot, *to = narrowed->news[0].snapshot;
	bool *wanted = passing(all, text), *found = passing(narrowed, text);
	uint32_t passed = 0, came = 0;

	for (uint32_t row = 0; row < desk_rows(all); row++) {
		struct identity identity = snapshot_identity(from, row);
		uint32_t other = to == NULL ? ROW_NONE : snapshot_find(to, &identity);

		identity_clear(&identity);
		passed += wanted[row];
		if (wanted[row] && (other == ROW_NONE || !found[other]))
			check_fail("a session that passes was left out: %s", text);
	}
	for (uint32_t row = 0; row < desk_rows(narrowed); row++)
		came += found[row];
	assert_int_equal(came, passed);
	return passed;
}

/* Sessions that random filters have something to say about. */
static void
add_sessions(struct sim *sim)
{
	static const char *const users[] = {"CORP%5Calice", "svc-01%24", "12", "x*y", "Alice", "alice"};
	static const char *const clients[] = {"10.20.0.9", "10.20.0.10", "fd20::5", "192.168.1.1"};

	for (unsigned i = 0; i < 24; i++)
		sim_post(sim, "add?user=%s&client_ip=%s&open_files=%u", users[i % 6], clients[i % 4], i % 12);
}

static void
check_simulator(void **state, const char *options)
{
	static struct case_random random;
	struct sim *sim = sim_start(*state, "--sessions 60 --frozen --seed 5 %s", options);
	uint32_t left_out = 0, passed = 0;
	struct desk *all;

	add_sessions(sim);
	all = walk_once(*state, sim, NULL);
	random.state = 0xabcdef;
	random.is_flat = true;
	for (unsigned i = 0; i < FILTERS; i++) {
		struct buffer text;
		struct desk *narrowed;

		buffer_init(&text, SIZE_MAX / 2);
		case_make_filter(&random, &text);
		narrowed = walk_once(*state, sim, buffer_string(&text));
		passed += compare(all, narrowed, buffer_string(&text));
		left_out += desk_rows(all) - desk_rows(narrowed);
		buffer_free(&text);
	}
	/* Or it would prove nothing. */
	assert_true(passed > 1000);
	if (strstr(options, "ignore") != NULL)
		assert_int_equal(left_out, 0);
	else
		assert_true(left_out > 5000);
}

static void
a_cluster_that_filters_brings_less_and_the_same_is_found(void **state)
{
	check_simulator(state, "");
}

static void
a_cluster_with_other_spellings_brings_all_that_passes(void **state)
{
	check_simulator(state, "--dialect page98 --release 9.8");
}

static void
a_cluster_that_does_not_filter_brings_all_and_the_same_is_found(void **state)
{
	check_simulator(state, "--fault ignore_query");
}

static void
a_cluster_that_refuses_is_asked_for_everything(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 60 --frozen");
	struct desk *desk = desk_open(*state, &(struct desk_settings){
						  .sims = {sim},
						  .filter = "files > 3",
						  .narrow_name = "smb_signing",
						  .narrow_value = "perhaps",
						  .is_once = true,
					      });

	desk_wait_walks(desk, 1);
	assert_int_equal(desk_status(desk)->state, CLUSTER_OK);
	assert_int_equal(desk_rows(desk), 60);
	assert_false(desk_status(desk)->is_narrowed);
	assert_int_equal(sim_requests(sim, " 400 "), 1);
}

static void
a_query_of_the_user_goes_before_one_of_the_filter(void **state)
{
	struct target target = target_default();

	(void)state;
	target_set_query(&target, "open_files", "<3");
	narrow_target(&target, "files > 1 shares > 2");
	assert_int_equal(target.narrowing_count, 1);
	assert_string_equal(target.narrowing[0].name, "open_shares");
	assert_string_equal(target.narrowing[0].value, ">=3");
	target_clear(&target);
}

static void
it_is_told_what_was_saved(void **state)
{
	struct target target = target_default();
	struct cluster_status status = {.records = 10, .bytes = 2000, .is_narrowed = true};
	char *told;

	(void)state;
	told = narrow_describe(&target, &status, UINT32_MAX);
	assert_string_equal(told, "nothing of the filter can be asked of a cluster; came 10 sessions, 2,000 bytes");
	free(told);
	narrow_target(&target, "files > 1 signed = no");
	told = narrow_describe(&target, &status, 110);
	assert_string_equal(told, "asked for open_files=>=2 and smb_signing=false; came 10 sessions, 2,000 bytes; left "
				  "out about 100 sessions, 20,000 bytes");
	free(told);
	status = (struct cluster_status){.records = 0, .is_narrowed = true};
	told = narrow_describe(&target, &status, 110);
	assert_string_equal(
	    told, "asked for open_files=>=2 and smb_signing=false; came 0 sessions, 0 bytes; left out 110 sessions");
	free(told);
	status.is_narrowed = false;
	told = narrow_describe(&target, &status, UINT32_MAX);
	assert_string_equal(told, "does not take open_files=>=2 and smb_signing=false; came 0 sessions, 0 bytes");
	free(told);
	target_clear(&target);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    SCENE_TEST(a_cluster_that_filters_brings_less_and_the_same_is_found),
	    SCENE_TEST(a_cluster_with_other_spellings_brings_all_that_passes),
	    SCENE_TEST(a_cluster_that_does_not_filter_brings_all_and_the_same_is_found),
	    SCENE_TEST(a_cluster_that_refuses_is_asked_for_everything),
	    SCENE_TEST(a_query_of_the_user_goes_before_one_of_the_filter),
	    SCENE_TEST(it_is_told_what_was_saved),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
