/* distrust.h: why nothing is sent to a cluster, and the way out, in words. */
#ifndef CIFSTOP_ONTAP_DISTRUST_H
#define CIFSTOP_ONTAP_DISTRUST_H

#include <curl/curl.h>

#include "ontap/target.h"

/* How the certificate of the cluster is looked at and trusted: "cifstop --trust east". The caller frees. */
char *distrust_command(const struct target *target);

/*
 * For a certificate that does not verify: `result` and curl's sentence `details` say why. Each of these is a sentence
 * that the caller frees.
 */
char *distrust_say(const struct target *target, CURLcode result, const char *details);

/* For a transfer that found another key than target->pin. */
char *distrust_say_changed(const struct target *target, CURL *handle);

/* Why http:// is not spoken with it, NULL when it is: the password would cross a network for everyone to read. */
char *distrust_say_plain(const struct target *target);

#endif
