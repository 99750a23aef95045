/* api_error.h: what an answer means that is not the one that was hoped for. Private to ontap. */
#ifndef CIFSTOP_ONTAP_API_ERROR_H
#define CIFSTOP_ONTAP_API_ERROR_H

#include <stdint.h>

#include "base/text.h"
#include "model/kind.h"
#include "ontap/exchange.h"
#include "ontap/records.h"

/* What was asked. */
struct api_question {
	const struct target *target;
	const struct kind *kind; /* of the records that were asked for; NULL in a probe */
	bool is_one_object; /* an object by its keys, which may have ended */
};

/*
 * Judges an HTTP status other than 200 with its body, which may be cut, HTML or nothing. Stores a sentence, which the
 * caller frees, in *trouble: its essence first, the words of the cluster behind it.
 */
enum outcome api_error_judge(const struct api_question *question, uint32_t status, struct text body, char **trouble);

/* The same of the body of a 200 that cannot be read. `fault` is not BODY_FINE. */
enum outcome api_error_body(enum body_fault fault, uint64_t bytes, char **trouble);

#endif
