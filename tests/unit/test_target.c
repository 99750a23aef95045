/* test_target.c: addresses as users write them, and what belongs to a target. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* cmocka wants those before it. */
#include <cmocka.h>

#include "base/xalloc.h"
#include "ontap/target.h"

static void
an_address_is_completed(void **state)
{
	static const char *const cases[][2] = {
	    {"cluster1.example.com", "https://cluster1.example.com"},
	    {"cluster1:8443", "https://cluster1:8443"},
	    {"https://cluster1.example.com/", "https://cluster1.example.com"},
	    {"HTTPS://cluster1", "https://cluster1"},
	    {"http://127.0.0.1:8080", "http://127.0.0.1:8080"},
	    {"192.0.2.1", "https://192.0.2.1"},
	    {"[2001:db8::1]", "https://[2001:db8::1]"},
	    {"https://[2001:db8::1]:8443/", "https://[2001:db8::1]:8443"},
	    {"https://[fe80::1%25eth0]", "https://[fe80::1%25eth0]"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *url = NULL, *trouble = target_parse_url(cases[i][0], &url);

		assert_null(trouble);
		assert_string_equal(url, cases[i][1]);
		free(url);
	}
}

static void
what_is_no_address_of_a_cluster_is_refused_in_words(void **state)
{
	static const char *const cases[][2] = {
	    {"", "is no address"},
	    {"https://", "is no address"},
	    {"cluster1:99999", "is no address"},
	    {"cluster 1", "there is a space in it"},
	    {"ftp://cluster1", "only https:// and http:// are spoken"},
	    {"file:///etc/passwd", "only https:// and http:// are spoken"},
	    {"https://anna:secret@cluster1", "keys of their own"},
	    {"https://anna@cluster1", "keys of their own"},
	    {"https://cluster1/api", "ends after host and port"},
	    {"https://cluster1?x=1", "ends after host and port"},
	    {"https://cluster1#x", "ends after host and port"},
	    {"cluster1:0", "there is no port 0"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *url = NULL, *trouble = target_parse_url(cases[i][0], &url);

		assert_non_null(trouble);
		if (strstr(trouble, cases[i][1]) == NULL)
			fail_msg("%s: %s", cases[i][0], trouble);
		assert_null(url);
		free(trouble);
	}
}

static void
a_refused_address_does_not_repeat_its_password(void **state)
{
	char *url = NULL, *trouble = target_parse_url("https://anna:secret@cluster1", &url);

	(void)state;
	assert_non_null(trouble);
	assert_null(strstr(trouble, "secret"));
	free(trouble);
}

static void
a_copy_owns_its_texts(void **state)
{
	struct query_parameter query = {.name = xstrdup("svm.name"), .value = xstrdup("vs*")};
	struct target target = target_default(), copy;

	(void)state;
	target.url = xstrdup("https://cluster1");
	target.password = secret_text_new(text_of("secret"));
	target.query = xcalloc(1, sizeof query);
	target.query[0] = query;
	target.query_count = 1;
	copy = target_copy(&target);
	target_clear(&target);
	assert_null(target.password);
	assert_int_equal(target.query_count, 0);
	assert_string_equal(copy.url, "https://cluster1");
	assert_string_equal(secret_text_string(copy.password), "secret");
	assert_string_equal(copy.query[0].value, "vs*");
	assert_null(copy.username);
	assert_int_equal(copy.timeout_ms, TARGET_TIMEOUT_MS);
	target_clear(&copy);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_address_is_completed),
	    cmocka_unit_test(what_is_no_address_of_a_cluster_is_refused_in_words),
	    cmocka_unit_test(a_refused_address_does_not_repeat_its_password),
	    cmocka_unit_test(a_copy_owns_its_texts),
	};

	return cmocka_run_group_tests_name("target", tests, NULL, NULL);
}
