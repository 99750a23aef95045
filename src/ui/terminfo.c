/* terminfo.c: what the system knows of terminals. In a file of its own, since term.h takes names like `columns`. */
#include "config.h"

#include "ui/terminfo.h"

#include <curses.h>
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
