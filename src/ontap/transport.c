/* transport.c: a curl handle that asks one cluster and nobody else. */
#include "config.h"

#include "ontap/transport.h"

#include <stdlib.h>

#include "base/xalloc.h"
#include "ontap/authorization.h"
#include "ontap/transport_error.h"

#define RECEIVE_SIZE (256L << 10)

#define AGENT PACKAGE_NAME "/" PACKAGE_VERSION

/* An option that libcurl has no memory for would be left out, and might be the one that says whom to trust. */
#define SET(handle, option, value) check(curl_easy_setopt(handle, option, value))

static void
check(CURLcode code)
{
	if (code == CURLE_OUT_OF_MEMORY)
		xalloc_fail();
}

static void
add_header(struct curl_slist **headers, const char *header)
{
	struct curl_slist *longer = curl_slist_append(*headers, header);

	if (longer == NULL)
		xalloc_fail();
	*headers = longer;
}

static void
set_protocols(CURL *handle)
{
#if LIBCURL_VERSION_NUM >= 0x075500
	SET(handle, CURLOPT_PROTOCOLS_STR, "http,https");
#else
	SET(handle, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
	SET(handle, CURLOPT_HTTPGET, 1L);
	/* The password goes to the host that the user named, and nowhere else. */
	SET(handle, CURLOPT_FOLLOWLOCATION, 0L);
	SET(handle, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
	SET(handle, CURLOPT_PATH_AS_IS, 1L);
}

/* For the cluster alone: a proxy gets none of these headers. */
static void
add_authorization(CURL *handle, const struct target *target, struct curl_slist **headers)
{
	struct secret_text *header = authorization_header(target);

	SET(handle, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	SET(handle, CURLOPT_HEADEROPT, (long)CURLHEADER_SEPARATE);
	if (header != NULL)
		add_header(headers, secret_text_string(header));
	secret_text_unref(header);
}

/* Of a certificate that was asked for: that of a user, who signs with it and sends no password. */
static void
set_own_certificate(CURL *handle, const struct target *target)
{
	if (target->cert_file == NULL)
		return;
	SET(handle, CURLOPT_SSLCERT, target->cert_file);
	SET(handle, CURLOPT_SSLKEY, target->key_file != NULL ? target->key_file : target->cert_file);
	/* Without one OpenSSL would ask on the terminal, in the middle of the screen. */
	SET(handle, CURLOPT_KEYPASSWD, target->passphrase != NULL ? secret_text_string(target->passphrase) : "");
}

static void
set_tls_version(CURL *handle)
{
	/* ONTAP speaks 1.2 and later since 9.8, whatever its documents say of 1.0. */
	SET(handle, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	SET(handle, CURLOPT_PROXY_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
}

static void
set_verification(CURL *handle, bool is_verified)
{
	SET(handle, CURLOPT_SSL_VERIFYPEER, is_verified ? 1L : 0L);
	SET(handle, CURLOPT_SSL_VERIFYHOST, is_verified ? 2L : 0L);
}

static void
set_tls(CURL *handle, const struct target *target)
{
	set_tls_version(handle);
	set_verification(handle, !target->is_insecure && target->pin == NULL);
	if (target->ca_file != NULL)
		SET(handle, CURLOPT_CAINFO, target->ca_file);
	/* In place of what a certificate says and who signed it; libcurl looks at it before anything is sent. */
	if (target->pin != NULL && !target->is_insecure) {
		SET(handle, CURLOPT_PINNEDPUBLICKEY, target->pin);
		SET(handle, CURLOPT_CERTINFO, 1L);
	}
	set_own_certificate(handle, target);
}

static void
set_limits(CURL *handle, const struct target *target)
{
	SET(handle, CURLOPT_NOSIGNAL, 1L);
	SET(handle, CURLOPT_CONNECTTIMEOUT_MS, (long)transport_connect_timeout_ms(target));
	SET(handle, CURLOPT_TIMEOUT_MS, (long)target->timeout_ms);
	SET(handle, CURLOPT_TCP_KEEPALIVE, 1L);
	SET(handle, CURLOPT_BUFFERSIZE, RECEIVE_SIZE);
	SET(handle, CURLOPT_ACCEPT_ENCODING, "");
	if (target->proxy != NULL)
		SET(handle, CURLOPT_PROXY, secret_text_string(target->proxy));
	else if (!target_is_encrypted(target) && !target->is_insecure)
		/* What may go unencrypted because it stays on this machine does not leave it for a proxy. */
		SET(handle, CURLOPT_PROXY, "");
}

/* A handle for a URL, as far as it is the same whatever it is for. */
static CURL *
new_handle(const struct target *target, const char *url, char *details)
{
	CURL *handle = curl_easy_init();

	if (handle == NULL)
		xalloc_fail();
	details[0] = '\0';
	SET(handle, CURLOPT_ERRORBUFFER, details);
	SET(handle, CURLOPT_URL, url);
	set_protocols(handle);
	set_limits(handle, target);
	return handle;
}

CURL *
transport_new(const struct target *target, const char *path, char *details, struct curl_slist **headers)
{
	char *url = xasprintf("%s%s", target->url, path);
	CURL *handle = new_handle(target, url, details);

	/* With application/json ONTAP leaves out every link but the one to the next page. */
	*headers = NULL;
	add_header(headers, "Accept: application/json");
	add_header(headers, "X-Dot-Client-App: " AGENT);
	add_authorization(handle, target, headers);
	SET(handle, CURLOPT_HTTPHEADER, *headers);
	SET(handle, CURLOPT_USERAGENT, AGENT);
	set_tls(handle, target);
	free(url);
	return handle;
}

CURL *
transport_new_connection(const struct target *target, bool is_verified, char *details)
{
	CURL *handle = new_handle(target, target->url, details);

	/* Ends once TLS is spoken: no request is made, and nothing that proves who we are is known to the handle. */
	SET(handle, CURLOPT_CONNECT_ONLY, 1L);
	SET(handle, CURLOPT_FRESH_CONNECT, 1L);
	SET(handle, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	SET(handle, CURLOPT_CERTINFO, 1L);
	set_tls_version(handle);
	set_verification(handle, is_verified);
	return handle;
}
