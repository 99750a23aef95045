#include "config.h"

#include "sim/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <gnutls/gnutls.h>
#include <microhttpd.h>

#include "sim/api.h"
#include "sim/base64.h"
#include "sim/control.h"
#include "sim/simulator.h"

/*
 * A thread for each connection: a late answer is a thread that waits, and disturbs no other. Bodies are kept for
 * reuse, since a page of ten thousand records is 7 MB, and fresh memory costs as much as writing it.
 */
enum { SPARE_MAX = 8, CONNECTIONS_MAX = 4000, MEMORY_MAX = 512 * 1024 };

struct server {
	struct simulator *sim;
	struct server_options options;
	struct MHD_Daemon *daemon;
	char *authorization; /* what the header must be, or NULL */
	int stop; /* eventfd: readable once the server stops */
	pthread_mutex_t lock;
	struct buffer spare[SPARE_MAX];
	unsigned spare_count;
};

/* One request, from its first line on. */
struct exchange {
	struct server *server;
	char *uri;
	bool begun;
};

/* A body that MHD sends, and where its memory goes afterwards. */
struct shipment {
	struct server *server;
	struct buffer body;
	size_t cut_at;
};

static struct buffer
take_spare(struct server *server)
{
	struct buffer b = {NULL, 0, 0};

	pthread_mutex_lock(&server->lock);
	if (server->spare_count > 0)
		b = server->spare[--server->spare_count];
	pthread_mutex_unlock(&server->lock);
	return b;
}

static void
give_spare(struct server *server, struct buffer b)
{
	b.length = 0;
	pthread_mutex_lock(&server->lock);
	if (server->spare_count < SPARE_MAX) {
		server->spare[server->spare_count++] = b;
		b = (struct buffer){NULL, 0, 0};
	}
	pthread_mutex_unlock(&server->lock);
	buffer_free(&b);
}

static void
free_shipment(void *cls)
{
	struct shipment *s = cls;

	give_spare(s->server, s->body);
	free(s);
}

/* Sends up to the cut and then fails, for which MHD closes the connection. */
static ssize_t
read_cut(void *cls, uint64_t position, char *out, size_t room)
{
	struct shipment *s = cls;
	size_t left = position < s->cut_at ? s->cut_at - (size_t)position : 0;

	if (left == 0)
		return MHD_CONTENT_READER_END_WITH_ERROR;
	if (left > room)
		left = room;
	memcpy(out, s->body.data + position, left);
	return (ssize_t)left;
}

static struct MHD_Response *
make_response(struct server *server, struct answer *a, bool is_cut)
{
	struct shipment *s = sim_alloc(1, sizeof(*s));
	size_t length = a->body.length;

	buffer_reserve(&a->body, 1);
	*s = (struct shipment){server, a->body, length / 2};
	a->body = (struct buffer){NULL, 0, 0};
	if (is_cut)
		return MHD_create_response_from_callback(length, 32768, read_cut, s, free_shipment);
	return MHD_create_response_from_buffer_with_free_callback_cls(length, s->body.data, free_shipment, s);
}

static void
add_extra_headers(struct MHD_Response *response, const struct answer *a)
{
	struct buffer value = {NULL, 0, 0};

	for (size_t i = 0; i < a->extra_header_bytes; i++)
		buffer_byte(&value, 'x');
	buffer_byte(&value, '\0');
	for (unsigned i = 0; i < a->extra_headers; i++)
		MHD_add_response_header(response, "X-Nothing", value.data);
	buffer_free(&value);
}

static void
add_headers(struct MHD_Response *response, struct answer *a)
{
	char number[16];

	MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, a->content_type);
	MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-cache,no-store,must-revalidate");
	if (a->allow != NULL)
		MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, a->allow);
	if (a->demand_authentication)
		MHD_add_response_header(response, MHD_HTTP_HEADER_WWW_AUTHENTICATE, "Basic realm=\"ONTAP\"");
	if (a->retry_after > 0) {
		snprintf(number, sizeof(number), "%u", a->retry_after);
		MHD_add_response_header(response, MHD_HTTP_HEADER_RETRY_AFTER, number);
	}
	if (a->content_encoding != NULL)
		MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_ENCODING, a->content_encoding);
	add_extra_headers(response, a);
	if (a->next.length > 0) {
		struct buffer link = {NULL, 0, 0};

		buffer_byte(&link, '<');
		buffer_put(&link, a->next.data, a->next.length);
		buffer_put(&link, ">; rel=\"next\"", sizeof(">; rel=\"next\""));
		MHD_add_response_header(response, MHD_HTTP_HEADER_LINK, link.data);
		buffer_free(&link);
	}
}

static const char *
header(struct MHD_Connection *connection, const char *name)
{
	return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

static void
log_value(struct buffer *line, const char *name, const char *value)
{
	buffer_byte(line, ' ');
	buffer_text(line, name);
	buffer_byte(line, '=');
	for (value = value == NULL || *value == '\0' ? "-" : value; *value != '\0'; value++) {
		if ((unsigned char)*value <= ' ')
			buffer_printf(line, "%%%02X", (unsigned char)*value);
		else
			buffer_byte(line, *value);
	}
}

/* Basic, Bearer or another word, and not what is secret. */
static void
log_scheme(struct buffer *line, const char *authorization)
{
	char *scheme = authorization == NULL ? NULL : sim_strndup(authorization, strcspn(authorization, " "));

	log_value(line, "Auth", scheme);
	free(scheme);
}

static void
log_request(struct exchange *e, struct MHD_Connection *connection, const char *method, unsigned status, size_t bytes)
{
	struct buffer line = {NULL, 0, 0};

	if (e->server->options.log < 0)
		return;
	buffer_printf(&line, "%s %s %u %zu", method, e->uri, status, bytes);
	log_value(&line, "Accept", header(connection, MHD_HTTP_HEADER_ACCEPT));
	log_value(&line, "App", header(connection, "X-Dot-Client-App"));
	log_scheme(&line, header(connection, MHD_HTTP_HEADER_AUTHORIZATION));
	buffer_byte(&line, '\n');
	/* One write, so that lines of several threads do not mix. */
	if (write(e->server->options.log, line.data, line.length) < 0)
		fprintf(stderr, "ontap-sim: the log cannot be written: %s\n", strerror(errno));
	buffer_free(&line);
}

/* Waits so long (-1: without end), or until the client goes or the server stops. */
static void
wait_for_nothing(struct server *server, struct MHD_Connection *connection, int milliseconds)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	struct pollfd fds[2] = {{server->stop, POLLIN, 0}, {info->connect_fd, POLLRDHUP, 0}};

	while (poll(fds, 2, milliseconds) < 0 && errno == EINTR)
		continue;
}

static enum MHD_Result
send_answer(struct exchange *e, struct MHD_Connection *connection, struct answer *a, bool is_cut)
{
	struct MHD_Response *response = make_response(e->server, a, is_cut);
	enum MHD_Result result;

	add_headers(response, a);
	result = MHD_queue_response(connection, a->status, response);
	MHD_destroy_response(response);
	return result;
}

/* MHD asks for a certificate and leaves it to us what to make of it. */
static bool
lacks_certificate(const struct server *server, struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info;
	unsigned status = 0;

	if (server->options.client_certificate == NULL)
		return false;
	info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
	return info == NULL || gnutls_certificate_verify_peers2(info->tls_session, &status) < 0 || status != 0;
}

static enum MHD_Result
respond(struct exchange *e, struct MHD_Connection *connection, const char *method)
{
	struct server *server = e->server;
	struct answer a = {.body = take_spare(server), .content_type = "application/json"};
	struct api_mischief m = {0, false, false};
	enum MHD_Result result = MHD_NO;

	if (strncmp(e->uri, "/sim/", 5) == 0) {
		control_answer(server->sim, method, e->uri, &a);
	} else if (strncmp(e->uri, "/api/", 5) == 0) {
		struct api_request request = {method, e->uri, header(connection, MHD_HTTP_HEADER_ACCEPT),
		    header(connection, MHD_HTTP_HEADER_AUTHORIZATION), server->authorization};

		if (lacks_certificate(server, connection))
			answer_error(&a, 401, "6691623", NULL, "User is not authorized");
		else
			api_answer(server->sim, &request, &a, &m);
		if (m.late_ms > 0)
			wait_for_nothing(server, connection, (int)m.late_ms);
		log_request(e, connection, method, m.hangs ? 0 : a.status, m.hangs ? 0 : a.body.length);
	} else {
		answer_error(&a, 404, "3", NULL, "API not found");
	}
	if (m.hangs)
		wait_for_nothing(server, connection, -1);
	else
		result = send_answer(e, connection, &a, m.is_cut);
	answer_free(&a);
	return result;
}

static enum MHD_Result
handle(void *cls, struct MHD_Connection *connection, const char *url, const char *method, const char *version,
    const char *upload, size_t *upload_size, void **con_cls)
{
	struct exchange *e = *con_cls;

	(void)cls;
	(void)url;
	(void)version;
	(void)upload;
	if (!e->begun) {
		e->begun = true;
		return MHD_YES;
	}
	if (*upload_size > 0) {
		*upload_size = 0;
		return MHD_YES;
	}
	return respond(e, connection, method);
}

/* Called with the request line's path and query before MHD decodes them. */
static void *
begin_exchange(void *cls, const char *uri, struct MHD_Connection *connection)
{
	struct exchange *e = sim_alloc(1, sizeof(*e));

	(void)connection;
	e->server = cls;
	e->uri = sim_strndup(uri, strlen(uri));
	return e;
}

static void
end_exchange(void *cls, struct MHD_Connection *connection, void **con_cls, enum MHD_RequestTerminationCode how)
{
	struct exchange *e = *con_cls;

	(void)cls;
	(void)connection;
	(void)how;
	if (e != NULL) {
		free(e->uri);
		free(e);
	}
	*con_cls = NULL;
}

/* Connections that break off are part of the job: nothing to report. */
static void __attribute__((format(printf, 2, 0))) ignore_log(void *cls, const char *format, va_list arguments)
{
	(void)cls;
	(void)format;
	(void)arguments;
}

static void
list_tls(const struct server_options *o, struct MHD_OptionItem tls[static 5])
{
	static char old[] = "NORMAL:-VERS-ALL:+VERS-TLS1.1:%UNSAFE_RENEGOTIATION";
	unsigned n = 0;

	tls[n++] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)o->key};
	tls[n++] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)o->certificate};
	if (o->client_certificate != NULL)
		tls[n++] = (struct MHD_OptionItem){
		    MHD_OPTION_HTTPS_MEM_TRUST, 0, (void *)(uintptr_t)o->client_certificate};
	if (o->old_tls)
		tls[n++] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_PRIORITIES, 0, old};
	tls[n] = (struct MHD_OptionItem){MHD_OPTION_END, 0, NULL};
}

static struct MHD_Daemon *
start_daemon(struct server *server)
{
	unsigned flags = MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL |
			 MHD_USE_ERROR_LOG;
	struct MHD_OptionItem tls[5] = {{MHD_OPTION_END, 0, NULL}};

	if (server->options.key != NULL) {
		flags |= MHD_USE_TLS;
		list_tls(&server->options, tls);
	}
	return MHD_start_daemon(flags, 0, NULL, NULL, handle, server, MHD_OPTION_EXTERNAL_LOGGER, ignore_log, NULL,
	    MHD_OPTION_LISTEN_SOCKET, server->options.listener, MHD_OPTION_URI_LOG_CALLBACK, begin_exchange, server,
	    MHD_OPTION_NOTIFY_COMPLETED, end_exchange, server, MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS_MAX,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MEMORY_MAX, MHD_OPTION_ARRAY, tls, MHD_OPTION_END);
}

static char *
make_authorization(const struct server_options *options)
{
	struct buffer plain = {NULL, 0, 0}, header_text = {NULL, 0, 0};

	if (options->user == NULL)
		return NULL;
	buffer_printf(&plain, "%s:%s", options->user, options->password);
	buffer_literal(&header_text, "Basic ");
	base64_encode(&header_text, plain.data, plain.length);
	buffer_byte(&header_text, '\0');
	buffer_free(&plain);
	return header_text.data;
}

struct server *
server_start(struct simulator *sim, const struct server_options *options)
{
	struct server *server = sim_alloc(1, sizeof(*server));

	server->sim = sim;
	server->options = *options;
	server->authorization = make_authorization(options);
	server->stop = eventfd(0, EFD_CLOEXEC);
	pthread_mutex_init(&server->lock, NULL);
	server->daemon = server->stop < 0 ? NULL : start_daemon(server);
	if (server->daemon == NULL) {
		int saved = errno;

		server_stop(server);
		errno = saved;
		return NULL;
	}
	return server;
}

int
server_listen(uint16_t port)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), on = 1;

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (listener < 0)
		return -1;
	if (setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) < 0 ||
	    bind(listener, (struct sockaddr *)&address, sizeof(address)) < 0 || listen(listener, SOMAXCONN) < 0) {
		int saved = errno;

		close(listener);
		errno = saved;
		return -1;
	}
	return listener;
}

uint16_t
server_port(int listener)
{
	struct sockaddr_in address = {.sin_port = 0};
	socklen_t size = sizeof(address);

	return getsockname(listener, (struct sockaddr *)&address, &size) < 0 ? 0 : ntohs(address.sin_port);
}

void
server_stop(struct server *server)
{
	uint64_t one = 1;

	if (server->stop >= 0 && write(server->stop, &one, sizeof(one)) < 0)
		fprintf(stderr, "ontap-sim: cannot wake waiting requests: %s\n", strerror(errno));
	if (server->daemon != NULL)
		MHD_stop_daemon(server->daemon);
	if (server->stop >= 0)
		close(server->stop);
	while (server->spare_count > 0)
		buffer_free(&server->spare[--server->spare_count]);
	pthread_mutex_destroy(&server->lock);
	free(server->authorization);
	free(server);
}
