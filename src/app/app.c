/* app.c: arguments → configuration → mode → exit code. */
#include "config.h"

#include "app/app.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/choice.h"
#include "app/confine.h"
#include "app/crash.h"
#include "app/demo.h"
#include "app/ending.h"
#include "app/monitor.h"
#include "app/once.h"
#include "app/options.h"
#include "app/token_reader.h"
#include "app/trust.h"
#include "base/buffer.h"
#include "base/complain.h"
#include "base/report.h"
#include "base/xalloc.h"
#include "config/config.h"
#include "config/passphrase.h"
#include "config/secret.h"
#include "config/theme.h"
#include "model/session_fields.h"

/* Everything that a run holds. */
struct app {
	struct options options;
	struct config *config;
	struct demo *demo;
	struct token_reader *token_reader;
	struct theme theme;
};

/* Prints the sentence, frees it, and gives the exit code that goes with it. */
static enum exit_code
fail(char *sentence)
{
	complain(stderr, sentence);
	free(sentence);
	return EXIT_USAGE;
}

/* Prints `text` to standard output, and says when that fails. */
static enum exit_code
print_text(const struct buffer *text)
{
	if (fwrite(text->bytes, 1, text->length, stdout) == text->length && fflush(stdout) == 0)
		return EXIT_COMPLETE;
	fprintf(stderr, "cifstop: standard output cannot be written: %s\n", strerror(errno));
	return EXIT_NOTHING;
}

/* The modes that need no configuration. */
static enum exit_code
print_about(enum mode mode)
{
	struct buffer text;
	enum exit_code code;

	buffer_init(&text, SIZE_MAX / 2);
	if (mode == MODE_HELP)
		options_print_help(&text);
	else if (mode == MODE_LIST_FIELDS)
		options_print_fields(&text);
	else
		buffer_add_string(&text, PACKAGE_STRING "\n");
	code = print_text(&text);
	buffer_free(&text);
	return code;
}

/* ---- configuration ---- */

/* A first look at the program often comes without any file: show the way. */
static enum exit_code
explain_start(void)
{
	fprintf(stderr,
	    "cifstop: there is no configuration yet.\n\n"
	    "To have a look without a cluster:\n\n    cifstop --demo\n\n"
	    "To watch one cluster now:\n\n    cifstop --url https://cluster1.example.com --user monitor\n\n"
	    "To watch clusters every day, write this to ~/.config/cifstop/config.yaml:\n\n%s\n",
	    config_example());
	return EXIT_USAGE;
}

/* Prints all mistakes and forgets them. */
static enum exit_code
fail_report(struct report *report)
{
	report_print(report, stderr);
	report_free(report);
	return EXIT_USAGE;
}

static enum exit_code
load_file(struct app *app)
{
	struct report report = {0};
	char *path = config_find(app->options.config_path);
	enum exit_code code = EXIT_COMPLETE;

	if (path == NULL)
		return explain_start();
	app->config = config_load(path, &report);
	if (app->config == NULL) {
		code = fail_report(&report);
	} else if (app->options.mode == MODE_CHECK_CONFIG) {
		size_t count = app->config->cluster_count;

		printf("%s: %zu cluster%s, no mistakes\n", path, count, count == 1 ? "" : "s");
	}
	free(path);
	return code;
}

/* An address needs no configuration; one that knows it may know a proxy. */
static enum exit_code
load_trusted(struct app *app)
{
	const char *url = app->options.trusted;
	char *path = config_find(NULL), *trouble = NULL;
	struct report report = {0};

	if (path != NULL)
		app->config = config_load(path, &report);
	report_free(&report);
	free(path);
	if (app->config != NULL && trust_find(app->config, url) != NULL)
		return EXIT_COMPLETE;
	config_free(app->config);
	app->config = config_new();
	trouble = choice_add_address(app->config, "--trust", url);
	return trouble == NULL ? EXIT_COMPLETE : fail(trouble);
}

/* Makes the configuration: of a simulation, of an address, or of a file. */
static enum exit_code
load_config(struct app *app)
{
	const struct options *options = &app->options;
	char *trouble;

	if (options->mode == MODE_TRUST && strstr(options->trusted, "://") != NULL && options->config_path == NULL)
		return load_trusted(app);
	if (!options->is_demo && options->url == NULL)
		return load_file(app);
	app->config = config_new();
	if (options->is_demo)
		secret_forget_variable(CHOICE_PASSWORD_VARIABLE);
	if (options->is_demo)
		trouble = demo_start(options->demo_sessions, app->config, &app->demo);
	else
		trouble = choice_add_url(app->config, options);
	return trouble == NULL ? EXIT_COMPLETE : fail(trouble);
}

static enum exit_code
resolve_keys(struct config *config)
{
	enum exit_code code = EXIT_COMPLETE;

	for (size_t i = 0; i < config->cluster_count; i++) {
		char *trouble = passphrase_resolve(config, i);

		if (trouble != NULL)
			code = fail(trouble);
	}
	return code;
}

static void
say(char *sentence)
{
	(void)fail(sentence);
}

/* The reader of tokens is forked when the environment holds no secret any more, and before other secrets come. */
static enum exit_code
resolve_secrets(struct app *app)
{
	bool ok = secret_take_variables(app->config, say);
	char *trouble;

	/* Set for another run, perhaps. */
	secret_forget_variable(CHOICE_PASSWORD_VARIABLE);
	trouble = token_reader_start(app->config, &app->token_reader);
	if (trouble != NULL)
		return fail(trouble);
	return secret_take_others(app->config, say) && ok ? EXIT_COMPLETE : EXIT_USAGE;
}

/* A theme that was named has to be there; without the default one, attributes do. */
static enum exit_code
load_theme(struct app *app)
{
	const char *name = app->config->ui.theme;
	struct report report = {0};

	if (theme_load(name == NULL ? "default" : name, &app->theme, &report))
		return EXIT_COMPLETE;
	if (name != NULL)
		return fail_report(&report);
	report_free(&report);
	theme_monochrome(&app->theme);
	return EXIT_COMPLETE;
}

/* ---- modes ---- */

static enum exit_code
run_monitor(const struct app *app)
{
	struct monitor_settings settings = {
	    .config = app->config,
	    .theme = &app->theme,
	    .find_file = app->options.find_file,
	    .renewal = token_reader_renewal(app->token_reader),
	    .is_unconfined = app->options.is_unconfined,
	    .is_demo = app->options.is_demo,
	};
	char *trouble = monitor_run(&settings);

	return trouble == NULL ? EXIT_COMPLETE : fail(trouble);
}

/* Stores the fields of --fields, behind the cluster where it is told from others, or is part of the format. */
static size_t
list_asked(const struct app *app, unsigned fields[static FIELDS_MAX])
{
	const struct options *options = &app->options;
	size_t count = 0;

	if (app->config->cluster_count > 1 || options->format == FORMAT_JSON || options->format == FORMAT_NDJSON)
		fields[count++] = session_kind.cluster;
	memcpy(fields + count, options->asked.fields, options->asked.count * sizeof *fields);
	return count + options->asked.count;
}

static enum exit_code
run_once(const struct app *app)
{
	const struct options *options = &app->options;
	unsigned asked[FIELDS_MAX];
	struct once_settings settings = {
	    .config = app->config,
	    .kind = options->kind,
	    .find_file = options->find_file,
	    .format = options->format,
	    .keeps_order = choice_keeps_order(app->config, options),
	    .is_verbose = options->is_verbose,
	    .is_count = options->mode == MODE_COUNT,
	    .is_batch = options->mode == MODE_BATCH,
	    .refreshes = options->refreshes,
	    .renewal = token_reader_renewal(app->token_reader),
	    .is_unconfined = options->is_unconfined,
	};

	/* The columns of the configuration are for the eye; a program that reads gets the same wherever it runs. */
	if (options->column_count > 0) {
		settings.fields = options->columns;
		settings.field_count = options->column_count;
	} else if (options->asked.count > 0) {
		settings.fields = asked;
		settings.field_count = list_asked(app, asked);
	} else if (options->format == FORMAT_TABLE && app->config->ui.column_count > 0) {
		settings.fields = app->config->ui.columns;
		settings.field_count = app->config->ui.column_count;
	}
	return once_run(&settings);
}

/* Without a terminal there is no screen; the demo shows what it can all the same. */
static enum exit_code
settle_mode(struct options *options)
{
	if (options->mode != MODE_MONITOR || (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO)))
		return EXIT_COMPLETE;
	if (!options->is_demo)
		return fail(
		    xstrdup("standard input and output are not a terminal; --once or --batch print without one"));
	options->mode = MODE_ONCE;
	return EXIT_COMPLETE;
}

/* All that is done before the mode: each step says itself what is wrong. */
static enum exit_code
prepare(struct app *app)
{
	enum exit_code code = load_config(app);
	char *trouble;

	if (code == EXIT_COMPLETE)
		code = settle_mode(&app->options);
	if (code != EXIT_COMPLETE)
		return code;
	trouble = choice_select(app->config, &app->options);
	if (trouble != NULL)
		return fail(trouble);
	if (app->options.find_file != NULL && app->options.mode != MODE_MONITOR)
		choice_show_files(app->config);
	choice_override(app->config, &app->options);
	if (app->options.mode == MODE_CHECK_CONFIG)
		return EXIT_COMPLETE;
	if (!app->options.is_demo)
		trust_recall(app->config);
	if (app->options.mode == MODE_TRUST)
		return EXIT_COMPLETE;
	if (app->options.mode == MODE_MONITOR || app->options.theme != NULL)
		code = load_theme(app);
	code = code == EXIT_COMPLETE ? resolve_secrets(app) : code;
	return code == EXIT_COMPLETE ? resolve_keys(app->config) : code;
}

static enum exit_code
run_mode(struct app *app)
{
	switch (app->options.mode) {
	case MODE_MONITOR: return run_monitor(app);
	case MODE_ONCE:
	case MODE_COUNT:
	case MODE_BATCH: return run_once(app);
	case MODE_TRUST: return trust_run(app->config, app->options.trusted);
	default: return EXIT_COMPLETE;
	}
}

enum exit_code
app_run(int count, char **arguments)
{
	struct app app = {.config = NULL};
	enum exit_code code;
	char *trouble;

	crash_catch();
	trouble = options_parse(count, arguments, &app.options);
	if (trouble != NULL)
		return fail(trouble);
	if (app.options.mode == MODE_HELP || app.options.mode == MODE_VERSION || app.options.mode == MODE_LIST_FIELDS)
		return print_about(app.options.mode);
	if (!app.options.is_unconfined)
		confine_cores();
	code = prepare(&app);
	if (code == EXIT_COMPLETE)
		code = run_mode(&app);
	token_reader_stop(app.token_reader);
	demo_stop(app.demo);
	config_free(app.config);
	ending_obey();
	return code;
}
