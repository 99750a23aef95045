/* client_key.h: the key of a certificate that we log in with. */
#ifndef CIFSTOP_ONTAP_CLIENT_KEY_H
#define CIFSTOP_ONTAP_CLIENT_KEY_H

#include <stdbool.h>

#include "base/text.h"

/* How a key and a passphrase go together. */
enum client_key {
	CLIENT_KEY_OPEN, /* it can be used, or is written in a way that only the transfer itself can judge */
	CLIENT_KEY_LOCKED, /* it is encrypted, and no passphrase was given */
	CLIENT_KEY_WRONG, /* the passphrase is not the one */
};

/* Judges a key in PEM, with whatever stands around it, and a passphrase, which may be NULL. */
enum client_key client_key_try(struct text pem, const char *passphrase);

#endif
