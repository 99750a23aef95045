/* monitor_narrow.c: filter, search and find, and the prompt in which they are typed. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "app/monitor_private.h"
#include "ontap/path_search.h"

unsigned
monitor_open_prompt(struct monitor *monitor, enum prompt_purpose purpose)
{
	const struct sheet *sheet = screen_focus(&monitor->screen);

	monitor->search_origin = sheet->selection.position;
	prompt_open(&monitor->screen.prompt, purpose, purpose == PROMPT_FILTER ? sheet->filter : NULL);
	return EFFECT_PAINT;
}

static unsigned
hunt(struct monitor *monitor, size_t from, bool is_backward)
{
	const struct sheet *sheet = screen_focus(&monitor->screen);
	struct view_hunt wanted = {
	    .view = sheet->view,
	    .text = sheet->search,
	    .columns = sheet->columns,
	    .column_count = sheet->column_count,
	    .from = from,
	    .is_backward = is_backward,
	};

	if (sheet->view != NULL && view_count(sheet->view) > 0 && *sheet->search != '\0')
		view_worker_search(monitor->worker, &wanted);
	return EFFECT_PAINT;
}

unsigned
monitor_hunt_on(struct monitor *monitor, bool is_backward)
{
	const struct sheet *sheet = screen_focus(&monitor->screen);

	if (*sheet->search == '\0') {
		monitor_say(monitor, "nothing to search for yet: F3 or ^F");
		return EFFECT_PAINT;
	}
	return hunt(monitor, sheet->selection.position, is_backward);
}

/* What was typed so far is in force at once; a file is looked for when the line is complete. */
static unsigned
apply(struct monitor *monitor)
{
	const struct prompt *prompt = &monitor->screen.prompt;
	struct sheet *sheet = screen_focus(&monitor->screen);
	size_t count = sheet->view == NULL ? 0 : view_count(sheet->view);

	switch (prompt->purpose) {
	case PROMPT_FILTER:
		memcpy(sheet->filter, prompt->text, sizeof sheet->filter);
		return EFFECT_PAINT | EFFECT_VIEW;
	case PROMPT_SEARCH:
		memcpy(sheet->search, prompt->text, sizeof sheet->search);
		/* The row where the search began counts as well, so it starts one before. */
		return count == 0 ? EFFECT_PAINT : hunt(monitor, (monitor->search_origin + count - 1) % count, false);
	default: return EFFECT_PAINT;
	}
}

/* A fragment that cannot be looked for leaves the prompt open, with the reason. */
static unsigned
accept_find(struct monitor *monitor)
{
	struct prompt *prompt = &monitor->screen.prompt;
	char *problem = path_search_check((struct text){prompt->text, prompt->length});

	if (problem != NULL) {
		monitor_say(monitor, "%s", problem);
		free(problem);
		return EFFECT_PAINT;
	}
	prompt_close(prompt);
	return monitor_find_file(monitor, prompt->text);
}

static unsigned
accept(struct monitor *monitor)
{
	struct prompt *prompt = &monitor->screen.prompt;

	if (prompt->purpose == PROMPT_FIND)
		return accept_find(monitor);
	prompt_close(prompt);
	return EFFECT_PAINT | EFFECT_WANTED;
}

static unsigned
cancel(struct monitor *monitor)
{
	struct prompt *prompt = &monitor->screen.prompt;
	unsigned effects;

	memset(prompt->text, 0, sizeof prompt->text);
	effects = apply(monitor);
	prompt_close(prompt);
	return effects | EFFECT_PAINT;
}

unsigned
monitor_type(struct monitor *monitor, int code)
{
	monitor->screen.message[0] = '\0';
	switch (prompt_key(&monitor->screen.prompt, code)) {
	case PROMPT_EDITED: return apply(monitor);
	case PROMPT_ACCEPTED: return accept(monitor);
	case PROMPT_CANCELLED: return cancel(monitor);
	default: return EFFECT_PAINT;
	}
}
