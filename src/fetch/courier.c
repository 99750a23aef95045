/* courier.c: the requests that are under way, all in one libcurl multi handle. */
#include "config.h"

#include "fetch/courier.h"

#include <assert.h>
#include <stdlib.h>

#include "base/xalloc.h"

/* One of the two. */
struct parcel {
	struct exchange *exchange;
	struct introduction *introduction;
	courier_done_fn *done;
	courier_met_fn *met;
	void *context;
};

/* There are six of them for each cluster at most, so that a search over all of them is short. */
struct courier {
	CURLM *multi;
	struct parcel *parcels;
	size_t count;
	size_t capacity;
};

struct courier *
courier_new(size_t connections)
{
	struct courier *courier = NULL;
	CURLM *multi = curl_multi_init();

	if (multi == NULL)
		return NULL;
	/* The default follows the number of requests under way, which is none between two walks. */
	curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, (long)connections);
	/* A detail must not share a connection with the long page that it overtakes. */
	curl_multi_setopt(multi, CURLMOPT_PIPELINING, (long)CURLPIPE_NOTHING);
	courier = xcalloc(1, sizeof *courier);
	courier->multi = multi;
	return courier;
}

static CURL *
handle_of(const struct parcel *parcel)
{
	return parcel->exchange != NULL ? exchange_handle(parcel->exchange) : introduction_handle(parcel->introduction);
}

static struct parcel
remove_parcel(struct courier *courier, size_t i)
{
	struct parcel parcel = courier->parcels[i];

	curl_multi_remove_handle(courier->multi, handle_of(&parcel));
	courier->parcels[i] = courier->parcels[--courier->count];
	return parcel;
}

static void
free_parcel(struct parcel parcel)
{
	exchange_free(parcel.exchange);
	introduction_free(parcel.introduction);
}

void
courier_free(struct courier *courier)
{
	if (courier == NULL)
		return;
	while (courier->count > 0)
		free_parcel(remove_parcel(courier, courier->count - 1));
	curl_multi_cleanup(courier->multi);
	free(courier->parcels);
	free(courier);
}

static void
send_parcel(struct courier *courier, struct parcel parcel)
{
	CURL *handle = handle_of(&parcel);

	if (courier->count == courier->capacity) {
		courier->capacity = courier->capacity == 0 ? 8 : courier->capacity * 2;
		courier->parcels = xreallocarray(courier->parcels, courier->capacity, sizeof *courier->parcels);
	}
	courier->parcels[courier->count++] = parcel;
#if LIBCURL_VERSION_NUM >= 0x075700
	/* Whoever drops a request does not wait for a name server that hangs. */
	curl_easy_setopt(handle, CURLOPT_QUICK_EXIT, 1L);
#endif
	/* Of a handle that is new it refuses nothing but for want of memory, and nobody would hear of it again. */
	if (curl_multi_add_handle(courier->multi, handle) != CURLM_OK)
		xalloc_fail();
}

void
courier_send(struct courier *courier, struct exchange *exchange, courier_done_fn *done, void *context)
{
	send_parcel(courier, (struct parcel){.exchange = exchange, .done = done, .context = context});
}

void
courier_meet(struct courier *courier, struct introduction *introduction, courier_met_fn *met, void *context)
{
	send_parcel(courier, (struct parcel){.introduction = introduction, .met = met, .context = context});
}

static void
cancel(struct courier *courier, CURL *handle)
{
	size_t i = 0;

	while (i < courier->count && handle_of(&courier->parcels[i]) != handle)
		i++;
	assert(i < courier->count);
	free_parcel(remove_parcel(courier, i));
}

void
courier_cancel(struct courier *courier, struct exchange *exchange)
{
	cancel(courier, exchange_handle(exchange));
}

void
courier_cancel_meeting(struct courier *courier, struct introduction *introduction)
{
	cancel(courier, introduction_handle(introduction));
}

static void
deliver_meeting(const struct parcel *parcel, CURLcode result)
{
	char *trouble = NULL;
	struct certificate *certificate = introduction_finish(parcel->introduction, result, &trouble);

	parcel->met(parcel->context, certificate);
	certificate_free(certificate);
	free(trouble);
}

static void
deliver(struct courier *courier, CURL *handle, CURLcode result)
{
	struct answer answer = {0};
	struct parcel parcel;
	size_t i = 0;

	while (i < courier->count && handle_of(&courier->parcels[i]) != handle)
		i++;
	assert(i < courier->count);
	parcel = remove_parcel(courier, i);
	if (parcel.introduction != NULL) {
		deliver_meeting(&parcel, result);
	} else {
		exchange_finish(parcel.exchange, result, &answer);
		parcel.done(parcel.context, parcel.exchange, &answer);
		answer_clear(&answer);
	}
	free_parcel(parcel);
}

void
courier_wait(struct courier *courier, const int descriptors[static COURIER_DESCRIPTORS], int timeout_ms)
{
	struct curl_waitfd extra[COURIER_DESCRIPTORS];
	unsigned count = 0;
	int running, left;
	CURLMsg *message;

	for (size_t i = 0; i < COURIER_DESCRIPTORS; i++) {
		if (descriptors[i] >= 0)
			extra[count++] = (struct curl_waitfd){.fd = descriptors[i], .events = CURL_WAIT_POLLIN};
	}
	curl_multi_poll(courier->multi, extra, count, timeout_ms, NULL);
	curl_multi_perform(courier->multi, &running);
	while ((message = curl_multi_info_read(courier->multi, &left)) != NULL) {
		if (message->msg == CURLMSG_DONE)
			deliver(courier, message->easy_handle, message->data.result);
	}
}
