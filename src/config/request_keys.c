/* request_keys.c: the keys that say what a cluster is asked: the API's parameters, and its release. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/xalloc.h"
#include "config/config_private.h"
#include "model/session_fields.h"
#include "ontap/parameters.h"
#include "ontap/release.h"

/* Why a parameter that is no field has no place in query, or NULL when it is none. The caller frees. */
static char *
reserved_parameter_advice(const char *name)
{
	static const char *const others[][2] = {
	    {"ignore_unknown_fields", "cifstop knows which fields a release has"},
	    {"offset", "cifstop follows the pages itself"},
	};
	const struct parameter *parameter = parameter_find(text_of(name));

	if (parameter == &general_parameters[PARAMETER_RETURN_RECORDS])
		return xstrdup("cifstop needs the records, and --count does without");
	if (parameter != NULL)
		return xasprintf("write %s", parameter->key);
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		if (strcmp(name, others[i][0]) == 0)
			return xstrdup(others[i][1]);
	}
	return NULL;
}

static bool
has_parameter(const struct target *target, const char *name)
{
	for (size_t i = 0; i < target->query_count; i++) {
		if (strcmp(target->query[i].name, name) == 0)
			return true;
	}
	return false;
}

/* Whether `name` is a field that may be queried, once; else that is a mistake. */
static bool
check_name(struct yaml_tree *tree, const yaml_node_t *node, const char *name, const struct target *target)
{
	char *advice = reserved_parameter_advice(name), *trouble = NULL;
	bool is_good = false;

	if (advice == NULL)
		trouble = parameter_check_name(&session_kind, text_of(name));
	if (advice != NULL)
		yaml_tree_mistake(tree, node, "query cannot set %s; %s", name, advice);
	else if (trouble != NULL)
		yaml_tree_mistake(tree, node, "query: %s", trouble);
	else if (has_parameter(target, name))
		yaml_tree_mistake(tree, node, "%s is there twice; one of them goes", name);
	else
		is_good = true;
	free(trouble);
	free(advice);
	return is_good;
}

static void
read_parameter(struct yaml_tree *tree, yaml_node_t *name_node, yaml_node_t *value_node, struct target *target)
{
	char *name = schema_take_text(tree, "a name in query", name_node, "a field"), *value, *trouble = NULL;
	bool is_good;

	if (name == NULL)
		return;
	is_good = check_name(tree, name_node, name, target);
	value = schema_take_text(tree, name, value_node, "a text");
	if (is_good && value != NULL) {
		trouble = parameter_check_value(&session_kind, text_of(name), text_of(value));
		if (trouble != NULL)
			yaml_tree_mistake(tree, value_node, "query: %s", trouble);
		target_set_query(target, name, value);
	}
	free(trouble);
	free(value);
	free(name);
}

#define QUERY_PARAMETERS_MAX 100

void
request_read_query(struct yaml_tree *tree, const struct key *key, yaml_node_t *node, void *into)
{
	struct target *target = into;

	target_drop_query(target);
	if (node->type != YAML_MAPPING_NODE) {
		yaml_tree_mistake(tree, node, "%s is %s; a map is due, like {svm.name: \"vs*\"}", key->name,
		    yaml_node_describe(node));
		return;
	}
	if (node->data.mapping.pairs.top - node->data.mapping.pairs.start > QUERY_PARAMETERS_MAX) {
		yaml_tree_mistake(tree, node, "%s has more than %d parameters", key->name, QUERY_PARAMETERS_MAX);
		return;
	}
	for (yaml_node_pair_t *pair = node->data.mapping.pairs.start; pair < node->data.mapping.pairs.top; pair++)
		read_parameter(tree, yaml_tree_node(tree, pair->key), yaml_tree_node(tree, pair->value), target);
}

/* Marks what one item names in `into`, FIELDS_MAX booleans. */
static void
read_field(struct yaml_tree *tree, const yaml_node_t *node, const char *item, void *into)
{
	struct field_list list;
	char *trouble = parameter_parse_fields(&session_kind, text_of(item), &list);
	bool *fields = into;

	if (trouble != NULL)
		yaml_tree_mistake(tree, node, "fields: %s", trouble);
	for (size_t i = 0; trouble == NULL && i < list.count; i++)
		fields[list.fields[i]] = true;
	free(trouble);
}

void
request_read_fields(struct yaml_tree *tree, const struct key *key, yaml_node_t *node, void *into)
{
	bool fields[FIELDS_MAX] = {false};
	struct target *target = into;

	config_read_items(tree, key, node, read_field, fields);
	free(target->fields);
	target_limit_fields(target, fields);
}

/* The items of a list with commas between them; a text is there already. The caller frees. */
static char *
join_items(struct yaml_tree *tree, const struct key *key, yaml_node_t *node)
{
	struct buffer joined;

	if (node->type != YAML_SEQUENCE_NODE)
		return schema_take_text(tree, key->name, node, "a list of fields");
	buffer_init(&joined, SIZE_MAX / 2);
	for (yaml_node_item_t *item = node->data.sequence.items.start; item < node->data.sequence.items.top; item++) {
		char *text = schema_take_text(tree, "an item of the list", yaml_tree_node(tree, *item), "a field");

		buffer_add_format(&joined, "%s%s", joined.length == 0 ? "" : ",", text == NULL ? "" : text);
		free(text);
	}
	return buffer_take(&joined);
}

void
request_read_order_by(struct yaml_tree *tree, const struct key *key, yaml_node_t *node, void *into)
{
	char *written = join_items(tree, key, node), *trouble;
	struct target *target = into;

	if (written == NULL)
		return;
	trouble = parameter_check_order_by(&session_kind, text_of(written));
	if (trouble != NULL)
		yaml_tree_mistake(tree, node, "%s: %s", key->name, trouble);
	free(trouble);
	free(target->order_by);
	target->order_by = written;
}

void
request_read_release(struct yaml_tree *tree, const struct key *key, yaml_node_t *node, void *into)
{
	char *written = schema_take_text(tree, key->name, node, "a release");
	struct target *target = into;
	struct release release;

	if (written == NULL)
		return;
	if (!release_parse(text_of(written), &release))
		yaml_tree_mistake(tree, node, "%s is %s; a release such as 9.8 or 9.14.1P2 is due", key->name,
		    yaml_node_describe(node));
	free(target->release);
	target->release = written;
}
