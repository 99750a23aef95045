/* watch.c: cifstop on a terminal, watching simulators. */
#include "config.h"

#include "e2e/watch.h"

#include <string.h>

static struct stage *
open_watch(struct scene *scene, const char *size, struct sim *sim, const char *format, va_list arguments)
{
	const char *options = scene_vtext(scene, format, arguments);

	scene_set(scene, "CIFSTOP_PASSWORD", SIM_PASSWORD);
	return stage_open_cifstop(
	    scene, size, "--url %s --user " SIM_USER " --delay 1h %s", sim_url(sim), options);
}

struct stage *
watch(struct scene *scene, const char *size, struct sim *sim, const char *format, ...)
{
	struct stage *stage;
	va_list arguments;

	va_start(arguments, format);
	stage = open_watch(scene, size, sim, format, arguments);
	va_end(arguments);
	return stage;
}

static bool
has_rows(struct stage *stage, const void *context)
{
	(void)context;
	return table_cursor(stage) >= 0;
}

struct stage *
watch_rows(struct scene *scene, const char *size, struct sim *sim, const char *format, ...)
{
	struct stage *stage;
	va_list arguments;

	va_start(arguments, format);
	stage = open_watch(scene, size, sim, format, arguments);
	va_end(arguments);
	stage_wait(stage, "rows of sessions", has_rows, NULL);
	return stage;
}

struct choice {
	const char *field;
	int line; /* of the cursor, when it is not on the field; -1: anywhere */
};

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

static bool
is_on_field(struct stage *stage, const char *field)
{
	int line = list_cursor(stage);
	const char *text = line < 0 ? "" : stage_line(stage, line);
	const char *name = strstr(text, field);
	size_t length = strlen(field);

	return name != NULL && name > text && name[-1] == ' ' && (name[length] == ' ' || name[length] == '\0');
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
	for (unsigned i = 0; i < FIELD_COUNT; i++) {
		const char *line;

		(void)stage_bytes(stage);
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
