/* page.h: lines of text that may be more than fit, and be scrolled. Private to ui/. */
#ifndef CIFSTOP_UI_PAGE_H
#define CIFSTOP_UI_PAGE_H

#include <stddef.h>

#include "base/text.h"
#include "ui/terminal.h"

/* Where the next line goes. With a height of 0 the same walk only counts. */
struct page {
	int y;
	int height;
	int x;
	int width;
	size_t top; /* lines scrolled away */
	size_t line; /* how many there were */
};

/* The line of the screen for the next line of the page, or -1, where nothing is painted, when it is not seen. */
int page_next_line(struct page *page);

/*
 * Adds a label, which may be "", and from `indent` columns on a text that goes on in as many lines as it takes, broken
 * at blanks where there are some.
 */
void page_add_text(struct page *page, const char *label, int indent, enum role role, struct text text);

/* *top, or less where that leaves blank lines at the end of `lines` of which `seen` are seen. */
void page_clamp(size_t *top, size_t lines, size_t seen);

#endif
