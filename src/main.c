/* main.c: arguments in, exit code out. */
#include "config.h"

#include <locale.h>
#include <malloc.h>

#include "app/app.h"

/* What is at least this large is a column, and goes back to the system at once. */
#define COLUMN_BYTES (256 * 1024)

int
main(int argc, char **argv)
{
	/* Characters and their widths are the user's; numbers stay as programs read them. */
	setlocale(LC_CTYPE, "");
	/*
	 * Columns of snapshots come and go as a whole. Left alone, glibc takes each size that was freed for one that is
	 * better kept, and holds on to a third more memory than is in use.
	 */
	mallopt(M_MMAP_THRESHOLD, COLUMN_BYTES);
	return (int)app_run(argc, argv);
}
