/* test_server_query.c: what of a filter a cluster is asked for, and what it is not. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "model/session_fields.h"
#include "query/server_query.h"

/* What is sent of a filter, "" for nothing. */
static void
expect_sent(const char *text, const char *sent)
{
	static const unsigned columns[] = {FIELD_USER};
	struct filter_error error;
	struct filter *filter = filter_compile(&session_kind, text, columns, 1, &error);
	struct server_query query;
	struct buffer described;

	if (filter == NULL)
		fail_msg("'%s' is refused: %s", text, error.sentence);
	query = server_query_make(filter);
	buffer_init(&described, SIZE_MAX / 2);
	for (size_t i = 0; i < query.count; i++)
		buffer_add_format(
		    &described, "%s%s=%s", i > 0 ? " and " : "", query.conditions[i].name, query.conditions[i].value);
	assert_string_equal(buffer_string(&described), sent);
	buffer_free(&described);
	server_query_clear(&query);
	filter_free(filter);
}

static void
counts_are_sent_with_ranges_one_wider(void **state)
{
	(void)state;
	expect_sent("files > 5", "open_files=>=6");
	expect_sent("files >= 5", "open_files=>=5");
	expect_sent("files < 5", "open_files=<=4");
	expect_sent("files = 5", "open_files=5");
	expect_sent("files != 5", "open_files=!5");
	expect_sent("files = 3|5..9|100..2147483646", "open_files=3|4..10|99..2147483647");
	expect_sent("files = 0..9", "open_files=<=9");
	expect_sent("files = 5..9999999999", "open_files=>=5");
	expect_sent("files > 2147483647", "");
	expect_sent("files >= 0", "");
	expect_sent("files < 0", "");
	expect_sent("files != 5..9", "");
	expect_sent("files = 5|null", "");
	expect_sent("files != null", "");
	expect_sent("shares > 1 other > 2 conns > 3", "open_shares=>=2 and open_other=>=3 and connection_count=>=4");
}

static void
identifiers_are_sent_when_they_are_equal_and_signed_numbers_hold_them(void **state)
{
	(void)state;
	expect_sent("id = 4622663542519103507", "identifier=4622663542519103507");
	expect_sent("id = 1|2", "identifier=1|2");
	expect_sent("id = 10878444899913433090", "");
	expect_sent("id > 5", "");
	expect_sent("id != 5", "");
	expect_sent("connection_id = 22802", "connection_id=22802");
}

static void
times_and_lists_are_never_sent(void **state)
{
	(void)state;
	expect_sent("idle > 30m", "");
	expect_sent("connected = 5", "");
	expect_sent("volumes.name = 2024", "");
	expect_sent("cluster = 12", "");
	expect_sent("security = 3.1*", "");
}

static void
switches_are_sent_as_the_schema_has_them(void **state)
{
	(void)state;
	expect_sent("signed = yes", "smb_signing=true");
	expect_sent("signed != yes", "smb_signing=false");
	expect_sent("mtu = no", "large_mtu=false");
	expect_sent("signed = yes|no", "");
	expect_sent("signed = null", "");
}

static void
words_are_sent_when_every_document_spells_them_so(void **state)
{
	(void)state;
	expect_sent("protocol = smb1", "protocol=smb1");
	expect_sent("protocol = smb1|smb2", "protocol=smb1|smb2");
	expect_sent("protocol < smb2.1", "protocol=smb1|smb2");
	expect_sent("protocol < smb3", "protocol=!smb3");
	expect_sent("protocol = smb3.1", "protocol=!smb3");
	expect_sent("protocol != smb1", "protocol=!smb1");
	expect_sent("protocol = smb*", "");
	expect_sent("protocol = \"quic\"", "protocol=!smb3");
	expect_sent("protocol ~ ^smb3", "protocol=!smb2");
	expect_sent("auth != kerberos", "authentication=!kerberos");
	expect_sent("auth < ntlmv2", "authentication=none|anonymous|ntlmv1");
	expect_sent("encryption = partially_encrypted", "smb_encryption=!encrypted");
	expect_sent("ca = no", "continuous_availability=!partial");
	expect_sent("ca != partial", "continuous_availability=!partial");
	expect_sent("ca = partial", "continuous_availability=partial");
}

static void
texts_are_sent_without_what_case_or_the_language_could_change(void **state)
{
	(void)state;
	expect_sent("user = svc-042$", "user=*-042$");
	expect_sent("user = *$", "user=*$");
	expect_sent("user = CORP\\alice", "");
	expect_sent("svm = svm1|svm2", "svm.name=*1|*2");
	expect_sent("svm = svm1|svm", "");
	expect_sent("svm != svm1", "");
	expect_sent("svm = 2024", "svm.name=2024");
	expect_sent("svm = \"1..2\"", "svm.name=1.*2");
	expect_sent("svm = \"1|!2<*\"", "svm.name=1*2*");
	expect_sent("svm = 1*2", "svm.name=1*2");
	expect_sent("svm ~ 12", "");
	expect_sent("svm > 12", "");
	expect_sent("svm = 1..2", "");
	expect_sent("svm = \"\"", "");
	expect_sent("svm = *", "");
	expect_sent("svm.uuid = 5015c99b-3554-11ee", "svm.uuid=5015*99*-3554-11*");
}

static void
addresses_are_sent_one_by_one(void **state)
{
	(void)state;
	expect_sent("client = 10.20.30.40", "client_ip=10.20.30.40");
	expect_sent("client = 10.0.0.1|10.0.0.2", "client_ip=10.0.0.1|10.0.0.2");
	expect_sent("lif = 10.0.0.255/31", "server_ip=10.0.0.254|10.0.0.255");
	expect_sent("client = 255.255.255.254..255.255.255.255", "client_ip=255.255.255.254|255.255.255.255");
	expect_sent("client = 10.0.0.0/16", "");
	expect_sent("client = 10.0.0.0/29|10.0.1.0/29|10.0.2.1", "");
	expect_sent("client = 0.0.0.0/0", "");
	expect_sent("client = 10.0.*", "");
	expect_sent("client = fd20::1", "");
	expect_sent("client > 10.0.0.1", "");
	expect_sent("client != 10.0.0.1", "");
	expect_sent("client = \"1.1\"", "");
}

static void
only_what_is_joined_by_and_at_the_top_is_sent(void **state)
{
	(void)state;
	expect_sent("", "");
	expect_sent("alice", "");
	expect_sent("files > 5 alice signed = yes", "open_files=>=6 and smb_signing=true");
	expect_sent("(files > 5 and (signed = yes and idle > 3))", "open_files=>=6 and smb_signing=true");
	expect_sent("files > 5 or signed = yes", "");
	expect_sent("not files > 5", "");
	expect_sent("files > 5 and files < 10", "open_files=>=6");
	expect_sent("files != null and files < 10", "open_files=<=9");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(counts_are_sent_with_ranges_one_wider),
	    cmocka_unit_test(identifiers_are_sent_when_they_are_equal_and_signed_numbers_hold_them),
	    cmocka_unit_test(times_and_lists_are_never_sent),
	    cmocka_unit_test(switches_are_sent_as_the_schema_has_them),
	    cmocka_unit_test(words_are_sent_when_every_document_spells_them_so),
	    cmocka_unit_test(texts_are_sent_without_what_case_or_the_language_could_change),
	    cmocka_unit_test(addresses_are_sent_one_by_one),
	    cmocka_unit_test(only_what_is_joined_by_and_at_the_top_is_sent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
