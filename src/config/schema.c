/* schema.c: what may stand in a YAML file, as tables of keys, and the one walker that reads by them. */
#include <config.h>

#include "config/schema.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/duration.h"
#include "base/xalloc.h"

static size_t
key_count(const struct key *keys)
{
	size_t count = 0;

	while (keys[count].name != NULL)
		count++;
	assert(count <= SCHEMA_KEYS_MAX);
	return count;
}

char *
schema_join(const char *const *names)
{
	struct buffer joined;

	buffer_init(&joined, 4096);
	buffer_add_string(&joined, names[0]);
	for (size_t i = 1; names[i] != NULL; i++)
		buffer_add_format(&joined, "%s%s", names[i + 1] == NULL ? " and " : ", ", names[i]);
	return buffer_take(&joined);
}

char *
schema_suggest(const char *name, const char *const *names)
{
	const char *nearest = report_nearest(name, names);
	char *joined, *suggestion;

	if (nearest != NULL)
		return xasprintf(": did you mean '%s'?", nearest);
	joined = schema_join(names);
	suggestion = xasprintf("; known are %s", joined);
	free(joined);
	return suggestion;
}

static void
refuse_unknown_key(struct yaml_tree *tree, const char *what, const struct key *keys, const yaml_node_t *name)
{
	const char *names[SCHEMA_KEYS_MAX + 1] = {NULL};
	char *suggestion;

	if (strcmp((const char *)name->data.scalar.value, "<<") == 0) {
		yaml_tree_mistake(tree, name, "merge keys are not supported; %s", tree->merge_advice);
		return;
	}
	for (size_t i = 0; keys[i].name != NULL; i++)
		names[i] = keys[i].name;
	suggestion = schema_suggest((const char *)name->data.scalar.value, names);
	yaml_tree_mistake(tree, name, "unknown key %s of %s%s", yaml_node_describe(name), what, suggestion);
	free(suggestion);
}

/* Finds what stands behind each key of the table; all else in the map is a mistake. */
static void
collect(struct yaml_tree *tree, const char *what, const struct key *keys, yaml_node_t *map, yaml_node_t **values)
{
	const yaml_node_t *places[SCHEMA_KEYS_MAX] = {NULL};

	for (yaml_node_pair_t *pair = map->data.mapping.pairs.start; pair < map->data.mapping.pairs.top; pair++) {
		yaml_node_t *name = yaml_tree_node(tree, pair->key);
		size_t i = 0;

		if (name->type != YAML_SCALAR_NODE) {
			yaml_tree_mistake(
			    tree, name, "a key of %s is %s; a name is due", what, yaml_node_describe(name));
			continue;
		}
		while (keys[i].name != NULL && !text_equals(yaml_node_text(name), text_of(keys[i].name)))
			i++;
		if (keys[i].name == NULL) {
			refuse_unknown_key(tree, what, keys, name);
		} else if (places[i] != NULL) {
			yaml_tree_mistake(tree, name, "%s is there twice, first in line %zu; one of them goes",
			    keys[i].name, places[i]->start_mark.line + 1);
		} else {
			places[i] = name;
			values[i] = yaml_tree_node(tree, pair->value);
		}
	}
}

bool
schema_read(struct yaml_tree *tree, const char *what, const struct key *keys, yaml_node_t *node, void *base,
    yaml_node_t *values[SCHEMA_KEYS_MAX])
{
	yaml_node_t *found[SCHEMA_KEYS_MAX] = {NULL};
	size_t count = key_count(keys);

	if (node->type != YAML_MAPPING_NODE) {
		yaml_tree_mistake(tree, node, "%s is %s; a map is due, with keys like %s:", what,
		    yaml_node_describe(node), keys[0].name);
		if (values != NULL)
			memset(values, 0, sizeof found);
		return false;
	}
	collect(tree, what, keys, node, found);
	for (size_t i = 0; i < count; i++) {
		if (found[i] != NULL)
			keys[i].read(tree, &keys[i], found[i], (char *)base + keys[i].offset);
	}
	if (values != NULL)
		memcpy(values, found, sizeof found);
	return true;
}

/* A line break at the end comes with > and | and is not meant; those inside, and tabs, may be in what a shell is given.
 */
static bool
is_clean(struct text text, bool is_block)
{
	for (size_t i = 0; i < text.length; i++) {
		unsigned char c = (unsigned char)text.bytes[i];

		if (c == 0x7f || (c < 0x20 && !(is_block && (c == '\n' || c == '\t'))))
			return false;
	}
	return true;
}

char *
schema_take_text(struct yaml_tree *tree, const char *name, yaml_node_t *node, const char *due)
{
	struct text text = yaml_node_text(node);
	bool is_block;

	if (text_is_absent(text) || yaml_node_is_null(node)) {
		yaml_tree_mistake(tree, node, "%s is %s; %s is due", name, yaml_node_describe(node), due);
		return NULL;
	}
	is_block = node->data.scalar.style == YAML_LITERAL_SCALAR_STYLE ||
		   node->data.scalar.style == YAML_FOLDED_SCALAR_STYLE;
	while (is_block && text.length > 0 && text.bytes[text.length - 1] == '\n')
		text.length--;
	if (!is_clean(text, is_block)) {
		yaml_tree_mistake(tree, node, "%s has a control character in it; %s is due", name, due);
		return NULL;
	}
	return xstrdup_text(text);
}

static void
replace_text(char **text, char *by)
{
	free(*text);
	*text = by;
}

void
schema_read_text(struct yaml_tree *tree, const struct key *key, yaml_node_t *node, void *into)
{
	char *text = schema_take_text(tree, key->name, node, "a text");

	if (text != NULL)
		replace_text(into, text);
}

void
schema_read_name(struct yaml_tree *tree, const struct key *key, yaml_node_t *node, void *into)
{
	char *text = schema_take_text(tree, key->name, node, "a text");

	if (text == NULL)
		return;
	if (*text == '\0')
		yaml_tree_mistake(tree, node, "%s is empty; a text is due", key->name);
	replace_text(into, text);
}

bool
schema_parse_number(struct text text, uint32_t max, uint32_t *number)
{
	uint64_t value = 0;

	if (text_is_absent(text) || text.length == 0)
		return false;
	for (size_t i = 0; i < text.length; i++) {
		if (text.bytes[i] < '0' || text.bytes[i] > '9')
			return false;
		value = value * 10 + (uint64_t)(text.bytes[i] - '0');
		if (value > max)
			return false;
	}
	*number = (uint32_t)value;
	return true;
}

void
schema_read_number(struct yaml_tree *tree, const struct key *key, yaml_node_t *node, void *into)
{
	uint32_t number;

	if (!schema_parse_number(yaml_node_text(node), key->max, &number) || number < key->min)
		yaml_tree_mistake(tree, node, "%s is %s; a number from %" PRIu32 " to %" PRIu32 " is due", key->name,
		    yaml_node_describe(node), key->min, key->max);
	else
		*(uint32_t *)into = number;
}

/* As people write it, and as duration_parse_human() reads it. */
static void
format_ms(uint32_t ms, char text[static DURATION_TEXT_MAX])
{
	if (ms % 1000 != 0)
		snprintf(text, DURATION_TEXT_MAX, "%" PRIu32 "ms", ms);
	else
		duration_format_short(ms / 1000, text);
}

void
schema_read_duration(struct yaml_tree *tree, const struct key *key, yaml_node_t *node, void *into)
{
	char min[DURATION_TEXT_MAX], max[DURATION_TEXT_MAX];
	struct text text = yaml_node_text(node);
	uint64_t ms;

	if (!text_is_absent(text) && duration_parse_human(text, &ms) && ms >= key->min && ms <= key->max) {
		*(uint32_t *)into = (uint32_t)ms;
		return;
	}
	format_ms(key->min, min);
	format_ms(key->max, max);
	yaml_tree_mistake(tree, node, "%s is %s; a duration from %s to %s is due (500ms, 5s, 2m)", key->name,
	    yaml_node_describe(node), min, max);
}

void
schema_read_switch(struct yaml_tree *tree, const struct key *key, yaml_node_t *node, void *into)
{
	static const struct {
		const char *word;
		bool is_on;
	} words[] = {{"true", true}, {"false", false}, {"yes", true}, {"no", false}, {"on", true}, {"off", false}};
	struct text text = yaml_node_text(node);

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (text_equals_nocase(text, text_of(words[i].word))) {
			*(bool *)into = words[i].is_on;
			return;
		}
	}
	yaml_tree_mistake(tree, node, "%s is %s; true or false is due", key->name, yaml_node_describe(node));
}
