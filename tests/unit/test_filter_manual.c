/* test_filter_manual.c: every example of a filter in the manual is one, and tells some sessions from others. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "model/session_fields.h"
#include "query/filter.h"
#include "world.h"

#define EXAMPLES_MIN 40

static const unsigned columns[] = {FIELD_USER, FIELD_CLIENT_IP, FIELD_VOLUMES_NAME, FIELD_MAPPED_UNIX_USER};

/* Each example is met by some of these and not by others. Blanks in names are tabs: world_add() splits at blanks. */
static const char *const sessions[] = {
    ("user=corp\\alice client=10.20.30.40 lif=10.20.0.1 files=1001 idle=90m age=3d protocol=smb2_1 auth=ntlmv1 "
     "signed=no encryption=unencrypted vol=fin12,hr1"),
    ("user=corp\\bob client=10.20.1.7 lif=10.21.0.1 files=3 idle=5m age=1h protocol=smb3_1 auth=kerberos signed=yes "
     "encryption=encrypted vol=proj_a unix=bob"),
    "user=emea\\svc_scan client=fd00::7 lif=fd00::1 files=0 age=1m protocol=smb3 auth=ntlmv2 signed=yes unix=scan",
    "user=\"and\" client=192.168.1.1 files=7 idle=2d protocol=smb4 vol=home1 unix=long\tname",
    "user=PC7$ client=10.9.9.9 unix=pc",
    "user=CORP\\John\tSmith client=172.16.0.1 files=12 idle=1s",
};

#define SESSIONS (sizeof sessions / sizeof *sessions)

/* One line of the page as a reader sees it; the caller frees. */
static char *
unescape(const char *line, size_t length)
{
	static const struct {
		const char *escape;
		char byte;
	} escapes[] = {{"\\e", '\\'}, {"\\(dq", '"'}, {"\\(ti", '~'}, {"\\(ha", '^'}, {"\\-", '-'}};
	struct buffer out;

	buffer_init(&out, SIZE_MAX / 2);
	for (size_t at = 0; at < length;) {
		size_t i = 0, count = sizeof escapes / sizeof *escapes;

		while (i < count && strncmp(line + at, escapes[i].escape, strlen(escapes[i].escape)) != 0)
			i++;
		buffer_add_byte(&out, i < count ? escapes[i].byte : line[at]);
		at += i < count ? strlen(escapes[i].escape) : 1;
	}
	return out.length == 0 ? strdup("") : buffer_take(&out);
}

/* As the names of the sessions have them. */
static void
make_tabs(char *example)
{
	bool is_quoted = false;

	for (; *example != '\0'; example++) {
		is_quoted = (*example == '"') != is_quoted;
		if (is_quoted && *example == ' ')
			*example = '\t';
	}
}

static void
check_example(const char *text, const struct snapshot *snapshot)
{
	struct filter_error error;
	struct filter *filter = filter_compile(&session_kind, text, columns, sizeof columns / sizeof *columns, &error);
	bool passes[SESSIONS];
	size_t passed = 0;

	if (filter == NULL)
		fail_msg("%s: at %zu: %s", text, error.position, error.sentence);
	filter_apply(filter, snapshot, passes);
	for (size_t i = 0; i < SESSIONS; i++)
		passed += passes[i];
	if (passed == 0 || passed == SESSIONS)
		fail_msg("%zu of %zu sessions pass %s", passed, SESSIONS, text);
	filter_free(filter);
}

/* The lines of the page, from FILTERS to the next section, that stand in a display. */
static size_t
check_examples(FILE *page, const struct snapshot *snapshot)
{
	bool is_in_section = false, is_in_display = false;
	char *line = NULL;
	size_t size = 0, count = 0;
	ssize_t length;

	while ((length = getline(&line, &size, page)) > 0) {
		if (strncmp(line, ".Sh ", 4) == 0)
			is_in_section = strcmp(line, ".Sh FILTERS\n") == 0;
		else if (strncmp(line, ".Bd ", 4) == 0)
			is_in_display = is_in_section;
		else if (strncmp(line, ".Ed", 3) == 0)
			is_in_display = false;
		else if (is_in_display) {
			char *example = unescape(line, (size_t)length - 1);

			make_tabs(example);
			check_example(example, snapshot);
			free(example);
			count++;
		}
	}
	free(line);
	return count;
}

static void
every_example_is_a_filter_that_tells_sessions_apart(void **state)
{
	FILE *page = fopen(SOURCE_TREE "/doc/cifstop.1", "re");
	struct world *world = world_new(0, "east");

	(void)state;
	assert_non_null(page);
	for (size_t i = 0; i < SESSIONS; i++)
		world_add(world, sessions[i]);
	assert_true(check_examples(page, world_seal(world)) >= EXAMPLES_MIN);
	world_free(world);
	fclose(page);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_example_is_a_filter_that_tells_sessions_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
