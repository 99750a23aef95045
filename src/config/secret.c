/* secret.c: where passwords and tokens come from. */
#include <config.h>

#include "config/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/safe_text.h"
#include "base/xalloc.h"
#include "config/netrc.h"
#include "config/paths.h"
#include "config/secret_private.h"

#define COMMAND_LIMIT_MS 10000
#define NAME_COLUMNS 60

struct secret_text *
secret_first_line(const char *bytes, size_t length)
{
	const char *end = memchr(bytes, '\n', length);

	if (end != NULL)
		length = (size_t)(end - bytes);
	if (length > 0 && bytes[length - 1] == '\r')
		length--;
	if (length == 0 || length > SECRET_MAX || memchr(bytes, '\0', length) != NULL)
		return NULL;
	return secret_text_new((struct text){bytes, length});
}

static ssize_t
read_start(int fd, char *bytes, size_t size)
{
	size_t length = 0;
	ssize_t got;

	do {
		got = read(fd, bytes + length, size - length);
		if (got > 0)
			length += (size_t)got;
	} while ((got > 0 && length < size) || (got < 0 && errno == EINTR));
	return got < 0 ? -1 : (ssize_t)length;
}

char *
secret_read_file(const char *path, struct secret_text **secret)
{
	char bytes[SECRET_MAX + 2], *problem = NULL, *refusal;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	struct stat status;
	ssize_t length;

	if (fd < 0 || fstat(fd, &status) != 0) {
		problem = xasprintf("'%s' cannot be read: %s", path, strerror(errno));
		goto out;
	}
	refusal = path_refuse_secret(path, &status);
	if (refusal != NULL) {
		problem = xasprintf("'%s' %s", path, refusal);
		free(refusal);
		goto out;
	}
	length = read_start(fd, bytes, sizeof bytes);
	if (length < 0) {
		problem = xasprintf("'%s' cannot be read: %s", path, strerror(errno));
		goto out;
	}
	*secret = secret_first_line(bytes, (size_t)length);
	if (*secret == NULL)
		problem = xasprintf("'%s' has nothing to use in its first line", path);
out:
	explicit_bzero(bytes, sizeof bytes);
	if (fd >= 0)
		close(fd);
	return problem;
}

/* The host in scheme://host:port, without the brackets of an IPv6 address. The caller frees. */
static char *
host_of_url(const char *url)
{
	const char *start = url == NULL ? "" : url, *end;

	if (strstr(start, "://") != NULL)
		start = strstr(start, "://") + 3;
	if (*start == '[') {
		start++;
		end = start + strcspn(start, "]");
	} else {
		end = start + strcspn(start, ":/");
	}
	return xstrdup_text((struct text){start, (size_t)(end - start)});
}

static char *
resolve_nothing(struct cluster_config *cluster)
{
	(void)cluster;
	return NULL;
}

/* Where it goes in the target. */
static struct secret_text **
slot_of(struct cluster_config *cluster)
{
	return cluster->is_token ? &cluster->target.token : &cluster->target.password;
}

/* Puts the name of the key before `problem`, and frees that. */
static char *
blame(const struct cluster_config *cluster, const char *key, char *problem)
{
	char *sentence;

	if (problem == NULL)
		return NULL;
	sentence = xasprintf("%s_%s %s", cluster->is_token ? "token" : "password", key, problem);
	free(problem);
	return sentence;
}

static char *
resolve_command(struct cluster_config *cluster)
{
	return blame(cluster, "command", secret_run_command(cluster->command, COMMAND_LIMIT_MS, slot_of(cluster)));
}

static char *
resolve_file(struct cluster_config *cluster)
{
	return blame(cluster, "file", secret_read_file(cluster->secret, slot_of(cluster)));
}

static char *
resolve_variable(struct cluster_config *cluster)
{
	const char *value = getenv(cluster->secret);

	if (value == NULL || *value == '\0')
		return xasprintf("the variable %s with the password is %s; export it", cluster->secret,
		    value == NULL ? "not set" : "empty");
	cluster->target.password = secret_text_new(text_of(value));
	return NULL;
}

static void
append_safe(struct buffer *prompt, const char *text)
{
	char safe[SAFE_TEXT_SIZE(NAME_COLUMNS)];

	safe_text_fit(text_of(text), NAME_COLUMNS, CUT_MIDDLE, safe, sizeof safe);
	buffer_add_string(prompt, safe);
}

static char *
ask(struct cluster_config *cluster, const char *host)
{
	struct buffer prompt;
	char *problem;

	buffer_init(&prompt, 4 * SAFE_TEXT_SIZE(NAME_COLUMNS));
	buffer_add_string(&prompt, "Password of ");
	append_safe(&prompt, cluster->target.username);
	buffer_add_string(&prompt, " at ");
	append_safe(&prompt, cluster->target.name == NULL ? host : cluster->target.name);
	buffer_add_string(&prompt, " (");
	append_safe(&prompt, host);
	buffer_add_string(&prompt, "): ");
	problem = secret_ask(buffer_string(&prompt), &cluster->target.password);
	buffer_free(&prompt);
	return problem;
}

/* Read here and not by libcurl, which does not know $NETRC and could not tell whom to ask. */
static char *
resolve_netrc_or_ask(struct cluster_config *cluster)
{
	struct target *target = &cluster->target;
	char *host = host_of_url(target->url), *problem = NULL;
	struct netrc_entry entry;

	if (netrc_look_up(host, target->username, &entry)) {
		if (target->username == NULL)
			target->username = xstrdup(entry.login);
		target->password = secret_text_new(text_of(entry.password));
		secret_text_wipe(entry.password);
		secret_text_wipe(entry.login);
	}
	/* Without a name there is nothing to ask for: the cluster says whether it wants one. */
	if (target->username != NULL && target->password == NULL)
		problem = ask(cluster, host);
	free(host);
	return problem;
}

char *
secret_resolve(struct cluster_config *cluster)
{
	static char *(*const resolvers[])(struct cluster_config *) = {
	    [SECRET_NETRC_OR_ASK] = resolve_netrc_or_ask,
	    [SECRET_NONE] = resolve_nothing,
	    [SECRET_INLINE] = resolve_nothing,
	    [SECRET_COMMAND] = resolve_command,
	    [SECRET_FILE] = resolve_file,
	    [SECRET_ENVIRONMENT] = resolve_variable,
	};
	const char *name = cluster->target.name == NULL ? "cluster" : cluster->target.name;
	char *problem, *sentence;

	/* A second call reads it again. */
	if (cluster->secret_source != SECRET_INLINE)
		secret_text_replace(slot_of(cluster), NULL);
	problem = resolvers[cluster->secret_source](cluster);
	if (problem == NULL)
		return NULL;
	sentence = xasprintf("%s: %s", name, problem);
	free(problem);
	return sentence;
}

/* Resolves those that come from a variable, or those that do not. */
static bool
resolve_some(struct config *config, bool of_variables, secret_complaint *complain)
{
	bool ok = true;

	for (size_t i = 0; i < config->cluster_count; i++) {
		struct cluster_config *cluster = &config->clusters[i];
		char *problem = NULL;

		if ((cluster->secret_source == SECRET_ENVIRONMENT) == of_variables)
			problem = secret_resolve(cluster);
		if (problem != NULL) {
			complain(problem);
			ok = false;
		}
	}
	return ok;
}

/* Wiped where it stands, since that is what ps and /proc show, also after unsetenv(). */
void
secret_forget_variable(const char *name)
{
	char *value = getenv(name);

	if (value == NULL)
		return;
	explicit_bzero(value, strlen(value));
	unsetenv(name);
}

bool
secret_take_variables(struct config *config, secret_complaint *complain)
{
	bool ok = resolve_some(config, true, complain);

	for (size_t i = 0; i < config->cluster_count; i++) {
		if (config->clusters[i].secret_source == SECRET_ENVIRONMENT)
			secret_forget_variable(config->clusters[i].secret);
	}
	return ok;
}

bool
secret_take_others(struct config *config, secret_complaint *complain)
{
	return resolve_some(config, false, complain);
}
