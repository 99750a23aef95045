/* terminfo.c: what the system knows of terminals. In a file of its own, since term.h takes names like `columns`. */
#include "config.h"

#include "ui/terminfo.h"

#include <curses.h>
#include <string.h>
#include <term.h>
#include <unistd.h>

bool
terminfo_is_known(const char *name)
{
	int status;

	if (*name == '\0' || setupterm(name, STDOUT_FILENO, &status) != OK)
		return false;
	del_curterm(cur_term);
	return true;
}

/* Adds a sequence without its delays, "$<5/>", which no terminal of today needs. */
static size_t
add_sequence(const char *sequence, char *bytes, size_t length)
{
	/* What the terminal lacks is NULL, or -1. */
	if (sequence == NULL || sequence == (const char *)-1)
		return length;
	while (*sequence != '\0' && length < TERMINFO_FAREWELL_SIZE) {
		if (sequence[0] == '$' && sequence[1] == '<' && strchr(sequence, '>') != NULL)
			sequence = strchr(sequence, '>') + 1;
		else
			bytes[length++] = *sequence++;
	}
	return length;
}

size_t
terminfo_farewell(char bytes[static TERMINFO_FAREWELL_SIZE])
{
	size_t length = add_sequence("\033[?1006;1000l", bytes, 0);

	/* Terminals without a mouse have never been sent the first one, and may not know it. */
	if (tigetstr("kmous") == NULL || tigetstr("kmous") == (char *)-1)
		length = 0;
	length = add_sequence(orig_pair, bytes, length);
	length = add_sequence(exit_attribute_mode, bytes, length);
	length = add_sequence(keypad_local, bytes, length);
	length = add_sequence(cursor_normal, bytes, length);
	if (exit_ca_mode == NULL || exit_ca_mode == (char *)-1)
		return add_sequence("\r\n", bytes, length);
	return add_sequence(exit_ca_mode, bytes, length);
}
