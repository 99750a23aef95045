/* sheet.h: one table of records: what it lists, how it is arranged, and where the cursor is. */
#ifndef CIFSTOP_UI_SHEET_H
#define CIFSTOP_UI_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/cluster_status.h"
#include "model/kind.h"
#include "query/order.h"
#include "ui/prompt.h"
#include "view/columns.h"
#include "view/selection.h"
#include "view/view.h"

/* One cluster, as the header or a sheet tells of it. */
struct screen_cluster {
	const char *name;
	struct cluster_status status;
	uint32_t records; /* in the newest snapshot */
	bool is_left_out; /* of a query that does not ask it */
	bool is_narrowed; /* only some of its sessions are asked for */
};

/* What a sheet's rows come from. */
enum sheet_source {
	SHEET_SESSIONS, /* the sessions that are watched, or those of them that `scope` lets through */
	SHEET_QUERY, /* what the clusters answer to a query of the table */
	SHEET_PANE, /* what the clusters answer to a query of the detail pane */
	SHEET_SOURCE_COUNT
};

/* Owns its texts and its reference to the view; sheet_clear() drops them. */
struct sheet {
	const struct kind *kind;
	enum sheet_source source;
	uint32_t serial; /* tells it from all others, so that a view that comes late is not taken for its own */
	char *title; /* where one is: "client 10.1.2.3" */
	unsigned scope_field; /* all rows have `scope_value` there; FIELD_NONE: no scope */
	char *scope_value;
	char *scope; /* the same as a filter, that holds beside the user's */
	const struct screen_cluster *clusters; /* how it stands with the rows of each; not owned */
	size_t cluster_count;
	struct view *view; /* NULL before the first rows */
	unsigned columns[FIELDS_MAX];
	size_t column_count;
	struct order order;
	struct selection selection;
	char filter[PROMPT_MAX + 1]; /* in force */
	char search[PROMPT_MAX + 1]; /* looked for last */

	/* As painted last. */
	struct layout layout;
	uint16_t title_y; /* of the column titles */
	uint16_t lines; /* of rows */
};

/* A sheet with the default columns and order of its kind, without a scope; `title` is copied. */
struct sheet sheet_new(const struct kind *kind, enum sheet_source source, const char *title, bool has_cluster);

/* Shows these columns in place of the default ones. */
void sheet_set_columns(struct sheet *sheet, const unsigned *columns, size_t count);

/* From here on only rows are shown that have this text in that field, of a list in one of its items. Copied. */
void sheet_set_scope(struct sheet *sheet, unsigned field, const char *value);

/* Drops what it owns and zeroes. A view that is large is to be dropped elsewhere before. */
void sheet_clear(struct sheet *sheet);

/* Whether the cursor is on a row. */
bool sheet_has_row(const struct sheet *sheet);

/* The row that the cursor is on; sheet_has_row() holds. */
struct view_row sheet_row(const struct sheet *sheet);

#endif
