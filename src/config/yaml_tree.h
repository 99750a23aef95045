/* yaml_tree.h: a YAML file in memory, and the place of everything in it. */
#ifndef CIFSTOP_CONFIG_YAML_TREE_H
#define CIFSTOP_CONFIG_YAML_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>
#include <yaml.h>

#include "base/buffer.h"
#include "base/report.h"
#include "base/text.h"

/* Larger files are somebody's mistake. */
#define YAML_FILE_MAX (1024 * 1024)

/* After this many mistakes in one file the others are only counted. */
#define YAML_MISTAKES_MAX 200

struct yaml_mistake;

/*
 * One document as nodes, each with its marks. Aliases are the node that they name, so a tree is as small as its file,
 * but it may hold circles: whoever walks it goes no deeper than what he looks for.
 */
struct yaml_tree {
	const char *path; /* borrowed; for the places of mistakes */
	const char *merge_advice; /* what to do in place of a merge key */
	yaml_document_t document;
	bool has_document;
	struct yaml_mistake *mistakes;
	size_t mistake_count;
};

/*
 * Reads the file whole into `bytes`, whose limit is set here, and its status into *status. On an error adds to `report`
 * why and returns false. The caller frees `bytes` in any case.
 */
bool yaml_file_read(const char *path, struct buffer *bytes, struct stat *status, struct report *report);

/* Takes `text` apart. What is wrong with it is among the mistakes. yaml_tree_finish() must follow. */
void yaml_tree_parse(struct yaml_tree *tree, const char *path, struct text text);

/* The outermost node, or NULL when the file has none. */
yaml_node_t *yaml_tree_root(struct yaml_tree *tree);

/* The node of that number, as the items of lists and maps are numbered. */
yaml_node_t *yaml_tree_node(struct yaml_tree *tree, int number);

/* Notes that something is wrong at `node`; NULL is the beginning of the file. */
void yaml_tree_mistake(struct yaml_tree *tree, const yaml_node_t *node, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Moves all mistakes to `report`, in the order of their places, wipes and frees. Whether there were none. */
bool yaml_tree_finish(struct yaml_tree *tree, struct report *report);

/* Whether it is written as nothing at all, ~ or null, without quotes. */
bool yaml_node_is_null(const yaml_node_t *node);

/* The text of a scalar; terminated, but may hold NUL as well. Absent for other nodes. */
struct text yaml_node_text(const yaml_node_t *node);

/*
 * A node as it can be named in a sentence: 'text' (safe, and cut when it is long), a list, a map, nothing. Static until
 * the next call.
 */
const char *yaml_node_describe(const yaml_node_t *node);

#endif
