/* tls_keys.c: the keys below `tls:`: how a cluster is known, and how we are known to it. */
#include <config.h>

#include <stdlib.h>
#include <sys/stat.h>

#include "base/pin.h"
#include "base/xalloc.h"
#include "config/config_private.h"
#include "config/paths.h"

enum tls_key { KEY_CA_FILE, KEY_PIN, KEY_INSECURE, KEY_CERT_FILE, KEY_KEY_FILE, KEY_TLS_COUNT };

static key_reader read_pin;

const struct key tls_keys[] = {
    [KEY_CA_FILE] = {"ca_file", "certificates to trust, in PEM", config_read_path, offsetof(struct target, ca_file), 0,
	0, 0},
    [KEY_PIN] = {"pin", "the only key to trust, whoever signed it: sha256//...", read_pin, offsetof(struct target, pin),
	0, 0, 0},
    [KEY_INSECURE] = {"insecure", "true: the certificate is not verified, and http:// is spoken", schema_read_switch,
	offsetof(struct target, is_insecure), 0, 0, 0},
    [KEY_CERT_FILE] = {"cert_file", "certificate to log in with, in PEM", config_read_path,
	offsetof(struct target, cert_file), 0, 0, 0},
    [KEY_KEY_FILE] = {"key_file", "its key, in PEM, that only its owner can read", config_read_path,
	offsetof(struct target, key_file), 0, 0, 0},
    [KEY_TLS_COUNT] = {0},
};

static void
read_pin(struct yaml_tree *tree, const struct key *key, yaml_node_t *node, void *into)
{
	char *pin = schema_take_text(tree, key->name, node, "a key");

	if (pin == NULL)
		return;
	if (!pin_is_valid(text_of(pin)))
		yaml_tree_mistake(tree, node, "pin is %s; " PIN_DUE, yaml_node_describe(node));
	free(*(char **)into);
	*(char **)into = pin;
}

/* Of the ways to know a cluster one has to do: of two, neither would be what it says. */
static void
check_one_way(struct yaml_tree *tree, const struct target *target, yaml_node_t *const values[SCHEMA_KEYS_MAX])
{
	if (values[KEY_CA_FILE] != NULL && target->is_insecure)
		yaml_tree_mistake(tree, values[KEY_INSECURE],
		    "insecure: true and ca_file exclude each other; without insecure the ca_file is used");
	if (values[KEY_PIN] != NULL && target->is_insecure)
		yaml_tree_mistake(tree, values[KEY_INSECURE],
		    "insecure: true and pin exclude each other; without insecure the pin is used");
	if (values[KEY_PIN] != NULL && values[KEY_CA_FILE] != NULL)
		yaml_tree_mistake(tree, values[KEY_CA_FILE],
		    "pin and ca_file exclude each other; the pin is enough, whoever signed the certificate");
}

/* What lets who has it in must not be for others to read. */
static void
check_key_file(struct yaml_tree *tree, const struct target *target, yaml_node_t *const values[SCHEMA_KEYS_MAX])
{
	const char *path = target->key_file != NULL ? target->key_file : target->cert_file;
	yaml_node_t *node = values[KEY_KEY_FILE] != NULL ? values[KEY_KEY_FILE] : values[KEY_CERT_FILE];
	struct stat status;
	char *problem = NULL;

	if (values[KEY_KEY_FILE] != NULL && values[KEY_CERT_FILE] == NULL)
		yaml_tree_mistake(tree, node, "a key without its certificate; write cert_file: as well");
	if (path != NULL && stat(path, &status) == 0)
		problem = path_refuse_secret(path, &status);
	if (problem != NULL)
		yaml_tree_mistake(
		    tree, node, "%s: '%s' %s", values[KEY_KEY_FILE] != NULL ? "key_file" : "cert_file", path, problem);
	free(problem);
}

/* Replaces the tls of `defaults:` as a whole, so that no half of it is left over. */
void
tls_read(struct yaml_tree *tree, const struct key *key, yaml_node_t *node, void *into)
{
	yaml_node_t *values[SCHEMA_KEYS_MAX];
	struct target *target = into;

	xreplace(&target->ca_file, NULL);
	xreplace(&target->pin, NULL);
	xreplace(&target->cert_file, NULL);
	xreplace(&target->key_file, NULL);
	target->is_insecure = false;
	if (!schema_read(tree, key->name, tls_keys, node, target, values))
		return;
	check_one_way(tree, target, values);
	check_key_file(tree, target, values);
}
