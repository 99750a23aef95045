/* schedule.h: when to ask again. Pure arithmetic. */
#ifndef CIFSTOP_FETCH_SCHEDULE_H
#define CIFSTOP_FETCH_SCHEDULE_H

#include <stdint.h>

/* However long the trouble lasts, it is looked for again after this long, or after the interval when that is longer. */
#define SCHEDULE_RETRY_MAX_MS 60000u

/* What a server asks for with Retry-After is honoured up to here. */
#define SCHEDULE_RETRY_AFTER_MAX_MS 600000u

/* How often the release is asked for. */
#define SCHEDULE_PROBE_MS 600000u

/*
 * The interval from start to start that is kept when `asked_ms` is wished for and the last walk took `walk_ms`: at
 * least twice the walk, so that a cluster rests as long as it works for us.
 */
uint32_t schedule_interval_ms(uint32_t asked_ms, uint64_t walk_ms);

/*
 * The interval that each of so many programs on this host keeps, so that together they ask as often as one; it is not
 * stretched beyond SCHEDULE_SHARE_MAX times.
 */
#define SCHEDULE_SHARE_MAX 4u
uint32_t schedule_shared_ms(uint32_t asked_ms, uint32_t watchers);

/* How soon to look again whether another program's walk has ended. */
uint32_t schedule_yield_ms(uint32_t interval_ms);

/*
 * How long to wait after the `failures`th failure in a row, counted from 1, of a kind that may be over soon. Doubles
 * from the interval up to its maximum, less up to a quarter by chance so that many watchers do not come back at once,
 * and is never below `retry_after_ms` (0: the server did not say). `seed` is not 0 and changes.
 */
uint32_t schedule_backoff_ms(uint32_t failures, uint32_t interval_ms, uint32_t retry_after_ms, uint64_t *seed);

/* How long to wait after a refusal that only an administrator can mend. */
uint32_t schedule_refused_ms(uint32_t interval_ms);

/* The earlier of two times of which 0 means never. */
uint64_t schedule_earlier(uint64_t a, uint64_t b);

/*
 * What to give to poll(2) at `now_ms` for a timer at `due_ms` (0: never): milliseconds, 0 when it is over, and a wait
 * of days for never.
 */
int schedule_timeout_ms(uint64_t due_ms, uint64_t now_ms);

#endif
