#include "config.h"

#include "sim/spoil.h"

#include <stdlib.h>

#define MIB (1024.0 * 1024.0)

static void
insert(struct answer *a, size_t at, const char *bytes, size_t length)
{
	buffer_reserve(&a->body, length);
	memmove(a->body.data + at + length, a->body.data + at, a->body.length - at);
	memcpy(a->body.data + at, bytes, length);
	a->body.length += length;
}

void
spoil_html(struct answer *a, double amount)
{
	(void)amount;
	a->status = 200;
	a->body.length = 0;
	a->next.length = 0;
	a->content_type = "text/html; charset=utf-8";
	buffer_literal(&a->body, "<!DOCTYPE html>\n<html><head><title>Sign "
				 "in</title></head><body><h1>Proxy</h1><p>Please sign in.</p>"
				 "</body></html>\n");
}

/* Whether a string is open there or not. */
void
spoil_break(struct answer *a, double amount)
{
	static const char garbage[] = "\"]]}@\"";

	(void)amount;
	insert(a, a->body.length / 2, garbage, sizeof(garbage) - 1);
}

/* Puts `count` times `byte` between two texts, all of it behind the brace of the first record, or of the answer. */
static void
insert_member(struct answer *a, const char *before, char byte, size_t count, const char *behind)
{
	static const char start[] = "\"records\":[{";
	const char *found = memmem(a->body.data, a->body.length, start, sizeof(start) - 1);
	size_t at = found == NULL ? 1 : (size_t)(found - a->body.data) + sizeof(start) - 1;
	struct buffer member = {NULL, 0, 0};

	if (a->body.length == 0)
		return;
	buffer_text(&member, before);
	buffer_reserve(&member, count);
	memset(member.data + member.length, byte, count);
	member.length += count;
	buffer_text(&member, behind);
	insert(a, at, member.data, member.length);
	buffer_free(&member);
}

/* Nobody will see that they are not closed. */
void
spoil_deep(struct answer *a, double amount)
{
	insert_member(a, "\"deep\":", '[', (size_t)amount, "");
}

void
spoil_long_text(struct answer *a, double amount)
{
	insert_member(a, "\"text\":\"", 'x', (size_t)(amount * 1024), "\",");
}

void
spoil_huge(struct answer *a, double amount)
{
	static const char end[] = "],\"num_records\"";
	const char *found = memmem(a->body.data, a->body.length, end, sizeof(end) - 1);
	size_t count = (size_t)(amount * MIB), at = found == NULL ? 0 : (size_t)(found - a->body.data);

	if (found == NULL)
		return;
	buffer_reserve(&a->body, count);
	memmove(a->body.data + at + count, a->body.data + at, a->body.length - at);
	memset(a->body.data + at, ' ', count);
	a->body.length += count;
}

/*
 * By hand, since 30 bytes need no library: a gzip header, a block of fixed codes with `{"records":[`, a blank, and the
 * same blank again 258 times from one byte before. Eight of the last make 104 bits, so that 13 bytes repeat.
 */
void
spoil_bomb(struct answer *a, double amount)
{
	static const char start[] = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab\x56\x2a\x4a\x4d\xce\x2f\x4a\x29\x56"
				    "\xb2\x8a\x56";
	static const char blanks[] = "\x18\x05\xa3\x60\x14\x8c\x82\x51\x30\x0a\x46\xc1\x28";

	a->content_encoding = "gzip";
	a->body.length = 0;
	buffer_put(&a->body, start, sizeof(start) - 1);
	while (a->body.length < (size_t)(amount * MIB))
		buffer_put(&a->body, blanks, sizeof(blanks) - 1);
}

void
spoil_gzip_garbage(struct answer *a, double amount)
{
	(void)amount;
	a->content_encoding = "gzip";
}

void
spoil_many_headers(struct answer *a, double amount)
{
	a->extra_headers = (unsigned)amount;
	a->extra_header_bytes = 1;
}

void
spoil_long_header(struct answer *a, double amount)
{
	a->extra_headers = 1;
	a->extra_header_bytes = (size_t)(amount * 1024);
}

void
spoil_no_content(struct answer *a, double amount)
{
	(void)amount;
	a->status = 204;
	a->body.length = 0;
	a->next.length = 0;
}

void
spoil_type(struct answer *a, double amount)
{
	(void)amount;
	a->content_type = "text/plain";
}
