/* api_error.c: what an answer means that is not the one that was hoped for. */
#include "config.h"

#include "ontap/api_error.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/xalloc.h"
#include "ontap/json.h"
#include "ontap/request.h"

#define SENTENCE_SIZE_MAX 1024
#define MESSAGE_MAX 300
#define TARGET_MAX 100

/* ONTAP's codes that mean the same in every API. */
#define CODE_NO_SUCH_ENTRY 4

/* An error as ONTAP writes it. The texts end with the parser. */
struct api_error {
	uint64_t code; /* 0 when there is none */
	struct text code_text;
	struct text message;
	struct text target; /* the parameter or field that it is about */
	bool is_there; /* the body is an error of ONTAP at all */
};

/* `{"error": {"code": "4", "message": "..."}}`; the code is a number in some documents. */
static struct api_error
read_error(const cJSON *body)
{
	const cJSON *error = json_member(body, "error");
	struct api_error read = {
	    .code_text = json_text(json_member(error, "code")),
	    .message = json_text(json_member(error, "message")),
	    .target = json_text(json_member(error, "target")),
	};

	read.is_there = !text_is_absent(read.code_text) || !text_is_absent(read.message);
	json_unsigned(read.code_text, &read.code);
	return read;
}

/* A kind of trouble: what to do about it, and how to say so. */
struct verdict_words {
	enum outcome outcome;
	const char *words; /* NULL where they depend on what was asked for */
};

static struct verdict_words
judge_not_found(const struct api_question *question, const struct api_error *error)
{
	if (error->code == CODE_NO_SUCH_ENTRY && question->is_one_object && question->kind != NULL)
		return (struct verdict_words){ANSWER_GONE, NULL};
	/* A node or an SVM that goes away in the middle of a walk is back, or out of the list, at the next. */
	if (error->code == CODE_NO_SUCH_ENTRY)
		return (struct verdict_words){
		    ANSWER_BROKEN, "an entry went away while it was listed, asking again later"};
	if (error->is_there)
		return (struct verdict_words){ANSWER_NO_SUCH_API, NULL};
	return (struct verdict_words){ANSWER_REFUSED, "no ONTAP REST API here, check the url"};
}

static struct verdict_words
judge_unauthorized(const struct api_question *question)
{
	if (question->target->token != NULL)
		return (struct verdict_words){ANSWER_UNAUTHORIZED, "token refused, r to try again"};
	if (question->target->username == NULL)
		return (struct verdict_words){ANSWER_UNAUTHORIZED, "no username was given"};
	return (struct verdict_words){ANSWER_UNAUTHORIZED, "password refused, r to try again"};
}

static struct verdict_words
judge_status(const struct api_question *question, uint32_t status, const struct api_error *error)
{
	switch (status) {
	case 401: return judge_unauthorized(question);
	case 403: return (struct verdict_words){ANSWER_FORBIDDEN, "the role does not allow this"};
	case 404:
	case 405: return judge_not_found(question, error);
	case 407: return (struct verdict_words){ANSWER_REFUSED, "the proxy wants a password, give it in proxy"};
	case 408: return (struct verdict_words){ANSWER_BROKEN, "the cluster gave up waiting, asking again later"};
	case 429: return (struct verdict_words){ANSWER_BUSY, "too many requests, asking again later"};
	case 502:
	case 504: return (struct verdict_words){ANSWER_BROKEN, "no answer behind the gateway"};
	case 503: return (struct verdict_words){ANSWER_BUSY, "busy or starting, asking again later"};
	default: break;
	}
	if (status >= 500)
		return (struct verdict_words){ANSWER_BROKEN, "the cluster failed, its event log may say why"};
	if (status >= 400)
		return (struct verdict_words){ANSWER_REFUSED, "the request was refused"};
	if (status >= 300)
		return (struct verdict_words){ANSWER_REFUSED, "redirected elsewhere, check the url"};
	return (struct verdict_words){ANSWER_BROKEN, "not an answer to this request"};
}

static void
add_words(struct buffer *sentence, const struct api_question *question, const struct verdict_words *verdict)
{
	const struct kind *kind = question->kind;

	if (verdict->words != NULL)
		buffer_add_string(sentence, verdict->words);
	else if (verdict->outcome == ANSWER_GONE)
		buffer_add_format(sentence, "the %s has ended", kind->one);
	else
		buffer_add_format(sentence, "no such API here, ONTAP %s or later has it",
		    kind == NULL ? REQUEST_CLUSTER_SINCE : kind->since);
}

/* Appends ` (code: message; about target)`. */
static void
add_error(struct buffer *sentence, const struct api_error *error)
{
	size_t length = error->message.length < MESSAGE_MAX ? error->message.length : MESSAGE_MAX;
	size_t target_length = error->target.length < TARGET_MAX ? error->target.length : TARGET_MAX;

	if (!error->is_there)
		return;
	buffer_add_string(sentence, " (");
	if (error->code_text.length > 0 && error->code_text.length < 24)
		buffer_add(sentence, error->code_text.bytes, error->code_text.length);
	if (error->code_text.length > 0 && length > 0)
		buffer_add_string(sentence, ": ");
	if (length > 0)
		buffer_add(sentence, error->message.bytes, length);
	if (target_length > 0) {
		buffer_add_string(sentence, "; about ");
		buffer_add(sentence, error->target.bytes, target_length);
	}
	buffer_add_string(sentence, ")");
}

enum outcome
api_error_judge(const struct api_question *question, uint32_t status, struct text body, char **trouble)
{
	struct json *json = json_new();
	struct api_error error = read_error(json_parse(json, body));
	struct verdict_words verdict = judge_status(question, status, &error);
	struct buffer sentence;

	buffer_init(&sentence, SENTENCE_SIZE_MAX);
	buffer_add_format(&sentence, "%" PRIu32 ": ", status);
	add_words(&sentence, question, &verdict);
	add_error(&sentence, &error);
	if (verdict.outcome == ANSWER_FORBIDDEN)
		buffer_add_format(&sentence,
		    "; on the cluster: security login rest-role create -role cifstop -access readonly -api %s",
		    question->kind == NULL ? REQUEST_CLUSTER_PATH : question->kind->path);
	*trouble = buffer_take(&sentence);
	json_free(json);
	return verdict.outcome;
}

/* What follows from a limit. */
static void
add_limit(struct buffer *sentence, enum body_fault fault, uint64_t bytes)
{
	if (fault == BODY_CUT)
		buffer_add_format(sentence, " after %" PRIu64 " bytes, by what is on the way or the cluster", bytes);
	else if (fault == BODY_TOO_DEEP)
		buffer_add_format(sentence, ": more than %d deep", RECORD_DEPTH_MAX);
	else if (fault == BODY_TOO_LARGE)
		buffer_add_format(sentence, ": more than %zu MiB beside its records", ENVELOPE_SIZE_MAX >> 20);
}

enum outcome
api_error_body(enum body_fault fault, uint64_t bytes, char **trouble)
{
	static const struct verdict_words faults[] = {
	    [BODY_FINE] = {ANSWER_OK, ""},
	    [BODY_EMPTY] = {ANSWER_BROKEN, "the answer is empty"},
	    [BODY_CUT] = {ANSWER_UNREACHABLE, "the answer was cut"},
	    [BODY_NOT_JSON] = {ANSWER_BROKEN, "the answer is not JSON, is this an ONTAP cluster?"},
	    [BODY_BROKEN] = {ANSWER_BROKEN, "the answer is broken JSON, is something on the way changing it?"},
	    [BODY_HTML] = {ANSWER_BROKEN, "the answer is a web page, is this an ONTAP cluster?"},
	    [BODY_TOO_DEEP] = {ANSWER_BROKEN, "the answer is nested too deeply"},
	    [BODY_TOO_LARGE] = {ANSWER_BROKEN, "the answer is too large"},
	};
	struct buffer sentence;

	buffer_init(&sentence, SENTENCE_SIZE_MAX);
	buffer_add_string(&sentence, faults[fault].words);
	add_limit(&sentence, fault, bytes);
	*trouble = buffer_take(&sentence);
	return faults[fault].outcome;
}
