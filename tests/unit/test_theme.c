/* test_theme.c: themes are found, read, and lose no meaning. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "config/theme_private.h"
#include "scratch.h"

static struct theme
parse(const char *yaml)
{
	struct report report = {0};
	struct theme theme;
	bool ok = theme_parse("t.yaml", text_of(yaml), &theme, &report);

	report_print(&report, stderr);
	assert_true(ok);
	assert_int_equal(report.count, 0);
	return theme;
}

static void
expect_mistake(const char *yaml, const char *expected)
{
	struct report report = {0};
	struct theme theme;

	assert_false(theme_parse("t.yaml", text_of(yaml), &theme, &report));
	assert_int_equal(report.count, 1);
	assert_string_equal(report.lines[0], expected);
	report_free(&report);
}

static void
expect_color(const char *written, int expected)
{
	int16_t color = -100;

	assert_true(theme_parse_color(text_of(written), &color));
	assert_int_equal(color, expected);
}

static bool
is_same(const struct style *a, const struct style *b)
{
	return a->foreground == b->foreground && a->background == b->background && a->is_bold == b->is_bold &&
	       a->is_dim == b->is_dim && a->is_underlined == b->is_underlined && a->is_reversed == b->is_reversed;
}

static bool
has_same_attributes(const struct style *a, const struct style *b)
{
	return a->is_bold == b->is_bold && a->is_dim == b->is_dim && a->is_underlined == b->is_underlined &&
	       a->is_reversed == b->is_reversed;
}

static void
a_role_has_the_style_that_is_written(void **state)
{
	struct theme theme = parse("cursor: {fg: black, bg: cyan, bold: true}\nmatch: {underline: yes, reverse: on}\n");
	const struct style *cursor = &theme.styles[ROLE_CURSOR], *match = &theme.styles[ROLE_MATCH];

	(void)state;
	assert_true(is_same(cursor, &(struct style){.foreground = 0, .background = 6, .is_bold = true}));
	assert_true(is_same(
	    match, &(struct style){.foreground = -1, .background = -1, .is_underlined = true, .is_reversed = true}));
}

static void
colours_that_are_left_out_are_those_of_text(void **state)
{
	struct theme theme = parse("bad: {fg: red}\nwarn: {bg: default}\ntext: {fg: 250, bg: 17, bold: true}\n");

	(void)state;
	assert_int_equal(theme.styles[ROLE_BAD].foreground, 1);
	assert_int_equal(theme.styles[ROLE_BAD].background, 17);
	assert_int_equal(theme.styles[ROLE_WARN].foreground, 250);
	assert_int_equal(theme.styles[ROLE_WARN].background, THEME_COLOR_DEFAULT);
	assert_int_equal(theme.styles[ROLE_HEADER].background, 17);
	assert_true(theme.styles[ROLE_TEXT].is_bold);
	assert_false(theme.styles[ROLE_BAD].is_bold);
}

static void
a_role_that_is_left_out_keeps_its_meaning(void **state)
{
	struct theme theme = parse("good: {fg: green}"), monochrome;

	(void)state;
	theme_monochrome(&monochrome);
	assert_true(is_same(&theme.styles[ROLE_CURSOR], &monochrome.styles[ROLE_CURSOR]));
	assert_true(is_same(&theme.styles[ROLE_BAD], &monochrome.styles[ROLE_BAD]));
	assert_int_equal(theme.styles[ROLE_GOOD].foreground, 2);
}

static void
colours_are_names_numbers_and_the_nearest_of_the_palette(void **state)
{
	(void)state;
	expect_color("default", THEME_COLOR_DEFAULT);
	expect_color("black", 0);
	expect_color("White", 7);
	expect_color("bright-red", 9);
	expect_color("grey", 8);
	expect_color("0", 0);
	expect_color("255", 255);
	expect_color("#000000", 16);
	expect_color("#ffffff", 231);
	expect_color("#ff0000", 196);
	expect_color("#0000FF", 21);
	expect_color("#5f87af", 67);
	expect_color("#808080", 244);
	expect_color("#121212", 233);
	expect_color("#eeeeee", 255);
	expect_color("#56b4e9", 74);
}

static void
what_is_no_colour_is_refused(void **state)
{
	static const char *const wrong[] = {"", "256", "-1", "#12345", "#1234567", "#12345g", "redd", "1 ", "bright"};
	int16_t color;

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_false(theme_parse_color(text_of(wrong[i]), &color));
}

static void
mistakes_of_a_theme_have_their_place(void **state)
{
	(void)state;
	expect_mistake("cursr: {}", "t.yaml:1:1: unknown key 'cursr' of a theme: did you mean 'cursor'?");
	expect_mistake("bad: {fg: redd}",
	    "t.yaml:1:11: fg is 'redd'; a colour is due: default, a name (cyan, bright-red), 0 to 255, or \"#rrggbb\" "
	    "in quotes");
	/* Without quotes the rest of the line is a comment. */
	expect_mistake("bad:\n  fg: #ff0000", "t.yaml:2:6: fg is nothing; a colour is due: default, a name (cyan, "
					      "bright-red), 0 to 255, or \"#rrggbb\" in "
					      "quotes");
	expect_mistake("bad: red", "t.yaml:1:6: bad is 'red'; a map is due, with keys like fg:");
	expect_mistake("bad: {blink: true}",
	    "t.yaml:1:7: unknown key 'blink' of bad; known are fg, bg, bold, dim, underline and reverse");
	expect_mistake("bad: {bold: very}", "t.yaml:1:13: bold is 'very'; true or false is due");
}

static void
shipped_themes_are_found_in_a_build_tree_and_leave_the_background(void **state)
{
	static const char *const names[] = {"colorblind", "default", "light", "mono"};
	char **list = theme_list();

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		struct report report = {0};
		struct theme theme;

		assert_string_equal(list[i], names[i]);
		assert_true(theme_load(names[i], &theme, &report));
		assert_int_equal(report.count, 0);
		for (int role = ROLE_TEXT + 1; role < ROLE_COUNT; role++) {
			/* Text stays on the terminal's own background; only bars have one. */
			bool is_bar = role == ROLE_TITLE || role == ROLE_SORTED || role == ROLE_CURSOR ||
				      role == ROLE_ERROR;

			if (!is_bar)
				assert_int_equal(theme.styles[role].background, THEME_COLOR_DEFAULT);
		}
		free(list[i]);
	}
	assert_null(list[4]);
	free(list);
}

static void
themes_tell_apart_what_has_to_be(void **state)
{
	static const char *const names[] = {"colorblind", "default", "light", "mono"};
	static const enum role pairs[][2] = {{ROLE_TEXT, ROLE_CURSOR}, {ROLE_GOOD, ROLE_WARN}, {ROLE_WARN, ROLE_BAD},
	    {ROLE_GOOD, ROLE_BAD}, {ROLE_TEXT, ROLE_WARN}, {ROLE_TEXT, ROLE_BAD}, {ROLE_TEXT, ROLE_DIM},
	    {ROLE_NEW, ROLE_ENDED}, {ROLE_TEXT, ROLE_MATCH}, {ROLE_KEY, ROLE_LABEL}, {ROLE_TITLE, ROLE_SORTED},
	    {ROLE_TEXT, ROLE_NEW}, {ROLE_TEXT, ROLE_ENDED}, {ROLE_TEXT, ROLE_ERROR}};

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		struct report report = {0};
		struct theme theme;

		assert_true(theme_load(names[i], &theme, &report));
		for (size_t j = 0; j < sizeof pairs / sizeof *pairs; j++)
			assert_false(is_same(&theme.styles[pairs[j][0]], &theme.styles[pairs[j][1]]));
	}
}

static void
without_colours_attributes_tell_warn_and_bad_apart(void **state)
{
	struct theme theme;

	(void)state;
	theme_monochrome(&theme);
	for (int role = 0; role < ROLE_COUNT; role++) {
		assert_int_equal(theme.styles[role].foreground, THEME_COLOR_DEFAULT);
		assert_int_equal(theme.styles[role].background, THEME_COLOR_DEFAULT);
	}
	assert_false(has_same_attributes(&theme.styles[ROLE_TEXT], &theme.styles[ROLE_WARN]));
	assert_false(has_same_attributes(&theme.styles[ROLE_TEXT], &theme.styles[ROLE_BAD]));
	assert_false(has_same_attributes(&theme.styles[ROLE_WARN], &theme.styles[ROLE_BAD]));
	assert_false(has_same_attributes(&theme.styles[ROLE_TEXT], &theme.styles[ROLE_CURSOR]));
	assert_false(has_same_attributes(&theme.styles[ROLE_NEW], &theme.styles[ROLE_ENDED]));
}

static void
mono_is_what_is_built_in(void **state)
{
	struct report report = {0};
	struct theme theme, monochrome;

	(void)state;
	theme_monochrome(&monochrome);
	assert_true(theme_load("mono", &theme, &report));
	for (int role = 0; role < ROLE_COUNT; role++)
		assert_true(is_same(&theme.styles[role], &monochrome.styles[role]));
}

static void
themes_of_the_user_are_found_and_listed(void **state)
{
	struct report report = {0};
	struct theme theme;
	char *path, **list;

	setenv("XDG_CONFIG_HOME", *state, 1);
	scratch_folder(*state, "cifstop");
	scratch_folder(*state, "cifstop/themes");
	path = scratch_write(*state, "cifstop/themes/aaa.yaml", "good: {fg: 77}\n", 0644);
	free(scratch_write(*state, "cifstop/themes/.hidden.yaml", "", 0644));
	free(scratch_write(*state, "cifstop/themes/notes.txt", "", 0644));
	assert_true(theme_load("aaa", &theme, &report));
	assert_int_equal(theme.styles[ROLE_GOOD].foreground, 77);
	assert_true(theme_load(path, &theme, &report));
	list = theme_list();
	assert_string_equal(list[0], "aaa");
	assert_string_equal(list[1], "colorblind");
	for (size_t i = 0; list[i] != NULL; i++)
		free(list[i]);
	free(list);
	free(path);
	setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
}

static void
an_unknown_theme_lists_those_that_there_are(void **state)
{
	struct report report = {0};
	struct theme theme;

	(void)state;
	assert_false(theme_load("defalt", &theme, &report));
	assert_int_equal(report.count, 1);
	assert_string_equal(
	    report.lines[0], "there is no theme 'defalt'; there are colorblind, default, light and mono");
	report_free(&report);
}

static void
every_role_has_its_own_name(void **state)
{
	(void)state;
	for (int role = 0; role < ROLE_COUNT; role++) {
		assert_non_null(role_keys[role].name);
		for (int other = 0; other < role; other++)
			assert_string_not_equal(role_keys[role].name, role_keys[other].name);
	}
	assert_string_equal(role_keys[ROLE_ENDED].name, "ended");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_role_has_the_style_that_is_written),
	    cmocka_unit_test(colours_that_are_left_out_are_those_of_text),
	    cmocka_unit_test(a_role_that_is_left_out_keeps_its_meaning),
	    cmocka_unit_test(colours_are_names_numbers_and_the_nearest_of_the_palette),
	    cmocka_unit_test(what_is_no_colour_is_refused),
	    cmocka_unit_test(mistakes_of_a_theme_have_their_place),
	    cmocka_unit_test(shipped_themes_are_found_in_a_build_tree_and_leave_the_background),
	    cmocka_unit_test(themes_tell_apart_what_has_to_be),
	    cmocka_unit_test(without_colours_attributes_tell_warn_and_bad_apart),
	    cmocka_unit_test(mono_is_what_is_built_in),
	    cmocka_unit_test_setup_teardown(themes_of_the_user_are_found_and_listed, scratch_open, scratch_close),
	    cmocka_unit_test(an_unknown_theme_lists_those_that_there_are),
	    cmocka_unit_test(every_role_has_its_own_name),
	};

	/* No theme of whoever runs this. */
	setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
