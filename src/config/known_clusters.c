/* known_clusters.c: the public keys that a person has said yes to: how the file is read. */
#include <config.h>

#include "config/known_clusters.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/pin.h"
#include "base/xalloc.h"
#include "config/known_clusters_private.h"
#include "config/paths.h"
#include "ontap/target.h"

/* Who wrote more than this made a mistake that is seen by its first lines. */
#define MISTAKES_MAX 20

/* What is read. */
struct reading {
	const char *path;
	struct known_clusters *known;
	struct report *report;
	size_t mistakes;
};

static void __attribute__((format(printf, 4, 5)))
mistake(struct reading *reading, size_t line, size_t column, const char *format, ...)
{
	va_list arguments;
	char *sentence;

	if (reading->mistakes++ >= MISTAKES_MAX)
		return;
	va_start(arguments, format);
	sentence = xvasprintf(format, arguments);
	va_end(arguments);
	report_add(reading->report, reading->path, line, column, "%s", sentence);
	free(sentence);
}

static bool
is_blank(char byte)
{
	return byte == ' ' || byte == '\t';
}

/* The next run of bytes that are no blanks; *rest goes on behind it. Empty at the end. */
static struct text
next_word(struct text *rest)
{
	struct text word;

	while (rest->length > 0 && is_blank(*rest->bytes)) {
		rest->bytes++;
		rest->length--;
	}
	word = (struct text){rest->bytes, 0};
	while (word.length < rest->length && !is_blank(rest->bytes[word.length]))
		word.length++;
	rest->bytes += word.length;
	rest->length -= word.length;
	return word;
}

/* The place of the first byte that would not be safe to repeat, or the length. */
static size_t
find_odd_byte(struct text line)
{
	size_t at = 0;

	while (at < line.length && ((line.bytes[at] >= ' ' && line.bytes[at] < 0x7f) || line.bytes[at] == '\t'))
		at++;
	return at;
}

char *
known_clusters_origin(const char *url)
{
	static const char usual[] = ":443";
	char *origin = xstrdup(url);
	size_t length = strlen(origin);

	for (char *byte = origin; *byte != '\0'; byte++) {
		if (*byte >= 'A' && *byte <= 'Z')
			*byte = (char)(*byte - 'A' + 'a');
	}
	if (length > strlen(usual) && strcmp(origin + length - strlen(usual), usual) == 0)
		origin[length - strlen(usual)] = '\0';
	return origin;
}

/* Reads the origin of a line; NULL, and a mistake, when it is none. The caller frees. */
static char *
read_origin(struct reading *reading, struct text word, size_t number, size_t column)
{
	char *written = xstrdup_text(word), *url = NULL, *origin = NULL, *problem;

	if (strncmp(written, "https://", strlen("https://")) != 0) {
		mistake(
		    reading, number, column, "'%s' is no origin; https://HOST or https://HOST:PORT is due", written);
		free(written);
		return NULL;
	}
	problem = target_parse_url(written, &url);
	if (problem != NULL)
		mistake(reading, number, column, "%s", problem);
	else
		origin = known_clusters_origin(url);
	free(problem);
	free(url);
	free(written);
	return origin;
}

const struct known_cluster *
known_clusters_find(const struct known_clusters *known, const char *url)
{
	char *origin = known_clusters_origin(url);
	const struct known_cluster *found = NULL;

	for (size_t i = 0; i < known->count && found == NULL; i++) {
		if (strcmp(known->entries[i].origin, origin) == 0)
			found = &known->entries[i];
	}
	free(origin);
	return found;
}

/* Takes over `origin`, or frees it when it is known already. */
static void
add(struct reading *reading, char *origin, struct text pin, size_t number, size_t column)
{
	struct known_clusters *known = reading->known;
	const struct known_cluster *before = known_clusters_find(known, origin);

	if (before != NULL) {
		mistake(reading, number, column, "%s stands in line %zu as well, which holds; one of the two goes",
		    origin, before->line);
		free(origin);
		return;
	}
	known->entries = xreallocarray(known->entries, known->count + 1, sizeof *known->entries);
	known->entries[known->count++] = (struct known_cluster){origin, xstrdup_text(pin), number};
}

static void
read_line(struct reading *reading, struct text line, size_t number)
{
	struct text rest = line, origin_word, pin, more;
	size_t odd = find_odd_byte(line);
	char *origin;

	origin_word = next_word(&rest);
	pin = next_word(&rest);
	more = next_word(&rest);
	if (origin_word.length == 0 || *origin_word.bytes == '#')
		return;
	if (odd < line.length) {
		mistake(reading, number, odd + 1, "the byte 0x%02x has no place here", (unsigned char)line.bytes[odd]);
		return;
	}
	origin = read_origin(reading, origin_word, number, (size_t)(origin_word.bytes - line.bytes) + 1);
	if (origin == NULL)
		return;
	if (pin.length > 0 && pin_is_valid(pin) && more.length == 0) {
		add(reading, origin, pin, number, (size_t)(origin_word.bytes - line.bytes) + 1);
		return;
	}
	if (more.length > 0)
		mistake(reading, number, (size_t)(more.bytes - line.bytes) + 1, "there is something behind the key");
	else
		mistake(reading, number, (size_t)(pin.bytes - line.bytes) + 1, "the key is missing or cut: " PIN_DUE);
	free(origin);
}

struct text
known_clusters_next_line(struct text *rest)
{
	const char *end = memchr(rest->bytes, '\n', rest->length);
	struct text line = {rest->bytes, end == NULL ? rest->length : (size_t)(end - rest->bytes)};
	size_t taken = line.length + (end == NULL ? 0 : 1);

	rest->bytes += taken;
	rest->length -= taken;
	if (line.length > 0 && line.bytes[line.length - 1] == '\r')
		line.length--;
	return line;
}

void
known_clusters_parse(struct text text, const char *path, struct known_clusters *known, struct report *report)
{
	struct reading reading = {.path = path, .known = known, .report = report};

	for (size_t number = 1; text.length > 0; number++)
		read_line(&reading, known_clusters_next_line(&text), number);
	if (reading.mistakes > MISTAKES_MAX)
		report_add(report, path, 0, 0, "%zu more lines make no sense", reading.mistakes - MISTAKES_MAX);
}

/* Why the keys in a file are not to be believed; NULL when they are. The caller frees. */
static char *
refuse_keys(const char *path, const struct stat *status)
{
	if (!S_ISREG(status->st_mode))
		return xstrdup("is no file");
	if (status->st_size > KNOWN_CLUSTERS_SIZE_MAX)
		return xasprintf("is larger than %d KiB; no key in it is used", KNOWN_CLUSTERS_SIZE_MAX / 1024);
	return path_refuse_shared(path, status);
}

static char *
read_all(int descriptor, struct buffer *content)
{
	char bytes[4096];
	ssize_t got;

	while ((got = read(descriptor, bytes, sizeof bytes)) != 0) {
		if (got < 0 && errno != EINTR)
			return xasprintf("cannot be read: %s", strerror(errno));
		if (got > 0 && !buffer_add(content, bytes, (size_t)got))
			return xstrdup("grows while it is read");
	}
	return NULL;
}

char *
known_clusters_take_in(const char *path, struct buffer *content)
{
	/* Does not wait for a pipe that somebody put there. */
	int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	char *why = NULL, *problem = NULL;
	struct stat status;

	if (descriptor < 0 && (errno == ENOENT || errno == ENOTDIR))
		return NULL;
	if (descriptor < 0 || fstat(descriptor, &status) != 0)
		why = xasprintf("cannot be read: %s", strerror(errno));
	else
		why = refuse_keys(path, &status);
	if (why == NULL)
		why = read_all(descriptor, content);
	if (descriptor >= 0)
		close(descriptor);
	if (why != NULL)
		problem = xasprintf("'%s' %s", path, why);
	free(why);
	return problem;
}

void
known_clusters_read(const char *path, struct known_clusters *known, struct report *report)
{
	struct buffer content;
	char *problem;

	if (path == NULL)
		return;
	buffer_init(&content, KNOWN_CLUSTERS_SIZE_MAX);
	problem = known_clusters_take_in(path, &content);
	if (problem != NULL)
		report_add(report, NULL, 0, 0, "%s", problem);
	else if (content.length > 0)
		known_clusters_parse(buffer_text(&content), path, known, report);
	free(problem);
	buffer_free(&content);
}

void
known_clusters_free(struct known_clusters *known)
{
	for (size_t i = 0; i < known->count; i++) {
		free(known->entries[i].origin);
		free(known->entries[i].pin);
	}
	free(known->entries);
	*known = (struct known_clusters){0};
}
