/* envelope.c: what an answer says beside its records. */
#include "config.h"

#include "ontap/envelope.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "ontap/json.h"

/* A message longer than this is no sentence. */
#define MESSAGE_MAX 300

/* `errors` is an array, or one object as generated examples have it. The caller frees what it says. */
static char *
read_errors(const cJSON *errors)
{
	const cJSON *first = cJSON_IsArray(errors) ? errors->child : errors;
	struct text message = json_text(json_member(first, "message"));

	if (!cJSON_IsObject(first))
		return NULL;
	if (message.length == 0)
		return xstrdup("some records could not be read");
	return xasprintf("%.*s", (int)(message.length < MESSAGE_MAX ? message.length : MESSAGE_MAX), message.bytes);
}

bool
envelope_read(struct text body, struct envelope *envelope)
{
	static const char *const next[] = {"_links", "next", "href", NULL};
	struct json *json = json_new();
	const cJSON *tree = json_parse(json, body);
	bool is_object = cJSON_IsObject(tree);

	*envelope = (struct envelope){0};
	if (is_object) {
		envelope->next = xstrdup_text(json_text_at(tree, next));
		envelope->errors = read_errors(json_member(tree, "errors"));
		envelope->has_count = json_unsigned(json_text(json_member(tree, "num_records")), &envelope->count);
		envelope->is_error = cJSON_IsObject(json_member(tree, "error"));
	}
	json_free(json);
	return is_object;
}

void
envelope_clear(struct envelope *envelope)
{
	free(envelope->next);
	free(envelope->errors);
	*envelope = (struct envelope){0};
}

/* The release in `"generation": 9, "major": 14, "minor": 1`, or NULL. */
static char *
read_numbers(const cJSON *version)
{
	static const char *const names[] = {"generation", "major", "minor"};
	uint64_t numbers[3] = {0};

	for (size_t i = 0; i < 3; i++) {
		if (!json_unsigned(json_text(json_member(version, names[i])), &numbers[i]))
			return NULL;
	}
	return xasprintf("%" PRIu64 ".%" PRIu64 ".%" PRIu64, numbers[0], numbers[1], numbers[2]);
}

/* The release in "NetApp Release 9.10.1P2: Mon May 24 ...", or NULL. */
static char *
read_full(struct text full)
{
	static const char start[] = "NetApp Release ";
	size_t length;

	if (full.length < sizeof start || memcmp(full.bytes, start, sizeof start - 1) != 0)
		return NULL;
	length = strcspn(full.bytes + sizeof start - 1, ": ");
	return xasprintf("%.*s", (int)length, full.bytes + sizeof start - 1);
}

char *
envelope_read_release(struct text body)
{
	struct json *json = json_new();
	const cJSON *version = json_member(json_parse(json, body), "version");
	/* The release as it names itself: 9.8, which is no 9.8.0, or 9.10.1P2. */
	char *release = read_full(json_text(json_member(version, "full")));

	if (release == NULL)
		release = read_numbers(version);
	json_free(json);
	return release;
}
