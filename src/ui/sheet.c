/* sheet.c: one table of records. */
#include "config.h"

#include "ui/sheet.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "base/xalloc.h"

struct sheet
sheet_new(const struct kind *kind, enum sheet_source source, const char *title, bool has_cluster)
{
	static uint32_t last_serial;
	struct sheet sheet = {
	    .kind = kind,
	    .source = source,
	    .serial = ++last_serial,
	    .title = xstrdup(title),
	    .scope_field = FIELD_NONE,
	    .order = order_default(kind),
	};

	sheet.column_count = layout_default_columns(kind, sheet.columns, has_cluster);
	return sheet;
}

void
sheet_set_columns(struct sheet *sheet, const unsigned *columns, size_t count)
{
	for (size_t i = 0; i < count; i++)
		sheet->columns[i] = columns[i];
	sheet->column_count = count;
}

void
sheet_set_scope(struct sheet *sheet, unsigned field, const char *value)
{
	struct buffer scope;

	buffer_init(&scope, SIZE_MAX / 2);
	buffer_add_format(&scope, "%s = \"", field_name(sheet->kind, field));
	for (const char *at = value; *at != '\0'; at++) {
		if (*at == '"' || *at == '\\')
			buffer_add_byte(&scope, '\\');
		buffer_add_byte(&scope, *at);
	}
	buffer_add_byte(&scope, '"');
	free(sheet->scope);
	free(sheet->scope_value);
	sheet->scope_field = field;
	sheet->scope_value = xstrdup(value);
	sheet->scope = buffer_take(&scope);
}

void
sheet_clear(struct sheet *sheet)
{
	free(sheet->title);
	free(sheet->scope);
	free(sheet->scope_value);
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
