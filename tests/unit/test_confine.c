/* test_confine.c: rights that were given up are gone, and what is still needed is there. */
#include "config.h"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/confine.h"
#include "base/sanitizer.h"
#include "base/xalloc.h"
#include "e2e/check.h"
#include "scratch.h"

/* What a child found: the test asks, and each promise is a bit. */
enum finding {
	FOUND_CONFINED = 1, /* the kernel takes it */
	FOUND_READS_ALLOWED = 2,
	FOUND_READS_OTHER = 4,
	FOUND_WRITES_ALLOWED = 8,
	FOUND_WRITES_OTHER = 16,
	FOUND_RUNS = 32,
	FOUND_RESOLVES = 64,
};

/* What the kernel has of landlock; 0: nothing. */
static long
landlock_abi(void)
{
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, 1);

	return abi < 0 ? 0 : abi;
}

static bool
can_open(const char *path, int flags)
{
	int descriptor = open(path, flags | O_CLOEXEC, 0600);

	if (descriptor >= 0)
		close(descriptor);
	return descriptor >= 0;
}

/* As the history is written: a new file that takes the place of the old one. */
static bool
can_replace(const char *folder)
{
	char *old = scratch_format("%s/file", folder), *new = scratch_format("%s/new", folder);
	bool can = can_open(new, O_WRONLY | O_CREAT | O_EXCL | O_TRUNC) && rename(new, old) == 0 &&
		   can_open(old, O_WRONLY | O_TRUNC) && unlink(old) == 0;

	free(old);
	free(new);
	return can;
}

static bool
can_run(void)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		execl("/bin/sh", "sh", "-c", ":", (char *)NULL);
		_exit(EXIT_FAILURE);
	}
	return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

/* Name services and their libraries are found. */
static bool
can_resolve(void)
{
	struct addrinfo *found = NULL;
	bool can = getaddrinfo("localhost", "https", NULL, &found) == 0;

	if (found != NULL)
		freeaddrinfo(found);
	return can;
}

static int
look(const char *allowed, const char *other)
{
	char *secret = scratch_format("%s/secret", other), *readable = scratch_format("%s/readable", allowed);
	int findings = 0;

	findings |= can_open(readable, O_RDONLY) ? FOUND_READS_ALLOWED : 0;
	findings |= can_open(secret, O_RDONLY) || can_open(other, O_RDONLY | O_DIRECTORY) ? FOUND_READS_OTHER : 0;
	findings |= can_replace(allowed) ? FOUND_WRITES_ALLOWED : 0;
	findings |= can_replace(other) || can_open(secret, O_WRONLY) ? FOUND_WRITES_OTHER : 0;
	findings |= can_run() ? FOUND_RUNS : 0;
	findings |= can_resolve() ? FOUND_RESOLVES : 0;
	free(secret);
	free(readable);
	return findings;
}

/* Runs `look` in a child that was confined to writing in `allowed`. */
static int
look_confined(const char *allowed, const char *other)
{
	const char *readable[] = {"/usr", "/lib", "/lib64", "/etc", NULL}, *writable[] = {allowed, NULL};
	int status;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		bool is_confined = confine_files(readable, writable);

		_exit(look(allowed, other) | (is_confined ? FOUND_CONFINED : 0));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static char *
make_folder(const char *parent, const char *name, const char *file)
{
	char *folder = scratch_format("%s/%s", parent, name);

	assert_int_equal(mkdir(folder, 0700), 0);
	free(scratch_write(folder, file, "", 0600));
	return folder;
}

static void
other_files_and_programs_are_out_of_reach(void **state)
{
	char *allowed = make_folder(*state, "allowed", "readable"), *other = make_folder(*state, "other", "secret");
	int free_findings = look(allowed, other), findings = look_confined(allowed, other);

	free(allowed);
	free(other);
	/* All of it works before, or the test shows nothing. */
	assert_int_equal(free_findings | FOUND_RESOLVES, FOUND_READS_ALLOWED | FOUND_READS_OTHER |
							     FOUND_WRITES_ALLOWED | FOUND_WRITES_OTHER | FOUND_RUNS |
							     FOUND_RESOLVES);
	if (landlock_abi() < 1)
		return;
	assert_int_equal(
	    findings, FOUND_CONFINED | FOUND_READS_ALLOWED | FOUND_WRITES_ALLOWED | (free_findings & FOUND_RESOLVES));
}

/* Runs `check` in a child, which ends with its result. */
static int
run_in_child(int (*check)(const char *folder), const char *folder)
{
	int status;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0)
		_exit(check(folder));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* As the program does it: with a CA file in a folder of its own, state, and no right to the rest of the home. */
static int
check_program(const char *folder)
{
	struct config *config = config_new();
	char *home = scratch_format("%s/home", folder), *ca = scratch_format("%s/home/tls/ca.pem", folder);
	char *state = scratch_format("%s/home/state", folder), *own = scratch_format("%s/cifstop", state);
	char *private_file = scratch_format("%s/id_rsa", home), *new_ca = scratch_format("%s/home/tls/new.pem", folder);
	int failed = 0;

	setenv("HOME", home, 1);
	setenv("XDG_STATE_HOME", state, 1);
	unsetenv("XDG_RUNTIME_DIR");
	config_add_cluster(config)->target.ca_file = xstrdup(ca);
	confine_cores();
	confine(config, true);
	failed |= prctl(PR_GET_DUMPABLE) != 0 ? 1 : 0;
	failed |= prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1 ? 2 : 0;
	failed |= !can_open(ca, O_RDONLY) || !can_open(new_ca, O_RDONLY) || can_open(ca, O_WRONLY) ? 4 : 0;
	failed |= !can_replace(own) ? 8 : 0;
	failed |= can_open(private_file, O_RDONLY) || can_open("/proc/self/environ", O_RDONLY) ? 16 : 0;
	failed |= can_run() ? 32 : 0;
	return failed;
}

static void
the_program_keeps_its_certificates_and_its_state(void **state)
{
	char *home = make_folder(*state, "home", "id_rsa"), *tls = make_folder(home, "tls", "ca.pem");
	char *new_ca = scratch_write(tls, "new.pem", "", 0600);
	int failed = run_in_child(check_program, *state);

	free(home);
	free(tls);
	free(new_ca);
	if (HAS_SANITIZER)
		return;
	if (landlock_abi() < 1)
		failed &= ~(4 | 16 | 32);
	assert_int_equal(failed, 0);
}

static int
check_cores(const char *folder)
{
	struct rlimit limit;

	(void)folder;
	confine_cores();
	return getrlimit(RLIMIT_CORE, &limit) != 0 || limit.rlim_cur != 0 || limit.rlim_max != 0;
}

static void
no_core_is_dumped(void **state)
{
	if (HAS_SANITIZER)
		return;
	assert_int_equal(run_in_child(check_cores, *state), 0);
}

static int
check_listening(const char *folder)
{
	struct sockaddr_in any = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int free_socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), result;
	const char *nothing[] = {NULL};

	(void)folder;
	if (bind(free_socket, (struct sockaddr *)&any, sizeof any) != 0 || !confine_files(nothing, nothing))
		return 2;
	result = bind(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), (struct sockaddr *)&any, sizeof any);
	return result == 0 ? 1 : 0;
}

/* Kernels before 6.7 know nothing of the network, and are as good as they can. */
static void
no_port_is_listened_on(void **state)
{
	if (landlock_abi() < 4)
		return;
	assert_int_equal(run_in_child(check_listening, *state), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(other_files_and_programs_are_out_of_reach, scratch_open, scratch_close),
	    cmocka_unit_test_setup_teardown(
		the_program_keeps_its_certificates_and_its_state, scratch_open, scratch_close),
	    cmocka_unit_test_setup_teardown(no_core_is_dumped, scratch_open, scratch_close),
	    cmocka_unit_test_setup_teardown(no_port_is_listened_on, scratch_open, scratch_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
