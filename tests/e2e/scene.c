/* scene.c: directory, environment and clean-up of one end-to-end test. */
#include "config.h"

#include "e2e/scene.h"

#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/sanitizer.h"
#include "base/xalloc.h"

#include "e2e/check.h"

#define FILE_LIMIT ((size_t)256 << 20)
#define VARIABLES_MAX 48

#define SLOWNESS (HAS_SANITIZER ? 4 : 1)

struct deferred {
	void (*clean)(void *subject);
	void *subject;
	struct deferred *next;
};

struct scene {
	char *directory;
	struct deferred *deferred;
	char *variables[VARIABLES_MAX + 1];
	size_t variable_count;
	bool has_failed;
};

int
scene_patience_ms(void)
{
	const char *wanted = getenv("E2E_PATIENCE");
	int seconds = wanted == NULL ? 0 : (int)strtol(wanted, NULL, 10);

	return (seconds > 0 ? seconds : 10) * 1000 * SLOWNESS;
}

int
scene_bound_ms(int ms)
{
	return ms * SLOWNESS;
}

bool
scene_has_sanitizer(void)
{
	return HAS_SANITIZER;
}

void
scene_defer(struct scene *scene, void (*clean)(void *subject), void *subject)
{
	struct deferred *deferred = xmalloc(sizeof(*deferred));

	*deferred = (struct deferred){clean, subject, scene->deferred};
	scene->deferred = deferred;
}

const void *
scene_mark(struct scene *scene)
{
	return scene->deferred;
}

void
scene_release(struct scene *scene, const void *mark)
{
	while (scene->deferred != mark) {
		struct deferred *deferred = scene->deferred;

		scene->deferred = deferred->next;
		deferred->clean(deferred->subject);
		free(deferred);
	}
}

void
scene_blame(struct scene *scene, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	scene->has_failed = true;
}

void *
scene_memory(struct scene *scene, size_t size)
{
	void *memory = xcalloc(1, size);

	scene_defer(scene, free, memory);
	return memory;
}

const char *
scene_vtext(struct scene *scene, const char *format, va_list arguments)
{
	char *text = xvasprintf(format, arguments);

	scene_defer(scene, free, text);
	return text;
}

const char *
scene_text(struct scene *scene, const char *format, ...)
{
	va_list arguments;
	const char *text;

	va_start(arguments, format);
	text = scene_vtext(scene, format, arguments);
	va_end(arguments);
	return text;
}

const char *
scene_path(struct scene *scene, const char *name)
{
	return scene_text(scene, "%s/%s", scene->directory, name);
}

const char *
scene_write(struct scene *scene, const char *name, const char *format, ...)
{
	const char *path = scene_path(scene, name);
	FILE *file = fopen(path, "we");
	va_list arguments;

	if (file == NULL || fchmod(fileno(file), 0600) != 0)
		check_fail("%s cannot be written: %s", path, strerror(errno));
	va_start(arguments, format);
	vfprintf(file, format, arguments);
	va_end(arguments);
	if (fclose(file) != 0)
		check_fail("%s cannot be written: %s", path, strerror(errno));
	return path;
}

const char *
scene_read(struct scene *scene, const char *path, size_t *length)
{
	FILE *file = fopen(path, "re");
	struct buffer content;
	char bytes[16384];
	size_t got;
	char *taken;

	buffer_init(&content, FILE_LIMIT);
	buffer_add_string(&content, "");
	while (file != NULL && (got = fread(bytes, 1, sizeof(bytes), file)) > 0)
		buffer_add(&content, bytes, got);
	if (file != NULL)
		fclose(file);
	if (length != NULL)
		*length = content.length;
	taken = buffer_take(&content);
	scene_defer(scene, free, taken);
	return taken;
}

void
scene_set(struct scene *scene, const char *name, const char *value)
{
	size_t length = strlen(name);
	size_t i = 0;

	while (i < scene->variable_count &&
	       (strncmp(scene->variables[i], name, length) != 0 || scene->variables[i][length] != '='))
		i++;
	if (i < scene->variable_count) {
		free(scene->variables[i]);
		scene->variables[i] = scene->variables[--scene->variable_count];
		scene->variables[scene->variable_count] = NULL;
	}
	if (value == NULL)
		return;
	if (scene->variable_count == VARIABLES_MAX)
		check_fail("no room for the variable %s", name);
	scene->variables[scene->variable_count++] = xasprintf("%s=%s", name, value);
}

char *const *
scene_environment(struct scene *scene)
{
	return scene->variables;
}

/* Copies one word of `command` to `word` without its quotes; returns where the next one may begin. */
static const char *
copy_word(const char *command, char *word)
{
	bool is_quoted = false;

	for (; *command != '\0' && (is_quoted || *command != ' '); command++) {
		if (*command == '\'')
			is_quoted = !is_quoted;
		else
			*word++ = *command;
	}
	*word = '\0';
	return command;
}

char *const *
scene_words(struct scene *scene, const char *command)
{
	size_t length = strlen(command);
	char **words = scene_memory(scene, (length / 2 + 2) * sizeof(*words));
	size_t count = 0;

	for (;;) {
		command += strspn(command, " ");
		if (*command == '\0')
			break;
		words[count] = scene_memory(scene, length + 1);
		command = copy_word(command, words[count++]);
	}
	return words;
}

/* A directory of the scene, whose path goes into a variable. */
static void
make_directory(struct scene *scene, const char *name, const char *variable)
{
	const char *path = scene_path(scene, name);

	if (mkdir(path, 0700) != 0)
		check_fail("%s cannot be made: %s", path, strerror(errno));
	scene_set(scene, variable, path);
}

/* Nothing of the user's own environment but PATH and the sanitizers' options gets through. */
static void
make_environment(struct scene *scene)
{
	static const char *const sanitizers[] = {"ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"};
	const char *path = getenv("PATH");

	make_directory(scene, "home", "HOME");
	make_directory(scene, "config", "XDG_CONFIG_HOME");
	make_directory(scene, "state", "XDG_STATE_HOME");
	make_directory(scene, "data", "XDG_DATA_HOME");
	make_directory(scene, "cache", "XDG_CACHE_HOME");
	make_directory(scene, "tmp", "TMPDIR");
	scene_set(scene, "PATH", path == NULL ? "/usr/bin:/bin" : path);
	scene_set(scene, "TERM", "xterm-256color");
	scene_set(scene, "LC_ALL", "C.UTF-8");
	scene_set(scene, "TZ", "UTC");
	for (size_t i = 0; i < sizeof(sanitizers) / sizeof(sanitizers[0]); i++) {
		const char *options = getenv(sanitizers[i]);

		scene_set(scene, sanitizers[i],
		    scene_text(scene, "%s:log_path=%s/sanitizer", options == NULL ? "" : options, scene->directory));
	}
}

int
scene_setup(void **state)
{
	struct scene *scene = xcalloc(1, sizeof(*scene));
	const char *base = getenv("TMPDIR");

	scene->directory = xasprintf("%s/cifstop-e2e-XXXXXX", base == NULL || *base == '\0' ? "/tmp" : base);
	if (mkdtemp(scene->directory) == NULL) {
		fprintf(stderr, "%s cannot be made: %s\n", scene->directory, strerror(errno));
		return -1;
	}
	*state = scene;
	make_environment(scene);
	return 0;
}

/* Whether a program left a sanitizer's report, which is printed. */
static bool
has_reports(struct scene *scene)
{
	DIR *directory = opendir(scene->directory);
	struct dirent *entry;
	bool found = false;

	while (directory != NULL && (entry = readdir(directory)) != NULL) {
		if (strncmp(entry->d_name, "sanitizer", strlen("sanitizer")) != 0)
			continue;
		fprintf(stderr, "%s\n", scene_read(scene, scene_path(scene, entry->d_name), NULL));
		found = true;
	}
	if (directory != NULL)
		closedir(directory);
	return found;
}

static int
remove_entry(const char *path, const struct stat *status, int type, struct FTW *where)
{
	(void)status;
	(void)type;
	(void)where;
	remove(path);
	return 0;
}

int
scene_teardown(void **state)
{
	struct scene *scene = *state;
	bool failed;

	scene_release(scene, NULL);
	failed = has_reports(scene) || scene->has_failed;
	scene_release(scene, NULL);
	nftw(scene->directory, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	for (size_t i = 0; i < scene->variable_count; i++)
		free(scene->variables[i]);
	free(scene->directory);
	free(scene);
	return failed ? -1 : 0;
}
