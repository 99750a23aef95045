/* main.c: arguments in, exit code out. */
#include "config.h"

#include <locale.h>

#include "app/app.h"

int
main(int argc, char **argv)
{
	/* Characters and their widths are the user's; numbers stay as programs read them. */
	setlocale(LC_CTYPE, "");
	return (int)app_run(argc, argv);
}
