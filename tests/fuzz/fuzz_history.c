/* fuzz_history.c: whatever stands in the file of filters, the history has lines that can be filters, each once. */
#include "config.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "app/history.h"
#include "base/xalloc.h"
#include "fuzz.h"
#include "query/syntax.h"

static void
check_entries(const struct history *history)
{
	size_t count = 0;

	while (history_entry(history, count) != NULL)
		count++;
	FUZZ_CHECK(count <= HISTORY_MAX);
	for (size_t i = 0; i < count; i++) {
		const char *entry = history_entry(history, i);
		size_t length = strlen(entry);

		FUZZ_CHECK(length > 0 && length <= FILTER_LENGTH_MAX && strchr(entry, '\n') == NULL);
		for (size_t other = 0; other < i; other++)
			FUZZ_CHECK(strcmp(history_entry(history, other), entry) != 0);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int file = memfd_create("history", MFD_CLOEXEC);
	char *path = xasprintf("/proc/self/fd/%d", file),
	     *typed = xstrdup_text((struct text){(const char *)data, size});
	struct history *history;

	FUZZ_CHECK(file >= 0 && write(file, data, size) == (ssize_t)size);
	history = history_load(path);
	check_entries(history);
	history_add(history, size > FILTER_LENGTH_MAX ? "user = x" : typed);
	check_entries(history);
	history_free(history);
	free(path);
	free(typed);
	close(file);
	return 0;
}
