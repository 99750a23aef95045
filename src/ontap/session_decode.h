/* session_decode.h: a record of /protocols/cifs/sessions becomes a session. */
#ifndef CIFSTOP_ONTAP_SESSION_DECODE_H
#define CIFSTOP_ONTAP_SESSION_DECODE_H

#include <stdbool.h>

#include "base/text.h"
#include "model/session.h"

struct session_decoder;

/* The caller owns it. */
struct session_decoder *session_decoder_new(void);

/* NULL is fine. */
void session_decoder_free(struct session_decoder *decoder);

/*
 * Reads one record, by the names of the schema and by those of the overview example of ONTAP 9.8, with whatever types
 * the documents show. A value that cannot be read is absent from *session. False when there is no session to be had:
 * no JSON object, or no identifier. The texts and volumes of *session end with the next call.
 */
bool session_decode(struct session_decoder *decoder, struct text record, struct session *session);

/*
 * What the last session_decode() could not read, as `open_files: "abc" is not a number`, the first of it; NULL when
 * there was nothing. Ends with the next call. May hold any text of the record.
 */
const char *session_decoder_oddity(const struct session_decoder *decoder);

#endif
