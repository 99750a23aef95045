/* option_table.c: the one table of options. */
#include "config.h"

#include "app/options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "app/ask_options.h"
#include "base/duration.h"
#include "base/xalloc.h"
#include "config/config.h"
#include "model/session_fields.h"
#include "ontap/path_search.h"
#include "query/filter.h"
#include "view/columns.h"

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

char *
option_set_mode(struct options *options, enum mode mode)
{
	if (options->mode != MODE_MONITOR && options->mode != mode)
		return xstrdup("choose one of --once, --batch, --count, --trust, --check-config and --list-fields");
	options->mode = mode;
	return NULL;
}

static char *
apply_no_confine(struct options *options, const char *argument)
{
	(void)argument;
	options->is_unconfined = true;
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
	/* It would end the name for the cluster, and what stands behind it is perhaps a password. */
	if (strchr(argument, ':') != NULL)
		return xstrdup(
		    "--user takes a name, which has no colon; the password comes from CIFSTOP_PASSWORD or netrc, "
		    "else it is asked for");
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
apply_trust(struct options *options, const char *argument)
{
	options->trusted = argument;
	return option_set_mode(options, MODE_TRUST);
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
	char *problem = filter_check(options->kind, argument), *sentence;

	options->filter = argument;
	if (problem == NULL)
		return NULL;
	sentence = xasprintf("--filter: %s", problem);
	free(problem);
	return sentence;
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
apply_find_file(struct options *options, const char *argument)
{
	options->find_file = argument;
	return blame("--find-file", path_search_check(text_of(argument)));
}

static char *
apply_sort(struct options *options, const char *argument)
{
	return blame("--sort", order_parse(options->kind, argument, &options->order));
}

static char *
apply_columns(struct options *options, const char *argument)
{
	return blame(
	    "--columns", layout_parse_columns(options->kind, argument, options->columns, &options->column_count));
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
	return option_set_mode(options, MODE_ONCE);
}

static char *
apply_batch(struct options *options, const char *argument)
{
	(void)argument;
	return option_set_mode(options, MODE_BATCH);
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
apply_verbose(struct options *options, const char *argument)
{
	(void)argument;
	options->is_verbose = true;
	return NULL;
}

static char *
apply_check_config(struct options *options, const char *argument)
{
	(void)argument;
	return option_set_mode(options, MODE_CHECK_CONFIG);
}

static char *
apply_list_fields(struct options *options, const char *argument)
{
	(void)argument;
	return option_set_mode(options, MODE_LIST_FIELDS);
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
	.name = "trust",
	.argument = "CLUSTER",
	.group = OPTIONS_CLUSTERS,
	.help =
	    "show the certificate of a cluster, by its name or its address, and ask whether its key is to be trusted",
	.apply = apply_trust,
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
	.name = "query",
	.argument = "FIELD=VALUE",
	.group = OPTIONS_ASKED,
	.help = "ask only for sessions whose FIELD matches VALUE, in ONTAP's own words: user=*smith, open_files=>10; "
		"once for each field",
	.apply = ask_apply_query,
    },
    {
	.name = "fields",
	.argument = "LIST",
	.group = OPTIONS_ASKED,
	.help = "ask only for these fields, and show them",
	.apply = ask_apply_fields,
    },
    {
	.name = "order-by",
	.argument = "FIELD[ asc| desc],...",
	.group = OPTIONS_ASKED,
	.help = "have the clusters sort; without --sort, rows are printed as they come",
	.apply = ask_apply_order_by,
    },
    {
	.name = "max-records",
	.argument = "N",
	.group = OPTIONS_ASKED,
	.help = "ask for pages of N sessions at most, 1 to 100000",
	.apply = ask_apply_max_records,
    },
    {
	.name = "return-timeout",
	.argument = "SECONDS",
	.group = OPTIONS_ASKED,
	.help = "have the clusters end a page after SECONDS, 0 to 120",
	.apply = ask_apply_return_timeout,
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
	.argument = "FILTER",
	.group = OPTIONS_VIEW,
	.help =
	    "show the sessions that pass, as in 'idle > 30m user = corp*'; a bare word is looked for in every column",
	.apply = apply_filter,
    },
    {
	.name = "find-file",
	.argument = "FRAGMENT",
	.group = OPTIONS_VIEW,
	.help = "show who has files open whose path holds FRAGMENT, in all clusters",
	.apply = apply_find_file,
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
	.name = "count",
	.group = OPTIONS_OUTPUT,
	.help = "have the clusters count their sessions, print the numbers and exit",
	.apply = ask_apply_count,
    },
    {
	.name = "format",
	.argument = "FORMAT",
	.group = OPTIONS_OUTPUT,
	.help = "print table, csv, json or ndjson; without --batch, as --once",
	.apply = apply_format,
    },
    {
	.name = "verbose",
	.letter = 'v',
	.group = OPTIONS_OUTPUT,
	.help = "say on standard error what of the filter the clusters were asked, and what that saved",
	.apply = apply_verbose,
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
	.name = "no-confine",
	.group = OPTIONS_OTHER,
	.help = "keep the rights that are given up after the start, for debuggers: to use other files, to start "
		"programs, to "
		"be traced and to dump core",
	.apply = apply_no_confine,
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

const size_t option_count = sizeof option_table / sizeof *option_table;
_Static_assert(sizeof option_table / sizeof *option_table <= OPTIONS_MAX, "OPTIONS_MAX is too small");
