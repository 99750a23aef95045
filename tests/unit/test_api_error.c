/* test_api_error.c: every error of the documents becomes what to do and a sentence. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* cmocka wants those before it. */
#include <cmocka.h>

#include "model/file_fields.h"
#include "model/session_fields.h"
#include "ontap/api_error.h"

#define BODY(code, message) "{\"error\":{\"message\":\"" message "\",\"code\":\"" code "\"}}"

static char username[] = "monitor";
static const struct target target = {.username = username};
static const struct api_question list = {&target, &session_kind, false};
static const struct api_question one = {&target, &session_kind, true};

static void
expect(const struct api_question *question, uint32_t status, const char *body, enum outcome outcome, const char *said)
{
	char *trouble = NULL;
	enum outcome judged = api_error_judge(question, status, text_of(body), &trouble);

	assert_string_equal(trouble, said);
	assert_int_equal(judged, outcome);
	free(trouble);
}

static void
a_refused_password_stops(void **state)
{
	(void)state;
	expect(&list, 401, BODY("6691623", "User is not authorized."), ANSWER_UNAUTHORIZED,
	    "401: password refused, r to try again (6691623: User is not authorized.)");
	expect(&list, 401, "", ANSWER_UNAUTHORIZED, "401: password refused, r to try again");
}

static void
a_missing_password_is_called_so(void **state)
{
	static const struct target nobody = {0};

	(void)state;
	expect(
	    &(struct api_question){&nobody, NULL, false}, 401, "", ANSWER_UNAUTHORIZED, "401: no username was given");
}

static void
a_role_that_lacks_the_path_gets_the_command(void **state)
{
	(void)state;
	expect(&list, 403, BODY("6", "not authorized for that command"), ANSWER_FORBIDDEN,
	    "403: the role does not allow this (6: not authorized for that command); on the cluster: security login "
	    "rest-role create -role cifstop -access readonly -api /api/protocols/cifs/sessions");
}

static void
an_entry_that_is_gone_is_no_missing_api(void **state)
{
	(void)state;
	expect(&one, 404, BODY("4", "entry doesn't exist"), ANSWER_GONE,
	    "404: the session has ended (4: entry doesn't exist)");
	expect(&one, 405, "{\"error\":{\"code\":4}}", ANSWER_GONE, "405: the session has ended (4)");
	expect(&list, 404, BODY("4", "entry doesn't exist"), ANSWER_BROKEN,
	    "404: an entry went away while it was listed, asking again later (4: entry doesn't exist)");
	expect(&list, 404, BODY("3", "API not found"), ANSWER_NO_SUCH_API,
	    "404: no such API here, ONTAP 9.8 or later has it (3: API not found)");
	expect(&one, 405, BODY("3", "Operation not supported"), ANSWER_NO_SUCH_API,
	    "405: no such API here, ONTAP 9.8 or later has it (3: Operation not supported)");
	expect(&(struct api_question){&target, &file_kind, false}, 404, BODY("3", "API not found"), ANSWER_NO_SUCH_API,
	    "404: no such API here, ONTAP 9.11.1 or later has it (3: API not found)");
	expect(&(struct api_question){&target, &file_kind, true}, 404, BODY("4", "entry doesn't exist"), ANSWER_GONE,
	    "404: the open file has ended (4: entry doesn't exist)");
	expect(&one, 404, "<html><body>Not Found</body></html>", ANSWER_REFUSED,
	    "404: no ONTAP REST API here, check the url");
}

static void
what_the_request_did_wrong_is_not_asked_again(void **state)
{
	(void)state;
	expect(&list, 400, BODY("262179", "Unexpected argument \\\"foo\\\"."), ANSWER_REFUSED,
	    "400: the request was refused (262179: Unexpected argument \"foo\".)");
	expect(&list, 400,
	    "{\"error\":{\"message\":\"The value is invalid.\",\"code\":\"262197\",\"target\":\"open_files\"}}",
	    ANSWER_REFUSED, "400: the request was refused (262197: The value is invalid.; about open_files)");
	expect(&list, 400, "{\"error\":{\"code\":262188,\"target\":\"user\"}}", ANSWER_REFUSED,
	    "400: the request was refused (262188; about user)");
	expect(&list, 409, BODY("1", "exists"), ANSWER_REFUSED, "409: the request was refused (1: exists)");
	expect(&list, 407, "", ANSWER_REFUSED, "407: the proxy wants a password, give it in proxy");
	expect(&list, 302, "", ANSWER_REFUSED, "302: redirected elsewhere, check the url");
}

static void
a_cluster_that_is_busy_or_ill_is_asked_later(void **state)
{
	(void)state;
	expect(&list, 429, BODY("262160", "Too many requests"), ANSWER_BUSY,
	    "429: too many requests, asking again later (262160: Too many requests)");
	expect(&list, 503, "<html/>", ANSWER_BUSY, "503: busy or starting, asking again later");
	expect(&list, 500, BODY("393271", "node out of quorum"), ANSWER_BROKEN,
	    "500: the cluster failed, its event log may say why (393271: node out of quorum)");
	expect(&list, 502, "", ANSWER_BROKEN, "502: no answer behind the gateway");
	expect(&list, 504, "", ANSWER_BROKEN, "504: no answer behind the gateway");
	expect(&list, 408, "", ANSWER_BROKEN, "408: the cluster gave up waiting, asking again later");
	expect(&list, 204, "", ANSWER_BROKEN, "204: not an answer to this request");
}

static void
a_code_may_be_a_number_and_arguments_an_object(void **state)
{
	(void)state;
	expect(&list, 500,
	    "{\"error\":{\"code\":65541,\"message\":\"RPC timed "
	    "out\",\"arguments\":{\"code\":\"1\",\"message\":\"x\"}}}",
	    ANSWER_BROKEN, "500: the cluster failed, its event log may say why (65541: RPC timed out)");
	expect(&list, 500, "{\"error\":\"oops\"}", ANSWER_BROKEN, "500: the cluster failed, its event log may say why");
	expect(&list, 500, "{\"error\":{\"message\":\"only words\"}}", ANSWER_BROKEN,
	    "500: the cluster failed, its event log may say why (only words)");
}

static void
a_message_without_end_is_cut(void **state)
{
	char body[5000], *trouble = NULL;
	static const char start[] = "{\"error\":{\"message\":\"", end[] = "\"}}";

	(void)state;
	memset(body, 'x', sizeof body);
	memcpy(body, start, sizeof start - 1);
	memcpy(body + sizeof body - sizeof end, end, sizeof end);
	assert_int_equal(api_error_judge(&list, 500, text_of(body), &trouble), ANSWER_BROKEN);
	assert_true(strlen(trouble) < 500);
	assert_string_equal(trouble + strlen(trouble) - 4, "xxx)");
	free(trouble);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_refused_password_stops),
	    cmocka_unit_test(a_missing_password_is_called_so),
	    cmocka_unit_test(a_role_that_lacks_the_path_gets_the_command),
	    cmocka_unit_test(an_entry_that_is_gone_is_no_missing_api),
	    cmocka_unit_test(what_the_request_did_wrong_is_not_asked_again),
	    cmocka_unit_test(a_cluster_that_is_busy_or_ill_is_asked_later),
	    cmocka_unit_test(a_code_may_be_a_number_and_arguments_an_object),
	    cmocka_unit_test(a_message_without_end_is_cut),
	};

	return cmocka_run_group_tests_name("api_error", tests, NULL, NULL);
}
