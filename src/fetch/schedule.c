/* schedule.c: when to ask again. Pure arithmetic. */
#include "config.h"

#include "fetch/schedule.h"

#include <assert.h>
#include <limits.h>

#define YIELD_MIN_MS 20u
#define YIELD_MAX_MS 500u

uint32_t
schedule_interval_ms(uint32_t asked_ms, uint64_t walk_ms)
{
	if (walk_ms > UINT32_MAX / 2)
		return UINT32_MAX;
	return walk_ms * 2 > asked_ms ? (uint32_t)walk_ms * 2 : asked_ms;
}

uint32_t
schedule_shared_ms(uint32_t asked_ms, uint32_t watchers)
{
	uint64_t shares = watchers < 1 ? 1 : watchers > SCHEDULE_SHARE_MAX ? SCHEDULE_SHARE_MAX : watchers;
	uint64_t shared = asked_ms * shares;

	return shared > UINT32_MAX ? UINT32_MAX : (uint32_t)shared;
}

uint32_t
schedule_yield_ms(uint32_t interval_ms)
{
	uint32_t wait = interval_ms / 20;

	return wait < YIELD_MIN_MS ? YIELD_MIN_MS : wait > YIELD_MAX_MS ? YIELD_MAX_MS : wait;
}

/* xorshift64*: enough to spread retries, and the same for the same seed. */
static uint64_t
draw(uint64_t *seed)
{
	assert(*seed != 0);
	*seed ^= *seed >> 12;
	*seed ^= *seed << 25;
	*seed ^= *seed >> 27;
	return (*seed * UINT64_C(0x2545f4914f6cdd1d)) >> 32;
}

uint32_t
schedule_refused_ms(uint32_t interval_ms)
{
	return interval_ms > SCHEDULE_RETRY_MAX_MS ? interval_ms : SCHEDULE_RETRY_MAX_MS;
}

uint32_t
schedule_backoff_ms(uint32_t failures, uint32_t interval_ms, uint32_t retry_after_ms, uint64_t *seed)
{
	uint32_t most = schedule_refused_ms(interval_ms);
	uint64_t delay = interval_ms == 0 ? 1 : interval_ms;

	for (uint32_t i = 1; i < failures && delay < most; i++)
		delay *= 2;
	if (delay > most)
		delay = most;
	delay -= draw(seed) % (delay / 4 + 1);
	if (retry_after_ms > SCHEDULE_RETRY_AFTER_MAX_MS)
		retry_after_ms = SCHEDULE_RETRY_AFTER_MAX_MS;
	return delay > retry_after_ms ? (uint32_t)delay : retry_after_ms;
}

uint64_t
schedule_earlier(uint64_t a, uint64_t b)
{
	if (a == 0 || (b != 0 && b < a))
		return b;
	return a;
}

int
schedule_timeout_ms(uint64_t due_ms, uint64_t now_ms)
{
	if (due_ms == 0)
		return INT_MAX;
	if (due_ms <= now_ms)
		return 0;
	return due_ms - now_ms > INT_MAX ? INT_MAX : (int)(due_ms - now_ms);
}
