/* test_e2e_trust.c: whom the program talks to: certificates, keys that are known, and those that are not. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "e2e/tunnel.h"
#include "e2e/watch.h"

#define BY_HAND "interval: 1h, return_timeout: 1, timeout: 5s"
#define FAST "interval: 500ms, return_timeout: 1, timeout: 5s"
#define PIN_SIZE 52
#define PIN_LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
/* A key that nobody has. */
#define PIN_OTHER "sha256//47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="

static const char *
known_path(struct scene *scene)
{
	return scene_path(scene, "state/cifstop/known_clusters");
}

/* The key that a text names first. */
static const char *
find_pin(struct scene *scene, const char *text)
{
	const char *start = strstr(text, "sha256//");

	if (start == NULL || strspn(start + 8, PIN_LETTERS) != PIN_SIZE - 8)
		check_fail("there is no key in: %s", text);
	return scene_text(scene, "%.*s", PIN_SIZE, start);
}

static const char *
pin_of(struct scene *scene, const struct sim *sim)
{
	return find_pin(scene, cifstop_run(scene, "--trust %s", sim_url(sim)).out);
}

/* Another simulator where one was that has stopped: with the key of `key_file`, or a new one. */
static struct sim *
restart(struct scene *scene, struct sim *before, const char *key_file)
{
	const char *port = strrchr(sim_url(before), ':') + 1;

	sim_stop(before);
	if (key_file == NULL)
		return sim_start(scene, "--sessions 20 --frozen --tls --port %s", port);
	return sim_start(scene, "--sessions 20 --frozen --tls --port %s --key '%s'", port, key_file);
}

static struct sim *
start_keyed(struct scene *scene, const char **key_file)
{
	*key_file = scene_path(scene, "server.key");
	return sim_start(scene, "--sessions 20 --frozen --tls --key '%s'", *key_file);
}

/* The cluster "one", with these lines below tls: or none. */
static const char *
configure(struct scene *scene, struct sim *sim, const char *pace, const char *tls)
{
	return sim_config(scene, scene_text(scene, "%s%s", pace, tls), "", "one", sim);
}

static void
trust(struct scene *scene, const struct sim *sim)
{
	struct stage *stage = stage_open_cifstop(scene, "100x24", "--trust %s", sim_url(sim));

	stage_wait_text(stage, "Is this its key?");
	stage_type(stage, "yes" KEY_ENTER);
	stage_wait_text(stage, "Trusted: ");
	stage_wait_end(stage, 0);
}

/* A text that the screen may have broken into lines. */
static bool
has_broken(struct stage *stage, const void *context)
{
	const char *wanted = context;
	size_t length = strlen(wanted);
	int column, line;

	if (!stage_find(stage, scene_text(stage_scene(stage), "%.20s", wanted), &column, &line))
		return false;
	for (size_t at = 0; at < length; line++) {
		const char *text = stage_line(stage, line);
		size_t blank = at == 0 ? 0 : strspn(text, " "), same = 0;

		text = at == 0 ? strstr(text, scene_text(stage_scene(stage), "%.20s", wanted)) : text + blank;
		while (text != NULL && at + same < length && text[same] == wanted[at + same])
			same++;
		if (same == 0)
			return false;
		at += same;
	}
	return true;
}

static void
wait_broken(struct stage *stage, const char *text)
{
	stage_wait(stage, text, has_broken, text);
}

static void
first_contact_shows_who_it_is_and_sends_nothing_before_yes(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 20 --frozen --tls");
	const char *config = configure(*state, sim, BY_HAND, ""), *pin = pin_of(*state, sim);
	struct stage *stage = stage_open_cifstop(*state, "100x40", "-c %s", config);
	struct stat status;

	stage_wait_text(stage, "one shows a key that nobody knows");
	stage_wait_text(stage, "subject CN=localhost");
	stage_wait_text(stage, "issuer  CN=localhost (itself)");
	stage_wait_text(stage, "valid   20");
	stage_wait_text(stage, "cert    ");
	stage_wait_text(stage, scene_text(*state, "key     %s", pin));
	stage_wait_text(stage, "self-signed certificate");
	stage_wait_on_line(stage, -2, "trust this key (yes/no):");
	assert_int_equal(sim_requests(sim, ""), 0);
	assert_string_equal(scene_read(*state, known_path(*state), NULL), "");
	stage_type(stage, "yes" KEY_ENTER);
	table_wait_rows(stage, sim_world(sim).count);
	stage_wait_on_line(stage, -2, "one is trusted by its key from now on");
	assert_string_equal(
	    scene_read(*state, known_path(*state), NULL), scene_text(*state, "%s %s\n", sim_url(sim), pin));
	assert_int_equal(stat(known_path(*state), &status), 0);
	assert_int_equal(status.st_mode & 07777, 0600);
	stage_type(stage, "q");
	stage_wait_end(stage, 0);
}

static void
the_next_run_remembers(void **state)
{
	const char *key, *config;
	struct sim *sim = start_keyed(*state, &key);
	struct stage *stage;

	config = configure(*state, sim, BY_HAND, "");
	trust(*state, sim);
	/* Another certificate of the same key is the same cluster. */
	sim = restart(*state, sim, key);
	stage = stage_open_cifstop(*state, "100x40", "-c %s", config);
	table_wait_rows(stage, sim_world(sim).count);
	stage_wait_on_line(stage, 1, " ok ");
	assert_int_equal(cifstop_run(*state, "-c %s --once", config).code, 0);
}

static void
no_is_respected_and_can_be_taken_back(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 20 --frozen --tls");
	const char *config = configure(*state, sim, BY_HAND, "");
	struct stage *stage = stage_open_cifstop(*state, "100x40", "-c %s", config);

	stage_wait_on_line(stage, -2, "trust this key");
	stage_type(stage, "no" KEY_ENTER);
	stage_wait_on_line(stage, -2, "one is not trusted; T asks again");
	stage_wait_no_text(stage, "subject");
	/* Asked again by hand it shows the same key, which is not pressed on anyone twice. */
	stage_type(stage, "r");
	stage_wait_on_line(stage, -2, "asking all clusters");
	stage_type(stage, "T");
	stage_wait_on_line(stage, -2, "trust this key");
	stage_type(stage, KEY_ESCAPE);
	stage_wait_on_line(stage, -2, "one is not trusted");
	stage_type(stage, "T");
	stage_wait_on_line(stage, -2, "trust this key");
	assert_int_equal(sim_requests(sim, ""), 0);
	assert_string_equal(scene_read(*state, known_path(*state), NULL), "");
	stage_type(stage, "yes" KEY_ENTER);
	table_wait_rows(stage, sim_world(sim).count);
}

static void
a_key_can_be_compared_by_the_machine(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 20 --frozen --tls");
	const char *config = configure(*state, sim, BY_HAND, ""), *pin = pin_of(*state, sim);
	struct stage *stage = stage_open_cifstop(*state, "100x40", "-c %s", config);

	stage_wait_on_line(stage, -2, "trust this key");
	stage_type(stage, "y" KEY_ENTER);
	stage_wait_on_line(stage, -1, "yes or no, or the key");
	stage_type(stage, KEY_CTRL_U PIN_OTHER KEY_ENTER);
	stage_wait_on_line(stage, -1, "that is another key");
	assert_int_equal(sim_requests(sim, ""), 0);
	stage_type(stage, scene_text(*state, KEY_CTRL_U "%s" KEY_ENTER, pin));
	table_wait_rows(stage, sim_world(sim).count);
}

static void
the_question_fits_a_small_screen(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 20 --frozen --tls");
	const char *config = configure(*state, sim, BY_HAND, ""), *pin = pin_of(*state, sim);
	struct stage *stage = stage_open_cifstop(*state, "40x12", "-c %s", config);

	stage_wait_text(stage, "subject CN=localhost");
	stage_wait_text(stage, "valid   20");
	wait_broken(stage, pin);
	stage_wait_on_line(stage, -2, "trust this key (yes/no):");
	stage_type(stage, KEY_DOWN KEY_DOWN KEY_DOWN KEY_DOWN);
	stage_wait_text(stage, "self-signed");
	stage_resize(stage, "80x24");
	stage_wait_text(stage, scene_text(*state, "key     %s", pin));
	stage_wait_text(stage, "sees. yes is remembered");
	stage_type(stage, "yes" KEY_ENTER);
	stage_wait_on_line(stage, 1, " ok ");
}

static void
a_changed_key_is_refused_with_both_until_the_known_one_is_back(void **state)
{
	const char *key, *config, *known, *shown;
	struct sim *sim = start_keyed(*state, &key);
	size_t count = sim_world(sim).count;
	struct stage *stage;

	trust(*state, sim);
	known = find_pin(*state, scene_read(*state, known_path(*state), NULL));
	config = configure(*state, sim, BY_HAND, "");
	stage = stage_open_cifstop(*state, "120x40", "-c %s", config);
	table_wait_rows(stage, count);
	sim = restart(*state, sim, NULL);
	shown = pin_of(*state, sim);
	assert_string_not_equal(known, shown);
	stage_type(stage, "r");
	stage_wait_on_line(stage, 1, "THE KEY HAS CHANGED");
	stage_wait_text(stage, "one is not trusted");
	stage_wait_text(stage, scene_text(*state, "key     %s", shown));
	stage_wait_text(stage, scene_text(*state, "known   %s", known));
	stage_wait_text(stage, "cifstop --trust one");
	stage_wait_text(stage, "known_clusters:1");
	assert_false(stage_has(stage, "trust this key"));
	assert_int_equal(sim_requests(sim, ""), 0);
	stage_type(stage, KEY_ESCAPE);
	table_wait_rows(stage, count);
	sim = restart(*state, sim, key);
	stage_type(stage, "r");
	stage_wait_on_line(stage, 1, " ok ");
	assert_true(sim_requests(sim, SESSIONS_PATH) > 0);
}

static void
an_impostor_gets_no_byte_of_a_request_and_is_not_asked_again(void **state)
{
	struct sim *impostor = sim_start(*state, "--sessions 20 --frozen --tls"), *good = sim_start(*state, "--frozen");
	struct tunnel *tunnel = tunnel_open(*state, impostor);
	const char *config = scene_write(*state, "two.yaml",
	    "defaults: {username: " SIM_USER ", password: " SIM_PASSWORD ", " FAST "}\nclusters:\n"
	    "  - {name: bad, url: 'https://cluster.example.com', proxy: '%s', tls: {pin: '" PIN_OTHER "'}}\n"
	    "  - {name: good, url: '%s'}\n",
	    tunnel_url(tunnel), sim_url(good));
	struct stage *stage = stage_open_cifstop(*state, "120x40", "-c %s", config);

	stage_wait_on_line(stage, 1, "THE KEY IS NOT tls.pin");
	stage_wait_text(stage, "known   " PIN_OTHER);
	watch_requests(stage, good, 5);
	/* One that was to be a request, and one look at the certificate. */
	assert_int_equal(tunnel_count(tunnel), 2);
	assert_int_equal(sim_requests(impostor, ""), 0);
}

static void
without_a_screen_both_keys_are_told_and_nothing_is_sent(void **state)
{
	const char *key, *config, *known, *shown;
	struct sim *sim = start_keyed(*state, &key);
	struct outcome outcome;

	trust(*state, sim);
	known = find_pin(*state, scene_read(*state, known_path(*state), NULL));
	config = configure(*state, sim, BY_HAND, "");
	sim = restart(*state, sim, NULL);
	shown = pin_of(*state, sim);
	outcome = cifstop_run(*state, "-c %s --once", config);
	assert_int_equal(outcome.code, 1);
	check_contains(outcome.err, "THE KEY HAS CHANGED, nothing was sent: ");
	check_contains(outcome.err, known);
	check_contains(outcome.err, shown);
	check_contains(outcome.err, "cifstop --trust one, or take out the line ");
	check_contains(outcome.err, scene_text(*state, "%s:1", known_path(*state)));
	assert_int_equal(sim_requests(sim, ""), 0);
}

static void
trust_without_a_terminal_refuses_and_prints_the_line_to_write(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 20 --frozen --tls");
	struct outcome outcome = cifstop_run(*state, "--trust %s", sim_url(sim));
	const char *pin = find_pin(*state, outcome.out), *config;

	assert_int_equal(outcome.code, 2);
	check_contains(outcome.out, "subject      CN=localhost");
	check_contains(outcome.out, "issuer       CN=localhost (itself)");
	check_contains(outcome.out, "valid        20");
	check_contains(outcome.err, "there is no terminal to ask on, so nothing is trusted");
	check_contains(outcome.err, scene_text(*state, "tls: {pin: \"%s\"}", pin));
	assert_string_equal(scene_read(*state, known_path(*state), NULL), "");
	/* The line does what it says. */
	config = configure(*state, sim, BY_HAND, scene_text(*state, ", tls: {pin: \"%s\"}", pin));
	outcome = cifstop_run(*state, "-c %s --once", config);
	assert_int_equal(outcome.code, 0);
	assert_string_equal(outcome.err, "");
}

static void
trust_on_a_terminal_asks_and_knows_what_it_knows(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 20 --frozen --tls");
	const char *config = configure(*state, sim, BY_HAND, "");
	struct stage *stage = stage_open_cifstop(*state, "110x24", "-c %s --trust one", config);
	struct outcome outcome;

	stage_wait_text(stage, "Is this its key?");
	stage_type(stage, "maybe" KEY_ENTER);
	stage_wait_text(stage, "Please type yes or no:");
	stage_type(stage, "no" KEY_ENTER);
	stage_wait_end(stage, 1);
	stage_wait_text(stage, "one is not trusted");
	assert_string_equal(scene_read(*state, known_path(*state), NULL), "");
	stage = stage_open_cifstop(*state, "110x24", "-c %s --trust one", config);
	stage_wait_text(stage, "Is this its key?");
	stage_type(stage, "yes" KEY_ENTER);
	stage_wait_end(stage, 0);
	outcome = cifstop_run(*state, "-c %s --trust one", config);
	assert_int_equal(outcome.code, 0);
	check_contains(outcome.out, scene_text(*state, "This is the key that is known: %s:1", known_path(*state)));
	assert_int_equal(sim_requests(sim, ""), 0);
}

static void
trust_says_that_a_key_has_changed_and_puts_the_new_one_in_its_place(void **state)
{
	const char *key, *known, *shown;
	struct sim *sim = start_keyed(*state, &key);
	struct stage *stage;

	trust(*state, sim);
	known = find_pin(*state, scene_read(*state, known_path(*state), NULL));
	sim = restart(*state, sim, NULL);
	stage = stage_open_cifstop(*state, "160x24", "--trust %s", sim_url(sim));
	stage_wait_text(stage, "THE KEY HAS CHANGED");
	stage_wait_text(stage, scene_text(*state, "known        %s", known));
	stage_wait_text(stage, "Is this its key?");
	stage_type(stage, "yes" KEY_ENTER);
	stage_wait_end(stage, 0);
	shown = scene_read(*state, known_path(*state), NULL);
	check_lacks(shown, known);
	assert_string_equal(shown, scene_text(*state, "%s %s\n", sim_url(sim), find_pin(*state, shown)));
}

static void
trust_says_when_there_is_nothing_to_ask(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 20 --frozen --tls"), *plain = sim_start(*state, "--frozen");
	struct outcome outcome;

	outcome = cifstop_run(*state, "--trust %s", sim_url(plain));
	assert_int_equal(outcome.code, 2);
	check_contains(outcome.err, "has no certificate");
	outcome = cifstop_run(*state, "-c %s --trust one", configure(*state, sim, BY_HAND, ", tls: {insecure: true}"));
	assert_int_equal(outcome.code, 2);
	check_contains(outcome.err, "insecure: true");
	outcome = cifstop_run(
	    *state, "-c %s --trust one", configure(*state, sim, BY_HAND, ", tls: {pin: '" PIN_OTHER "'}"));
	assert_int_equal(outcome.code, 2);
	check_contains(outcome.err, "tls.pin says what the key of one is");
	outcome = cifstop_run(*state, "-c %s --trust two", configure(*state, sim, BY_HAND, ""));
	assert_int_equal(outcome.code, 2);
	check_contains(outcome.err, "no cluster is named 'two'; an address is written https://HOST");
	sim_stop(sim);
	outcome = cifstop_run(*state, "--trust %s", sim_url(sim));
	assert_int_equal(outcome.code, 1);
	check_contains(outcome.err, "no connection to ");
}

static void
a_wrong_pin_of_the_configuration_is_refused(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 20 --frozen --tls");
	struct outcome outcome = cifstop_run(
	    *state, "-c %s --once", configure(*state, sim, BY_HAND, ", tls: {pin: '" PIN_OTHER "'}"));

	assert_int_equal(outcome.code, 1);
	check_contains(outcome.err, "THE KEY IS NOT tls.pin, nothing was sent: tls.pin is " PIN_OTHER);
	check_contains(outcome.err, pin_of(*state, sim));
	assert_int_equal(sim_requests(sim, ""), 0);
}

/* A certificate of this kind is refused with `reason`, and can be trusted by its key all the same. */
static void
check_kind(void **state, const char *kind, const char *reason)
{
	struct sim *sim = sim_start(*state, "--sessions 20 --frozen --tls --cert %s", kind);
	const char *config = configure(
	    *state, sim, BY_HAND, scene_text(*state, ", tls: {ca_file: '%s'}", sim_certificate(sim)));
	struct outcome outcome = cifstop_run(*state, "-c %s --once", config);

	assert_int_equal(outcome.code, 1);
	check_contains(outcome.err, "certificate is not trusted: ");
	check_contains(outcome.err, reason);
	assert_int_equal(sim_requests(sim, ""), 0);
	trust(*state, sim);
	outcome = cifstop_run(*state, "-c %s --once", configure(*state, sim, BY_HAND, ""));
	assert_int_equal(outcome.code, 0);
}

static void
an_expired_certificate_is_refused(void **state)
{
	check_kind(state, "expired", "expired");
	check_kind(state, "future", "not yet valid");
}

static void
a_certificate_for_another_name_is_refused(void **state)
{
	check_kind(state, "wrong-name", "match");
}

/* A cluster of that host, which the tunnel leads to the simulator. */
static const char *
configure_behind(struct scene *scene, const struct tunnel *tunnel, struct sim *sim, const char *host)
{
	return scene_write(scene, "tunnel.yaml",
	    "defaults: {username: " SIM_USER ", password: " SIM_PASSWORD ", proxy: '%s', tls: {ca_file: '%s'}}\n"
	    "clusters: [{name: one, url: 'https://%s'}]\n",
	    tunnel_url(tunnel), sim_certificate(sim), host);
}

static void
the_name_is_compared_with_the_address_through_a_proxy(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 20 --frozen --tls");
	struct tunnel *tunnel = tunnel_open(*state, sim);
	struct outcome outcome;

	outcome = cifstop_run(*state, "-c %s --once", configure_behind(*state, tunnel, sim, "localhost"));
	assert_int_equal(outcome.code, 0);
	assert_int_equal(tunnel_count(tunnel), 1);
	outcome = cifstop_run(*state, "-c %s --once", configure_behind(*state, tunnel, sim, "cluster.example.com"));
	assert_int_equal(outcome.code, 1);
	check_contains(outcome.err, "certificate is not trusted: ");
	check_contains(outcome.err, "cluster.example.com");
	assert_int_equal(tunnel_count(tunnel), 2);
}

/* OpenSSL speaks it here, so that it is the program that does not. */
static const char lenient[] = "openssl_conf = all\n[all]\nssl_conf = ssl\n[ssl]\nsystem_default = old\n[old]\n"
			      "MinProtocol = TLSv1\nCipherString = DEFAULT@SECLEVEL=0\n";

static void
older_tls_is_refused(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 20 --frozen --tls --tls-old");
	struct outcome outcome;

	scene_set(*state, "OPENSSL_CONF", scene_write(*state, "openssl.cnf", "%s", lenient));
	outcome = cifstop_run(*state, "-c %s --once", configure(*state, sim, BY_HAND, ", tls: {insecure: true}"));
	assert_int_equal(outcome.code, 1);
	check_contains(outcome.err, "no TLS with ");
	assert_int_equal(sim_requests(sim, ""), 0);
}

#define PLAIN "clusters:\n  - {name: one, url: 'http://192.0.2.1'"

static void
plain_http_is_spoken_on_this_machine_only(void **state)
{
	struct outcome outcome = cifstop_run(*state, "--once --url http://192.0.2.1");
	const char *config = scene_write(*state, "plain.yaml", PLAIN "}\n");

	assert_int_equal(outcome.code, 2);
	check_contains(outcome.err, "--url: http:// would show the password to everyone on the way; write https://");
	outcome = cifstop_run(*state, "-c %s --check-config", config);
	assert_int_equal(outcome.code, 2);
	check_contains(outcome.err, "plain.yaml:2:22: url: http:// would show the password");
	config = scene_write(*state, "plain.yaml", PLAIN ", tls: {insecure: true}}\n");
	assert_int_equal(cifstop_run(*state, "-c %s --check-config", config).code, 0);
	/* Not through a proxy that the environment names, either. */
	scene_set(*state, "http_proxy", "http://127.0.0.1:1");
	config = sim_config(*state, BY_HAND, "", "one", sim_start(*state, "--sessions 5 --frozen"));
	assert_int_equal(cifstop_run(*state, "-c %s --once", config).code, 0);
}

static const char *
client_tls(struct scene *scene, struct sim *sim, const char *key)
{
	return scene_text(scene,
	    "clusters: [{name: one, url: '%s', " BY_HAND ", tls: {ca_file: '%s', cert_file: client.crt%s}}]\n",
	    sim_url(sim), sim_certificate(sim), key);
}

static struct sim *
start_demanding(struct scene *scene)
{
	return sim_start(scene, "--sessions 20 --frozen --tls --client-out '%s'", scene_path(scene, "client"));
}

static void
a_client_certificate_logs_in(void **state)
{
	struct sim *sim = start_demanding(*state);
	const char *config;
	struct outcome outcome;

	config = scene_write(*state, "client.yaml", "%s", client_tls(*state, sim, ", key_file: client.key"));
	outcome = cifstop_run(*state, "-c %s --once", config);
	/* The simulator knows the certificate, and wants its password as well. */
	check_contains(outcome.err, "no username was given");
	config = scene_write(*state, "client.yaml",
	    "defaults: {username: " SIM_USER ", password: " SIM_PASSWORD "}\n%s",
	    client_tls(*state, sim, ", key_file: client.key"));
	outcome = cifstop_run(*state, "-c %s --once", config);
	assert_string_equal(outcome.err, "");
	assert_int_equal(outcome.code, 0);
	outcome = cifstop_run(*state, "-c %s --once",
	    configure(*state, sim, BY_HAND, scene_text(*state, ", tls: {ca_file: '%s'}", sim_certificate(sim))));
	assert_int_equal(outcome.code, 1);
	check_contains(outcome.err, "401");
}

static void
an_encrypted_key_is_asked_for_without_showing_it(void **state)
{
	struct sim *sim = start_demanding(*state);
	const char *config = scene_write(*state, "client.yaml",
	    "defaults: {username: " SIM_USER ", password: " SIM_PASSWORD "}\n%s",
	    client_tls(*state, sim, ", key_file: client.enc.key"));
	struct stage *stage = stage_open_cifstop(*state, "120x40", "-c %s", config);
	struct outcome outcome;

	stage_wait_text(stage, "client.enc.key:");
	stage_type(stage, "falsch" KEY_ENTER);
	stage_wait_on_line(stage, 1, "Passphrase of ");
	stage_type(stage, "sesam" KEY_ENTER);
	table_wait_rows(stage, sim_world(sim).count);
	assert_false(stage_has(stage, "sesam"));
	stage_type(stage, "q");
	stage_wait_end(stage, 0);
	outcome = cifstop_run(*state, "-c %s --once", config);
	assert_int_equal(outcome.code, 2);
	check_contains(outcome.err, "client.enc.key' is encrypted: there is no terminal to ask");
}

static void
a_key_that_does_not_open_is_not_tried_at_the_cluster(void **state)
{
	struct sim *sim = start_demanding(*state);
	const char *config = scene_write(
	    *state, "client.yaml", "%s", client_tls(*state, sim, ", key_file: client.enc.key"));
	struct stage *stage = stage_open_cifstop(*state, "120x40", "-c %s", config);

	for (int line = 0; line < 3; line++) {
		stage_wait_on_line(stage, line, "Passphrase of ");
		stage_type(stage, "falsch" KEY_ENTER);
	}
	stage_wait_text(stage, "does not open with that passphrase");
	stage_wait_end(stage, 2);
	assert_int_equal(sim_requests(sim, ""), 0);
}

static void
a_key_that_others_can_read_is_refused(void **state)
{
	struct sim *sim = start_demanding(*state);
	const char *config = scene_write(
	    *state, "client.yaml", "%s", client_tls(*state, sim, ", key_file: client.key"));
	struct outcome outcome;

	assert_int_equal(process_run(*state, "chmod 640 '%s'", scene_path(*state, "client.key")).code, 0);
	outcome = cifstop_run(*state, "-c %s --once", config);
	assert_int_equal(outcome.code, 2);
	check_contains(outcome.err, "can be read by others than its owner; run: chmod 600 ");
	assert_int_equal(sim_requests(sim, ""), 0);
}

static void
a_key_that_cannot_be_remembered_holds_for_this_run(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 20 --frozen --tls");
	const char *config = configure(*state, sim, BY_HAND, "");
	struct stage *stage;

	scene_set(*state, "XDG_STATE_HOME", "/proc/nowhere");
	stage = stage_open_cifstop(*state, "140x40", "-c %s", config);
	stage_wait_on_line(stage, -2, "trust this key");
	stage_type(stage, "yes" KEY_ENTER);
	stage_wait_on_line(stage, -2, "the key is trusted for this run only: ");
	table_wait_rows(stage, sim_world(sim).count);
	stage_type(stage, "q");
	stage_wait_end(stage, 0);
}

static void
a_bad_line_of_known_clusters_is_told_and_the_others_hold(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 20 --frozen --tls");
	const char *config = configure(*state, sim, BY_HAND, ""), *known;
	struct outcome outcome;

	trust(*state, sim);
	known = scene_text(*state, "rubbish\n%s", scene_read(*state, known_path(*state), NULL));
	scene_write(*state, "state/cifstop/known_clusters", "%s", known);
	outcome = cifstop_run(*state, "-c %s --once", config);
	assert_int_equal(outcome.code, 0);
	assert_string_equal(outcome.err, scene_text(*state,
					     "cifstop: %s:1:1: 'rubbish' is no origin; https://HOST or "
					     "https://HOST:PORT is due\n",
					     known_path(*state)));
	assert_string_equal(scene_read(*state, known_path(*state), NULL), known);
}

static void
insecure_is_told_also_of_clusters_that_have_no_cell(void **state)
{
	const char *text = "defaults: {username: " SIM_USER ", password: " SIM_PASSWORD ", interval: 1h}\nclusters:\n";
	struct sim *sim = sim_start(*state, "--sessions 5 --frozen --tls");
	struct stage *stage;

	for (unsigned i = 0; i < 12; i++)
		text = scene_text(*state, "%s  - {name: number%u, url: '%s', tls: {%s}}\n", text, i, sim_url(sim),
		    i == 11 ? "insecure: true" : scene_text(*state, "ca_file: '%s'", sim_certificate(sim)));
	stage = stage_open_cifstop(*state, "40x20", "-c %s", scene_write(*state, "many.yaml", "%s", text));
	stage_wait_text(stage, " more: ");
	stage_wait_text(stage, "; 1 INSECURE");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    SCENE_TEST(first_contact_shows_who_it_is_and_sends_nothing_before_yes),
	    SCENE_TEST(the_next_run_remembers),
	    SCENE_TEST(no_is_respected_and_can_be_taken_back),
	    SCENE_TEST(a_key_can_be_compared_by_the_machine),
	    SCENE_TEST(the_question_fits_a_small_screen),
	    SCENE_TEST(a_changed_key_is_refused_with_both_until_the_known_one_is_back),
	    SCENE_TEST(an_impostor_gets_no_byte_of_a_request_and_is_not_asked_again),
	    SCENE_TEST(without_a_screen_both_keys_are_told_and_nothing_is_sent),
	    SCENE_TEST(trust_without_a_terminal_refuses_and_prints_the_line_to_write),
	    SCENE_TEST(trust_on_a_terminal_asks_and_knows_what_it_knows),
	    SCENE_TEST(trust_says_that_a_key_has_changed_and_puts_the_new_one_in_its_place),
	    SCENE_TEST(trust_says_when_there_is_nothing_to_ask),
	    SCENE_TEST(a_wrong_pin_of_the_configuration_is_refused),
	    SCENE_TEST(an_expired_certificate_is_refused),
	    SCENE_TEST(a_certificate_for_another_name_is_refused),
	    SCENE_TEST(the_name_is_compared_with_the_address_through_a_proxy),
	    SCENE_TEST(older_tls_is_refused),
	    SCENE_TEST(plain_http_is_spoken_on_this_machine_only),
	    SCENE_TEST(a_client_certificate_logs_in),
	    SCENE_TEST(an_encrypted_key_is_asked_for_without_showing_it),
	    SCENE_TEST(a_key_that_does_not_open_is_not_tried_at_the_cluster),
	    SCENE_TEST(a_key_that_others_can_read_is_refused),
	    SCENE_TEST(a_key_that_cannot_be_remembered_holds_for_this_run),
	    SCENE_TEST(insecure_is_told_also_of_clusters_that_have_no_cell),
	    SCENE_TEST(a_bad_line_of_known_clusters_is_told_and_the_others_hold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
