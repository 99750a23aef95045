/* records.c: finds the records of an answer while its bytes arrive. */
#include "config.h"

#include "ontap/records.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/xalloc.h"
#include "ontap/string_run.h"

#define STRAY_SIZE_MAX 48

enum mode {
	MODE_START, /* before the body's brace */
	MODE_ENVELOPE, /* in the outermost object, between its members' values */
	MODE_KEY, /* in a string of the outermost object */
	MODE_NESTED, /* in another member's object or array */
	MODE_BETWEEN, /* in the array of records, between two of them */
	MODE_STRAY, /* there too, in something that is no record */
	MODE_RECORD,
	MODE_END, /* behind the body */
	MODE_COUNT,
};

struct cursor {
	const char *at;
	const char *end;
};

/*
 * `depth` counts the brackets that are open; bit n of `objects` says that the n-th of them is a brace. A record, a
 * nested value or a stray is over when `depth` is back at `base`. Only what spans two feeds is copied into `record`.
 */
struct records {
	records_fn *on_record;
	records_known_fn *on_known; /* or NULL */
	void *context;
	struct buffer envelope;
	struct buffer record;
	struct buffer stray; /* the one that is being read */
	struct buffer first_stray;
	uint64_t objects;
	size_t key_start; /* in the envelope, of its last string */
	enum mode mode;
	enum body_fault fault;
	unsigned depth;
	unsigned base;
	uint32_t count;
	uint32_t oversized;
	uint32_t strays;
	bool is_in_string;
	bool is_escaped; /* the last byte was a backslash that counts */
	bool is_value; /* a colon came, and no comma since */
	bool is_records; /* the last key of the outermost object was "records" */
	bool is_bare; /* the record stands where the array is due */
};

struct records *
records_new(records_fn *on_record, void *context)
{
	struct records *records = xcalloc(1, sizeof *records);

	records->on_record = on_record;
	records->context = context;
	buffer_init(&records->envelope, ENVELOPE_SIZE_MAX);
	buffer_init(&records->record, RECORD_SIZE_MAX);
	buffer_init(&records->stray, STRAY_SIZE_MAX);
	buffer_init(&records->first_stray, STRAY_SIZE_MAX);
	return records;
}

void
records_take_known(struct records *records, records_known_fn *on_known)
{
	records->on_known = on_known;
}

void
records_free(struct records *records)
{
	if (records == NULL)
		return;
	buffer_free(&records->envelope);
	buffer_free(&records->record);
	buffer_free(&records->stray);
	buffer_free(&records->first_stray);
	free(records);
}

static bool
is_space(char byte)
{
	return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
}

static void
keep(struct records *records, const char *bytes, size_t length)
{
	if (!buffer_add(&records->envelope, bytes, length))
		records->fault = BODY_TOO_LARGE;
}

static void
open_bracket(struct records *records, bool is_object)
{
	if (records->depth == RECORD_DEPTH_MAX) {
		records->fault = BODY_TOO_DEEP;
		return;
	}
	records->objects &= ~(UINT64_C(1) << records->depth);
	records->objects |= (uint64_t)is_object << records->depth;
	records->depth++;
}

static void
close_bracket(struct records *records, bool is_object)
{
	if (records->depth == 0 || (records->objects >> (records->depth - 1) & 1) != is_object) {
		records->fault = BODY_BROKEN;
		return;
	}
	records->depth--;
}

/* Goes behind the quote that ends a string. False when that has not come yet. */
static bool
skip_string(struct records *records, struct cursor *in)
{
	if (records->is_escaped && in->at < in->end) {
		in->at++;
		records->is_escaped = false;
	}
	while (in->at < in->end) {
		char byte;

		in->at += string_run(in->at, in->end);
		if (in->at == in->end)
			return false;
		byte = *in->at++;
		if (byte == '"') {
			records->is_in_string = false;
			return true;
		}
		if (byte != '\\')
			continue;
		if (in->at == in->end) {
			records->is_escaped = true;
			return false;
		}
		in->at++;
	}
	return false;
}

/* Goes behind the bracket that takes `depth` back to `base`. False when that has not come yet, or at a fault. */
static bool
skip_value(struct records *records, struct cursor *in)
{
	if (records->is_in_string && !skip_string(records, in))
		return false;
	while (in->at < in->end) {
		char byte = *in->at++;

		switch (byte) {
		case '"':
			records->is_in_string = true;
			if (!skip_string(records, in))
				return false;
			break;
		case '{':
		case '[': open_bracket(records, byte == '{'); break;
		case '}':
		case ']':
			close_bracket(records, byte == '}');
			if (records->depth == records->base)
				return records->fault == BODY_FINE;
			break;
		default: continue;
		}
		if (records->fault != BODY_FINE)
			return false;
	}
	return false;
}

static void
read_start(struct records *records, struct cursor *in)
{
	char byte = *in->at++;

	if (is_space(byte))
		return;
	if (byte == '{') {
		open_bracket(records, true);
		keep(records, "{", 1);
		records->mode = MODE_ENVELOPE;
	} else {
		records->fault = byte == '<' ? BODY_HTML : BODY_NOT_JSON;
	}
}

static void
read_key(struct records *records, struct cursor *in)
{
	const char *start = in->at;

	if (skip_string(records, in))
		records->mode = MODE_ENVELOPE;
	keep(records, start, (size_t)(in->at - start));
}

static void
read_nested(struct records *records, struct cursor *in)
{
	const char *start = in->at;

	if (skip_value(records, in))
		records->mode = MODE_ENVELOPE;
	keep(records, start, (size_t)(in->at - start));
}

/* A record comes; its brace is still to be read. */
static void
start_record(struct records *records, bool is_bare)
{
	buffer_reset(&records->record);
	records->is_bare = is_bare;
	records->base = records->depth;
	records->mode = MODE_RECORD;
}

/* Begins the value of a member of the outermost object: the records, or anything else that is kept. */
static void
start_value(struct records *records, struct cursor *in)
{
	bool is_object = *in->at == '{', is_records = records->is_value && records->is_records;

	if (is_records && is_object) {
		keep(records, "null", 4);
		start_record(records, true);
		return;
	}
	in->at++;
	keep(records, is_object ? "{" : "[", 1);
	records->base = records->depth;
	records->mode = is_records ? MODE_BETWEEN : MODE_NESTED;
	open_bracket(records, is_object);
}

static bool
last_string_is(const struct records *records, const char *quoted)
{
	size_t length = strlen(quoted), end = records->key_start + length;

	return records->envelope.length >= end &&
	       memcmp(records->envelope.bytes + records->key_start, quoted, length) == 0;
}

static void
read_envelope(struct records *records, struct cursor *in)
{
	char byte = *in->at;

	if (byte == '{' || byte == '[') {
		start_value(records, in);
		return;
	}
	in->at++;
	switch (byte) {
	case '"':
		records->key_start = records->envelope.length;
		records->is_in_string = true;
		records->mode = MODE_KEY;
		break;
	case ':':
		records->is_value = true;
		records->is_records = last_string_is(records, "\"records\"");
		break;
	case ',': records->is_value = false; break;
	case '}':
	case ']':
		close_bracket(records, byte == '}');
		records->mode = MODE_END;
		break;
	default: break;
	}
	keep(records, &byte, 1);
}

/* Goes behind the record that comes when it is whole and known. */
static bool
take_known(struct records *records, struct cursor *in)
{
	size_t left = (size_t)(in->end - in->at), length;

	if (records->on_known == NULL)
		return false;
	length = records->on_known(
	    (struct text){in->at, left < RECORD_SIZE_MAX ? left : RECORD_SIZE_MAX}, records->context);
	in->at += length;
	records->count += length > 0;
	return length > 0;
}

static void
read_between(struct records *records, struct cursor *in)
{
	char byte = *in->at;

	switch (byte) {
	case '{':
		if (!take_known(records, in))
			start_record(records, false);
		return;
	case ']':
		close_bracket(records, false);
		keep(records, "]", 1);
		records->mode = MODE_ENVELOPE;
		break;
	case ',': break;
	default:
		if (is_space(byte))
			break;
		buffer_reset(&records->stray);
		records->base = records->depth;
		records->mode = MODE_STRAY;
		return;
	}
	in->at++;
}

/* What the overview example of ONTAP 9.8 has among its records, and is no loss. */
static bool
is_known_stray(struct text stray)
{
	static const char start[] = "\"num_records\"";

	return stray.length >= sizeof start - 1 && memcmp(stray.bytes, start, sizeof start - 1) == 0;
}

static void
end_stray(struct records *records)
{
	if (!is_known_stray(buffer_text(&records->stray))) {
		if (records->strays++ == 0)
			buffer_add(&records->first_stray, buffer_string(&records->stray), records->stray.length);
	}
	records->mode = MODE_BETWEEN;
}

/* Strays are rare and short: byte for byte will do. */
static void
read_stray(struct records *records, struct cursor *in)
{
	char byte = *in->at;

	if (!records->is_in_string && records->depth == records->base && (byte == ',' || byte == ']')) {
		end_stray(records);
		return;
	}
	in->at++;
	if (!is_space(byte))
		buffer_add_byte(&records->stray, byte);
	if (records->is_escaped)
		records->is_escaped = false;
	else if (byte == '"')
		records->is_in_string = !records->is_in_string;
	else if (records->is_in_string)
		records->is_escaped = byte == '\\';
	else if (byte == '{' || byte == '[')
		open_bracket(records, byte == '{');
	else if (byte == '}' || byte == ']')
		close_bracket(records, byte == '}');
}

/* Hands on a record of which the `length` bytes at `start` came last. */
static void
end_record(struct records *records, const char *start, size_t length)
{
	struct text whole = {start, length};

	records->mode = records->is_bare ? MODE_ENVELOPE : MODE_BETWEEN;
	if (records->record.length > 0 && buffer_add(&records->record, start, length))
		whole = buffer_text(&records->record);
	if (records->record.overflowed || length > RECORD_SIZE_MAX) {
		records->oversized++;
		return;
	}
	records->count++;
	records->on_record(whole, records->context);
}

static void
read_record(struct records *records, struct cursor *in)
{
	const char *start = in->at;

	if (skip_value(records, in))
		end_record(records, start, (size_t)(in->at - start));
	else if (records->fault == BODY_FINE && !records->record.overflowed)
		buffer_add(&records->record, start, (size_t)(in->at - start));
}

static void
read_end(struct records *records, struct cursor *in)
{
	if (!is_space(*in->at++))
		records->fault = BODY_BROKEN;
}

bool
records_feed(struct records *records, const char *bytes, size_t length)
{
	static void (*const readers[MODE_COUNT])(struct records *, struct cursor *) = {
	    [MODE_START] = read_start,
	    [MODE_ENVELOPE] = read_envelope,
	    [MODE_KEY] = read_key,
	    [MODE_NESTED] = read_nested,
	    [MODE_BETWEEN] = read_between,
	    [MODE_STRAY] = read_stray,
	    [MODE_RECORD] = read_record,
	    [MODE_END] = read_end,
	};
	struct cursor in = {bytes, bytes + length};

	while (in.at < in.end && records->fault == BODY_FINE)
		readers[records->mode](records, &in);
	return records->fault == BODY_FINE;
}

enum body_fault
records_finish(struct records *records)
{
	if (records->fault == BODY_FINE && records->mode != MODE_END)
		records->fault = records->mode == MODE_START ? BODY_EMPTY : BODY_CUT;
	return records->fault;
}

struct text
records_envelope(const struct records *records)
{
	return buffer_text(&records->envelope);
}

uint32_t
records_count(const struct records *records)
{
	return records->count;
}

uint32_t
records_oversized(const struct records *records)
{
	return records->oversized;
}

uint32_t
records_strays(const struct records *records, struct text *first)
{
	*first = records->strays > 0 ? buffer_text(&records->first_stray) : TEXT_ABSENT;
	return records->strays;
}
