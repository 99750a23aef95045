/* test_exchange.c: requests as a cluster sees them, and what becomes of its answers. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* cmocka wants those before it. */
#include <cmocka.h>

#include "base/xalloc.h"
#include "loopback.h"
#include "model/file_fields.h"
#include "model/session_fields.h"
#include "ontap/curl_memory.h"
#include "ontap/exchange.h"

#define HEAD(status) "HTTP/1.1 " status "\r\nContent-Type: application/hal+json\r\nConnection: close\r\n"
#define OK HEAD("200 OK") "\r\n"
#define ANSWER_TEXT(literal) ((struct text){literal, sizeof(literal) - 1})

/* A server with one answer, a target that is that server, and what came of asking it. */
struct stage {
	struct text given;
	struct loopback *loopback;
	struct target target;
	struct answer answer;
	uint64_t last_identifier;
	unsigned sessions;
};

static void
stage_open(struct stage *stage, struct text given)
{
	*stage = (struct stage){.given = given, .target = target_default()};
	stage->loopback = loopback_open(&stage->given, 1);
	stage->target.url = xstrdup(loopback_url(stage->loopback));
	stage->target.username = xstrdup("monitor");
	stage->target.password = secret_text_new(text_of("secret"));
	stage->target.timeout_ms = 5000;
}

static void
stage_close(struct stage *stage)
{
	loopback_close(stage->loopback);
	target_clear(&stage->target);
	answer_clear(&stage->answer);
}

static void
count_session(const struct record *session, void *context)
{
	struct stage *stage = context;

	stage->sessions++;
	stage->last_identifier = session->number[FIELD_IDENTIFIER];
}

/* Asks, ends and frees the exchange. */
static void
stage_ask(struct stage *stage, struct exchange *exchange)
{
	CURLcode result = curl_easy_perform(exchange_handle(exchange));
	struct exchange *owner = NULL;

	curl_easy_getinfo(exchange_handle(exchange), CURLINFO_PRIVATE, (char **)&owner);
	assert_ptr_equal(owner, exchange);
	exchange_finish(exchange, result, &stage->answer);
	exchange_free(exchange);
}

static struct exchange_reader
stage_reader(struct stage *stage)
{
	return (struct exchange_reader){count_session, stage};
}

static void
stage_ask_page(struct stage *stage)
{
	const bool wanted[FIELDS_MAX] = {[FIELD_USER] = true};

	stage_ask(stage, exchange_new_sessions(&stage->target, wanted, stage_reader(stage)));
}

static void
stage_ask_session(struct stage *stage)
{
	char node[] = "n1", svm[] = "s1";
	const struct identity identity = {.kind = &session_kind,
	    .parts = {{.text = node}, {.text = svm}, {.number = UINT64_C(17365880163140632575)}, {.number = 3}}};

	stage_ask(stage, exchange_new_record(&stage->target, &identity, stage_reader(stage)));
}

/* One page whose answer is `given`, and what is expected to come of it; `trouble` is the beginning of the sentence. */
static void
expect_page(struct text given, enum outcome outcome, unsigned sessions, const char *trouble)
{
	struct stage stage;

	stage_open(&stage, given);
	stage_ask_page(&stage);
	if (trouble == NULL)
		assert_null(stage.answer.trouble);
	else if (stage.answer.trouble == NULL || strncmp(stage.answer.trouble, trouble, strlen(trouble)) != 0)
		fail_msg("%s", stage.answer.trouble == NULL ? "no trouble" : stage.answer.trouble);
	assert_int_equal(stage.answer.outcome, outcome);
	assert_int_equal(stage.sessions, sessions);
	assert_int_equal(stage.answer.records, sessions);
	stage_close(&stage);
}

static void
a_page_is_handed_on_with_its_next_link(void **state)
{
	struct stage stage;

	(void)state;
	stage_open(&stage, ANSWER_TEXT(OK "{\"records\":[{\"identifier\":1},{\"identifier\":17365880163140632575}],"
					  "\"num_records\":2,\"_links\":{\"next\":{\"href\":\"/api/p?start.x=1\"}}}"));
	stage_ask_page(&stage);
	assert_int_equal(stage.answer.outcome, ANSWER_OK);
	assert_int_equal(stage.answer.status, 200);
	assert_null(stage.answer.trouble);
	assert_null(stage.answer.oddity);
	assert_string_equal(stage.answer.next, "/api/p?start.x=1");
	assert_int_equal(stage.answer.records, 2);
	assert_int_equal(stage.sessions, 2);
	assert_true(stage.last_identifier == UINT64_C(17365880163140632575));
	assert_int_equal(stage.answer.bytes, 128);
	stage_close(&stage);
}

static void
expect_header(const char *requests, const char *line)
{
	if (strstr(requests, line) == NULL)
		fail_msg("%s is not in %s", line, requests);
}

static void
a_request_says_who_asks_for_what(void **state)
{
	struct stage stage;
	const char *requests;

	(void)state;
	stage_open(&stage, ANSWER_TEXT(OK "{}"));
	stage_ask_page(&stage);
	requests = loopback_requests(stage.loopback);
	expect_header(requests,
	    "GET /api/protocols/cifs/sessions?fields=node.uuid,svm.uuid,identifier,connection_id,user"
	    "&max_records=1000&return_timeout=15 HTTP/1.1\r\n");
	expect_header(requests, "\r\nAccept: application/json\r\n");
	expect_header(requests, "\r\nX-Dot-Client-App: cifstop/" PACKAGE_VERSION "\r\n");
	expect_header(requests, "\r\nUser-Agent: cifstop/" PACKAGE_VERSION "\r\n");
	expect_header(requests, "\r\nAuthorization: Basic bW9uaXRvcjpzZWNyZXQ=\r\n");
	expect_header(requests, "\r\nAccept-Encoding: ");
	stage_close(&stage);
}

static void
count_file(const struct record *file, void *context)
{
	struct stage *stage = context;

	stage->sessions++;
	stage->last_identifier = file->number[FILE_SESSION_IDENTIFIER];
}

static void
stage_ask_files(struct stage *stage)
{
	static char name[] = "svm.name", value[] = "vs 1";
	const struct query_parameter parameters[] = {{name, value}};
	const bool wanted[FIELDS_MAX] = {[FILE_PATH] = true};
	struct exchange_reader reader = {count_file, stage};

	stage_ask(stage, exchange_new_collection(&stage->target, &file_kind, parameters, 1, wanted, reader));
}

static void
any_kind_is_asked_for_with_parameters_and_pages_are_linked(void **state)
{
	struct stage stage;

	(void)state;
	stage_open(&stage,
	    ANSWER_TEXT(OK "{\"records\":[{\"identifier\":1,\"session\":{\"identifier\":17365880163140632575}},{}],"
			   "\"_links\":{\"next\":{\"href\":\"/api/protocols/cifs/session/files?start.x=1\"}}}"));
	stage_ask_files(&stage);
	assert_int_equal(stage.answer.outcome, ANSWER_OK);
	assert_int_equal(stage.answer.records, 1);
	assert_int_equal(stage.answer.unreadable, 1);
	assert_true(stage.last_identifier == UINT64_C(17365880163140632575));
	assert_string_equal(stage.answer.next, "/api/protocols/cifs/session/files?start.x=1");
	expect_header(loopback_requests(stage.loopback),
	    "GET /api/protocols/cifs/session/files?fields=node.uuid,svm.uuid,identifier,connection.identifier,"
	    "session.identifier,path&max_records=1000&return_timeout=15&svm.name=vs%201 HTTP/1.1\r\n");
	stage_close(&stage);
}

static void
a_role_without_files_is_told_the_path_of_files(void **state)
{
	struct stage stage;

	(void)state;
	stage_open(&stage, ANSWER_TEXT(HEAD("403 Forbidden") "\r\n{\"error\":{\"code\":\"6\"}}"));
	stage_ask_files(&stage);
	assert_int_equal(stage.answer.outcome, ANSWER_FORBIDDEN);
	assert_non_null(strstr(stage.answer.trouble, "-api /api/protocols/cifs/session/files"));
	stage_close(&stage);
}

static void
the_next_page_is_asked_for_as_the_link_says(void **state)
{
	struct stage stage;

	(void)state;
	stage_open(&stage, ANSWER_TEXT(OK "{\"records\":[]}"));
	stage_ask(
	    &stage, exchange_new_next(&stage.target, &session_kind, "/api/p?start.x=%2A&a=1", stage_reader(&stage)));
	assert_int_equal(stage.answer.outcome, ANSWER_OK);
	expect_header(loopback_requests(stage.loopback), "GET /api/p?start.x=%2A&a=1 HTTP/1.1\r\n");
	stage_close(&stage);
}

static void
a_packed_body_is_unpacked_and_counted_as_it_came(void **state)
{
	static const char packed[] = HEAD(
	    "200 OK") "Content-Encoding: gzip\r\n\r\n"
		      "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x85\xd4\xbf\x0a\xc2\x40\x0c\x80\xf1\x77\xc9\x7c\x43\x93"
		      "\x9c\xff\xfa\x2a\x22\x52\xec\x09\x37\x78\x42\x6b\xa7\xd2\x77\x17\x17\x41\x87\x7c\x5b\xe0\xdb\x7e"
		      "\x24\x59\x65\x2a\xb7\xe7\x34\xce\xd2\x9f\x57\xa9\x63\x69\xaf\x7a\xaf\x65\x92\x5e\x93\x2c\xf3\x67"
		      "\x90\xa1\xb5\x41\xb6\xf4\x9b\x2d\xce\x1e\xe7\x1c\xe7\x5d\x9c\xf7\x71\x3e\xc4\xf9\x18\xe7\x53\x9c"
		      "\xb5\x83\x0e\x6e\x0a\x70\x0a\x72\x0a\x74\x0a\x76\x0a\x78\x0a\x7a\x0a\x7c\x0a\x7e\x06\x7e\x46\x7b"
		      "\x07\x7e\x06\x7e\x06\x7e\x06\x7e\x06\x7e\x06\x7e\x06\x7e\x06\x7e\x0e\x7e\x0e\x7e\x4e\x87\x0b\x7e"
		      "\x0e\x7e\x0e\x7e\x0e\x7e\x0e\x7e\x0e\x7e\x0e\x7e\xf9\xdf\xef\x92\xa4\x2d\x8f\xeb\xf7\x0d\xe6\x6e"
		      "\x7b\x03\xb6\x42\x4d\x1a\x15\x05\x00\x00";
	struct stage stage;

	(void)state;
	stage_open(&stage, ANSWER_TEXT(packed));
	stage_ask_page(&stage);
	assert_int_equal(stage.answer.outcome, ANSWER_OK);
	assert_int_equal(stage.sessions, 40);
	assert_int_equal(stage.answer.bytes, 178);
	stage_close(&stage);
}

static void
one_session_is_read_by_itself_or_as_a_list_of_one(void **state)
{
	const struct text given[] = {
	    ANSWER_TEXT(OK "{\"identifier\":17365880163140632575,\"_links\":{},\"volumes\":[{\"name\":\"v\"}]}"),
	    ANSWER_TEXT(OK "{\"records\":[{\"identifier\":17365880163140632575}],\"num_records\":1}"),
	};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct stage stage;

		stage_open(&stage, given[i]);
		stage_ask_session(&stage);
		assert_int_equal(stage.answer.outcome, ANSWER_OK);
		assert_int_equal(stage.sessions, 1);
		assert_true(stage.last_identifier == UINT64_C(17365880163140632575));
		expect_header(loopback_requests(stage.loopback),
		    "GET /api/protocols/cifs/sessions/n1/s1/17365880163140632575/3?fields=node.uuid,");
		stage_close(&stage);
	}
}

static void
a_session_that_ended_is_gone(void **state)
{
	struct stage stage;

	(void)state;
	stage_open(&stage,
	    ANSWER_TEXT(HEAD("404 Not Found") "\r\n{\"error\":{\"code\":\"4\",\"message\":\"entry doesn't exist\"}}"));
	stage_ask_session(&stage);
	assert_int_equal(stage.answer.outcome, ANSWER_GONE);
	assert_int_equal(stage.answer.status, 404);
	stage_close(&stage);
}

static void
another_session_than_the_one_that_was_asked_for_is_not_handed_on(void **state)
{
	const struct text given[] = {
	    ANSWER_TEXT(OK "{\"identifier\":17365880163140632576,\"connection_id\":3}"),
	    ANSWER_TEXT(OK "{\"identifier\":17365880163140632575,\"connection_id\":4}"),
	    ANSWER_TEXT(OK "{\"identifier\":17365880163140632575,\"node\":{\"uuid\":\"n2\"}}"),
	    ANSWER_TEXT(OK "{\"identifier\":17365880163140632575,\"svm\":{\"uuid\":\"s2\"}}"),
	};

	(void)state;
	for (size_t i = 0; i < sizeof given / sizeof *given; i++) {
		struct stage stage;

		stage_open(&stage, given[i]);
		stage_ask_session(&stage);
		assert_int_equal(stage.answer.outcome, ANSWER_BROKEN);
		assert_string_equal(stage.answer.trouble, "not the session that was asked for: another came");
		assert_int_equal(stage.sessions, 0);
		stage_close(&stage);
	}
}

static void
an_answer_without_the_session_is_broken(void **state)
{
	struct stage stage;

	(void)state;
	stage_open(&stage, ANSWER_TEXT(OK "{\"user\":\"x\"}"));
	stage_ask_session(&stage);
	assert_int_equal(stage.answer.outcome, ANSWER_BROKEN);
	assert_string_equal(stage.answer.trouble, "not the session that was asked for: record: without an identifier");
	stage_close(&stage);
}

/* Asks for the release and expects it, or none when it is NULL. */
static void
expect_release(struct text given, const char *release)
{
	struct stage stage;
	struct exchange *exchange;
	CURLcode result;
	char *came;

	stage_open(&stage, given);
	exchange = exchange_new_probe(&stage.target);
	result = curl_easy_perform(exchange_handle(exchange));
	exchange_finish(exchange, result, &stage.answer);
	came = exchange_release(exchange);
	if (release == NULL) {
		assert_null(came);
		assert_int_equal(stage.answer.outcome, ANSWER_BROKEN);
	} else {
		assert_non_null(came);
		assert_string_equal(came, release);
		assert_int_equal(stage.answer.outcome, ANSWER_OK);
	}
	expect_header(loopback_requests(stage.loopback), "GET /api/cluster?fields=name,version HTTP/1.1\r\n");
	free(came);
	exchange_free(exchange);
	stage_close(&stage);
}

static void
expect_count(struct text given, enum outcome outcome, uint32_t count, const char *next, const char *trouble)
{
	struct stage stage;

	stage_open(&stage, given);
	stage_ask(&stage, exchange_new_session_count(&stage.target));
	assert_int_equal(stage.answer.outcome, outcome);
	assert_int_equal(stage.answer.records, count);
	assert_true((next == NULL) == (stage.answer.next == NULL));
	if (next != NULL)
		assert_string_equal(stage.answer.next, next);
	if (trouble != NULL)
		assert_string_equal(stage.answer.trouble, trouble);
	assert_int_equal(stage.answer.unreadable, 0);
	stage_close(&stage);
}

static void
a_count_is_what_the_cluster_says_or_what_it_sends(void **state)
{
	(void)state;
	expect_count(ANSWER_TEXT(OK "{\"num_records\":12345}"), ANSWER_OK, 12345, NULL, NULL);
	expect_count(ANSWER_TEXT(OK "{\"num_records\":\"7\",\"_links\":{\"next\":{\"href\":\"/api/x?y=1\"}}}"),
	    ANSWER_OK, 7, "/api/x?y=1", NULL);
	expect_count(ANSWER_TEXT(OK "{\"num_records\":0}"), ANSWER_OK, 0, NULL, NULL);
	expect_count(ANSWER_TEXT(OK "{\"records\":[{\"identifier\":1},{\"x\":2}]}"), ANSWER_OK, 2, NULL, NULL);
	expect_count(ANSWER_TEXT(OK "{\"records\":[{\"identifier\":1}],\"num_records\":1}"), ANSWER_OK, 1, NULL, NULL);
	expect_count(ANSWER_TEXT(OK "{}"), ANSWER_BROKEN, 0, NULL,
	    "no number of records in the answer, is this an ONTAP cluster?");
	expect_count(ANSWER_TEXT(OK "{\"num_records\":18446744073709551615}"), ANSWER_BROKEN, 0, NULL,
	    "more records than there can be");
}

/* The first line of what was sent to count with these queries. */
static void
a_count_asks_for_no_records_and_no_fields(void **state)
{
	struct stage stage;

	(void)state;
	stage_open(&stage, ANSWER_TEXT(OK "{\"num_records\":1}"));
	target_set_query(&stage.target, "user", "a*");
	stage.target.max_records = 0;
	stage_ask(&stage, exchange_new_session_count(&stage.target));
	assert_non_null(strstr(loopback_requests(stage.loopback),
	    "GET /api/protocols/cifs/sessions?return_timeout=15&user=a%2A&return_records=false HTTP/1.1\r\n"));
	stage_close(&stage);
}

static void
sessions_are_asked_for_as_the_target_says(void **state)
{
	bool wanted[FIELDS_MAX] = {[FIELD_USER] = true, [FIELD_OPEN_FILES] = true},
	     only[FIELDS_MAX] = {[FIELD_USER] = true};
	struct stage stage;

	(void)state;
	stage_open(&stage, ANSWER_TEXT(OK "{\"records\":[]}"));
	target_limit_fields(&stage.target, only);
	stage.target.order_by = xstrdup("user desc");
	stage.target.release = xstrdup("9.20.1");
	stage_ask(&stage, exchange_new_sessions(&stage.target, wanted, stage_reader(&stage)));
	assert_non_null(strstr(loopback_requests(stage.loopback),
	    "?fields=node.uuid,svm.uuid,identifier,connection_id,user&max_records=1000&return_timeout=15"
	    "&order_by=user%20desc&ignore_unknown_fields=true HTTP/1.1\r\n"));
	stage_close(&stage);
}

static void
a_probe_tells_the_release(void **state)
{
	(void)state;
	expect_release(ANSWER_TEXT(OK "{\"name\":\"c\",\"version\":{\"full\":\"x\",\"generation\":9,\"major\":14,"
				      "\"minor\":1,\"patch\":2}}"),
	    "9.14.1");
	expect_release(ANSWER_TEXT(OK "{\"version\":{\"full\":\"NetApp Release 9.8P4: Mon May 24 08:07:35 UTC 2021\","
				      "\"generation\":9,\"major\":8,\"minor\":0}}"),
	    "9.8P4");
	expect_release(ANSWER_TEXT(OK "<html>"), NULL);
}

static void
errors_are_judged_by_their_status_even_if_cut(void **state)
{
	(void)state;
	expect_page(ANSWER_TEXT(HEAD("401 Unauthorized") "Content-Length: 500\r\n\r\n{\"err"), ANSWER_UNAUTHORIZED, 0,
	    "401: password refused");
	expect_page(ANSWER_TEXT(HEAD("403 Forbidden") "\r\n{\"error\":{\"code\":\"6\",\"message\":\"no\"}}"),
	    ANSWER_FORBIDDEN, 0, "403: the role does not allow this (6: no); on the cluster: security login rest-role");
	expect_page(ANSWER_TEXT(HEAD("500 Internal Server Error") "\r\n{\"records\":[{\"identifier\":1}]}"),
	    ANSWER_BROKEN, 0, "500: the cluster failed, its event log may say why");
}

static void
a_redirect_is_not_followed(void **state)
{
	(void)state;
	expect_page(ANSWER_TEXT(HEAD("302 Found") "Location: http://127.0.0.1:1/api/x\r\n\r\n"), ANSWER_REFUSED, 0,
	    "302: redirected elsewhere");
}

static void
a_body_that_is_no_answer_is_told_apart(void **state)
{
	(void)state;
	expect_page(ANSWER_TEXT(OK "<html><body>hello</body></html>"), ANSWER_BROKEN, 0, "the answer is a web page");
	expect_page(ANSWER_TEXT(OK "hello"), ANSWER_BROKEN, 0, "the answer is not JSON");
	expect_page(ANSWER_TEXT(OK), ANSWER_BROKEN, 0, "the answer is empty");
	expect_page(ANSWER_TEXT(OK "{\"records\":[],}"), ANSWER_BROKEN, 0,
	    "the answer is broken JSON, is something on the way changing it?");
	expect_page(ANSWER_TEXT(OK "{\"error\":{\"code\":\"65541\",\"message\":\"RPC timed out\"}}"), ANSWER_BROKEN, 0,
	    "200: not an answer to this request (65541: RPC timed out)");
	expect_page(ANSWER_TEXT("SSH-2.0-OpenSSH_9.2p1\r\n"), ANSWER_BROKEN, 0, "not an answer of an ONTAP cluster");
}

static void
what_came_before_a_cut_is_handed_on(void **state)
{
	(void)state;
	expect_page(ANSWER_TEXT(OK "{\"records\":[{\"identifier\":1},{\"ident"), ANSWER_UNREACHABLE, 1,
	    "the answer was cut after 36 bytes, by what is on the way or the cluster");
	expect_page(ANSWER_TEXT(HEAD("200 OK") "Content-Length: 5000\r\n\r\n{\"records\":[{\"identifier\":1},{\"ident"),
	    ANSWER_UNREACHABLE, 1, "the answer was cut after 36 bytes, by what is on the way or the cluster");
	expect_page(ANSWER_TEXT(""), ANSWER_UNREACHABLE, 0, "the connection ended without an answer");
}

static void
a_server_that_hangs_is_left_in_time(void **state)
{
	struct stage stage;

	(void)state;
	stage_open(&stage, TEXT_ABSENT);
	stage.target.timeout_ms = 60;
	stage_ask_page(&stage);
	assert_int_equal(stage.answer.outcome, ANSWER_UNREACHABLE);
	assert_string_equal(
	    stage.answer.trouble, "timed out after 60 ms; timeout: in the configuration gives it longer");
	assert_int_equal(stage.answer.status, 0);
	stage_close(&stage);
}

static void
a_port_that_nobody_listens_on_refuses(void **state)
{
	struct stage stage;
	char *said;

	(void)state;
	stage_open(&stage, ANSWER_TEXT(OK "{}"));
	loopback_close(stage.loopback);
	said = xasprintf("no connection to %s: Connection refused", stage.target.url + strlen("http://"));
	stage_ask_page(&stage);
	assert_int_equal(stage.answer.outcome, ANSWER_UNREACHABLE);
	assert_string_equal(stage.answer.trouble, said);
	free(said);
	target_clear(&stage.target);
	answer_clear(&stage.answer);
}

static void
a_next_link_to_another_host_is_not_handed_out(void **state)
{
	struct stage stage;

	(void)state;
	stage_open(&stage, ANSWER_TEXT(OK "{\"records\":[{\"identifier\":1}],"
					  "\"_links\":{\"next\":{\"href\":\"https://evil.example.com/api/x\"}}}"));
	stage_ask_page(&stage);
	assert_int_equal(stage.answer.outcome, ANSWER_BROKEN);
	assert_null(stage.answer.next);
	assert_string_equal(stage.answer.trouble,
	    "the next page's link leads elsewhere and was not followed: https://evil.example.com/api/x");
	assert_int_equal(stage.sessions, 1);
	stage_close(&stage);
}

/* Expects a page of one session with that oddity and so many records that could not be read. */
static void
expect_oddity(struct text given, uint32_t unreadable, const char *oddity)
{
	struct stage stage;

	stage_open(&stage, given);
	stage_ask_page(&stage);
	assert_int_equal(stage.answer.outcome, ANSWER_OK);
	assert_int_equal(stage.sessions, 1);
	assert_int_equal(stage.answer.unreadable, unreadable);
	assert_non_null(stage.answer.oddity);
	assert_string_equal(stage.answer.oddity, oddity);
	stage_close(&stage);
}

static void
nothing_is_lost_silently(void **state)
{
	(void)state;
	expect_oddity(ANSWER_TEXT(OK "{\"records\":[{\"user\":\"x\"},{\"identifier\":1},{\"identifier\":\"?\"}]}"), 2,
	    "record: without an identifier");
	expect_oddity(ANSWER_TEXT(OK "{\"records\":[{\"identifier\":1,\"open_files\":\"abc\"}]}"), 0,
	    "open_files: \"abc\" is not a number");
	expect_oddity(
	    ANSWER_TEXT(OK "{\"records\":[{\"identifier\":1},null]}"), 1, "record: \"null\" is not an object");
	expect_oddity(ANSWER_TEXT(OK "{\"records\":[{\"identifier\":1}],\"num_records\":5}"), 0,
	    "incomplete: 1 of 5 records came");
	expect_oddity(ANSWER_TEXT(OK "{\"records\":[{\"identifier\":1,\"open_files\":-1}],\"num_records\":1,"
				     "\"errors\":[{\"code\":\"393271\",\"message\":\"node n2 is out of quorum\"}]}"),
	    0, "incomplete, the cluster says: node n2 is out of quorum");
}

/* Asks a server that is busy, and expects the time that it wants to be left alone. */
static uint32_t
ask_busy(struct text given)
{
	struct stage stage;
	uint32_t ms;

	stage_open(&stage, given);
	stage_ask_page(&stage);
	assert_int_equal(stage.answer.outcome, ANSWER_BUSY);
	ms = stage.answer.retry_after_ms;
	stage_close(&stage);
	return ms;
}

static void
retry_after_is_seconds_or_a_date(void **state)
{
	(void)state;
	assert_int_equal(ask_busy(ANSWER_TEXT(HEAD("429 Too Many Requests") "Retry-After: 7\r\n\r\n")), 7000);
	assert_int_equal(ask_busy(ANSWER_TEXT(HEAD("503 Busy") "\r\n")), 0);
	assert_true(ask_busy(ANSWER_TEXT(HEAD("503 Busy") "Retry-After: Fri, 31 Dec 2099 23:59:59 GMT\r\n\r\n")) > 0);
	assert_int_equal(
	    ask_busy(ANSWER_TEXT(HEAD("503 Busy") "Retry-After: Fri, 31 Dec 1999 23:59:59 GMT\r\n\r\n")), 0);
	assert_int_equal(ask_busy(ANSWER_TEXT(HEAD("503 Busy") "Retry-After: 99999999999\r\n\r\n")) % (3600 * 1000), 0);
}

static void
https_to_a_server_without_tls_says_so(void **state)
{
	struct stage stage;
	char *url;

	(void)state;
	stage_open(&stage, ANSWER_TEXT("this is not TLS\r\n\r\n"));
	url = xasprintf("https%s", stage.target.url + strlen("http"));
	free(stage.target.url);
	stage.target.url = url;
	/* Its greeting is no HTTP request, and the server waits for the end of one. */
	stage.target.timeout_ms = 60;
	stage_ask_page(&stage);
	assert_int_equal(stage.answer.outcome, ANSWER_UNREACHABLE);
	assert_non_null(strstr(stage.answer.trouble, "within 60 ms"));
	stage_close(&stage);
}

/* Asks a cluster behind a proxy that answers `given`. */
static void
expect_proxy(const char *url, struct text given, enum outcome outcome, const char *said)
{
	struct stage stage;

	stage_open(&stage, given);
	stage.target.proxy = secret_text_new(text_of(stage.target.url));
	free(stage.target.url);
	stage.target.url = xstrdup(url);
	stage_ask_page(&stage);
	assert_string_equal(stage.answer.trouble, said);
	assert_int_equal(stage.answer.outcome, outcome);
	stage_close(&stage);
}

static void
a_proxy_that_refuses_is_not_taken_for_the_cluster(void **state)
{
	(void)state;
	expect_proxy("https://cluster1.invalid", ANSWER_TEXT(HEAD("407 Proxy Authentication Required") "\r\n"),
	    ANSWER_UNREACHABLE, "407: the proxy wants a password, give it in proxy");
	expect_proxy("https://cluster1.invalid", ANSWER_TEXT(HEAD("403 Forbidden") "\r\n"), ANSWER_UNREACHABLE,
	    "403: the proxy refused to connect to cluster1.invalid");
	expect_proxy("https://cluster1.invalid", ANSWER_TEXT(HEAD("401 Unauthorized") "\r\n"), ANSWER_UNREACHABLE,
	    "401: the proxy refused to connect to cluster1.invalid");
	expect_proxy("http://cluster1.invalid", ANSWER_TEXT(HEAD("407 Proxy Authentication Required") "\r\n"),
	    ANSWER_REFUSED, "407: the proxy wants a password, give it in proxy");
}

/* What is sent to a proxy is for the proxy: the cluster's password and token are inside of the tunnel or nowhere. */
static void
a_proxy_gets_no_password_of_the_cluster(void **state)
{
	struct stage stage;
	const char *requests;

	(void)state;
	for (unsigned i = 0; i < 2; i++) {
		stage_open(&stage, ANSWER_TEXT(HEAD("403 Forbidden") "\r\n"));
		stage.target.proxy = secret_text_new(text_of(stage.target.url));
		xreplace(&stage.target.url, "https://cluster1.invalid");
		if (i == 1)
			stage.target.token = secret_text_new(text_of("geheim.token"));
		stage_ask_page(&stage);
		requests = loopback_requests(stage.loopback);
		assert_non_null(strstr(requests, "CONNECT cluster1.invalid:443"));
		assert_null(strcasestr(requests, "authorization"));
		stage_close(&stage);
	}
	stage_open(&stage, ANSWER_TEXT(HEAD("407 Proxy Authentication Required") "Proxy-Authenticate: Basic\r\n\r\n"));
	stage.target.proxy = secret_text_new(text_of(stage.target.url));
	xreplace(&stage.target.url, "http://cluster1.invalid");
	stage_ask_page(&stage);
	assert_null(strcasestr(loopback_requests(stage.loopback), "proxy-authorization"));
	stage_close(&stage);
}

static void
a_token_is_sent_as_one_and_the_password_is_not(void **state)
{
	struct stage stage;

	(void)state;
	stage_open(&stage, ANSWER_TEXT(HEAD("401 Unauthorized") "Content-Length: 2\r\n\r\n{}"));
	stage.target.token = secret_text_new(text_of("head.payload.signature"));
	stage_ask_page(&stage);
	assert_non_null(
	    strstr(loopback_requests(stage.loopback), "\r\nAuthorization: Bearer head.payload.signature\r\n"));
	assert_null(strstr(loopback_requests(stage.loopback), "Basic"));
	assert_string_equal(stage.answer.trouble, "401: token refused, r to try again");
	stage_close(&stage);
}

/* A cluster that says what it was sent, and a proxy whose address libcurl repeats. */
static void
what_is_said_holds_no_secret(void **state)
{
	struct stage stage;

	(void)state;
	stage_open(&stage, ANSWER_TEXT(HEAD("401 Unauthorized") "Content-Length: 100\r\n\r\n"
								"{\"error\": {\"code\": \"1\", \"message\": \"no "
								"geheimnis, Basic bW9uaXRvcjpnZWhlaW1uaXM=!\"}}"));
	secret_text_replace(&stage.target.password, secret_text_new(text_of("geheimnis")));
	stage_ask_page(&stage);
	assert_null(strstr(stage.answer.trouble, "geheim"));
	assert_null(strstr(stage.answer.trouble, "bW9uaXRvcj"));
	assert_non_null(strstr(stage.answer.trouble, "no *********, Basic ****"));
	stage_close(&stage);
	stage_open(&stage, ANSWER_TEXT("x"));
	stage.target.proxy = secret_text_new(text_of("ftp://user:geheimnis@127.0.0.1:1"));
	stage_ask_page(&stage);
	/* Else libcurl has another sentence, and this proves nothing. */
	assert_non_null(strstr(stage.answer.trouble, "ftp://"));
	assert_null(strstr(stage.answer.trouble, "geheim"));
	stage_close(&stage);
}

static void
an_exchange_may_be_dropped_before_it_is_done(void **state)
{
	struct stage stage;
	const bool wanted[FIELDS_MAX] = {false};

	(void)state;
	stage_open(&stage, ANSWER_TEXT(OK "{}"));
	exchange_free(exchange_new_sessions(&stage.target, wanted, stage_reader(&stage)));
	exchange_free(NULL);
	stage_close(&stage);
}

static int
set_up(void **state)
{
	static const char *const proxies[] = {"http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY", "ALL_PROXY"};

	(void)state;
	for (size_t i = 0; i < sizeof proxies / sizeof *proxies; i++)
		unsetenv(proxies[i]);
	return curl_memory_init() == CURLE_OK ? 0 : -1;
}

static int
tear_down(void **state)
{
	(void)state;
	curl_global_cleanup();
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_page_is_handed_on_with_its_next_link),
	    cmocka_unit_test(a_request_says_who_asks_for_what),
	    cmocka_unit_test(any_kind_is_asked_for_with_parameters_and_pages_are_linked),
	    cmocka_unit_test(a_role_without_files_is_told_the_path_of_files),
	    cmocka_unit_test(the_next_page_is_asked_for_as_the_link_says),
	    cmocka_unit_test(a_packed_body_is_unpacked_and_counted_as_it_came),
	    cmocka_unit_test(one_session_is_read_by_itself_or_as_a_list_of_one),
	    cmocka_unit_test(a_session_that_ended_is_gone),
	    cmocka_unit_test(another_session_than_the_one_that_was_asked_for_is_not_handed_on),
	    cmocka_unit_test(an_answer_without_the_session_is_broken),
	    cmocka_unit_test(a_count_is_what_the_cluster_says_or_what_it_sends),
	    cmocka_unit_test(a_count_asks_for_no_records_and_no_fields),
	    cmocka_unit_test(sessions_are_asked_for_as_the_target_says),
	    cmocka_unit_test(a_probe_tells_the_release),
	    cmocka_unit_test(errors_are_judged_by_their_status_even_if_cut),
	    cmocka_unit_test(a_redirect_is_not_followed),
	    cmocka_unit_test(a_body_that_is_no_answer_is_told_apart),
	    cmocka_unit_test(what_came_before_a_cut_is_handed_on),
	    cmocka_unit_test(a_server_that_hangs_is_left_in_time),
	    cmocka_unit_test(a_port_that_nobody_listens_on_refuses),
	    cmocka_unit_test(a_next_link_to_another_host_is_not_handed_out),
	    cmocka_unit_test(nothing_is_lost_silently),
	    cmocka_unit_test(retry_after_is_seconds_or_a_date),
	    cmocka_unit_test(https_to_a_server_without_tls_says_so),
	    cmocka_unit_test(a_proxy_that_refuses_is_not_taken_for_the_cluster),
	    cmocka_unit_test(a_proxy_gets_no_password_of_the_cluster),
	    cmocka_unit_test(a_token_is_sent_as_one_and_the_password_is_not),
	    cmocka_unit_test(what_is_said_holds_no_secret),
	    cmocka_unit_test(an_exchange_may_be_dropped_before_it_is_done),
	};

	return cmocka_run_group_tests_name("exchange", tests, set_up, tear_down);
}
