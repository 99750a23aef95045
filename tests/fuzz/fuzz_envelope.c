/* fuzz_envelope.c: no answer sends the next request, and its password, anywhere but to the API of the same host. */
#include "config.h"

#include <string.h>

#include "base/xalloc.h"
#include "fuzz.h"
#include "model/session_fields.h"
#include "ontap/api_error.h"
#include "ontap/envelope.h"
#include "ontap/release.h"
#include "ontap/request.h"

static char url[] = "https://cluster1.example.com:8443";

static void
check_next(const struct target *target, const char *link)
{
	char *next = NULL, *trouble = request_next(target, text_of(link), &next);

	FUZZ_CHECK((trouble == NULL) == (next != NULL));
	FUZZ_CHECK(next == NULL || strncmp(next, "/api/", 5) == 0);
	FUZZ_CHECK(next == NULL || strpbrk(next, " \t\r\n\\#") == NULL);
	free(next);
	free(trouble);
}

/* What the cluster calls its release is read or not known, and never more. */
static void
check_release(char *release)
{
	struct release read = {0};

	if (release != NULL && release_parse(text_of(release), &read)) {
		FUZZ_CHECK(release_compare(&read, &read) == 0);
		FUZZ_CHECK(release_judge(release, RELEASE_DOCUMENTED) != RELEASE_UNKNOWN);
	} else {
		FUZZ_CHECK(release_judge(release, RELEASE_DOCUMENTED) == RELEASE_UNKNOWN);
	}
	free(release);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text body = {(const char *)data, size};
	const struct target target = {.url = url};
	const struct api_question question = {&target, &session_kind, true};
	struct envelope envelope;
	char *trouble = NULL;

	if (envelope_read(body, &envelope)) {
		if (envelope.next != NULL)
			check_next(&target, envelope.next);
		envelope_clear(&envelope);
	}
	check_release(envelope_read_release(body));
	check_release(xstrdup_text(body));
	FUZZ_CHECK(api_error_judge(&question, 404, body, &trouble) != ANSWER_OK);
	FUZZ_CHECK(strlen(trouble) < 1024);
	free(trouble);
	return 0;
}
