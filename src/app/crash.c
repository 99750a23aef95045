/* crash.c: what is left to do when the program has a defect that it does not survive. */
#include "config.h"

#include "app/crash.h"

#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "base/rescue.h"
#include "base/sanitizer.h"

/* A stack of its own for the handler: the other one may be what ran out. */
#define STACK_BYTES 32768

struct crash {
	int number;
	const char *message; /* NULL: no defect */
};

#define MESSAGE(what) \
	"cifstop " PACKAGE_VERSION ": " what ". This is a defect of cifstop, not of your clusters: please report it, " \
	"as BUGS in cifstop(1) says.\n"

static const struct crash crashes[] = {
    {SIGQUIT, NULL},
    {SIGSEGV, MESSAGE("reached for memory that is not there (SIGSEGV)")},
    {SIGBUS, MESSAGE("reached for memory that cannot be had (SIGBUS)")},
    {SIGFPE, MESSAGE("a calculation without a result (SIGFPE)")},
    {SIGILL, MESSAGE("came upon an instruction that does not exist (SIGILL)")},
    {SIGSYS, MESSAGE("called the system in a way that it forbids itself (SIGSYS)")},
    {SIGABRT, MESSAGE("gave itself up (SIGABRT)")},
};

static void
say(const char *message)
{
	size_t length = strlen(message);

	while (length > 0) {
		ssize_t written = write(STDERR_FILENO, message, length);

		if (written <= 0)
			return;
		message += written;
		length -= (size_t)written;
	}
}

static void
handle(int number)
{
	rescue_run();
	for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++) {
		if (crashes[i].number == number && crashes[i].message != NULL)
			say(crashes[i].message);
	}
	rescue_end_by(number);
}

void
crash_catch(void)
{
	static unsigned char stack[STACK_BYTES];
	struct sigaction action = {.sa_handler = handle, .sa_flags = SA_ONSTACK};
	stack_t place = {.ss_sp = stack, .ss_size = sizeof stack};

	sigfillset(&action.sa_mask);
	if (!HAS_SANITIZER)
		sigaltstack(&place, NULL);
	for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++) {
		struct sigaction old;

		if (HAS_SANITIZER && crashes[i].message != NULL)
			continue;
		/* What the shell ignores for us, as it does SIGQUIT in the background, stays ignored. */
		if (sigaction(crashes[i].number, NULL, &old) == 0 && old.sa_handler != SIG_IGN)
			sigaction(crashes[i].number, &action, NULL);
	}
}
