/* server.h: the HTTP server on the loopback address. */
#ifndef ONTAP_SIM_SERVER_H
#define ONTAP_SIM_SERVER_H

#include <stdbool.h>
#include <stdint.h>

struct simulator;
struct server;

struct server_options {
	int listener; /* of server_listen(); the server closes it */
	const char *user; /* NULL: no authentication */
	const char *password;
	int log; /* descriptor, or -1 */
	const char *key; /* PEM; NULL: no TLS */
	const char *certificate;
	const char *client_certificate; /* the only one that clients may have, and must; NULL: none is asked for */
	bool old_tls; /* TLS 1.1 and nothing newer */
};

/*
 * A socket that listens on `port` of the loopback address (0: any that is free), or -1 with errno set. Who connects
 * waits until the server starts: a client can be told of the port before the world is made.
 */
int server_listen(uint16_t port);
uint16_t server_port(int listener);

/* Serves `sim`, which must outlive the server. NULL when that is not possible, with errno set. */
struct server *server_start(struct simulator *sim, const struct server_options *options);

/* Wakes requests that wait, closes all connections, and frees the server. */
void server_stop(struct server *server);

#endif
