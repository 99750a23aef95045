/* trust.c: a certificate that is not trusted, and what a person needs to judge it. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buffer.h"
#include "base/xalloc.h"
#include "ui/page.h"
#include "ui/parts.h"

#define LABEL_COLUMNS 9
#define LINE_LIMIT ((size_t)64 * 1024)
/* From this width on there is room for what is written for eyes to compare. */
#define WIDE 60

static void
add_text(struct page *page, const char *label, enum role role, const char *text)
{
	char indented[LABEL_COLUMNS + 1];

	snprintf(indented, sizeof indented, " %s", label);
	page_add_text(page, indented, LABEL_COLUMNS, role, text_of(text));
}

/* One line, however long: what a server says of itself must not push its fingerprint off the screen. */
static void
add_name(struct page *page, const char *label, const char *text)
{
	int y = page_next_line(page);

	terminal_print(y, page->x, LABEL_COLUMNS, ROLE_LABEL, "");
	terminal_print(y, page->x + 1, LABEL_COLUMNS - 1, ROLE_LABEL, label);
	terminal_paint(y, page->x + LABEL_COLUMNS, page->width - LABEL_COLUMNS, ROLE_TEXT, CUT_MIDDLE, text_of(text));
}

/* AB:CD:..., which breaks into lines at colons, or without them where every column counts. */
static void
add_fingerprint(struct page *page, const char *fingerprint)
{
	char *text = xstrdup(fingerprint), *to = text;
	int room = page->width - LABEL_COLUMNS - 1;
	size_t pairs = page->width >= WIDE && room > 3 ? (size_t)room / 3 : 0;
	const char *label = "cert";

	if (pairs == 0) {
		for (const char *from = fingerprint; *from != '\0'; from++) {
			if (*from != ':')
				*to++ = *from;
		}
		*to = '\0';
		add_text(page, label, ROLE_TEXT, text);
	}
	for (size_t at = 0; pairs > 0 && at < strlen(text); at += pairs * 3) {
		struct text line = {text + at, strlen(text + at)};
		int y = page_next_line(page);

		if (line.length > pairs * 3)
			line.length = pairs * 3;
		terminal_print(y, page->x + 1, LABEL_COLUMNS - 1, ROLE_LABEL, label);
		terminal_paint(y, page->x + LABEL_COLUMNS, page->width - LABEL_COLUMNS, ROLE_TEXT, CUT_END, line);
		label = "";
	}
	free(text);
}

static size_t
paint_page(struct page page, const struct screen *screen)
{
	const struct trust_page *trust = &screen->trust;
	const struct certificate *certificate = trust->certificate;
	const struct cluster_status *status = &screen->clusters[trust->cluster].status;
	char *dates = certificate_dates(certificate, time(NULL)), *signer = certificate_signer(certificate);
	bool is_valid = strchr(dates, ',') == NULL;

	add_name(&page, "subject", certificate->subject);
	add_name(&page, "issuer", signer);
	add_text(&page, "valid", is_valid ? ROLE_TEXT : ROLE_BAD, dates);
	add_text(&page, "key", ROLE_HEADER, certificate->pin);
	if (status->pin != NULL)
		add_text(&page, "known", ROLE_BAD, status->pin);
	add_fingerprint(&page, certificate->fingerprint);
	if (status->trouble != NULL)
		add_text(&page, "why", ROLE_WARN, status->trouble);
	if (trust->is_question)
		add_text(&page, "", ROLE_TEXT,
		    "Compare the key, or the fingerprint of the certificate, with what the administrator of the "
		    "cluster "
		    "sees. yes is remembered; Up and Down scroll.");
	free(dates);
	free(signer);
	return page.line;
}

void
trust_paint(struct screen *screen, int y, int height)
{
	struct page page = {.y = y + 1, .height = 0, .x = 0, .width = terminal_width()};
	size_t seen = height > 1 ? (size_t)height - 1 : 0, lines;
	struct buffer title;
	int used;

	if (height < 1)
		return;
	lines = paint_page(page, screen);
	page_clamp(&screen->trust.top, lines, seen);
	page.top = screen->trust.top;
	page.height = (int)seen;
	buffer_init(&title, LINE_LIMIT);
	buffer_add_format(&title, "%s%s", screen->clusters[screen->trust.cluster].name,
	    screen->trust.is_question ? " shows a key that nobody knows" : " is not trusted");
	terminal_fill(y, 0, terminal_width(), ROLE_TITLE);
	used = 1 + terminal_paint(y, 1, terminal_width() - 1, ROLE_TITLE, CUT_MIDDLE, buffer_text(&title));
	if (screen->trust.top + seen < lines && used + 7 <= terminal_width())
		terminal_print(y, terminal_width() - 6, 5, ROLE_TITLE, "Down");
	paint_page(page, screen);
	buffer_free(&title);
}
