/* fuzz_json.c: json_cursor takes no more than json_parse() does, and gives the same. */
#include "config.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/xalloc.h"
#include "fuzz.h"
#include "ontap/json.h"
#include "ontap/json_cursor.h"

#define DUMP_MAX ((size_t)16 << 20)

static void
dump_text(struct buffer *out, struct text text)
{
	buffer_add_string(out, text_is_absent(text) ? "-" : "=");
	buffer_add(out, text.bytes == NULL ? "" : text.bytes, text.length);
	buffer_add_byte(out, '\0');
}

static void
dump_tree(struct buffer *out, const cJSON *value)
{
	bool is_object = cJSON_IsObject(value);

	if (!is_object && !cJSON_IsArray(value)) {
		dump_text(out, json_text(value));
		return;
	}
	buffer_add_byte(out, is_object ? '{' : '[');
	for (const cJSON *child = value->child; child != NULL; child = child->next) {
		if (is_object)
			dump_text(out, text_of(child->string));
		dump_tree(out, child);
	}
	buffer_add_byte(out, '}');
}

static void
dump_cursor(struct buffer *out, struct json_cursor *in)
{
	enum json_type type = json_cursor_peek(in);
	struct text name;

	if (type != JSON_OBJECT && type != JSON_ARRAY) {
		dump_text(out, json_cursor_text(in));
		return;
	}
	buffer_add_byte(out, type == JSON_OBJECT ? '{' : '[');
	json_cursor_enter(in);
	while (type == JSON_OBJECT ? json_cursor_next_member(in, &name) : json_cursor_next_element(in)) {
		if (type == JSON_OBJECT)
			dump_text(out, name);
		dump_cursor(out, in);
	}
	buffer_add_byte(out, '}');
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct json *json;
	struct text text = {(const char *)data, size};
	/* One byte before it, over which a number may move. */
	char *bytes = xmalloc(size + 2);
	struct json_cursor in;
	struct buffer ours, theirs;

	if (json == NULL)
		json = json_new();
	buffer_init(&ours, DUMP_MAX);
	buffer_init(&theirs, DUMP_MAX);
	if (size > 0)
		memcpy(bytes + 1, data, size);
	in = json_cursor_start(bytes + 1, size);
	dump_cursor(&ours, &in);
	if (json_cursor_finish(&in)) {
		const cJSON *tree = json_parse(json, text);

		FUZZ_CHECK(tree != NULL);
		dump_tree(&theirs, tree);
		FUZZ_CHECK(ours.length == theirs.length);
		FUZZ_CHECK(ours.length == 0 || memcmp(ours.bytes, theirs.bytes, ours.length) == 0);
	}
	buffer_free(&ours);
	buffer_free(&theirs);
	free(bytes);
	return 0;
}
