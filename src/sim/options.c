#include "config.h"

#include "sim/options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/control.h"
#include "sim/fault.h"

/* Most sessions: slots, positions and identifiers of open files are 32-bit numbers, and memory is what it is. */
#define SESSIONS_MAX 10000000u

struct option_entry {
	const char *name;
	const char *argument; /* NULL: none */
	const char *help;
	/* Returns false when the value is not fit. */
	bool (*set)(struct options *o, const char *value);
	const char *heading; /* printed before this option */
};

static bool
read_number(const char *text, double least, double most, double *value)
{
	char *end;

	*value = strtod(text, &end);
	return end != text && *end == '\0' && *value >= least && *value <= most;
}

static bool
read_whole(const char *text, uint32_t least, uint32_t most, uint32_t *value)
{
	double number;

	if (!read_number(text, least, most, &number))
		return false;
	*value = (uint32_t)number;
	return (double)*value == number;
}

static bool
set_name(struct options *o, const char *value)
{
	o->world.name = value;
	return *value != '\0' && strlen(value) < 64;
}

static bool
set_release(struct options *o, const char *value)
{
	return release_parse(value, &o->world.release);
}

static bool
set_seed(struct options *o, const char *value)
{
	char *end;

	o->world.seed = strtoull(value, &end, 10);
	return *value >= '0' && *value <= '9' && *end == '\0';
}

static bool
set_sessions(struct options *o, const char *value)
{
	return read_whole(value, 0, SESSIONS_MAX, &o->world.sessions);
}

static bool
set_files(struct options *o, const char *value)
{
	return read_whole(value, 0, 10000, &o->world.files_per_session);
}

static bool
set_nodes(struct options *o, const char *value)
{
	return read_whole(value, 1, 24, &o->world.nodes);
}

static bool
set_svms(struct options *o, const char *value)
{
	return read_whole(value, 1, 1000, &o->world.svms);
}

static bool
set_volumes(struct options *o, const char *value)
{
	return read_whole(value, 1, 60000, &o->world.volumes);
}

static bool
set_churn(struct options *o, const char *value)
{
	return read_number(value, 0, 60000, &o->world.churn);
}

static bool
set_dialect(struct options *o, const char *value)
{
	static const char *const names[] = {"schema", "page98", "overview", "odd"};

	for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(names[i], value) == 0) {
			o->world.dialect = (enum dialect)i;
			return true;
		}
	}
	return false;
}

static bool
set_hostile(struct options *o, const char *value)
{
	(void)value;
	o->world.hostile = true;
	return true;
}

static bool
set_frozen(struct options *o, const char *value)
{
	(void)value;
	o->world.frozen = true;
	return true;
}

static bool
set_port(struct options *o, const char *value)
{
	uint32_t port;

	if (!read_whole(value, 0, 65535, &port))
		return false;
	o->port = (uint16_t)port;
	return true;
}

static bool
set_tls(struct options *o, const char *value)
{
	(void)value;
	o->tls = true;
	return true;
}

static bool
set_certificate(struct options *o, const char *value)
{
	o->certificate_file = value;
	return true;
}

static bool
set_certificate_fault(struct options *o, const char *value)
{
	static const char *const names[] = {
	    [CERTIFICATE_GOOD] = "good",
	    [CERTIFICATE_EXPIRED] = "expired",
	    [CERTIFICATE_FUTURE] = "future",
	    [CERTIFICATE_WRONG_NAME] = "wrong-name",
	};

	for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(names[i], value) == 0) {
			o->certificate_fault = (enum certificate_fault)i;
			return true;
		}
	}
	return false;
}

static bool
set_key(struct options *o, const char *value)
{
	o->key_file = value;
	return *value != '\0';
}

static bool
set_client(struct options *o, const char *value)
{
	o->client_files = value;
	return *value != '\0' && strlen(value) < 4000;
}

static bool
set_old_tls(struct options *o, const char *value)
{
	(void)value;
	o->old_tls = true;
	return true;
}

static bool
set_user(struct options *o, const char *value)
{
	o->user = value;
	return strchr(value, ':') == NULL;
}

static bool
set_password(struct options *o, const char *value)
{
	o->password = value;
	return true;
}

static bool
set_token(struct options *o, const char *value)
{
	o->token = value;
	return *value != '\0';
}

static bool
set_log(struct options *o, const char *value)
{
	o->log_file = value;
	return true;
}

static bool
set_fault(struct options *o, const char *value)
{
	struct faults *scratch = faults_new(0);
	const char *problem = faults_add(scratch, value);

	faults_free(scratch);
	if (problem != NULL)
		fprintf(stderr, "ontap-sim: --fault: %s\n", problem);
	if (problem != NULL || o->fault_count == OPTION_FAULTS_MAX)
		return false;
	o->faults[o->fault_count++] = value;
	return true;
}

static bool
set_forbid(struct options *o, const char *value)
{
	size_t length = strlen(value);

	if (strncmp(value, "/api/", 5) != 0 || value[length - 1] == '/' || o->forbidden_count == OPTION_FORBIDDEN_MAX)
		return false;
	o->forbidden[o->forbidden_count++] = value;
	return true;
}

static bool
set_no_parent(struct options *o, const char *value)
{
	(void)value;
	o->without_parent = true;
	return true;
}

static const struct option_entry entries[] = {
    {"name", "NAME", "name of the cluster (sim1)", set_name, "World:"},
    {"release", "9.X[.Y]", "ONTAP release, 9.8 to 9.18 (9.14.1)", set_release, NULL},
    {"seed", "N", "what all chance follows from (1)", set_seed, NULL},
    {"sessions", "N", "number of sessions (200)", set_sessions, NULL},
    {"files-per-session", "N", "open files of a session, on average (3)", set_files, NULL},
    {"nodes", "N", "number of nodes (2 to 8, by sessions)", set_nodes, NULL},
    {"svms", "N", "number of SVMs (twice the nodes)", set_svms, NULL},
    {"volumes", "N", "number of volumes (8 for an SVM)", set_volumes, NULL},
    {"churn", "N", "sessions that come or go per minute per 1000 (60)", set_churn, NULL},
    {"dialect", "D", "spelling: schema, page98 (smb3.1, no), overview (lif_address), odd (types mixed)", set_dialect,
	NULL},
    {"hostile", NULL, "some names, paths and errors hold what terminals obey, and bytes that are no UTF-8", set_hostile,
	NULL},
    {"frozen", NULL, "time stands still but for POST /sim/step", set_frozen, NULL},
    {"port", "N", "port on 127.0.0.1 (0: any that is free)", set_port, "Server:"},
    {"tls", NULL, "HTTPS with a certificate made at start", set_tls, NULL},
    {"cert-out", "FILE", "write that certificate to FILE (PEM), for clients to trust", set_certificate, NULL},
    {"cert", "KIND", "what that certificate is: good, expired, future (not yet valid), wrong-name",
	set_certificate_fault, NULL},
    {"key", "FILE", "keep its key in FILE, so that the next start has the same", set_key, NULL},
    {"tls-old", NULL, "speak TLS 1.1 and nothing newer", set_old_tls, NULL},
    {"client-out", "PREFIX",
	"demand the client certificate PREFIX.crt, made at start with PREFIX.key and PREFIX.enc.key (passphrase sesam)",
	set_client, NULL},
    {"user", "U", "demand Basic authentication as U", set_user, NULL},
    {"password", "P", "the password of --user", set_password, NULL},
    {"token", "T", "demand the OAuth 2.0 bearer token T, or the password when there is one", set_token, NULL},
    {"forbid", "PATH", "refuse PATH (/api/...) and what is below it with 403, as a role without it does", set_forbid,
	NULL},
    {"log", "FILE", "append a line for each request of the API to FILE", set_log, NULL},
    {"fault", "FAULT", "let something go wrong; see below", set_fault, NULL},
    {"no-parent", NULL, "live on when the parent process ends", set_no_parent, NULL},
    {"version", NULL, "print the version", NULL, "Other:"},
    {"help", NULL, "print this", NULL, NULL},
};

enum { ENTRY_COUNT = sizeof(entries) / sizeof(entries[0]) };

static void
print_help(void)
{
	puts("Usage: ontap-sim [OPTION...]\n"
	     "A simulated NetApp ONTAP cluster: the REST API for SMB sessions on 127.0.0.1, for tests and "
	     "demonstrations.\n"
	     "When it is ready it prints its address, one line, on standard output.\n");
	for (unsigned i = 0; i < ENTRY_COUNT; i++) {
		const struct option_entry *e = &entries[i];
		int width;

		if (e->heading != NULL)
			puts(e->heading);
		width = printf(
		    "  --%s%s%s", e->name, e->argument != NULL ? " " : "", e->argument != NULL ? e->argument : "");
		printf("%*s%s\n", width < 26 ? 26 - width : 1, "", e->help);
	}
	puts(
	    "\nA line of the log: METHOD PATH?QUERY STATUS BYTES Accept=VALUE App=VALUE Auth=SCHEME\n"
	    "  Path and query as they came. App is the header X-Dot-Client-App. Blanks in values are written %20, and\n"
	    "  - stands for no value. Status 0 is a request that gets no answer. The line is there before the answer "
	    "is.\n");
	puts(faults_help);
	fputs(control_help, stdout);
}

static void
set_standards(struct options *o)
{
	*o = (struct options){.port = 0};
	o->world = (struct world_options){
	    .name = "sim1",
	    .release = {9, 14, 1},
	    .seed = 1,
	    .sessions = 200,
	    .files_per_session = 3,
	    .churn = 60,
	};
}

enum options_result
options_read(struct options *options, int argc, char **argv)
{
	struct option list[ENTRY_COUNT + 1];
	int index, c;

	set_standards(options);
	memset(list, 0, sizeof(list));
	for (unsigned i = 0; i < ENTRY_COUNT; i++) {
		list[i].name = entries[i].name;
		list[i].has_arg = entries[i].argument != NULL ? required_argument : no_argument;
	}
	while ((c = getopt_long(argc, argv, "", list, &index)) != -1) {
		if (c != 0)
			return OPTIONS_WRONG;
		if (strcmp(entries[index].name, "help") == 0) {
			print_help();
			return OPTIONS_DONE;
		}
		if (strcmp(entries[index].name, "version") == 0) {
			puts("ontap-sim " PACKAGE_VERSION);
			return OPTIONS_DONE;
		}
		if (!entries[index].set(options, optarg)) {
			fprintf(stderr, "ontap-sim: --%s cannot be \"%s\"; see --help\n", entries[index].name, optarg);
			return OPTIONS_WRONG;
		}
	}
	if (optind < argc) {
		fprintf(stderr, "ontap-sim: unexpected \"%s\"; see --help\n", argv[optind]);
		return OPTIONS_WRONG;
	}
	if ((options->user == NULL) != (options->password == NULL)) {
		fputs("ontap-sim: --user and --password go together\n", stderr);
		return OPTIONS_WRONG;
	}
	return OPTIONS_RUN;
}
