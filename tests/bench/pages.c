/* pages.c: the pages that cifstop asks a simulated cluster for. */
#include "config.h"

#include "bench/pages.h"

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
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

/* A configuration for curl; page n goes to the file `prefix`n, or to `out` when there is no prefix. */
static const char *
write_config(
    struct scene *scene, struct sim *sim, const char *const *paths, size_t count, const char *out, const char *prefix)
{
	static unsigned number;
	struct buffer text;
	const char *path;

	buffer_init(&text, CONFIG_LIMIT);
	buffer_add_format(
	    &text, "silent\nfail\nuser = \"%s:%s\"\nheader = \"Accept: application/json\"\n", SIM_USER, SIM_PASSWORD);
	for (size_t i = 0; i < count; i++) {
		buffer_add_format(&text, "url = \"%s%s\"\n", sim_url(sim), paths[i]);
		if (prefix != NULL)
			buffer_add_format(&text, "output = \"%s%zu\"\n", prefix, i);
		else
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
	    scene, "curl --config '%s'", write_config(scene, sim, paths, count, is_printing ? "-" : "/dev/null", NULL));
}

size_t
pages_fetch(struct scene *scene, struct sim *sim, struct text **pages)
{
	const char *paths[PAGES_MAX], *prefix = scene_path(scene, "page-");
	size_t count = learn_paths(scene, sim, paths);

	program_time(scene, "curl --config '%s'", write_config(scene, sim, paths, count, NULL, prefix));
	*pages = scene_memory(scene, (count + 1) * sizeof **pages);
	for (size_t i = 0; i < count; i++) {
		const char *path = scene_text(scene, "%s%zu", prefix, i);

		(*pages)[i].bytes = scene_read(scene, path, &(*pages)[i].length);
		remove(path);
	}
	return count;
}
