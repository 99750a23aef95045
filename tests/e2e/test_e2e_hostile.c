/* test_e2e_hostile.c: clusters that mean harm: by what they call things, and by sending without end. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "e2e/process.h"
#include "e2e/purity.h"
#include "e2e/watch.h"

#define HOSTILE "--sessions 300 --seed 4 --frozen --hostile --files-per-session 6"
/* All of them are texts that the cluster chooses. */
#define TEXT_COLUMNS "--columns user,svm,node,volumes,unix,client,open_files"

/* ------------------------------------------------------------------ names */

/* Looks at every page of the table that is open. */
static void
leaf_through(struct stage *stage, size_t pages)
{
	for (size_t page = 0; page < pages; page++) {
		purity_check(stage);
		stage_type(stage, KEY_PAGE_DOWN);
	}
	purity_check(stage);
	stage_type(stage, KEY_HOME);
}

static void
names_in_the_table_act_on_nothing(void **state)
{
	struct stage *stage = watch_rows(
	    *state, "150x40", sim_start(*state, HOSTILE), TEXT_COLUMNS " --sort user:desc");

	leaf_through(stage, 9);
	/* That they were there to see: the escape is replaced, its letters are not. */
	stage_type(stage, KEY_CTRL_F "[31mred" KEY_ENTER);
	stage_wait_text(stage, "\xef\xbf\xbd[31mred");
	purity_check(stage);
	stage_resize(stage, "34x12");
	stage_wait_text(stage, "cifstop");
	leaf_through(stage, 4);
}

static void
names_in_the_detail_and_its_tabs_act_on_nothing(void **state)
{
	struct stage *stage = watch_rows(
	    *state, "120x40", sim_start(*state, HOSTILE), TEXT_COLUMNS " -f 'files > 4' --sort user:desc");

	for (unsigned row = 0; row < 6; row++) {
		stage_type(stage, KEY_ENTER);
		stage_wait_text(stage, " open ");
		for (unsigned tab = 0; tab < 4; tab++) {
			purity_check(stage);
			stage_type(stage, KEY_TAB);
		}
		purity_check(stage);
		stage_type(stage, KEY_ESCAPE);
		stage_wait_on_line(stage, -1, "Enter detail");
		stage_type(stage, KEY_PAGE_DOWN);
	}
}

static void
names_of_files_and_locks_and_on_the_way_there_act_on_nothing(void **state)
{
	struct stage *stage = watch_rows(
	    *state, "120x30", sim_start(*state, HOSTILE), TEXT_COLUMNS " --sort user:desc");

	stage_type(stage, "F_1" KEY_ENTER);
	table_wait_title(stage, "PATH");
	leaf_through(stage, 6);
	stage_type(stage, "L");
	leaf_through(stage, 3);
	stage_type(stage, KEY_ESCAPE KEY_ESCAPE);
	table_wait_title(stage, "SVM");
	/* To the sessions of a user, a client and a volume, whose names are titles then. */
	for (const char *key = "uifvL"; *key != '\0'; key++) {
		stage_type(stage, scene_text(*state, "%c", *key));
		purity_check(stage);
		stage_type(stage, KEY_ESCAPE);
		table_wait_title(stage, "SVM");
		stage_type(stage, KEY_DOWN);
	}
}

static void
names_that_are_offered_to_complete_a_filter_act_on_nothing(void **state)
{
	struct stage *stage = watch_rows(*state, "100x30", sim_start(*state, HOSTILE), "");

	for (const char *const *word = (const char *const[]){"user = ", "svm = ", "volumes.name = ", "node = ", NULL};
	     *word != NULL; word++) {
		stage_type(stage, scene_text(*state, "/%s", *word));
		stage_wait_text(stage, *word);
		for (unsigned i = 0; i < 12; i++) {
			stage_type(stage, KEY_TAB);
			purity_check(stage);
		}
		stage_type(stage, KEY_ESCAPE);
		stage_wait_on_line(stage, -1, "Enter detail");
	}
	/* One that was chosen is a filter, and stands in the history. */
	stage_type(stage, "/user = " KEY_TAB KEY_ENTER);
	purity_check(stage);
	stage_type(stage, "/" KEY_UP);
	purity_check(stage);
}

static void
what_a_cluster_says_is_wrong_acts_on_nothing(void **state)
{
	struct sim *sim = sim_start(*state, HOSTILE);
	struct stage *stage = watch_rows(*state, "200x30", sim, "");

	sim_fault(sim, "500");
	stage_type(stage, "r");
	stage_wait_text(stage, "RPC timed out");
	purity_check(stage);
	stage_type(stage, "C");
	stage_wait_text(stage, "owned");
	purity_check(stage);
	stage_type(stage, KEY_ESCAPE);
	stage_type(stage, KEY_ENTER);
	stage_wait_text(stage, "timed out");
	purity_check(stage);
}

static void
what_is_printed_acts_on_nothing(void **state)
{
	static const char *const formats[] = {"table", "csv", "json", "ndjson"};
	struct sim *sim = sim_start(*state, HOSTILE);

	scene_set(*state, "CIFSTOP_PASSWORD", SIM_PASSWORD);
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		struct outcome outcome = cifstop_run(
		    *state, "--once --url %s -u " SIM_USER " --format %s", sim_url(sim), formats[i]);

		assert_int_equal(outcome.code, 0);
		purity_check_text(outcome.out, outcome.out_length);
		outcome = cifstop_run(
		    *state, "--find-file _1 --url %s -u " SIM_USER " --format %s", sim_url(sim), formats[i]);
		assert_int_equal(outcome.code, 0);
		purity_check_text(outcome.out, outcome.out_length);
	}
	sim_fault(sim, "500");
	for (size_t i = 0; i < 2; i++) {
		struct outcome outcome = cifstop_run(*state, "--once --url %s -u " SIM_USER, sim_url(sim));

		check_contains(outcome.err, "owned");
		purity_check_text(outcome.err, strlen(outcome.err));
	}
}

/* A terminal that takes 0x9b for the start of a sequence, which is a part of letters in UTF-8. */
static void
what_is_printed_on_a_terminal_without_utf8_is_ascii(void **state)
{
	static const char *const formats[] = {"table", "csv", "json", "ndjson"};
	struct sim *sim = sim_start(*state, HOSTILE);

	scene_set(*state, "CIFSTOP_PASSWORD", SIM_PASSWORD);
	scene_set(*state, "LC_ALL", "C");
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		struct stage *stage = stage_open_cifstop(
		    *state, "200x50", "--once --url %s -u " SIM_USER " --format %s", sim_url(sim), formats[i]);
		const char *text;

		stage_wait_end(stage, 0);
		(void)stage_bytes(stage);
		text = terminal_output(stage_terminal(stage));
		assert_true(terminal_output_length(stage_terminal(stage)) > 10000);
		for (const char *at = text; *at != '\0'; at++) {
			if ((unsigned char)*at >= 0x7f || ((unsigned char)*at < ' ' && *at != '\r' && *at != '\n'))
				check_fail("%s has the byte %02x", formats[i], (unsigned)(unsigned char)*at);
		}
	}
}

static bool
is_formula(const char *cell)
{
	cell += *cell == '"';
	return *cell != '\0' && strchr("=+-@\t\r", *cell) != NULL;
}

static void
no_cell_of_csv_is_a_formula(void **state)
{
	struct sim *sim = sim_start(*state, HOSTILE);
	struct outcome outcome;

	scene_set(*state, "CIFSTOP_PASSWORD", SIM_PASSWORD);
	outcome = cifstop_run(*state, "--find-file _1 --url %s -u " SIM_USER " --format csv", sim_url(sim));
	assert_int_equal(outcome.code, 0);
	/* That there was one. */
	check_contains(outcome.out, "'=cmd");
	for (const char *at = outcome.out; *at != '\0'; at++) {
		if ((*at == ',' || *at == '\n') && is_formula(at + 1))
			check_fail("a cell is a formula: %.40s", at + 1);
	}
}

/* ------------------------------------------------------------------ limits */

/* What a cluster may do, what is said of it, and how many of its 40 sessions are printed all the same. */
static const struct {
	const char *fault;
	const char *sentence;
	size_t rows;
} attacks[] = {
    {"deep", "the answer is nested too deeply: more than 64 deep", 0},
    {"long_text", "record: is longer than 8 MiB", 39},
    {"huge", "the answer is larger than 256 MiB; ask for fewer records a page", 40},
    {"bomb", "the answer unpacks to more than 100 times what came", 0},
    {"gzip_garbage", "not an answer of an ONTAP cluster", 0},
    {"many_headers", "the answer has more than 256 headers", 0},
    {"long_header", "the answer has more than 64 KiB of headers", 0},
    {"loop_link", "the list of sessions goes in circles", 40},
    {"cycle_links=3", "the list of sessions goes in circles: page 4 links to a page that was read before", 40},
    {"endless", "the list of sessions does not end: 1000 empty pages", 0},
    {"evil_link=https://evil.example.com/api/x", "the next page's link leads elsewhere and was not followed", 40},
};

#define ATTACKS (sizeof attacks / sizeof *attacks)

/* 256 MiB take a sanitizer longer than a request may take. */
static bool
takes_too_long(const char *fault)
{
	return scene_has_sanitizer() && strcmp(fault, "huge") == 0;
}

static size_t
count_lines(const char *text, const char *part)
{
	size_t count = 0;

	for (const char *at = strstr(text, part); at != NULL; at = strstr(at + 1, part))
		count++;
	return count;
}

static void
each_limit_is_told_and_the_other_cluster_goes_on(void **state)
{
	struct sim *bad = sim_start(*state, "--sessions 40 --seed 3 --frozen");
	struct sim *good = sim_start(*state, "--sessions 30 --seed 5 --frozen");
	const char *config = sim_config(*state, "interval: 1h", "", "bad,good", bad, good);
	size_t whole = sim_world(good).count;

	for (size_t i = 0; i < ATTACKS; i++) {
		struct outcome outcome;

		if (takes_too_long(attacks[i].fault))
			continue;
		sim_fault(bad, scene_text(*state, "%s,path=sessions", attacks[i].fault));
		outcome = cifstop_run(*state, "--once -c %s --format ndjson -o cluster,user", config);
		check_contains(outcome.err, attacks[i].sentence);
		assert_int_equal(outcome.code, 3);
		assert_int_equal(count_lines(outcome.out, "\"cluster\":\"good\""), whole);
		assert_int_equal(count_lines(outcome.out, "\"cluster\":\"bad\""), attacks[i].rows);
	}
}

static void
good_rows_stay_while_a_cluster_attacks_and_it_heals(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 40 --seed 3 --frozen");
	struct stage *stage = watch_rows(*state, "160x24", sim, "");

	stage_wait_text(stage, "40 sessions");
	for (size_t i = 0; i < ATTACKS; i++) {
		if (strcmp(attacks[i].fault, "long_text") == 0 || takes_too_long(attacks[i].fault))
			continue;
		sim_fault(sim, scene_text(*state, "%s,path=sessions", attacks[i].fault));
		watch_refresh(stage, sim);
		stage_type(stage, "C");
		stage_wait_text(stage, scene_text(*state, "%.30s", attacks[i].sentence));
		stage_type(stage, KEY_ESCAPE);
		stage_wait_text(stage, "40 sessions");
		assert_true(table_rows(stage) > 10);
	}
	sim_fault(sim, "");
	stage_type(stage, "r");
	stage_type(stage, "C");
	stage_wait_no_text(stage, "evil.example");
	stage_wait_no_text(stage, "stale");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    SCENE_TEST(names_in_the_table_act_on_nothing),
	    SCENE_TEST(names_in_the_detail_and_its_tabs_act_on_nothing),
	    SCENE_TEST(names_of_files_and_locks_and_on_the_way_there_act_on_nothing),
	    SCENE_TEST(names_that_are_offered_to_complete_a_filter_act_on_nothing),
	    SCENE_TEST(what_a_cluster_says_is_wrong_acts_on_nothing),
	    SCENE_TEST(what_is_printed_acts_on_nothing),
	    SCENE_TEST(what_is_printed_on_a_terminal_without_utf8_is_ascii),
	    SCENE_TEST(no_cell_of_csv_is_a_formula),
	    SCENE_TEST(each_limit_is_told_and_the_other_cluster_goes_on),
	    SCENE_TEST(good_rows_stay_while_a_cluster_attacks_and_it_heals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
