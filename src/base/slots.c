/* slots.c: an open table that finds small numbers by hash. */
#include "config.h"

#include "base/slots.h"

#include <stdlib.h>

#include "base/xalloc.h"

#define SIZE_LARGEST (UINT32_C(1) << 31)

void
slots_grow(struct slots *slots, uint32_t first)
{
	if (slots->size == SIZE_LARGEST)
		xalloc_fail();
	free(slots->places);
	slots->size = slots->size == 0 ? first : slots->size * 2;
	slots->places = xcalloc(slots->size, sizeof *slots->places);
}

void
slots_free(struct slots *slots)
{
	free(slots->places);
	*slots = (struct slots){NULL, 0};
}
