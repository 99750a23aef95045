/* options_help.c: --help and --list-fields, from their tables. */
#include "config.h"

#include "app/options.h"

#include <string.h>

#include "model/session_fields.h"

#define HELP_WIDTH 79
#define HELP_INDENT 24
#define FIELDS_GAP 2

const char *
option_group_title(enum option_group group)
{
	static const char *const titles[OPTION_GROUP_COUNT] = {
	    [OPTIONS_CLUSTERS] = "Which clusters",
	    [OPTIONS_ASKED] = "What the clusters are asked",
	    [OPTIONS_VIEW] = "What is shown",
	    [OPTIONS_OUTPUT] = "Without a screen",
	    [OPTIONS_OTHER] = "Other",
	};

	return titles[group];
}

static void
pad(struct buffer *out, size_t spaces)
{
	while (spaces-- > 0)
		buffer_add_byte(out, ' ');
}

/* Appends `text` in lines that start at column `indent` and end before `width`; the first is at column `at`. */
static void
wrap(struct buffer *out, const char *text, size_t at, size_t indent, size_t width)
{
	while (*text != '\0') {
		size_t word = strcspn(text, " ");

		if (at + word > width && at > indent) {
			buffer_add_byte(out, '\n');
			pad(out, indent);
			at = indent;
		}
		buffer_add(out, text, word);
		at += word;
		text += word;
		if (*text == ' ') {
			text++;
			/* No space where the next word goes to a new line. */
			if (at + 1 + strcspn(text, " ") <= width)
				buffer_add_byte(out, ' ');
			at++;
		}
	}
	buffer_add_byte(out, '\n');
}

void
option_print_usage(const struct option_entry *entry, struct buffer *out)
{
	if (entry->letter != '\0')
		buffer_add_format(out, "-%c", entry->letter);
	if (entry->name != NULL)
		buffer_add_format(out, "%s--%s", entry->letter != '\0' ? ", " : "    ", entry->name);
	if (entry->argument == NULL)
		return;
	if (entry->is_argument_optional)
		buffer_add_format(out, "[=%s]", entry->argument);
	else
		buffer_add_format(out, "%s%s", entry->name != NULL ? "=" : " ", entry->argument);
}

static void
print_option(const struct option_entry *entry, struct buffer *out)
{
	size_t start = out->length, at;

	pad(out, 2);
	option_print_usage(entry, out);
	at = out->length - start;
	if (at + 2 > HELP_INDENT) {
		buffer_add_byte(out, '\n');
		at = 0;
	}
	pad(out, HELP_INDENT - at);
	wrap(out, entry->help, HELP_INDENT, HELP_INDENT, HELP_WIDTH);
}

void
options_print_help(struct buffer *out)
{
	buffer_add_string(out, "Usage: cifstop [OPTION...] [CLUSTER...]\n"
			       "Watch the SMB sessions of NetApp ONTAP clusters live.\n");
	for (unsigned group = 0; group < OPTION_GROUP_COUNT; group++) {
		buffer_add_format(out, "\n%s:\n", option_group_title((enum option_group)group));
		for (size_t i = 0; i < option_count; i++) {
			if (option_table[i].group == group)
				print_option(&option_table[i], out);
		}
	}
	buffer_add_string(out, "\nCLUSTER chooses clusters of the configuration by name; without any, all are\n"
			       "watched. Exit code of --once and --batch: 0 complete, 1 nothing came, 2 usage\n"
			       "or configuration, 3 partial. The manual has the rest: man cifstop\n");
}

/* What a line of --list-fields says; the help comes last and is wrapped. */
#define FIELDS_COLUMNS 4

static void
field_cell(const struct field *field, size_t column, struct buffer *out)
{
	static const char *const types[TYPE_COUNT_OF_TYPES] = {
	    [TYPE_TEXT] = "text",
	    [TYPE_ADDRESS] = "address",
	    [TYPE_ID] = "id",
	    [TYPE_COUNT] = "count",
	    [TYPE_SECONDS] = "time",
	    [TYPE_ENUM] = "word",
	    [TYPE_BOOLEAN] = "boolean",
	    [TYPE_LIST] = "list",
	    [TYPE_SECURITY] = "marks",
	};

	if (column == 0)
		buffer_add_string(out, field->api_name);
	else if (column == 2)
		buffer_add_string(out, types[field->type]);
	else if (column == 3)
		buffer_add_string(out, field->since == NULL ? "-" : field->since);
	else
		field_print_aliases(field, out);
}

void
field_print_aliases(const struct field *field, struct buffer *out)
{
	if (field->aliases[0] == NULL)
		buffer_add_byte(out, '-');
	for (size_t i = 0; i < FIELD_ALIASES_MAX && field->aliases[i] != NULL; i++)
		buffer_add_format(out, "%s%s", i == 0 ? "" : ",", field->aliases[i]);
}

static void
widen(const struct field *field, size_t widths[static FIELDS_COLUMNS])
{
	struct buffer cell;

	buffer_init(&cell, SIZE_MAX - 1);
	for (size_t column = 0; column < FIELDS_COLUMNS; column++) {
		buffer_reset(&cell);
		field_cell(field, column, &cell);
		if (cell.length > widths[column])
			widths[column] = cell.length;
	}
	buffer_free(&cell);
}

void
options_print_fields(struct buffer *out)
{
	static const char *const titles[FIELDS_COLUMNS] = {"FIELD", "SHORT", "TYPE", "SINCE"};
	size_t widths[FIELDS_COLUMNS];

	for (size_t column = 0; column < FIELDS_COLUMNS; column++)
		widths[column] = strlen(titles[column]);
	for (unsigned field = 0; field < session_kind.field_count; field++)
		widen(&session_kind.fields[field], widths);
	for (size_t column = 0; column < FIELDS_COLUMNS; column++)
		buffer_add_format(out, "%-*s", (int)widths[column] + FIELDS_GAP, titles[column]);
	buffer_add_string(out, "MEANING\n");
	for (unsigned field = 0; field < session_kind.field_count; field++) {
		for (size_t column = 0; column < FIELDS_COLUMNS; column++) {
			size_t start = out->length;

			field_cell(&session_kind.fields[field], column, out);
			pad(out, widths[column] + FIELDS_GAP - (out->length - start));
		}
		buffer_add_format(out, "%s\n", session_kind.fields[field].help);
	}
}
