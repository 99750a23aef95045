/* fuzz_next.c: no link sends the next request, and its password, anywhere but to the API of the same host. */
#include "config.h"

#include <curl/curl.h>
#include <string.h>

#include "base/xalloc.h"
#include "fuzz.h"
#include "ontap/request.h"

static char urls[][40] = {"https://cluster1.example.com:8443", "http://127.0.0.1:8080", "https://[fd20::1]"};

static char *
part_of(CURLU *url, CURLUPart part)
{
	char *text = NULL;

	curl_url_get(url, part, &text, CURLU_DEFAULT_PORT);
	return text;
}

/* As curl will read the url: scheme, host and port are the target's, and nobody is named. */
static void
check_origin(const struct target *target, const char *next)
{
	static const CURLUPart parts[] = {CURLUPART_SCHEME, CURLUPART_HOST, CURLUPART_PORT, CURLUPART_USER};
	CURLU *whole = curl_url(), *origin = curl_url();
	char *url = xasprintf("%s%s", target->url, next);

	FUZZ_CHECK(curl_url_set(origin, CURLUPART_URL, target->url, 0) == CURLUE_OK);
	FUZZ_CHECK(curl_url_set(whole, CURLUPART_URL, url, CURLU_PATH_AS_IS) == CURLUE_OK);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		char *ours = part_of(origin, parts[i]), *theirs = part_of(whole, parts[i]);

		FUZZ_CHECK((ours == NULL) == (theirs == NULL) && (ours == NULL || strcmp(ours, theirs) == 0));
		curl_free(ours);
		curl_free(theirs);
	}
	curl_url_cleanup(whole);
	curl_url_cleanup(origin);
	free(url);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
		const struct target target = {.url = urls[i]};
		char *next = NULL, *trouble = request_next(&target, (struct text){(const char *)data, size}, &next);

		FUZZ_CHECK((trouble == NULL) == (next != NULL));
		if (next != NULL) {
			FUZZ_CHECK(strncmp(next, "/api/", 5) == 0);
			check_origin(&target, next);
		}
		free(next);
		free(trouble);
	}
	return 0;
}
