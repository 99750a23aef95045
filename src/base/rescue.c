/* rescue.c: gives the terminal back when the program ends where nothing can be tidied up any more. */
#include "config.h"

#include "base/rescue.h"

#include <stdatomic.h>
#include <stddef.h>

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
