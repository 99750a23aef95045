/* loopback.h: a server on the loopback address that answers with what a test wrote. */
#ifndef CIFSTOP_TESTS_LOOPBACK_H
#define CIFSTOP_TESTS_LOOPBACK_H

#include <stddef.h>

#include "base/text.h"

struct loopback;

/*
 * Serves one connection after the other: each gets one of `answers`, written as it is, when its request has come, and
 * is closed. An absent answer is a server that hangs: it waits until the client goes away. The texts must live on.
 */
struct loopback *loopback_open(const struct text *answers, size_t count);

/* http://127.0.0.1:PORT, owned by the server. */
const char *loopback_url(const struct loopback *loopback);

/* Waits until all answers were given, and returns the requests, one behind the other; owned by the server. */
const char *loopback_requests(struct loopback *loopback);

/* Stops it, whether or not its answers were asked for. */
void loopback_close(struct loopback *loopback);

#endif
