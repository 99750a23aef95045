/* options_help.c: --help and --list-fields, from their tables. */
#include "config.h"

#include "app/options.h"

#include <string.h>

#include "model/connection_fields.h"
#include "model/file_fields.h"
#include "model/lock_fields.h"
#include "model/session_fields.h"
#include "query/server_query.h"

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

/* What a line of --list-fields says; the help comes last. */
#define FIELDS_COLUMNS 5

static const struct kind *const listed_kinds[] = {&session_kind, &file_kind, &connection_kind, &lock_kind};
#define LISTED_KINDS (sizeof listed_kinds / sizeof *listed_kinds)

/* Filters are sent for sessions alone; what else is listed is asked for by what it belongs to. */
static const char *
server_word(const struct kind *kind, const struct field *field)
{
	if (field->origin != ORIGIN_API)
		return "-";
	return kind == &session_kind && server_query_can_hold(field) ? "filter" : "query";
}

static void
field_cell(const struct kind *kind, const struct field *field, size_t column, struct buffer *out)
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

	switch (column) {
	case 0: buffer_add_string(out, field->api_name); break;
	case 1: field_print_aliases(field, out); break;
	case 2: buffer_add_string(out, types[field->type]); break;
	case 3: buffer_add_string(out, field->since == NULL ? "-" : field->since); break;
	default: buffer_add_string(out, server_word(kind, field)); break;
	}
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
widen(const struct kind *kind, size_t widths[static FIELDS_COLUMNS])
{
	struct buffer cell;

	buffer_init(&cell, SIZE_MAX - 1);
	for (size_t field = 0; field < kind->field_count; field++) {
		for (size_t column = 0; column < FIELDS_COLUMNS; column++) {
			buffer_reset(&cell);
			field_cell(kind, &kind->fields[field], column, &cell);
			if (cell.length > widths[column])
				widths[column] = cell.length;
		}
	}
	buffer_free(&cell);
}

static void
print_field(
    const struct kind *kind, const struct field *field, const size_t widths[static FIELDS_COLUMNS], struct buffer *out)
{
	for (size_t column = 0; column < FIELDS_COLUMNS; column++) {
		size_t start = out->length;

		field_cell(kind, field, column, out);
		pad(out, widths[column] + FIELDS_GAP - (out->length - start));
	}
	buffer_add_format(out, "%s\n", field->help);
}

void
options_print_fields(struct buffer *out)
{
	static const char *const titles[FIELDS_COLUMNS] = {"FIELD", "SHORT", "TYPE", "SINCE", "SERVER"};
	size_t widths[FIELDS_COLUMNS];

	for (size_t column = 0; column < FIELDS_COLUMNS; column++)
		widths[column] = strlen(titles[column]);
	for (size_t i = 0; i < LISTED_KINDS; i++)
		widen(listed_kinds[i], widths);
	for (size_t i = 0; i < LISTED_KINDS; i++) {
		const struct kind *kind = listed_kinds[i];

		buffer_add_format(out, "%sFields of %s:\n", i == 0 ? "" : "\n", kind->name);
		for (size_t column = 0; column < FIELDS_COLUMNS; column++)
			buffer_add_format(out, "%-*s", (int)widths[column] + FIELDS_GAP, titles[column]);
		buffer_add_string(out, "MEANING\n");
		for (size_t field = 0; field < kind->field_count; field++)
			print_field(kind, &kind->fields[field], widths, out);
	}
	buffer_add_string(out,
	    "\nSERVER: filter, a cluster is asked for what --filter says of the field where that is\n"
	    "sure to leave out nothing; query, the API can be queried by it, as --query does for\n"
	    "sessions; -, it is made here.\n");
}
