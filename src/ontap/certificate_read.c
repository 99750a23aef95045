/* certificate_read.c: certificates as TLS carries them. */
#include "config.h"

#include "ontap/certificate_read.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/pin.h"
#include "base/xalloc.h"

/* As curl_easy_getinfo(CURLINFO_CERTINFO) calls the certificate itself. */
#define CERTINFO_NAME "Cert:"

/* AB:CD:..., as openssl x509 -fingerprint. */
static char *
format_fingerprint(const unsigned char digest[static PIN_DIGEST_SIZE])
{
	struct buffer text;

	buffer_init(&text, PIN_DIGEST_SIZE * 3);
	for (size_t i = 0; i < PIN_DIGEST_SIZE; i++)
		buffer_add_format(&text, "%s%02X", i == 0 ? "" : ":", digest[i]);
	return buffer_take(&text);
}

/* A distinguished name, "" when it cannot be read. */
static char *
take_name(gnutls_datum_t *name, int result)
{
	char *copy = result < 0 ? xstrdup("") : xstrdup_text((struct text){(const char *)name->data, name->size});

	if (result >= 0)
		gnutls_free(name->data);
	return copy;
}

/* False when the fingerprints cannot be made, without which the rest is worth nothing. */
static bool
fill(gnutls_x509_crt_t crt, struct certificate *certificate)
{
	unsigned char digest[PIN_DIGEST_SIZE];
	size_t size = sizeof digest;
	char pin[PIN_LENGTH + 1];
	gnutls_datum_t name;

	if (gnutls_x509_crt_get_key_id(crt, GNUTLS_KEYID_USE_SHA256, digest, &size) < 0 || size != sizeof digest)
		return false;
	pin_format(digest, pin);
	size = sizeof digest;
	if (gnutls_x509_crt_get_fingerprint(crt, GNUTLS_DIG_SHA256, digest, &size) < 0 || size != sizeof digest)
		return false;
	certificate->pin = xstrdup(pin);
	certificate->fingerprint = format_fingerprint(digest);
	certificate->subject = take_name(&name, gnutls_x509_crt_get_dn3(crt, &name, 0));
	certificate->issuer = take_name(&name, gnutls_x509_crt_get_issuer_dn3(crt, &name, 0));
	certificate->valid_from = gnutls_x509_crt_get_activation_time(crt);
	certificate->valid_until = gnutls_x509_crt_get_expiration_time(crt);
	certificate->is_self_signed = gnutls_x509_crt_check_issuer(crt, crt) != 0;
	return true;
}

struct certificate *
certificate_read(struct text pem)
{
	/* Not written to; the type has no room for const. */
	gnutls_datum_t datum = {(unsigned char *)(uintptr_t)pem.bytes, (unsigned)pem.length};
	struct certificate *certificate = NULL;
	gnutls_x509_crt_t crt;

	if (gnutls_x509_crt_init(&crt) < 0)
		return NULL;
	if (gnutls_x509_crt_import(crt, &datum, GNUTLS_X509_FMT_PEM) >= 0) {
		certificate = xcalloc(1, sizeof *certificate);
		if (!fill(crt, certificate)) {
			certificate_free(certificate);
			certificate = NULL;
		}
	}
	gnutls_x509_crt_deinit(crt);
	return certificate;
}

struct certificate *
certificate_of(CURL *handle)
{
	struct curl_certinfo *chain = NULL;

	if (curl_easy_getinfo(handle, CURLINFO_CERTINFO, &chain) != CURLE_OK || chain == NULL ||
	    chain->num_of_certs == 0)
		return NULL;
	for (const struct curl_slist *line = chain->certinfo[0]; line != NULL; line = line->next) {
		if (strncmp(line->data, CERTINFO_NAME, strlen(CERTINFO_NAME)) == 0)
			return certificate_read(text_of(line->data + strlen(CERTINFO_NAME)));
	}
	return NULL;
}
