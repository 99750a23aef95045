/* theme.h: how things look, by role and never by place. */
#ifndef CIFSTOP_CONFIG_THEME_H
#define CIFSTOP_CONFIG_THEME_H

#include <stdbool.h>
#include <stdint.h>

#include "base/report.h"

enum role {
	ROLE_TEXT,
	ROLE_HEADER, /* totals and cluster cells */
	ROLE_TITLE, /* column titles */
	ROLE_SORTED, /* the title of the sorted column */
	ROLE_CURSOR, /* the bar over the selected row */
	ROLE_GOOD,
	ROLE_WARN,
	ROLE_BAD,
	ROLE_DIM, /* old, or of little weight */
	ROLE_NEW,
	ROLE_ENDED,
	ROLE_MATCH, /* what a search found */
	ROLE_KEY, /* the key in the footer */
	ROLE_LABEL, /* the word beside the key; labels in the detail */
	ROLE_PROMPT,
	ROLE_ERROR,
	ROLE_COUNT
};

#define THEME_COLOR_DEFAULT (-1)

/* A colour is -1 for the terminal's own, 0 to 255 for one of its palette. */
struct style {
	int16_t foreground;
	int16_t background;
	bool is_bold;
	bool is_dim;
	bool is_underlined;
	bool is_reversed;
};

struct theme {
	struct style styles[ROLE_COUNT];
};

/*
 * Reads the theme of that name (or path, when it has a slash): beside the binary in a build tree, in the user's
 * configuration directory, in the data directory. Roles that it leaves out look as in theme_monochrome(). On a mistake
 * adds to `report` what is wrong where, or which themes there are, and returns false.
 */
bool theme_load(const char *name, struct theme *theme, struct report *report);

/* A theme without colours, from attributes alone: for NO_COLOR and monochrome terminals. */
void theme_monochrome(struct theme *theme);

/* Names of all themes found, sorted, terminated by NULL; the caller frees each and the array. */
char **theme_list(void);

#endif
