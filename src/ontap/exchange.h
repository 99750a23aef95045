/* exchange.h: one request to a cluster and its answer. */
#ifndef CIFSTOP_ONTAP_EXCHANGE_H
#define CIFSTOP_ONTAP_EXCHANGE_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/identity.h"
#include "model/record.h"
#include "ontap/target.h"

/* How an exchange ended, by what is to be done about it. */
enum outcome {
	ANSWER_OK, /* 200 and a body that was read to its end */
	ANSWER_GONE, /* 404 code 4: the object ended, which is normal */
	ANSWER_NO_SUCH_API, /* 404 or 405 with another code, 3 as a rule: this release has no such endpoint */
	ANSWER_UNAUTHORIZED, /* 401: do not ask again before the user says so */
	ANSWER_FORBIDDEN, /* 403: the role lacks this path; others may work */
	ANSWER_REFUSED, /* 400 and other 4xx: asking again does not help */
	ANSWER_BUSY, /* 429, 503: ask later, not before retry_after_ms */
	ANSWER_BROKEN, /* 500, 502, 504, or a body that is no answer of ONTAP: ask later */
	ANSWER_UNREACHABLE, /* no connection, no answer in time, a body cut short: ask later */
	ANSWER_UNTRUSTED, /* the certificate does not verify */
};

/* What came. Owns its texts; answer_clear() frees them. */
struct answer {
	enum outcome outcome;
	char *trouble; /* a sentence that a user can act on, without the cluster's name; NULL when ANSWER_OK */
	char *next; /* path and query of the next page, on the same host, below /api/; NULL at the end */
	char *oddity; /* the first record or value that could not be read, and why; NULL when all could */
	uint64_t bytes; /* of the body as it came over the wire */
	uint64_t unpacked; /* of the body as it was read */
	uint32_t status; /* HTTP; 0 when there was no answer */
	uint32_t records; /* that were handed on; of a count, that there are */
	uint32_t unreadable;
	uint32_t retry_after_ms; /* 0 when the server did not say */
};

void answer_clear(struct answer *answer);

/* Gets each record while the body arrives. Its texts end with the call. */
typedef void exchange_record_fn(const struct record *record, void *context);

struct exchange;

/*
 * The requests. Each returns an exchange that is not started, which the caller owns: exchange_handle() is to be given
 * to a multi handle, and exchange_finish() called when that says it is done. `target` must outlive it. GET, every one.
 */

/* GET /cluster?fields=name,version (9.6): see exchange_release(). */
struct exchange *exchange_new_probe(const struct target *target);

/* Who gets the records of an answer. Without a function they are only counted. */
struct exchange_reader {
	exchange_record_fn *on_record;
	void *context;
};

/*
 * GET kind.path (kind.since), first page, asking for the fields that are `wanted` (those of ORIGIN_API among them, and
 * what derived ones are made of) and the keys. The parameters are sent as they are, but encoded; `fields`,
 * `max_records` and `return_timeout` among them replace ours. All is copied.
 */
struct exchange *exchange_new_collection(const struct target *target, const struct kind *kind,
    const struct query_parameter *parameters, size_t parameter_count, const bool wanted[static FIELDS_MAX],
    struct exchange_reader reader);

/*
 * The same of sessions, with what the user wrote for the target: queries, order_by, and the only fields to ask for.
 */
struct exchange *exchange_new_sessions(
    const struct target *target, const bool wanted[static FIELDS_MAX], struct exchange_reader reader);

/* How many sessions there are (return_records=false), with the target's queries; pages add up, as of any collection. */
struct exchange *exchange_new_session_count(const struct target *target);

/* The page behind answer.next of a collection. `next` is copied. */
struct exchange *exchange_new_next(
    const struct target *target, const struct kind *kind, const char *next, struct exchange_reader reader);

/*
 * GET kind.path/{key}/{key}/… (kind.since), for a session {node.uuid}/{svm.uuid}/{identifier}/{connection_id}. NULL
 * when the identity lacks a part or its kind has no such request.
 */
struct exchange *exchange_new_record(
    const struct target *target, const struct identity *identity, struct exchange_reader reader);

/* Path and query of the request, not encoded, for people to read. Lives as long as the exchange. */
const char *exchange_request_text(const struct exchange *exchange);

/* The curl handle; CURLINFO_PRIVATE of it is the exchange. Owned by the exchange. */
CURL *exchange_handle(struct exchange *exchange);

/* Ends it: stores what came, which the caller clears, in *answer. `result` is what the multi handle reported. */
void exchange_finish(struct exchange *exchange, CURLcode result, struct answer *answer);

/* After exchange_finish() of a probe: the release as 9.14.1, which the caller frees, or NULL. */
char *exchange_release(const struct exchange *exchange);

/* Frees it, also one that is not finished; it must be out of its multi handle. NULL is fine. */
void exchange_free(struct exchange *exchange);

#endif
