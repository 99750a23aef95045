/* watch.c: cifstop on a terminal, watching simulators. */
#include "config.h"

#include "e2e/watch.h"

#include <string.h>

#include "model/kind.h"

struct stage *
watch(struct scene *scene, const char *size, struct sim *sim, const char *options)
{
	scene_set(scene, "CIFSTOP_PASSWORD", SIM_PASSWORD);
	return stage_open_cifstop(scene, size, "--url %s --user " SIM_USER " --delay 1h %s", sim_url(sim), options);
}

static bool
has_rows(struct stage *stage, const void *context)
{
	(void)context;
	return table_cursor(stage) >= 0;
}

struct stage *
watch_rows(struct scene *scene, const char *size, struct sim *sim, const char *options)
{
	struct stage *stage = watch(scene, size, sim, options);

	stage_wait(stage, "rows of sessions", has_rows, NULL);
	return stage;
}

/* The line of a list that the cursor is on, or -1: the lists stand at the left and give the name in column 6. */
static int
list_cursor(struct stage *stage)
{
	struct terminal *terminal = stage_terminal(stage);

	for (int line = 0; line < terminal_rows(terminal); line++) {
		uint32_t c = terminal_character(terminal, 0, line);

		if ((c == 0x258C || c == '>') && terminal_character(terminal, 1, line) == ' ' &&
		    terminal_character(terminal, 5, line) == ' ')
			return line;
	}
	return -1;
}

/* Whether the cursor of a list is on a field: its name stands in column 6, and is followed by a blank. */
static bool
is_on_field(struct stage *stage, const char *field)
{
	struct terminal *terminal = stage_terminal(stage);
	int line = list_cursor(stage), column = 6;

	for (; line >= 0 && *field != '\0'; field++, column++) {
		if (terminal_character(terminal, column, line) != (unsigned char)*field)
			return false;
	}
	return line >= 0 && terminal_character(terminal, column, line) == ' ';
}

/* A list is open, with its cursor on the first line below its title. */
static bool
is_at_start(struct stage *stage, const void *context)
{
	int column, line = -2;

	(void)context;
	if (!stage_find(stage, "Columns, left to right", &column, &line))
		stage_find(stage, "Sort by", &column, &line);
	return list_cursor(stage) == line + 1;
}

static bool
has_list(struct stage *stage, const void *context)
{
	(void)context;
	return stage_has(stage, "Sort by") || stage_has(stage, "Columns, left to right");
}

static bool
has_field(struct stage *stage, const void *field)
{
	return is_on_field(stage, field);
}

void
watch_choose(struct stage *stage, const char *key, const char *field)
{
	stage_type(stage, key);
	stage_wait(stage, "a list of fields", has_list, NULL);
	stage_type(stage, KEY_HOME);
	stage_wait(stage, "the start of the list", is_at_start, NULL);
	for (unsigned i = 0; i < FIELDS_MAX; i++) {
		const char *line;

		if (is_on_field(stage, field))
			break;
		line = stage_line(stage, list_cursor(stage));
		stage_type(stage, KEY_DOWN);
		stage_wait_no_text(stage, line);
	}
	stage_wait(stage, field, has_field, field);
}

void
watch_refresh(struct stage *stage, struct sim *sim)
{
	size_t before = sim_requests(sim, SESSIONS_PATH);

	stage_type(stage, "r");
	stage_wait_text(stage, "asking all clusters");
	for (int waited = 0; sim_requests(sim, SESSIONS_PATH) == before; waited++) {
		if (waited == scene_patience_ms() / 10)
			stage_fail(stage, "r asks nobody");
		terminal_read(stage_terminal(stage), 10);
	}
}

/* Sessions of the world with this user. */
static size_t
count_user(const struct records *world, const char *user)
{
	size_t count = 0;

	for (size_t i = 0; i < world->count; i++) {
		const char *other = record_value(&world->list[i], "user");

		count += other != NULL && strcmp(other, user) == 0;
	}
	return count;
}

void
watch_requests(struct stage *stage, struct sim *sim, size_t count)
{
	for (int waited = 0; sim_requests(sim, SESSIONS_PATH) < count; waited++) {
		if (waited == scene_patience_ms() / 10)
			stage_fail(stage, "no %zu requests were made", count);
		terminal_read(stage_terminal(stage), 10);
	}
}

const char *
watch_lone_user(const struct records *world, size_t number)
{
	for (size_t i = 0; i < world->count; i++) {
		const char *user = record_value(&world->list[i], "user");

		if (user == NULL || strlen(user) > 20 || count_user(world, user) != 1)
			continue;
		if (number-- == 0)
			return user;
	}
	check_fail("the world has too few users with one session");
}
