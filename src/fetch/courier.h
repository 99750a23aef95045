/* courier.h: the requests that are under way, all in one libcurl multi handle. */
#ifndef CIFSTOP_FETCH_COURIER_H
#define CIFSTOP_FETCH_COURIER_H

#include <stdbool.h>
#include <stddef.h>

#include "ontap/exchange.h"
#include "ontap/introduction.h"

/* How many descriptors of others are waited for as well. */
#define COURIER_DESCRIPTORS 2

/* Belongs to one thread. */
struct courier;

/*
 * Gets what came of a request: `answer` and `exchange` end with the call. It may send and cancel other requests.
 */
typedef void courier_done_fn(void *context, struct exchange *exchange, const struct answer *answer);

/* Gets the certificate of an introduction, which ends with the call; NULL when none came. */
typedef void courier_met_fn(void *context, const struct certificate *certificate);

/* `connections` is how many are kept open for later requests. NULL when libcurl does not start. */
struct courier *courier_new(size_t connections);

/* Drops what is under way, without waiting for it. NULL is fine. */
void courier_free(struct courier *courier);

/* Sends `exchange`, which the courier owns from here on, and calls done(context) once when it has ended. */
void courier_send(struct courier *courier, struct exchange *exchange, courier_done_fn *done, void *context);

/* Drops and frees a request that is under way; nobody is called. */
void courier_cancel(struct courier *courier, struct exchange *exchange);

/* The same of an introduction. */
void courier_meet(struct courier *courier, struct introduction *introduction, courier_met_fn *met, void *context);
void courier_cancel_meeting(struct courier *courier, struct introduction *introduction);

/*
 * Sleeps until something comes, one of `descriptors` is readable (-1 is none) or `timeout_ms` are over, then moves
 * everything on and delivers what is done.
 */
void courier_wait(struct courier *courier, const int descriptors[static COURIER_DESCRIPTORS], int timeout_ms);

#endif
