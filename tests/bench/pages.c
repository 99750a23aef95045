/* pages.c: the pages that cifstop asks a simulated cluster for. */
#include "config.h"

#include "bench/pages.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buffer.h"
#include "base/xalloc.h"
#include "bench/program.h"
#include "e2e/check.h"
#include "e2e/process.h"

#define PAGES_MAX 1024
#define CONFIG_LIMIT ((size_t)64 << 20)

const char *
pages_once_command(struct scene *scene, struct sim *sim)
{
	scene_set(scene, "CIFSTOP_PASSWORD", SIM_PASSWORD);
	return scene_text(scene, "'%s' --url %s --user %s --max-records %d --once --format ndjson", cifstop_path,
	    sim_url(sim), SIM_USER, PAGE_RECORDS);
}

/* The paths of all pages, out of the log of one refresh. Returns how many. */
static size_t
learn_paths(struct scene *scene, struct sim *sim, const char *paths[static PAGES_MAX])
{
	size_t before = strlen(sim_log(sim)), count = 0;
	const char *line;

	program_time(scene, "%s", pages_once_command(scene, sim));
	for (line = sim_log(sim) + before; *line != '\0'; line += strcspn(line, "\n") + 1) {
		const char *path = line + strcspn(line, " \n");

		if (*path != ' ' || strncmp(path + 1, "/api" SESSIONS_PATH, strlen("/api" SESSIONS_PATH)) != 0)
			continue;
		if (count == PAGES_MAX)
			check_fail("more than %d pages", PAGES_MAX);
		paths[count++] = scene_text(scene, "%.*s", (int)strcspn(path + 1, " \n"), path + 1);
	}
	return count;
}

/* A configuration for curl that lets all pages go to `out`. */
static const char *
write_config(struct scene *scene, struct sim *sim, const char *const *paths, size_t count, const char *out)
{
	static unsigned number;
	struct buffer text;
	const char *path;

	buffer_init(&text, CONFIG_LIMIT);
	buffer_add_format(
	    &text, "silent\nfail\nuser = \"%s:%s\"\nheader = \"Accept: application/json\"\n", SIM_USER, SIM_PASSWORD);
	for (size_t i = 0; i < count; i++) {
		buffer_add_format(&text, "url = \"%s%s\"\n", sim_url(sim), paths[i]);
		buffer_add_format(&text, "output = \"%s\"\n", out);
	}
	path = scene_write(scene, scene_text(scene, "curl-%u", number++), "%s", buffer_string(&text));
	buffer_free(&text);
	return path;
}

const char *
pages_curl_command(struct scene *scene, struct sim *sim, bool is_printing)
{
	const char *paths[PAGES_MAX];
	size_t count = learn_paths(scene, sim, paths);

	return scene_text(
	    scene, "curl --config '%s'", write_config(scene, sim, paths, count, is_printing ? "-" : "/dev/null"));
}

/* What a file holds; the caller frees it. The file goes. */
static struct text
take_file(const char *path)
{
	FILE *file = fopen(path, "re");
	struct stat about;
	char *bytes;

	if (file == NULL || fstat(fileno(file), &about) != 0)
		check_fail("%s cannot be read: %s", path, strerror(errno));
	bytes = xmalloc((size_t)about.st_size + 1);
	if (fread(bytes, 1, (size_t)about.st_size, file) != (size_t)about.st_size)
		check_fail("%s cannot be read", path);
	fclose(file);
	remove(path);
	return (struct text){bytes, (size_t)about.st_size};
}

void
pages_each(struct scene *scene, struct sim *sim, page_fn *take, void *context)
{
	const char *paths[PAGES_MAX], *file = scene_path(scene, "page");
	size_t count = learn_paths(scene, sim, paths);

	for (size_t i = 0; i < count; i++) {
		struct text page;

		program_time(scene, "curl --config '%s'", write_config(scene, sim, &paths[i], 1, file));
		page = take_file(file);
		take(page, context);
		free((char *)(uintptr_t)page.bytes);
	}
}

struct collection {
	struct scene *scene;
	struct text *pages;
	size_t count;
};

static void
keep_page(struct text page, void *context)
{
	struct collection *kept = context;
	char *copy = scene_memory(kept->scene, page.length + 1);

	memcpy(copy, page.bytes, page.length);
	kept->pages[kept->count++] = (struct text){copy, page.length};
}

size_t
pages_fetch(struct scene *scene, struct sim *sim, struct text **pages)
{
	struct collection kept = {scene, scene_memory(scene, PAGES_MAX * sizeof **pages), 0};

	pages_each(scene, sim, keep_page, &kept);
	*pages = kept.pages;
	return kept.count;
}
