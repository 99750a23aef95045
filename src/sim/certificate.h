/* certificate.h: a self-signed certificate for this machine's loopback. */
#ifndef ONTAP_SIM_CERTIFICATE_H
#define ONTAP_SIM_CERTIFICATE_H

#include <stdbool.h>

/* What is wrong with a certificate. */
enum certificate_fault { CERTIFICATE_GOOD, CERTIFICATE_EXPIRED, CERTIFICATE_FUTURE, CERTIFICATE_WRONG_NAME };

/*
 * Makes a key and a certificate for localhost, 127.0.0.1 and ::1, both as PEM texts which the caller frees. `key_file`,
 * when not NULL, is where the key is taken from, or written to when it is not there. Returns NULL, or what went wrong.
 */
const char *certificate_make(enum certificate_fault fault, const char *key_file, char **key, char **certificate);

/*
 * Makes a certificate for a client, which is its own authority, and writes it to PREFIX.crt, its key to PREFIX.key, and
 * the same key, encrypted with CERTIFICATE_PASSPHRASE, to PREFIX.enc.key. Stores the certificate, which the caller
 * frees. Returns NULL, or what went wrong.
 */
#define CERTIFICATE_PASSPHRASE "sesam"
const char *certificate_make_client(const char *prefix, char **certificate);

/* Writes the certificate where clients can read it. Returns false with errno set. */
bool certificate_write(const char *file, const char *certificate);

#endif
