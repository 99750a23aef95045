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

uint32_t
clock_format_now(char *text, size_t size)
{
	struct timespec now;
	struct tm local;

	clock_gettime(CLOCK_REALTIME, &now);
	localtime_r(&now.tv_sec, &local);
	if (strftime(text, size, "%H:%M", &local) == 0 && size > 0)
		text[0] = '\0';
	return (uint32_t)(60 - now.tv_sec % 60) * 1000 - (uint32_t)(now.tv_nsec / 1000000);
}
