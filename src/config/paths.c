/* paths.c: where the user's files are, and which of them others may not read. */
#include <config.h>

#include "config/paths.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/xalloc.h"

char *
path_home(void)
{
	const char *home = getenv("HOME");
	const struct passwd *user;

	if (home != NULL && *home == '/')
		return xstrdup(home);
	user = getpwuid(getuid());
	return user == NULL ? NULL : xstrdup(user->pw_dir);
}

/* The folder that the variable names, or the one below the home; the caller frees. */
static char *
path_in(const char *variable, const char *below_home, const char *name)
{
	const char *folder = getenv(variable);
	char *home, *path;

	/* A relative one is to be ignored, says the specification. */
	if (folder != NULL && *folder == '/')
		return xasprintf("%s/cifstop/%s", folder, name);
	home = path_home();
	path = home == NULL ? NULL : xasprintf("%s/%s/cifstop/%s", home, below_home, name);
	free(home);
	return path;
}

char *
path_in_config_home(const char *name)
{
	return path_in("XDG_CONFIG_HOME", ".config", name);
}

char *
path_in_state_home(const char *name)
{
	return path_in("XDG_STATE_HOME", ".local/state", name);
}

char *
path_runtime_folder(void)
{
	const char *folder = getenv("XDG_RUNTIME_DIR");

	return folder == NULL || *folder != '/' ? NULL : xasprintf("%s/cifstop", folder);
}

char *
path_resolve(const char *written, const char *beside)
{
	const char *slash = strrchr(beside, '/');
	char *home, *path;

	if (strncmp(written, "~/", 2) == 0) {
		home = path_home();
		path = xasprintf("%s%s", home == NULL ? "" : home, written + 1);
		free(home);
		return path;
	}
	if (*written == '/' || slash == NULL)
		return xstrdup(written);
	return xasprintf("%.*s/%s", (int)(slash - beside), beside, written);
}

/* As a shell takes it for one word. The caller frees. */
static char *
shell_word(const char *path)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._-+,:@%";
	struct buffer word;

	if (*path != '-' && path[strspn(path, plain)] == '\0')
		return xstrdup(path);
	buffer_init(&word, strlen(path) * 4 + 16);
	if (*path == '-')
		buffer_add_string(&word, "./");
	buffer_add_byte(&word, '\'');
	for (; *path != '\0'; path++) {
		if (*path == '\'')
			buffer_add_string(&word, "'\\''");
		else
			buffer_add_byte(&word, *path);
	}
	buffer_add_byte(&word, '\'');
	return buffer_take(&word);
}

/* `why` is what the others can do. */
static char *
refuse(const char *path, const struct stat *status, mode_t others, const char *why)
{
	char *word = shell_word(path), *sentence = NULL;

	if (status->st_uid != geteuid() && status->st_uid != 0)
		sentence = xasprintf("belongs to another user; run: sudo chown \"$USER\" %s", word);
	else if ((status->st_mode & others) != 0)
		sentence = xasprintf("can be %s by others than its owner; run: chmod 600 %s", why, word);
	free(word);
	return sentence;
}

char *
path_refuse_shared(const char *path, const struct stat *status)
{
	return refuse(path, status, S_IWGRP | S_IWOTH, "changed");
}

char *
path_refuse_secret(const char *path, const struct stat *status)
{
	return refuse(path, status, S_IRWXG | S_IRWXO, "read");
}
