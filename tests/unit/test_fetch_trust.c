/* test_fetch_trust.c: what the fetch thread makes of certificates, and of a key that a person says yes to. */
#include "config.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "e2e/check.h"
#include "e2e/listener.h"
#include "e2e/scene.h"
#include "e2e/sim.h"
#include "fetch/fetch.h"

#define PIN_OTHER "sha256//47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="

/* One cluster, what came of it last, and what was written down. */
struct bench {
	struct fetch *fetch;
	struct fetch_news news;
	char *remembered; /* URL and pin */
	const char *refusal; /* why nothing is written down; NULL: it is */
};

static char *
remember(void *context, const char *url, const char *pin, char **place)
{
	struct bench *bench = context;

	free(bench->remembered);
	bench->remembered = xasprintf("%s %s", url, pin);
	if (bench->refusal == NULL)
		*place = xstrdup("file:1");
	return xstrdup(bench->refusal);
}

static void
bench_close(void *subject)
{
	struct bench *bench = subject;

	fetch_stop(bench->fetch);
	fetch_news_clear(&bench->news);
	free(bench->remembered);
}

static struct bench *
bench_open(struct scene *scene, const char *url, const char *refusal)
{
	struct bench *bench = scene_memory(scene, sizeof *bench);
	struct fetch_cluster cluster = {.target = target_default(), .interval_ms = 3600 * 1000};
	struct fetch_settings settings = {
	    .clusters = &cluster, .cluster_count = 1, .remember = remember, .remember_context = bench};

	bench->refusal = refusal;
	cluster.target.name = xstrdup("one");
	cluster.target.url = xstrdup(url);
	cluster.target.username = xstrdup(SIM_USER);
	cluster.target.timeout_ms = 3600 * 1000;
	assert_null(fetch_start(&settings, &bench->fetch));
	target_clear(&cluster.target);
	scene_defer(scene, bench_close, bench);
	return bench;
}

/* Sleeps until news come and takes them. */
static void
turn(struct bench *bench)
{
	struct pollfd source = {.fd = fetch_descriptor(bench->fetch), .events = POLLIN};
	struct fetch_news news;

	if (poll(&source, 1, scene_patience_ms()) <= 0)
		check_fail("no news come: %s", bench->news.status.trouble);
	fetch_acknowledge(bench->fetch);
	if (!fetch_take_cluster(bench->fetch, 0, &news))
		return;
	fetch_news_clear(&bench->news);
	bench->news = news;
}

static void
wait_visitors(struct listener *listener, size_t count)
{
	for (int waited = 0; listener_visitors(listener) < count; waited++) {
		if (waited == scene_patience_ms() / 10)
			check_fail("only %zu connections came", listener_visitors(listener));
		poll(NULL, 0, 10);
	}
}

static void
a_certificate_that_is_not_trusted_is_looked_at(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 5 --frozen --tls");
	struct bench *bench = bench_open(*state, sim_url(sim), NULL);

	while (bench->news.status.certificate == NULL)
		turn(bench);
	assert_int_equal(bench->news.status.state, CLUSTER_FAILED);
	assert_true(bench->news.status.may_be_trusted);
	assert_null(bench->news.status.pin);
	assert_string_equal(bench->news.status.certificate->subject, "CN=localhost");
	assert_int_equal(sim_requests(sim, ""), 0);
}

static void
a_key_is_written_down_and_used_at_once(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 5 --frozen --tls");
	struct bench *bench = bench_open(*state, sim_url(sim), NULL);
	char *pin;

	while (bench->news.status.certificate == NULL)
		turn(bench);
	pin = xstrdup(bench->news.status.certificate->pin);
	fetch_trust(bench->fetch, 0, pin);
	/* The simulator wants a password, which says that it was asked. */
	while (bench->news.status.state != CLUSTER_STOPPED)
		turn(bench);
	assert_string_equal(bench->remembered, scene_text(*state, "%s %s", sim_url(sim), pin));
	assert_string_equal(bench->news.status.pin, pin);
	assert_null(bench->news.status.pin_trouble);
	assert_null(bench->news.status.certificate);
	free(pin);
}

static void
a_key_that_cannot_be_written_down_is_used_and_says_so(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 5 --frozen --tls");
	struct bench *bench = bench_open(*state, sim_url(sim), "the disk is full");

	while (bench->news.status.certificate == NULL)
		turn(bench);
	fetch_trust(bench->fetch, 0, bench->news.status.certificate->pin);
	while (bench->news.status.state != CLUSTER_STOPPED)
		turn(bench);
	assert_string_equal(bench->news.status.pin_trouble, "the disk is full");
}

static void
a_wrong_key_is_not_offered_again(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 5 --frozen --tls");
	struct bench *bench = bench_open(*state, sim_url(sim), NULL);

	while (bench->news.status.certificate == NULL)
		turn(bench);
	fetch_trust(bench->fetch, 0, PIN_OTHER);
	while (bench->news.status.pin == NULL || bench->news.status.certificate == NULL)
		turn(bench);
	assert_false(bench->news.status.may_be_trusted);
	check_contains(bench->news.status.trouble, "THE KEY HAS CHANGED");
	check_contains(bench->news.status.trouble, PIN_OTHER);
	check_contains(bench->news.status.trouble, bench->news.status.certificate->pin);
	assert_int_equal(sim_requests(sim, ""), 0);
}

static void
what_is_under_way_when_a_key_is_trusted_is_asked_anew(void **state)
{
	struct listener *listener = listener_open(*state);
	const char *url = scene_text(*state, "https%s", strchr(listener_url(listener), ':'));
	struct bench *bench = bench_open(*state, url, NULL);

	wait_visitors(listener, 1);
	fetch_trust(bench->fetch, 0, PIN_OTHER);
	wait_visitors(listener, 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    SCENE_TEST(a_certificate_that_is_not_trusted_is_looked_at),
	    SCENE_TEST(a_key_is_written_down_and_used_at_once),
	    SCENE_TEST(a_key_that_cannot_be_written_down_is_used_and_says_so),
	    SCENE_TEST(a_wrong_key_is_not_offered_again),
	    SCENE_TEST(what_is_under_way_when_a_key_is_trusted_is_asked_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
