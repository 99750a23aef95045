/* test_certificate.c: what is read of certificates and keys, and the words for those that are not trusted. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "e2e/check.h"
#include "model/certificate.h"
#include "ontap/certificate_read.h"
#include "ontap/client_key.h"
#include "ontap/distrust.h"
#include "unit/fixture.h"

/* As openssl says them of the fixture. */
#define FINGERPRINT "5D:68:12:5C:3B:98:78:2D:24:3F:98:98:70:5C:D2:85:18:6B:2B:AA:9D:B2:21:1A:CE:3A:D1:96:FE:F9:59:F1"
#define PIN "sha256//p1OcpYHDHSaEYQCJROQ32biXqPOYYprf7lR3oTJh/Lk="
#define FROM ((time_t)1795517980)
#define UNTIL ((time_t)2110877980)

static struct certificate *
read_fixture(void)
{
	struct text pem = fixture_read("tls/certificate.pem");
	struct certificate *certificate = certificate_read(pem);

	fixture_free(pem);
	return certificate;
}

static void
a_certificate_says_what_openssl_says_of_it(void **state)
{
	struct certificate *certificate = read_fixture(), *copy = certificate_copy(certificate);
	char *signer;

	(void)state;
	certificate_free(certificate);
	assert_string_equal(copy->fingerprint, FINGERPRINT);
	assert_string_equal(copy->pin, PIN);
	assert_string_equal(copy->subject, "O=Bank,CN=cluster1.example.com");
	assert_true(copy->is_self_signed);
	assert_int_equal(copy->valid_from, FROM);
	assert_int_equal(copy->valid_until, UNTIL);
	signer = certificate_signer(copy);
	assert_string_equal(signer, "O=Bank,CN=cluster1.example.com (itself)");
	free(signer);
	certificate_free(copy);
}

static void
what_is_no_certificate_is_none(void **state)
{
	static const char *const texts[] = {"", "x", "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
	    "-----BEGIN CERTIFICATE-----\nMIIBsTCCAVegAwIBAgIUVePr\n-----END CERTIFICATE-----\n"};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		assert_null(certificate_read(text_of(texts[i])));
	assert_null(certificate_copy(NULL));
}

static void
expect_dates(time_t now, const char *wanted)
{
	struct certificate *certificate = read_fixture();
	char *dates = certificate_dates(certificate, now);

	assert_string_equal(dates, wanted);
	free(dates);
	certificate_free(certificate);
}

static void
dates_say_whether_they_hold(void **state)
{
	struct certificate odd = {.valid_from = (time_t)-1, .valid_until = (time_t)INT64_MAX};
	char *dates = certificate_dates(&odd, 1);

	(void)state;
	expect_dates(FROM, "2026-11-24 to 2036-11-21");
	expect_dates(UNTIL, "2026-11-24 to 2036-11-21");
	expect_dates(FROM - 1, "2026-11-24 to 2036-11-21, NOT YET VALID");
	expect_dates(UNTIL + 1, "2026-11-24 to 2036-11-21, EXPIRED");
	assert_string_equal(dates, "? to ?");
	free(dates);
}

static void
expect_key(const char *name, const char *passphrase, enum client_key verdict)
{
	struct text pem = fixture_read(name);

	assert_int_equal(client_key_try(pem, passphrase), verdict);
	fixture_free(pem);
}

static void
an_encrypted_key_opens_with_its_passphrase_alone(void **state)
{
	(void)state;
	expect_key("tls/key-pkcs8.pem", NULL, CLIENT_KEY_LOCKED);
	expect_key("tls/key-pkcs8.pem", "falsch", CLIENT_KEY_WRONG);
	expect_key("tls/key-pkcs8.pem", "sesam", CLIENT_KEY_OPEN);
	expect_key("tls/key-traditional.pem", NULL, CLIENT_KEY_LOCKED);
	expect_key("tls/key-traditional.pem", "falsch", CLIENT_KEY_WRONG);
	expect_key("tls/key-traditional.pem", "sesam", CLIENT_KEY_OPEN);
	assert_int_equal(client_key_try(text_of(""), NULL), CLIENT_KEY_OPEN);
	assert_int_equal(client_key_try(text_of("-----BEGIN PRIVATE KEY-----\n"), NULL), CLIENT_KEY_OPEN);
}

/* What is to be typed for a cluster of that name and address. */
static void
expect_command(const char *name, const char *url, const char *wanted)
{
	struct target target = {.name = xstrdup(name), .url = xstrdup(url)};
	char *command = distrust_command(&target);

	assert_string_equal(command, wanted);
	free(command);
	target_clear(&target);
}

static void
the_way_out_can_be_typed_as_it_stands(void **state)
{
	(void)state;
	expect_command("east", "https://cluster1", "cifstop --trust east");
	expect_command("c", "https://cluster1", "cifstop --trust c");
	expect_command("cluster1", "https://cluster1:8443", "cifstop --trust https://cluster1:8443");
	expect_command("our east", "https://cluster1", "cifstop --trust https://cluster1");
	expect_command("-v", "https://cluster1", "cifstop --trust https://cluster1");
	expect_command("$(rm)", "https://cluster1", "cifstop --trust https://cluster1");
}

/* Whether http:// would be spoken with a host, through a proxy or not. */
static bool
speaks_plain(const char *url, const char *proxy, bool is_insecure)
{
	struct target target = {.url = xstrdup(url), .is_insecure = is_insecure};
	char *refusal;

	target.proxy = secret_text_new(text_of(proxy));
	refusal = distrust_say_plain(&target);
	free(refusal);
	target_clear(&target);
	return refusal == NULL;
}

static void
plain_http_stays_on_this_machine(void **state)
{
	static const char *const here[] = {"http://localhost", "http://LOCALHOST:80", "http://127.0.0.1:8080",
	    "http://127.1.2.3", "http://[::1]", "http://[::1]:8080"};
	static const char *const there[] = {"http://cluster1", "http://192.0.2.1", "http://127.example.com",
	    "http://127.0.0.1.example.com:80", "http://localhost.example.com", "http://[::2]", "http://128.0.0.1",
	    "http://[::1%25eth0]", "http://0.0.0.0"};

	(void)state;
	for (size_t i = 0; i < sizeof here / sizeof *here; i++)
		assert_true(speaks_plain(here[i], NULL, false));
	for (size_t i = 0; i < sizeof there / sizeof *there; i++) {
		assert_false(speaks_plain(there[i], NULL, false));
		assert_true(speaks_plain(there[i], NULL, true));
	}
	assert_true(speaks_plain("https://cluster1", NULL, false));
	assert_true(speaks_plain("https://cluster1", "http://proxy:3128", false));
	assert_false(speaks_plain("http://127.0.0.1", "http://proxy:3128", false));
	assert_true(speaks_plain("http://127.0.0.1", "", false));
}

static void
a_person_is_asked_where_nobody_said_otherwise(void **state)
{
	struct target target = {.url = xstrdup("https://cluster1")};

	(void)state;
	assert_true(target_may_be_trusted(&target));
	target_set_pin(&target, PIN, "known_clusters:1");
	assert_true(target_may_be_trusted(&target));
	target_set_pin(&target, PIN, NULL);
	assert_false(target_may_be_trusted(&target));
	target_set_pin(&target, NULL, NULL);
	target.is_insecure = true;
	assert_false(target_may_be_trusted(&target));
	target.is_insecure = false;
	target.ca_file = xstrdup("x");
	assert_false(target_may_be_trusted(&target));
	target_clear(&target);
	target.url = xstrdup("http://127.0.0.1");
	assert_false(target_may_be_trusted(&target));
	target_clear(&target);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_certificate_says_what_openssl_says_of_it),
	    cmocka_unit_test(what_is_no_certificate_is_none),
	    cmocka_unit_test(dates_say_whether_they_hold),
	    cmocka_unit_test(an_encrypted_key_opens_with_its_passphrase_alone),
	    cmocka_unit_test(the_way_out_can_be_typed_as_it_stands),
	    cmocka_unit_test(plain_http_stays_on_this_machine),
	    cmocka_unit_test(a_person_is_asked_where_nobody_said_otherwise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
