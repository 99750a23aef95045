/* picture.c: the screen of two simulated clusters as an SVG, for the README. */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

#include "e2e/sim.h"
#include "e2e/stage.h"

#define SIZE "110x30"
#define PICTURE_LIMIT ((size_t)16 << 20)

/* A cell in pixels: fonts of fixed width are about 0.6 of their size wide. */
#define FONT_SIZE 14
#define CELL_WIDTH 8.43
#define CELL_HEIGHT 18
#define BASELINE 13.5
#define EDGE 12

#define PAPER 0x16181d
#define INK 0xd5d8de

/* How many cells from `column` on look alike and make one piece, and how they look. */
struct run {
	int column;
	int row;
	int length;
	struct look look;
};

/* The emulator's sixteen colours are those of 1980; these are of the kind that terminals have now. */
static uint32_t
modern_colour(int32_t colour)
{
	static const struct {
		int32_t from;
		uint32_t to;
	} colours[] = {{0x000000, PAPER}, {0xe00000, 0xe0616b}, {0x00e000, 0x7fbf7a}, {0xe0e000, 0xdcb862},
	    {0x0000e0, 0x6a9fd8}, {0xe000e0, 0xc07fd0}, {0x00e0e0, 0x5bb6c4}, {0xe0e0e0, INK}, {0x808080, 0x7d8590},
	    {0xff4040, 0xff7b85}, {0x40ff40, 0x9fd89a}, {0xffff40, 0xf2d48a}, {0x4040ff, 0x8fbdf0},
	    {0xff40ff, 0xdda5ea}, {0x40ffff, 0x8ed6e0}, {0xffffff, 0xffffff}};

	for (size_t i = 0; i < sizeof(colours) / sizeof(colours[0]); i++) {
		if (colours[i].from == colour)
			return colours[i].to;
	}
	return (uint32_t)colour;
}

static uint32_t
foreground(const struct look *look)
{
	int32_t colour = look->reverse ? look->background : look->foreground;

	if (colour == COLOUR_DEFAULT)
		return look->reverse ? PAPER : INK;
	return modern_colour(colour);
}

static uint32_t
background(const struct look *look)
{
	int32_t colour = look->reverse ? look->foreground : look->background;

	if (colour == COLOUR_DEFAULT)
		return look->reverse ? INK : PAPER;
	return modern_colour(colour);
}

static bool
is_same_look(const struct look *a, const struct look *b)
{
	return foreground(a) == foreground(b) && background(a) == background(b) && a->bold == b->bold &&
	       a->underline == b->underline;
}

/* Calls `add` for each stretch of cells that look alike. */
static void
for_each_run(
    struct terminal *terminal, void (*add)(struct terminal *, const struct run *, struct buffer *), struct buffer *out)
{
	int columns = terminal_columns(terminal);

	for (int row = 0; row < terminal_rows(terminal); row++) {
		struct run run = {.row = row, .look = terminal_look(terminal, 0, row)};

		for (int column = 0; column <= columns; column++) {
			struct look look = column < columns ? terminal_look(terminal, column, row) : run.look;

			if (column < columns && is_same_look(&look, &run.look))
				continue;
			run.length = column - run.column;
			add(terminal, &run, out);
			run = (struct run){.column = column, .row = row, .look = look};
		}
	}
}

static double
left_of(int column)
{
	return EDGE + column * CELL_WIDTH;
}

static int
top_of(int row)
{
	return EDGE + row * CELL_HEIGHT;
}

static void
add_background(struct terminal *terminal, const struct run *run, struct buffer *out)
{
	(void)terminal;
	if (background(&run->look) == PAPER)
		return;
	buffer_add_format(out, "<rect x=\"%.2f\" y=\"%d\" width=\"%.2f\" height=\"%d\" fill=\"#%06x\"/>\n",
	    left_of(run->column), top_of(run->row), run->length * CELL_WIDTH, CELL_HEIGHT, background(&run->look));
}

static void
add_escaped(uint32_t character, struct buffer *out)
{
	switch (character) {
	case '&': buffer_add_string(out, "&amp;"); break;
	case '<': buffer_add_string(out, "&lt;"); break;
	case '>': buffer_add_string(out, "&gt;"); break;
	default: stage_add_character(out, character); break;
	}
}

static void
add_word(struct terminal *terminal, const struct run *word, struct buffer *out)
{
	/* The one thing that no seed holds still; a picture that is made anew should differ by what has changed only.
	 */
	static const char clock_face[] = "14:03:22";
	bool is_clock = word->row == 0 && word->column + word->length == terminal_columns(terminal) &&
			word->length == (int)strlen(clock_face);

	/* textLength keeps the columns in line whatever font is found. */
	buffer_add_format(out, "<text x=\"%.2f\" y=\"%.1f\" textLength=\"%.2f\" fill=\"#%06x\"%s%s>",
	    left_of(word->column), top_of(word->row) + BASELINE, word->length * CELL_WIDTH, foreground(&word->look),
	    word->look.bold ? " font-weight=\"bold\"" : "",
	    word->look.underline ? " text-decoration=\"underline\"" : "");
	for (int i = 0; i < word->length; i++)
		add_escaped(
		    is_clock ? (uint32_t)clock_face[i] : terminal_character(terminal, word->column + i, word->row),
		    out);
	buffer_add_string(out, "</text>\n");
}

static bool
is_blank(const struct terminal *terminal, const struct run *run, int at)
{
	return at >= run->length || terminal_character(terminal, run->column + at, run->row) == ' ';
}

/* A text for each piece between two blanks or more, so that blanks need not be kept anywhere. */
static void
add_words(struct terminal *terminal, const struct run *run, struct buffer *out)
{
	for (int at = 0; at < run->length;) {
		struct run word = {run->column + at, run->row, 0, run->look};

		if (is_blank(terminal, run, at)) {
			at++;
			continue;
		}
		while (!is_blank(terminal, run, at) || !is_blank(terminal, run, at + 1))
			at++;
		word.length = run->column + at - word.column;
		add_word(terminal, &word, out);
	}
}

static void
draw(struct terminal *terminal, struct buffer *out)
{
	int width = (int)(2 * EDGE + terminal_columns(terminal) * CELL_WIDTH);
	int height = 2 * EDGE + terminal_rows(terminal) * CELL_HEIGHT;

	buffer_add_format(out,
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\"\n"
	    " font-family=\"ui-monospace, 'SF Mono', 'DejaVu Sans Mono', 'Liberation Mono', Menlo, Consolas, "
	    "monospace\" font-size=\"%d\">\n"
	    "<rect width=\"%d\" height=\"%d\" rx=\"8\" fill=\"#%06x\"/>\n",
	    width, height, width, height, FONT_SIZE, width, height, PAPER);
	for_each_run(terminal, add_background, out);
	for_each_run(terminal, add_words, out);
	buffer_add_string(out, "</svg>\n");
}

static const char *path;

static void
write_picture(const struct buffer *picture)
{
	FILE *file = fopen(path, "we");

	if (file == NULL)
		check_fail("%s cannot be written: %s", path, strerror(errno));
	fwrite(picture->bytes, 1, picture->length, file);
	if (fclose(file) != 0)
		check_fail("%s cannot be written: %s", path, strerror(errno));
}

/* Both have just answered, so that the marks of what is new are still there. */
static bool
is_settled(struct stage *stage, const void *context)
{
	(void)context;
	return stage_has(stage, "280 ok <10s") && stage_has(stage, "120 ok <10s");
}

static void
picture_is_taken(void **state)
{
	struct sim *east = sim_start(*state, "--frozen --name prod-east --seed 7 --sessions 280");
	struct sim *west = sim_start(*state, "--frozen --name prod-west --seed 11 --sessions 120 --release 9.8");
	const char *config = sim_config(*state, "interval: 1h", "", "prod-east,prod-west", east, west);
	struct stage *stage = stage_open_cifstop(*state, SIZE, "-c '%s'", config);
	struct buffer picture;

	stage_wait_text(stage, "1/400");
	/* One comes, one goes. */
	sim_post(east, "add?user=CORP%%5Calice.ng&client_ip=10.20.30.40&open_files=18");
	sim_post(east, "end?user=kofi.ng");
	stage_type(stage, "r" KEY_DOWN KEY_DOWN KEY_DOWN KEY_DOWN KEY_DOWN KEY_DOWN KEY_DOWN);
	stage_wait_text(stage, "alice.ng");
	stage_wait(stage, "both clusters", is_settled, NULL);
	buffer_init(&picture, PICTURE_LIMIT);
	draw(stage_terminal(stage), &picture);
	write_picture(&picture);
	buffer_free(&picture);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {SCENE_TEST(picture_is_taken)};

	if (argc != 2) {
		fprintf(stderr, "Usage: %s FILE.svg\n", argv[0]);
		return 2;
	}
	path = argv[1];
	return cmocka_run_group_tests(tests, NULL, NULL);
}
