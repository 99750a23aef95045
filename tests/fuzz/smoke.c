/* smoke.c: runs a fuzzer once over each file of its corpus, as a test. With --enable-fuzzing libFuzzer has the main. */
#include "config.h"

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/xalloc.h"
#include "fuzz.h"

static int
is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* Gives the fuzzer the file in memory that ends where the file does, so that a sanitizer sees who reads beyond. */
static bool
run_file(const char *name)
{
	char *path = xasprintf("%s/%s", FUZZ_CORPUS, name), part[4096];
	FILE *file = fopen(path, "re");
	struct buffer bytes;
	size_t length;
	uint8_t *exact;

	free(path);
	if (file == NULL)
		return false;
	buffer_init(&bytes, SIZE_MAX / 2);
	while ((length = fread(part, 1, sizeof part, file)) > 0)
		buffer_add(&bytes, part, length);
	fclose(file);
	exact = xmalloc(bytes.length > 0 ? bytes.length : 1);
	memcpy(exact, buffer_string(&bytes), bytes.length);
	LLVMFuzzerTestOneInput(exact, bytes.length);
	free(exact);
	buffer_free(&bytes);
	return true;
}

int
main(void)
{
	struct dirent **entries = NULL;
	int count = scandir(FUZZ_CORPUS, &entries, is_visible, alphasort), failed = 0;

	if (count <= 0) {
		puts("Bail out! no corpus in " FUZZ_CORPUS);
		return 1;
	}
	printf("1..%d\n", count);
	for (int i = 0; i < count; i++) {
		bool is_read = run_file(entries[i]->d_name);

		printf("%s %d - %s\n", is_read ? "ok" : "not ok", i + 1, entries[i]->d_name);
		fflush(stdout);
		failed += !is_read;
		free(entries[i]);
	}
	free(entries);
	return failed > 0;
}
