/* wake.c: a descriptor by which one thread tells another that there is something to look at. */
#include "config.h"

#include "base/wake.h"

#include <errno.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

int
wake_open(void)
{
	return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

void
wake_signal(int descriptor)
{
	uint64_t one = 1;

	/* A full counter is readable already, so EAGAIN loses nothing. */
	while (write(descriptor, &one, sizeof one) < 0 && errno == EINTR)
		continue;
}

void
wake_clear(int descriptor)
{
	uint64_t count;

	while (read(descriptor, &count, sizeof count) < 0 && errno == EINTR)
		continue;
}
