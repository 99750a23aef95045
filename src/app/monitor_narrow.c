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
	monitor->recalled = 0;
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

	if (sheet->view == NULL || view_count(sheet->view) == 0 || *sheet->search == '\0')
		return EFFECT_PAINT;
	monitor->searched = sheet->serial;
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
	monitor->is_typed_search = false;
	return hunt(monitor, sheet->selection.position, is_backward);
}

/* From where the search began, whatever a shorter text has found since. */
static unsigned
hunt_typed(struct monitor *monitor)
{
	struct sheet *sheet = screen_focus(&monitor->screen);
	size_t count = sheet->view == NULL ? 0 : view_count(sheet->view);

	memcpy(sheet->search, monitor->screen.prompt.text, sizeof sheet->search);
	monitor->is_typed_search = true;
	if (count == 0)
		return EFFECT_PAINT;
	if (*sheet->search == '\0') {
		selection_go(&sheet->selection, sheet->view, monitor->search_origin, sheet->lines);
		return EFFECT_PAINT;
	}
	/* The row where it began counts as well, so it starts one before. */
	return hunt(monitor, (monitor->search_origin + count - 1) % count, false);
}

/* What was typed so far is in force at once; a file is looked for when the line is complete. */
static unsigned
apply(struct monitor *monitor)
{
	struct prompt *prompt = &monitor->screen.prompt;

	switch (prompt->purpose) {
	case PROMPT_FILTER: return monitor_try_filter(monitor);
	case PROMPT_SEARCH: return hunt_typed(monitor);
	default: prompt_clear_trouble(prompt); return EFFECT_PAINT;
	}
}

/* A fragment that cannot be looked for leaves the prompt open, with the reason. */
static unsigned
accept_find(struct monitor *monitor)
{
	struct prompt *prompt = &monitor->screen.prompt;
	char *problem = path_search_check((struct text){prompt->text, prompt->length});

	if (problem != NULL) {
		prompt_set_trouble(prompt, 0, problem);
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
	if (prompt->purpose == PROMPT_FILTER) {
		if (*prompt->trouble != '\0')
			return EFFECT_PAINT;
		history_add(monitor->history, prompt->text);
	}
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
	struct prompt *prompt = &monitor->screen.prompt;
	enum prompt_result result = prompt_key(prompt, code);
	bool is_filter = prompt->purpose == PROMPT_FILTER, is_tab = result == PROMPT_NEXT || result == PROMPT_PREVIOUS;

	monitor->screen.message[0] = '\0';
	if (!is_tab)
		monitor_end_completion(monitor);
	if (prompt->purpose == PROMPT_TRUST)
		return monitor_type_trust(monitor, result);
	if (is_tab && is_filter)
		return monitor_complete(monitor, result == PROMPT_PREVIOUS) ? apply(monitor) : EFFECT_PAINT;
	switch (result) {
	case PROMPT_EDITED: return apply(monitor);
	case PROMPT_ACCEPTED: return accept(monitor);
	case PROMPT_CANCELLED: return cancel(monitor);
	case PROMPT_OLDER:
	case PROMPT_NEWER:
		return is_filter && monitor_recall(monitor, result == PROMPT_OLDER) ? apply(monitor) : EFFECT_PAINT;
	default: return EFFECT_PAINT;
	}
}
