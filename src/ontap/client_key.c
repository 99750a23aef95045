/* client_key.c: the key of a certificate that we log in with. */
#include "config.h"

#include "ontap/client_key.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdint.h>
#include <string.h>

/* In the first line of a PKCS #8 key, and in the second of what OpenSSL wrote before that. */
static bool
is_encrypted(struct text pem)
{
	return memmem(pem.bytes, pem.length, "BEGIN ENCRYPTED PRIVATE KEY", 27) != NULL ||
	       memmem(pem.bytes, pem.length, "Proc-Type: 4,ENCRYPTED", 22) != NULL;
}

enum client_key
client_key_try(struct text pem, const char *passphrase)
{
	/* Not written to; the type has no room for const. */
	gnutls_datum_t datum = {(unsigned char *)(uintptr_t)pem.bytes, (unsigned)pem.length};
	enum client_key verdict = CLIENT_KEY_OPEN;
	gnutls_x509_privkey_t key;

	if (pem.length == 0 || !is_encrypted(pem))
		return CLIENT_KEY_OPEN;
	if (passphrase == NULL)
		return CLIENT_KEY_LOCKED;
	if (gnutls_x509_privkey_init(&key) < 0)
		return CLIENT_KEY_OPEN;
	if (gnutls_x509_privkey_import2(key, &datum, GNUTLS_X509_FMT_PEM, passphrase, 0) == GNUTLS_E_DECRYPTION_FAILED)
		verdict = CLIENT_KEY_WRONG;
	gnutls_x509_privkey_deinit(key);
	return verdict;
}
