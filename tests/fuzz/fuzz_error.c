/* fuzz_error.c: whatever comes in place of an answer is judged, in a sentence of bounded length. */
#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "model/connection_fields.h"
#include "model/file_fields.h"
#include "model/lock_fields.h"
#include "model/session_fields.h"
#include "ontap/api_error.h"

static const uint16_t statuses[] = {200, 204, 301, 400, 401, 403, 404, 405, 407, 408, 418, 429, 500, 502, 503, 504, 0};
static const struct kind *const kinds[] = {&session_kind, &file_kind, &connection_kind, &lock_kind, NULL};
static char url[] = "https://cluster1.example.com", user[] = "monitor";

/* The first byte chooses what was asked and the status, the others are the body. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct target target = {.url = url, .username = size > 0 && data[0] % 2 == 0 ? user : NULL};
	struct api_question question = {&target, NULL, false};
	enum outcome outcome;
	char *trouble = NULL;
	uint16_t status;

	if (size == 0)
		return 0;
	question.kind = kinds[data[0] % (sizeof kinds / sizeof *kinds)];
	question.is_one_object = data[0] >= 128;
	status = statuses[data[0] % (sizeof statuses / sizeof *statuses)];
	outcome = api_error_judge(&question, status, (struct text){(const char *)data + 1, size - 1}, &trouble);
	FUZZ_CHECK(outcome != ANSWER_OK);
	FUZZ_CHECK((outcome == ANSWER_UNAUTHORIZED) == (status == 401));
	FUZZ_CHECK(trouble != NULL && strlen(trouble) > 3 && strlen(trouble) <= 1024);
	free(trouble);
	return 0;
}
