/* pin.h: how a public key is written down: "sha256//" and the base64 of the SHA-256 of its SubjectPublicKeyInfo. */
#ifndef CIFSTOP_BASE_PIN_H
#define CIFSTOP_BASE_PIN_H

#include <stdbool.h>

#include "base/text.h"

#define PIN_PREFIX "sha256//"
#define PIN_DIGEST_SIZE 32
/* Without the end of the string. */
#define PIN_LENGTH (sizeof PIN_PREFIX - 1 + 44)

/* What is missing when pin_is_valid() says no, to be read behind the name of the key. */
#define PIN_DUE "sha256//, 43 characters and = are due, as cifstop --trust prints it"

/* Whether it is a pin as pin_format() writes it: a digest has one spelling, since libcurl compares the texts. */
bool pin_is_valid(struct text text);

/* Writes the pin of a digest, terminated. */
void pin_format(const unsigned char digest[static PIN_DIGEST_SIZE], char out[static PIN_LENGTH + 1]);

#endif
