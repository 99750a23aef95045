/* ending.c: signals that ask the program to end. */
#include "config.h"

#include "app/ending.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <time.h>
#include <unistd.h>

#include "base/rescue.h"
#include "base/wake.h"

/* Two seconds are what a person waits for before the next kill; a sanitizer looks for leaks in them. */
#define PATIENCE_MS 1500
#define NS_PER_MS 1000000L

static const int signals[] = {SIGINT, SIGTERM, SIGHUP};

static volatile sig_atomic_t first; /* the signal that came first; 0: none did */
static volatile sig_atomic_t is_accepted;
static int wake = -1;
static timer_t patience;
static bool has_patience;

/* Ends the process by that signal, with the terminal as it was. For a handler. */
static void
end_now(int number)
{
	rescue_run();
	rescue_end_by(number);
}

static void
note(int number)
{
	struct itimerspec limit = {.it_value = {PATIENCE_MS / 1000, PATIENCE_MS % 1000 * NS_PER_MS}};
	int error = errno;

	if (first != 0)
		end_now(number);
	first = number;
	if (has_patience)
		timer_settime(patience, 0, &limit, NULL);
	wake_signal(wake);
	errno = error;
}

/* The program has had its time. */
static void
lose_patience(int number)
{
	(void)number;
	end_now(first);
}

static sigset_t
signal_set(void)
{
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		sigaddset(&set, signals[i]);
	sigaddset(&set, SIGALRM);
	return set;
}

static void
prepare_patience(void)
{
	struct sigaction action = {.sa_handler = lose_patience};
	struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGALRM};

	sigaction(SIGALRM, &action, NULL);
	has_patience = timer_create(CLOCK_MONOTONIC, &event, &patience) == 0;
}

void
ending_catch(void)
{
	/* No SA_RESTART: a write to a pipe that nobody reads has to be left. */
	struct sigaction action = {.sa_handler = note, .sa_mask = signal_set()};
	struct sigaction ignore = {.sa_handler = SIG_IGN};
	sigset_t set = signal_set();

	if (wake < 0)
		wake = wake_open();
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	sigaction(SIGPIPE, &ignore, NULL);
	sigaction(SIGXFSZ, &ignore, NULL);
	if (!has_patience)
		prepare_patience();
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
	return first;
}

void
ending_accept(void)
{
	is_accepted = 1;
}

void
ending_obey(void)
{
	struct sigaction obey = {.sa_handler = SIG_DFL};

	if (first == 0 || is_accepted != 0)
		return;
	sigaction(first, &obey, NULL);
	raise(first);
}
