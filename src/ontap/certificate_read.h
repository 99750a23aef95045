/* certificate_read.h: certificates as TLS carries them. */
#ifndef CIFSTOP_ONTAP_CERTIFICATE_READ_H
#define CIFSTOP_ONTAP_CERTIFICATE_READ_H

#include <curl/curl.h>

#include "base/text.h"
#include "model/certificate.h"

/* Reads an X.509 certificate in PEM, with whatever stands before it. NULL when it cannot be read; the caller frees. */
struct certificate *certificate_read(struct text pem);

/*
 * The server's own certificate of a transfer with CURLOPT_CERTINFO, also of one that was given up because of it. NULL
 * when there is none or it cannot be read; the caller frees.
 */
struct certificate *certificate_of(CURL *handle);

#endif
