/* ending.c: signals that ask the program to end. */
#include "config.h"

#include "app/ending.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>

#include "base/wake.h"

static const int signals[] = {SIGINT, SIGTERM, SIGHUP};

static volatile sig_atomic_t noted;
static int wake = -1;

static void
note(int number)
{
	int error = errno;

	noted = number;
	wake_signal(wake);
	errno = error;
}

static sigset_t
signal_set(void)
{
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		sigaddset(&set, signals[i]);
	return set;
}

void
ending_catch(void)
{
	/* No SA_RESTART: a write to a pipe that nobody reads has to be left. */
	struct sigaction action = {.sa_handler = note, .sa_flags = (int)SA_RESETHAND};
	struct sigaction ignore = {.sa_handler = SIG_IGN};
	sigset_t set = signal_set();

	if (wake < 0)
		wake = wake_open();
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	sigaction(SIGPIPE, &ignore, NULL);
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
		struct sigaction old;

		/* What the shell or nohup ignores for us stays ignored. */
		if (sigaction(signals[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
			sigaction(signals[i], &action, NULL);
	}
}

void
ending_listen(void)
{
	sigset_t set = signal_set();

	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

int
ending_descriptor(void)
{
	return wake;
}

int
ending_signal(void)
{
	return noted;
}

void
ending_obey(void)
{
	struct sigaction obey = {.sa_handler = SIG_DFL};

	if (noted == 0)
		return;
	sigaction(noted, &obey, NULL);
	raise(noted);
}
