/* parts.h: the parts of the screen, each painting where it is told. Private to ui/. */
#ifndef CIFSTOP_UI_PARTS_H
#define CIFSTOP_UI_PARTS_H

#include "base/buffer.h"
#include "base/duration.h"
#include "model/types.h"
#include "ui/screen.h"
#include "ui/terminal.h"

/* How a bad or doubtful value looks. What is good needs no eye, so it looks as all else does: `otherwise`. */
enum role verdict_role(enum verdict verdict, enum role otherwise);

/* Paints totals, clusters and what sessions are made of into at most `limit` lines from the top; returns how many. */
int header_paint(struct screen *screen, int limit);

/* What a table's looks depend on beside its sheet. */
struct table_look {
	struct ticking *ticking; /* what came a few seconds ago is marked */
	bool has_focus; /* keys go to it, so its cursor is a bar */
	const struct screen_cluster *sessions; /* how it stands with the sessions of each cluster */
};

/* Writes how long ago `since_ms` was (monotonic), and notes when that text will be another one. */
void age_format(struct ticking *ticking, uint64_t since_ms, char text[static DURATION_TEXT_MAX]);

/* Adds "NAME for 12s: what is wrong" with a cluster, and notes when that text will be another one. */
void trouble_add(struct ticking *ticking, const struct screen_cluster *cluster, struct buffer *line);

/* Paints titles and rows into `height` lines from `y` on, and records the layout. */
void table_paint(struct sheet *sheet, const struct table_look *table, int y, int height);

/* Paints how it stands with each cluster into `height` lines from `y` on. */
void clusters_paint(struct screen *screen, int y, int height);

/* Paints the certificate that is not trusted into `height` lines from `y` on. */
void trust_paint(struct screen *screen, int y, int height);

/* Paints the detail pane into `height` lines from `y` on. */
void detail_paint(struct screen *screen, int y, int height);

/* Paints what narrows the view, or the prompt, and of that stores where the cursor belongs. */
void status_paint(struct screen *screen, int y, int *cursor_y, int *cursor_x);

/* Paints the keys that matter here. */
void footer_paint(const struct screen *screen, int y);

/* Paints the help into `height` lines from `y` on. */
void help_paint(struct screen *screen, int y, int height);

#endif
