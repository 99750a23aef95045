/* choice.c: what the command line makes of the configuration. */
#include "config.h"

#include "app/choice.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/xalloc.h"
#include "model/session_fields.h"

#define PASSWORD_VARIABLE "CIFSTOP_PASSWORD"

/* The host in a URL of scheme, host and port, without the brackets of an IPv6 address. */
static struct text
host_of(const char *url)
{
	const char *scheme = strstr(url, "://"), *host = scheme == NULL ? url : scheme + 3;

	if (*host == '[')
		return (struct text){host + 1, strcspn(host + 1, "]")};
	return (struct text){host, strcspn(host, ":/")};
}

/* Puts a copy of `text` in place of what *slot owns. */
static void
set_text(char **slot, const char *text)
{
	free(*slot);
	*slot = xstrdup(text);
}

char *
choice_add_url(struct config *config, const struct options *options)
{
	struct cluster_config *cluster = config_add_cluster(config);
	char *trouble = target_parse_url(options->url, &cluster->target.url), *sentence;

	if (trouble != NULL) {
		sentence = xasprintf("--url: %s", trouble);
		free(trouble);
		return sentence;
	}
	if (options->ca_file != NULL && access(options->ca_file, R_OK) != 0)
		return xasprintf("--ca-file: '%s' cannot be read", options->ca_file);
	free(cluster->target.name);
	cluster->target.name = xstrdup_text(host_of(cluster->target.url));
	set_text(&cluster->target.username, options->user);
	set_text(&cluster->target.ca_file, options->ca_file);
	cluster->target.is_insecure = options->is_insecure;
	cluster->secret_source = SECRET_NETRC_OR_ASK;
	if (options->user != NULL && getenv(PASSWORD_VARIABLE) != NULL) {
		cluster->secret_source = SECRET_ENVIRONMENT;
		set_text(&cluster->secret, PASSWORD_VARIABLE);
	}
	return NULL;
}

static bool
is_named(const char *name, const struct options *options)
{
	for (size_t i = 0; i < options->cluster_count; i++) {
		if (strcmp(options->clusters[i], name) == 0)
			return true;
	}
	return false;
}

static bool
has_cluster(const struct config *config, const char *name)
{
	for (size_t i = 0; i < config->cluster_count; i++) {
		if (strcmp(config->clusters[i].target.name, name) == 0)
			return true;
	}
	return false;
}

/* The sentence for a name that no cluster has. */
static char *
refuse_name(const struct config *config, const char *name)
{
	struct buffer sentence;

	buffer_init(&sentence, SIZE_MAX / 2);
	buffer_add_format(
	    &sentence, "no cluster is named '%s'; there %s ", name, config->cluster_count == 1 ? "is" : "are");
	for (size_t i = 0; i < config->cluster_count; i++)
		buffer_add_format(&sentence, "%s%s", i == 0 ? "" : ", ", config->clusters[i].target.name);
	return buffer_take(&sentence);
}

char *
choice_select(struct config *config, const struct options *options)
{
	size_t kept = 0;

	for (size_t i = 0; i < options->cluster_count; i++) {
		if (!has_cluster(config, options->clusters[i]))
			return refuse_name(config, options->clusters[i]);
	}
	for (size_t i = 0; i < config->cluster_count && options->cluster_count > 0; i++) {
		struct cluster_config *cluster = &config->clusters[i];

		if (is_named(cluster->target.name, options)) {
			config->clusters[kept++] = *cluster;
			continue;
		}
		target_clear(&cluster->target);
		free(cluster->secret);
	}
	if (options->cluster_count > 0)
		config->cluster_count = kept;
	return NULL;
}

void
choice_override(struct config *config, const struct options *options)
{
	struct ui_config *ui = &config->ui;

	for (size_t i = 0; i < config->cluster_count && options->interval_ms > 0; i++)
		config->clusters[i].interval_ms = options->interval_ms;
	if (options->filter != NULL)
		set_text(&ui->filter, options->filter);
	if (options->theme != NULL)
		set_text(&ui->theme, options->theme);
	if (options->order.count > 0)
		ui->order = options->order;
	if (ui->order.count == 0)
		ui->order = order_default(&session_kind);
	if (options->column_count == 0)
		return;
	memcpy(ui->columns, options->columns, options->column_count * sizeof *ui->columns);
	ui->column_count = options->column_count;
}
