/* page.c: lines of text that may be more than fit. */
#include "config.h"

#include "ui/page.h"

int
page_next_line(struct page *page)
{
	size_t line = page->line++;

	if (line < page->top || line - page->top >= (size_t)page->height)
		return -1;
	return page->y + (int)(line - page->top);
}

void
page_clamp(size_t *top, size_t lines, size_t seen)
{
	if (*top + seen > lines)
		*top = lines > seen ? lines - seen : 0;
}
