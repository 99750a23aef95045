#include "config.h"

#include "sim/base64.h"

#include "sim/buffer.h"

void
base64_encode(struct buffer *out, const char *bytes, size_t length)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < length; i += 3) {
		size_t here = length - i < 3 ? length - i : 3;
		uint32_t group = 0;

		for (size_t j = 0; j < 3; j++)
			group = group << 8 | (j < here ? (unsigned char)bytes[i + j] : 0);
		for (size_t j = 0; j < 4; j++)
			buffer_byte(out, j <= here ? letters[group >> (18 - 6 * j) & 63] : '=');
	}
}
