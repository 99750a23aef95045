#include "config.h"

#include "sim/certificate.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include "sim/buffer.h"

/* An hour back: clocks of test machines differ. */
enum { BACK = 3600, DAY = 86400, LIFE = 30 * DAY, KEY_FILE_MAX = 65536 };

/* Who it is for: a server at loopback or elsewhere, or a client. */
static int
set_names(gnutls_x509_crt_t crt, const char *name, bool is_loopback)
{
	static const unsigned char v4[4] = {127, 0, 0, 1}, v6[16] = {[15] = 1};
	unsigned length = (unsigned)strlen(name);
	int r = gnutls_x509_crt_set_dn_by_oid(crt, GNUTLS_OID_X520_COMMON_NAME, 0, name, length);

	if (r >= 0)
		r = gnutls_x509_crt_set_subject_alt_name(crt, GNUTLS_SAN_DNSNAME, name, length, GNUTLS_FSAN_SET);
	if (r >= 0 && is_loopback)
		r = gnutls_x509_crt_set_subject_alt_name(crt, GNUTLS_SAN_IPADDRESS, v4, sizeof(v4), GNUTLS_FSAN_APPEND);
	if (r >= 0 && is_loopback)
		r = gnutls_x509_crt_set_subject_alt_name(crt, GNUTLS_SAN_IPADDRESS, v6, sizeof(v6), GNUTLS_FSAN_APPEND);
	return r;
}

static int
set_times(gnutls_x509_crt_t crt, enum certificate_fault fault)
{
	time_t now = time(NULL), from = now - BACK, until = now + LIFE;
	int r;

	if (fault == CERTIFICATE_EXPIRED) {
		from = now - LIFE;
		until = now - DAY;
	} else if (fault == CERTIFICATE_FUTURE) {
		from = now + DAY;
	}
	r = gnutls_x509_crt_set_activation_time(crt, from);
	return r < 0 ? r : gnutls_x509_crt_set_expiration_time(crt, until);
}

static int
fill(gnutls_x509_crt_t crt, gnutls_x509_privkey_t key, enum certificate_fault fault, const char *name)
{
	unsigned char serial[8];
	int r = gnutls_rnd(GNUTLS_RND_NONCE, serial, sizeof(serial));

	serial[0] = (unsigned char)((serial[0] & 0x7f) | 1);
	if (r >= 0)
		r = gnutls_x509_crt_set_serial(crt, serial, sizeof(serial));
	if (r >= 0)
		r = gnutls_x509_crt_set_version(crt, 3);
	if (r >= 0)
		r = set_times(crt, fault);
	if (r >= 0)
		r = set_names(crt, name, strcmp(name, "localhost") == 0);
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

/* A certificate in PEM that `key` signs itself. */
static int
make_certificate(gnutls_x509_privkey_t key, enum certificate_fault fault, const char *name, char **certificate)
{
	gnutls_datum_t text = {NULL, 0};
	gnutls_x509_crt_t crt = NULL;
	int r = gnutls_x509_crt_init(&crt);

	if (r >= 0)
		r = fill(crt, key, fault, name);
	if (r >= 0)
		r = gnutls_x509_crt_export2(crt, GNUTLS_X509_FMT_PEM, &text);
	if (r >= 0)
		*certificate = sim_strndup((const char *)text.data, text.size);
	gnutls_free(text.data);
	if (crt != NULL)
		gnutls_x509_crt_deinit(crt);
	return r;
}

static int
generate(gnutls_x509_privkey_t key)
{
	return gnutls_x509_privkey_generate(key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0);
}

/* The key as PEM, which the caller frees. */
static int export(gnutls_x509_privkey_t key, char **text)
{
	gnutls_datum_t datum = {NULL, 0};
	int r = gnutls_x509_privkey_export2(key, GNUTLS_X509_FMT_PEM, &datum);

	if (r >= 0)
		*text = sim_strndup((const char *)datum.data, datum.size);
	gnutls_free(datum.data);
	return r;
}

/* As certificate_write(), for the owner's eyes. */
static bool
write_secret(const char *file, const char *text)
{
	int descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	size_t length = strlen(text);
	bool good = descriptor >= 0 && write(descriptor, text, length) == (ssize_t)length;

	return descriptor >= 0 && close(descriptor) == 0 && good;
}

/* The key of a file, or a new one that is written there. */
static const char *
take_key(gnutls_x509_privkey_t key, const char *file)
{
	FILE *in = file == NULL ? NULL : fopen(file, "re");
	char *text = NULL;
	int r;

	if (in != NULL) {
		char *bytes = sim_alloc(1, KEY_FILE_MAX);
		gnutls_datum_t datum = {(unsigned char *)bytes, (unsigned)fread(bytes, 1, KEY_FILE_MAX - 1, in)};

		r = gnutls_x509_privkey_import(key, &datum, GNUTLS_X509_FMT_PEM);
		fclose(in);
		free(bytes);
		return r < 0 ? gnutls_strerror(r) : NULL;
	}
	r = generate(key);
	if (r >= 0 && file != NULL)
		r = export(key, &text);
	if (r >= 0 && text != NULL && !write_secret(file, text)) {
		free(text);
		return strerror(errno);
	}
	free(text);
	return r < 0 ? gnutls_strerror(r) : NULL;
}

const char *
certificate_make(enum certificate_fault fault, const char *key_file, char **key, char **certificate)
{
	const char *name = fault == CERTIFICATE_WRONG_NAME ? "elsewhere.example.com" : "localhost", *problem;
	gnutls_x509_privkey_t private = NULL;
	int r = gnutls_x509_privkey_init(&private);

	if (r < 0)
		return gnutls_strerror(r);
	problem = take_key(private, key_file);
	if (problem == NULL) {
		r = export(private, key);
		if (r >= 0)
			r = make_certificate(private, fault, name, certificate);
		problem = r < 0 ? gnutls_strerror(r) : NULL;
	}
	gnutls_x509_privkey_deinit(private);
	return problem;
}

/* Writes the key plain and encrypted. */
static int
write_keys(gnutls_x509_privkey_t key, const char *prefix)
{
	gnutls_datum_t secret = {NULL, 0};
	char *plain = NULL, file[4096];
	int r = export(key, &plain);

	if (r >= 0)
		r = gnutls_x509_privkey_export2_pkcs8(
		    key, GNUTLS_X509_FMT_PEM, CERTIFICATE_PASSPHRASE, GNUTLS_PKCS_PBES2_AES_256, &secret);
	if (r >= 0) {
		char *copy = sim_strndup((const char *)secret.data, secret.size);

		snprintf(file, sizeof(file), "%s.key", prefix);
		if (!write_secret(file, plain))
			r = GNUTLS_E_FILE_ERROR;
		snprintf(file, sizeof(file), "%s.enc.key", prefix);
		if (!write_secret(file, copy))
			r = GNUTLS_E_FILE_ERROR;
		free(copy);
	}
	gnutls_free(secret.data);
	free(plain);
	return r;
}

const char *
certificate_make_client(const char *prefix, char **certificate)
{
	gnutls_x509_privkey_t private = NULL;
	char file[4096];
	int r = gnutls_x509_privkey_init(&private);

	if (r >= 0)
		r = generate(private);
	if (r >= 0)
		r = make_certificate(private, CERTIFICATE_GOOD, "monitor", certificate);
	if (r >= 0)
		r = write_keys(private, prefix);
	snprintf(file, sizeof(file), "%s.crt", prefix);
	if (r >= 0 && !certificate_write(file, *certificate))
		r = GNUTLS_E_FILE_ERROR;
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
