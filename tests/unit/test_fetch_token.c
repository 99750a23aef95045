/* test_fetch_token.c: a token that is refused is read anew once, beside everything else. */
#include "config.h"

#include <string.h>
#include <unistd.h>

#include "app/token_reader.h"
#include "base/xalloc.h"
#include "e2e/check.h"
#include "fetch_desk.h"

/* A cluster whose token stands in a file, and who reads it. */
struct source {
	struct config *config;
	struct token_reader *reader;
	const char *path;
};

static void
close_source(void *subject)
{
	struct source *source = subject;

	token_reader_stop(source->reader);
	config_free(source->config);
}

static struct source *
open_source(struct scene *scene, const char *token)
{
	struct source *source = scene_memory(scene, sizeof *source);
	struct cluster_config *cluster;

	source->path = scene_write(scene, "token", "%s\n", token);
	source->config = config_new();
	cluster = config_add_cluster(source->config);
	cluster->target.name = xstrdup("prod");
	cluster->is_token = true;
	cluster->secret_source = SECRET_FILE;
	cluster->secret = xstrdup(source->path);
	assert_null(token_reader_start(source->config, &source->reader));
	assert_non_null(source->reader);
	scene_defer(scene, close_source, source);
	return source;
}

/* Asks with the token "one", every 10 ms. */
static struct desk *
open_desk(struct scene *scene, struct sim *sim, struct source *source)
{
	return desk_open(scene,
	    &(struct desk_settings){
		.sims = {sim}, .token = "one", .interval_ms = 10, .renewal = token_reader_renewal(source->reader)});
}

static void
wait_trouble(struct desk *desk, const char *part)
{
	while (desk_status(desk)->trouble == NULL || strstr(desk_status(desk)->trouble, part) == NULL)
		desk_turn(desk);
	assert_int_equal(desk_status(desk)->state, CLUSTER_STOPPED);
}

static void
a_token_that_ran_out_is_read_anew(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 10 --frozen --token one");
	struct source *source = open_source(*state, "one");
	struct desk *desk = open_desk(*state, sim, source);

	desk_wait_state(desk, CLUSTER_OK);
	for (unsigned i = 0; i < 3; i++) {
		uint32_t walks = desk_status(desk)->walks;
		const char *token = scene_text(*state, "number-%u", i);

		scene_write(*state, "token", "%s\n", token);
		sim_post(sim, "token?is=%s", token);
		/* One walk may have been under way, one is refused, and the next comes to its end. */
		desk_wait_walks(desk, walks + 3);
		desk_wait_state(desk, CLUSTER_OK);
	}
	desk_stop(desk);
	assert_int_equal(sim_requests(sim, " 401 "), 3);
	assert_int_equal(sim_requests(sim, "Auth=Basic"), 0);
}

static void
a_second_refusal_is_final(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 10 --frozen --token right");
	struct desk *desk = open_desk(*state, sim, open_source(*state, "two"));

	desk_wait_walks(desk, 2);
	wait_trouble(desk, "401: token refused, r to try again");
	fetch_set_interval(desk->fetch, 20);
	desk_turn(desk);
	desk_stop(desk);
	assert_int_equal(sim_requests(sim, " 401 "), 2);
	assert_int_equal(sim_requests(sim, "GET "), 2);
}

static void
the_same_token_is_not_tried_again_but_by_the_user(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 10 --frozen --token right");
	struct desk *desk = open_desk(*state, sim, open_source(*state, "one"));

	wait_trouble(desk, "still the same");
	assert_int_equal(sim_requests(sim, "GET "), 1);
	fetch_refresh(desk->fetch, FETCH_ALL);
	desk_wait_walks(desk, 2);
	assert_int_equal(sim_requests(sim, "GET "), 2);
	scene_write(*state, "token", "right\n");
	fetch_refresh(desk->fetch, FETCH_ALL);
	desk_wait_state(desk, CLUSTER_OK);
	desk_stop(desk);
	assert_int_equal(sim_requests(sim, " 401 "), 2);
}

static void
a_token_that_cannot_be_read_is_told(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 10 --frozen --token right");
	struct source *source = open_source(*state, "one");
	struct desk *desk;

	assert_int_equal(unlink(source->path), 0);
	desk = open_desk(*state, sim, source);
	wait_trouble(desk, "prod: token_file '");
	check_contains(desk_status(desk)->trouble, "cannot be read: No such file");
	desk_stop(desk);
	assert_int_equal(sim_requests(sim, "GET "), 1);
}

static void
without_a_reader_one_refusal_is_final(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 10 --frozen --token right");
	struct desk *desk = desk_open(*state, &(struct desk_settings){.sims = {sim}, .token = "one"});

	wait_trouble(desk, "401: token refused");
	desk_stop(desk);
	assert_int_equal(sim_requests(sim, "GET "), 1);
}

static void
nobody_is_started_without_a_token(void **state)
{
	struct config *config = config_new();
	struct token_reader *reader;

	(void)state;
	config_add_cluster(config);
	assert_null(token_reader_start(config, &reader));
	assert_null(reader);
	assert_null(token_reader_renewal(reader).ask);
	config_free(config);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    SCENE_TEST(a_token_that_ran_out_is_read_anew),
	    SCENE_TEST(a_second_refusal_is_final),
	    SCENE_TEST(the_same_token_is_not_tried_again_but_by_the_user),
	    SCENE_TEST(a_token_that_cannot_be_read_is_told),
	    SCENE_TEST(without_a_reader_one_refusal_is_final),
	    SCENE_TEST(nobody_is_started_without_a_token),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
