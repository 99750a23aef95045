/* listener.h: a port of loopback that nobody should come to, or that never answers. */
#ifndef CIFSTOP_E2E_LISTENER_H
#define CIFSTOP_E2E_LISTENER_H

#include <stddef.h>

#include "e2e/scene.h"

struct listener;

/* Listens on a free port until the scene ends. Takes connections, and never says a word. */
struct listener *listener_open(struct scene *scene);

/* http://127.0.0.1:PORT */
const char *listener_url(const struct listener *listener);

/* How many have connected so far. */
size_t listener_visitors(struct listener *listener);

#endif
