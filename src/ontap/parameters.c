/* parameters.c: the query parameters of the API's collections. */
#include "config.h"

#include "ontap/parameters.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/report.h"
#include "base/xalloc.h"
#include "ontap/query_value.h"

#define SENTENCE_SIZE_MAX 4096

const struct parameter general_parameters[GENERAL_PARAMETER_COUNT] = {
    [PARAMETER_FIELDS] =
	{
	    .name = "fields",
	    .values = "names of fields with commas, whole objects (svm), or * for all",
	    .option = "--fields=LIST",
	    .key = "fields: for the cluster",
	    .help = "which fields are sent, beside the keys, which always are",
	},
    [PARAMETER_MAX_RECORDS] =
	{
	    .name = "max_records",
	    .values = "1 to 100000",
	    .option = "--max-records=N",
	    .key = "max_records: for the cluster",
	    .help = "how many records a page has at most",
	    .least = 1,
	    .most = MAX_RECORDS_MOST,
	},
    [PARAMETER_RETURN_TIMEOUT] =
	{
	    .name = "return_timeout",
	    .values = "0 to 120",
	    .option = "--return-timeout=SECONDS",
	    .key = "return_timeout: for the cluster",
	    .help = "after how many seconds the cluster answers with what it has so far",
	    .least = 0,
	    .most = RETURN_TIMEOUT_MOST,
	},
    [PARAMETER_RETURN_RECORDS] =
	{
	    .name = "return_records",
	    .values = "true or false",
	    .option = "--count",
	    .key = "--count on the command line",
	    .help = "whether the records are sent, or only their number",
	},
    [PARAMETER_ORDER_BY] =
	{
	    .name = "order_by",
	    .values = "names of fields with commas, each with a blank and asc or desc behind it, or without",
	    .option = "--order-by=LIST",
	    .key = "order_by: for the cluster",
	    .help = "the cluster sorts, before it cuts into pages",
	},
};

const struct parameter *
parameter_find(struct text name)
{
	for (size_t i = 0; i < GENERAL_PARAMETER_COUNT; i++) {
		if (text_equals(name, text_of(general_parameters[i].name)))
			return &general_parameters[i];
	}
	return NULL;
}

char *
parameter_describe_values(const struct field *field)
{
	struct buffer words;

	switch (field->type) {
	case TYPE_ID: return xstrdup("a number of 64 bits");
	case TYPE_COUNT: return xstrdup("a number");
	case TYPE_SECONDS: return xstrdup("an ISO 8601 duration");
	case TYPE_BOOLEAN: return xstrdup("true or false");
	case TYPE_ADDRESS: return xstrdup("an address");
	case TYPE_LIST: return xstrdup(field->items == TYPE_ID ? "a number of 64 bits" : "a text");
	case TYPE_ENUM: break;
	default: return xstrdup("a text");
	}
	buffer_init(&words, SENTENCE_SIZE_MAX);
	for (size_t i = 0; i < field->enumeration->count; i++)
		buffer_add_format(&words, "%s%s", i == 0 ? "" : " ", field->enumeration->values[i].name);
	return buffer_take(&words);
}

unsigned
parameter_find_field(const struct kind *kind, struct text name)
{
	for (unsigned id = 0; id < kind->field_count; id++) {
		if (kind->fields[id].origin == ORIGIN_API && text_equals(text_of(kind->fields[id].api_name), name))
			return id;
	}
	return FIELD_NONE;
}

/* The API's names, terminated by NULL. */
static void
list_names(const struct kind *kind, const char *names[static FIELDS_MAX + 1])
{
	size_t count = 0;

	for (unsigned id = 0; id < kind->field_count; id++) {
		if (kind->fields[id].origin == ORIGIN_API)
			names[count++] = kind->fields[id].api_name;
	}
	names[count] = NULL;
}

/* The API name that was probably meant, or NULL: a short name or an old one says so, else the spelling. */
static const char *
guess_name(const struct kind *kind, const char *name)
{
	const char *names[FIELDS_MAX + 1];
	unsigned field = field_find(kind, text_of(name));

	if (field != FIELD_NONE && kind->fields[field].origin == ORIGIN_API)
		return kind->fields[field].api_name;
	list_names(kind, names);
	return report_nearest(name, names);
}

/* "unknown field 'usr'; did you mean 'user'?", or all that there are. */
static char *
refuse_name(const struct kind *kind, struct text name)
{
	const char *names[FIELDS_MAX + 1];
	char *copy = xstrdup_text(name);
	const char *guess = guess_name(kind, copy);
	struct buffer sentence;

	buffer_init(&sentence, SENTENCE_SIZE_MAX);
	buffer_add_format(&sentence, "the API has no field '%s'; ", copy);
	free(copy);
	if (guess != NULL) {
		buffer_add_format(&sentence, "did you mean '%s'?", guess);
		return buffer_take(&sentence);
	}
	list_names(kind, names);
	buffer_add_string(&sentence, "it has");
	for (size_t i = 0; names[i] != NULL; i++)
		buffer_add_format(&sentence, "%s %s", i == 0 ? "" : names[i + 1] == NULL ? " and" : ",", names[i]);
	return buffer_take(&sentence);
}

char *
parameter_check_name(const struct kind *kind, struct text name)
{
	if (name.length == 0)
		return xstrdup("the name of a field is missing, such as svm.name");
	if (parameter_find_field(kind, name) != FIELD_NONE)
		return NULL;
	return refuse_name(kind, name);
}

char *
parameter_check_value(const struct kind *kind, struct text name, struct text value)
{
	const struct field *field = &kind->fields[parameter_find_field(kind, name)];
	char *trouble = query_value_check(field, value), *sentence;

	if (trouble == NULL)
		return NULL;
	sentence = xasprintf("%s: %s (operators: %s)", field->api_name, trouble,
	    field->type == TYPE_BOOLEAN ? "| ! null" : "| ! * < <= > >= .. null");
	free(trouble);
	return sentence;
}

/* One key of order_by: FIELD, FIELD asc, FIELD desc. */
static char *
check_order_key(const struct kind *kind, struct text key)
{
	struct text name = text_next(&key, ' '), direction = key;

	if (name.length == 0)
		return xstrdup("the name of a field is missing, as in idle_duration desc,user");
	if (!text_is_absent(key))
		direction = text_next(&key, '\0');
	/* As --sort has it. */
	if (memchr(name.bytes, ':', name.length) != NULL)
		return xasprintf("'%.*s': ONTAP wants a blank before asc and desc", (int)name.length, name.bytes);
	if (parameter_find_field(kind, name) == FIELD_NONE)
		return refuse_name(kind, name);
	if (text_is_absent(direction) || text_equals(direction, text_of("asc")) ||
	    text_equals(direction, text_of("desc")))
		return NULL;
	return xasprintf("'%.*s' is no direction; %.*s asc or %.*s desc", (int)direction.length, direction.bytes,
	    (int)name.length, name.bytes, (int)name.length, name.bytes);
}

char *
parameter_check_order_by(const struct kind *kind, struct text value)
{
	char *trouble = NULL;

	while (trouble == NULL && !text_is_absent(value))
		trouble = check_order_key(kind, text_next(&value, ','));
	return trouble;
}

static void
add_field(struct field_list *list, unsigned field)
{
	for (size_t i = 0; i < list->count; i++) {
		if (list->fields[i] == field)
			return;
	}
	list->fields[list->count++] = field;
}

/* Adds the fields of an object, as svm.uuid and svm.name of svm; with *, all. Returns whether there were any. */
static bool
add_object(const struct kind *kind, struct text name, struct field_list *list)
{
	bool is_all = text_equals(name, text_of("*")) || text_equals(name, text_of("**")), any = false;

	for (unsigned id = 0; id < kind->field_count; id++) {
		const struct field *field = &kind->fields[id];
		bool is_inside = strlen(field->api_name) > name.length && field->api_name[name.length] == '.' &&
				 memcmp(field->api_name, name.bytes, name.length) == 0;

		if (field->origin != ORIGIN_API || !(is_all || is_inside))
			continue;
		add_field(list, id);
		any = true;
	}
	return any;
}

static char *
parse_field(const struct kind *kind, struct text name, struct field_list *list)
{
	unsigned field;

	if (name.length == 0)
		return xstrdup("the name of a field is missing, as in user,client_ip,svm");
	if (add_object(kind, name, list))
		return NULL;
	field = field_find(kind, name);
	if (field == FIELD_NONE)
		return refuse_name(kind, name);
	if (kind->fields[field].origin != ORIGIN_API)
		return xasprintf(
		    "'%s' is made here, no cluster has it; --columns shows it", kind->fields[field].api_name);
	add_field(list, field);
	return NULL;
}

char *
parameter_parse_fields(const struct kind *kind, struct text value, struct field_list *list)
{
	struct field_list parsed = {.count = 0};
	char *trouble = NULL;

	while (trouble == NULL && !text_is_absent(value))
		trouble = parse_field(kind, text_next(&value, ','), &parsed);
	if (trouble == NULL)
		*list = parsed;
	return trouble;
}
