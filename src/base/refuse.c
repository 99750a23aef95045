/* refuse.c: memory that is refused on purpose, in builds that are made for it (--enable-error-injection). */
#include "config.h"

#include "base/refuse.h"

#ifdef ERROR_INJECTION
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

bool
refuse_memory(void)
{
	static atomic_uint_fast64_t count;
	const char *number = getenv("CIFSTOP_REFUSE_MEMORY");

	return number != NULL && atomic_fetch_add(&count, 1) + 1 == strtoull(number, NULL, 10);
}
#endif
