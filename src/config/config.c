/* config.c: what the user wrote down. */
#include <config.h>

#include "config/config.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "config/config_private.h"
#include "config/paths.h"
#include "model/session_fields.h"

struct config *
config_new(void)
{
	struct config *config = xcalloc(1, sizeof *config);

	config->ui.order = order_default(&session_kind);
	return config;
}

struct cluster_config *
config_add_cluster(struct config *config)
{
	size_t count = config->cluster_count + 1;

	config->clusters = xreallocarray(config->clusters, count, sizeof *config->clusters);
	config->clusters[config->cluster_count] = cluster_default();
	config->cluster_count = count;
	return &config->clusters[count - 1];
}

void
config_free(struct config *config)
{
	if (config == NULL)
		return;
	for (size_t i = 0; i < config->cluster_count; i++)
		cluster_clear(&config->clusters[i]);
	free(config->clusters);
	free(config->ui.theme);
	free(config->ui.filter);
	free(config);
}

/* A file that is there and cannot be read is told, not passed over. */
static bool
is_there(const char *path)
{
	return access(path, F_OK) == 0 || errno == EACCES;
}

char *
config_find(const char *given)
{
	char *path;

	if (given != NULL)
		return xstrdup(given);
	path = path_in_config_home("config.yaml");
	if (path != NULL && is_there(path))
		return path;
	free(path);
	if (is_there(SYSCONFDIR "/cifstop/config.yaml"))
		return xstrdup(SYSCONFDIR "/cifstop/config.yaml");
	return NULL;
}

const char *
config_example(void)
{
	return "clusters:\n"
	       "  - name: prod-east\n"
	       "    url: https://cluster1.example.com\n"
	       "    username: monitor\n"
	       "    password_command: pass show ontap/prod-east\n";
}
