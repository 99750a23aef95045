/* options.c: how the command line is read by the table of options. */
#include "config.h"

#include "app/options.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "app/ask_options.h"
#include "base/report.h"
#include "base/xalloc.h"
#include "model/file_fields.h"
#include "model/session_fields.h"

/* What getopt returns for an option without a letter: this plus its place in the table. */
#define NAME_ONLY 256

/* What getopt reads, made from the table. */
struct spellings {
	char letters[OPTIONS_MAX * 3 + 2];
	struct option names[OPTIONS_MAX + 1];
	const char *known[OPTIONS_MAX + 1];
};

static int
has_argument(const struct option_entry *entry)
{
	if (entry->argument == NULL)
		return no_argument;
	return entry->is_argument_optional ? optional_argument : required_argument;
}

static int
option_value(size_t index)
{
	return option_table[index].letter != '\0' ? option_table[index].letter : NAME_ONLY + (int)index;
}

/* Fills in `spellings`, which is all zero. */
static void
spell(struct spellings *spellings)
{
	char *letter = spellings->letters;
	size_t names = 0;

	/* A colon first: what is missing is told from what is unknown, and getopt prints neither. */
	*letter++ = ':';
	for (size_t i = 0; i < option_count; i++) {
		const struct option_entry *entry = &option_table[i];

		if (entry->letter != '\0') {
			*letter++ = entry->letter;
			for (int colons = has_argument(entry); colons > 0; colons--)
				*letter++ = ':';
		}
		if (entry->name == NULL)
			continue;
		spellings->known[names] = entry->name;
		spellings->names[names++] = (struct option){entry->name, has_argument(entry), NULL, option_value(i)};
	}
}

static const struct option_entry *
find_option(int value)
{
	for (size_t i = 0; i < option_count; i++) {
		if (option_value(i) == value)
			return &option_table[i];
	}
	return NULL;
}

/* The sentence for what getopt calls '?': unknown, ambiguous, or given a value that it does not take. */
static char *
refuse(const char *written, const struct spellings *spellings)
{
	const struct option_entry *known = optopt == 0 ? NULL : find_option(optopt);
	const char *nearest;
	char *name, *sentence;

	if (known != NULL && known->name != NULL)
		return xasprintf("--%s takes no value", known->name);
	if (optopt != 0)
		return xasprintf("unknown option '-%c'; --help lists them", optopt);
	name = xstrdup_text((struct text){written + 2, strcspn(written + 2, "=")});
	if (strncmp(name, "pass", 4) == 0 || strcmp(name, "token") == 0) {
		free(name);
		return xstrdup(
		    "a password among the arguments is seen by everyone on this machine; CIFSTOP_PASSWORD, netrc "
		    "and the configuration are places for it, and so is the question at the start");
	}
	nearest = report_nearest(name, spellings->known);
	if (nearest == NULL)
		sentence = xasprintf("unknown option '--%s'; --help lists them", name);
	else
		sentence = xasprintf("unknown option '--%s'; did you mean '--%s'?", name, nearest);
	free(name);
	return sentence;
}

/* Whether getopt took the next option for the value of this one: --url --once. */
static bool
is_option(const char *written, const struct spellings *spellings)
{
	if (strncmp(written, "--", 2) != 0)
		return false;
	for (size_t i = 0; spellings->known[i] != NULL; i++) {
		if (strcmp(spellings->known[i], written + 2) == 0)
			return true;
	}
	return false;
}

/* The sentence for an option without the value that it needs. */
static char *
miss(const struct option_entry *entry)
{
	if (entry == NULL)
		return xstrdup("an option lacks its value");
	if (entry->name == NULL)
		return xasprintf("-%c needs a value: -%c %s", entry->letter, entry->letter, entry->argument);
	return xasprintf("--%s needs a value: --%s=%s", entry->name, entry->name, entry->argument);
}

/* Files are found by their path alone, and what is asked of sessions would take their users away. */
static char *
check_find_file(const struct options *options)
{
	if (options->find_file == NULL)
		return NULL;
	if (options->mode == MODE_COUNT || options->query_count > 0 || options->asked.count > 0 ||
	    options->order_by != NULL)
		return xstrdup("--find-file asks for open files; leave --count, --query, --fields and --order-by out");
	if (options->mode == MODE_MONITOR &&
	    (options->filter != NULL || options->order.count > 0 || options->column_count > 0))
		return xstrdup(
		    "--find-file takes --filter, --sort and --columns with --once; on the screen there are keys");
	return NULL;
}

/* What does not go together. */
static char *
check_together(struct options *options)
{
	bool has_url = options->url != NULL;
	char *trouble;

	if (options->mode == MODE_HELP || options->mode == MODE_VERSION || options->mode == MODE_LIST_FIELDS)
		return NULL;
	if ((options->config_path != NULL) + has_url + options->is_demo > 1)
		return xstrdup("choose one of --config, --url and --demo");
	if (options->mode == MODE_CHECK_CONFIG && (has_url || options->is_demo))
		return xstrdup("--check-config checks a file; leave --url and --demo out");
	if (options->mode == MODE_TRUST && (has_url || options->is_demo || options->cluster_count > 0))
		return xstrdup(
		    "--trust takes one cluster, by its name or its address, and nothing beside it but --config");
	if (!has_url && options->user != NULL)
		return xstrdup("--user goes with --url; clusters of a configuration have their username there");
	if (!has_url && (options->ca_file != NULL || options->is_insecure))
		return xstrdup("--ca-file and --insecure go with --url; a configuration has both below tls:");
	if (has_url && options->cluster_count > 0)
		return xasprintf("'%s' would choose from a configuration, and --url has none; write one or the other",
		    options->clusters[0]);
	if (options->has_refreshes && options->mode != MODE_BATCH)
		return xstrdup("-n counts the refreshes of --batch; add -b");
	if (options->mode == MODE_MONITOR && options->has_format)
		options->mode = MODE_ONCE;
	trouble = check_find_file(options);
	return trouble != NULL ? trouble : ask_check_together(options);
}

/* What is looked for decides what the fields of other options mean, wherever they stand. */
static bool
is_about_files(int count, char **arguments)
{
	/* As short as getopt takes it: --fi could be --filter. */
	static const char name[] = "--fin";

	for (int i = 1; i < count && strcmp(arguments[i], "--") != 0; i++) {
		if (strncmp(arguments[i], name, sizeof name - 1) == 0)
			return true;
	}
	return false;
}

char *
options_parse(int count, char **arguments, struct options *options)
{
	struct spellings spellings = {0};
	int value;

	*options = (struct options){.kind = is_about_files(count, arguments) ? &file_kind : &session_kind};
	spell(&spellings);
	optind = 0; /* start anew, also in a process that read a command line before */
	opterr = 0;
	while ((value = getopt_long(count, arguments, spellings.letters, spellings.names, NULL)) != -1) {
		const struct option_entry *entry;
		char *trouble;

		if (value == ':')
			return miss(find_option(optopt));
		entry = find_option(value);
		if (entry == NULL)
			return refuse(arguments[optind - 1], &spellings);
		if (optarg != NULL && optarg == arguments[optind - 1] && is_option(optarg, &spellings))
			return miss(entry);
		trouble = entry->apply(options, optarg);
		if (trouble != NULL)
			return trouble;
	}
	options->clusters = arguments + optind;
	options->cluster_count = (size_t)(count - optind);
	return check_together(options);
}
