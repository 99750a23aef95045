/* What goes wrong on demand. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sim_stage.h"

static void
refusals_come_on_demand(void **state)
{
	static const struct {
		const char *spec;
		unsigned status;
		const char *code;
	} cases[] = {{"401", 401, "6691623"}, {"403", 403, "6"}, {"404", 404, "4"}, {"405", 405, "3"},
	    {"429=3", 429, "262160"}, {"503", 503, "8"}, {"500", 500, "65541"}};
	struct sim_stage s;

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		sim_set_fault(&s, cases[i].spec);
		sim_expect_error(&s, SESSIONS, cases[i].status, cases[i].code, NULL);
	}
	sim_set_fault(&s, "403,path=files");
	sim_get(&s, SESSIONS);
	assert_int_equal(s.status, 200);
	sim_expect_error(&s, FILES, 403, "6", NULL);
	sim_stage_close(&s);
}

static void
a_fault_comes_at_its_nth_request_and_as_often_as_said(void **state)
{
	static const unsigned expected[] = {200, 200, 500, 500, 200, 200};
	struct sim_stage s;

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	sim_set_fault(&s, "500,nth=3,count=2,path=sessions");
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
		sim_get(&s, "/api/cluster");
		assert_int_equal(s.status, 200);
		sim_get(&s, SESSIONS);
		assert_int_equal(s.status, expected[i]);
	}
	sim_stage_close(&s);
}

static void
a_rate_is_kept_about(void **state)
{
	struct sim_stage s;
	unsigned failed = 0;

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	sim_set_fault(&s, "500,rate=0.3");
	for (int i = 0; i < 500; i++) {
		sim_get(&s, "/api/cluster");
		failed += s.status == 500;
	}
	assert_true(failed > 100 && failed < 200);
	sim_stage_close(&s);
}

static void
page_faults_keep_the_walk_whole(void **state)
{
	struct sim_stage s;
	int pages;

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	sim_set_fault(&s, "empty_page");
	assert_int_equal(sim_walk(&s, SESSIONS "?max_records=50", &pages), 120);
	assert_int_equal(pages, 6);
	assert_int_equal(sim_walk(&s, SESSIONS "?max_records=50&order_by=user&offset=10", &pages), 110);
	sim_set_fault(&s, "short_pages");
	assert_int_equal(sim_walk(&s, SESSIONS "?max_records=50", &pages), 120);
	assert_true(pages > 4);
	sim_set_fault(&s, "duplicates=4");
	assert_int_equal(sim_walk(&s, SESSIONS "?max_records=50", &pages), 120 + 2 * 4);
	assert_int_equal(sim_walk(&s, SESSIONS "?max_records=50&order_by=user", &pages), 120 + 2 * 4);
	sim_stage_close(&s);
}

static void
links_go_wrong_on_demand(void **state)
{
	struct sim_stage s;
	char *next;

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	sim_set_fault(&s, "evil_link=http://127.0.0.1:9/api/x");
	sim_get(&s, SESSIONS);
	assert_string_equal(s.next, "http://127.0.0.1:9/api/x");
	sim_set_fault(&s, "loop_link");
	sim_get(&s, SESSIONS "?max_records=10&fields=user");
	assert_string_equal(s.next, SESSIONS "?max_records=10&fields=user");
	sim_set_fault(&s, "mid_walk");
	sim_get(&s, SESSIONS "?max_records=50");
	assert_int_equal(sim_rows(&s), 50);
	next = strdup(s.next);
	sim_expect_error(&s, next, 500, "65541", NULL);
	free(next);
	sim_stage_close(&s);
}

/* Follows the last answer's next link and returns the one behind it, which the caller frees. */
static char *
follow(struct sim_stage *s, int rows)
{
	char *link = strdup(s->next);

	sim_get(s, link);
	assert_int_equal(s->status, 200);
	assert_int_equal(sim_rows(s), rows);
	free(link);
	return strdup(s->next);
}

static void
links_lead_in_circles_or_to_no_end_on_demand(void **state)
{
	struct sim_stage s;
	char *first, *second, *third;

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	sim_set_fault(&s, "cycle_links=2");
	sim_get(&s, SESSIONS "?max_records=10&fields=user");
	first = strdup(s.next);
	second = follow(&s, 10);
	third = follow(&s, 10);
	assert_string_not_equal(first, second);
	assert_string_equal(first, third);
	free(first);
	free(second);
	free(third);
	sim_set_fault(&s, "endless");
	sim_get(&s, SESSIONS);
	first = follow(&s, 0);
	second = follow(&s, 0);
	assert_string_not_equal(first, second);
	free(first);
	free(second);
	sim_stage_close(&s);
}

static void
bodies_are_larger_than_they_should_be_on_demand(void **state)
{
	struct sim_stage s;

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	sim_set_fault(&s, "huge=1");
	sim_get(&s, SESSIONS "?max_records=10");
	assert_int_equal(sim_rows(&s), 10);
	assert_true(strlen(s.text) > 1 << 20);
	sim_set_fault(&s, "long_text=2");
	sim_get(&s, SESSIONS "?max_records=10");
	assert_int_equal(strlen(sim_word(sim_row(&s, 0), "text")), 2048);
	sim_set_fault(&s, "deep=70");
	sim_get(&s, SESSIONS "?max_records=10");
	assert_non_null(strstr(s.text, "{\"records\":[{\"deep\":[[[["));
	sim_set_fault(&s, "204");
	sim_get(&s, SESSIONS);
	assert_int_equal(s.status, 204);
	sim_stage_close(&s);
}

static void
bodies_go_wrong_on_demand(void **state)
{
	struct sim_stage s;

	(void)state;
	sim_stage_open(&s, sim_stage_small_world());
	sim_set_fault(&s, "broken");
	for (int i = 1; i < 60; i++) {
		char uri[80];

		snprintf(uri, sizeof(uri), SESSIONS "?fields=*&max_records=%d", i);
		sim_get(&s, uri);
		assert_int_equal(s.status, 200);
		assert_null(s.json);
	}
	sim_set_fault(&s, "html");
	sim_get(&s, SESSIONS);
	assert_int_equal(s.status, 200);
	assert_non_null(strstr(s.text, "<html>"));
	sim_set_fault(&s, "late=0.25");
	sim_get(&s, SESSIONS);
	assert_int_equal(s.mischief.late_ms, 250);
	sim_set_fault(&s, "hang");
	sim_get(&s, SESSIONS);
	assert_true(s.mischief.hangs);
	sim_set_fault(&s, "cut");
	sim_get(&s, SESSIONS);
	assert_true(s.mischief.is_cut);
	sim_stage_close(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(refusals_come_on_demand),
	    cmocka_unit_test(a_fault_comes_at_its_nth_request_and_as_often_as_said),
	    cmocka_unit_test(a_rate_is_kept_about),
	    cmocka_unit_test(page_faults_keep_the_walk_whole),
	    cmocka_unit_test(links_go_wrong_on_demand),
	    cmocka_unit_test(links_lead_in_circles_or_to_no_end_on_demand),
	    cmocka_unit_test(bodies_are_larger_than_they_should_be_on_demand),
	    cmocka_unit_test(bodies_go_wrong_on_demand),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
