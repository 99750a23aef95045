/* pin.c: how a public key is written down. */
#include "config.h"

#include "base/pin.h"

#include <stdint.h>
#include <string.h>

#define PREFIX_LENGTH (sizeof PIN_PREFIX - 1)

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static bool
is_digit(char byte)
{
	return byte != '\0' && strchr(digits, byte) != NULL;
}

bool
pin_is_valid(struct text text)
{
	if (text.length != PIN_LENGTH || memcmp(text.bytes, PIN_PREFIX, PREFIX_LENGTH) != 0 ||
	    text.bytes[PIN_LENGTH - 1] != '=')
		return false;
	for (size_t i = PREFIX_LENGTH; i < PIN_LENGTH - 1; i++) {
		if (!is_digit(text.bytes[i]))
			return false;
	}
	/* 43 digits hold two bits more than a digest has. */
	return ((strchr(digits, text.bytes[PIN_LENGTH - 2]) - digits) & 3) == 0;
}

void
pin_format(const unsigned char digest[static PIN_DIGEST_SIZE], char out[static PIN_LENGTH + 1])
{
	uint32_t bits = 0;
	unsigned count = 0;
	size_t length = PREFIX_LENGTH;

	memcpy(out, PIN_PREFIX, PREFIX_LENGTH);
	for (size_t i = 0; i < PIN_DIGEST_SIZE; i++) {
		bits = bits << 8 | digest[i];
		for (count += 8; count >= 6; count -= 6)
			out[length++] = digits[bits >> (count - 6) & 63];
	}
	out[length++] = digits[bits << (6 - count) & 63];
	out[length++] = '=';
	out[length] = '\0';
}
