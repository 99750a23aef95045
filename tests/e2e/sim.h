/* sim.h: simulated clusters, each a process of its own, and what a test does to them. */
#ifndef CIFSTOP_E2E_SIM_H
#define CIFSTOP_E2E_SIM_H

#include <stddef.h>

#include "e2e/check.h"
#include "e2e/records.h"
#include "e2e/scene.h"

/* The account that every simulator of a test knows. */
#define SIM_USER "monitor"
#define SIM_PASSWORD "geheim"

/* Requests that ask for all sessions, as the log has them. */
#define SESSIONS_PATH "/protocols/cifs/sessions?"

struct sim;

/* Starts ontap-sim with these options and returns when it listens. It ends with the scene. */
struct sim *sim_start(struct scene *scene, const char *format, ...) __attribute__((format(printf, 2, 3)));

const char *sim_url(const struct sim *sim);

/* Ends it before the scene does. */
void sim_stop(struct sim *sim);

/* The certificate of one that was started with --tls. */
const char *sim_certificate(const struct sim *sim);

/*
 * Posts to /sim/WHAT, which moves the world: "step?seconds=60", "fault?spec=hang". The answer lives as long as the
 * scene. Values go through sim_escape().
 */
const char *sim_post(struct sim *sim, const char *format, ...) __attribute__((format(printf, 2, 3)));
const char *sim_escape(struct sim *sim, const char *value);

/* Replaces all faults; "" clears them. */
void sim_fault(struct sim *sim, const char *spec);

/* All sessions, in the schema's spelling. */
struct records sim_world(struct sim *sim);

/*
 * What the API says of a collection: "protocols/cifs/session/files?fields=*", without /api/. The request is in the log.
 */
struct records sim_ask(struct sim *sim, const char *path);

/* The requests that were made so far, a line each, and how many of these lines hold `text`. */
const char *sim_log(struct sim *sim);
size_t sim_requests(struct sim *sim, const char *text);

/*
 * Writes config.yaml for the clusters named by `names` ("prod,lab"), one for each simulator given, and returns its
 * path. `defaults` and `ui` are YAML lists of keys ("interval: 1h, timeout: 2s"), "" for none.
 */
const char *sim_config(struct scene *scene, const char *defaults, const char *ui, const char *names, ...);

#endif
