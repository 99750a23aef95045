/* options.c: the one table of options, and how the command line is read by it. */
#include "config.h"

#include "app/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/duration.h"
#include "base/report.h"
#include "base/xalloc.h"
#include "config/config.h"
#include "view/columns.h"

/* What getopt returns for an option without a letter: this plus its place in the table. */
#define NAME_ONLY 256

/* Reads a whole number of 1 to `most`. */
static bool
parse_count(const char *written, uint32_t most, uint32_t *count)
{
	unsigned long long number;
	char *end;

	if (*written < '0' || *written > '9')
		return false;
	errno = 0;
	number = strtoull(written, &end, 10);
	if (errno != 0 || *end != '\0' || number == 0 || number > most)
		return false;
	*count = (uint32_t)number;
	return true;
}

/* Each of the modes excludes the others. */
static char *
set_mode(struct options *options, enum mode mode)
{
	if (options->mode != MODE_MONITOR && options->mode != mode)
		return xstrdup("choose one of --once, --batch, --check-config and --list-fields");
	options->mode = mode;
	return NULL;
}

static char *
apply_config(struct options *options, const char *argument)
{
	options->config_path = argument;
	return NULL;
}

static char *
apply_url(struct options *options, const char *argument)
{
	options->url = argument;
	return NULL;
}

static char *
apply_user(struct options *options, const char *argument)
{
	if (*argument == '\0')
		return xstrdup("--user needs a name");
	options->user = argument;
	return NULL;
}

static char *
apply_ca_file(struct options *options, const char *argument)
{
	options->ca_file = argument;
	return NULL;
}

static char *
apply_insecure(struct options *options, const char *argument)
{
	(void)argument;
	options->is_insecure = true;
	return NULL;
}

static char *
apply_delay(struct options *options, const char *argument)
{
	uint64_t ms;

	if (!duration_parse_human(text_of(argument), &ms))
		return xasprintf("'%s' is no time for --delay; write 5s, 500ms or 2m", argument);
	if (ms < CONFIG_INTERVAL_MIN_MS || ms > CONFIG_INTERVAL_MAX_MS)
		return xasprintf("--delay goes from 500ms to 24h, not '%s'", argument);
	options->interval_ms = (uint32_t)ms;
	return NULL;
}

static char *
apply_filter(struct options *options, const char *argument)
{
	options->filter = argument;
	return NULL;
}

/* Puts the option's name before what is wrong with its value, and frees `trouble`. */
static char *
blame(const char *option, char *trouble)
{
	char *sentence;

	if (trouble == NULL)
		return NULL;
	sentence = xasprintf("%s: %s", option, trouble);
	free(trouble);
	return sentence;
}

static char *
apply_sort(struct options *options, const char *argument)
{
	return blame("--sort", order_parse(argument, &options->order));
}

static char *
apply_columns(struct options *options, const char *argument)
{
	return blame("--columns", layout_parse_columns(argument, options->columns, &options->column_count));
}

static char *
apply_theme(struct options *options, const char *argument)
{
	options->theme = argument;
	return NULL;
}

static char *
apply_once(struct options *options, const char *argument)
{
	(void)argument;
	return set_mode(options, MODE_ONCE);
}

static char *
apply_batch(struct options *options, const char *argument)
{
	(void)argument;
	return set_mode(options, MODE_BATCH);
}

static char *
apply_refreshes(struct options *options, const char *argument)
{
	if (!parse_count(argument, UINT32_MAX, &options->refreshes))
		return xasprintf("-n takes a number from 1 up, not '%s'", argument);
	options->has_refreshes = true;
	return NULL;
}

static char *
apply_format(struct options *options, const char *argument)
{
	options->format = output_find_format(argument);
	options->has_format = true;
	if (options->format == FORMAT_COUNT)
		return xasprintf("--format is one of table, csv, json and ndjson, not '%s'", argument);
	return NULL;
}

static char *
apply_demo(struct options *options, const char *argument)
{
	options->is_demo = true;
	options->demo_sessions = OPTIONS_DEMO_SESSIONS;
	if (argument != NULL && !parse_count(argument, OPTIONS_DEMO_SESSIONS_MAX, &options->demo_sessions))
		return xasprintf(
		    "--demo takes a number of sessions from 1 to %d, not '%s'", OPTIONS_DEMO_SESSIONS_MAX, argument);
	return NULL;
}

static char *
apply_check_config(struct options *options, const char *argument)
{
	(void)argument;
	return set_mode(options, MODE_CHECK_CONFIG);
}

static char *
apply_list_fields(struct options *options, const char *argument)
{
	(void)argument;
	return set_mode(options, MODE_LIST_FIELDS);
}

/* Who asks for help gets it, whatever else is there. */
static char *
apply_help(struct options *options, const char *argument)
{
	(void)argument;
	options->mode = MODE_HELP;
	return NULL;
}

static char *
apply_version(struct options *options, const char *argument)
{
	(void)argument;
	options->mode = MODE_VERSION;
	return NULL;
}

const struct option_entry option_table[] = {
    {
	.name = "config",
	.letter = 'c',
	.argument = "FILE",
	.group = OPTIONS_CLUSTERS,
	.help = "read this configuration instead of ~/.config/cifstop/config.yaml",
	.apply = apply_config,
    },
    {
	.name = "url",
	.argument = "URL",
	.group = OPTIONS_CLUSTERS,
	.help = "watch the cluster at this address, without a configuration",
	.apply = apply_url,
    },
    {
	.name = "user",
	.letter = 'u',
	.argument = "NAME",
	.group = OPTIONS_CLUSTERS,
	.help = "log in to --url as NAME; the password is taken from CIFSTOP_PASSWORD or netrc, else asked",
	.apply = apply_user,
    },
    {
	.name = "ca-file",
	.argument = "FILE",
	.group = OPTIONS_CLUSTERS,
	.help = "verify the certificate of --url with the authorities in FILE",
	.apply = apply_ca_file,
    },
    {
	.name = "insecure",
	.group = OPTIONS_CLUSTERS,
	.help = "do not verify the certificate of --url",
	.apply = apply_insecure,
    },
    {
	.name = "demo",
	.argument = "N",
	.is_argument_optional = true,
	.group = OPTIONS_CLUSTERS,
	.help = "watch two simulated clusters with N sessions in all",
	.apply = apply_demo,
    },
    {
	.name = "delay",
	.letter = 'd',
	.argument = "TIME",
	.group = OPTIONS_VIEW,
	.help = "ask every cluster anew after TIME: 5s, 500ms, 2m",
	.apply = apply_delay,
    },
    {
	.name = "filter",
	.letter = 'f',
	.argument = "TEXT",
	.group = OPTIONS_VIEW,
	.help = "show the sessions in which a column contains TEXT",
	.apply = apply_filter,
    },
    {
	.name = "sort",
	.letter = 's',
	.argument = "FIELD[:asc|:desc],...",
	.group = OPTIONS_VIEW,
	.help = "sort by these fields",
	.apply = apply_sort,
    },
    {
	.name = "columns",
	.letter = 'o',
	.argument = "FIELD,...",
	.group = OPTIONS_VIEW,
	.help = "show these fields, left to right",
	.apply = apply_columns,
    },
    {
	.name = "theme",
	.argument = "NAME",
	.group = OPTIONS_VIEW,
	.help = "paint in this theme, a name or the path of a file",
	.apply = apply_theme,
    },
    {
	.name = "once",
	.group = OPTIONS_OUTPUT,
	.help = "print one complete refresh and exit",
	.apply = apply_once,
    },
    {
	.name = "batch",
	.letter = 'b',
	.group = OPTIONS_OUTPUT,
	.help = "print refresh after refresh",
	.apply = apply_batch,
    },
    {
	.letter = 'n',
	.argument = "N",
	.group = OPTIONS_OUTPUT,
	.help = "end --batch after N refreshes",
	.apply = apply_refreshes,
    },
    {
	.name = "format",
	.argument = "FORMAT",
	.group = OPTIONS_OUTPUT,
	.help = "print table, csv, json or ndjson; without --batch, as --once",
	.apply = apply_format,
    },
    {
	.name = "check-config",
	.group = OPTIONS_OTHER,
	.help = "tell every mistake in the configuration and exit",
	.apply = apply_check_config,
    },
    {
	.name = "list-fields",
	.group = OPTIONS_OTHER,
	.help = "list the fields, with their short names, and exit",
	.apply = apply_list_fields,
    },
    {
	.name = "help",
	.letter = 'h',
	.group = OPTIONS_OTHER,
	.help = "show this help and exit",
	.apply = apply_help,
    },
    {
	.name = "version",
	.letter = 'V',
	.group = OPTIONS_OTHER,
	.help = "show the version and exit",
	.apply = apply_version,
    },
};

#define OPTION_COUNT (sizeof option_table / sizeof *option_table)

const size_t option_count = OPTION_COUNT;

/* What getopt reads, made from the table. */
struct spellings {
	char letters[OPTION_COUNT * 3 + 2];
	struct option names[OPTION_COUNT + 1];
	const char *known[OPTION_COUNT + 1];
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

static void
spell(struct spellings *spellings)
{
	char *letter = spellings->letters;
	size_t names = 0;

	*spellings = (struct spellings){0};
	/* A colon first: what is missing is told from what is unknown, and getopt prints neither. */
	*letter++ = ':';
	for (size_t i = 0; i < OPTION_COUNT; i++) {
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
	for (size_t i = 0; i < OPTION_COUNT; i++) {
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

/* What does not go together. */
static char *
check_together(struct options *options)
{
	bool has_url = options->url != NULL;

	if (options->mode == MODE_HELP || options->mode == MODE_VERSION || options->mode == MODE_LIST_FIELDS)
		return NULL;
	if ((options->config_path != NULL) + has_url + options->is_demo > 1)
		return xstrdup("choose one of --config, --url and --demo");
	if (options->mode == MODE_CHECK_CONFIG && (has_url || options->is_demo))
		return xstrdup("--check-config checks a file; leave --url and --demo out");
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
	return NULL;
}

char *
options_parse(int count, char **arguments, struct options *options)
{
	struct spellings spellings;
	int value;

	*options = (struct options){0};
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
