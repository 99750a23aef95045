/* target.c: where a cluster is and how to ask it. */
#include "config.h"

#include "ontap/target.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

struct target
target_default(void)
{
	return (struct target){
	    .timeout_ms = TARGET_TIMEOUT_MS,
	    .return_timeout_seconds = TARGET_RETURN_TIMEOUT_SECONDS,
	    .max_records = TARGET_MAX_RECORDS,
	};
}

struct target
target_copy(const struct target *target)
{
	struct target copy = *target;

	copy.name = xstrdup(target->name);
	copy.url = xstrdup(target->url);
	copy.username = xstrdup(target->username);
	copy.password = xstrdup(target->password);
	copy.ca_file = xstrdup(target->ca_file);
	copy.proxy = xstrdup(target->proxy);
	copy.release = xstrdup(target->release);
	copy.order_by = xstrdup(target->order_by);
	target_limit_fields(&copy, target->fields);
	copy.query = NULL;
	if (target->query_count > 0)
		copy.query = xcalloc(target->query_count, sizeof *copy.query);
	for (size_t i = 0; i < target->query_count; i++) {
		copy.query[i].name = xstrdup(target->query[i].name);
		copy.query[i].value = xstrdup(target->query[i].value);
	}
	return copy;
}

void
target_limit_fields(struct target *target, const bool *fields)
{
	target->fields = NULL;
	if (fields == NULL)
		return;
	target->fields = xcalloc(FIELDS_MAX, sizeof *target->fields);
	memcpy(target->fields, fields, FIELDS_MAX * sizeof *target->fields);
}

void
target_drop_query(struct target *target)
{
	for (size_t i = 0; i < target->query_count; i++) {
		free(target->query[i].name);
		free(target->query[i].value);
	}
	free(target->query);
	target->query = NULL;
	target->query_count = 0;
}

void
target_set_query(struct target *target, const char *name, const char *value)
{
	size_t i = 0;

	while (i < target->query_count && strcmp(target->query[i].name, name) != 0)
		i++;
	if (i < target->query_count) {
		free(target->query[i].value);
	} else {
		target->query = xreallocarray(target->query, i + 1, sizeof *target->query);
		target->query[target->query_count++].name = xstrdup(name);
	}
	target->query[i].value = xstrdup(value);
}

void
target_clear(struct target *target)
{
	if (target->password != NULL)
		explicit_bzero(target->password, strlen(target->password));
	free(target->password);
	free(target->name);
	free(target->url);
	free(target->username);
	free(target->ca_file);
	free(target->proxy);
	free(target->release);
	free(target->order_by);
	free(target->fields);
	target_drop_query(target);
	*target = (struct target){0};
}

/* A part of a URL that the caller frees with curl_free(), or NULL when it has none. */
static char *
get_part(CURLU *parsed, CURLUPart part)
{
	char *text = NULL;

	if (curl_url_get(parsed, part, &text, 0) != CURLUE_OK)
		return NULL;
	return text;
}

static bool
has_part(CURLU *parsed, CURLUPart part)
{
	char *text = get_part(parsed, part);
	bool has = text != NULL;

	curl_free(text);
	return has;
}

static bool
part_is(CURLU *parsed, CURLUPart part, const char *wanted)
{
	char *text = get_part(parsed, part);
	bool is = text != NULL && strcmp(text, wanted) == 0;

	curl_free(text);
	return is;
}

/* Why a URL that is well formed is no address of a cluster, or NULL. */
static const char *
find_fault(CURLU *parsed)
{
	if (!part_is(parsed, CURLUPART_SCHEME, "https") && !part_is(parsed, CURLUPART_SCHEME, "http"))
		return "only https:// and http:// are spoken";
	/* An address is shown and logged; a password must not be. */
	if (has_part(parsed, CURLUPART_USER) || has_part(parsed, CURLUPART_PASSWORD))
		return "the user and the password have keys of their own, leave them out of the address";
	if (has_part(parsed, CURLUPART_QUERY) || has_part(parsed, CURLUPART_FRAGMENT) ||
	    !part_is(parsed, CURLUPART_PATH, "/"))
		return "the address ends after host and port";
	if (part_is(parsed, CURLUPART_PORT, "0"))
		return "there is no port 0";
	return NULL;
}

/* Scheme, host and port put together again, so that one cluster has one spelling. The caller frees it. */
static char *
put_together(CURLU *parsed)
{
	char *scheme = get_part(parsed, CURLUPART_SCHEME), *host = get_part(parsed, CURLUPART_HOST);
	char *zone = get_part(parsed, CURLUPART_ZONEID), *port = get_part(parsed, CURLUPART_PORT);
	size_t length = strlen(host);
	char *url;

	/* A zone stands inside the brackets of an IPv6 address. */
	if (zone != NULL && length > 0 && host[length - 1] == ']')
		host[length - 1] = '\0';
	url = xasprintf("%s://%s%s%s%s%s%s", scheme, host, zone != NULL ? "%25" : "", zone != NULL ? zone : "",
	    zone != NULL ? "]" : "", port != NULL ? ":" : "", port != NULL ? port : "");
	curl_free(scheme);
	curl_free(host);
	curl_free(zone);
	curl_free(port);
	return url;
}

static bool
has_control_or_space(const char *text)
{
	for (; *text != '\0'; text++) {
		if ((unsigned char)*text <= ' ' || *text == 0x7f)
			return true;
	}
	return false;
}

char *
target_parse_url(const char *written, char **url)
{
	CURLU *parsed = curl_url();
	/* A password in front of the host is refused, and must not be repeated in saying so. */
	const char *at_sign = strrchr(written, '@'), *shown = at_sign == NULL ? written : at_sign + 1;
	char *full = xasprintf("%s%s", strstr(written, "://") == NULL ? "https://" : "", written);
	char *trouble = NULL;
	CURLUcode code;

	if (parsed == NULL) {
		trouble = xasprintf("'%s': out of memory", shown);
		goto out;
	}
	if (has_control_or_space(written)) {
		trouble = xasprintf("'%s' is no address: there is a space in it", shown);
		goto out;
	}
	code = curl_url_set(parsed, CURLUPART_URL, full, CURLU_NON_SUPPORT_SCHEME);
	if (code != CURLUE_OK) {
		trouble = xasprintf("'%s' is no address: write https://HOST or https://HOST:PORT", shown);
		goto out;
	}
	if (find_fault(parsed) != NULL) {
		trouble = xasprintf("'%s': %s", shown, find_fault(parsed));
		goto out;
	}
	*url = put_together(parsed);
out:
	curl_url_cleanup(parsed);
	free(full);
	return trouble;
}
