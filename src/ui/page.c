/* page.c: lines of text that may be more than fit. */
#include "config.h"

#include "ui/page.h"

#include <stdbool.h>

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

/* Whether a line may end before these bytes, which are not the first. */
static bool
is_break(const char *bytes)
{
	return bytes[0] == ' ' || bytes[-1] == ',' || bytes[-1] == '&' || bytes[-1] == '?';
}

/* How many bytes of the text the next line takes when it has room for `room`: up to a blank, or to a whole character.
 */
static size_t
line_length(struct text text, size_t room)
{
	size_t length = room, at;

	if (text.length <= room)
		return text.length;
	for (at = room; at > room / 2; at--) {
		if (is_break(text.bytes + at))
			return at;
	}
	while (length > 1 && ((unsigned char)text.bytes[length] & 0xC0) == 0x80)
		length--;
	return length;
}

void
page_add_text(struct page *page, const char *label, int indent, enum role role, struct text text)
{
	size_t room = page->width > indent + 1 ? (size_t)(page->width - indent - 1) : 1;

	do {
		size_t length = line_length(text, room);
		int y = page_next_line(page);

		terminal_print(y, page->x, indent, ROLE_LABEL, label);
		terminal_paint(
		    y, page->x + indent, page->width - indent, role, CUT_END, (struct text){text.bytes, length});
		text.bytes += length;
		text.length -= length;
		while (text.length > 0 && *text.bytes == ' ') {
			text.bytes++;
			text.length--;
		}
		label = "";
	} while (text.length > 0);
}
