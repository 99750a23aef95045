/* clock.c: what time it is. */
#include "config.h"

#include "base/clock.h"

#include <stdio.h>

uint64_t
clock_monotonic_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000 + 1;
}

void
clock_format_time(time_t when, char *text, size_t size)
{
	struct tm local;

	localtime_r(&when, &local);
	if (strftime(text, size, "%H:%M:%S", &local) == 0 && size > 0)
		text[0] = '\0';
}
