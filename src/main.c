/* main.c: arguments in, exit code out. */
#include "config.h"

int
main(void)
{
	return 0;
}
