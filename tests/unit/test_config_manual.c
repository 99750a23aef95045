/* test_config_manual.c: the manual of the configuration has every key, and its examples work. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "config/config_private.h"
#include "config/theme_private.h"

static struct buffer manual;

static int
read_manual(void **state)
{
	struct report report = {0};
	struct stat status;

	(void)state;
	return yaml_file_read(SOURCE_TREE "/doc/cifstop.yaml.5", &manual, &status, &report) ? 0 : -1;
}

static int
free_manual(void **state)
{
	(void)state;
	buffer_free(&manual);
	return 0;
}

/* Example number `n` of a section, from 0, as a reader would copy it, or NULL. The caller frees. */
static char *
take_example(const char *section, size_t n)
{
	const char *start = strstr(buffer_string(&manual), section), *end = NULL, *next;

	assert_non_null(start);
	start += strlen(section);
	next = strstr(start, "\n.Sh ");
	for (size_t i = 0; i <= n; i++) {
		start = strstr(start, "\n.Bd -literal");
		if (start == NULL || (next != NULL && start > next))
			return NULL;
		start = strchr(start + 1, '\n') + 1;
		end = strstr(start, "\n.Ed\n");
		assert_non_null(end);
	}
	return strndup(start, (size_t)(end + 1 - start));
}

static void
examples_of_the_configuration_can_be_loaded(void **state)
{
	size_t count = 0;
	char *example;

	(void)state;
	while ((example = take_example("\n.Sh EXAMPLES\n", count)) != NULL) {
		struct report report = {0};
		struct config *config = config_parse("example", text_of(example), NULL, &report);

		report_print(&report, stderr);
		assert_non_null(config);
		assert_true(config->cluster_count > 0);
		config_free(config);
		free(example);
		count++;
	}
	assert_int_equal(count, 2);
}

static void
the_first_example_is_the_one_that_the_program_shows(void **state)
{
	char *example = take_example("\n.Sh EXAMPLES\n", 0);

	(void)state;
	assert_string_equal(example, config_example());
	free(example);
}

static void
the_example_of_a_theme_can_be_loaded(void **state)
{
	char *example = take_example("\n.Sh THEMES\n", 0);
	struct report report = {0};
	struct theme theme;

	(void)state;
	assert_non_null(example);
	assert_true(theme_parse("example", text_of(example), &theme, &report));
	assert_int_equal(report.count, 0);
	free(example);
}

/* Whether `name` is a whole word of a line with that macro. */
static bool
is_described(const char *macro, const char *name)
{
	size_t length = strlen(name);

	for (const char *line = strstr(buffer_string(&manual), macro); line != NULL; line = strstr(line + 1, macro)) {
		const char *end = strchr(line + 1, '\n');

		for (const char *at = strstr(line, name); at != NULL && at < end; at = strstr(at + 1, name)) {
			if (at[-1] == ' ' && (at[length] == ' ' || at[length] == '\n'))
				return true;
		}
	}
	return false;
}

static void
expect_described(const char *macro, const struct key *keys)
{
	for (; keys->name != NULL; keys++) {
		if (!is_described(macro, keys->name))
			fail_msg("the manual does not describe %s", keys->name);
	}
}

static void
every_key_is_described(void **state)
{
	(void)state;
	expect_described("\n.It Ic ", config_keys);
	expect_described("\n.It Ic ", cluster_keys);
	expect_described("\n.It Ic ", tls_keys);
	expect_described("\n.It Ic ", ui_keys);
	expect_described("\n.It Ic ", role_keys);
	expect_described("\n.Ic ", style_keys);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(examples_of_the_configuration_can_be_loaded),
	    cmocka_unit_test(the_first_example_is_the_one_that_the_program_shows),
	    cmocka_unit_test(the_example_of_a_theme_can_be_loaded),
	    cmocka_unit_test(every_key_is_described),
	};

	setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
	return cmocka_run_group_tests(tests, read_manual, free_manual);
}
