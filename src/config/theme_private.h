/* theme_private.h: how themes are found and read; for this folder, its tests and its fuzzers. */
#ifndef CIFSTOP_CONFIG_THEME_PRIVATE_H
#define CIFSTOP_CONFIG_THEME_PRIVATE_H

#include "base/text.h"
#include "config/schema.h"
#include "config/theme.h"

/* The keys of a theme, by role, and those of a style. The manual has each of them. */
extern const struct key role_keys[], style_keys[];

/*
 * Reads a theme from the text of the file `path`. What a role does not say of its colours is as in `text`; a role that
 * is not there has the attributes of theme_monochrome(). On a mistake adds to `report` and returns false.
 */
bool theme_parse(const char *path, struct text text, struct theme *theme, struct report *report);

/* The file of the theme of that name, or that path itself when it has a slash; NULL when it is not there. */
char *theme_find(const char *name);

/* A sentence that says that there is no such theme, and which there are. The caller frees. */
char *theme_explain_unknown(const char *name);

/*
 * Reads a colour: `default`, the name of one of the 16, a number up to 255, or #rrggbb, which becomes the nearest of
 * the 240 that are the same on all terminals.
 */
bool theme_parse_color(struct text text, int16_t *color);

#endif
