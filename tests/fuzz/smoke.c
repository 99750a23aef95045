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
run_file(const char *corpus, const char *name)
{
	char *path = xasprintf("%s/%s", corpus, name), part[4096];
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

/* The folder of the corpus of fuzz_NAME, which the caller frees. */
static char *
corpus_of(const char *program)
{
	const char *slash = strrchr(program, '/'), *name = slash == NULL ? program : slash + 1;
	size_t prefix = strlen("fuzz_");

	return xasprintf("%s/tests/fuzz/corpus/%s", SOURCE_TREE, strlen(name) > prefix ? name + prefix : name);
}

int
main(int argc, char **argv)
{
	char *corpus = corpus_of(argc > 0 ? argv[0] : "");
	struct dirent **entries = NULL;
	int count = scandir(corpus, &entries, is_visible, alphasort), failed = 0;

	if (count <= 0) {
		printf("Bail out! no corpus in %s\n", corpus);
		free(corpus);
		return 1;
	}
	printf("1..%d\n", count);
	for (int i = 0; i < count; i++) {
		bool is_read = run_file(corpus, entries[i]->d_name);

		printf("%s %d - %s\n", is_read ? "ok" : "not ok", i + 1, entries[i]->d_name);
		fflush(stdout);
		failed += !is_read;
		free(entries[i]);
	}
	free(entries);
	free(corpus);
	return failed > 0;
}
