/* relay.h: what lies between cifstop and a simulator, as networks, proxies and other people's servers spoil it. */
#ifndef CIFSTOP_E2E_RELAY_H
#define CIFSTOP_E2E_RELAY_H

#include <stdbool.h>
#include <stdint.h>

#include "e2e/scene.h"

enum relay_mode {
	RELAY_PASS, /* all is well */
	RELAY_REFUSE, /* nobody listens */
	RELAY_BLACK_HOLE, /* packets to it are lost: nothing connects, and what is connected says nothing */
	RELAY_SILENT, /* connects, and says nothing */
	RELAY_CLOSE, /* closes when it is asked something */
	RELAY_RESET, /* resets in the middle of an answer */
	RELAY_SLOW, /* one byte at a time */
	RELAY_GARBAGE, /* answers with what is neither HTTP nor TLS */
	RELAY_PLAIN, /* answers TLS with HTTP */
	RELAY_TURN_AWAY, /* a proxy that does not reach the host: 502 */
	RELAY_ASK_PASSWORD, /* a proxy that wants a password: 407 */
};

struct relay;

/*
 * Listens on a port of its own, until the scene ends, and passes on to `url` (http://127.0.0.1:PORT). As a proxy it
 * takes CONNECT first, whatever host that names.
 */
struct relay *relay_open(struct scene *scene, const char *url, bool is_proxy);

uint16_t relay_port(const struct relay *relay);

/* From here on; also what is connected is treated so. Returns once it holds. */
void relay_set(struct relay *relay, enum relay_mode mode);

/* Connections from here on go to another server; those that are there are cut. */
void relay_turn_to(struct relay *relay, const char *url);

#endif
