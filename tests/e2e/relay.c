/* relay.c: a thread that passes bytes on, or does not. */
#include "config.h"

#include "e2e/relay.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "e2e/check.h"

#define PAIRS_MAX 64
#define FILLERS 2
#define BACKLOG 64
#define SLOW_STEP_MS 25
/* In the middle of any answer. */
#define RESET_AFTER 300

/* One connection and its way on. A descriptor is -1 when there is none. */
struct pair {
	int client;
	int server;
	size_t answered; /* bytes */
	bool is_tunnel; /* of a proxy: CONNECT was answered */
};

/* `lock` guards what the test changes: mode, upstream, is_stopping. The rest is the thread's. */
struct relay {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t settled;
	enum relay_mode mode;
	enum relay_mode mode_in_force;
	uint16_t upstream;
	bool is_turned; /* what is connected is to be cut */
	bool is_stopping;
	int wake;
	bool is_proxy;
	uint16_t port;
	int holder; /* bound and never listening, so that the port stays ours */
	int listener; /* -1: nobody listens */
	int fillers[FILLERS]; /* take the places of those who would connect */
	struct pair pairs[PAIRS_MAX];
	size_t count;
};

static struct sockaddr_in
loopback(uint16_t port)
{
	return (struct sockaddr_in){
	    .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons(port)};
}

/* A socket on that port, 0: any. */
static int
bind_socket(uint16_t port)
{
	struct sockaddr_in address = loopback(port);
	int handle = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), on = 1;

	setsockopt(handle, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	setsockopt(handle, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on));
	if (bind(handle, (struct sockaddr *)&address, sizeof(address)) != 0) {
		close(handle);
		return -1;
	}
	return handle;
}

static int
connect_to(uint16_t port)
{
	struct sockaddr_in address = loopback(port);
	int handle = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (connect(handle, (struct sockaddr *)&address, sizeof(address)) != 0 && errno != EINPROGRESS) {
		close(handle);
		return -1;
	}
	return handle;
}

static void
close_handle(int *handle, bool resets)
{
	struct linger linger = {1, 0};

	if (*handle < 0)
		return;
	if (resets)
		setsockopt(*handle, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
	close(*handle);
	*handle = -1;
}

static void
drop_pair(struct relay *relay, size_t i, bool resets)
{
	close_handle(&relay->pairs[i].client, resets);
	close_handle(&relay->pairs[i].server, false);
	relay->pairs[i] = relay->pairs[--relay->count];
}

static void
drop_pairs(struct relay *relay)
{
	while (relay->count > 0)
		drop_pair(relay, relay->count - 1, true);
}

static void
stop_listening(struct relay *relay)
{
	for (size_t i = 0; i < FILLERS; i++)
		close_handle(&relay->fillers[i], true);
	close_handle(&relay->listener, false);
}

static void
start_listening(struct relay *relay, int backlog)
{
	relay->listener = bind_socket(relay->port);
	if (relay->listener >= 0)
		listen(relay->listener, backlog);
}

/* What a mode means for those who come and those who are there. */
static void
enter_mode(struct relay *relay, enum relay_mode mode, bool is_turned)
{
	if (mode != RELAY_PASS && mode != RELAY_BLACK_HOLE)
		drop_pairs(relay);
	if (is_turned)
		drop_pairs(relay);
	stop_listening(relay);
	if (mode == RELAY_BLACK_HOLE) {
		/* Nobody accepts, and the queue is full: whatever else comes is dropped. */
		start_listening(relay, 0);
		for (size_t i = 0; i < FILLERS; i++)
			relay->fillers[i] = connect_to(relay->port);
	} else if (mode != RELAY_REFUSE) {
		start_listening(relay, BACKLOG);
	}
}

/* ---- bytes */

/* Sends all of it; loopback takes it at once, or the test is over. */
static bool
send_all(int handle, const char *bytes, size_t length)
{
	while (length > 0) {
		struct pollfd room = {.fd = handle, .events = POLLOUT};
		ssize_t sent = send(handle, bytes, length, MSG_NOSIGNAL);

		if (sent < 0 && errno == EAGAIN && poll(&room, 1, 1000) > 0)
			continue;
		if (sent <= 0)
			return false;
		bytes += sent;
		length -= (size_t)sent;
	}
	return true;
}

static bool
send_words(int handle, const char *words)
{
	return send_all(handle, words, strlen(words));
}

/* What a proxy says to CONNECT. False when that is the end of it. */
static bool
answer_connect(struct relay *relay, struct pair *pair)
{
	pair->is_tunnel = true;
	switch (relay->mode_in_force) {
	case RELAY_TURN_AWAY:
		send_words(pair->client, "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
		return false;
	case RELAY_ASK_PASSWORD:
		send_words(pair->client, "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic "
					 "realm=\"p\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
		return false;
	default: return send_words(pair->client, "HTTP/1.1 200 Connection established\r\n\r\n");
	}
}

/* From the client. False when the connection is to be closed. */
static bool
pass_question(struct relay *relay, struct pair *pair)
{
	char bytes[16384];
	ssize_t got = recv(pair->client, bytes, sizeof(bytes), 0);

	if (got < 0)
		return errno == EAGAIN || errno == EINTR;
	if (got == 0)
		return false;
	if (relay->is_proxy && !pair->is_tunnel)
		return answer_connect(relay, pair);
	switch (relay->mode_in_force) {
	case RELAY_SILENT: return true;
	case RELAY_CLOSE: return false;
	case RELAY_GARBAGE: send_words(pair->client, "SSH-2.0-OpenSSH_9.2p1\r\n"); return false;
	case RELAY_PLAIN:
		send_words(pair->client, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
		return false;
	default: return send_all(pair->server, bytes, (size_t)got);
	}
}

/* From the server. False when the connection is to be closed; *resets says how. */
static bool
pass_answer(struct relay *relay, struct pair *pair, bool *resets)
{
	char bytes[16384];
	size_t wanted = relay->mode_in_force == RELAY_SLOW ? 1 : sizeof(bytes);
	ssize_t got;

	if (relay->mode_in_force == RELAY_RESET && pair->answered + wanted > RESET_AFTER)
		wanted = RESET_AFTER - pair->answered;
	*resets = wanted == 0;
	if (wanted == 0)
		return false;
	got = recv(pair->server, bytes, wanted, 0);
	if (got < 0)
		return errno == EAGAIN || errno == EINTR;
	pair->answered += (size_t)got;
	return got > 0 && send_all(pair->client, bytes, (size_t)got);
}

/* ---- the thread */

static void
take_client(struct relay *relay, uint16_t upstream)
{
	struct pair *pair = &relay->pairs[relay->count];
	int client = accept4(relay->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

	if (client < 0)
		return;
	*pair = (struct pair){.client = client, .server = connect_to(upstream)};
	if (pair->server < 0)
		close(client);
	else
		relay->count++;
}

/* Takes over what the test wants. False when it is to end. */
static bool
obey(struct relay *relay, uint16_t *upstream)
{
	bool is_stopping, is_turned;
	enum relay_mode mode;
	uint64_t count;

	if (read(relay->wake, &count, sizeof(count)) < 0 && errno != EAGAIN)
		return false;
	pthread_mutex_lock(&relay->lock);
	is_stopping = relay->is_stopping;
	mode = relay->mode;
	is_turned = relay->is_turned;
	relay->is_turned = false;
	*upstream = relay->upstream;
	if (mode != relay->mode_in_force || is_turned) {
		enter_mode(relay, mode, is_turned);
		relay->mode_in_force = mode;
	}
	pthread_cond_signal(&relay->settled);
	pthread_mutex_unlock(&relay->lock);
	return !is_stopping;
}

static void
serve_pair(struct relay *relay, size_t i, const struct pollfd *client, const struct pollfd *server)
{
	bool resets = false, is_good = true;

	if (server->revents != 0)
		is_good = pass_answer(relay, &relay->pairs[i], &resets);
	if (is_good && client->revents != 0)
		is_good = pass_question(relay, &relay->pairs[i]);
	if (!is_good)
		drop_pair(relay, i, resets);
}

static void *
run(void *context)
{
	struct relay *relay = context;
	uint16_t upstream = 0;

	while (obey(relay, &upstream)) {
		struct pollfd fds[2 + 2 * PAIRS_MAX] = {{relay->wake, POLLIN, 0}};
		enum relay_mode mode = relay->mode_in_force;
		size_t count = relay->count;
		bool is_open = mode != RELAY_BLACK_HOLE && mode != RELAY_REFUSE && count < PAIRS_MAX;

		fds[1] = (struct pollfd){is_open ? relay->listener : -1, POLLIN, 0};
		for (size_t i = 0; i < count; i++) {
			bool is_heard = mode != RELAY_BLACK_HOLE;

			fds[2 + 2 * i] = (struct pollfd){is_heard ? relay->pairs[i].client : -1, POLLIN, 0};
			fds[3 + 2 * i] = (struct pollfd){
			    is_heard && mode != RELAY_SILENT ? relay->pairs[i].server : -1, POLLIN, 0};
		}
		poll(fds, (nfds_t)(2 + 2 * count), -1);
		/* From the last on: one that goes is replaced by the last. */
		for (size_t i = count; i-- > 0;)
			serve_pair(relay, i, &fds[2 + 2 * i], &fds[3 + 2 * i]);
		if (fds[1].revents != 0)
			take_client(relay, upstream);
		if (mode == RELAY_SLOW && count > 0)
			poll(fds, 1, SLOW_STEP_MS);
	}
	drop_pairs(relay);
	stop_listening(relay);
	return NULL;
}

/* ---- what the test calls */

static void
wake(struct relay *relay)
{
	uint64_t one = 1;

	if (write(relay->wake, &one, sizeof(one)) < 0)
		check_fail("the relay cannot be woken: %s", strerror(errno));
}

static void
relay_close(void *subject)
{
	struct relay *relay = subject;

	pthread_mutex_lock(&relay->lock);
	relay->is_stopping = true;
	pthread_mutex_unlock(&relay->lock);
	wake(relay);
	pthread_join(relay->thread, NULL);
	close(relay->holder);
	close(relay->wake);
	pthread_cond_destroy(&relay->settled);
	pthread_mutex_destroy(&relay->lock);
}

static uint16_t
port_of(const char *url)
{
	const char *colon = strrchr(url, ':');

	return (uint16_t)(colon == NULL ? 0 : strtoul(colon + 1, NULL, 10));
}

struct relay *
relay_open(struct scene *scene, const char *url, bool is_proxy)
{
	struct relay *relay = scene_memory(scene, sizeof(*relay));
	struct sockaddr_in address;
	socklen_t length = sizeof(address);

	relay->is_proxy = is_proxy;
	relay->upstream = port_of(url);
	relay->listener = -1;
	for (size_t i = 0; i < FILLERS; i++)
		relay->fillers[i] = -1;
	relay->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	relay->holder = bind_socket(0);
	if (relay->wake < 0 || relay->holder < 0 ||
	    getsockname(relay->holder, (struct sockaddr *)&address, &length) != 0)
		check_fail("no port of loopback is to be had: %s", strerror(errno));
	relay->port = ntohs(address.sin_port);
	start_listening(relay, BACKLOG);
	pthread_mutex_init(&relay->lock, NULL);
	pthread_cond_init(&relay->settled, NULL);
	if (pthread_create(&relay->thread, NULL, run, relay) != 0)
		check_fail("no thread for the relay");
	scene_defer(scene, relay_close, relay);
	return relay;
}

uint16_t
relay_port(const struct relay *relay)
{
	return relay->port;
}

static void
settle(struct relay *relay)
{
	wake(relay);
	while (relay->mode_in_force != relay->mode || relay->is_turned)
		pthread_cond_wait(&relay->settled, &relay->lock);
	pthread_mutex_unlock(&relay->lock);
}

void
relay_set(struct relay *relay, enum relay_mode mode)
{
	pthread_mutex_lock(&relay->lock);
	relay->mode = mode;
	settle(relay);
}

void
relay_turn_to(struct relay *relay, const char *url)
{
	pthread_mutex_lock(&relay->lock);
	relay->upstream = port_of(url);
	relay->is_turned = true;
	settle(relay);
}
