/* schema.h: what may stand in a YAML file, as tables of keys, and the one walker that reads by them. */
#ifndef CIFSTOP_CONFIG_SCHEMA_H
#define CIFSTOP_CONFIG_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config/yaml_tree.h"

struct key;

/* Reads `node` into `into`, which is what `key->offset` points at. Mistakes go to the tree. */
typedef void key_reader(struct yaml_tree *tree, const struct key *key, yaml_node_t *node, void *into);

/* One key of a map. */
struct key {
	const char *name; /* NULL ends the table */
	const char *help; /* one line */
	key_reader *read;
	size_t offset; /* into the struct that the table fills */
	uint32_t min, max; /* of numbers, and of durations in ms */
	unsigned parameter; /* the reader's own */
};

/* The longest table. */
#define SCHEMA_KEYS_MAX 32

/*
 * Reads a map whose keys are those of `keys`, in the table's order, whatever order the file has. `what` names it in
 * sentences ("a cluster"). Unknown and repeated keys are mistakes. `values`, unless NULL, gets for each key of the
 * table the node of its value, NULL when it is not there. Returns whether it was a map.
 */
bool schema_read(struct yaml_tree *tree, const char *what, const struct key *keys, yaml_node_t *node, void *base,
    yaml_node_t *values[SCHEMA_KEYS_MAX]);

/*
 * Readers of single values. Texts are char * that the struct owns; numbers and durations (in ms) are uint32_t; switches
 * are bool.
 */
key_reader schema_read_text;
key_reader schema_read_name; /* a text that is not empty */
key_reader schema_read_number;
key_reader schema_read_duration;
key_reader schema_read_switch;

/*
 * The text of a scalar that is not nothing, with no control characters in it, as a copy that the caller frees. Or NULL,
 * and `due` has been asked for in a mistake: "interval is a list; a duration is due".
 */
char *schema_take_text(struct yaml_tree *tree, const char *name, yaml_node_t *node, const char *due);

/* Reads digits, with nothing around them, up to `max`. */
bool schema_parse_number(struct text text, uint32_t max, uint32_t *number);

/* "a, b and c" of names that NULL ends, at least one. The caller frees. */
char *schema_join(const char *const *names);

/*
 * ": did you mean 'x'?" or, when none is near, "; known are x, y and z", for a name that is not in `names` (terminated
 * by NULL). The caller frees.
 */
char *schema_suggest(const char *name, const char *const *names);

#endif
