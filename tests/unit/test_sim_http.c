/* ontap-sim as a program, asked over real HTTP. */
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

#include <curl/curl.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define SESSIONS "/api/protocols/cifs/sessions"

enum { ARGUMENTS_MAX = 16 };

struct program {
	pid_t pid;
	FILE *output;
	char url[64];
	char folder[64];
	char log[96];
	char certificate[96];
};

/* Starts ontap-sim with its log in a fresh folder, and the given arguments, NULL at the end. */
static void
start(struct program *p, const char *const *arguments)
{
	const char *argv[ARGUMENTS_MAX + 8] = {ONTAP_SIM, "--frozen", "--sessions", "50", "--log"};
	int ends[2], count = 5;

	snprintf(p->folder, sizeof(p->folder), "%s", "/tmp/test-sim-XXXXXX");
	assert_non_null(mkdtemp(p->folder));
	snprintf(p->log, sizeof(p->log), "%s/log", p->folder);
	snprintf(p->certificate, sizeof(p->certificate), "%s/certificate", p->folder);
	argv[count++] = p->log;
	for (int i = 0; arguments != NULL && arguments[i] != NULL; i++)
		argv[count++] = strcmp(arguments[i], "CERTIFICATE") == 0 ? p->certificate : arguments[i];
	argv[count] = NULL;
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	p->pid = fork();
	assert_true(p->pid >= 0);
	if (p->pid == 0) {
		dup2(ends[1], STDOUT_FILENO);
		execv(ONTAP_SIM, (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	close(ends[1]);
	p->output = fdopen(ends[0], "r");
	assert_non_null(fgets(p->url, sizeof(p->url), p->output));
	p->url[strcspn(p->url, "\n")] = '\0';
}

/* Ends the program and returns its exit code. */
static int
stop(struct program *p)
{
	int status;

	kill(p->pid, SIGTERM);
	assert_int_equal(waitpid(p->pid, &status, 0), p->pid);
	/* Nothing but the address was printed. */
	assert_int_equal(fgetc(p->output), EOF);
	fclose(p->output);
	unlink(p->log);
	unlink(p->certificate);
	rmdir(p->folder);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

struct reply {
	CURLcode result;
	long status;
	char text[65536];
	size_t length;
};

static size_t
collect(char *data, size_t size, size_t count, void *context)
{
	struct reply *r = context;
	size_t room = sizeof(r->text) - 1 - r->length;
	size_t taken = size * count < room ? size * count : room;

	memcpy(r->text + r->length, data, taken);
	r->length += taken;
	r->text[r->length] = '\0';
	return size * count;
}

static CURL *
prepare(const struct program *p, const char *path, struct reply *r)
{
	CURL *curl = curl_easy_init();
	char url[512];

	*r = (struct reply){.status = 0};
	snprintf(url, sizeof(url), "%s%s", p->url, path);
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, 30L);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, collect);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, r);
	return curl;
}

static void
perform(CURL *curl, struct reply *r)
{
	r->result = curl_easy_perform(curl);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &r->status);
	curl_easy_cleanup(curl);
}

static void
get(const struct program *p, const char *path, struct reply *r)
{
	perform(prepare(p, path, r), r);
}

static void
post(const struct program *p, const char *path, struct reply *r)
{
	CURL *curl = prepare(p, path, r);

	curl_easy_setopt(curl, CURLOPT_POSTFIELDS, "");
	perform(curl, r);
}

static void
read_log(const struct program *p, char *text, size_t room)
{
	FILE *log = fopen(p->log, "r");
	size_t length;

	assert_non_null(log);
	length = fread(text, 1, room - 1, log);
	text[length] = '\0';
	fclose(log);
}

static void
it_serves_until_it_is_told_to_end(void **state)
{
	struct reply *r = *state;
	struct program p;

	start(&p, NULL);
	assert_memory_equal(p.url, "http://127.0.0.1:", 17);
	get(&p, "/api/cluster?fields=name", r);
	assert_int_equal(r->status, 200);
	assert_non_null(strstr(r->text, "\"sim1\""));
	get(&p, SESSIONS "?max_records=2", r);
	assert_non_null(strstr(r->text, "\"num_records\":2"));
	assert_int_equal(stop(&p), 0);
}

static void
it_demands_the_password_for_the_api_alone(void **state)
{
	static const char *const arguments[] = {"--user", "admin", "--password", "p:w ü", NULL};
	struct reply *r = *state;
	struct program p;
	CURL *curl;

	start(&p, arguments);
	get(&p, "/api/cluster", r);
	assert_int_equal(r->status, 401);
	assert_non_null(strstr(r->text, "\"6691623\""));
	curl = prepare(&p, "/api/cluster", r);
	curl_easy_setopt(curl, CURLOPT_USERPWD, "admin:wrong");
	perform(curl, r);
	assert_int_equal(r->status, 401);
	curl = prepare(&p, "/api/cluster", r);
	curl_easy_setopt(curl, CURLOPT_USERNAME, "admin");
	curl_easy_setopt(curl, CURLOPT_PASSWORD, "p:w ü");
	perform(curl, r);
	assert_int_equal(r->status, 200);
	get(&p, "/sim/world", r);
	assert_int_equal(r->status, 200);
	assert_int_equal(stop(&p), 0);
}

static void
a_bearer_token_is_good_until_another_is(void **state)
{
	static const char *const arguments[] = {"--token", "first.token", NULL};
	struct reply *r = *state;
	struct program p;
	CURL *curl;

	start(&p, arguments);
	get(&p, "/api/cluster", r);
	assert_int_equal(r->status, 401);
	curl = prepare(&p, "/api/cluster", r);
	curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BEARER);
	curl_easy_setopt(curl, CURLOPT_XOAUTH2_BEARER, "first.token");
	perform(curl, r);
	assert_int_equal(r->status, 200);
	post(&p, "/sim/token?is=second", r);
	assert_int_equal(r->status, 200);
	curl = prepare(&p, "/api/cluster", r);
	curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BEARER);
	curl_easy_setopt(curl, CURLOPT_XOAUTH2_BEARER, "first.token");
	perform(curl, r);
	assert_int_equal(r->status, 401);
	read_log(&p, r->text, sizeof(r->text));
	assert_non_null(strstr(r->text, "App=- Auth=Bearer\n"));
	assert_int_equal(stop(&p), 0);
}

static void
its_certificate_can_be_trusted_by_name_and_address(void **state)
{
	static const char *const arguments[] = {"--tls", "--cert-out", "CERTIFICATE", NULL};
	struct reply *r = *state;
	struct program p;
	CURL *curl;

	start(&p, arguments);
	assert_memory_equal(p.url, "https://127.0.0.1:", 18);
	get(&p, "/api/cluster", r);
	assert_int_equal(r->result, CURLE_PEER_FAILED_VERIFICATION);
	curl = prepare(&p, "/api/cluster", r);
	curl_easy_setopt(curl, CURLOPT_CAINFO, p.certificate);
	perform(curl, r);
	assert_int_equal(r->result, CURLE_OK);
	assert_int_equal(r->status, 200);
	memcpy(p.url, "https://localhost:", 18);
	curl = prepare(&p, "/api/cluster", r);
	curl_easy_setopt(curl, CURLOPT_CAINFO, p.certificate);
	perform(curl, r);
	assert_int_equal(r->result, CURLE_OK);
	assert_int_equal(stop(&p), 0);
}

static void
its_log_has_one_line_for_each_request_of_the_api(void **state)
{
	struct reply *r = *state;
	struct curl_slist *headers = NULL;
	struct program p;
	char log[4096];
	CURL *curl;

	start(&p, NULL);
	headers = curl_slist_append(headers, "Accept: application/json");
	headers = curl_slist_append(headers, "X-Dot-Client-App: tests/1 x");
	curl = prepare(&p, "/api/cluster?fields=name", r);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	perform(curl, r);
	curl_slist_free_all(headers);
	post(&p, "/sim/step?seconds=1", r);
	get(&p, "/api/none", r);
	read_log(&p, log, sizeof(log));
	assert_string_equal(log, "GET /api/cluster?fields=name 200 15 Accept=application/json App=tests/1%20x Auth=-\n"
				 "GET /api/none 404 48 Accept=*/* App=- Auth=-\n");
	assert_int_equal(stop(&p), 0);
}

static void
an_answer_that_is_late_holds_up_no_other(void **state)
{
	static const char *const arguments[] = {"--fault", "late=600,path=sessions", NULL};
	struct reply *r = *state, *late = calloc(1, sizeof(*late));
	CURLM *multi = curl_multi_init();
	struct program p;
	int running = 1;
	long sent = 0;
	CURL *curl;

	start(&p, arguments);
	curl = prepare(&p, SESSIONS, late);
	curl_multi_add_handle(multi, curl);
	while (sent == 0) {
		curl_multi_perform(multi, &running);
		curl_multi_poll(multi, NULL, 0, 10, NULL);
		curl_easy_getinfo(curl, CURLINFO_REQUEST_SIZE, &sent);
	}
	get(&p, "/api/cluster", r);
	assert_int_equal(r->status, 200);
	curl_multi_perform(multi, &running);
	assert_int_equal(running, 1);
	/* Nor does it hold up the end. */
	assert_int_equal(stop(&p), 0);
	curl_multi_remove_handle(multi, curl);
	curl_easy_cleanup(curl);
	curl_multi_cleanup(multi);
	free(late);
}

static void
a_hanging_request_is_logged_and_never_answered(void **state)
{
	struct reply *r = *state;
	struct program p;
	char log[4096];
	CURL *curl;

	start(&p, NULL);
	post(&p, "/sim/fault?spec=hang,path=cluster", r);
	assert_string_equal(r->text, "{\"faults\":1}\n");
	curl = prepare(&p, "/api/cluster", r);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, 300L);
	perform(curl, r);
	assert_int_equal(r->result, CURLE_OPERATION_TIMEDOUT);
	read_log(&p, log, sizeof(log));
	assert_string_equal(log, "GET /api/cluster 0 0 Accept=*/* App=- Auth=-\n");
	post(&p, "/sim/fault?spec=", r);
	get(&p, "/api/cluster", r);
	assert_int_equal(r->status, 200);
	assert_int_equal(stop(&p), 0);
}

static void
a_cut_body_is_shorter_than_announced(void **state)
{
	static const char *const arguments[] = {"--fault", "cut,count=1", NULL};
	struct reply *r = *state;
	struct program p;

	start(&p, arguments);
	get(&p, SESSIONS "?fields=*&max_records=20", r);
	assert_int_equal(r->result, CURLE_PARTIAL_FILE);
	assert_int_equal(r->status, 200);
	assert_true(r->length > 5000);
	get(&p, SESSIONS "?fields=*&max_records=20", r);
	assert_int_equal(r->result, CURLE_OK);
	assert_int_equal(stop(&p), 0);
}

struct header_wanted {
	const char *start;
	bool found;
};

static size_t
look_for_header(char *data, size_t size, size_t count, void *context)
{
	struct header_wanted *wanted = context;

	if (size * count >= strlen(wanted->start) && strncasecmp(data, wanted->start, strlen(wanted->start)) == 0)
		wanted->found = true;
	return size * count;
}

static bool
has_header(const struct program *p, const char *method, const char *path, const char *header, struct reply *r)
{
	struct header_wanted wanted = {header, false};
	CURL *curl = prepare(p, path, r);

	if (strcmp(method, "HEAD") == 0)
		curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
	else
		curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method);
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, look_for_header);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, &wanted);
	perform(curl, r);
	return wanted.found;
}

static void
headers_say_what_the_documents_say(void **state)
{
	struct reply *r = *state;
	struct program p;

	start(&p, NULL);
	assert_true(has_header(&p, "GET", SESSIONS "?max_records=1", "Link: </api/protocols/cifs/sessions?start.", r));
	assert_false(has_header(&p, "GET", SESSIONS, "Link:", r));
	assert_true(has_header(&p, "GET", SESSIONS, "Content-Type: application/hal+json", r));
	assert_true(has_header(&p, "HEAD", SESSIONS, "Content-Length: ", r));
	assert_int_equal(r->length, 0);
	assert_true(has_header(&p, "OPTIONS", SESSIONS, "Allow: GET", r));
	assert_int_equal(r->status, 200);
	assert_true(has_header(&p, "DELETE", SESSIONS, "Allow: GET", r));
	assert_int_equal(r->status, 405);
	post(&p, "/sim/fault?spec=429%3D7", r);
	assert_true(has_header(&p, "GET", SESSIONS, "Retry-After: 7", r));
	assert_int_equal(stop(&p), 0);
}

static void
it_ends_with_its_parent(void **state)
{
	int ends[2], status;
	char line[64];
	pid_t parent;
	FILE *output;

	(void)state;
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	parent = fork();
	assert_true(parent >= 0);
	if (parent == 0) {
		if (fork() == 0) {
			dup2(ends[1], STDOUT_FILENO);
			execl(ONTAP_SIM, ONTAP_SIM, "--sessions", "5", (char *)NULL);
			_exit(127);
		}
		close(ends[1]);
		pause();
		_exit(0);
	}
	close(ends[1]);
	output = fdopen(ends[0], "r");
	assert_non_null(fgets(line, sizeof(line), output));
	kill(parent, SIGKILL);
	assert_int_equal(waitpid(parent, &status, 0), parent);
	/* The other end of the pipe closes when the last process that has it ends. */
	assert_int_equal(fgetc(output), EOF);
	fclose(output);
}

static void
a_wrong_command_line_is_refused(void **state)
{
	static const char *const bad[][3] = {{"--sessions", "many", NULL}, {"--release", "7.3", NULL},
	    {"--fault", "x", NULL}, {"--user", "u", NULL}, {"extra", NULL, NULL}, {"--nothing", NULL, NULL}};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		pid_t pid = fork();
		int status;

		if (pid == 0) {
			int null = open("/dev/null", O_WRONLY);

			dup2(null, STDERR_FILENO);
			execl(ONTAP_SIM, ONTAP_SIM, bad[i][0], bad[i][1], (char *)NULL);
			_exit(127);
		}
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 2);
	}
}

static int
set_up(void **state)
{
	*state = calloc(1, sizeof(struct reply));
	return *state == NULL || curl_global_init(CURL_GLOBAL_DEFAULT) != 0;
}

static int
tear_down(void **state)
{
	free(*state);
	curl_global_cleanup();
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(it_serves_until_it_is_told_to_end),
	    cmocka_unit_test(it_demands_the_password_for_the_api_alone),
	    cmocka_unit_test(a_bearer_token_is_good_until_another_is),
	    cmocka_unit_test(its_certificate_can_be_trusted_by_name_and_address),
	    cmocka_unit_test(its_log_has_one_line_for_each_request_of_the_api),
	    cmocka_unit_test(an_answer_that_is_late_holds_up_no_other),
	    cmocka_unit_test(a_hanging_request_is_logged_and_never_answered),
	    cmocka_unit_test(a_cut_body_is_shorter_than_announced),
	    cmocka_unit_test(headers_say_what_the_documents_say),
	    cmocka_unit_test(it_ends_with_its_parent),
	    cmocka_unit_test(a_wrong_command_line_is_refused),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
