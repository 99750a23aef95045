/* introduction.h: a look at the certificate of a cluster, before anything is told to it. */
#ifndef CIFSTOP_ONTAP_INTRODUCTION_H
#define CIFSTOP_ONTAP_INTRODUCTION_H

#include <curl/curl.h>
#include <stdbool.h>

#include "model/certificate.h"
#include "ontap/target.h"

/*
 * A TLS connection that ends once the certificate has come. Nothing is asked and no credentials are sent: neither name
 * nor password, nor a certificate of ours. `target` must outlive it.
 */
struct introduction;

/*
 * Not started: introduction_handle() is to be given to a multi handle, or to be performed. `is_verified`: it fails with
 * a certificate that the system's authorities do not vouch for. The caller owns it.
 */
struct introduction *introduction_new(const struct target *target, bool is_verified);

CURL *introduction_handle(struct introduction *introduction);

/*
 * What came when the transfer ended with `result`: a certificate that the caller frees, or NULL and a sentence that the
 * caller frees in *trouble.
 */
struct certificate *introduction_finish(struct introduction *introduction, CURLcode result, char **trouble);

/* NULL is fine. */
void introduction_free(struct introduction *introduction);

#endif
