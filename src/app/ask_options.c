/* ask_options.c: the options that say what the clusters are asked: the API's parameters. */
#include "config.h"

#include "app/ask_options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "model/session_fields.h"

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

/* The name in FIELD=VALUE; absent when there is no =. */
static struct text
name_of(const char *query)
{
	const char *equals = strchr(query, '=');

	return equals == NULL ? TEXT_ABSENT : (struct text){query, (size_t)(equals - query)};
}

static char *
check_query(const struct options *options, const char *query)
{
	struct text name = name_of(query);
	const struct parameter *general;
	char *trouble;

	if (text_is_absent(name))
		return xasprintf("'%s' has no =; write FIELD=VALUE", query);
	general = parameter_find(name);
	if (general != NULL)
		return xasprintf("%s is no field; write %s", general->name, general->option);
	trouble = parameter_check_name(&session_kind, name);
	if (trouble != NULL)
		return trouble;
	for (size_t i = 0; i < options->query_count; i++) {
		/* The cluster would refuse it as well, with code 262188. */
		if (text_equals(name_of(options->queries[i]), name))
			return xasprintf("%.*s is there twice; join its values with |", (int)name.length, name.bytes);
	}
	return parameter_check_value(&session_kind, name, text_of(query + name.length + 1));
}

char *
ask_apply_query(struct options *options, const char *argument)
{
	char *trouble = check_query(options, argument);

	/* There are no more fields than there is room for, and each comes once. */
	if (trouble == NULL)
		options->queries[options->query_count++] = argument;
	return blame("--query", trouble);
}

char *
ask_apply_fields(struct options *options, const char *argument)
{
	return blame("--fields", parameter_parse_fields(&session_kind, text_of(argument), &options->asked));
}

static char *
read_number(enum general_parameter which, const char *written, uint32_t *number)
{
	const struct parameter *parameter = &general_parameters[which];
	unsigned long long value;
	char *end;

	errno = 0;
	value = strtoull(written, &end, 10);
	if (*written < '0' || *written > '9' || errno != 0 || *end != '\0' || value < parameter->least ||
	    value > parameter->most)
		return xasprintf(
		    "'%s' is no number from %u to %u", written, (unsigned)parameter->least, (unsigned)parameter->most);
	*number = (uint32_t)value;
	return NULL;
}

char *
ask_apply_max_records(struct options *options, const char *argument)
{
	return blame("--max-records", read_number(PARAMETER_MAX_RECORDS, argument, &options->max_records));
}

char *
ask_apply_return_timeout(struct options *options, const char *argument)
{
	options->has_return_timeout = true;
	return blame(
	    "--return-timeout", read_number(PARAMETER_RETURN_TIMEOUT, argument, &options->return_timeout_seconds));
}

char *
ask_apply_order_by(struct options *options, const char *argument)
{
	options->order_by = argument;
	return blame("--order-by", parameter_check_order_by(&session_kind, text_of(argument)));
}

char *
ask_apply_count(struct options *options, const char *argument)
{
	(void)argument;
	return option_set_mode(options, MODE_COUNT);
}

static bool
is_asked(const struct options *options, unsigned field)
{
	const struct field *column = &session_kind.fields[field];

	if (column->origin == ORIGIN_CLUSTER)
		return true;
	for (size_t i = 0; i < column->part_count; i++) {
		if (!is_asked(options, column->parts[i]))
			return false;
	}
	if (column->part_count > 0)
		return true;
	for (size_t i = 0; i < options->asked.count; i++) {
		if (options->asked.fields[i] == field)
			return true;
	}
	return false;
}

/* A column that nobody asks for would be empty, and look as if the cluster had nothing in it. */
static char *
check_columns(const struct options *options)
{
	for (size_t i = 0; i < options->column_count && options->asked.count > 0; i++) {
		if (!is_asked(options, options->columns[i]))
			return xasprintf("--columns shows %s, which --fields does not ask for; name it in both",
			    field_name(&session_kind, options->columns[i]));
	}
	return NULL;
}

char *
ask_check_together(const struct options *options)
{
	if (options->mode != MODE_COUNT)
		return check_columns(options);
	if (options->filter != NULL)
		return xstrdup("--count has the clusters count, and --filter looks at sessions here; "
			       "write --query FIELD=VALUE, or count the lines of --once");
	if (options->column_count > 0 || options->asked.count > 0 || options->order.count > 0 ||
	    options->order_by != NULL)
		return xstrdup("--count prints numbers; leave --columns, --fields, --sort and --order-by out");
	return NULL;
}
