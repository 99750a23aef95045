/* sheet.c: one table of records. */
#include "config.h"

#include "ui/sheet.h"

#include <stdlib.h>

#include "base/xalloc.h"

struct sheet
sheet_new(const struct kind *kind, enum sheet_source source, const char *title, const char *scope, bool has_cluster)
{
	static uint32_t last_serial;
	struct sheet sheet = {
	    .kind = kind,
	    .source = source,
	    .serial = ++last_serial,
	    .title = xstrdup(title),
	    .scope = xstrdup(scope),
	    .order = order_default(kind),
	};

	sheet.column_count = layout_default_columns(kind, sheet.columns, has_cluster);
	return sheet;
}

void
sheet_clear(struct sheet *sheet)
{
	free(sheet->title);
	free(sheet->scope);
	view_unref(sheet->view);
	selection_clear(&sheet->selection);
	*sheet = (struct sheet){.kind = NULL};
}

bool
sheet_has_row(const struct sheet *sheet)
{
	return sheet->view != NULL && sheet->selection.position < view_count(sheet->view);
}

struct view_row
sheet_row(const struct sheet *sheet)
{
	return view_row(sheet->view, sheet->selection.position);
}
