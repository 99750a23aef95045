/* transport_error.h: why no answer came, in words. Private to ontap. */
#ifndef CIFSTOP_ONTAP_TRANSPORT_ERROR_H
#define CIFSTOP_ONTAP_TRANSPORT_ERROR_H

#include <curl/curl.h>

#include "ontap/exchange.h"

/*
 * Judges a transfer that failed with `result`, which is not CURLE_OK. `details` is curl's own sentence, or empty.
 * Stores a sentence, which the caller frees, in *trouble.
 */
enum outcome transport_error_judge(
    const struct target *target, CURL *handle, CURLcode result, const char *details, char **trouble);

/* How long a connection may take to be made: ten seconds, or the target's whole time if that is less. */
uint32_t transport_connect_timeout_ms(const struct target *target);

#endif
