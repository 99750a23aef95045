/* trust.c: which keys of clusters are trusted, and how a person says so without the screen. */
#include "config.h"

#include "app/trust.h"

#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "base/report.h"
#include "base/safe_text.h"
#include "base/xalloc.h"
#include "config/known_clusters.h"
#include "config/paths.h"
#include "ontap/curl_memory.h"
#include "ontap/distrust.h"
#include "ontap/introduction.h"

#define ANSWER_MAX 256

/* Prints a line that comes from outside in part, so that it cannot act on a terminal, and frees it. */
static void
print_line(FILE *out, char *line)
{
	size_t columns = safe_text_columns(text_of(line)), size = SAFE_TEXT_SIZE(columns);
	char *safe = xmalloc(size);

	safe_text_fit(text_of(line), columns, CUT_END, safe, size);
	fprintf(out, "%s\n", safe);
	free(safe);
	free(line);
}

static void __attribute__((format(printf, 1, 2))) complain(const char *format, ...)
{
	va_list arguments;
	char *sentence;

	va_start(arguments, format);
	sentence = xvasprintf(format, arguments);
	va_end(arguments);
	fflush(stdout);
	print_line(stderr, xasprintf("cifstop: %s", sentence));
	free(sentence);
}

void
trust_recall(struct config *config)
{
	char *path = path_in_state_home(KNOWN_CLUSTERS_NAME);
	struct known_clusters known = {0};
	struct report report = {0};

	known_clusters_read(path, &known, &report);
	report_print(&report, stderr);
	for (size_t i = 0; i < config->cluster_count; i++) {
		struct target *target = &config->clusters[i].target;
		const struct known_cluster *found = known_clusters_find(&known, target->url);
		char *place;

		if (found == NULL || !target_may_be_trusted(target))
			continue;
		place = xasprintf("%s:%zu", path, found->line);
		target_set_pin(target, found->pin, place);
		free(place);
	}
	known_clusters_free(&known);
	report_free(&report);
	free(path);
}

char *
trust_remember(void *context, const char *url, const char *pin, char **place)
{
	char *path = path_in_state_home(KNOWN_CLUSTERS_NAME), *trouble;
	size_t line = 0;

	(void)context;
	trouble = known_clusters_remember(path, url, pin, &line);
	if (trouble == NULL)
		*place = xasprintf("%s:%zu", path, line);
	free(path);
	return trouble;
}

struct cluster_config *
trust_find(const struct config *config, const char *cluster)
{
	char *url = NULL, *problem = target_parse_url(cluster, &url);
	struct cluster_config *found = NULL;

	for (size_t i = 0; i < config->cluster_count && found == NULL; i++) {
		if (strcmp(config->clusters[i].target.name, cluster) == 0)
			found = &config->clusters[i];
	}
	for (size_t i = 0; problem == NULL && i < config->cluster_count && found == NULL; i++) {
		if (strcasecmp(config->clusters[i].target.url, url) == 0)
			found = &config->clusters[i];
	}
	free(problem);
	free(url);
	return found;
}

/* ---- what the cluster shows ---- */

/* Connects and looks; NULL, and a sentence that the caller frees, when nothing came or it does not verify. */
static struct certificate *
look(const struct target *target, bool is_verified, char **trouble)
{
	struct introduction *introduction = introduction_new(target, is_verified);
	CURLcode result = curl_easy_perform(introduction_handle(introduction));
	struct certificate *certificate = introduction_finish(introduction, result, trouble);

	introduction_free(introduction);
	return certificate;
}

static void
print_certificate(const struct target *target, const struct certificate *certificate)
{
	char *dates = certificate_dates(certificate, time(NULL)), *signer = certificate_signer(certificate);

	print_line(stdout, xasprintf("cluster      %s, %s", target->name, target->url));
	print_line(stdout, xasprintf("subject      %s", certificate->subject));
	print_line(stdout, xasprintf("issuer       %s", signer));
	print_line(stdout, xasprintf("valid        %s", dates));
	print_line(stdout, xasprintf("certificate  %s", certificate->fingerprint));
	print_line(stdout, xasprintf("key          %s", certificate->pin));
	free(dates);
	free(signer);
}

/* ---- the answer ---- */

/* Writes the question and reads one line. False when it was no line. */
static bool
read_answer(int tty, const char *question, char answer[static ANSWER_MAX])
{
	size_t length = 0;

	/* What was typed before the question is no answer to it. */
	tcflush(tty, TCIFLUSH);
	if (write(tty, question, strlen(question)) < 0)
		return false;
	while (length < ANSWER_MAX - 1) {
		ssize_t got = read(tty, answer + length, 1);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		if (answer[length] == '\n')
			break;
		length++;
	}
	answer[length] = '\0';
	return true;
}

/* Until the answer is one. False: no, or nothing more comes. */
static bool
ask(int tty, const struct certificate *certificate)
{
	const char *question = "Is this its key? It is remembered (yes, no, or the key as you know it): ";
	char answer[ANSWER_MAX];

	while (read_answer(tty, question, answer)) {
		if (strcmp(answer, "yes") == 0 || strcmp(answer, certificate->pin) == 0)
			return true;
		if (strcmp(answer, "no") == 0 || *answer == '\0')
			return false;
		question = strncmp(answer, "sha256//", strlen("sha256//")) == 0 ? "That is another key. Yes or no? "
										: "Please type yes or no: ";
	}
	return false;
}

static enum exit_code
refuse_without_terminal(const struct certificate *certificate)
{
	complain("there is no terminal to ask on, so nothing is trusted. When you know by other means that the key is "
		 "right, this line below the cluster in the configuration says so:");
	fprintf(stderr, "    tls: {pin: \"%s\"}\n", certificate->pin);
	return EXIT_USAGE;
}

static enum exit_code
remember(const struct target *target, const struct certificate *certificate)
{
	char *place = NULL, *trouble = trust_remember(NULL, target->url, certificate->pin, &place);

	if (trouble == NULL) {
		printf("Trusted: %s\n", place);
	} else {
		complain("%s; nothing is remembered. This line below the cluster in the configuration does the same:",
		    trouble);
		fprintf(stderr, "    tls: {pin: \"%s\"}\n", certificate->pin);
	}
	free(place);
	free(trouble);
	return place == NULL ? EXIT_NOTHING : EXIT_COMPLETE;
}

/* ---- the run ---- */

/* Why there is nothing to ask about a cluster; NULL when there is. The caller frees. */
static char *
refuse(const struct target *target)
{
	if (!target_is_encrypted(target))
		return xasprintf("%s has no certificate: it is spoken to over http://", target->name);
	if (target->is_insecure)
		return xasprintf(
		    "%s is insecure: true, its certificate is not looked at; take that out first", target->name);
	if (target->ca_file != NULL)
		return xasprintf("tls.ca_file says who signs the certificate of %s; take that out to trust its key "
				 "instead",
		    target->name);
	if (!target_may_be_trusted(target))
		return xasprintf(
		    "tls.pin says what the key of %s is; that line is to be changed, or taken out", target->name);
	return NULL;
}

/* Says how the key stands to the one that is known. Whether there is something to ask. */
static bool
compare(const struct target *target, const struct certificate *certificate)
{
	if (target->pin == NULL)
		return true;
	if (strcmp(target->pin, certificate->pin) == 0) {
		print_line(stdout, xasprintf("This is the key that is known: %s", target->pin_place));
		return false;
	}
	print_line(stdout, xasprintf("known        %s", target->pin));
	complain(
	    "THE KEY HAS CHANGED: the other one stands in %s. A new certificate is one reason, somebody in between "
	    "is another: ask who runs the cluster",
	    target->pin_place);
	return true;
}

static enum exit_code
settle(const struct target *target, const struct certificate *certificate)
{
	enum exit_code code = EXIT_NOTHING;
	int tty;

	print_certificate(target, certificate);
	if (!compare(target, certificate))
		return EXIT_COMPLETE;
	fflush(stdout);
	tty = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (tty < 0)
		return refuse_without_terminal(certificate);
	if (ask(tty, certificate))
		code = remember(target, certificate);
	else
		complain("%s is not trusted", target->name);
	close(tty);
	return code;
}

enum exit_code
trust_run(const struct config *config, const char *cluster)
{
	const struct cluster_config *found = trust_find(config, cluster);
	struct certificate *certificate = NULL;
	char *trouble = NULL, *why = NULL;
	enum exit_code code = EXIT_USAGE;

	if (curl_memory_init() != CURLE_OK) {
		complain("libcurl cannot start; see whether memory or descriptors ran out");
		return EXIT_NOTHING;
	}
	if (found == NULL) {
		trouble = xasprintf("no cluster is named '%s'; an address is written https://HOST", cluster);
		goto out;
	}
	trouble = refuse(&found->target);
	if (trouble != NULL)
		goto out;
	/* Whose certificate verifies needs no key that is remembered, unless there is one. */
	if (found->target.pin == NULL)
		certificate = look(&found->target, true, &why);
	if (certificate != NULL) {
		print_certificate(&found->target, certificate);
		printf("An authority of this system vouches for it: nothing needs to be remembered.\n");
		code = EXIT_COMPLETE;
		goto out;
	}
	code = EXIT_NOTHING;
	certificate = look(&found->target, false, &trouble);
	if (certificate != NULL)
		code = settle(&found->target, certificate);
out:
	if (trouble != NULL)
		complain("%s", trouble);
	certificate_free(certificate);
	free(trouble);
	free(why);
	return code;
}
