/* secret_text.c: the memory that passwords and tokens live in. */
#include "config.h"

#include "base/secret_text.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/xalloc.h"

/* Has pages of its own: locking, and what forks and core dumps leave out, goes by pages. */
struct secret_text {
	atomic_uint references;
	size_t mapped; /* bytes, with this */
	size_t length;
	char bytes[]; /* terminated */
};

/* What the system refuses of this is no reason to do without a password. */
static void
shut_away(void *memory, size_t size)
{
	(void)mlock(memory, size);
	(void)madvise(memory, size, MADV_DONTDUMP);
	(void)madvise(memory, size, MADV_WIPEONFORK);
}

struct secret_text *
secret_text_new(struct text text)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE), size;
	struct secret_text *secret;

	if (text_is_absent(text))
		return NULL;
	size = (sizeof *secret + text.length + 1 + page - 1) / page * page;
	secret = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (secret == MAP_FAILED)
		xalloc_fail();
	shut_away(secret, size);
	atomic_init(&secret->references, 1);
	secret->mapped = size;
	secret->length = text.length;
	memcpy(secret->bytes, text.bytes, text.length);
	return secret;
}

struct secret_text *
secret_text_ref(struct secret_text *secret)
{
	if (secret != NULL)
		atomic_fetch_add(&secret->references, 1);
	return secret;
}

void
secret_text_unref(struct secret_text *secret)
{
	size_t size;

	if (secret == NULL || atomic_fetch_sub(&secret->references, 1) != 1)
		return;
	size = secret->mapped;
	/* The page goes back to the system, which clears it before another gets it, but that may be much later. */
	explicit_bzero(secret, size);
	munmap(secret, size);
}

void
secret_text_replace(struct secret_text **slot, struct secret_text *secret)
{
	secret_text_unref(*slot);
	*slot = secret;
}

const char *
secret_text_string(const struct secret_text *secret)
{
	return secret == NULL ? NULL : secret->bytes;
}

bool
secret_text_equals(const struct secret_text *a, const struct secret_text *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return a->length == b->length && memcmp(a->bytes, b->bytes, a->length) == 0;
}

void
secret_text_wipe(char *text)
{
	if (text != NULL)
		explicit_bzero(text, strlen(text));
	free(text);
}
