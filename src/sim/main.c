/* ontap-sim: a simulated ONTAP cluster for tests and demonstrations. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "sim/certificate.h"
#include "sim/fault.h"
#include "sim/options.h"
#include "sim/server.h"
#include "sim/simulator.h"

/* Seconds that a stop may take before it is forced. */
enum { STOP_PATIENCE = 5 };

static void
force_end(int number)
{
	(void)number;
	_exit(EXIT_SUCCESS);
}

/* The signals that end the program wait for sigwait(); all threads inherit that. */
static void
hold_signals(sigset_t *ending)
{
	signal(SIGPIPE, SIG_IGN);
	signal(SIGALRM, force_end);
	sigemptyset(ending);
	sigaddset(ending, SIGTERM);
	sigaddset(ending, SIGINT);
	pthread_sigmask(SIG_BLOCK, ending, NULL);
}

/* Ends this process with its parent, also when that ended while we were asking. */
static bool
follow_parent(pid_t parent)
{
	return prctl(PR_SET_PDEATHSIG, SIGTERM) == 0 && getppid() == parent;
}

static int
open_log(const char *file)
{
	int log = open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);

	if (log < 0)
		fprintf(stderr, "ontap-sim: the log %s cannot be opened: %s\n", file, strerror(errno));
	return log;
}

static bool
make_certificate(const struct options *options, char **key, char **certificate)
{
	const char *problem = certificate_make(options->certificate_fault, options->key_file, key, certificate);

	if (problem != NULL) {
		fprintf(stderr, "ontap-sim: no certificate could be made: %s\n", problem);
		return false;
	}
	if (options->certificate_file != NULL && !certificate_write(options->certificate_file, *certificate)) {
		fprintf(stderr, "ontap-sim: %s cannot be written: %s\n", options->certificate_file, strerror(errno));
		return false;
	}
	return true;
}

static bool
make_client(const struct options *options, char **certificate)
{
	const char *problem = certificate_make_client(options->client_files, certificate);

	if (problem != NULL)
		fprintf(
		    stderr, "ontap-sim: %s: no client certificate could be made: %s\n", options->client_files, problem);
	return problem == NULL;
}

/* Says where it listens before the world is made, which takes seconds for millions of sessions. */
static bool
open_port(const struct options *options, struct server_options *how)
{
	how->listener = server_listen(options->port);
	if (how->listener < 0) {
		fprintf(stderr, "ontap-sim: cannot listen on 127.0.0.1 port %u: %s\n", options->port, strerror(errno));
		return false;
	}
	printf("%s://127.0.0.1:%u\n", options->tls ? "https" : "http", server_port(how->listener));
	return fflush(stdout) == 0;
}

static int
serve(struct simulator *sim, const struct server_options *how, const sigset_t *ending)
{
	struct server *server = server_start(sim, how);
	int number;

	if (server == NULL) {
		fprintf(stderr, "ontap-sim: the server does not start: %s\n", strerror(errno));
		return EXIT_FAILURE;
	}
	sigwait(ending, &number);
	alarm(STOP_PATIENCE);
	server_stop(server);
	return EXIT_SUCCESS;
}

int
main(int argc, char **argv)
{
	pid_t parent = getppid();
	struct server_options how = {.log = -1};
	char *key = NULL, *certificate = NULL, *client = NULL;
	struct simulator *sim = NULL;
	struct options options;
	int status = EXIT_FAILURE;
	sigset_t ending;

	switch (options_read(&options, argc, argv)) {
	case OPTIONS_DONE: return EXIT_SUCCESS;
	case OPTIONS_WRONG: return 2;
	case OPTIONS_RUN: break;
	}
	hold_signals(&ending);
	if (!options.without_parent && !follow_parent(parent))
		return EXIT_SUCCESS;
	if (options.tls && !make_certificate(&options, &key, &certificate))
		goto out;
	if (options.client_files != NULL && !make_client(&options, &client))
		goto out;
	if (options.log_file != NULL && (how.log = open_log(options.log_file)) < 0)
		goto out;
	if (!open_port(&options, &how))
		goto out;
	sim = simulator_new(&options.world);
	for (unsigned i = 0; i < options.fault_count; i++)
		faults_add(simulator_faults(sim), options.faults[i]);
	for (unsigned i = 0; i < options.forbidden_count; i++)
		simulator_forbid(sim, options.forbidden[i]);
	simulator_set_token(sim, options.token);
	how.user = options.user;
	how.password = options.password;
	how.key = key;
	how.certificate = certificate;
	how.client_certificate = client;
	how.old_tls = options.old_tls;
	status = serve(sim, &how, &ending);
out:
	simulator_free(sim);
	if (how.log >= 0)
		close(how.log);
	free(key);
	free(certificate);
	free(client);
	return status;
}
