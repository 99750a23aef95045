/* paths.h: where the user's files are, and which of them others may not read. */
#ifndef CIFSTOP_CONFIG_PATHS_H
#define CIFSTOP_CONFIG_PATHS_H

#include <sys/stat.h>

/* The home directory: $HOME, else what the system knows; NULL when there is none. The caller frees. */
char *path_home(void);

/* `name` in cifstop's folder of $XDG_CONFIG_HOME, or of ~/.config without that variable. NULL without a home. */
char *path_in_config_home(const char *name);

/* The same for what the program remembers: $XDG_STATE_HOME, or ~/.local/state. */
char *path_in_state_home(const char *name);

/* The program's folder among what lives as long as the user's logins: $XDG_RUNTIME_DIR. NULL without one. */
char *path_runtime_folder(void);

/* What a user wrote as a path: ~/ is the home, and a relative one starts beside the file `beside`. The caller frees. */
char *path_resolve(const char *written, const char *beside);

/*
 * Why a file with a secret in it is refused, and the command that makes it right: others can read it, or it belongs to
 * another user than this one and root. NULL when it may be used. The caller frees.
 */
char *path_refuse_secret(const char *path, const struct stat *status);

/* The same for a file that others may read but not write, because it is believed. */
char *path_refuse_shared(const char *path, const struct stat *status);

#endif
