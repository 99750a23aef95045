/* test_e2e_screen.c: sizes, locales, terminals, themes, hostile text, help, pause. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/sanitizer.h"
#include "e2e/activity.h"
#include "e2e/process.h"
#include "e2e/watch.h"
#include "ui/keys.h"

static struct sim *
small_world(void **state)
{
	return sim_start(*state, "--sessions 60 --seed 4 --frozen");
}

/* ---- sizes ---- */

/* Header, table and footer are there, and the table holds as many rows as fit. */
static void
check_size(void **state, const char *size, const char *const *titles)
{
	struct stage *stage = watch_rows(*state, size, sim_start(*state, "--sessions 300 --seed 4 --frozen"), "");
	int lines = terminal_rows(stage_terminal(stage));
	int header = lines < 18 ? 1 : 3;

	stage_wait_on_line(stage, 0, "cifstop");
	stage_wait_on_line(stage, -1, "Enter detail");
	stage_wait_on_line(stage, -2, "1/300");
	table_wait_rows(stage, (size_t)(lines - header - 3));
	for (; *titles != NULL; titles++)
		table_wait_title(stage, *titles);
}

static void
it_works_at_40x12(void **state)
{
	static const char *const titles[] = {"USER", "FILES", "IDLE", NULL};

	check_size(state, "40x12", titles);
}

static void
it_works_at_60x18(void **state)
{
	static const char *const titles[] = {"USER", "CLIENT", "FILES", "IDLE", NULL};

	check_size(state, "60x18", titles);
}

static void
it_works_at_80x24(void **state)
{
	static const char *const titles[] = {"USER", "CLIENT", "SVM", "VOLUMES", "SEC", "FILES", "IDLE", "AGE", NULL};

	check_size(state, "80x24", titles);
}

static void
it_works_at_200x50(void **state)
{
	static const char *const titles[] = {"USER", "CLIENT", "SVM", "NODE", "LIF", "VOLUMES", "SEC", "UNIX", "SHARES",
	    "OTHER", "FILES", "IDLE", "AGE", NULL};

	check_size(state, "200x50", titles);
}

static void
it_works_at_300x100(void **state)
{
	static const char *const titles[] = {"USER", "CLIENT", "SVM", "NODE", "LIF", "VOLUMES", "SEC", "UNIX", "SHARES",
	    "OTHER", "FILES", "IDLE", "AGE", NULL};

	check_size(state, "300x100", titles);
}

static void
a_terminal_of_a_few_cells_does_no_harm(void **state)
{
	struct stage *stage = watch_rows(*state, "80x24", small_world(state), "");
	static const char *const sizes[] = {"1x1", "2x2", "5x3", "10x4", "300x2", "3x100"};

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		stage_resize(stage, sizes[i]);
		(void)stage_bytes(stage);
		stage_type(stage, "j?j" KEY_ESCAPE);
		(void)stage_bytes(stage);
		stage_type(stage, "/x" KEY_ESCAPE);
		(void)stage_bytes(stage);
	}
	stage_resize(stage, "80x24");
	stage_wait_on_line(stage, -1, "Enter detail");
	stage_wait_text(stage, "USER");
}

static void
a_new_size_is_painted_at_once(void **state)
{
	struct stage *stage = watch_rows(*state, "80x24", small_world(state), "");

	stage_resize(stage, "40x12");
	stage_wait_on_line(stage, -1, "Enter detail");
	table_wait_no_title(stage, "CLIENT");
	table_wait_rows(stage, 8);
	stage_resize(stage, "140x40");
	stage_wait_on_line(stage, -1, "Enter detail");
	table_wait_title(stage, "LIF");
	table_wait_rows(stage, 34);
}

static void
the_cursors_row_stays_in_sight_when_the_terminal_shrinks(void **state)
{
	struct stage *stage = watch_rows(
	    *state, "80x50", small_world(state), "--columns user,client,files --sort user");
	const char *user, *client;

	for (int i = 0; i < 40; i++)
		stage_type(stage, "j");
	table_wait_cursor(stage, 40);
	user = table_column(stage, "USER")[40];
	client = table_column(stage, "CLIENT")[40];
	stage_resize(stage, "80x24");
	table_wait_rows(stage, 18);
	table_wait_cursor_on(stage, "USER", user);
	table_wait_cursor_on(stage, "CLIENT", client);
	stage_wait_on_line(stage, -2, "41/");
}

/* ---- locales, colours, terminals ---- */

static void
check_ascii(struct stage *stage)
{
	const char *output = terminal_output(stage_terminal(stage));

	for (size_t i = 0; i < terminal_output_length(stage_terminal(stage)); i++)
		assert_true((unsigned char)output[i] < 0x80);
}

static void
a_plain_locale_gets_ascii_only(void **state)
{
	struct stage *stage;
	struct sim *sim = sim_start(*state, "--sessions 200 --seed 4 --frozen --hostile");

	scene_set(*state, "LC_ALL", "C");
	stage = watch_rows(*state, "80x24", sim, "");
	stage_wait_text(stage, "FILESv");
	stage_type(stage, KEY_PAGE_DOWN KEY_PAGE_DOWN KEY_ENTER);
	stage_wait_text(stage, " open ");
	stage_type(stage, KEY_PAGE_DOWN KEY_PAGE_DOWN KEY_ESCAPE);
	stage_wait_text(stage, "FILESv");
	watch_choose(stage, "s", "user");
	stage_type(stage, KEY_ENTER);
	stage_wait_text(stage, "USER^");
	stage_type(stage, "?");
	stage_wait_text(stage, "this help");
	check_ascii(stage);
}

/* No place of the screen has a colour. */
static void
check_colourless(struct stage *stage)
{
	for (int line = 0; line < terminal_rows(stage_terminal(stage)); line++) {
		for (int column = 0; column < terminal_columns(stage_terminal(stage)); column++) {
			struct look look = terminal_look(stage_terminal(stage), column, line);

			if (look.foreground != COLOUR_DEFAULT || look.background != COLOUR_DEFAULT)
				stage_fail(stage, "there is a colour at column %d of line %d", column, line);
		}
	}
}

static bool
has_colour(struct stage *stage)
{
	for (int line = 0; line < terminal_rows(stage_terminal(stage)); line++) {
		for (int column = 0; column < terminal_columns(stage_terminal(stage)); column++) {
			struct look look = terminal_look(stage_terminal(stage), column, line);

			if (look.foreground != COLOUR_DEFAULT || look.background != COLOUR_DEFAULT)
				return true;
		}
	}
	return false;
}

/* The whole line of the cursor is a bar. */
static void
check_bar(struct stage *stage)
{
	int column = 0, line = 0;

	assert_true(stage_find(stage, "USER", &column, &line));
	line += 1 + table_cursor(stage);
	for (column = 0; column < terminal_columns(stage_terminal(stage)); column++) {
		if (!terminal_look(stage_terminal(stage), column, line).reverse)
			stage_fail(stage, "the bar has a hole at column %d of line %d", column, line);
	}
}

static void
colours_are_used_where_there_are_some(void **state)
{
	struct stage *stage = watch_rows(*state, "80x24", small_world(state), "");

	assert_true(has_colour(stage));
}

static void
no_color_takes_colours_away_and_leaves_the_bar(void **state)
{
	struct stage *stage;
	struct sim *sim = sim_start(*state, "--sessions 60 --seed 4 --frozen --fault 500,path=sessions,nth=2");

	scene_set(*state, "NO_COLOR", "1");
	stage = watch_rows(*state, "80x24", sim, "");
	check_colourless(stage);
	check_bar(stage);
	stage_type(stage, "r");
	stage_wait_on_line(stage, 1, "stale");
	check_colourless(stage);
	stage_type(stage, KEY_ENTER);
	stage_wait_text(stage, "client_ip");
	check_colourless(stage);
	check_lacks(terminal_output(stage_terminal(stage)), "\033[38;");
}

static void
a_monochrome_terminal_shows_everything(void **state)
{
	struct stage *stage;

	scene_set(*state, "TERM", "vt100");
	stage = watch_rows(*state, "80x24", small_world(state), "");
	check_colourless(stage);
	check_bar(stage);
	stage_wait_text(stage, "FILES▼");
	stage_type(stage, "j");
	table_wait_cursor(stage, 1);
	stage_type(stage, "q");
	stage_wait_end(stage, 0);
	stage_check_restored(stage);
}

static void
eight_colours_are_enough(void **state)
{
	struct stage *stage;

	scene_set(*state, "TERM", "xterm");
	stage = watch_rows(*state, "80x24", small_world(state), "");
	assert_true(has_colour(stage));
	check_lacks(terminal_output(stage_terminal(stage)), "\033[38;5;");
}

static void
an_unknown_terminal_is_told_and_still_served(void **state)
{
	struct stage *stage;

	scene_set(*state, "TERM", "no-such-terminal");
	/* newterm() of ncurses 6.4 forgets a structure when it fails. */
	scene_set(*state, "LSAN_OPTIONS",
	    scene_text(*state, "print_suppressions=0:suppressions=%s",
		scene_write(*state, "suppressions", "leak:new_prescr\n")));
	stage = watch(*state, "80x24", small_world(state), "");
	stage_wait_text(stage, "no-such-terminal");
	stage_wait_text(stage, "FILES▼");
	stage_type(stage, "q");
	stage_wait_end(stage, 0);
	stage_check_restored(stage);
}

static void
check_theme(void **state, const char *theme)
{
	struct stage *stage = watch_rows(*state, "80x24", small_world(state), scene_text(*state, "--theme %s", theme));

	stage_wait_text(stage, "FILES▼");
}

static void
shipped_themes_are_found(void **state)
{
	static const char *const themes[] = {"default", "light", "mono", "colorblind"};

	for (size_t i = 0; i < sizeof(themes) / sizeof(themes[0]); i++)
		check_theme(state, themes[i]);
}

static void
the_mono_theme_has_no_colour(void **state)
{
	struct stage *stage = watch_rows(*state, "80x24", small_world(state), "--theme mono");

	check_colourless(stage);
	check_bar(stage);
}

static void
a_theme_that_is_not_there_is_told_before_the_screen_opens(void **state)
{
	struct stage *stage = watch(*state, "80x24", small_world(state), "--theme nosuch");

	stage_wait_end(stage, 2);
	stage_wait_text(stage, "nosuch");
	check_lacks(terminal_output(stage_terminal(stage)), "\033[");
}

/* ---- hostile text ---- */

static void
check_frame(struct stage *stage, size_t rows)
{
	const char *const *files = table_column(stage, "FILES");

	stage_wait_on_line(stage, 0, "cifstop");
	stage_wait_on_line(stage, -1, "Enter detail");
	assert_int_equal(table_rows(stage), rows);
	for (size_t i = 0; i < rows; i++) {
		if (files[i][strspn(files[i], "0123456789,-")] != '\0')
			stage_fail(stage, "row %zu is out of its columns: \"%s\"", i, files[i]);
	}
}

static void
hostile_names_cannot_act_on_the_terminal(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 300 --seed 4 --frozen --hostile");
	struct stage *stage = watch_rows(*state, "80x24", sim, "--sort user:desc");
	const char *output;

	for (size_t page = 0; page < 16; page++) {
		check_frame(stage, 18);
		stage_type(stage, KEY_PAGE_DOWN);
		stage_wait_on_line(
		    stage, -2, scene_text(*state, " %zu/300", page * 18 + 19 > 300 ? 300 : page * 18 + 19));
	}
	stage_type(stage, KEY_ENTER);
	stage_wait_text(stage, " open ");
	stage_wait_on_line(stage, -1, "Esc back");
	output = terminal_output(stage_terminal(stage));
	assert_string_equal(terminal_title(stage_terminal(stage)), "");
	assert_int_equal(terminal_bells(stage_terminal(stage)), 0);
	check_lacks(output, "\033[31mred");
	check_lacks(output, "\033]");
	check_lacks(output, "\xc2\x9b");
	check_lacks(output, "\xe2\x80\xae");
	check_lacks(output, "\xe2\x81\xa6");
}

/* ---- keys that are about the screen ---- */

static void
help_shows_every_key_of_the_table(void **state)
{
	struct stage *stage = watch_rows(*state, "100x60", small_world(state), "");

	stage_type(stage, "?");
	stage_wait_text(stage, "this help");
	for (size_t i = 0; i < key_count; i++) {
		if (keys[i].name == NULL)
			continue;
		stage_wait_text(stage, keys[i].name);
		stage_wait_text(stage, keys[i].help);
	}
	stage_type(stage, KEY_ESCAPE);
	table_wait_title(stage, "USER");
	stage_type(stage, "h");
	stage_wait_text(stage, "this help");
	/* Who pressed q here wants back, not out. */
	stage_type(stage, "q");
	table_wait_title(stage, "USER");
	stage_type(stage, KEY_F1);
	stage_wait_text(stage, "this help");
}

static void
help_fits_a_usual_terminal_and_scrolls_on_a_small_one(void **state)
{
	struct stage *stage = watch_rows(*state, "80x24", small_world(state), "");

	stage_type(stage, "?");
	stage_wait_text(stage, "quit");
	stage_wait_text(stage, "one line, as k and j");
	stage_resize(stage, "40x12");
	stage_wait_text(stage, "one line, as k and j");
	stage_wait_no_text(stage, "a value that is not there");
	stage_type(stage, "G");
	stage_wait_text(stage, "a value that is not there");
}

static void
p_freezes_the_rows_until_p(void **state)
{
	struct sim *sim = small_world(state);
	struct stage *stage = watch_rows(*state, "120x30", sim, "--columns user,client,files");

	stage_type(stage, "p");
	stage_wait_on_line(stage, -2, "PAUSED at ");
	sim_post(sim, "add?user=CORP%%5Cnewcomer&client_ip=10.9.9.9&open_files=9000");
	watch_refresh(stage, sim);
	stage_wait_on_line(stage, 1, " 61 ");
	assert_false(stage_has(stage, "CORP\\newcomer"));
	stage_type(stage, "j");
	table_wait_cursor(stage, 1);
	stage_wait_on_line(stage, -2, "PAUSED at ");
	stage_type(stage, "p");
	stage_wait_no_text(stage, "PAUSED");
	stage_wait_on_line(stage, -2, "/61");
	stage_type(stage, "g");
	stage_wait_text(stage, "CORP\\newcomer");
}

static void
plus_and_minus_change_the_interval(void **state)
{
	struct sim *sim = small_world(state);
	struct stage *stage = watch_rows(*state, "100x24", sim, "--delay 10s");
	size_t before;

	stage_type(stage, "+");
	stage_wait_on_line(stage, -2, "interval 15 s");
	stage_type(stage, "-");
	stage_wait_on_line(stage, -2, "interval 10 s");
	stage_type(stage, "-----");
	stage_wait_on_line(stage, -2, "interval 500 ms");
	before = sim_requests(sim, SESSIONS_PATH);
	sim_post(sim, "add?user=CORP%%5Cone&client_ip=10.9.9.9&open_files=9000");
	stage_wait_text(stage, "CORP\\one");
	sim_post(sim, "add?user=CORP%%5Ctwo&client_ip=10.9.9.9&open_files=9000");
	stage_wait_text(stage, "CORP\\two");
	assert_true(sim_requests(sim, SESSIONS_PATH) >= before + 2);
}

static void
control_l_repaints_what_others_wrote_over(void **state)
{
	struct stage *stage = watch_rows(*state, "80x24", small_world(state), "");
	const char *titles = stage_line(stage, 3);

	terminal_scribble(stage_terminal(stage), "\033[1;1H\033[2JBroadcast message from root\r\n");
	assert_true(stage_has(stage, "Broadcast"));
	stage_type(stage, KEY_CTRL_L);
	stage_wait_no_text(stage, "Broadcast");
	stage_wait_on_line(stage, 0, "cifstop");
	stage_wait_line(stage, 3, titles);
}

static void
a_key_that_means_nothing_says_so(void **state)
{
	struct stage *stage = watch_rows(*state, "80x24", small_world(state), "");

	stage_type(stage, "Z");
	stage_wait_on_line(stage, -2, "does nothing here");
	stage_type(stage, "j");
	stage_wait_no_text(stage, "does nothing here");
}

/* ---- limits ---- */

#define QUIET_LIMIT 2048

static void
a_refresh_without_news_sends_little(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 300 --seed 4 --frozen");
	struct stage *stage = watch_rows(*state, "80x24", sim, "");
	size_t before = stage_bytes(stage), sent;

	watch_refresh(stage, sim);
	sent = stage_bytes(stage) - before;
	if (sent >= QUIET_LIMIT)
		stage_fail(stage, "%zu bytes were sent", sent);
}

static void
a_refresh_in_which_time_went_on_sends_little(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 300 --seed 4 --frozen --churn 0");
	struct stage *stage = watch_rows(*state, "80x24", sim, "--sort user");
	size_t before = stage_bytes(stage), sent;

	sim_post(sim, "step?seconds=5");
	watch_refresh(stage, sim);
	sent = stage_bytes(stage) - before;
	if (sent >= QUIET_LIMIT)
		stage_fail(stage, "%zu bytes were sent", sent);
}

/* Long enough that a clock with seconds would tick. */
#define REST_MS 1500

/* Whether no thread of the program woke, and nothing came from it, for a while. */
static bool
rests(struct stage *stage)
{
	struct terminal *terminal = stage_terminal(stage);
	double before = activity_of(terminal_process(terminal)->pid).wakes;

	return !terminal_read(terminal, REST_MS) && activity_of(terminal_process(terminal)->pid).wakes <= before;
}

static void
nothing_wakes_between_two_refreshes(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 300 --seed 4 --frozen");
	struct stage *stage = watch_rows(*state, "120x40", sim, "");
	uint64_t deadline = clock_monotonic_ms() + (uint64_t)scene_patience_ms();

	if (HAS_THREAD_SANITIZER)
		return; /* it has a thread of its own that wakes */
	while (!rests(stage)) {
		if (clock_monotonic_ms() > deadline)
			stage_fail(stage, "there is always a thread that wakes");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    SCENE_TEST(it_works_at_40x12),
	    SCENE_TEST(it_works_at_60x18),
	    SCENE_TEST(it_works_at_80x24),
	    SCENE_TEST(it_works_at_200x50),
	    SCENE_TEST(it_works_at_300x100),
	    SCENE_TEST(a_terminal_of_a_few_cells_does_no_harm),
	    SCENE_TEST(a_new_size_is_painted_at_once),
	    SCENE_TEST(the_cursors_row_stays_in_sight_when_the_terminal_shrinks),
	    SCENE_TEST(a_plain_locale_gets_ascii_only),
	    SCENE_TEST(colours_are_used_where_there_are_some),
	    SCENE_TEST(no_color_takes_colours_away_and_leaves_the_bar),
	    SCENE_TEST(a_monochrome_terminal_shows_everything),
	    SCENE_TEST(eight_colours_are_enough),
	    SCENE_TEST(an_unknown_terminal_is_told_and_still_served),
	    SCENE_TEST(shipped_themes_are_found),
	    SCENE_TEST(the_mono_theme_has_no_colour),
	    SCENE_TEST(a_theme_that_is_not_there_is_told_before_the_screen_opens),
	    SCENE_TEST(hostile_names_cannot_act_on_the_terminal),
	    SCENE_TEST(help_shows_every_key_of_the_table),
	    SCENE_TEST(help_fits_a_usual_terminal_and_scrolls_on_a_small_one),
	    SCENE_TEST(p_freezes_the_rows_until_p),
	    SCENE_TEST(plus_and_minus_change_the_interval),
	    SCENE_TEST(control_l_repaints_what_others_wrote_over),
	    SCENE_TEST(a_key_that_means_nothing_says_so),
	    SCENE_TEST(a_refresh_without_news_sends_little),
	    SCENE_TEST(a_refresh_in_which_time_went_on_sends_little),
	    SCENE_TEST(nothing_wakes_between_two_refreshes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
