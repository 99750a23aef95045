/* tunnel.h: an HTTP proxy on loopback that leads every CONNECT to the same simulator, and counts them. */
#ifndef CIFSTOP_E2E_TUNNEL_H
#define CIFSTOP_E2E_TUNNEL_H

#include <stddef.h>

#include "e2e/scene.h"
#include "e2e/sim.h"

struct tunnel;

/* Runs until the scene ends. Wherever a client wants to go, it comes to the simulator. */
struct tunnel *tunnel_open(struct scene *scene, const struct sim *sim);

/* http://127.0.0.1:PORT */
const char *tunnel_url(const struct tunnel *tunnel);

/* How many connections were asked for so far. */
size_t tunnel_count(struct tunnel *tunnel);

#endif
