/* theme_files.c: where themes are. */
#include <config.h>

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/xalloc.h"
#include "config/paths.h"
#include "config/theme_private.h"

#define SUFFIX ".yaml"
#define FOLDERS_MAX 3

/* How far below the top of a build tree its programs are: tests/unit/x. */
#define BUILD_TREE_DEPTH 3

/*
 * The themes of the build tree that this program was started in, or NULL: it has themes/ beside config.status, which no
 * installed program finds above itself.
 */
static char *
build_tree_folder(void)
{
	char path[4096], *slash, *marker;
	ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
	bool found = false;

	if (length <= 0)
		return NULL;
	path[length] = '\0';
	for (int i = 0; i <= BUILD_TREE_DEPTH && !found && (slash = strrchr(path, '/')) != NULL; i++) {
		*slash = '\0';
		marker = xasprintf("%s/config.status", path);
		found = access(marker, F_OK) == 0;
		free(marker);
	}
	return found ? xasprintf("%s/themes", path) : NULL;
}

/* The folders to look into; the first that has a theme wins. The caller frees each. */
static size_t
find_folders(char *folders[static FOLDERS_MAX])
{
	char *candidates[FOLDERS_MAX] = {
	    build_tree_folder(), path_in_config_home("themes"), xstrdup(PKGDATADIR "/themes")};
	size_t count = 0;

	for (size_t i = 0; i < FOLDERS_MAX; i++) {
		if (candidates[i] != NULL)
			folders[count++] = candidates[i];
	}
	return count;
}

char *
theme_find(const char *name)
{
	char *folders[FOLDERS_MAX], *path = NULL;
	size_t count;

	if (strchr(name, '/') != NULL)
		return access(name, F_OK) == 0 ? xstrdup(name) : NULL;
	count = find_folders(folders);
	for (size_t i = 0; i < count; i++) {
		if (path == NULL) {
			path = xasprintf("%s/%s" SUFFIX, folders[i], name);
			if (access(path, F_OK) != 0) {
				free(path);
				path = NULL;
			}
		}
		free(folders[i]);
	}
	return path;
}

/* A growing list of names, terminated by NULL. */
struct name_list {
	char **names;
	size_t count;
};

static void
add_name(struct name_list *list, struct text name)
{
	for (size_t i = 0; i < list->count; i++) {
		if (text_equals(text_of(list->names[i]), name))
			return;
	}
	list->names = xreallocarray(list->names, list->count + 2, sizeof *list->names);
	list->names[list->count++] = xstrdup_text(name);
	list->names[list->count] = NULL;
}

static void
add_names_of_folder(struct name_list *list, const char *folder)
{
	DIR *directory = opendir(folder);
	const struct dirent *entry;

	if (directory == NULL)
		return;
	while ((entry = readdir(directory)) != NULL) {
		struct text name = text_of(entry->d_name);

		if (name.length <= strlen(SUFFIX) || name.bytes[0] == '.' ||
		    strcmp(name.bytes + name.length - strlen(SUFFIX), SUFFIX) != 0)
			continue;
		name.length -= strlen(SUFFIX);
		add_name(list, name);
	}
	closedir(directory);
}

static int
compare_names(const void *left, const void *right)
{
	const char *const *a = left, *const *b = right;

	return strcmp(*a, *b);
}

char **
theme_list(void)
{
	struct name_list list = {xcalloc(1, sizeof *list.names), 0};
	char *folders[FOLDERS_MAX];
	size_t count = find_folders(folders);

	for (size_t i = 0; i < count; i++) {
		add_names_of_folder(&list, folders[i]);
		free(folders[i]);
	}
	if (list.count > 1)
		qsort(list.names, list.count, sizeof *list.names, compare_names);
	return list.names;
}

char *
theme_explain_unknown(const char *name)
{
	char **names, *known, *sentence;

	if (strchr(name, '/') != NULL)
		return xasprintf("there is no theme at '%s'", name);
	names = theme_list();
	known = names[0] == NULL ? xstrdup("none at all") : schema_join((const char *const *)names);
	sentence = xasprintf("there is no theme '%s'; there are %s", name, known);
	for (size_t i = 0; names[i] != NULL; i++)
		free(names[i]);
	free(names);
	free(known);
	return sentence;
}

bool
theme_load(const char *name, struct theme *theme, struct report *report)
{
	char *path = theme_find(name), *problem;
	struct buffer bytes;
	struct stat status;
	bool ok;

	if (path == NULL) {
		problem = theme_explain_unknown(name);
		report_add(report, NULL, 0, 0, "%s", problem);
		free(problem);
		return false;
	}
	ok = yaml_file_read(path, &bytes, &status, report) && theme_parse(path, buffer_text(&bytes), theme, report);
	buffer_free(&bytes);
	free(path);
	return ok;
}
