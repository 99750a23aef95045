/* json.c: JSON without loss. */
#include "config.h"

#include "ontap/json.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/refuse.h"
#include "base/xalloc.h"
#include "ontap/json_cursor.h"
#include "ontap/string_run.h"

#define BLOCK_SIZE ((size_t)32 << 10)

/* `exact` is where the text is rewritten; it is kept from record to record. */
struct json {
	struct arena *arena;
	char *exact;
	size_t exact_size;
};

/* The arena of the json_parse() that runs in this thread. */
static _Thread_local struct arena *current_arena;

static void *
hook_allocate(size_t size)
{
	if (current_arena != NULL)
		return arena_allocate(current_arena, size);
	return refuse_memory() ? NULL : malloc(size);
}

static void
hook_free(void *memory)
{
	if (current_arena == NULL)
		free(memory);
}

static void
set_hooks(void)
{
	cJSON_Hooks hooks = {hook_allocate, hook_free};

	cJSON_InitHooks(&hooks);
}

struct json *
json_new(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct json *json = xcalloc(1, sizeof *json);

	pthread_once(&once, set_hooks);
	json->arena = arena_new(BLOCK_SIZE);
	return json;
}

void
json_free(struct json *json)
{
	if (json == NULL)
		return;
	arena_free(json->arena);
	free(json->exact);
	free(json);
}

/* From where to where a text is rewritten. There is room for twice the text, which is more than any rule makes of it.
 */
struct rewriter {
	const char *at;
	const char *end;
	char *out;
};

static void
put(struct rewriter *in, const char *bytes, size_t length)
{
	memcpy(in->out, bytes, length);
	in->out += length;
}

static bool
is_number(char byte)
{
	return (byte >= '0' && byte <= '9') || byte == '-' || byte == '+' || byte == '.' || byte == 'e' || byte == 'E';
}

/* `in` is at a backslash and something behind it. */
static void
rewrite_escape(struct rewriter *in)
{
	unsigned code, low;

	if (in->at[1] != '\0' && strchr("\"\\/bfnrt", in->at[1]) != NULL) {
		put(in, in->at, 2);
		in->at += 2;
	} else if (!json_read_escape(in->at, in->end, &code)) {
		/* A backslash that somebody forgot to escape, as in DOMAIN\user. */
		put(in, "\\\\", 2);
		in->at++;
	} else if (code >= 0xd800 && code < 0xdc00 && json_read_escape(in->at + 6, in->end, &low) && low >= 0xdc00 &&
		   low < 0xe000) {
		put(in, in->at, 12);
		in->at += 12;
	} else {
		put(in, code == 0 || (code >= 0xd800 && code < 0xe000) ? "\\ufffd" : in->at, 6);
		in->at += 6;
	}
}

/* `in` is at the quote that begins a string, and comes behind the one that ends it. */
static void
rewrite_string(struct rewriter *in)
{
	*in->out++ = *in->at++;
	while (in->at < in->end) {
		size_t length = string_run(in->at, in->end);
		char byte;

		put(in, in->at, length);
		in->at += length;
		if (in->at == in->end)
			return;
		byte = *in->at;
		if (byte == '\\' && in->end - in->at > 1) {
			rewrite_escape(in);
			continue;
		}
		*in->out++ = byte == '\0' ? '\x01' : byte;
		in->at++;
		if (byte == '"')
			return;
	}
}

static void
rewrite_number(struct rewriter *in)
{
	*in->out++ = '"';
	while (in->at < in->end && is_number(*in->at))
		*in->out++ = *in->at++;
	*in->out++ = '"';
}

static size_t
rewrite(struct rewriter *in)
{
	const char *start = in->out;

	while (in->at < in->end) {
		char byte = *in->at;

		if (byte == '"')
			rewrite_string(in);
		else if ((byte >= '0' && byte <= '9') || byte == '-')
			rewrite_number(in);
		else
			*in->out++ = *in->at++;
	}
	return (size_t)(in->out - start);
}

const cJSON *
json_parse(struct json *json, struct text text)
{
	/* A number of one digit grows by its quotes, and has a separator beside it; the last one may have none. */
	size_t needed = 2 * text.length + 4, length;
	struct rewriter in = {text.bytes, text.bytes + text.length, NULL};
	const char *end = NULL;
	cJSON *tree;

	arena_reset(json->arena);
	if (json->exact_size < needed) {
		free(json->exact);
		json->exact = xmalloc(needed);
		json->exact_size = needed;
	}
	in.out = json->exact;
	length = rewrite(&in);
	json->exact[length++] = '\0';
	current_arena = json->arena;
	tree = cJSON_ParseWithLengthOpts(json->exact, length, &end, true);
	current_arena = NULL;
	return tree;
}

const cJSON *
json_member(const cJSON *object, const char *name)
{
	if (!cJSON_IsObject(object))
		return NULL;
	return cJSON_GetObjectItemCaseSensitive(object, name);
}

struct text
json_text(const cJSON *value)
{
	if (cJSON_IsString(value))
		return text_of(value->valuestring);
	if (cJSON_IsBool(value))
		return text_of(cJSON_IsTrue(value) ? "true" : "false");
	return TEXT_ABSENT;
}

struct text
json_text_at(const cJSON *value, const char *const *path)
{
	for (; *path != NULL; path++)
		value = json_member(value, *path);
	return json_text(value);
}

bool
json_unsigned(struct text text, uint64_t *number)
{
	uint64_t total = 0;

	if (text.length == 0)
		return false;
	for (size_t i = 0; i < text.length; i++) {
		uint64_t digit = (uint64_t)((unsigned char)text.bytes[i] - '0');

		if (digit > 9 || total > (UINT64_MAX - digit) / 10)
			return false;
		total = total * 10 + digit;
	}
	*number = total;
	return true;
}
