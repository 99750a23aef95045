/* clock.h: what time it is. */
#ifndef CIFSTOP_BASE_CLOCK_H
#define CIFSTOP_BASE_CLOCK_H

#include <stddef.h>
#include <stdint.h>
#include <time.h>

/* Milliseconds of a clock that never goes back and starts anywhere; never 0, so that 0 can mean "never". */
uint64_t clock_monotonic_ms(void);

/* Writes the local time of day of `when` as 14:03:22 into `text`, of at least 9 bytes. */
void clock_format_time(time_t when, char *text, size_t size);

/* The same without seconds, 14:03, which takes 6 bytes. Returns the milliseconds until the text is another one. */
uint32_t clock_format_now(char *text, size_t size);

#endif
