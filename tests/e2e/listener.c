/* listener.c: a silent port. */
#include "config.h"

#include "e2e/listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "e2e/check.h"

#define BACKLOG 64

struct listener {
	int handle;
	const char *url;
	int visitors[BACKLOG]; /* kept open: they wait for an answer */
	size_t count;
};

static void
listener_close(void *subject)
{
	struct listener *listener = subject;

	close(listener->handle);
	for (size_t i = 0; i < listener->count; i++)
		close(listener->visitors[i]);
}

struct listener *
listener_open(struct scene *scene)
{
	struct listener *listener = scene_memory(scene, sizeof(*listener));
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t length = sizeof(address);

	listener->handle = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (bind(listener->handle, (struct sockaddr *)&address, length) != 0 ||
	    listen(listener->handle, BACKLOG) != 0 ||
	    getsockname(listener->handle, (struct sockaddr *)&address, &length) != 0)
		check_fail("cannot listen on loopback: %s", strerror(errno));
	scene_defer(scene, listener_close, listener);
	listener->url = scene_text(scene, "http://127.0.0.1:%u", (unsigned)ntohs(address.sin_port));
	return listener;
}

const char *
listener_url(const struct listener *listener)
{
	return listener->url;
}

size_t
listener_visitors(struct listener *listener)
{
	while (listener->count < BACKLOG) {
		int visitor = accept(listener->handle, NULL, NULL);

		if (visitor < 0)
			break;
		listener->visitors[listener->count++] = visitor;
	}
	return listener->count;
}
