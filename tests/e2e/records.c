/* records.c: JSON and CSV into comparable records. */
#include "config.h"

#include "e2e/records.h"

#include <cjson/cJSON.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "e2e/check.h"

#define NAMES_MAX 40

static void
add_value(struct scene *scene, struct listed_record *record, const char *name, const char *value)
{
	if (record->names == NULL) {
		record->names = scene_memory(scene, NAMES_MAX * sizeof(*record->names));
		record->values = scene_memory(scene, NAMES_MAX * sizeof(*record->values));
	}
	if (record->count == NAMES_MAX)
		check_fail("a session with more than %d values", NAMES_MAX);
	record->names[record->count] = name;
	record->values[record->count++] = value;
}

/* Puts every number in quotes, so that none passes through a double. */
static char *
quote_numbers(struct scene *scene, const char *text)
{
	char *quoted = scene_memory(scene, strlen(text) * 3 + 1);
	char *out = quoted;
	bool is_inside = false;

	while (*text != '\0') {
		if (is_inside && *text == '\\' && text[1] != '\0')
			*out++ = *text++;
		else if (*text == '"')
			is_inside = !is_inside;
		if (!is_inside && (isdigit((unsigned char)*text) || *text == '-')) {
			size_t length = strspn(text, "-+.eE0123456789");

			*out++ = '"';
			memcpy(out, text, length);
			out += length;
			*out++ = '"';
			text += length;
			continue;
		}
		*out++ = *text++;
	}
	return quoted;
}

static bool
ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), end_length = strlen(end);

	return length >= end_length && strcmp(text + length - end_length, end) == 0;
}

/* The seconds of PnDTnHnMnS. */
static const char *
duration_seconds(struct scene *scene, const char *text)
{
	unsigned long long total = 0;

	if (*text++ != 'P')
		check_fail("\"%s\" is no duration", text - 1);
	while (*text != '\0') {
		unsigned long long number;
		char *end;

		if (*text == 'T') {
			text++;
			continue;
		}
		number = strtoull(text, &end, 10);
		if (end == text || strchr("DHMS", *end) == NULL)
			check_fail("\"%s\" in a duration", text);
		total += number * (*end == 'D' ? 86400 : *end == 'H' ? 3600 : *end == 'M' ? 60 : 1);
		text = end + 1;
	}
	return scene_text(scene, "%llu", total);
}

static const char *
leaf_text(struct scene *scene, const char *name, const cJSON *value)
{
	if (cJSON_IsBool(value))
		return cJSON_IsTrue(value) ? "true" : "false";
	if (!cJSON_IsString(value))
		check_fail("%s is neither text nor number nor boolean", name);
	if (ends_with(name, "_duration"))
		return duration_seconds(scene, value->valuestring);
	return scene_text(scene, "%s", value->valuestring);
}

/* Where else to look says nothing of the record. */
static bool
is_link(const cJSON *member)
{
	return strcmp(member->string, "_links") == 0;
}

/* Joins one member of all objects of a list. */
static void
add_list(struct scene *scene, struct listed_record *record, const char *name, const cJSON *list)
{
	const cJSON *member, *element;

	cJSON_ArrayForEach(member, list->child)
	{
		const char *path = scene_text(scene, "%s.%s", name, member->string);
		const char *joined = NULL;

		if (is_link(member))
			continue;
		cJSON_ArrayForEach(element, list)
		{
			const char *text = leaf_text(
			    scene, path, cJSON_GetObjectItemCaseSensitive(element, member->string));

			joined = joined == NULL ? text : scene_text(scene, "%s;%s", joined, text);
		}
		add_value(scene, record, path, joined);
	}
}

static void
add_object(struct scene *scene, struct listed_record *record, const char *prefix, const cJSON *object)
{
	const cJSON *member;

	cJSON_ArrayForEach(member, object)
	{
		const char *name = scene_text(scene, "%s%s", prefix, member->string);

		if (is_link(member))
			continue;
		if (cJSON_IsObject(member))
			add_object(scene, record, scene_text(scene, "%s.", name), member);
		else if (cJSON_IsArray(member))
			add_list(scene, record, name, member);
		else
			add_value(scene, record, name, leaf_text(scene, name, member));
	}
}

static size_t
count_bytes(const char *text, char byte)
{
	size_t count = 1;

	for (; *text != '\0'; text++)
		count += *text == byte;
	return count;
}

struct records
records_parse_json(struct scene *scene, const char *text)
{
	const char *at = quote_numbers(scene, text);
	struct records records = {.list = scene_memory(scene, count_bytes(text, '{') * sizeof(struct listed_record))};

	for (;;) {
		const cJSON *element;
		cJSON *json;

		at += strspn(at, " \n");
		if (*at == '\0')
			return records;
		json = cJSON_ParseWithOpts(at, &at, 0);
		if (json == NULL)
			check_fail("this is no JSON: %.200s", at);
		if (cJSON_IsObject(json))
			add_object(scene, &records.list[records.count++], "", json);
		/* The array has a line for each of its objects. */
		if (cJSON_IsArray(json)) {
			cJSON_ArrayForEach(element, json)
			    add_object(scene, &records.list[records.count++], "", element);
		}
		cJSON_Delete(json);
	}
}

/* Reads one cell into *value (NULL when absent); returns what follows it: a comma, a line's end or the end. */
static const char *
read_cell(struct scene *scene, const char *at, const char **value)
{
	char *out;

	if (*at != '"') {
		size_t length = strcspn(at, ",\n");

		*value = length == 0 ? NULL : scene_text(scene, "%.*s", (int)length, at);
		return at + length;
	}
	at++;
	*value = out = scene_memory(scene, strcspn(at, "\n") + strlen(at) / 16 + 4096);
	for (; *at != '"' || at[1] == '"'; at++) {
		if (*at == '\0')
			check_fail("a quoted cell without an end");
		if (*at == '"')
			at++;
		*out++ = *at;
	}
	at++;
	if (*at != ',' && *at != '\n' && *at != '\0')
		check_fail("\"%.20s\" behind a quoted cell", at);
	return at;
}

static const char *
read_line(struct scene *scene, const char *at, const char **cells, size_t *count)
{
	for (*count = 0; *count < NAMES_MAX;) {
		at = read_cell(scene, at, &cells[(*count)++]);
		if (*at != ',')
			return *at == '\n' ? at + 1 : at;
		at++;
	}
	check_fail("a CSV line with more than %d cells", NAMES_MAX);
}

struct records
records_parse_csv(struct scene *scene, const char *text)
{
	struct records records = {.list = scene_memory(scene, count_bytes(text, '\n') * sizeof(struct listed_record))};
	const char *names[NAMES_MAX], *cells[NAMES_MAX];
	size_t name_count, cell_count;

	text = read_line(scene, text, names, &name_count);
	while (*text != '\0') {
		struct listed_record *record = &records.list[records.count++];

		text = read_line(scene, text, cells, &cell_count);
		if (cell_count != name_count)
			check_fail(
			    "line %zu has %zu cells, its heading %zu", records.count + 1, cell_count, name_count);
		for (size_t i = 0; i < cell_count; i++) {
			if (cells[i] != NULL)
				add_value(scene, record, names[i], cells[i]);
		}
	}
	return records;
}

const char *
record_value(const struct listed_record *record, const char *name)
{
	for (size_t i = 0; i < record->count; i++) {
		if (strcmp(record->names[i], name) == 0)
			return record->values[i];
	}
	return NULL;
}

const struct listed_record *
records_find(const struct records *records, const char *name, const char *value)
{
	for (size_t i = 0; i < records->count; i++) {
		const char *here = record_value(&records->list[i], name);

		if (here != NULL && strcmp(here, value) == 0)
			return &records->list[i];
	}
	return NULL;
}

static const char *const key_names[] = {"node.uuid", "svm.uuid", "identifier", "connection_id"};
#define KEY_NAMES (sizeof(key_names) / sizeof(key_names[0]))

static int
compare_keys(const void *left, const void *right)
{
	for (size_t i = 0; i < KEY_NAMES; i++) {
		const char *a = record_value(left, key_names[i]), *b = record_value(right, key_names[i]);
		int order = strcmp(a == NULL ? "" : a, b == NULL ? "" : b);

		if (order != 0)
			return order;
	}
	return 0;
}

static bool
is_key(const char *name)
{
	for (size_t i = 0; i < KEY_NAMES; i++) {
		if (strcmp(name, key_names[i]) == 0)
			return true;
	}
	return false;
}

/* What the program adds to what the cluster says. */
static bool
is_ours(const char *name)
{
	return strcmp(name, "cluster") == 0;
}

static void
check_pair(const struct listed_record *expected, const struct listed_record *seen, bool may_lack)
{
	const char *who = record_value(expected, "identifier");

	for (size_t i = 0; i < expected->count; i++) {
		const char *value = record_value(seen, expected->names[i]);

		if (is_ours(expected->names[i]) || (value == NULL && may_lack && !is_key(expected->names[i])))
			continue;
		if (value == NULL || strcmp(value, expected->values[i]) != 0)
			check_fail("session %s: %s is \"%s\", not \"%s\"", who, expected->names[i],
			    value == NULL ? "(absent)" : value, expected->values[i]);
	}
	for (size_t i = 0; i < seen->count; i++) {
		if (!is_ours(seen->names[i]) && record_value(expected, seen->names[i]) == NULL)
			check_fail(
			    "session %s: %s is \"%s\" and should be absent", who, seen->names[i], seen->values[i]);
	}
}

/* A copy in the order of the keys. */
static struct listed_record *
sorted(struct scene *scene, const struct records *records)
{
	struct listed_record *list = scene_memory(scene, (records->count + 1) * sizeof(*list));

	memcpy(list, records->list, records->count * sizeof(*list));
	qsort(list, records->count, sizeof(*list), compare_keys);
	return list;
}

void
records_check_equal(struct scene *scene, const struct records *expected, const struct records *seen, bool may_lack)
{
	struct listed_record *wanted = sorted(scene, expected), *got = sorted(scene, seen);

	for (size_t i = 0; i < expected->count && i < seen->count; i++) {
		if (compare_keys(&wanted[i], &got[i]) != 0)
			check_fail("session %s was expected where %s came", record_value(&wanted[i], "identifier"),
			    record_value(&got[i], "identifier"));
		check_pair(&wanted[i], &got[i], may_lack);
	}
	if (expected->count != seen->count)
		check_fail("%zu sessions came where %zu were expected", seen->count, expected->count);
}
