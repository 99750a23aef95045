/* loopback.c: a server on the loopback address that answers with what a test wrote. */
#include "config.h"

#include "loopback.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* cmocka wants those before it. */
#include <cmocka.h>

#include "base/buffer.h"
#include "base/xalloc.h"

struct loopback {
	pthread_t thread;
	const struct text *answers;
	size_t count;
	char *url;
	struct buffer requests;
	int listener;
	bool is_joined;
};

/* Reads up to the empty line behind the headers; a GET has no body. False when the client is gone before. */
static bool
read_request(int client, struct buffer *requests)
{
	char part[4096];
	ssize_t length;

	while ((length = recv(client, part, sizeof part, 0)) > 0) {
		buffer_add(requests, part, (size_t)length);
		if (requests->length >= 4 && strcmp(requests->bytes + requests->length - 4, "\r\n\r\n") == 0)
			return true;
	}
	return false;
}

static void
serve(struct loopback *loopback, int client, struct text answer)
{
	char byte;

	if (!read_request(client, &loopback->requests))
		return;
	for (size_t sent = 0; sent < answer.length;) {
		ssize_t length = send(client, answer.bytes + sent, answer.length - sent, MSG_NOSIGNAL);

		if (length <= 0)
			return;
		sent += (size_t)length;
	}
	if (text_is_absent(answer))
		(void)!recv(client, &byte, 1, 0);
}

static void *
run(void *context)
{
	struct loopback *loopback = context;

	for (size_t i = 0; i < loopback->count; i++) {
		int client = accept(loopback->listener, NULL, NULL);

		if (client < 0)
			break;
		serve(loopback, client, loopback->answers[i]);
		close(client);
	}
	return NULL;
}

struct loopback *
loopback_open(const struct text *answers, size_t count)
{
	struct loopback *loopback = xcalloc(1, sizeof *loopback);
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof address;

	loopback->answers = answers;
	loopback->count = count;
	buffer_init(&loopback->requests, SIZE_MAX / 2);
	loopback->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_true(loopback->listener >= 0);
	assert_int_equal(bind(loopback->listener, (struct sockaddr *)&address, size), 0);
	assert_int_equal(listen(loopback->listener, 8), 0);
	assert_int_equal(getsockname(loopback->listener, (struct sockaddr *)&address, &size), 0);
	loopback->url = xasprintf("http://127.0.0.1:%u", (unsigned)ntohs(address.sin_port));
	assert_int_equal(pthread_create(&loopback->thread, NULL, run, loopback), 0);
	return loopback;
}

const char *
loopback_url(const struct loopback *loopback)
{
	return loopback->url;
}

static void
join(struct loopback *loopback)
{
	if (!loopback->is_joined)
		pthread_join(loopback->thread, NULL);
	loopback->is_joined = true;
}

const char *
loopback_requests(struct loopback *loopback)
{
	join(loopback);
	return buffer_string(&loopback->requests);
}

void
loopback_close(struct loopback *loopback)
{
	/* Wakes accept() when fewer came than were expected. */
	shutdown(loopback->listener, SHUT_RDWR);
	join(loopback);
	close(loopback->listener);
	buffer_free(&loopback->requests);
	free(loopback->url);
	free(loopback);
}
