/* record_decode.h: a record of a collection, by the table of its kind. */
#ifndef CIFSTOP_ONTAP_RECORD_DECODE_H
#define CIFSTOP_ONTAP_RECORD_DECODE_H

#include <stdbool.h>

#include "base/text.h"
#include "model/record.h"

struct record_decoder;

/* The caller owns it. */
struct record_decoder *record_decoder_new(const struct kind *kind);

/* NULL is fine. */
void record_decoder_free(struct record_decoder *decoder);

/*
 * Reads one record, by the names of the schema and by those of the overview examples of the first releases, with
 * whatever types the documents show. A value that cannot be read is absent from *record. False when there is no record
 * to be had: no JSON object, or none of what its kind requires. The texts and items of *record end with the next call,
 * or with `json`.
 */
bool record_decode(struct record_decoder *decoder, struct text json, struct record *record);

/*
 * Reads the record at the start of `bytes`, when it is whole and nothing about it is new or odd: it is made of the same
 * names, in an order that records had before. Returns its length; or 0, and then record_decode() is to be asked, once
 * it is known where the record ends. The texts of *record may stand in `bytes`.
 */
size_t record_decode_known(struct record_decoder *decoder, struct text bytes, struct record *record);

/*
 * What the last record_decode() could not read, as `open_files: "abc" is not a number`, the first of it; NULL when
 * there was nothing. Ends with the next call. May hold any text of the record.
 */
const char *record_decoder_oddity(const struct record_decoder *decoder);

#endif
