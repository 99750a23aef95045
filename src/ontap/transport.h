/* transport.h: a curl handle that asks one cluster and nobody else. Private to ontap. */
#ifndef CIFSTOP_ONTAP_TRANSPORT_H
#define CIFSTOP_ONTAP_TRANSPORT_H

#include <curl/curl.h>
#include <stdbool.h>

#include "ontap/target.h"

/*
 * A handle that GETs `path` (with its query) of `target`, and a list of its headers, which must live as long and is
 * freed with curl_slist_free_all(). It follows no redirect, speaks HTTP(S) only, and verifies unless the target says
 * otherwise. `details`, of CURL_ERROR_SIZE bytes, gets curl's sentence on a failure. The caller cleans both up.
 */
CURL *transport_new(const struct target *target, const char *path, char *details, struct curl_slist **headers);

/*
 * A handle that makes a TLS connection to `target`, through its proxy where it has one, and ends there: nothing is sent
 * that the target holds, and certificate_of() then has what the server showed. `is_verified`: it fails when that does
 * not verify with the authorities of the system. `details` as above. The caller cleans it up.
 */
CURL *transport_new_connection(const struct target *target, bool is_verified, char *details);

#endif
