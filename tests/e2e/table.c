/* table.c: finds titles and rows on the screen, and cuts the rows into cells. */
#include "config.h"

#include "e2e/table.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "model/connection_fields.h"
#include "model/file_fields.h"
#include "model/lock_fields.h"
#include "model/session_fields.h"

#define COLUMNS_MAX 32
#define CELL_LIMIT 4096
#define FOOTER_LINES 2
#define FIRST_COLUMN 2 /* behind sign and cursor */

struct heading {
	const struct field *field;
	int start; /* where the title stands, and what follows it (with the arrow) */
	int end;
	int from; /* where the cells stand */
	int to;
};

struct table {
	int line; /* of the titles */
	int rows;
	struct heading headings[COLUMNS_MAX];
	size_t count;
};

/* Up or down, in Unicode or in ASCII. */
static bool
is_arrow(uint32_t c)
{
	return c == 0x25B2 || c == 0x25BC || c == '^' || c == 'v';
}

/* Whether `title` stands at a place, alone but for an arrow; stores where it ends. */
static bool
is_title_at(struct stage *stage, int column, int line, const char *title, int *end)
{
	struct terminal *terminal = stage_terminal(stage);
	int columns = terminal_columns(terminal);

	if (column > 0 && terminal_character(terminal, column - 1, line) != ' ')
		return false;
	for (; *title != '\0'; title++, column++) {
		if (column >= columns || terminal_character(terminal, column, line) != (unsigned char)*title)
			return false;
	}
	if (column < columns && is_arrow(terminal_character(terminal, column, line)))
		column++;
	*end = column;
	return column >= columns || terminal_character(terminal, column, line) == ' ';
}

/* The field with the longest title at a place. */
static const struct field *
find_title(struct stage *stage, int column, int line, int *end)
{
	static const struct kind *const kinds[] = {&session_kind, &file_kind, &connection_kind, &lock_kind};
	const struct field *found = NULL;
	int here;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		for (unsigned id = 0; id < kinds[i]->field_count; id++) {
			const struct field *field = &kinds[i]->fields[id];

			if ((found == NULL || strlen(field->title) > strlen(found->title)) &&
			    is_title_at(stage, column, line, field->title, &here)) {
				found = field;
				*end = here;
			}
		}
	}
	return found;
}

static void
read_headings(struct stage *stage, int line, struct table *table)
{
	int columns = terminal_columns(stage_terminal(stage));

	table->line = line;
	table->count = 0;
	for (int column = FIRST_COLUMN; column < columns && table->count < COLUMNS_MAX; column++) {
		struct heading *heading = &table->headings[table->count];

		if (terminal_character(stage_terminal(stage), column, line) == ' ')
			continue;
		heading->field = find_title(stage, column, line, &heading->end);
		if (heading->field == NULL) {
			table->count = 0; /* a line of titles holds nothing else */
			return;
		}
		heading->start = column;
		column = heading->end;
		table->count++;
	}
}

static bool
is_blank_line(struct stage *stage, int line)
{
	for (int column = 0; column < terminal_columns(stage_terminal(stage)); column++) {
		if (terminal_character(stage_terminal(stage), column, line) != ' ')
			return false;
	}
	return true;
}

/* A rule begins the detail pane. */
static bool
is_rule(struct stage *stage, int line)
{
	uint32_t first = terminal_character(stage_terminal(stage), 0, line);

	return first == 0x2500 || first == '-';
}

static bool
is_blank_column(struct stage *stage, const struct table *table, int column)
{
	for (int row = 0; row < table->rows; row++) {
		if (terminal_character(stage_terminal(stage), column, table->line + 1 + row) != ' ')
			return false;
	}
	return true;
}

/*
 * Cells begin where a left-aligned title does, and end where a right-aligned one does. Between a left-aligned column
 * and a right-aligned one the last column of the screen that is blank in all rows divides them: numbers and times hold
 * no blanks.
 */
static void
set_extents(struct stage *stage, struct table *table)
{
	int columns = terminal_columns(stage_terminal(stage));

	for (size_t i = 0; i < table->count; i++) {
		struct heading *here = &table->headings[i], *next = here + 1;
		bool is_last = i + 1 == table->count;

		if (i == 0)
			here->from = here->field->align == ALIGN_LEFT ? here->start : FIRST_COLUMN;
		if (here->field->align == ALIGN_RIGHT) {
			here->to = here->end;
		} else if (is_last) {
			here->to = columns;
		} else if (next->field->align == ALIGN_LEFT) {
			here->to = next->start - 1;
		} else {
			here->to = next->start - 1;
			while (here->to > here->end && !is_blank_column(stage, table, here->to))
				here->to--;
		}
		if (!is_last)
			next->from = next->field->align == ALIGN_LEFT ? next->start : here->to + 1;
	}
}

/* Reads the table; false when there is none on the screen. */
static bool
read_table(struct stage *stage, struct table *table)
{
	int lines = terminal_rows(stage_terminal(stage)) - FOOTER_LINES;

	for (int line = 0; line < lines; line++) {
		read_headings(stage, line, table);
		if (table->count >= 2)
			break;
	}
	if (table->count < 2)
		return false;
	table->rows = 0;
	while (table->line + 1 + table->rows < lines && !is_blank_line(stage, table->line + 1 + table->rows) &&
	       !is_rule(stage, table->line + 1 + table->rows))
		table->rows++;
	set_extents(stage, table);
	return true;
}

/* The text of some columns of a line, without blanks around it. */
static const char *
read_cells(struct stage *stage, int line, int from, int to)
{
	struct buffer text;
	const char *begin, *copy;
	size_t length;

	buffer_init(&text, CELL_LIMIT);
	buffer_add_string(&text, "");
	for (int column = from; column < to; column++)
		stage_add_character(&text, terminal_character(stage_terminal(stage), column, line));
	begin = buffer_string(&text);
	begin += strspn(begin, " ");
	length = strlen(begin);
	while (length > 0 && begin[length - 1] == ' ')
		length--;
	copy = scene_text(stage_scene(stage), "%.*s", (int)length, begin);
	buffer_free(&text);
	return copy;
}

const char *const *
table_titles(struct stage *stage)
{
	const char **titles = scene_memory(stage_scene(stage), (COLUMNS_MAX + 1) * sizeof(*titles));
	struct table table;

	if (!read_table(stage, &table))
		return titles;
	for (size_t i = 0; i < table.count; i++)
		titles[i] = read_cells(stage, table.line, table.headings[i].start, table.headings[i].end);
	return titles;
}

static const struct heading *
find_heading(const struct table *table, const char *title)
{
	for (size_t i = 0; i < table->count; i++) {
		if (strcmp(table->headings[i].field->title, title) == 0)
			return &table->headings[i];
	}
	return NULL;
}

const char *const *
table_column(struct stage *stage, const char *title)
{
	const struct heading *heading;
	struct table table;
	const char **values;

	if (!read_table(stage, &table) || (heading = find_heading(&table, title)) == NULL)
		return NULL;
	values = scene_memory(stage_scene(stage), ((size_t)table.rows + 1) * sizeof(*values));
	for (int row = 0; row < table.rows; row++)
		values[row] = read_cells(stage, table.line + 1 + row, heading->from, heading->to);
	return values;
}

size_t
table_rows(struct stage *stage)
{
	struct table table;

	return read_table(stage, &table) ? (size_t)table.rows : 0;
}

int
table_cursor(struct stage *stage)
{
	struct table table;

	if (!read_table(stage, &table))
		return -1;
	for (int row = 0; row < table.rows; row++) {
		if (terminal_character(stage_terminal(stage), 1, table.line + 1 + row) != ' ')
			return row;
	}
	return -1;
}

char
table_sign(struct stage *stage, size_t row)
{
	struct table table;

	if (!read_table(stage, &table) || row >= (size_t)table.rows)
		return '?';
	return (char)terminal_character(stage_terminal(stage), 0, table.line + 1 + (int)row);
}

int
table_find(struct stage *stage, const char *title, const char *value)
{
	const char *const *values = table_column(stage, title);

	for (int row = 0; values != NULL && values[row] != NULL; row++) {
		if (strcmp(values[row], value) == 0)
			return row;
	}
	return -1;
}

/* What the waits below look for; each uses what it needs. */
struct wanted {
	const char *title;
	const char *const *values;
	const char *value;
	size_t row;
	bool is_there;
	char sign;
	table_compare *compare;
};

static bool
has_title(struct stage *stage, const void *context)
{
	const struct wanted *wanted = context;
	struct table table;

	return read_table(stage, &table) && (find_heading(&table, wanted->title) != NULL) == wanted->is_there;
}

static bool
has_column(struct stage *stage, const void *context)
{
	const struct wanted *wanted = context;
	const char *const *values = table_column(stage, wanted->title);
	size_t i = 0;

	if (values == NULL)
		return false;
	while (values[i] != NULL && wanted->values[i] != NULL && strcmp(values[i], wanted->values[i]) == 0)
		i++;
	return values[i] == NULL && wanted->values[i] == NULL;
}

static bool
has_everywhere(struct stage *stage, const void *context)
{
	const struct wanted *wanted = context;
	const char *const *values = table_column(stage, wanted->title);

	for (size_t i = 0; values != NULL && values[i] != NULL; i++) {
		if (strcmp(values[i], wanted->value) != 0)
			return false;
	}
	return values != NULL && values[0] != NULL;
}

static bool
has_value(struct stage *stage, const void *context)
{
	const struct wanted *wanted = context;
	const char *const *values = table_column(stage, wanted->title);

	return values != NULL && wanted->row < table_rows(stage) && strcmp(values[wanted->row], wanted->value) == 0;
}

static bool
has_rows(struct stage *stage, const void *context)
{
	const struct wanted *wanted = context;

	return table_rows(stage) == wanted->row;
}

static bool
has_cursor_on(struct stage *stage, const void *context)
{
	const struct wanted *wanted = context;
	const char *const *values = table_column(stage, wanted->title);
	int cursor = table_cursor(stage);

	return values != NULL && cursor >= 0 && strcmp(values[cursor], wanted->value) == 0;
}

static bool
has_cursor_at(struct stage *stage, const void *context)
{
	const struct wanted *wanted = context;

	return table_cursor(stage) == (int)wanted->row;
}

static bool
has_sign(struct stage *stage, const void *context)
{
	const struct wanted *wanted = context;
	int row = table_find(stage, wanted->title, wanted->value);

	return row >= 0 && table_sign(stage, (size_t)row) == wanted->sign;
}

static bool
is_sorted(struct stage *stage, const void *context)
{
	const struct wanted *wanted = context;
	const char *const *values = table_column(stage, wanted->title);

	if (values == NULL || values[0] == NULL || values[1] == NULL)
		return false;
	for (size_t i = 1; values[i] != NULL; i++) {
		if (wanted->compare(values[i - 1], values[i]) > 0)
			return false;
	}
	return true;
}

void
table_wait_title_at(struct stage *stage, const char *title, bool is_there, const char *file, int line)
{
	struct wanted wanted = {.title = title, .is_there = is_there};
	const char *what = scene_text(
	    stage_scene(stage), is_there ? "a column %s" : "a table without a column %s", title);

	stage_wait_at(stage, what, has_title, &wanted, file, line);
}

void
table_wait_column_at(struct stage *stage, const char *title, const char *const *values, const char *file, int line)
{
	struct wanted wanted = {.title = title, .values = values};
	const char *what = scene_text(stage_scene(stage), "%s being", title);

	for (size_t i = 0; values[i] != NULL; i++)
		what = scene_text(stage_scene(stage), "%s \"%s\"", what, values[i]);
	stage_wait_at(stage, what, has_column, &wanted, file, line);
}

void
table_wait_every_at(struct stage *stage, const char *title, const char *value, const char *file, int line)
{
	struct wanted wanted = {.title = title, .value = value};
	const char *what = scene_text(stage_scene(stage), "every %s being \"%s\"", title, value);

	stage_wait_at(stage, what, has_everywhere, &wanted, file, line);
}

void
table_wait_value_at(struct stage *stage, const char *title, size_t row, const char *value, const char *file, int line)
{
	struct wanted wanted = {.title = title, .row = row, .value = value};
	const char *what = scene_text(stage_scene(stage), "%s of row %zu being \"%s\"", title, row, value);

	stage_wait_at(stage, what, has_value, &wanted, file, line);
}

void
table_wait_rows_at(struct stage *stage, size_t count, const char *file, int line)
{
	struct wanted wanted = {.row = count};

	stage_wait_at(stage, scene_text(stage_scene(stage), "%zu rows", count), has_rows, &wanted, file, line);
}

void
table_wait_cursor_on_at(struct stage *stage, const char *title, const char *value, const char *file, int line)
{
	struct wanted wanted = {.title = title, .value = value};
	const char *what = scene_text(stage_scene(stage), "the cursor on %s \"%s\"", title, value);

	stage_wait_at(stage, what, has_cursor_on, &wanted, file, line);
}

void
table_wait_cursor_at(struct stage *stage, int row, const char *file, int line)
{
	struct wanted wanted = {.row = (size_t)row};
	const char *what = scene_text(stage_scene(stage), "the cursor on row %d", row);

	stage_wait_at(stage, what, has_cursor_at, &wanted, file, line);
}

void
table_wait_sign_at(struct stage *stage, const char *title, const char *value, char sign, const char *file, int line)
{
	struct wanted wanted = {.title = title, .value = value, .sign = sign};
	const char *what = scene_text(stage_scene(stage), "sign '%c' before %s \"%s\"", sign, title, value);

	stage_wait_at(stage, what, has_sign, &wanted, file, line);
}

void
table_wait_sorted_at(struct stage *stage, const char *title, table_compare *compare, const char *file, int line)
{
	struct wanted wanted = {.title = title, .compare = compare};

	stage_wait_at(stage, scene_text(stage_scene(stage), "order by %s", title), is_sorted, &wanted, file, line);
}

static bool
is_absent(const char *value)
{
	return strcmp(value, "-") == 0;
}

/* Absent values stand last in either direction; `order` is what the others say. */
static int
absent_last(const char *left, const char *right, int order)
{
	if (is_absent(left) || is_absent(right))
		return (int)is_absent(left) - (int)is_absent(right);
	return order;
}

static unsigned long
read_count(const char *text)
{
	unsigned long number = 0;

	for (; *text != '\0'; text++) {
		if (isdigit((unsigned char)*text))
			number = number * 10 + (unsigned long)(*text - '0');
	}
	return number;
}

static int
compare_numbers(unsigned long left, unsigned long right)
{
	return (left > right) - (left < right);
}

int
compare_counts(const char *left, const char *right)
{
	return absent_last(left, right, compare_numbers(read_count(left), read_count(right)));
}

int
compare_counts_down(const char *left, const char *right)
{
	return absent_last(left, right, compare_numbers(read_count(right), read_count(left)));
}

unsigned long
table_seconds(const char *time)
{
	static const struct {
		char letter;
		unsigned long seconds;
	} units[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}, {'w', 604800}, {'y', 31536000}};
	unsigned long total = 0;

	while (*time != '\0') {
		char *end;
		unsigned long number = strtoul(time, &end, 10);
		size_t unit = 0;

		while (unit < sizeof(units) / sizeof(units[0]) && units[unit].letter != *end)
			unit++;
		if (end == time || unit == sizeof(units) / sizeof(units[0]))
			check_fail("\"%s\" is no time", time);
		total += number * units[unit].seconds;
		time = end + 1;
	}
	return total;
}

int
compare_times(const char *left, const char *right)
{
	if (is_absent(left) || is_absent(right))
		return absent_last(left, right, 0);
	return compare_numbers(table_seconds(left), table_seconds(right));
}

int
compare_times_down(const char *left, const char *right)
{
	if (is_absent(left) || is_absent(right))
		return absent_last(left, right, 0);
	return compare_numbers(table_seconds(right), table_seconds(left));
}

int
compare_texts(const char *left, const char *right)
{
	return absent_last(left, right, strcasecmp(left, right));
}

int
compare_texts_down(const char *left, const char *right)
{
	return absent_last(left, right, strcasecmp(right, left));
}
