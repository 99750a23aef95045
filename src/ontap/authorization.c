/* authorization.c: the header that says who asks. */
#include "config.h"

#include "ontap/authorization.h"

#include <stdint.h>
#include <string.h>

#include "base/buffer.h"

#define HEADER_MAX ((size_t)256 << 10)

/* Appends the base64 of `text` (RFC 4648). */
static void
add_base64(struct buffer *out, struct text text)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < text.length; i += 3) {
		size_t left = text.length - i;
		uint32_t bits = 0;

		for (size_t j = 0; j < 3; j++)
			bits = bits << 8 | (j < left ? (unsigned char)text.bytes[i + j] : 0);
		buffer_add_byte(out, letters[bits >> 18 & 63]);
		buffer_add_byte(out, letters[bits >> 12 & 63]);
		buffer_add_byte(out, left > 1 ? letters[bits >> 6 & 63] : '=');
		buffer_add_byte(out, left > 2 ? letters[bits & 63] : '=');
	}
}

static void
add_basic(struct buffer *header, const struct target *target)
{
	struct buffer plain;

	buffer_init_secret(&plain, HEADER_MAX / 2);
	if (target->username != NULL)
		buffer_add_string(&plain, target->username);
	buffer_add_byte(&plain, ':');
	if (target->password != NULL)
		buffer_add_string(&plain, secret_text_string(target->password));
	buffer_add_string(header, "Authorization: Basic ");
	add_base64(header, buffer_text(&plain));
	buffer_free(&plain);
}

struct secret_text *
authorization_header(const struct target *target)
{
	struct secret_text *secret;
	struct buffer header;

	if (target->token == NULL && target->username == NULL && target->password == NULL)
		return NULL;
	buffer_init_secret(&header, HEADER_MAX);
	if (target->token != NULL) {
		buffer_add_string(&header, "Authorization: Bearer ");
		buffer_add_string(&header, secret_text_string(target->token));
	} else {
		add_basic(&header, target);
	}
	secret = secret_text_new(buffer_text(&header));
	buffer_free(&header);
	return secret;
}
