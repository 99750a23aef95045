/* tunnel.c: an HTTP proxy on loopback. One thread moves the bytes of a few connections. */
#include "config.h"

#include "e2e/tunnel.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "e2e/check.h"

#define LINES_MAX 32
#define HEAD_MAX 4096

/* A client, and the simulator once it said where it wants to go. */
struct line {
	int client;
	int server; /* -1: not yet */
	char head[HEAD_MAX];
	size_t length;
};

struct tunnel {
	int listener;
	int stop[2];
	uint16_t goal;
	const char *url;
	atomic_size_t count;
	pthread_t thread;
	struct line lines[LINES_MAX];
	size_t line_count;
};

static bool
send_all(int to, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t sent = send(to, bytes, length, MSG_NOSIGNAL);

		if (sent <= 0)
			return false;
		bytes += sent;
		length -= (size_t)sent;
	}
	return true;
}

static int
connect_goal(uint16_t port)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
	int handle = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (connect(handle, (struct sockaddr *)&address, sizeof(address)) == 0)
		return handle;
	close(handle);
	return -1;
}

/* Reads the request up to its empty line, then connects. False when the line is over. */
static bool
read_head(struct tunnel *tunnel, struct line *line)
{
	static const char answer[] = "HTTP/1.1 200 Connection established\r\n\r\n";
	ssize_t got = recv(line->client, line->head + line->length, HEAD_MAX - 1 - line->length, 0);

	if (got <= 0)
		return false;
	line->length += (size_t)got;
	line->head[line->length] = '\0';
	if (strstr(line->head, "\r\n\r\n") == NULL)
		return line->length < HEAD_MAX - 1;
	if (strncmp(line->head, "CONNECT ", strlen("CONNECT ")) != 0)
		return false;
	atomic_fetch_add(&tunnel->count, 1);
	line->server = connect_goal(tunnel->goal);
	return line->server >= 0 && send_all(line->client, answer, sizeof(answer) - 1);
}

static bool
move_bytes(int from, int to)
{
	char bytes[16384];
	ssize_t got = recv(from, bytes, sizeof(bytes), 0);

	return got > 0 && send_all(to, bytes, (size_t)got);
}

static void
close_line(struct tunnel *tunnel, size_t i)
{
	close(tunnel->lines[i].client);
	if (tunnel->lines[i].server >= 0)
		close(tunnel->lines[i].server);
	tunnel->lines[i] = tunnel->lines[--tunnel->line_count];
}

static void
take_client(struct tunnel *tunnel)
{
	int client = accept4(tunnel->listener, NULL, NULL, SOCK_CLOEXEC);

	if (client >= 0)
		tunnel->lines[tunnel->line_count++] = (struct line){.client = client, .server = -1};
}

/* What came on a line, whose sources these are. */
static bool
serve_line(struct tunnel *tunnel, struct line *line, const struct pollfd *sources)
{
	bool goes_on = true;

	if (sources[0].revents != 0)
		goes_on = line->server < 0 ? read_head(tunnel, line) : move_bytes(line->client, line->server);
	if (goes_on && sources[1].revents != 0)
		goes_on = move_bytes(line->server, line->client);
	return goes_on;
}

static void *
run(void *context)
{
	struct tunnel *tunnel = context;
	struct pollfd sources[2 + 2 * LINES_MAX];

	for (;;) {
		size_t count = tunnel->line_count;

		sources[0] = (struct pollfd){.fd = tunnel->stop[0], .events = POLLIN};
		sources[1] = (struct pollfd){.fd = count < LINES_MAX ? tunnel->listener : -1, .events = POLLIN};
		for (size_t i = 0; i < count; i++) {
			sources[2 + 2 * i] = (struct pollfd){.fd = tunnel->lines[i].client, .events = POLLIN};
			sources[3 + 2 * i] = (struct pollfd){.fd = tunnel->lines[i].server, .events = POLLIN};
		}
		if (poll(sources, 2 + 2 * count, -1) < 0 && errno != EINTR)
			break;
		if (sources[0].revents != 0)
			break;
		/* From the last one on, whose place another may take. */
		for (size_t i = count; i-- > 0;) {
			if (!serve_line(tunnel, &tunnel->lines[i], sources + 2 + 2 * i))
				close_line(tunnel, i);
		}
		if (sources[1].revents != 0)
			take_client(tunnel);
	}
	return NULL;
}

static void
tunnel_close(void *subject)
{
	struct tunnel *tunnel = subject;

	if (write(tunnel->stop[1], "", 1) == 1)
		pthread_join(tunnel->thread, NULL);
	while (tunnel->line_count > 0)
		close_line(tunnel, 0);
	close(tunnel->listener);
	close(tunnel->stop[0]);
	close(tunnel->stop[1]);
}

struct tunnel *
tunnel_open(struct scene *scene, const struct sim *sim)
{
	struct tunnel *tunnel = scene_memory(scene, sizeof(*tunnel));
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t length = sizeof(address);

	tunnel->goal = (uint16_t)strtoul(strrchr(sim_url(sim), ':') + 1, NULL, 10);
	tunnel->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (bind(tunnel->listener, (struct sockaddr *)&address, length) != 0 || listen(tunnel->listener, 8) != 0 ||
	    getsockname(tunnel->listener, (struct sockaddr *)&address, &length) != 0 || pipe(tunnel->stop) != 0)
		check_fail("cannot listen on loopback: %s", strerror(errno));
	tunnel->url = scene_text(scene, "http://127.0.0.1:%u", (unsigned)ntohs(address.sin_port));
	if (pthread_create(&tunnel->thread, NULL, run, tunnel) != 0)
		check_fail("no thread for the tunnel");
	scene_defer(scene, tunnel_close, tunnel);
	return tunnel;
}

const char *
tunnel_url(const struct tunnel *tunnel)
{
	return tunnel->url;
}

size_t
tunnel_count(struct tunnel *tunnel)
{
	return atomic_load(&tunnel->count);
}
