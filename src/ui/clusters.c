/* clusters.c: how it stands with each cluster, in full: what the header has no room for. */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/duration.h"
#include "ui/page.h"
#include "ui/parts.h"
#include "view/cell.h"

#define LINE_LIMIT ((size_t)64 * 1024)
#define LABEL_COLUMNS 12

static const char *const state_words[] = {
    [CLUSTER_ASKING] = "asking",
    [CLUSTER_OK] = "ok",
    [CLUSTER_STALE] = "stale: rows are of the last good answer",
    [CLUSTER_PARTIAL] = "partial: no walk reached its end",
    [CLUSTER_FAILED] = "failed",
    [CLUSTER_STOPPED] = "stopped: not asked again before r is pressed",
};

static void
add_text(struct page *page, const char *label, enum role role, struct text text)
{
	char indented[LABEL_COLUMNS + 1];

	snprintf(indented, sizeof indented, " %s", label);
	page_add_text(page, indented, LABEL_COLUMNS + 1, role, text);
}

static void
add_numbers(struct page *page, const struct screen_cluster *cluster)
{
	const struct cluster_status *status = &cluster->status;
	struct buffer line;

	buffer_init(&line, LINE_LIMIT);
	cell_print_grouped(cluster->records, &line);
	buffer_add_string(&line, " shown; last walk ");
	cell_print_grouped(status->records, &line);
	buffer_add_string(&line, " in ");
	cell_print_grouped(status->pages, &line);
	buffer_add_format(&line, " %s, ", status->pages == 1 ? "page" : "pages");
	cell_print_grouped(status->bytes / 1024, &line);
	buffer_add_format(&line, " KiB, %" PRIu32 " ms; every %.1f s", status->walk_ms, status->interval_ms / 1000.0);
	if (status->watchers > 1)
		buffer_add_format(&line, " (%" PRIu32 " watch)", status->watchers);
	add_text(page, "sessions", ROLE_TEXT, buffer_text(&line));
	buffer_free(&line);
}

/* How it stands with the open files, locks or connections that are shown, where that is not well. */
static void
add_table(struct page *page, const struct sheet *sheet, size_t cluster)
{
	const struct screen_cluster *answer;

	if (sheet->kind == NULL || sheet->source == SHEET_SESSIONS)
		return;
	answer = &sheet->clusters[cluster];
	if (!answer->is_left_out && answer->status.trouble != NULL)
		add_text(page, sheet->kind->name, ROLE_WARN, text_of(answer->status.trouble));
}

static void
add_cluster(struct page *page, struct screen *screen, size_t number)
{
	const struct screen_cluster *cluster = &screen->clusters[number];
	const struct cluster_status *status = &cluster->status;
	bool is_good = status->state == CLUSTER_OK || status->state == CLUSTER_ASKING;
	char age[DURATION_TEXT_MAX];
	struct buffer line;

	terminal_paint(page_next_line(page), page->x, page->width, ROLE_HEADER, CUT_MIDDLE, text_of(cluster->name));
	buffer_init(&line, LINE_LIMIT);
	buffer_add_string(&line, state_words[status->state]);
	if (status->data_ms != 0) {
		age_format(&screen->ticking, status->data_ms, age);
		buffer_add_format(&line, ", %s old", age);
	}
	if (status->since_ms != 0) {
		age_format(&screen->ticking, status->since_ms, age);
		buffer_add_format(&line, ", in trouble for %s", age);
	}
	if (status->is_insecure)
		buffer_add_string(&line, "; INSECURE: the certificate is not verified");
	add_text(page, "state", is_good ? ROLE_GOOD : ROLE_BAD, buffer_text(&line));
	if (status->trouble != NULL)
		add_text(page, "trouble", ROLE_TEXT, text_of(status->trouble));
	if (status->certificate != NULL)
		add_text(page, "shows", ROLE_TEXT, text_of(status->certificate->pin));
	if (status->pin != NULL)
		add_text(page, "key", ROLE_DIM, text_of(status->pin));
	if (status->pin_trouble != NULL)
		add_text(page, "", ROLE_WARN, text_of(status->pin_trouble));
	if (status->oddity != NULL)
		add_text(page, "odd", ROLE_WARN, text_of(status->oddity));
	add_text(page, "release", ROLE_TEXT, text_of(status->release == NULL ? "not known" : status->release));
	add_numbers(page, cluster);
	if (status->asked != NULL)
		add_text(page, "asked", ROLE_DIM, text_of(status->asked));
	add_table(page, screen->sheet, number);
	add_table(page, &screen->pane.sheet, number);
	buffer_free(&line);
}

static size_t
paint_page(struct page page, struct screen *screen)
{
	for (size_t i = 0; i < screen->cluster_count; i++)
		add_cluster(&page, screen, i);
	return page.line;
}

void
clusters_paint(struct screen *screen, int y, int height)
{
	struct page page = {.y = y + 1, .height = 0, .x = 1, .width = terminal_width() - 1};
	size_t lines = paint_page(page, screen), seen = height > 1 ? (size_t)height - 1 : 0;

	page_clamp(&screen->help_top, lines, seen);
	page.top = screen->help_top;
	page.height = (int)seen;
	terminal_fill(y, 0, terminal_width(), ROLE_TITLE);
	terminal_print(y, 1, terminal_width() - 1, ROLE_TITLE, "How each cluster stands");
	paint_page(page, screen);
}
