/* exchange.c: one request to a cluster and its answer. */
#include "config.h"

#include "ontap/exchange.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/xalloc.h"
#include "model/session_fields.h"
#include "ontap/api_error.h"
#include "ontap/envelope.h"
#include "ontap/intake.h"
#include "ontap/limits.h"
#include "ontap/record_decode.h"
#include "ontap/records.h"
#include "ontap/redact.h"
#include "ontap/release.h"
#include "ontap/request.h"
#include "ontap/transport.h"
#include "ontap/transport_error.h"

#define HTTP_OK 200
#define RETRY_AFTER_MAX_SECONDS (24 * 3600)

enum purpose { PURPOSE_PROBE, PURPOSE_PAGE, PURPOSE_RECORD };

/* `records` and `decoder` are NULL in a probe. A body goes to `records` when it is a 200's, else to `small`. */
struct exchange {
	const struct target *target;
	const struct kind *kind; /* NULL in a probe */
	enum purpose purpose;
	struct exchange_reader reader;
	CURL *handle;
	struct curl_slist *headers;
	struct records *records;
	struct record_decoder *decoder;
	struct buffer small;
	struct identity asked; /* of PURPOSE_RECORD */
	char *oddity; /* the first */
	char *request_text;
	char *release;
	struct intake intake;
	uint32_t handed_on;
	uint32_t unreadable;
	char details[CURL_ERROR_SIZE];
};

void
answer_clear(struct answer *answer)
{
	free(answer->trouble);
	free(answer->next);
	free(answer->oddity);
	*answer = (struct answer){0};
}

/* Whether `record` is what was asked for; what it leaves out cannot be held against it, and is filled in. */
static bool
is_asked_for(const struct exchange *exchange, struct record *record)
{
	return exchange->purpose != PURPOSE_RECORD || identity_complete_record(&exchange->asked, record);
}

static bool
is_count(const struct exchange *exchange)
{
	return exchange->reader.on_record == NULL;
}

/* Hands on what was decoded, when it is a record and the one that was asked for. */
static void
hand_on(struct exchange *exchange, bool is_record, struct record *decoded)
{
	if (!is_record || !is_asked_for(exchange, decoded)) {
		exchange->unreadable++;
		return;
	}
	exchange->handed_on++;
	exchange->reader.on_record(decoded, exchange->reader.context);
}

static void
decode_record(struct text record, void *context)
{
	struct exchange *exchange = context;
	struct record decoded;
	bool is_record;

	if (is_count(exchange))
		return;
	is_record = record_decode(exchange->decoder, record, &decoded);
	if (exchange->oddity == NULL)
		exchange->oddity = xstrdup(record_decoder_oddity(exchange->decoder));
	hand_on(exchange, is_record, &decoded);
}

/* A records_known_fn. */
static size_t
decode_known(struct text bytes, void *context)
{
	struct exchange *exchange = context;
	struct record decoded;
	size_t length;

	if (is_count(exchange))
		return 0;
	length = record_decode_known(exchange->decoder, bytes, &decoded);
	if (length > 0)
		hand_on(exchange, true, &decoded);
	return length;
}

static uint32_t
get_status(CURL *handle)
{
	long status = 0;

	curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
	return status < 0 ? 0 : (uint32_t)status;
}

/* The bytes of the body that came over the wire. */
static uint64_t
get_packed(CURL *handle)
{
	curl_off_t bytes = 0;

	curl_easy_getinfo(handle, CURLINFO_SIZE_DOWNLOAD_T, &bytes);
	return bytes < 0 ? 0 : (uint64_t)bytes;
}

/* Takes a header. As receive(). */
static size_t
receive_header(char *bytes, size_t size, size_t count, void *context)
{
	struct exchange *exchange = context;

	(void)bytes;
	return intake_take_header(&exchange->intake, size * count) ? size * count : 0;
}

/* Hands what came to the splitter. False when there is no use in more of it. */
static bool
feed_records(struct exchange *exchange, const char *bytes, size_t length)
{
	bool wants_more = records_feed(exchange->records, bytes, length);

	return intake_take_records(&exchange->intake, records_count(exchange->records)) && wants_more;
}

/* Takes the body as it comes. A count other than `size * count` ends the transfer with CURLE_WRITE_ERROR. */
static size_t
receive(char *bytes, size_t size, size_t count, void *context)
{
	struct exchange *exchange = context;
	size_t length = size * count;

	if (!intake_take_body(&exchange->intake, length, get_packed(exchange->handle)))
		return 0;
	if (exchange->records != NULL && get_status(exchange->handle) == HTTP_OK)
		return feed_records(exchange, bytes, length) ? length : 0;
	/* The beginning of an error says enough; the rest is read so that the connection can be used again. */
	if (length > SMALL_BODY_MAX - exchange->small.length)
		buffer_add(&exchange->small, bytes, SMALL_BODY_MAX - exchange->small.length);
	else
		buffer_add(&exchange->small, bytes, length);
	return length;
}

/* The path without its percent signs; the caller frees it. */
static char *
decode(const char *path)
{
	char *decoded = curl_easy_unescape(NULL, path, 0, NULL), *copy = xstrdup(decoded == NULL ? path : decoded);

	curl_free(decoded);
	return copy;
}

static struct exchange *
exchange_new(const struct target *target, enum purpose purpose, const char *path)
{
	struct exchange *exchange = xcalloc(1, sizeof *exchange);

	exchange->target = target;
	exchange->purpose = purpose;
	exchange->request_text = decode(path);
	buffer_init(&exchange->small, SMALL_BODY_MAX);
	exchange->handle = transport_new(target, path, exchange->details, &exchange->headers);
	curl_easy_setopt(exchange->handle, CURLOPT_PRIVATE, exchange);
	curl_easy_setopt(exchange->handle, CURLOPT_HEADERFUNCTION, receive_header);
	curl_easy_setopt(exchange->handle, CURLOPT_HEADERDATA, exchange);
	curl_easy_setopt(exchange->handle, CURLOPT_WRITEFUNCTION, receive);
	curl_easy_setopt(exchange->handle, CURLOPT_WRITEDATA, exchange);
	return exchange;
}

/* One of the requests whose answer holds records; takes `path`. */
static struct exchange *
exchange_new_reading(const struct target *target, const struct kind *kind, enum purpose purpose, char *path,
    struct exchange_reader reader)
{
	struct exchange *exchange = exchange_new(target, purpose, path);

	exchange->kind = kind;
	exchange->records = records_new(decode_record, exchange);
	records_take_known(exchange->records, decode_known);
	exchange->decoder = record_decoder_new(kind);
	exchange->reader = reader;
	free(path);
	return exchange;
}

struct exchange *
exchange_new_probe(const struct target *target)
{
	char *path = request_probe();
	struct exchange *exchange = exchange_new(target, PURPOSE_PROBE, path);

	free(path);
	return exchange;
}

struct exchange *
exchange_new_collection(const struct target *target, const struct kind *kind, const struct query_parameter *parameters,
    size_t parameter_count, const bool wanted[static FIELDS_MAX], struct exchange_reader reader)
{
	const struct collection_request request = {kind, parameters, parameter_count, wanted};

	return exchange_new_reading(target, kind, PURPOSE_PAGE, request_collection(target, &request), reader);
}

/*
 * All fields that are asked for are in every release that the tables were made for, and ignore_unknown_fields only
 * hides mistakes there (and is one before 9.11.1). A later release may have lost one of them, and is better shown
 * without.
 */
static bool
may_lack_fields(const struct target *target)
{
	return target->release != NULL && release_judge(RELEASE_DOCUMENTED, target->release) == RELEASE_LACKS;
}

/* Adds a parameter to the target's queries; the texts are borrowed. */
static void
add_parameter(struct query_parameter *parameters, size_t *count, char *name, char *value)
{
	parameters[(*count)++] = (struct query_parameter){name, value};
}

struct exchange *
exchange_new_sessions(const struct target *target, const bool wanted[static FIELDS_MAX], struct exchange_reader reader)
{
	static char order_by[] = "order_by", ignore[] = "ignore_unknown_fields", yes[] = "true";
	struct query_parameter *parameters = xcalloc(
	    target->query_count + target->narrowing_count + 2, sizeof *parameters);
	size_t count = 0;
	bool asked[FIELDS_MAX];
	struct exchange *exchange;

	for (size_t i = 0; i < target->query_count; i++)
		parameters[count++] = target->query[i];
	for (size_t i = 0; i < target->narrowing_count; i++)
		parameters[count++] = target->narrowing[i];
	if (target->order_by != NULL)
		add_parameter(parameters, &count, order_by, target->order_by);
	if (may_lack_fields(target))
		add_parameter(parameters, &count, ignore, yes);
	for (size_t i = 0; i < FIELDS_MAX; i++)
		asked[i] = wanted[i] && (target->fields == NULL || target->fields[i]);
	exchange = exchange_new_collection(target, &session_kind, parameters, count, asked, reader);
	free(parameters);
	return exchange;
}

struct exchange *
exchange_new_session_count(const struct target *target)
{
	static char name[] = "return_records", value[] = "false";
	struct query_parameter *parameters = xcalloc(target->query_count + 1, sizeof *parameters);
	struct collection_request request = {.kind = &session_kind, .parameters = parameters};
	char *path;

	for (; request.parameter_count < target->query_count; request.parameter_count++)
		parameters[request.parameter_count] = target->query[request.parameter_count];
	add_parameter(parameters, &request.parameter_count, name, value);
	path = request_collection(target, &request);
	free(parameters);
	return exchange_new_reading(target, &session_kind, PURPOSE_PAGE, path, (struct exchange_reader){NULL, NULL});
}

struct exchange *
exchange_new_next(const struct target *target, const struct kind *kind, const char *next, struct exchange_reader reader)
{
	/* Behind a host anything else could name another one; request_next() lets nothing else through. */
	assert(next[0] == '/');
	return exchange_new_reading(target, kind, PURPOSE_PAGE, xstrdup(next), reader);
}

struct exchange *
exchange_new_record(const struct target *target, const struct identity *identity, struct exchange_reader reader)
{
	char *path = request_record(identity);
	struct exchange *exchange;

	if (path == NULL)
		return NULL;
	exchange = exchange_new_reading(target, identity->kind, PURPOSE_RECORD, path, reader);
	exchange->asked = identity_copy(identity);
	return exchange;
}

const char *
exchange_request_text(const struct exchange *exchange)
{
	return exchange->request_text;
}

CURL *
exchange_handle(struct exchange *exchange)
{
	return exchange->handle;
}

/* What the records themselves could not say: some were too long, or no records. */
static void
note_left_out(struct exchange *exchange)
{
	struct text stray;
	uint32_t oversized = records_oversized(exchange->records);
	uint32_t strays = records_strays(exchange->records, &stray);

	exchange->unreadable += oversized + strays;
	if (exchange->oddity != NULL)
		return;
	if (oversized > 0)
		exchange->oddity = xasprintf("record: is longer than %zu MiB", RECORD_SIZE_MAX >> 20);
	else if (strays > 0)
		exchange->oddity = xasprintf("record: \"%.*s\" is not an object", (int)stray.length, stray.bytes);
}

/* Compares with what the cluster counted, which some releases leave out, and takes on what it says is missing. */
static void
note_incomplete(struct exchange *exchange, const struct envelope *envelope)
{
	uint64_t came = (uint64_t)records_count(exchange->records) + records_oversized(exchange->records);
	char *oddity = NULL;

	if (envelope->errors != NULL)
		oddity = xasprintf("incomplete, the cluster says: %s", envelope->errors);
	else if (envelope->has_count && envelope->count > came)
		oddity = xasprintf("incomplete: %" PRIu64 " of %" PRIu64 " records came", came, envelope->count);
	if (oddity == NULL)
		return;
	/* Whatever else is odd is less than this. */
	free(exchange->oddity);
	exchange->oddity = oddity;
}

/* A cluster that sends the records all the same has counted them as well. */
static enum outcome
read_count(struct exchange *exchange, const struct envelope *envelope, struct answer *answer)
{
	uint32_t came = records_count(exchange->records);

	if (!envelope->has_count && came == 0) {
		answer->trouble = xstrdup("no number of records in the answer, is this an ONTAP cluster?");
		return ANSWER_BROKEN;
	}
	if (envelope->has_count && envelope->count > UINT32_MAX) {
		answer->trouble = xstrdup("more records than there can be");
		return ANSWER_BROKEN;
	}
	exchange->handed_on = envelope->has_count ? (uint32_t)envelope->count : came;
	if (envelope->errors != NULL)
		exchange->oddity = xasprintf("incomplete, the cluster says: %s", envelope->errors);
	return ANSWER_OK;
}

/* Reads what stands around the records: the next link, and errors that a 200 may still carry. */
static enum outcome
read_envelope(struct exchange *exchange, struct answer *answer)
{
	struct text body = records_envelope(exchange->records);
	struct envelope envelope;
	enum outcome outcome = ANSWER_OK;

	if (!envelope_read(body, &envelope))
		return api_error_body(BODY_BROKEN, 0, &answer->trouble);
	if (envelope.is_error) {
		const struct api_question question = {exchange->target, exchange->kind, false};

		outcome = api_error_judge(&question, HTTP_OK, body, &answer->trouble);
		goto out;
	}
	if (is_count(exchange)) {
		outcome = read_count(exchange, &envelope, answer);
	} else {
		note_left_out(exchange);
		note_incomplete(exchange, &envelope);
	}
	if (outcome == ANSWER_OK && envelope.next != NULL)
		answer->trouble = request_next(exchange->target, text_of(envelope.next), &answer->next);
	if (answer->trouble != NULL)
		outcome = ANSWER_BROKEN;
out:
	envelope_clear(&envelope);
	return outcome;
}

/* The answer to a request for one record is the record itself; a list of one does as well. */
static enum outcome
read_record(struct exchange *exchange, struct answer *answer)
{
	if (records_count(exchange->records) == 0)
		decode_record(records_envelope(exchange->records), exchange);
	if (exchange->handed_on == 1)
		return ANSWER_OK;
	answer->trouble = xasprintf("not the %s that was asked for: %s", exchange->kind->one,
	    exchange->oddity != NULL ? exchange->oddity : "another came");
	return ANSWER_BROKEN;
}

static enum outcome
read_collection(struct exchange *exchange, struct answer *answer)
{
	enum body_fault fault = records_finish(exchange->records);

	if (fault != BODY_FINE)
		return api_error_body(fault, exchange->intake.unpacked, &answer->trouble);
	if (exchange->purpose == PURPOSE_RECORD)
		return read_record(exchange, answer);
	return read_envelope(exchange, answer);
}

static enum outcome
read_probe(struct exchange *exchange, struct answer *answer)
{
	exchange->release = envelope_read_release(buffer_text(&exchange->small));
	if (exchange->release != NULL)
		return ANSWER_OK;
	answer->trouble = xstrdup("no release in the answer, is this an ONTAP cluster?");
	return ANSWER_BROKEN;
}

/* Whether the transfer was ended by receive(), because of what the body holds. */
static bool
is_own_end(const struct exchange *exchange, CURLcode result)
{
	return result == CURLE_WRITE_ERROR && exchange->records != NULL && get_status(exchange->handle) == HTTP_OK;
}

static enum outcome
judge(struct exchange *exchange, CURLcode result, struct answer *answer)
{
	const struct api_question question = {
	    .target = exchange->target,
	    .kind = exchange->kind,
	    .is_one_object = exchange->purpose == PURPOSE_RECORD,
	};

	/* A refused password is one whether or not the rest of the answer arrived. */
	if (answer->status >= 300)
		return api_error_judge(&question, answer->status, buffer_text(&exchange->small), &answer->trouble);
	if (exchange->intake.passed != INTAKE_FINE) {
		answer->trouble = intake_describe(&exchange->intake);
		return ANSWER_BROKEN;
	}
	if (result != CURLE_OK && !is_own_end(exchange, result))
		return transport_error_judge(
		    exchange->target, exchange->handle, result, exchange->details, &answer->trouble);
	if (answer->status != HTTP_OK)
		return api_error_judge(&question, answer->status, buffer_text(&exchange->small), &answer->trouble);
	return exchange->purpose == PURPOSE_PROBE ? read_probe(exchange, answer) : read_collection(exchange, answer);
}

/* `Retry-After`, which may be seconds or a date. */
static uint32_t
get_retry_after_ms(CURL *handle)
{
	curl_off_t seconds = 0;

	curl_easy_getinfo(handle, CURLINFO_RETRY_AFTER, &seconds);
	if (seconds <= 0)
		return 0;
	return (uint32_t)(seconds > RETRY_AFTER_MAX_SECONDS ? RETRY_AFTER_MAX_SECONDS : seconds) * 1000;
}

void
exchange_finish(struct exchange *exchange, CURLcode result, struct answer *answer)
{
	*answer = (struct answer){.status = get_status(exchange->handle)};
	answer->outcome = judge(exchange, result, answer);
	answer->bytes = get_packed(exchange->handle);
	answer->retry_after_ms = get_retry_after_ms(exchange->handle);
	answer->unpacked = exchange->intake.unpacked;
	answer->records = exchange->handed_on;
	answer->unreadable = exchange->unreadable;
	answer->oddity = exchange->oddity;
	exchange->oddity = NULL;
	redact(answer->trouble, exchange->target);
	redact(answer->oddity, exchange->target);
}

char *
exchange_release(const struct exchange *exchange)
{
	return xstrdup(exchange->release);
}

void
exchange_free(struct exchange *exchange)
{
	if (exchange == NULL)
		return;
	curl_easy_cleanup(exchange->handle);
	curl_slist_free_all(exchange->headers);
	records_free(exchange->records);
	record_decoder_free(exchange->decoder);
	buffer_free(&exchange->small);
	identity_clear(&exchange->asked);
	free(exchange->oddity);
	free(exchange->release);
	free(exchange->request_text);
	free(exchange);
}
