/* request.c: what to ask a cluster for, as path and query. */
#include "config.h"

#include "ontap/request.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/xalloc.h"
#include "ontap/limits.h"

/* ONTAP takes 8 KB; what is longer is refused there, with a better word than we would have. */
#define URL_SIZE_MAX ((size_t)1 << 20)
#define QUOTED_MAX 100
/* As value of a parameter: it is left out. */
#define NO_NUMBER UINT32_MAX

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
is_given(const struct collection_request *request, const char *name)
{
	for (size_t i = 0; i < request->parameter_count; i++) {
		if (strcmp(request->parameters[i].name, name) == 0)
			return true;
	}
	return false;
}

static void
add_number(struct buffer *url, const struct collection_request *request, const char *name, uint32_t value)
{
	/* A parameter that is given twice is refused with 262188. */
	if (value == NO_NUMBER || is_given(request, name))
		return;
	add_separator(url);
	buffer_add_format(url, "%s=%" PRIu32, name, value);
}

/* Adds `fields=` with the API's fields among `wanted`. */
static void
add_fields(struct buffer *url, const struct kind *kind, const bool wanted[static FIELDS_MAX])
{
	bool is_first = true;

	add_separator(url);
	buffer_add_string(url, "fields=");
	for (unsigned field = 0; field < kind->field_count; field++) {
		if (!wanted[field] || kind->fields[field].origin != ORIGIN_API)
			continue;
		if (!is_first)
			buffer_add_byte(url, ',');
		buffer_add_string(url, kind->fields[field].api_name);
		is_first = false;
	}
}

/* Adds the fields that are wanted, what derived ones are made of, and the keys. */
static void
add_wanted_fields(struct buffer *url, const struct collection_request *request)
{
	const struct kind *kind = request->kind;
	bool asked[FIELDS_MAX];

	memcpy(asked, request->wanted, sizeof asked);
	for (size_t i = 0; i < kind->key_count; i++)
		asked[kind->keys[i]] = true;
	for (unsigned id = 0; id < kind->field_count; id++) {
		const struct field *field = &kind->fields[id];

		for (size_t i = 0; i < field->part_count && request->wanted[id]; i++)
			asked[field->parts[i]] = true;
	}
	add_fields(url, kind, asked);
}

char *
request_probe(void)
{
	return xstrdup(REQUEST_CLUSTER_PATH "?fields=name,version");
}

char *
request_collection(const struct target *target, const struct collection_request *request)
{
	struct buffer url;

	buffer_init(&url, URL_SIZE_MAX);
	buffer_add_string(&url, request->kind->path);
	if (request->wanted != NULL && !is_given(request, "fields"))
		add_wanted_fields(&url, request);
	add_number(&url, request, "max_records", target->max_records == 0 ? NO_NUMBER : target->max_records);
	add_number(&url, request, "return_timeout", target->return_timeout_seconds);
	for (size_t i = 0; i < request->parameter_count; i++) {
		add_separator(&url);
		add_encoded(&url, request->parameters[i].name);
		buffer_add_byte(&url, '=');
		add_encoded(&url, request->parameters[i].value);
	}
	return buffer_take(&url);
}

char *
request_record(const struct identity *identity)
{
	const struct kind *kind = identity->kind;
	bool all[FIELDS_MAX];
	struct buffer url;

	if (!identity_is_complete(identity) || !kind->has_instances)
		return NULL;
	memset(all, true, sizeof all);
	buffer_init(&url, URL_SIZE_MAX);
	buffer_add_string(&url, kind->path);
	for (size_t i = 0; i < kind->key_count; i++) {
		buffer_add_byte(&url, '/');
		if (kind->fields[kind->keys[i]].type == TYPE_ID)
			buffer_add_format(&url, "%" PRIu64, identity->parts[i].number);
		else
			add_encoded(&url, identity->parts[i].text);
	}
	add_fields(&url, kind, all);
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
	char *whole, *trouble = NULL;
	const char *path;

	if (link.length > LINK_BYTES_MAX)
		return xasprintf("the next page's link is longer than %zu KiB", LINK_BYTES_MAX >> 10);
	whole = xstrdup_text(link);
	path = strlen(whole) == link.length ? cut_origin(target, whole) : NULL;
	if (path == NULL || !is_api_path(path))
		trouble = xasprintf(
		    "the next page's link leads elsewhere and was not followed: %.*s", QUOTED_MAX, whole);
	else
		*next = xstrdup(path);
	free(whole);
	return trouble;
}
