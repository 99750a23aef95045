/* ui_keys.c: the keys of `ui:`, which say how the screen starts. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "config/config_private.h"
#include "config/paths.h"
#include "config/theme_private.h"
#include "model/session_fields.h"
#include "query/filter.h"

static key_reader read_theme, read_columns, read_sort, read_filter;

const struct key ui_keys[] = {
    {"theme", "name of a theme, or path of its file", read_theme, offsetof(struct ui_config, theme), 0, 0, 0},
    {"columns", "fields to show, left to right", read_columns, 0, 0, 0, 0},
    {"sort", "fields to sort by, each with :asc or :desc behind it", read_sort, 0, 0, 0, 0},
    {"filter", "what the filter is at the start", read_filter, offsetof(struct ui_config, filter), 0, 0, 0},
    {0},
};

/* Told here, where the place is known; what is in the theme's file is told when it is loaded. */
static void
read_theme(struct yaml_tree *tree, const struct key *key, yaml_node_t *node, void *into)
{
	char *name = schema_take_text(tree, key->name, node, "a name"), *resolved, *path, *problem;

	if (name == NULL)
		return;
	resolved = strchr(name, '/') == NULL ? xstrdup(name) : path_resolve(name, tree->path);
	path = theme_find(resolved);
	if (path == NULL) {
		problem = theme_explain_unknown(resolved);
		yaml_tree_mistake(tree, node, "%s", problem);
		free(problem);
	}
	free(path);
	free(name);
	free(*(char **)into);
	*(char **)into = resolved;
}

static void
read_item(struct yaml_tree *tree, yaml_node_t *node, item_reader *read, void *into)
{
	char *item = schema_take_text(tree, "an item of the list", node, "a field");

	if (item != NULL)
		read(tree, node, item, into);
	free(item);
}

static void
read_items_of_text(struct yaml_tree *tree, const struct key *key, yaml_node_t *node, item_reader *read, void *into)
{
	char *text = schema_take_text(tree, key->name, node, "a list of fields"), *rest = text, *item;

	while (rest != NULL && (item = strsep(&rest, ",")) != NULL) {
		item += strspn(item, " ");
		item[strcspn(item, " ")] = '\0';
		read(tree, node, item, into);
	}
	free(text);
}

void
config_read_items(struct yaml_tree *tree, const struct key *key, yaml_node_t *node, item_reader *read, void *into)
{
	if (node->type != YAML_SEQUENCE_NODE) {
		read_items_of_text(tree, key, node, read, into);
		return;
	}
	for (yaml_node_item_t *item = node->data.sequence.items.start; item < node->data.sequence.items.top; item++)
		read_item(tree, yaml_tree_node(tree, *item), read, into);
}

/* Checked here, where the place is known. */
static void
read_filter(struct yaml_tree *tree, const struct key *key, yaml_node_t *node, void *into)
{
	struct filter_error error;
	struct filter *filter;

	schema_read_text(tree, key, node, into);
	if (*(char **)into == NULL)
		return;
	filter = filter_compile(&session_kind, *(char **)into, NULL, 0, &error);
	if (filter == NULL)
		yaml_tree_mistake(tree, node, "filter: at its character %zu: %s", error.position + 1, error.sentence);
	free(error.sentence);
	filter_free(filter);
}

static void
refuse_field(struct yaml_tree *tree, const yaml_node_t *node, const char *what, const char *name)
{
	const char *names[FIELD_NAMES_MAX];
	char *suggestion;

	field_list_names(&session_kind, names);
	suggestion = schema_suggest(name, names);
	yaml_tree_mistake(tree, node, "%s: unknown field '%s'%s", what, name, suggestion);
	free(suggestion);
}

static void
read_column(struct yaml_tree *tree, const yaml_node_t *node, const char *name, void *into)
{
	unsigned field = field_find(&session_kind, text_of(name));
	struct ui_config *ui = into;

	if (field == FIELD_NONE) {
		refuse_field(tree, node, "columns", name);
		return;
	}
	for (size_t i = 0; i < ui->column_count; i++) {
		if (ui->columns[i] == field) {
			yaml_tree_mistake(tree, node, "columns: %s is there twice; one of them goes",
			    field_name(&session_kind, field));
			return;
		}
	}
	ui->columns[ui->column_count++] = field;
}

static void
read_columns(struct yaml_tree *tree, const struct key *key, yaml_node_t *node, void *into)
{
	config_read_items(tree, key, node, read_column, into);
}

static void
read_sort_key(struct yaml_tree *tree, const yaml_node_t *node, const char *written, void *into)
{
	struct order *order = into, parsed;
	char *problem = order_parse(&session_kind, written, &parsed);

	if (problem != NULL) {
		yaml_tree_mistake(tree, node, "sort: %s", problem);
		free(problem);
		return;
	}
	for (size_t i = 0; i < parsed.count; i++) {
		const char *name = field_name(&session_kind, parsed.keys[i].field);

		for (size_t j = 0; j < order->count; j++) {
			if (order->keys[j].field == parsed.keys[i].field)
				yaml_tree_mistake(tree, node, "sort: %s is there twice; one of them goes", name);
		}
		if (order->count == ORDER_KEYS_MAX) {
			yaml_tree_mistake(tree, node, "sort: more than %d fields", ORDER_KEYS_MAX);
			return;
		}
		order->keys[order->count++] = parsed.keys[i];
	}
}

/* An empty list leaves the order that there is. */
static void
read_sort(struct yaml_tree *tree, const struct key *key, yaml_node_t *node, void *into)
{
	struct order order = {.count = 0};
	struct ui_config *ui = into;

	config_read_items(tree, key, node, read_sort_key, &order);
	if (order.count == 0)
		return;
	ui->order = order;
	ui->has_order = true;
}

void
ui_read(struct yaml_tree *tree, yaml_node_t *node, struct ui_config *ui)
{
	schema_read(tree, "ui", ui_keys, node, ui, NULL);
}
