/* monitor_typing.c: help with a filter that is being typed: what is wrong, what may stand there, what was typed before.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/monitor_private.h"
#include "base/xalloc.h"
#include "query/filter.h"
#include "query/typing.h"

void
monitor_end_completion(struct monitor *monitor)
{
	prompt_show_candidates(&monitor->screen.prompt, NULL, 0, 0);
	completion_clear(&monitor->completion);
}

/* The last good filter stays in force, but for a word at its end that turns out to be none. */
static unsigned
fall_back(struct monitor *monitor)
{
	struct sheet *sheet = screen_focus(&monitor->screen);
	size_t length = typing_fall_back(sheet->kind, monitor->screen.prompt.text, sheet->filter);

	if (length == strlen(sheet->filter))
		return EFFECT_PAINT;
	sheet->filter[length] = '\0';
	return EFFECT_PAINT | EFFECT_VIEW;
}

unsigned
monitor_try_filter(struct monitor *monitor)
{
	struct prompt *prompt = &monitor->screen.prompt;
	struct sheet *sheet = screen_focus(&monitor->screen);
	struct filter_error error;
	struct filter *filter = filter_compile(sheet->kind, prompt->text, NULL, 0, &error);

	if (filter == NULL) {
		prompt_set_trouble(prompt, error.position, error.sentence);
		free(error.sentence);
		return fall_back(monitor);
	}
	prompt_clear_trouble(prompt);
	memcpy(sheet->filter, prompt->text, sizeof sheet->filter);
	filter_free(filter);
	return EFFECT_PAINT | EFFECT_VIEW;
}

/* The snapshots that the sheet shows; the caller frees the list. */
static struct snapshot **
list_shown(const struct monitor *monitor, const struct sheet *sheet, size_t *count)
{
	const struct feed *feed = &monitor->feeds[sheet->source];
	struct snapshot **shown = xcalloc(sheet->cluster_count + 1, sizeof *shown);

	*count = 0;
	for (size_t i = 0; i < sheet->cluster_count; i++) {
		if (feed->shown[i] != NULL && snapshot_kind(feed->shown[i]) == sheet->kind)
			shown[(*count)++] = feed->shown[i];
	}
	return shown;
}

static void
start_completion(struct monitor *monitor)
{
	const struct prompt *prompt = &monitor->screen.prompt;
	const struct sheet *sheet = screen_focus(&monitor->screen);
	size_t count;
	struct snapshot **shown = list_shown(monitor, sheet, &count);

	monitor->completion = filter_complete(sheet->kind, prompt->text, prompt->cursor, shown, count);
	free(shown);
}

/* Puts the candidate in place of the word, or of the candidate before it. */
static bool
insert_candidate(struct monitor *monitor, size_t at)
{
	struct completion *completion = &monitor->completion;
	const char *candidate = completion->candidates[at];

	if (!prompt_replace(&monitor->screen.prompt, completion->start, completion->end, candidate))
		return false;
	completion->end = completion->start + strlen(candidate);
	return true;
}

bool
monitor_complete(struct monitor *monitor, bool is_backward)
{
	struct prompt *prompt = &monitor->screen.prompt;
	struct completion *completion = &monitor->completion;
	size_t at = 0;

	if (completion->count == 0) {
		start_completion(monitor);
		at = is_backward && completion->count > 0 ? completion->count - 1 : 0;
	} else {
		at = (prompt->candidate + (is_backward ? completion->count - 1 : 1)) % completion->count;
	}
	if (completion->count == 0) {
		monitor_say(monitor, completion->is_sampled
					 ? "nothing like it in the rows that were looked at, of very many"
					 : "nothing is known to stand here");
		return false;
	}
	if (!insert_candidate(monitor, at)) {
		monitor_end_completion(monitor);
		monitor_say(monitor, "that would be too long");
		return false;
	}
	prompt_show_candidates(prompt, completion->candidates, completion->count, at);
	/* There is nothing to choose, and the next Tab is for what comes behind it. */
	if (completion->count == 1)
		monitor_end_completion(monitor);
	return true;
}

bool
monitor_recall(struct monitor *monitor, bool is_older)
{
	struct prompt *prompt = &monitor->screen.prompt;
	const char *entry;

	if (!is_older && monitor->recalled == 0) {
		monitor_say(monitor, "that is the newest");
		return false;
	}
	if (is_older && monitor->recalled == 0)
		snprintf(monitor->draft, sizeof monitor->draft, "%s", prompt->text);
	monitor->recalled += is_older ? 1 : (size_t)-1;
	entry = monitor->recalled == 0 ? monitor->draft : history_entry(monitor->history, monitor->recalled - 1);
	/* What is in force already is no step back. */
	if (entry != NULL && is_older && monitor->recalled == 1 && strcmp(entry, prompt->text) == 0)
		return monitor_recall(monitor, true);
	if (entry == NULL) {
		monitor->recalled--;
		monitor_say(monitor, monitor->recalled == 0 ? "no filter was typed before" : "that is the oldest");
		return false;
	}
	return prompt_replace(prompt, 0, prompt->length, entry);
}
