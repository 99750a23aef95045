/* refuse.h: memory that is refused on purpose, in builds that are made for it (--enable-error-injection). */
#ifndef CIFSTOP_BASE_REFUSE_H
#define CIFSTOP_BASE_REFUSE_H

#include <stdbool.h>

/*
 * Whether this allocation is to fail: the one that CIFSTOP_REFUSE_MEMORY names by its number, from 1 on, of all that
 * our own code, libcurl and cJSON ask for. In other builds none is, and nothing looks at the variable.
 */
#ifdef ERROR_INJECTION
bool refuse_memory(void);
#else
static inline bool
refuse_memory(void)
{
	return false;
}
#endif

#endif
