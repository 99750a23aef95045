/* test_secret_text.c: what holds a password shows it to nobody else, and keeps nothing of it. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "base/secret_text.h"

#define SECRET "correct horse battery staple"

static void
a_secret_is_there_until_its_last_reference_goes(void **state)
{
	struct secret_text *secret = secret_text_new(text_of(SECRET)), *same = secret_text_ref(secret), *other;

	(void)state;
	secret_text_unref(secret);
	assert_string_equal(secret_text_string(same), SECRET);
	other = secret_text_new(text_of(SECRET));
	assert_true(secret_text_equals(same, other));
	secret_text_replace(&other, secret_text_new(text_of("x")));
	assert_false(secret_text_equals(same, other));
	assert_false(secret_text_equals(same, NULL));
	assert_true(secret_text_equals(NULL, NULL));
	assert_null(secret_text_new(TEXT_ABSENT));
	assert_null(secret_text_string(NULL));
	secret_text_unref(other);
	secret_text_unref(same);
	secret_text_unref(NULL);
}

static void
a_secret_longer_than_a_page_is_whole(void **state)
{
	char *text = malloc(20001);
	struct secret_text *secret;

	(void)state;
	memset(text, 'x', 20000);
	text[20000] = '\0';
	secret = secret_text_new(text_of(text));
	assert_string_equal(secret_text_string(secret), text);
	secret_text_unref(secret);
	free(text);
}

static void
a_forked_child_does_not_see_it(void **state)
{
	struct secret_text *secret = secret_text_new(text_of(SECRET));
	const char *text = secret_text_string(secret);
	int status;
	pid_t pid = fork();

	(void)state;
	assert_true(pid >= 0);
	if (pid == 0)
		_exit(*text == '\0' ? 0 : 1);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_string_equal(text, SECRET);
	secret_text_unref(secret);
}

/* The flags in /proc/self/smaps of the pages that `address` is on; "" when they cannot be read. */
static void
read_flags(const void *address, char *flags, int size)
{
	FILE *file = fopen("/proc/self/smaps", "re");
	uintptr_t wanted = (uintptr_t)address;
	bool is_inside = false;
	char line[512];

	flags[0] = '\0';
	while (file != NULL && fgets(line, sizeof line, file) != NULL) {
		char *end;
		uintptr_t from = (uintptr_t)strtoull(line, &end, 16);

		if (*end == '-')
			is_inside = wanted >= from && wanted < (uintptr_t)strtoull(end + 1, NULL, 16);
		else if (is_inside && strncmp(line, "VmFlags:", 8) == 0)
			snprintf(flags, (size_t)size, "%s", line);
	}
	if (file != NULL)
		fclose(file);
}

static void
it_is_kept_out_of_core_dumps_and_swap(void **state)
{
	struct secret_text *secret = secret_text_new(text_of(SECRET));
	void *probe = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char flags[512], probe_flags[512];

	(void)state;
	/* Whether this process may lock memory; a sanitizer says yes and does nothing. */
	mlock(probe, 4096);
	read_flags(probe, probe_flags, sizeof probe_flags);
	read_flags(secret_text_string(secret), flags, sizeof flags);
	if (*flags != '\0') {
		assert_non_null(strstr(flags, " dd"));
		assert_non_null(strstr(flags, " wf"));
	}
	if (strstr(probe_flags, " lo") != NULL)
		assert_non_null(strstr(flags, " lo"));
	munmap(probe, 4096);
	secret_text_unref(secret);
}

/* Calls from a place that the compiler does not see through, so that it looks at memory that was freed before. */
static void *(*volatile allocate)(size_t) = malloc;

static void
a_buffer_of_secrets_leaves_nothing_behind(void **state)
{
	struct buffer buffer;
	char *freed[64];

	(void)state;
	buffer_init_secret(&buffer, 1 << 16);
	for (unsigned i = 0; i < 100; i++)
		assert_true(buffer_add_string(&buffer, SECRET));
	assert_int_equal(buffer.length, 100 * strlen(SECRET));
	assert_memory_equal(buffer_string(&buffer), SECRET SECRET, 2 * strlen(SECRET));
	buffer_free(&buffer);
	assert_true(buffer.is_secret);
	for (unsigned i = 0; i < 64; i++) {
		size_t size = (i + 1) * 64;

		freed[i] = allocate(size);
		/* The allocator's own links are at the start. */
		assert_null(memmem(freed[i] + 16, size - 16, &SECRET[4], 8));
	}
	for (unsigned i = 0; i < 64; i++)
		free(freed[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_secret_is_there_until_its_last_reference_goes),
	    cmocka_unit_test(a_secret_longer_than_a_page_is_whole),
	    cmocka_unit_test(a_forked_child_does_not_see_it),
	    cmocka_unit_test(it_is_kept_out_of_core_dumps_and_swap),
	    cmocka_unit_test(a_buffer_of_secrets_leaves_nothing_behind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
