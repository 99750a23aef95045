/* certificate.h: what a server shows of itself, and the fingerprints by which a person knows it. */
#ifndef CIFSTOP_MODEL_CERTIFICATE_H
#define CIFSTOP_MODEL_CERTIFICATE_H

#include <stdbool.h>
#include <time.h>

/* Owns its texts. Names come from the wire, and are not safe for a terminal. */
struct certificate {
	char *subject; /* O=Example,CN=cluster1, as RFC 4514 writes it */
	char *issuer;
	char *fingerprint; /* SHA-256 of all of it, as openssl prints it: AB:CD:... */
	char *pin; /* of its public key; see base/pin.h */
	time_t valid_from;
	time_t valid_until;
	bool is_self_signed; /* it is its own issuer */
};

/* A copy that the caller frees. NULL gives NULL. */
struct certificate *certificate_copy(const struct certificate *certificate);

/* "2026-01-31 to 2027-01-31", and whether that is over or to come as of `now`. The caller frees. */
char *certificate_dates(const struct certificate *certificate, time_t now);

/* The issuer, and whether that is the certificate itself. The caller frees. */
char *certificate_signer(const struct certificate *certificate);

/* NULL is fine. */
void certificate_free(struct certificate *certificate);

#endif
