/* records.h: finds the records of an answer while its bytes arrive. */
#ifndef CIFSTOP_ONTAP_RECORDS_H
#define CIFSTOP_ONTAP_RECORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "ontap/limits.h"

/* What is wrong with a body, as far as it was read. */
enum body_fault {
	BODY_FINE,
	BODY_EMPTY, /* nothing but white space */
	BODY_CUT, /* it ended in the middle */
	BODY_NOT_JSON, /* it does not begin as an object */
	BODY_BROKEN, /* its brackets do not match, or something stands behind it */
	BODY_HTML,
	BODY_TOO_DEEP,
	BODY_TOO_LARGE, /* outside its records */
};

/*
 * A splitter of one body. It knows strings and brackets and no more JSON than that: what it hands on has matching
 * brackets and may still be no JSON. Memory is that of one record and of the envelope, however long the body.
 */
struct records;

/* Gets the bytes of each element of the top-level `records`, or of the bare object that stands there; until it returns.
 */
typedef void records_fn(struct text record, void *context);

/* The caller owns it. */
struct records *records_new(records_fn *on_record, void *context);

/*
 * Gets bytes that begin with an element of `records`, and may end anywhere. Returns how many of them that record is,
 * and has then read it as records_fn would have; or 0 when it cannot tell, and then the splitter finds its end.
 */
typedef size_t records_known_fn(struct text bytes, void *context);

/* From here on `on_known`, with the same context, is asked first for every element that is an object. */
void records_take_known(struct records *records, records_known_fn *on_known);

/* NULL is fine. */
void records_free(struct records *records);

/* Reads on, with bytes cut anywhere. False once there is no use in more of them; records_finish() says why. */
bool records_feed(struct records *records, const char *bytes, size_t length);

/* The body is over: says how it was. */
enum body_fault records_finish(struct records *records);

/* The body without its records, which are `[]` or `null` in it. Valid until it is fed or freed. */
struct text records_envelope(const struct records *records);

/* How many were handed on. */
uint32_t records_count(const struct records *records);

/* How many were left out because they are longer than RECORD_SIZE_MAX. */
uint32_t records_oversized(const struct records *records);

/*
 * How many things that are no objects stood between the records. The `"num_records": 2` that the documents of ONTAP 9.8
 * show there is not counted. The first one, cut, is stored in *first.
 */
uint32_t records_strays(const struct records *records, struct text *first);

#endif
