#include "config.h"

#include "sim/certificate.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include "sim/buffer.h"

/* An hour back: clocks of test machines differ. */
enum { BACK = 3600, LIFE = 30 * 86400 };

static int
set_names(gnutls_x509_crt_t crt)
{
	static const unsigned char v4[4] = {127, 0, 0, 1}, v6[16] = {[15] = 1};
	static const char name[] = "localhost";
	int r = gnutls_x509_crt_set_dn_by_oid(crt, GNUTLS_OID_X520_COMMON_NAME, 0, name, sizeof(name) - 1);

	if (r >= 0)
		r = gnutls_x509_crt_set_subject_alt_name(
		    crt, GNUTLS_SAN_DNSNAME, name, sizeof(name) - 1, GNUTLS_FSAN_SET);
	if (r >= 0)
		r = gnutls_x509_crt_set_subject_alt_name(crt, GNUTLS_SAN_IPADDRESS, v4, sizeof(v4), GNUTLS_FSAN_APPEND);
	if (r >= 0)
		r = gnutls_x509_crt_set_subject_alt_name(crt, GNUTLS_SAN_IPADDRESS, v6, sizeof(v6), GNUTLS_FSAN_APPEND);
	return r;
}

static int
fill(gnutls_x509_crt_t crt, gnutls_x509_privkey_t key)
{
	time_t now = time(NULL);
	unsigned char serial[8];
	int r = gnutls_rnd(GNUTLS_RND_NONCE, serial, sizeof(serial));

	serial[0] = (unsigned char)((serial[0] & 0x7f) | 1);
	if (r >= 0)
		r = gnutls_x509_crt_set_serial(crt, serial, sizeof(serial));
	if (r >= 0)
		r = gnutls_x509_crt_set_version(crt, 3);
	if (r >= 0)
		r = gnutls_x509_crt_set_activation_time(crt, now - BACK);
	if (r >= 0)
		r = gnutls_x509_crt_set_expiration_time(crt, now + LIFE);
	if (r >= 0)
		r = set_names(crt);
	if (r >= 0)
		r = gnutls_x509_crt_set_basic_constraints(crt, 1, -1);
	if (r >= 0)
		r = gnutls_x509_crt_set_key_usage(crt, GNUTLS_KEY_DIGITAL_SIGNATURE | GNUTLS_KEY_KEY_CERT_SIGN);
	if (r >= 0)
		r = gnutls_x509_crt_set_key(crt, key);
	if (r >= 0)
		r = gnutls_x509_crt_sign2(crt, crt, key, GNUTLS_DIG_SHA256, 0);
	return r;
}

const char *
certificate_make(char **key, char **certificate)
{
	gnutls_x509_privkey_t private = NULL;
	gnutls_x509_crt_t crt = NULL;
	gnutls_datum_t key_text = {NULL, 0}, crt_text = {NULL, 0};
	int r = gnutls_x509_privkey_init(&private);

	if (r >= 0)
		r = gnutls_x509_crt_init(&crt);
	if (r >= 0)
		r = gnutls_x509_privkey_generate(
		    private, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0);
	if (r >= 0)
		r = fill(crt, private);
	if (r >= 0)
		r = gnutls_x509_privkey_export2(private, GNUTLS_X509_FMT_PEM, &key_text);
	if (r >= 0)
		r = gnutls_x509_crt_export2(crt, GNUTLS_X509_FMT_PEM, &crt_text);
	if (r >= 0) {
		*key = sim_strndup((const char *)key_text.data, key_text.size);
		*certificate = sim_strndup((const char *)crt_text.data, crt_text.size);
	}
	gnutls_free(key_text.data);
	gnutls_free(crt_text.data);
	if (crt != NULL)
		gnutls_x509_crt_deinit(crt);
	if (private != NULL)
		gnutls_x509_privkey_deinit(private);
	return r < 0 ? gnutls_strerror(r) : NULL;
}

bool
certificate_write(const char *file, const char *certificate)
{
	FILE *out = fopen(file, "we");
	bool good;

	if (out == NULL)
		return false;
	good = fputs(certificate, out) >= 0;
	return fclose(out) == 0 && good;
}
