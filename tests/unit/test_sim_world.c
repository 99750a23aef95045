/* The simulated world: believable, repeatable, and movable by hand. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sim/churn.h"
#include "sim/control.h"
#include "sim/populate.h"
#include "sim/simulator.h"
#include "sim/world.h"

static struct world_options
options_of(uint32_t sessions)
{
	return (struct world_options){
	    .name = "sim1",
	    .release = {9, 14, 1},
	    .seed = 7,
	    .sessions = sessions,
	    .files_per_session = 3,
	    .churn = 600,
	    .frozen = true,
	};
}

static struct world *
make_world(uint32_t sessions)
{
	struct world_options options = options_of(sessions);

	return world_new(&options);
}

/* The body of a control request; the caller frees it. */
static char *
control(struct simulator *sim, const char *method, const char *uri)
{
	struct answer a = {.status = 0};
	char *text;

	control_answer(sim, method, uri, &a);
	assert_int_equal(a.status, 200);
	text = sim_strndup(a.body.data, a.body.length);
	answer_free(&a);
	return text;
}

static void
expect_control(struct simulator *sim, const char *uri, const char *answer)
{
	char *text = control(sim, "POST", uri);

	assert_string_equal(text, answer);
	free(text);
}

static void
assert_in_order(const struct world *w)
{
	for (uint32_t i = 1; i < w->order_count; i++) {
		const struct session *a = world_at(w, i - 1), *b = world_at(w, i);
		const struct lif *l = world_lif(w, a), *r = world_lif(w, b);

		assert_true(
		    l->node < r->node || (l->node == r->node && l->svm < r->svm) ||
		    (l->node == r->node && l->svm == r->svm && a->id < b->id) ||
		    (l->node == r->node && l->svm == r->svm && a->id == b->id && a->connection < b->connection));
		assert_false(a->dead);
	}
}

static void
a_world_has_as_many_sessions_as_asked_for(void **state)
{
	static const uint32_t sizes[] = {0, 1, 2, 49, 50, 200, 5000};

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct world *w = make_world(sizes[i]);

		assert_int_equal(w->order_count, sizes[i]);
		assert_in_order(w);
		world_free(w);
	}
}

static void
the_same_seed_gives_the_same_world_and_another_another(void **state)
{
	struct world_options options = options_of(300);
	struct simulator *a = simulator_new(&options), *b = simulator_new(&options), *c;
	char *left, *right, *other;

	(void)state;
	options.seed = 8;
	c = simulator_new(&options);
	left = control(a, "GET", "/sim/world");
	right = control(b, "GET", "/sim/world");
	other = control(c, "GET", "/sim/world");
	assert_string_equal(left, right);
	assert_string_not_equal(left, other);
	free(left);
	free(right);
	free(other);
	simulator_free(a);
	simulator_free(b);
	simulator_free(c);
}

static void
two_steps_come_to_the_same_as_one_long_step(void **state)
{
	struct world_options options = options_of(300);
	struct simulator *a = simulator_new(&options), *b = simulator_new(&options);
	char *before = control(a, "GET", "/sim/world"), *left, *right;

	(void)state;
	free(control(a, "POST", "/sim/step?seconds=90"));
	free(control(b, "POST", "/sim/step?seconds=30"));
	free(control(b, "POST", "/sim/step?seconds=60"));
	left = control(a, "GET", "/sim/world");
	right = control(b, "GET", "/sim/world");
	assert_string_equal(left, right);
	assert_string_not_equal(left, before);
	free(before);
	free(left);
	free(right);
	simulator_free(a);
	simulator_free(b);
}

static void
churn_keeps_order_and_number(void **state)
{
	struct world *w = make_world(2000);
	uint64_t version = w->version;

	(void)state;
	for (int i = 0; i < 20; i++) {
		churn_advance(w, 60);
		assert_in_order(w);
		assert_true(w->order_count > 1600 && w->order_count < 2400);
	}
	assert_true(w->version > version);
	world_free(w);
}

static void
without_churn_only_time_passes(void **state)
{
	struct world_options options = options_of(200);
	struct world *w;
	uint32_t idle;

	(void)state;
	options.churn = 0;
	w = world_new(&options);
	for (uint32_t i = 0; i < w->order_count; i++) {
		if (!world_primary(w, world_at(w, i))->busy) {
			idle = world_idle(w, world_at(w, i));
			churn_advance(w, 10);
			assert_int_equal(world_idle(w, world_at(w, i)), idle + 10);
		}
	}
	assert_int_equal(w->order_count, 200);
	world_free(w);
}

static void
a_world_is_as_mixed_as_a_real_one(void **state)
{
	struct world *w = make_world(5000);
	unsigned machines = 0, ipv6 = 0, above_2_63 = 0, kerberos = 0, smb1 = 0, ntlmv1 = 0, anonymous = 0, plain = 0;
	unsigned encrypted = 0, partially = 0, channels = 0, shared = 0, hog = 0, hog_files = 0;

	(void)state;
	for (uint32_t i = 0; i < w->order_count; i++) {
		const struct session *s = world_at(w, i);
		const struct text *name = &world_user(w, s)->name;

		machines += name->length > 0 && name->raw[name->length - 1] == '$';
		ipv6 += strchr(w->hosts[s->host].ip, ':') != NULL;
		above_2_63 += s->id >> 63 != 0;
		kerberos += s->authentication == AUTH_KERBEROS;
		smb1 += s->protocol == PROTOCOL_SMB1;
		ntlmv1 += s->authentication == AUTH_NTLMV1;
		anonymous += s->authentication == AUTH_ANONYMOUS;
		plain += !s->is_signed;
		encrypted += s->encryption == ENCRYPTION_FULL;
		partially += s->encryption == ENCRYPTION_PARTIAL;
		channels += s->connection_count > 1;
		shared += i > 0 && world_at(w, i - 1)->connection == s->connection &&
			  world_at(w, i - 1)->id + 1 == s->id;
		hog += world_idle(w, s) == 0 && s->busy;
		hog_files += s->busy ? s->open_files : 0;
	}
	assert_true(machines > 200 && ipv6 > 100 && above_2_63 > 2000 && kerberos > 3500);
	assert_true(smb1 > 20 && smb1 < 500 && ntlmv1 > 10 && anonymous > 5 && plain > 100);
	assert_true(encrypted > 100 && partially > 20 && channels > 20 && shared > 20);
	assert_int_equal(hog, 100);
	assert_true(hog_files > 3000);
	world_free(w);
}

static void
sessions_on_different_nodes_may_share_an_identifier(void **state)
{
	struct world *w = make_world(500);
	unsigned ones = 0;

	(void)state;
	for (uint32_t i = 0; i < w->order_count; i++)
		ones += world_at(w, i)->id == 1;
	assert_true(ones > 1);
	world_free(w);
}

static void
a_multichannel_session_ends_with_all_its_connections(void **state)
{
	struct world *w = make_world(2000);
	uint32_t i = 0, before = w->order_count, channels;

	(void)state;
	while (world_at(w, i)->connection_count < 2)
		i++;
	channels = world_at(w, i)->connection_count;
	world_end(w, w->order[i + 1]);
	world_commit(w);
	assert_int_equal(w->order_count, before - channels);
	assert_in_order(w);
	world_free(w);
}

static void
a_session_that_was_added_can_be_touched_and_ended(void **state)
{
	struct world_options options = options_of(20);
	struct simulator *sim = simulator_new(&options);
	char *line = control(sim, "POST", "/sim/add?user=CORP%5Cnew&client_ip=10.9.8.7&open_files=2");
	char *world;

	(void)state;
	assert_non_null(strstr(line, "\"user\":\"CORP\\\\new\""));
	assert_non_null(strstr(line, "\"client_ip\":\"10.9.8.7\""));
	assert_non_null(strstr(line, "\"open_files\":2,"));
	world = control(sim, "GET", "/sim/world");
	assert_non_null(strstr(world, line));
	free(world);
	free(line);
	expect_control(sim, "/sim/touch?user=CORP%5Cnew&open_files=17", "{\"touched\":1}\n");
	world = control(sim, "GET", "/sim/world");
	assert_non_null(strstr(world, "\"open_files\":17,"));
	free(world);
	expect_control(sim, "/sim/end?user=new", "{\"ended\":1}\n");
	expect_control(sim, "/sim/end?user=new", "{\"ended\":0}\n");
	simulator_free(sim);
}

static void
touching_starts_the_idle_time_anew(void **state)
{
	struct world_options options = options_of(0);
	struct simulator *sim = simulator_new(&options);
	char *world;

	(void)state;
	free(control(sim, "POST", "/sim/add?user=x&client_ip=fd00::1"));
	free(control(sim, "POST", "/sim/fault?spec="));
	simulator_write(sim)->options.churn = 0;
	simulator_unlock(sim);
	free(control(sim, "POST", "/sim/step?seconds=3661"));
	world = control(sim, "GET", "/sim/world");
	assert_non_null(strstr(world, "\"connected_duration\":\"PT1H1M1S\",\"idle_duration\":\"PT1H1M1S\""));
	free(world);
	free(control(sim, "POST", "/sim/touch?user=x&open_files=0"));
	world = control(sim, "GET", "/sim/world");
	assert_non_null(strstr(world, "\"connected_duration\":\"PT1H1M1S\",\"idle_duration\":\"PT0S\""));
	free(world);
	simulator_free(sim);
}

static void
a_control_that_makes_no_sense_says_so(void **state)
{
	static const char *const bad[] = {"/sim/step", "/sim/step?seconds=x", "/sim/end", "/sim/touch?user=a",
	    "/sim/add?user=a&client_ip=nowhere", "/sim/fault?spec=nonsense", "/sim/fault?spec=late", "/sim/world"};
	struct world_options options = options_of(5);
	struct simulator *sim = simulator_new(&options);

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct answer a = {.status = 0};

		control_answer(sim, "POST", bad[i], &a);
		assert_int_equal(a.status, 400);
		answer_free(&a);
	}
	simulator_free(sim);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_world_has_as_many_sessions_as_asked_for),
	    cmocka_unit_test(the_same_seed_gives_the_same_world_and_another_another),
	    cmocka_unit_test(two_steps_come_to_the_same_as_one_long_step),
	    cmocka_unit_test(churn_keeps_order_and_number),
	    cmocka_unit_test(without_churn_only_time_passes),
	    cmocka_unit_test(a_world_is_as_mixed_as_a_real_one),
	    cmocka_unit_test(sessions_on_different_nodes_may_share_an_identifier),
	    cmocka_unit_test(a_multichannel_session_ends_with_all_its_connections),
	    cmocka_unit_test(a_session_that_was_added_can_be_touched_and_ended),
	    cmocka_unit_test(touching_starts_the_idle_time_anew),
	    cmocka_unit_test(a_control_that_makes_no_sense_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
