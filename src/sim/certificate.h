/* certificate.h: a self-signed certificate for this machine's loopback. */
#ifndef ONTAP_SIM_CERTIFICATE_H
#define ONTAP_SIM_CERTIFICATE_H

#include <stdbool.h>

/*
 * Makes a key and a certificate for localhost, 127.0.0.1 and ::1, both as PEM texts which the caller frees.
 * Returns NULL, or what went wrong.
 */
const char *certificate_make(char **key, char **certificate);

/* Writes the certificate where clients can read it. Returns false with errno set. */
bool certificate_write(const char *file, const char *certificate);

#endif
