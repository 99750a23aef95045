/* tables.c: prints one generated region of the manual; see doc/regions. */
#include "config.h"

#include "tables.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/options.h"
#include "base/buffer.h"
#include "model/connection_fields.h"
#include "model/file_fields.h"
#include "model/lock_fields.h"
#include "model/session_fields.h"
#include "ontap/parameters.h"

void
mdoc_text(const char *text)
{
	if (*text == '.' || *text == '\'')
		fputs("\\&", stdout);
	for (const char *at = text; *at != '\0'; at++) {
		switch (*at) {
		case '\\': fputs("\\e", stdout); break;
		case '-': fputs("\\-", stdout); break;
		case '^': fputs("\\(ha", stdout); break;
		case '~': fputs("\\(ti", stdout); break;
		case '`': fputs("\\(ga", stdout); break;
		case '\'': fputs("\\(aq", stdout); break;
		default: putchar(*at); break;
		}
	}
}

static void
print_option(const struct option_entry *entry)
{
	fputs(".It", stdout);
	if (entry->letter != '\0')
		printf(" Fl %c", entry->letter);
	if (entry->letter != '\0' && entry->argument != NULL && !entry->is_argument_optional)
		printf(" Ar %s", entry->argument);
	if (entry->letter != '\0' && entry->name != NULL)
		fputs(" ,", stdout);
	if (entry->name != NULL)
		printf(" Fl \\-%s", entry->name);
	if (entry->name != NULL && entry->argument != NULL)
		printf(entry->is_argument_optional ? " Ns Op Ns = Ns Ar %s" : " Ns = Ns Ar %s", entry->argument);
	putchar('\n');
	mdoc_text(entry->help);
	putchar('\n');
}

void
tables_print_options(void)
{
	for (unsigned group = 0; group < OPTION_GROUP_COUNT; group++) {
		printf(".Ss %s\n.Bl -tag -width Ds\n", option_group_title((enum option_group)group));
		for (size_t i = 0; i < option_count; i++) {
			if (option_table[i].group == group)
				print_option(&option_table[i]);
		}
		fputs(".El\n", stdout);
	}
}

static void
print_fields(const struct kind *kind)
{
	struct buffer aliases;

	buffer_init(&aliases, SIZE_MAX / 2);
	fputs(".Bl -tag -width Ds\n", stdout);
	for (size_t id = 0; id < kind->field_count; id++) {
		const struct field *field = &kind->fields[id];

		buffer_reset(&aliases);
		printf(".It Sy %s", field->api_name);
		if (field->aliases[0] != NULL) {
			field_print_aliases(field, &aliases);
			printf(" Pq %s", buffer_string(&aliases));
		}
		putchar('\n');
		mdoc_text(field->help);
		putchar('\n');
	}
	fputs(".El\n", stdout);
	buffer_free(&aliases);
}

void
tables_print_fields(void)
{
	print_fields(&session_kind);
}

void
tables_print_file_fields(void)
{
	print_fields(&file_kind);
}

void
tables_print_connection_fields(void)
{
	print_fields(&connection_kind);
}

void
tables_print_lock_fields(void)
{
	print_fields(&lock_kind);
}

static void
print_parameter(const char *name, const char *values)
{
	printf(".It Sy %s\n", name);
	mdoc_text(values);
	putchar('\n');
}

void
tables_print_parameters(void)
{
	fputs(".Bl -tag -width continuous_availability -compact\n", stdout);
	for (unsigned id = 0; id < session_kind.field_count; id++) {
		char *values;

		if (session_kind.fields[id].origin != ORIGIN_API)
			continue;
		values = parameter_describe_values(&session_kind.fields[id]);
		print_parameter(session_kind.fields[id].api_name, values);
		free(values);
	}
	fputs(".El\n.Pp\nThe others have options of their own:\n.Bl -tag -width Ds\n", stdout);
	for (size_t i = 0; i < GENERAL_PARAMETER_COUNT; i++) {
		const struct parameter *parameter = &general_parameters[i];

		printf(".It Sy %s\n", parameter->name);
		mdoc_text(parameter->help);
		fputs(":\n", stdout);
		mdoc_text(parameter->values);
		fputs(".\nWritten\n.Ql ", stdout);
		mdoc_text(parameter->option);
		fputs(" .\n", stdout);
	}
	fputs(".El\n", stdout);
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*print)(void);
	} regions[] = {
	    {"options", tables_print_options},
	    {"fields", tables_print_fields},
	    {"file-fields", tables_print_file_fields},
	    {"connection-fields", tables_print_connection_fields},
	    {"lock-fields", tables_print_lock_fields},
	    {"filter-types", tables_print_filter_types},
	    {"keys", tables_print_keys},
	    {"config", tables_print_config},
	    {"parameters", tables_print_parameters},
	};

	for (size_t i = 0; argc == 2 && i < sizeof regions / sizeof *regions; i++) {
		if (strcmp(argv[1], regions[i].name) != 0)
			continue;
		regions[i].print();
		return fflush(stdout) == 0 && ferror(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
	}
	fputs("usage: tables options|fields|file-fields|connection-fields|lock-fields|filter-types|keys|config|"
	      "parameters\n",
	    stderr);
	return EXIT_FAILURE;
}
