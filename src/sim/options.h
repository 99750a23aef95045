/* options.h: the command line of ontap-sim. */
#ifndef ONTAP_SIM_OPTIONS_H
#define ONTAP_SIM_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/certificate.h"
#include "sim/world.h"

enum { OPTION_FAULTS_MAX = 32, OPTION_FORBIDDEN_MAX = 16 };

/* All texts point into argv. */
struct options {
	struct world_options world;
	uint16_t port;
	bool tls;
	const char *certificate_file; /* where the certificate goes, or NULL */
	enum certificate_fault certificate_fault;
	const char *key_file; /* where the server's key is kept, or NULL */
	const char *client_files; /* what the names of the client's files begin with; NULL: no client certificates */
	bool old_tls; /* speak TLS 1.1 only */
	const char *user; /* NULL: no authentication */
	const char *password;
	const char *token; /* NULL: no bearer token is good */
	const char *log_file;
	bool without_parent;
	const char *faults[OPTION_FAULTS_MAX];
	unsigned fault_count;
	const char *forbidden[OPTION_FORBIDDEN_MAX]; /* paths below /api that the role may not read */
	unsigned forbidden_count;
};

enum options_result { OPTIONS_RUN, OPTIONS_DONE, OPTIONS_WRONG };

/*
 * Reads the command line. OPTIONS_DONE: --help or --version was printed; OPTIONS_WRONG: the mistake was said on
 * standard error.
 */
enum options_result options_read(struct options *options, int argc, char **argv);

#endif
