/* transport_error.c: why no answer came, in words. */
#include "config.h"

#include "ontap/transport_error.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "ontap/distrust.h"
#include "ontap/redact.h"

#define CONNECT_TIMEOUT_MS UINT32_C(10000)

static const char *
host_of(const struct target *target)
{
	const char *slashes = strstr(target->url, "://");

	return slashes == NULL ? target->url : slashes + 3;
}

/* The address and port that were tried last, as host and port are written; the caller frees it. */
static char *
peer_of(const struct target *target, CURL *handle)
{
	char *address = NULL;
	long port = 0;

	curl_easy_getinfo(handle, CURLINFO_PRIMARY_IP, &address);
	curl_easy_getinfo(handle, CURLINFO_PRIMARY_PORT, &port);
	if (address == NULL || address[0] == '\0' || port == 0)
		return xstrdup(host_of(target));
	return xasprintf(strchr(address, ':') != NULL ? "[%s]:%ld" : "%s:%ld", address, port);
}

/* "refused" is what a user looks for, and curl says it in four different sentences. */
static char *
say_no_connection(const struct target *target, CURL *handle, const char *details)
{
	char *peer = peer_of(target, handle), *sentence;
	long error = 0;

	curl_easy_getinfo(handle, CURLINFO_OS_ERRNO, &error);
	sentence = xasprintf("no connection to %s%s: %s", target->proxy != NULL ? "the proxy " : "", peer,
	    error > 0 ? strerror((int)error) : details);
	free(peer);
	return sentence;
}

/* The time of a phase of the transfer, 0 when that phase did not end. */
static curl_off_t
time_of(CURL *handle, CURLINFO phase)
{
	curl_off_t us = 0;

	curl_easy_getinfo(handle, phase, &us);
	return us;
}

static char *
say_timeout(const struct target *target, CURL *handle)
{
	char *waited, *peer, *sentence;
	uint32_t ms = target->timeout_ms;

	/* A connection that is still being made has a shorter limit of its own. */
	if (time_of(handle, CURLINFO_PRETRANSFER_TIME_T) == 0)
		ms = transport_connect_timeout_ms(target);
	waited = ms % 1000 == 0 ? xasprintf("%" PRIu32 " s", ms / 1000) : xasprintf("%" PRIu32 " ms", ms);
	peer = peer_of(target, handle);
	if (time_of(handle, CURLINFO_PRETRANSFER_TIME_T) > 0)
		sentence = xasprintf("timed out after %s; timeout: in the configuration gives it longer", waited);
	else if (time_of(handle, CURLINFO_CONNECT_TIME_T) > 0)
		sentence = xasprintf("%s takes connections and said nothing within %s", peer, waited);
	else if (time_of(handle, CURLINFO_NAMELOOKUP_TIME_T) > 0)
		sentence = xasprintf(
		    "no connection to %s%s within %s", target->proxy != NULL ? "the proxy " : "", peer, waited);
	else
		sentence = xasprintf("no name server said within %s where %s is", waited,
		    target->proxy != NULL ? "the proxy" : host_of(target));
	free(peer);
	free(waited);
	return sentence;
}

/* OpenSSL has a number and a name for what may be said in words. */
static char *
say_no_tls(const struct target *target, const char *details)
{
	static const char *const strange[] = {"wrong version number", "packet length too long", "unknown protocol"};

	for (size_t i = 0; i < sizeof strange / sizeof *strange; i++) {
		if (strstr(details, strange[i]) != NULL)
			return xasprintf(
			    "no TLS with %s: something else answers there, is it the port of HTTPS?", host_of(target));
	}
	return xasprintf("no TLS with %s: %s", host_of(target), details);
}

static char *
say_cut(const struct target *target, CURL *handle, const char *details)
{
	curl_off_t bytes = 0;
	long proxy_status = 0;

	curl_easy_getinfo(handle, CURLINFO_HTTP_CONNECTCODE, &proxy_status);
	if (proxy_status == 407)
		return xstrdup("407: the proxy wants a password, give it in proxy");
	if (proxy_status >= 300)
		return xasprintf("%ld: the proxy refused to connect to %s", proxy_status, host_of(target));
	curl_easy_getinfo(handle, CURLINFO_SIZE_DOWNLOAD_T, &bytes);
	if (bytes == 0)
		return xasprintf("the connection ended without an answer: %s", details);
	return xasprintf(
	    "the answer was cut after %" PRId64 " bytes, by what is on the way or the cluster", (int64_t)bytes);
}

/* What OpenSSL found wrong with the certificate; that its name is another one is not its business. */
static const char *
say_verification(CURL *handle)
{
	static const struct {
		long code; /* X509_V_ERR_… */
		const char *words;
	} verdicts[] = {{9, "certificate is not yet valid"}, {10, "certificate has expired"},
	    {18, "self-signed certificate"}, {19, "self-signed certificate in certificate chain"},
	    {20, "unable to get local issuer certificate"}, {21, "unable to verify the first certificate"},
	    {0, "certificate subject name does not match target host name"}};
	long code = -1;

	curl_easy_getinfo(handle, CURLINFO_SSL_VERIFYRESULT, &code);
	for (size_t i = 0; i < sizeof verdicts / sizeof *verdicts; i++) {
		if (verdicts[i].code == code)
			return verdicts[i].words;
	}
	return curl_easy_strerror(CURLE_PEER_FAILED_VERIFICATION);
}

/*
 * libcurl tells the first thing that went wrong. That may have been a kept connection which was closed meanwhile, in
 * whose place it took a new one; then what ended that one is to be told.
 */
static const char *
choose_details(CURL *handle, CURLcode result, const char *details)
{
	static const char *const broken[] = {"Send failure", "Recv failure", "OpenSSL SSL_read", "OpenSSL SSL_write"};
	bool is_of_before = details[0] == '\0';

	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
		is_of_before = is_of_before || (result != CURLE_SEND_ERROR && result != CURLE_RECV_ERROR &&
						   strncmp(details, broken[i], strlen(broken[i])) == 0);
	if (!is_of_before)
		return details;
	return result == CURLE_PEER_FAILED_VERIFICATION ? say_verification(handle) : curl_easy_strerror(result);
}

uint32_t
transport_connect_timeout_ms(const struct target *target)
{
	return target->timeout_ms < CONNECT_TIMEOUT_MS ? target->timeout_ms : CONNECT_TIMEOUT_MS;
}

static enum outcome
judge(const struct target *target, CURL *handle, CURLcode result, const char *details, char **trouble)
{
	details = choose_details(handle, result, details);
	switch (result) {
	case CURLE_OPERATION_TIMEDOUT: *trouble = say_timeout(target, handle); return ANSWER_UNREACHABLE;
	case CURLE_COULDNT_RESOLVE_HOST:
		*trouble = xasprintf("no such host: %s", host_of(target));
		return ANSWER_UNREACHABLE;
	case CURLE_COULDNT_RESOLVE_PROXY: *trouble = xstrdup("no such host: the proxy"); return ANSWER_UNREACHABLE;
	case CURLE_COULDNT_CONNECT: *trouble = say_no_connection(target, handle, details); return ANSWER_UNREACHABLE;
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_ISSUER_ERROR: *trouble = distrust_say(target, result, details); return ANSWER_UNTRUSTED;
	case CURLE_SSL_PINNEDPUBKEYNOTMATCH: *trouble = distrust_say_changed(target, handle); return ANSWER_UNTRUSTED;
	case CURLE_SSL_CERTPROBLEM:
		*trouble = xasprintf("tls.cert_file or tls.key_file cannot be used: %s", details);
		return ANSWER_REFUSED;
	case CURLE_SSL_CONNECT_ERROR: *trouble = say_no_tls(target, details); return ANSWER_UNREACHABLE;
	case CURLE_GOT_NOTHING:
	case CURLE_PARTIAL_FILE:
	case CURLE_RECV_ERROR:
	case CURLE_SEND_ERROR:
	case CURLE_HTTP2:
	case CURLE_HTTP2_STREAM: *trouble = say_cut(target, handle, details); return ANSWER_UNREACHABLE;
	case CURLE_UNSUPPORTED_PROTOCOL:
	case CURLE_WEIRD_SERVER_REPLY:
		*trouble = xstrdup("not an answer of an ONTAP cluster: it is no HTTP, check host and port of the url");
		return ANSWER_BROKEN;
	case CURLE_BAD_CONTENT_ENCODING:
		*trouble = xasprintf("not an answer of an ONTAP cluster: %s", details);
		return ANSWER_BROKEN;
	default: *trouble = xasprintf("no answer: %s", details); return ANSWER_UNREACHABLE;
	}
}

enum outcome
transport_error_judge(const struct target *target, CURL *handle, CURLcode result, const char *details, char **trouble)
{
	enum outcome outcome = judge(target, handle, result, details, trouble);

	/* libcurl repeats the address of a proxy, with user and password. */
	redact(*trouble, target);
	return outcome;
}
