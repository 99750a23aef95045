/* theme_color.c: colours, as people write them, as numbers of the terminal's palette. */
#include <config.h>

#include <stdlib.h>

#include "config/theme_private.h"

/* The palette of 256: 16 that the user sets, a cube of 6 * 6 * 6, and 24 greys. */
enum { CUBE_FIRST = 16, CUBE_SIDE = 6, GREY_FIRST = 232, GREY_COUNT = 24 };

static const struct {
	const char *name;
	int16_t number;
} names[] = {
    {"default", THEME_COLOR_DEFAULT},
    {"black", 0},
    {"red", 1},
    {"green", 2},
    {"yellow", 3},
    {"blue", 4},
    {"magenta", 5},
    {"cyan", 6},
    {"white", 7},
    {"bright-black", 8},
    {"grey", 8},
    {"gray", 8},
    {"bright-red", 9},
    {"bright-green", 10},
    {"bright-yellow", 11},
    {"bright-blue", 12},
    {"bright-magenta", 13},
    {"bright-cyan", 14},
    {"bright-white", 15},
};

static int
cube_level(int step)
{
	return step == 0 ? 0 : 55 + 40 * step;
}

static int
nearest_cube_step(int value)
{
	int nearest = 0;

	for (int step = 1; step < CUBE_SIDE; step++) {
		if (abs(cube_level(step) - value) < abs(cube_level(nearest) - value))
			nearest = step;
	}
	return nearest;
}

static int
squared_distance(const int a[static 3], const int b[static 3])
{
	int sum = 0;

	for (int i = 0; i < 3; i++)
		sum += (a[i] - b[i]) * (a[i] - b[i]);
	return sum;
}

static int16_t
nearest_color(const int rgb[static 3])
{
	int grey = ((rgb[0] + rgb[1] + rgb[2]) / 3 - 3) / 10, step[3], cube[3], level;

	for (int i = 0; i < 3; i++) {
		step[i] = nearest_cube_step(rgb[i]);
		cube[i] = cube_level(step[i]);
	}
	if (grey >= GREY_COUNT)
		grey = GREY_COUNT - 1;
	level = 8 + 10 * grey;
	if (squared_distance((const int[]){level, level, level}, rgb) < squared_distance(cube, rgb))
		return (int16_t)(GREY_FIRST + grey);
	return (int16_t)(CUBE_FIRST + (step[0] * CUBE_SIDE + step[1]) * CUBE_SIDE + step[2]);
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static bool
parse_hex(struct text text, int16_t *color)
{
	int rgb[3];

	if (text.length != 7 || text.bytes[0] != '#')
		return false;
	for (int i = 0; i < 3; i++) {
		int high = hex_digit(text.bytes[1 + 2 * i]), low = hex_digit(text.bytes[2 + 2 * i]);

		if (high < 0 || low < 0)
			return false;
		rgb[i] = high * 16 + low;
	}
	*color = nearest_color(rgb);
	return true;
}

bool
theme_parse_color(struct text text, int16_t *color)
{
	uint32_t number;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (text_equals_nocase(text, text_of(names[i].name))) {
			*color = names[i].number;
			return true;
		}
	}
	if (schema_parse_number(text, 255, &number)) {
		*color = (int16_t)number;
		return true;
	}
	return !text_is_absent(text) && parse_hex(text, color);
}
