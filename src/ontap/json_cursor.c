/* json_cursor.c: JSON read from front to back, where it lies. */
#include "config.h"

#include "ontap/json_cursor.h"

#include <stdint.h>
#include <string.h>

#include "ontap/records.h"
#include "ontap/string_run.h"

#define REPLACEMENT 0xfffd

struct json_cursor
json_cursor_start(char *bytes, size_t length)
{
	/* Nothing that is read ends with NUL, so that the bytes need no other guard. */
	bytes[length] = '\0';
	return (struct json_cursor){.at = bytes, .end = bytes + length};
}

static void
break_off(struct json_cursor *in)
{
	in->is_broken = true;
	in->at = in->end;
}

static void
skip_space(struct json_cursor *in)
{
	while ((unsigned char)*in->at <= ' ' && in->at < in->end)
		in->at++;
}

/* ---- strings ---- */

bool
json_read_escape(const char *at, const char *end, unsigned *code)
{
	if (end - at < 6 || at[0] != '\\' || at[1] != 'u')
		return false;
	*code = 0;
	for (int i = 2; i < 6; i++) {
		char digit = at[i];

		if (digit >= '0' && digit <= '9')
			*code = *code * 16 + (unsigned)(digit - '0');
		else if ((digit | 0x20) >= 'a' && (digit | 0x20) <= 'f')
			*code = *code * 16 + (unsigned)((digit | 0x20) - 'a' + 10);
		else
			return false;
	}
	return true;
}

/* Writes a character as UTF-8, and returns where the next one goes. */
static char *
put_character(char *out, uint32_t point)
{
	if (point < 0x80) {
		*out++ = (char)point;
		return out;
	}
	if (point < 0x800) {
		*out++ = (char)(0xc0 | point >> 6);
	} else {
		if (point < 0x10000) {
			*out++ = (char)(0xe0 | point >> 12);
		} else {
			*out++ = (char)(0xf0 | point >> 18);
			*out++ = (char)(0x80 | (point >> 12 & 0x3f));
		}
		*out++ = (char)(0x80 | (point >> 6 & 0x3f));
	}
	*out++ = (char)(0x80 | (point & 0x3f));
	return out;
}

/* The character that a backslash and this one stand for, or NUL when it is none of those of one letter. */
static char
simple_escape(char letter)
{
	static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
	const char *found = letter == '\0' ? NULL : strchr(letters, letter);

	return found == NULL ? '\0' : meanings[found - letters];
}

/* The cursor is at a backslash. Returns where the next character goes: what is written is never longer. */
static char *
take_escape(struct json_cursor *in, char *out)
{
	char simple = in->end - in->at > 1 ? simple_escape(in->at[1]) : '\0';
	unsigned code, low;

	if (simple != '\0') {
		*out = simple;
		in->at += 2;
		return out + 1;
	}
	if (!json_read_escape(in->at, in->end, &code)) {
		/* A backslash that somebody forgot to escape, as in DOMAIN\user. */
		*out = *in->at++;
		return out + 1;
	}
	in->at += 6;
	if (code >= 0xd800 && code < 0xdc00 && json_read_escape(in->at, in->end, &low) && low >= 0xdc00 &&
	    low < 0xe000) {
		in->at += 6;
		return put_character(out, 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00));
	}
	return put_character(out, code == 0 || (code >= 0xd800 && code < 0xe000) ? REPLACEMENT : code);
}

/* Reads on in a string that is not as it is written; `out` is where its text goes on. Returns its end, or NULL. */
static char *
take_rewritten(struct json_cursor *in, char *out)
{
	while (in->at < in->end && *in->at != '"') {
		size_t run;

		if (*in->at == '\\') {
			out = take_escape(in, out);
			continue;
		}
		if (*in->at == '\0') {
			*out++ = '\x01';
			in->at++;
			continue;
		}
		run = string_run(in->at, in->end);
		memmove(out, in->at, run);
		out += run;
		in->at += run;
	}
	return in->at < in->end ? out : NULL;
}

/* The cursor is at the quote that begins a string, and comes behind the one that ends it. */
static struct text
take_string(struct json_cursor *in)
{
	char *start = ++in->at, *text_end;

	in->at += string_run(in->at, in->end);
	text_end = in->at;
	if (in->at == in->end || *in->at != '"')
		text_end = take_rewritten(in, text_end);
	if (text_end == NULL) {
		break_off(in);
		return TEXT_ABSENT;
	}
	in->at++;
	*text_end = '\0';
	return (struct text){start, (size_t)(text_end - start)};
}

/* ---- other values ---- */

static bool
is_of_number(char byte)
{
	return (byte >= '0' && byte <= '9') || byte == '-' || byte == '+' || byte == '.' || byte == 'e' || byte == 'E';
}

/*
 * What a number is made of, as it stands there: whoever needs it knows what it may be. It moves over the byte before
 * it, which was read, so that there is one for the NUL behind it.
 */
static struct text
take_number(struct json_cursor *in)
{
	char *start = in->at;
	size_t length;

	while (is_of_number(*in->at))
		in->at++;
	length = (size_t)(in->at - start);
	memmove(start - 1, start, length);
	start[length - 1] = '\0';
	return (struct text){start - 1, length};
}

static struct text
take_word(struct json_cursor *in, const char *word)
{
	size_t length = strlen(word);

	if ((size_t)(in->end - in->at) < length || memcmp(in->at, word, length) != 0) {
		break_off(in);
		return TEXT_ABSENT;
	}
	in->at += length;
	return (struct text){word, length};
}

enum json_type
json_cursor_peek(struct json_cursor *cursor)
{
	skip_space(cursor);
	switch (*cursor->at) {
	case '{': return JSON_OBJECT;
	case '[': return JSON_ARRAY;
	case '"': return JSON_STRING;
	case 't':
	case 'f': return JSON_BOOLEAN;
	case 'n': return JSON_NULL;
	case '-': return JSON_NUMBER;
	default: return *cursor->at >= '0' && *cursor->at <= '9' ? JSON_NUMBER : JSON_BROKEN;
	}
}

void
json_cursor_enter(struct json_cursor *cursor)
{
	if (cursor->depth++ == RECORD_DEPTH_MAX) {
		break_off(cursor);
		return;
	}
	cursor->at++;
	cursor->is_first = true;
}

/* Goes behind the comma before the next member or element, or behind the bracket, and returns false. */
static bool
go_on(struct json_cursor *in, char bracket)
{
	if (in->is_broken)
		return false;
	skip_space(in);
	if (*in->at == bracket) {
		in->at++;
		in->depth--;
		in->is_first = false;
		return false;
	}
	if (!in->is_first) {
		if (*in->at != ',') {
			break_off(in);
			return false;
		}
		in->at++;
		skip_space(in);
	}
	in->is_first = false;
	return true;
}

bool
json_cursor_next_member(struct json_cursor *cursor, struct text *name)
{
	if (!go_on(cursor, '}'))
		return false;
	if (*cursor->at == '"') {
		*name = take_string(cursor);
		skip_space(cursor);
		if (*cursor->at == ':') {
			cursor->at++;
			return true;
		}
	}
	break_off(cursor);
	return false;
}

bool
json_cursor_next_element(struct json_cursor *cursor)
{
	return go_on(cursor, ']');
}

/* Objects and arrays can be no deeper than RECORD_DEPTH_MAX, and neither can this. */
static void
skip_nested(struct json_cursor *in, bool is_object)
{
	struct text name;

	json_cursor_enter(in);
	while (is_object ? json_cursor_next_member(in, &name) : json_cursor_next_element(in))
		json_cursor_skip(in);
}

struct text
json_cursor_text(struct json_cursor *cursor)
{
	enum json_type type = json_cursor_peek(cursor);

	switch (type) {
	case JSON_STRING: return take_string(cursor);
	case JSON_NUMBER: return take_number(cursor);
	case JSON_BOOLEAN: return take_word(cursor, *cursor->at == 't' ? "true" : "false");
	case JSON_NULL: take_word(cursor, "null"); return TEXT_ABSENT;
	case JSON_OBJECT:
	case JSON_ARRAY: skip_nested(cursor, type == JSON_OBJECT); return TEXT_ABSENT;
	case JSON_BROKEN: break;
	}
	break_off(cursor);
	return TEXT_ABSENT;
}

void
json_cursor_skip(struct json_cursor *cursor)
{
	json_cursor_text(cursor);
}

bool
json_cursor_finish(struct json_cursor *cursor)
{
	skip_space(cursor);
	return !cursor->is_broken && cursor->at == cursor->end;
}
