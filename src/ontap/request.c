/* request.c: what to ask a cluster for, as path and query. */
#include "config.h"

#include "ontap/request.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/xalloc.h"

/* ONTAP takes 8 KB; what is longer is refused there, with a better word than we would have. */
#define URL_SIZE_MAX ((size_t)1 << 20)
#define QUOTED_MAX 100

/* Everything but letters, digits and these four means something to somebody between here and the cluster. */
static bool
is_unreserved(char byte)
{
	return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       byte == '-' || byte == '.' || byte == '_' || byte == '~';
}

static void
add_encoded(struct buffer *url, const char *text)
{
	for (; *text != '\0'; text++) {
		if (is_unreserved(*text))
			buffer_add_byte(url, *text);
		else
			buffer_add_format(url, "%%%02X", (unsigned)(unsigned char)*text);
	}
}

/* Adds what comes before the next parameter. */
static void
add_separator(struct buffer *url)
{
	buffer_add_byte(url, memchr(buffer_string(url), '?', url->length) == NULL ? '?' : '&');
}

static bool
is_user_parameter(const struct target *target, const char *name)
{
	for (size_t i = 0; i < target->query_count; i++) {
		if (strcmp(target->query[i].name, name) == 0)
			return true;
	}
	return false;
}

static void
add_number(struct buffer *url, const struct target *target, const char *name, uint32_t value)
{
	/* A parameter that is given twice is refused with 262188. */
	if (is_user_parameter(target, name))
		return;
	add_separator(url);
	buffer_add_format(url, "%s=%" PRIu32, name, value);
}

/* Adds `fields=` with the API's fields among `wanted`. */
static void
add_fields(struct buffer *url, const bool wanted[static FIELD_COUNT])
{
	bool is_first = true;

	add_separator(url);
	buffer_add_string(url, "fields=");
	for (unsigned field = 0; field < FIELD_COUNT; field++) {
		if (!wanted[field] || fields[field].origin != ORIGIN_API)
			continue;
		if (!is_first)
			buffer_add_byte(url, ',');
		buffer_add_string(url, fields[field].api_name);
		is_first = false;
	}
}

char *
request_probe(void)
{
	return xstrdup(REQUEST_CLUSTER_PATH "?fields=name,version");
}

/* What makes a session itself, and what a derived field is made of. */
static const enum field_id keys[] = {FIELD_NODE_UUID, FIELD_SVM_UUID, FIELD_IDENTIFIER, FIELD_CONNECTION_ID};
static const enum field_id security[] = {FIELD_AUTHENTICATION, FIELD_PROTOCOL, FIELD_SMB_SIGNING, FIELD_SMB_ENCRYPTION};

char *
request_sessions(const struct target *target, const bool wanted[static FIELD_COUNT])
{
	bool asked[FIELD_COUNT];
	struct buffer url;

	memcpy(asked, wanted, sizeof asked);
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		asked[keys[i]] = true;
	for (size_t i = 0; i < sizeof security / sizeof *security && wanted[FIELD_SECURITY]; i++)
		asked[security[i]] = true;
	buffer_init(&url, URL_SIZE_MAX);
	buffer_add_string(&url, REQUEST_SESSIONS_PATH);
	if (!is_user_parameter(target, "fields"))
		add_fields(&url, asked);
	add_number(&url, target, "max_records", target->max_records);
	add_number(&url, target, "return_timeout", target->return_timeout_seconds);
	for (size_t i = 0; i < target->query_count; i++) {
		add_separator(&url);
		add_encoded(&url, target->query[i].name);
		buffer_add_byte(&url, '=');
		add_encoded(&url, target->query[i].value);
	}
	return buffer_take(&url);
}

char *
request_session(const struct identity *identity)
{
	bool all[FIELD_COUNT];
	struct buffer url;

	if (!identity->is_set || identity->node_uuid == NULL || identity->svm_uuid == NULL ||
	    identity->node_uuid[0] == '\0' || identity->svm_uuid[0] == '\0' || identity->identifier == VALUE_ABSENT ||
	    identity->connection_id == VALUE_ABSENT)
		return NULL;
	memset(all, true, sizeof all);
	buffer_init(&url, URL_SIZE_MAX);
	buffer_add_string(&url, REQUEST_SESSIONS_PATH "/");
	add_encoded(&url, identity->node_uuid);
	buffer_add_byte(&url, '/');
	add_encoded(&url, identity->svm_uuid);
	buffer_add_format(&url, "/%" PRIu64 "/%" PRIu64, identity->identifier, identity->connection_id);
	add_fields(&url, all);
	return buffer_take(&url);
}

/* The part of `link` behind the target's scheme, host and port, or NULL when it has others. */
static const char *
cut_origin(const struct target *target, const char *link)
{
	size_t length = strlen(target->url);

	if (link[0] == '/')
		return link;
	if (strncmp(link, target->url, length) != 0 || link[length] != '/')
		return NULL;
	return link + length;
}

/* Whether a path and query stays below /api/ whoever normalises it, and has no byte that a URL does not. */
static bool
is_api_path(const char *path)
{
	size_t path_length = strcspn(path, "?");

	if (strncmp(path, "/api/", 5) != 0)
		return false;
	for (const char *at = path; *at != '\0'; at++) {
		if ((unsigned char)*at <= ' ' || (unsigned char)*at >= 0x7f || *at == '\\' || *at == '#')
			return false;
	}
	for (const char *at = path; at < path + path_length; at++) {
		/* A dot may be written as %2e; of segments, none of this API begins with a dot. */
		if (*at == '/' && (at[1] == '/' || at[1] == '.' || strncasecmp(at + 1, "%2e", 3) == 0))
			return false;
	}
	return true;
}

char *
request_next(const struct target *target, struct text link, char **next)
{
	char *whole = xstrdup_text(link), *trouble = NULL;
	const char *path = strlen(whole) == link.length ? cut_origin(target, whole) : NULL;

	if (path == NULL || !is_api_path(path))
		trouble = xasprintf(
		    "the next page's link leads elsewhere and was not followed: %.*s", QUOTED_MAX, whole);
	else
		*next = xstrdup(path);
	free(whole);
	return trouble;
}
