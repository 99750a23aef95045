/* secret_keys.c: the keys of a cluster that say where its password or token is. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/secret_text.h"
#include "base/xalloc.h"
#include "config/command_words.h"
#include "config/config_private.h"
#include "config/paths.h"

void
secret_set_source(struct cluster_config *cluster, enum secret_source source)
{
	secret_text_replace(&cluster->target.password, NULL);
	free(cluster->secret);
	command_words_free(cluster->command);
	cluster->secret = NULL;
	cluster->command = NULL;
	cluster->is_token = false;
	cluster->secret_source = source;
}

/* What `defaults:` said of the password or token ends when the cluster says something. */
static struct cluster_config *
begin(struct cluster_reading *reading, const struct key *key)
{
	struct cluster_config *cluster = &reading->cluster;

	secret_set_source(cluster, (enum secret_source)(key->parameter & ~SECRET_IS_TOKEN));
	cluster->is_token = (key->parameter & SECRET_IS_TOKEN) != 0;
	/* That of `defaults:`; written beside the token it is a mistake. */
	if (cluster->is_token)
		xreplace(&cluster->target.username, NULL);
	return cluster;
}

void
secret_read_password(struct yaml_tree *tree, const struct key *key, yaml_node_t *node, void *into)
{
	struct cluster_reading *reading = into;
	char *password = schema_take_text(tree, key->name, node, "a text");

	reading->secret_node = node;
	if (password == NULL)
		return;
	begin(reading, key)->target.password = secret_text_new(text_of(password));
	secret_text_wipe(password);
}

/* Runs as it is, whatever the words have in them. */
static void
read_word_list(struct yaml_tree *tree, const struct key *key, const yaml_node_t *list, char ***words)
{
	for (yaml_node_item_t *item = list->data.sequence.items.start; item < list->data.sequence.items.top; item++) {
		char *word = schema_take_text(tree, key->name, yaml_tree_node(tree, *item), "a list of words");

		if (word == NULL)
			return;
		command_words_add(words, word);
		secret_text_wipe(word);
	}
	if (*words == NULL || **words[0] == '\0')
		yaml_tree_mistake(tree, list, "%s is empty; a command is due", key->name);
}

void
secret_read_command(struct yaml_tree *tree, const struct key *key, yaml_node_t *node, void *into)
{
	char *line, *problem, **words = NULL;

	if (node->type == YAML_SEQUENCE_NODE) {
		read_word_list(tree, key, node, &words);
	} else {
		line = schema_take_text(tree, key->name, node, "a command");
		if (line == NULL)
			return;
		problem = command_words_split(line, &words);
		if (problem != NULL)
			yaml_tree_mistake(tree, node, "%s %s", key->name, problem);
		free(problem);
		secret_text_wipe(line);
	}
	begin(into, key)->command = words;
}

/* Refused as soon as it is named; whether it is there is seen when it is read. */
void
secret_read_file_key(struct yaml_tree *tree, const struct key *key, yaml_node_t *node, void *into)
{
	char *path = NULL, *problem = NULL;
	struct stat status;

	config_read_path(tree, key, node, &path);
	if (path == NULL)
		return;
	if (stat(path, &status) == 0)
		problem = path_refuse_secret(path, &status);
	if (problem != NULL)
		yaml_tree_mistake(tree, node, "%s: '%s' %s", key->name, path, problem);
	free(problem);
	begin(into, key)->secret = path;
}

void
secret_read_variable(struct yaml_tree *tree, const struct key *key, yaml_node_t *node, void *into)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789";
	char *name = schema_take_text(tree, key->name, node, "the name of a variable");

	if (name == NULL)
		return;
	/* It is not repeated: it may be the password itself. */
	if (*name == '\0' || name[strspn(name, letters)] != '\0')
		yaml_tree_mistake(
		    tree, node, "%s is no name of a variable; that is due, without $ and not the password", key->name);
	begin(into, key)->secret = name;
}
