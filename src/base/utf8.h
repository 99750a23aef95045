/* utf8.h: characters in bytes that somebody else wrote. */
#ifndef CIFSTOP_BASE_UTF8_H
#define CIFSTOP_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

/*
 * Decodes the character at the start of `length` bytes, of which there is at least one. Returns its length and stores
 * it in *point, or returns 0 when it is no UTF-8: overlong, a surrogate, beyond U+10FFFF, or cut short.
 */
size_t utf8_decode(const unsigned char *bytes, size_t length, uint32_t *point);

#endif
