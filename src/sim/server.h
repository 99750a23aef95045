/* server.h: the HTTP server on the loopback address. */
#ifndef ONTAP_SIM_SERVER_H
#define ONTAP_SIM_SERVER_H

#include <stdint.h>

struct simulator;
struct server;

struct server_options {
	uint16_t port; /* 0: any */
	const char *user; /* NULL: no authentication */
	const char *password;
	int log; /* descriptor, or -1 */
	const char *key; /* PEM; NULL: no TLS */
	const char *certificate;
};

/* Serves `sim`, which must outlive the server. NULL when no socket is to be had, with errno set. */
struct server *server_start(struct simulator *sim, const struct server_options *options);
uint16_t server_port(const struct server *server);

/* Wakes requests that wait, closes all connections, and frees the server. */
void server_stop(struct server *server);

#endif
