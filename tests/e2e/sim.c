/* sim.c: starts simulators and talks to their control requests. */
#include "config.h"

#include "e2e/sim.h"

#include <curl/curl.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"

#include "e2e/process.h"

#define ANSWER_LIMIT ((size_t)256 << 20)

struct sim {
	struct scene *scene;
	struct process process;
	const char *url;
	const char *log;
	const char *certificate;
	const char *errors;
};

void
sim_stop(struct sim *sim)
{
	process_stop(&sim->process);
}

static void
stop_deferred(void *sim)
{
	sim_stop(sim);
}

/* Waits for the one line in which it says its URL. */
static const char *
read_url(struct sim *sim, int from)
{
	struct pollfd source = {.fd = from, .events = POLLIN};
	char *line = scene_memory(sim->scene, 256);
	size_t length = 0;

	while (length < 255 && strchr(line, '\n') == NULL) {
		ssize_t got = 0;

		if (poll(&source, 1, scene_patience_ms()) > 0)
			got = read(from, line + length, 255 - length);
		if (got <= 0)
			check_fail("ontap-sim says no URL: %s%s", line, scene_read(sim->scene, sim->errors, NULL));
		length += (size_t)got;
	}
	line[strcspn(line, "\n")] = '\0';
	return line;
}

struct sim *
sim_start(struct scene *scene, const char *format, ...)
{
	static unsigned number;
	struct sim *sim = scene_memory(scene, sizeof(*sim));
	va_list arguments;
	const char *command;
	int ends[2];

	number++;
	sim->scene = scene;
	sim->log = scene_path(scene, scene_text(scene, "sim-%u.log", number));
	sim->errors = scene_path(scene, scene_text(scene, "sim-%u.err", number));
	sim->certificate = scene_path(scene, scene_text(scene, "sim-%u.pem", number));
	va_start(arguments, format);
	command = scene_vtext(scene, format, arguments);
	va_end(arguments);
	command = scene_text(scene, "'%s' --user %s --password %s --log '%s'%s%s%s %s", ontap_sim_path, SIM_USER,
	    SIM_PASSWORD, sim->log, strstr(command, "--tls") == NULL ? "" : " --cert-out '",
	    strstr(command, "--tls") == NULL ? "" : sim->certificate, strstr(command, "--tls") == NULL ? "" : "'",
	    command);
	if (pipe(ends) != 0)
		check_fail("pipe failed: %s", strerror(errno));
	sim->process = process_start(scene, scene_words(scene, command), ends[1], NULL, sim->errors);
	scene_defer(scene, stop_deferred, sim);
	sim->url = read_url(sim, ends[0]);
	close(ends[0]);
	return sim;
}

const char *
sim_url(const struct sim *sim)
{
	return sim->url;
}

const char *
sim_certificate(const struct sim *sim)
{
	return sim->certificate;
}

static size_t
take_bytes(char *bytes, size_t size, size_t count, void *buffer)
{
	return buffer_add(buffer, bytes, size * count) ? size * count : 0;
}

static const char *
talk(struct sim *sim, const char *what, bool is_post)
{
	const char *url = scene_text(sim->scene, "%s/%s", sim->url, what);
	CURL *curl = curl_easy_init();
	struct buffer answer;
	char *taken;
	long status = 0;
	CURLcode code;

	buffer_init(&answer, ANSWER_LIMIT);
	buffer_add_string(&answer, "");
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)scene_patience_ms());
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_bytes);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
	curl_easy_setopt(curl, CURLOPT_USERPWD, SIM_USER ":" SIM_PASSWORD);
	if (is_post)
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, "");
	code = curl_easy_perform(curl);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_cleanup(curl);
	taken = buffer_take(&answer);
	scene_defer(sim->scene, free, taken);
	if (code != CURLE_OK || status != 200)
		check_fail("%s: %s, status %ld: %s", url, curl_easy_strerror(code), status, taken);
	return taken;
}

const char *
sim_post(struct sim *sim, const char *format, ...)
{
	va_list arguments;
	const char *what;

	va_start(arguments, format);
	what = scene_text(sim->scene, "sim/%s", scene_vtext(sim->scene, format, arguments));
	va_end(arguments);
	return talk(sim, what, true);
}

const char *
sim_escape(struct sim *sim, const char *value)
{
	char *escaped = curl_easy_escape(NULL, value, 0);
	const char *copy = scene_text(sim->scene, "%s", escaped);

	curl_free(escaped);
	return copy;
}

void
sim_fault(struct sim *sim, const char *spec)
{
	sim_post(sim, "fault?spec=%s", sim_escape(sim, spec));
}

struct records
sim_world(struct sim *sim)
{
	return records_parse_json(sim->scene, talk(sim, "sim/world", false));
}

struct records
sim_ask(struct sim *sim, const char *path)
{
	const char *answer = talk(sim, scene_text(sim->scene, "api/%s", path), false);
	const char *list = strchr(answer, '['), *end = strstr(answer, "],\"num_records\"");

	if (list == NULL || end == NULL)
		check_fail("%s has no records: %s", path, answer);
	return records_parse_json(sim->scene, scene_text(sim->scene, "%.*s]", (int)(end - list), list));
}

const char *
sim_log(struct sim *sim)
{
	return scene_read(sim->scene, sim->log, NULL);
}

size_t
sim_requests(struct sim *sim, const char *text)
{
	const char *line = sim_log(sim);
	size_t count = 0;

	while (*line != '\0') {
		size_t length = strcspn(line, "\n");
		const char *copy = scene_text(sim->scene, "%.*s", (int)length, line);

		if (strstr(copy, text) != NULL)
			count++;
		line += length + (line[length] == '\n' ? 1 : 0);
	}
	return count;
}

const char *
sim_config(struct scene *scene, const char *defaults, const char *ui, const char *names, ...)
{
	const char *text = scene_text(scene, "defaults: {username: %s, password: %s%s%s}\nui: {%s}\nclusters:\n",
	    SIM_USER, SIM_PASSWORD, *defaults == '\0' ? "" : ", ", defaults, ui);
	va_list sims;

	va_start(sims, names);
	while (*names != '\0') {
		size_t length = strcspn(names, ",");

		text = scene_text(scene, "%s  - {name: %.*s, url: '%s'}\n", text, (int)length, names,
		    sim_url(va_arg(sims, struct sim *)));
		names += length + (names[length] == ',' ? 1 : 0);
	}
	va_end(sims);
	return scene_write(scene, "config.yaml", "%s", text);
}
