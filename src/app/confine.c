/* confine.c: gives up, after the start, what the program does not need any more. */
#include "config.h"

#include "app/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/sanitizer.h"
#include "base/state_file.h"
#include "base/xalloc.h"
#include "config/paths.h"

#if __has_include(<linux/landlock.h>)
#include <linux/landlock.h>
#define HAS_LANDLOCK 1
#endif

/* What libraries read while the program runs: themselves, name services, certificates, time zones. */
static const char *const system_folders[] = {"/usr", "/lib", "/lib32", "/lib64", "/etc", "/run", "/opt", "/nix/store",
    "/gnu/store", "/var/lib/sss", "/var/lib/ca-certificates", "/dev/null", "/dev/urandom", "/dev/random"};

#define SYSTEM_COUNT (sizeof system_folders / sizeof *system_folders)

/* ------------------------------------------------------------------ landlock */

#ifdef HAS_LANDLOCK

/* As the kernel has it since 6.7 (ABI 4); headers may be older. */
struct ruleset {
	uint64_t files;
	uint64_t network;
};

#define NETWORK_BIND_TCP (UINT64_C(1) << 0)
#define FILE_REFER (UINT64_C(1) << 13) /* ABI 2 */
#define FILE_TRUNCATE (UINT64_C(1) << 14) /* ABI 3 */

#define READ_FILE ((uint64_t)LANDLOCK_ACCESS_FS_READ_FILE)
#define READ (READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define WRITE_FILE ((uint64_t)LANDLOCK_ACCESS_FS_WRITE_FILE | FILE_TRUNCATE)
#define WRITE \
	(READ | WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_DIR | \
	    LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR)

/* All of them are refused but where a rule allows: the first 13 are in every kernel with landlock. */
static struct ruleset
make_ruleset(long abi)
{
	struct ruleset ruleset = {.files = (UINT64_C(1) << 13) - 1};

	if (abi >= 2)
		ruleset.files |= FILE_REFER;
	if (abi >= 3)
		ruleset.files |= FILE_TRUNCATE;
	if (abi >= 4)
		ruleset.network = NETWORK_BIND_TCP;
	return ruleset;
}

/* What is not there needs no rule, and what is refused is not allowed: both are safe. */
static void
allow(int descriptor, const struct ruleset *ruleset, const char *path, uint64_t rights)
{
	struct landlock_path_beneath_attr rule = {.parent_fd = open(path, O_PATH | O_CLOEXEC)};
	struct stat status;

	if (rule.parent_fd < 0)
		return;
	if (fstat(rule.parent_fd, &status) == 0 && !S_ISDIR(status.st_mode))
		rights &= READ_FILE | WRITE_FILE;
	rule.allowed_access = rights & ruleset->files;
	(void)syscall(SYS_landlock_add_rule, descriptor, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
	close(rule.parent_fd);
}

bool
confine_files(const char *const *readable, const char *const *writable)
{
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	struct ruleset ruleset;
	bool is_confined;
	int descriptor;

	if (abi < 1)
		return false;
	ruleset = make_ruleset(abi);
	descriptor = (int)syscall(SYS_landlock_create_ruleset, &ruleset, sizeof ruleset, 0);
	if (descriptor < 0)
		return false;
	for (; *readable != NULL; readable++)
		allow(descriptor, &ruleset, *readable, READ);
	for (; *writable != NULL; writable++)
		allow(descriptor, &ruleset, *writable, WRITE);
	/* Else the kernel refuses the restriction. */
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	is_confined = syscall(SYS_landlock_restrict_self, descriptor, 0) == 0;
	close(descriptor);
	return is_confined;
}

#else

bool
confine_files(const char *const *readable, const char *const *writable)
{
	(void)readable;
	(void)writable;
	return false;
}

#endif

/* ------------------------------------------------------------------ what the program needs */

/* The folder that a file is in, since the file may be replaced; or the file alone where that would be too much. */
static char *
readable_place(const char *file)
{
	char *home = path_home(), *real = realpath(file, NULL), *slash;
	char *place = xstrdup(real == NULL ? file : real);
	size_t length;

	free(real);
	slash = strrchr(place, '/');
	length = slash == NULL ? 0 : (size_t)(slash - place);
	if (length > 0 &&
	    (home == NULL || strncmp(home, place, length) != 0 || (home[length] != '\0' && home[length] != '/')))
		*slash = '\0';
	free(home);
	return place;
}

/* The files that libcurl and OpenSSL read for one cluster. */
static void
add_cluster(char ***places, size_t *count, const struct cluster_config *cluster)
{
	const char *const files[] = {cluster->target.ca_file, cluster->target.cert_file, cluster->target.key_file};

	*places = xreallocarray(*places, *count + sizeof files / sizeof *files + 1, sizeof **places);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		if (files[i] != NULL)
			(*places)[(*count)++] = readable_place(files[i]);
	}
}

/* Ended by NULL; the caller frees them all. */
static char **
list_readable(const struct config *config)
{
	static const char *const variables[] = {"SSL_CERT_FILE", "SSL_CERT_DIR", "OPENSSL_CONF", "HOSTALIASES"};
	const size_t variable_count = sizeof variables / sizeof *variables;
	char **places = xcalloc(SYSTEM_COUNT + variable_count + 1, sizeof *places);
	size_t count = 0;

	for (size_t i = 0; i < SYSTEM_COUNT; i++)
		places[count++] = xstrdup(system_folders[i]);
	for (size_t i = 0; i < variable_count; i++) {
		if (getenv(variables[i]) != NULL)
			places[count++] = xstrdup(getenv(variables[i]));
	}
	for (size_t i = 0; i < config->cluster_count; i++)
		add_cluster(&places, &count, &config->clusters[i]);
	places[count] = NULL;
	return places;
}

/* The same of the program's own folders: a folder that is not there cannot be allowed. */
static char **
list_writable(bool keeps_state)
{
	char **places = xcalloc(3, sizeof *places), *state = path_in_state_home(""), *runtime = path_runtime_folder();
	size_t count = 0;

	if (state != NULL) {
		/* That it cannot be made is told by who writes there. */
		if (keeps_state)
			(void)state_file_make_folders(state);
		places[count++] = state;
	}
	if (runtime != NULL) {
		(void)mkdir(runtime, 0700);
		places[count] = runtime;
	}
	return places;
}

static void
free_list(char **list)
{
	for (size_t i = 0; list[i] != NULL; i++)
		free(list[i]);
	free(list);
}

void
confine_cores(void)
{
	const struct rlimit none = {0, 0};

	if (!HAS_SANITIZER)
		(void)setrlimit(RLIMIT_CORE, &none);
}

void
confine(const struct config *config, bool keeps_state)
{
	char **readable, **writable;

	if (HAS_SANITIZER)
		return;
	readable = list_readable(config);
	writable = list_writable(keeps_state);
	/* Nobody reads our memory in /proc, and handlers of core dumps that no limit holds get none. */
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	(void)confine_files((const char *const *)readable, (const char *const *)writable);
	free_list(readable);
	free_list(writable);
}
