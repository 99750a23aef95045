/* choice.c: what the command line makes of the configuration. */
#include "config.h"

#include "app/choice.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/xalloc.h"
#include "model/file_fields.h"
#include "model/session_fields.h"
#include "ontap/distrust.h"

#define TIMEOUT_SPARE_SECONDS 15

/* The host in a URL of scheme, host and port, without the brackets of an IPv6 address. */
static struct text
host_of(const char *url)
{
	const char *scheme = strstr(url, "://"), *host = scheme == NULL ? url : scheme + 3;

	if (*host == '[')
		return (struct text){host + 1, strcspn(host + 1, "]")};
	return (struct text){host, strcspn(host, ":/")};
}

/* Adds what is to be read behind the name of an option; frees `trouble`, which may be NULL. */
static char *
blame(const char *option, char *trouble)
{
	char *sentence = trouble == NULL ? NULL : xasprintf("%s: %s", option, trouble);

	free(trouble);
	return sentence;
}

char *
choice_add_address(struct config *config, const char *option, const char *address)
{
	struct cluster_config *cluster = config_add_cluster(config);
	char *trouble = target_parse_url(address, &cluster->target.url);

	if (trouble != NULL)
		return blame(option, trouble);
	free(cluster->target.name);
	cluster->target.name = xstrdup_text(host_of(cluster->target.url));
	return NULL;
}

char *
choice_add_url(struct config *config, const struct options *options)
{
	char *trouble = choice_add_address(config, "--url", options->url);
	struct cluster_config *cluster = &config->clusters[config->cluster_count - 1];

	if (trouble != NULL)
		return trouble;
	if (options->ca_file != NULL && access(options->ca_file, R_OK) != 0)
		return xasprintf("--ca-file: '%s' cannot be read", options->ca_file);
	xreplace(&cluster->target.username, options->user);
	xreplace(&cluster->target.ca_file, options->ca_file);
	cluster->target.is_insecure = options->is_insecure;
	trouble = distrust_say_plain(&cluster->target);
	if (trouble != NULL)
		return blame("--url", trouble);
	cluster->secret_source = SECRET_NETRC_OR_ASK;
	if (options->user != NULL && getenv(CHOICE_PASSWORD_VARIABLE) != NULL) {
		cluster->secret_source = SECRET_ENVIRONMENT;
		xreplace(&cluster->secret, CHOICE_PASSWORD_VARIABLE);
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
		cluster_clear(cluster);
	}
	if (options->cluster_count > 0)
		config->cluster_count = kept;
	return NULL;
}

/* One request may take as long as the cluster takes to end a page, and some more to send it. */
static void
set_return_timeout(struct target *target, uint32_t seconds)
{
	uint32_t least_ms = (seconds + TIMEOUT_SPARE_SECONDS) * 1000;

	target->return_timeout_seconds = seconds;
	if (target->timeout_ms < least_ms)
		target->timeout_ms = least_ms;
}

/* The API's parameters. */
static void
override_target(struct target *target, const struct options *options)
{
	for (size_t i = 0; i < options->query_count; i++) {
		const char *query = options->queries[i], *equals = strchr(query, '=');
		char *name = xstrdup_text((struct text){query, (size_t)(equals - query)});

		target_set_query(target, name, equals + 1);
		free(name);
	}
	if (options->order_by != NULL)
		xreplace(&target->order_by, options->order_by);
	if (options->has_return_timeout)
		set_return_timeout(target, options->return_timeout_seconds);
	/* A count has no records, so what a file says of their pages is no reason to make it in many parts. */
	if (options->max_records > 0 || options->mode == MODE_COUNT)
		target->max_records = options->max_records;
	if (options->asked.count > 0) {
		free(target->fields);
		target->fields = NULL;
	}
}

/* A screen has to be sorted somehow, and a key may change it: it starts with what the clusters were asked for. */
static struct order
order_of(const char *order_by)
{
	struct text rest = text_of(order_by);
	struct order order = {.count = 0};

	while (!text_is_absent(rest) && order.count < ORDER_KEYS_MAX) {
		struct text key = text_next(&rest, ','), name = text_next(&key, ' ');

		order.keys[order.count++] = (struct order_key){
		    .field = parameter_find_field(&session_kind, name),
		    .is_descending = !text_is_absent(key) && text_equals(text_next(&key, '\0'), text_of("desc")),
		};
	}
	return order;
}

/* The default order looks at fields that were perhaps not asked for. */
static void
limit_order(struct order *order, const struct field_list *asked)
{
	size_t kept = 0;

	for (size_t i = 0; i < order->count; i++) {
		for (size_t j = 0; j < asked->count; j++) {
			if (asked->fields[j] == order->keys[i].field)
				order->keys[kept++] = order->keys[i];
		}
	}
	order->count = kept;
}

static void
override_order(struct ui_config *ui, const struct options *options)
{
	if (options->order.count > 0)
		ui->order = options->order;
	else if (options->order_by != NULL)
		ui->order = order_of(options->order_by);
	else if (options->asked.count > 0 && !ui->has_order)
		limit_order(&ui->order, &options->asked);
}

/* Without --columns, what is asked for is shown. */
static void
override_columns(struct ui_config *ui, const struct options *options, bool has_cluster)
{
	if (options->column_count > 0) {
		memcpy(ui->columns, options->columns, options->column_count * sizeof *ui->columns);
		ui->column_count = options->column_count;
	} else if (options->asked.count > 0) {
		ui->column_count = 0;
		if (has_cluster)
			ui->columns[ui->column_count++] = session_kind.cluster;
		memcpy(
		    ui->columns + ui->column_count, options->asked.fields, options->asked.count * sizeof *ui->columns);
		ui->column_count += options->asked.count;
	}
}

void
choice_override(struct config *config, const struct options *options)
{
	struct ui_config *ui = &config->ui;

	for (size_t i = 0; i < config->cluster_count; i++) {
		if (options->interval_ms > 0)
			config->clusters[i].interval_ms = options->interval_ms;
		override_target(&config->clusters[i].target, options);
	}
	if (options->filter != NULL)
		xreplace(&ui->filter, options->filter);
	if (options->theme != NULL)
		xreplace(&ui->theme, options->theme);
	override_order(ui, options);
	override_columns(ui, options, config->cluster_count > 1);
}

bool
choice_keeps_order(const struct config *config, const struct options *options)
{
	if (options->order.count > 0)
		return false;
	if (options->order_by != NULL)
		return true;
	for (size_t i = 0; i < config->cluster_count; i++) {
		if (config->clusters[i].target.order_by != NULL)
			return !config->ui.has_order;
	}
	return false;
}

void
choice_show_files(struct config *config)
{
	struct ui_config *ui = &config->ui;

	xreplace(&ui->filter, NULL);
	ui->order = order_default(&file_kind);
	ui->column_count = 0;
}
