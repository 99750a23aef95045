/* columns.h: which columns fit, and how wide each is. */
#ifndef CIFSTOP_VIEW_COLUMNS_H
#define CIFSTOP_VIEW_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/kind.h"
#include "view/view.h"

struct column {
	unsigned field;
	uint16_t x;
	uint16_t width;
};

struct layout {
	struct column columns[FIELDS_MAX];
	size_t count;
};

/*
 * Chooses from `wanted`, fields of `kind`, left to right, what fits in `width` display columns with one between them:
 * the lightest go first, user, client, files and idle stay to the last. Widths fit what `view` holds (NULL: the titles)
 * within each field's limits; what is left over goes to those that are cut. `arrow_field` gets a column more for the
 * arrow of the sort order.
 */
void layout_fit(struct layout *layout, const struct kind *kind, const struct view *view, const unsigned *wanted,
    size_t wanted_count, uint16_t width, unsigned arrow_field);

/* The default columns; `has_cluster` says whether there is more than one cluster to tell apart. Returns how many. */
size_t layout_default_columns(const struct kind *kind, unsigned columns[static FIELDS_MAX], bool has_cluster);

/* Reads a list of field names with commas; NULL, or a sentence that the caller frees. */
char *layout_parse_columns(
    const struct kind *kind, const char *written, unsigned columns[static FIELDS_MAX], size_t *count);

#endif
