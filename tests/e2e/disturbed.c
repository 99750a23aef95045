/*
 * disturbed.c: loaded before libc (LD_PRELOAD) to give a program what a test cannot ask of the system: a name server
 * that fails or hangs, and a clock that jumps. What is to happen is told by files, $DISTURBED.fail, .hang and .jump, so
 * that it can change while the program runs. Names that end in .test are 127.0.0.1 otherwise.
 */
#define _GNU_SOURCE

#include <dlfcn.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define JUMP_SECONDS 7200
#define HANG_STEP_NS 20000000L

static int
is_told(const char *what)
{
	const char *base = getenv("DISTURBED");
	char path[512];

	if (base == NULL || snprintf(path, sizeof(path), "%s.%s", base, what) >= (int)sizeof(path))
		return 0;
	return access(path, F_OK) == 0;
}

static int
is_test_name(const char *name)
{
	size_t length = name == NULL ? 0 : strlen(name);

	return length > 5 && strcmp(name + length - 5, ".test") == 0;
}

int
getaddrinfo(const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **found)
{
	int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **);

	*(void **)&real = dlsym(RTLD_NEXT, "getaddrinfo");
	if (!is_test_name(name))
		return real(name, service, hints, found);
	while (is_told("hang"))
		nanosleep(&(struct timespec){0, HANG_STEP_NS}, NULL);
	if (is_told("fail"))
		return EAI_NONAME;
	return real("127.0.0.1", service, hints, found);
}

int
clock_gettime(clockid_t clock, struct timespec *now)
{
	int result = (int)syscall(SYS_clock_gettime, clock, now);

	if (result == 0 && clock == CLOCK_REALTIME && is_told("jump"))
		now->tv_sec += JUMP_SECONDS;
	return result;
}

time_t
time(time_t *seconds)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	if (seconds != NULL)
		*seconds = now.tv_sec;
	return now.tv_sec;
}
