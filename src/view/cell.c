/* cell.c: a value as people read it and as programs do. */
#include "config.h"

#include "view/cell.h"

#include <stdlib.h>

#include "base/safe_text.h"
#include "base/xalloc.h"
#include "model/print.h"

/* Under this many columns a cut name tells nothing. */
#define CUT_NAME_MIN 3

bool
cell_print_screen(const struct snapshot *snapshot, unsigned field, uint32_t row, struct buffer *out)
{
	return print_value(snapshot, field, row, PRINT_SHORT, out);
}

bool
cell_print_long(const struct snapshot *snapshot, unsigned field, uint32_t row, struct buffer *out)
{
	return print_value(snapshot, field, row, PRINT_LONG, out);
}

bool
cell_print_exact(const struct snapshot *snapshot, unsigned field, uint32_t row, struct buffer *out)
{
	return print_value(snapshot, field, row, PRINT_EXACT, out);
}

void
cell_print_grouped(uint64_t number, struct buffer *out)
{
	char text[NUMBER_TEXT_MAX];

	buffer_add(out, text, print_format_number(number, true, text));
}

void
cell_security_marks(const struct snapshot *snapshot, uint32_t row, struct security_mark marks[static SECURITY_MARKS])
{
	security_marks(snapshot, row, marks);
}

/* A list field of one record: the names that are there, of `count` items. */
struct names {
	const struct snapshot *snapshot;
	unsigned field;
	const uint32_t *items;
	uint32_t count;
};

static uint32_t
names_present(const struct names *names)
{
	uint32_t present = 0;

	for (uint32_t i = 0; i < names->count; i++)
		present += !text_is_absent(snapshot_list_text(names->snapshot, names->field, names->items[i]));
	return present;
}

/* Columns of "+N"; none for nothing more. */
static size_t
more_columns(uint32_t more)
{
	char text[NUMBER_TEXT_MAX];

	return more == 0 ? 0 : 1 + print_format_number(more, false, text);
}

/* How many names fit in `columns` with the count of the others behind them. */
static uint32_t
names_that_fit(const struct names *names, uint32_t present, size_t columns)
{
	size_t used = 0;
	uint32_t taken = 0, best = 0;

	for (uint32_t i = 0; i < names->count && used <= columns; i++) {
		struct text text = snapshot_list_text(names->snapshot, names->field, names->items[i]);

		if (text_is_absent(text))
			continue;
		used += safe_text_columns(text) + (taken > 0);
		taken++;
		if (used + more_columns(present - taken) <= columns)
			best = taken;
	}
	return best;
}

/* Adds one name, cut to `columns` where that leaves something to read. */
static void
add_cut(struct text name, size_t columns, struct buffer *out)
{
	char *cut;

	if (columns < CUT_NAME_MIN || safe_text_columns(name) <= columns) {
		buffer_add(out, name.bytes, name.length);
		return;
	}
	cut = xmalloc(SAFE_TEXT_SIZE(columns));
	safe_text_fit(name, columns, CUT_MIDDLE, cut, SAFE_TEXT_SIZE(columns));
	buffer_add_string(out, cut);
	free(cut);
}

bool
cell_print_list_fit(const struct snapshot *snapshot, unsigned field, uint32_t row, size_t columns, struct buffer *out)
{
	struct names names = {.snapshot = snapshot, .field = field};
	uint32_t present, fitting, printed = 0;
	size_t room = columns;

	names.items = snapshot_list(snapshot, row, &names.count);
	present = names_present(&names);
	if (present == 0)
		return false;
	fitting = names_that_fit(&names, present, columns);
	if (fitting == 0) {
		fitting = 1;
		room = columns > more_columns(present - 1) ? columns - more_columns(present - 1) : 0;
	}
	for (uint32_t i = 0; printed < fitting; i++) {
		struct text text = snapshot_list_text(snapshot, field, names.items[i]);

		if (text_is_absent(text))
			continue;
		if (printed++ > 0)
			buffer_add_byte(out, ',');
		add_cut(text, room, out);
	}
	if (printed < present)
		buffer_add_format(out, "+%u", present - printed);
	return true;
}

static enum verdict
worst_mark(const struct snapshot *snapshot, uint32_t row)
{
	struct security_mark marks[SECURITY_MARKS];
	enum verdict worst = VERDICT_NONE;

	security_marks(snapshot, row, marks);
	for (size_t i = 0; i < SECURITY_MARKS; i++)
		worst = marks[i].verdict > worst ? marks[i].verdict : worst;
	return worst;
}

enum verdict
cell_verdict(const struct snapshot *snapshot, unsigned field, uint32_t row)
{
	const struct field *about = &snapshot_kind(snapshot)->fields[field];
	uint64_t number = snapshot_number(snapshot, field, row);

	if (number == VALUE_ABSENT)
		return VERDICT_NONE;
	if (about->type == TYPE_SECURITY)
		return worst_mark(snapshot, row);
	if (about->type == TYPE_BOOLEAN)
		return number != 0 ? about->verdict : VERDICT_NONE;
	if (about->type != TYPE_ENUM)
		return VERDICT_NONE;
	return number >= ENUM_UNKNOWN_FIRST ? VERDICT_WARN : about->enumeration->values[number].verdict;
}
