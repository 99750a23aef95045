/* curl_memory.c: libcurl's memory, wiped when it is freed. */
#include "config.h"

#include "ontap/curl_memory.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "base/refuse.h"

/* Requests are sent from a buffer of 64 KiB. Receive buffers are larger, and hold no secret of ours. */
#define WIPED_MAX ((size_t)128 << 10)

static void
wiping_free(void *memory)
{
	size_t size = memory == NULL ? 0 : malloc_usable_size(memory);

	if (size > 0 && size <= WIPED_MAX)
		explicit_bzero(memory, size);
	free(memory);
}

static void *
allocate(size_t size)
{
	return refuse_memory() ? NULL : malloc(size);
}

static void *
allocate_zeroed(size_t count, size_t size)
{
	return refuse_memory() ? NULL : calloc(count, size);
}

static char *
copy_string(const char *string)
{
	return refuse_memory() ? NULL : strdup(string);
}

static void *
wiping_realloc(void *memory, size_t size)
{
	size_t old = memory == NULL ? 0 : malloc_usable_size(memory);
	void *larger;

	if (refuse_memory())
		return NULL;
	/* What is larger moves by remapping, without a copy that stays behind. */
	if (size == 0) {
		wiping_free(memory);
		return NULL;
	}
	if (old > WIPED_MAX)
		return realloc(memory, size);
	if (size <= old)
		return memory;
	larger = malloc(size);
	if (larger == NULL)
		return NULL;
	if (memory != NULL)
		memcpy(larger, memory, old);
	wiping_free(memory);
	return larger;
}

CURLcode
curl_memory_init(void)
{
	return curl_global_init_mem(
	    CURL_GLOBAL_DEFAULT, allocate, wiping_free, wiping_realloc, copy_string, allocate_zeroed);
}
