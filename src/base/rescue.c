/* rescue.c: gives the terminal back when the program ends where nothing can be tidied up any more. */
#include "config.h"

#include "base/rescue.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <unistd.h>

/* Of a lock-free kind, so that a signal handler may read it. */
static void (*_Atomic restore_terminal)(void);

void
rescue_set(void (*restore)(void))
{
	atomic_store(&restore_terminal, restore);
}

void
rescue_run(void)
{
	void (*restore)(void) = atomic_exchange(&restore_terminal, NULL);

	if (restore != NULL)
		restore();
}

void
rescue_end_by(int number)
{
	struct sigaction obey = {.sa_handler = SIG_DFL};
	sigset_t set;

	sigaction(number, &obey, NULL);
	sigemptyset(&set);
	sigaddset(&set, number);
	raise(number);
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
	_exit(128 + number);
}
