/* target.c: where a cluster is and how to ask it. */
#include "config.h"

#include "ontap/target.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
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

/* A copy that the caller drops. */
static struct query_parameter *
copy_parameters(const struct query_parameter *parameters, size_t count)
{
	struct query_parameter *copy = count == 0 ? NULL : xcalloc(count, sizeof *copy);

	for (size_t i = 0; i < count; i++) {
		copy[i].name = xstrdup(parameters[i].name);
		copy[i].value = xstrdup(parameters[i].value);
	}
	return copy;
}

static void
drop_parameters(struct query_parameter **parameters, size_t *count)
{
	for (size_t i = 0; i < *count; i++) {
		free((*parameters)[i].name);
		free((*parameters)[i].value);
	}
	free(*parameters);
	*parameters = NULL;
	*count = 0;
}

struct target
target_copy(const struct target *target)
{
	struct target copy = *target;

	copy.name = xstrdup(target->name);
	copy.url = xstrdup(target->url);
	copy.username = xstrdup(target->username);
	copy.password = secret_text_ref(target->password);
	copy.token = secret_text_ref(target->token);
	copy.ca_file = xstrdup(target->ca_file);
	copy.pin = xstrdup(target->pin);
	copy.pin_place = xstrdup(target->pin_place);
	copy.cert_file = xstrdup(target->cert_file);
	copy.key_file = xstrdup(target->key_file);
	copy.passphrase = secret_text_ref(target->passphrase);
	copy.proxy = secret_text_ref(target->proxy);
	copy.release = xstrdup(target->release);
	copy.order_by = xstrdup(target->order_by);
	target_limit_fields(&copy, target->fields);
	copy.query = copy_parameters(target->query, target->query_count);
	copy.narrowing = copy_parameters(target->narrowing, target->narrowing_count);
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
	drop_parameters(&target->query, &target->query_count);
}

void
target_drop_narrowing(struct target *target)
{
	drop_parameters(&target->narrowing, &target->narrowing_count);
}

/* The place of the one with that name, `count` when there is none. */
static size_t
find_parameter(const struct query_parameter *parameters, size_t count, const char *name)
{
	size_t i = 0;

	while (i < count && strcmp(parameters[i].name, name) != 0)
		i++;
	return i;
}

/* Sets one, in place of what has the same name. */
static void
set_parameter(struct query_parameter **parameters, size_t *count, const char *name, const char *value)
{
	size_t i = find_parameter(*parameters, *count, name);

	if (i < *count) {
		free((*parameters)[i].value);
	} else {
		*parameters = xreallocarray(*parameters, i + 1, sizeof **parameters);
		(*parameters)[(*count)++].name = xstrdup(name);
	}
	(*parameters)[i].value = xstrdup(value);
}

void
target_set_query(struct target *target, const char *name, const char *value)
{
	set_parameter(&target->query, &target->query_count, name, value);
}

void
target_narrow(struct target *target, const char *name, const char *value)
{
	/* A parameter that is given twice is refused. */
	if (find_parameter(target->query, target->query_count, name) == target->query_count)
		set_parameter(&target->narrowing, &target->narrowing_count, name, value);
}

void
target_clear(struct target *target)
{
	secret_text_unref(target->password);
	secret_text_unref(target->token);
	secret_text_unref(target->passphrase);
	secret_text_unref(target->proxy);
	free(target->name);
	free(target->url);
	free(target->username);
	free(target->ca_file);
	free(target->pin);
	free(target->pin_place);
	free(target->cert_file);
	free(target->key_file);
	free(target->release);
	free(target->order_by);
	free(target->fields);
	target_drop_query(target);
	target_drop_narrowing(target);
	*target = (struct target){0};
}

bool
target_is_encrypted(const struct target *target)
{
	return strncmp(target->url, "https://", strlen("https://")) == 0;
}

bool
target_is_loopback(const struct target *target)
{
	const char *slashes = strstr(target->url, "://"), *host = slashes == NULL ? target->url : slashes + 3;
	struct text name = {host, *host == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":/")};
	struct in_addr address;
	char copy[INET_ADDRSTRLEN];

	if (text_equals_nocase(name, text_of("localhost")) || text_equals(name, text_of("[::1]")))
		return true;
	if (name.length >= sizeof copy)
		return false;
	memcpy(copy, name.bytes, name.length);
	copy[name.length] = '\0';
	/* 127.evil.example.com is a name. */
	return inet_pton(AF_INET, copy, &address) == 1 && ntohl(address.s_addr) >> 24 == IN_LOOPBACKNET;
}

bool
target_may_be_trusted(const struct target *target)
{
	return target_is_encrypted(target) && !target->is_insecure && target->ca_file == NULL &&
	       (target->pin == NULL || target->pin_place != NULL);
}

void
target_set_pin(struct target *target, const char *pin, const char *place)
{
	xreplace(&target->pin, pin);
	xreplace(&target->pin_place, place);
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
