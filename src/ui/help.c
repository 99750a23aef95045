/* help.c: one screen of help, made from the key table. */
#include "config.h"

#include "ui/page.h"
#include "ui/parts.h"

#define KEY_COLUMNS 9
#define TWO_COLUMNS_WIDTH 78

/* Stands at the right of the title while there is more below. */
static const char more[] = "Down for more";
/* With a blank at either side. */
#define MORE_COLUMNS ((int)sizeof more + 1)

static void
add_group(struct page *page, enum key_group group)
{
	int y = page_next_line(page);

	terminal_print(y, page->x, page->width, ROLE_HEADER, key_group_titles[group]);
	for (size_t i = 0; i < key_count; i++) {
		if (keys[i].group != group || keys[i].name == NULL)
			continue;
		y = page_next_line(page);
		terminal_print(y, page->x + 1, KEY_COLUMNS, ROLE_KEY, keys[i].name);
		terminal_print(y, page->x + 2 + KEY_COLUMNS, page->width - 3 - KEY_COLUMNS, ROLE_TEXT, keys[i].help);
	}
}

static const char *const legend[] = {
    " SEC  K kerberos, N ntlmv2, ! ntlmv1",
    "      or none, A anonymous; dialect;",
    "      S signed; E encrypted, e partly",
    " + x ! new; ended; without a session",
    " -    a value that is not there",
};

/* With their title. */
#define LEGEND_LINES (sizeof legend / sizeof *legend + 1)

static void
add_legend(struct page *page)
{
	terminal_print(page_next_line(page), page->x, page->width, ROLE_HEADER, "Signs");
	for (size_t i = 0; i < sizeof legend / sizeof *legend; i++)
		terminal_print(page_next_line(page), page->x, page->width, ROLE_TEXT, legend[i]);
}

static size_t
group_lines(enum key_group group)
{
	size_t lines = 1;

	for (size_t i = 0; i < key_count; i++)
		lines += keys[i].group == group && keys[i].name != NULL;
	return lines;
}

static void
paint_narrow(struct page *page)
{
	for (unsigned group = 0; group < KEY_GROUP_COUNT; group++)
		add_group(page, (enum key_group)group);
	add_legend(page);
}

/* The left column ends with the signs, and has as many groups above them as fill half of the lines. */
static void
paint_wide(struct page *page)
{
	struct page right = *page;
	size_t left = LEGEND_LINES, all = LEGEND_LINES;
	unsigned group = 0;

	for (unsigned i = 0; i < KEY_GROUP_COUNT; i++)
		all += group_lines((enum key_group)i);
	page->width = page->width / 2 - 1;
	right.width = page->width;
	right.x = page->width + 2;
	for (; group < KEY_GROUP_COUNT && left < all / 2; group++) {
		add_group(page, (enum key_group)group);
		left += group_lines((enum key_group)group);
	}
	for (; group < KEY_GROUP_COUNT; group++)
		add_group(&right, (enum key_group)group);
	add_legend(page);
	if (right.line > page->line)
		page->line = right.line;
}

static size_t
paint_page(struct page page)
{
	if (terminal_width() >= TWO_COLUMNS_WIDTH)
		paint_wide(&page);
	else
		paint_narrow(&page);
	return page.line;
}

void
help_paint(struct screen *screen, int y, int height)
{
	struct page page = {.y = y + 1, .height = 0, .x = 1, .width = terminal_width() - 1};
	size_t lines = paint_page(page), seen = height > 1 ? (size_t)height - 1 : 0;

	page_clamp(&screen->help_top, lines, seen);
	page.top = screen->help_top;
	page.height = (int)seen;
	terminal_fill(y, 0, terminal_width(), ROLE_TITLE);
	terminal_print(y, 1, terminal_width() - 1, ROLE_TITLE, PACKAGE_STRING ": SMB sessions of ONTAP clusters");
	if (screen->help_top + seen < lines) {
		terminal_fill(y, terminal_width() - MORE_COLUMNS, MORE_COLUMNS, ROLE_TITLE);
		terminal_print(y, terminal_width() - MORE_COLUMNS + 1, MORE_COLUMNS, ROLE_TITLE, more);
	}
	paint_page(page);
}
