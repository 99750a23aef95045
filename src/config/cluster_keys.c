/* cluster_keys.c: the keys of a cluster, and what must hold among them. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "config/command_words.h"
#include "config/config_private.h"
#include "config/paths.h"
#include "ontap/distrust.h"
#include "ontap/parameters.h"

enum cluster_key {
	KEY_NAME,
	KEY_URL,
	KEY_USERNAME,
	KEY_PASSWORD,
	KEY_PASSWORD_COMMAND,
	KEY_PASSWORD_FILE,
	KEY_PASSWORD_ENV,
	KEY_TOKEN_COMMAND,
	KEY_TOKEN_FILE,
	KEY_TLS,
	KEY_INTERVAL,
	KEY_TIMEOUT,
	KEY_RETURN_TIMEOUT,
	KEY_MAX_RECORDS,
	KEY_QUERY,
	KEY_FIELDS,
	KEY_ORDER_BY,
	KEY_RELEASE,
	KEY_PROXY,
	KEY_COUNT
};

static key_reader read_url, read_username, read_proxy;

#define AT(member) offsetof(struct cluster_reading, cluster.member)

/* The readers without an offset take the whole struct cluster_reading. */
const struct key cluster_keys[] = {
    [KEY_NAME] = {"name", "what the cluster is called on the screen", schema_read_name, AT(target.name), 0, 0, 0},
    [KEY_URL] = {"url", "address; https unless http:// is written", read_url, AT(target.url), 0, 0, 0},
    [KEY_USERNAME] = {"username", "account to ask with", read_username, 0, 0, 0, 0},
    [KEY_PASSWORD] = {"password", "its password, in a file that only its owner can read", secret_read_password, 0, 0, 0,
	SECRET_INLINE},
    [KEY_PASSWORD_COMMAND] = {"password_command", "command that prints it, or a list of its words", secret_read_command,
	0, 0, 0, SECRET_COMMAND},
    [KEY_PASSWORD_FILE] = {"password_file", "file with it in the first line", secret_read_file_key, 0, 0, 0,
	SECRET_FILE},
    [KEY_PASSWORD_ENV] = {"password_env", "environment variable that holds it", secret_read_variable, 0, 0, 0,
	SECRET_ENVIRONMENT},
    [KEY_TOKEN_COMMAND] = {"token_command", "command that prints an OAuth 2.0 token, in place of a password",
	secret_read_command, 0, 0, 0, SECRET_COMMAND | SECRET_IS_TOKEN},
    [KEY_TOKEN_FILE] = {"token_file", "file with such a token in the first line", secret_read_file_key, 0, 0, 0,
	SECRET_FILE | SECRET_IS_TOKEN},
    [KEY_TLS] = {"tls", "how the certificate is verified", tls_read, AT(target), 0, 0, 0},
    [KEY_INTERVAL] = {"interval", "from one refresh to the next", schema_read_duration, AT(interval_ms),
	CONFIG_INTERVAL_MIN_MS, CONFIG_INTERVAL_MAX_MS, 0},
    [KEY_TIMEOUT] = {"timeout", "for one request, above return_timeout", schema_read_duration, AT(target.timeout_ms),
	1000, 3600 * 1000, 0},
    [KEY_RETURN_TIMEOUT] = {"return_timeout", "seconds after which ONTAP sends what it has", schema_read_number,
	AT(target.return_timeout_seconds), 0, RETURN_TIMEOUT_MOST, 0},
    [KEY_MAX_RECORDS] = {"max_records", "sessions on a page", schema_read_number, AT(target.max_records), 1,
	MAX_RECORDS_MOST, 0},
    [KEY_QUERY] = {"query", "ONTAP query that limits which sessions are fetched", request_read_query, AT(target), 0, 0,
	0},
    [KEY_FIELDS] = {"fields", "the only fields that are fetched, beside the keys", request_read_fields, AT(target), 0,
	0, 0},
    [KEY_ORDER_BY] = {"order_by", "how the cluster sorts before it cuts into pages", request_read_order_by, AT(target),
	0, 0, 0},
    [KEY_RELEASE] = {"release", "the ONTAP release, where the account may not ask for it", request_read_release,
	AT(target), 0, 0, 0},
    [KEY_PROXY] = {"proxy", "proxy in place of the usual variables; empty for none", read_proxy, 0, 0, 0, 0},
    [KEY_COUNT] = {0},
};

struct cluster_config
cluster_default(void)
{
	return (struct cluster_config){.target = target_default(), .interval_ms = CONFIG_INTERVAL_MS};
}

void
cluster_clear(struct cluster_config *cluster)
{
	target_clear(&cluster->target);
	free(cluster->secret);
	command_words_free(cluster->command);
	*cluster = (struct cluster_config){0};
}

static void
read_url(struct yaml_tree *tree, const struct key *key, yaml_node_t *node, void *into)
{
	char *written = schema_take_text(tree, key->name, node, "an address"), *url = NULL, *problem;

	if (written == NULL)
		return;
	problem = target_parse_url(written, &url);
	if (problem == NULL) {
		free(*(char **)into);
		*(char **)into = url;
	} else {
		yaml_tree_mistake(tree, node, "%s: %s", key->name, problem);
	}
	free(problem);
	free(written);
}

void
config_read_path(struct yaml_tree *tree, const struct key *key, yaml_node_t *node, void *into)
{
	char *written = schema_take_text(tree, key->name, node, "a path");

	if (written == NULL)
		return;
	if (*written == '\0')
		yaml_tree_mistake(tree, node, "%s is empty; a path is due", key->name);
	free(*(char **)into);
	*(char **)into = path_resolve(written, tree->path);
	free(written);
}

/* A token of `defaults:` ends when the cluster has a name of its own. */
static void
read_username(struct yaml_tree *tree, const struct key *key, yaml_node_t *node, void *into)
{
	struct cluster_reading *reading = into;

	if (reading->cluster.is_token)
		secret_set_source(&reading->cluster, SECRET_NETRC_OR_ASK);
	schema_read_name(tree, key, node, &reading->cluster.target.username);
}

static void
read_proxy(struct yaml_tree *tree, const struct key *key, yaml_node_t *node, void *into)
{
	static const char *const schemes[] = {"http", "https", "socks4", "socks4a", "socks5", "socks5h", NULL};
	struct cluster_reading *reading = into;
	char *proxy = schema_take_text(tree, key->name, node, "an address"), *end, *suggestion;
	size_t i = 0;

	if (proxy == NULL)
		return;
	if (strchr(proxy, '@') != NULL)
		reading->secret_node = node;
	end = strstr(proxy, "://");
	if (end != NULL) {
		*end = '\0';
		while (schemes[i] != NULL && strcmp(schemes[i], proxy) != 0)
			i++;
		if (schemes[i] == NULL) {
			suggestion = schema_suggest(proxy, schemes);
			yaml_tree_mistake(tree, node, "%s has an unknown scheme '%s'%s", key->name, proxy, suggestion);
			free(suggestion);
		}
		*end = ':';
	}
	secret_text_replace(&reading->cluster.target.proxy, secret_text_new(text_of(proxy)));
	secret_text_wipe(proxy);
}

static void
check_one_secret(struct yaml_tree *tree, const struct cluster_reading *reading)
{
	size_t first = KEY_COUNT, count = 0;

	for (size_t i = KEY_PASSWORD; i <= KEY_TOKEN_FILE; i++) {
		if (reading->values[i] == NULL)
			continue;
		if (count > 0)
			yaml_tree_mistake(tree, reading->values[i],
			    "%s and %s say both where the %s is; one of them goes", cluster_keys[first].name,
			    cluster_keys[i].name, i < KEY_TOKEN_COMMAND ? "password" : "secret");
		first = i;
		count++;
	}
	if (count == 1 && first >= KEY_TOKEN_COMMAND && reading->values[KEY_USERNAME] != NULL)
		yaml_tree_mistake(tree, reading->values[first], "a token says who asks; username or %s goes",
		    cluster_keys[first].name);
}

/* Else every slow answer would be given up just before it comes. */
static void
check_timeout(struct yaml_tree *tree, const struct cluster_reading *reading)
{
	const struct target *target = &reading->cluster.target;
	const yaml_node_t *node = reading->values[KEY_TIMEOUT];

	if (node == NULL)
		node = reading->values[KEY_RETURN_TIMEOUT];
	/* Both from `defaults:`: told there. */
	if (node == NULL || target->timeout_ms > target->return_timeout_seconds * 1000)
		return;
	yaml_tree_mistake(tree, node, "timeout (%g s) must be longer than return_timeout (%u s)",
	    target->timeout_ms / 1000.0, (unsigned)target->return_timeout_seconds);
}

/* Told where the address is written, unless that was refused itself. */
static void
check_encryption(struct yaml_tree *tree, const yaml_node_t *node, const struct cluster_reading *reading)
{
	const struct target *target = &reading->cluster.target;
	char *problem = target->url == NULL ? NULL : distrust_say_plain(target);

	if (reading->values[KEY_URL] != NULL)
		node = reading->values[KEY_URL];
	if (problem != NULL)
		yaml_tree_mistake(tree, node, "url: %s", problem);
	else if (target->url != NULL && !target_is_encrypted(target) && target->pin != NULL)
		yaml_tree_mistake(
		    tree, node, "url: http:// has no key that pin could be compared with; write https://");
	free(problem);
}

static void
check_complete(struct yaml_tree *tree, const yaml_node_t *node, const struct cluster_reading *reading)
{
	const struct target *target = &reading->cluster.target;

	if (target->name == NULL && reading->values[KEY_NAME] == NULL)
		yaml_tree_mistake(tree, node, "a cluster without a name; write name: and what you call it");
	if (target->url == NULL && reading->values[KEY_URL] == NULL)
		yaml_tree_mistake(
		    tree, node, "a cluster without a url; write url: and the address of its management LIF");
	if (reading->cluster.secret_source != SECRET_NETRC_OR_ASK && !reading->cluster.is_token &&
	    target->username == NULL && reading->values[KEY_USERNAME] == NULL)
		yaml_tree_mistake(tree, node, "a cluster with a password and no username; write username: as well");
}

void
cluster_read_defaults(struct yaml_tree *tree, yaml_node_t *node, struct cluster_reading *reading)
{
	*reading = (struct cluster_reading){.cluster = cluster_default()};
	schema_read(tree, "defaults", cluster_keys, node, reading, reading->values);
	check_one_secret(tree, reading);
	check_timeout(tree, reading);
}

void
cluster_read(
    struct yaml_tree *tree, yaml_node_t *node, const struct cluster_config *defaults, struct cluster_reading *reading)
{
	*reading = (struct cluster_reading){.cluster = *defaults};
	reading->cluster.target = target_copy(&defaults->target);
	reading->cluster.secret = xstrdup(defaults->secret);
	reading->cluster.command = command_words_copy(defaults->command);
	if (!schema_read(tree, "a cluster", cluster_keys, node, reading, reading->values))
		return;
	check_one_secret(tree, reading);
	check_timeout(tree, reading);
	check_encryption(tree, node, reading);
	check_complete(tree, node, reading);
}
